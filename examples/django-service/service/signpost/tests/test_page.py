"""The page, and the files that it needs."""

import re

from django.test import SimpleTestCase, override_settings


class PageTest(SimpleTestCase):
    @override_settings(REDIRECTS={"/b": "https://example.org/b", "/a": "https://example.org/?x=1&y=<2>"})
    def test_it_lists_the_short_addresses_in_order_with_what_they_lead_to(self):
        answer = self.client.get("/")
        self.assertEqual(answer.status_code, 200)
        text = answer.content.decode()
        self.assertEqual(re.findall(r'<a href="([^"]*)">', text), ["/a", "/b"])
        self.assertIn("<dd>https://example.org/?x=1&amp;y=&lt;2&gt;</dd>", text)

    @override_settings(REDIRECTS={})
    def test_it_says_where_there_are_none(self):
        self.assertContains(self.client.get("/"), "There are no short addresses yet.")

    def test_it_loads_nothing_from_elsewhere_and_is_framed_by_nobody(self):
        answer = self.client.get("/")
        self.assertIn("default-src 'none'", answer["Content-Security-Policy"])
        self.assertEqual(answer["X-Frame-Options"], "DENY")
        self.assertEqual(answer["X-Content-Type-Options"], "nosniff")

    def test_its_stylesheet_has_a_hash_in_its_name_and_is_kept_for_ever(self):
        path = re.search(r'href="(/static/[^"]+)"', self.client.get("/").content.decode()).group(1)
        self.assertRegex(path, r"^/static/signpost/page\.[0-9a-f]{12}\.css$")
        answer = self.client.get(path)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("immutable", answer["Cache-Control"])

    def test_it_is_only_read(self):
        self.assertEqual(self.client.post("/").status_code, 405)

    def test_what_is_not_there_says_nothing_of_the_service(self):
        answer = self.client.get("/nothing")
        self.assertEqual(answer.status_code, 404)
        self.assertNotIn(b"signpost", answer.content.lower())
