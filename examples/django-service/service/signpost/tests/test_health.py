"""The load balancer's question, asked as the load balancer asks it."""

from django.test import SimpleTestCase, override_settings


@override_settings(ALLOWED_HOSTS=["signpost.example.org"])
class HealthTest(SimpleTestCase):
    def test_a_task_is_healthy_when_it_is_called_by_its_address(self):
        answer = self.client.get("/health", headers={"host": "10.0.3.17:8080"})
        self.assertEqual((answer.status_code, answer.content), (200, b"ok"))
        self.assertEqual(answer["Content-Type"], "text/plain; charset=utf-8")
        self.assertEqual(answer["Cache-Control"], "no-store")

    def test_that_is_no_way_around_the_allowed_hosts(self):
        for path in ("/", "/health/", "/healthy", "/go"):
            with self.subTest(path):
                self.assertEqual(self.client.get(path, headers={"host": "10.0.3.17:8080"}).status_code, 400)

    @override_settings(ALLOWED_HOSTS=["Django-Servi-AbC123.eu-central-1.elb.amazonaws.com"])
    def test_the_name_of_a_load_balancer_counts_in_upper_and_lower_case(self):
        for host in (
            "Django-Servi-AbC123.eu-central-1.elb.amazonaws.com",
            "django-servi-abc123.eu-central-1.elb.amazonaws.com",
        ):
            with self.subTest(host):
                self.assertEqual(self.client.get("/", headers={"host": host}).status_code, 200)

    def test_without_the_middleware_the_load_balancer_would_be_refused(self):
        from django.conf import settings

        others = [name for name in settings.MIDDLEWARE if not name.endswith("HealthMiddleware")]
        with override_settings(MIDDLEWARE=others):
            self.assertEqual(self.client.get("/health", headers={"host": "10.0.3.17:8080"}).status_code, 400)
