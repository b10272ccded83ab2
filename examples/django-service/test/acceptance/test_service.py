"""What everybody may rely on who calls the service, asked over the network of one that runs.

Needs Python alone. The addresses are in the environment: SERVICE_URL, and SERVICE_URL_<REGION> of further regions.
"""

import os
import re
import unittest
from html import unescape
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10


def service_urls(environment: dict[str, str]) -> list[str]:
    """The address of the service in every region of the stage."""
    urls = [value for name, value in sorted(environment.items()) if re.fullmatch(r"SERVICE_URL(_[A-Z0-9_]+)?", name)]
    if not urls:
        raise unittest.TestCase.failureException(
            "The acceptance tests miss SERVICE_URL in their environment. The pipeline sets it; elsewhere take the "
            "output ServiceUrl of the stage's stack `django-service-<stage>` (`aws cloudformation describe-stacks`)."
        )
    return urls


def call(url: str, path: str, host: str | None = None, method: str = "GET") -> tuple[HTTPResponse, str]:
    """Calls the service, following no redirect."""
    parts = urlsplit(url)
    connections = {"http": HTTPConnection, "https": HTTPSConnection}
    connection = connections[parts.scheme](parts.hostname, parts.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request(method, path, headers={} if host is None else {"Host": host})
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


class ServiceTest(unittest.TestCase):
    """Each test asks the service of every region."""

    def setUp(self) -> None:
        self.urls = service_urls(dict(os.environ))

    def each(self):
        for url in self.urls:
            with self.subTest(url):
                yield url

    def test_it_is_healthy(self):
        for url in self.each():
            answer, text = call(url, "/health")
            self.assertEqual((answer.status, text), (200, "ok"))

    def test_it_has_a_page_with_looks_of_its_own(self):
        for url in self.each():
            answer, text = call(url, "/")
            self.assertEqual(answer.status, 200)
            self.assertIn("<h1>Signpost</h1>", text)
            stylesheet = re.search(r'href="(/static/[^"]+\.css)"', text)
            self.assertIsNotNone(stylesheet, "The page has no stylesheet.")
            answer, text = call(url, stylesheet.group(1))
            self.assertEqual(answer.status, 200)
            self.assertIn("immutable", answer.getheader("Cache-Control", ""))
            self.assertIn("color-scheme", text)

    def test_every_sign_leads_where_the_page_says(self):
        for url in self.each():
            _, text = call(url, "/")
            signs = re.findall(r'<dt><a href="([^"]+)">.*?<dd>([^<]+)</dd>', text, re.DOTALL)
            self.assertNotEqual(signs, [], "The page has no signs.")
            for path, target in signs:
                answer, _ = call(url, unescape(path))
                self.assertEqual((answer.status, answer.getheader("Location")), (302, unescape(target)))

    def test_what_is_not_there_is_not_found_and_tells_nothing(self):
        for url in self.each():
            answer, text = call(url, "/no-such-sign")
            self.assertEqual(answer.status, 404)
            self.assertNotIn("DEBUG", text)

    def test_it_is_called_by_its_own_name_alone(self):
        for url in self.each():
            answer, _ = call(url, "/", host="elsewhere.example")
            self.assertEqual(answer.status, 400)


if __name__ == "__main__":
    unittest.main()
