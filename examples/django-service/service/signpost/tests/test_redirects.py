"""Short addresses: where they lead, and what is left alone."""

from django.test import SimpleTestCase, override_settings

TABLE = {
    "/docs": "https://docs.example.org/start",
    "/search": "https://example.org/find?in=all#results",
    "/home": "/",
}


@override_settings(REDIRECTS=TABLE, REDIRECTS_ENABLED=True)
class RedirectTest(SimpleTestCase):
    def leads(self, path: str) -> str:
        answer = self.client.get(path)
        self.assertEqual(answer.status_code, 302)
        return answer["Location"]

    def test_every_address_of_the_table_leads_where_the_table_says(self):
        self.assertEqual({path: self.leads(path) for path in TABLE}, TABLE)

    def test_the_query_is_taken_along(self):
        self.assertEqual(self.leads("/docs?page=2&x=a%20b"), "https://docs.example.org/start?page=2&x=a%20b")
        self.assertEqual(self.leads("/search?q=1"), "https://example.org/find?in=all&q=1#results")

    def test_a_query_cannot_lead_elsewhere(self):
        self.assertEqual(self.leads("/home?//evil.example"), "/?//evil.example")
        self.assertEqual(self.leads("/docs?%0d%0aSet-Cookie:x"), "https://docs.example.org/start?%0d%0aSet-Cookie:x")

    def test_other_addresses_are_not_found(self):
        for path in ("/doc", "/docs/", "/docs/more", "/DOCS"):
            with self.subTest(path):
                self.assertEqual(self.client.get(path).status_code, 404)

    def test_head_is_redirected_and_a_form_is_not(self):
        self.assertEqual(self.client.head("/docs").status_code, 302)
        self.assertEqual(self.client.post("/docs", {"a": "b"}).status_code, 404)

    def test_another_host_is_refused_before_it_is_sent_anywhere(self):
        self.assertEqual(self.client.get("/docs", headers={"host": "evil.example"}).status_code, 400)

    @override_settings(REDIRECTS_ENABLED=False)
    def test_without_a_table_nothing_is_redirected(self):
        self.assertEqual(self.client.get("/docs").status_code, 404)
