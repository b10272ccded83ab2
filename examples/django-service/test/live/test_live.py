"""The service, started for real, held against its acceptance tests: it passes them, and what is broken does not.

Run by the Python of `npm run venv`, whose packages are those of the container.
"""

import json
import subprocess
import unittest
from urllib.request import Request, urlopen

from live_service import accept, environment, gunicorn, running


class LiveTest(unittest.TestCase):
    def test_the_running_service_is_accepted(self):
        with running() as (url, log):
            code, told = accept(url)
            log.seek(0)
            logged = log.read()
        self.assertEqual(code, 0, told)
        self.assertIn("Ran 5 tests", told)
        self.assertIn('"GET /health HTTP/1.1" 200', logged)
        self.assertIn("Invalid HTTP_HOST header", logged)
        self.assertNotIn("Traceback", logged.split("Invalid HTTP_HOST header", 1)[0])

    def test_one_that_is_called_by_another_name_is_not_although_it_is_healthy(self):
        with running(ALLOWED_HOSTS="signpost.example.org") as (url, _):
            with urlopen(f"{url}/health", timeout=5) as answer:
                self.assertEqual(answer.status, 200)
            code, told = accept(url)
        self.assertEqual(code, 1)
        self.assertIn("FAIL: test_it_has_a_page_with_looks_of_its_own", told)
        self.assertNotIn("FAIL: test_it_is_healthy", told)

    def test_one_that_lost_its_signs_is_not(self):
        with running(REDIRECTS="{}") as (url, _):
            code, told = accept(url)
        self.assertEqual(code, 1)
        self.assertIn("The page has no signs.", told)

    def test_one_whose_signs_have_what_html_escapes_is(self):
        table = {"/its": "https://example.org/it's?a=1&b=(2)#c", "/start": "/?from='start'"}
        with running(REDIRECTS=json.dumps(table)) as (url, _):
            code, told = accept(url)
        self.assertEqual(code, 0, told)

    def test_one_that_was_left_in_debugging_is_not(self):
        with running(DEBUG="on") as (url, _):
            code, told = accept(url)
        self.assertEqual(code, 1)
        self.assertIn("FAIL: test_what_is_not_there_is_not_found_and_tells_nothing", told)

    def test_behind_https_browsers_are_told_to_stay_there(self):
        with running(HTTPS="on") as (url, _):
            with urlopen(Request(f"{url}/", headers={"X-Forwarded-Proto": "https"}), timeout=5) as answer:
                self.assertEqual(answer.headers["Strict-Transport-Security"], "max-age=31536000")
            with urlopen(f"{url}/", timeout=5) as answer:
                self.assertNotIn("Strict-Transport-Security", answer.headers)

    def test_without_an_address_the_acceptance_tests_say_what_is_missing(self):
        code, told = accept("")
        self.assertEqual(code, 1)
        self.assertIn("miss SERVICE_URL", told)

    def test_a_service_whose_environment_is_wrong_says_all_of_it_and_does_not_start(self):
        process = gunicorn(env=environment(HTTPS="yes", BIND="8080", WORKERS="two"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1)
        self.assertEqual(out, "")
        self.assertEqual(
            err.splitlines(),
            [
                "The service cannot start with this environment:",
                "  SECRET_KEY is missing.",
                "  ALLOWED_HOSTS is missing; give the names that the service is called by, with commas.",
                '  HTTPS is "yes"; it is "on" or "off".',
                '  BIND is "8080"; it is a host and a port, such as 0.0.0.0:8080.',
                '  WORKERS is "two"; it is a whole number from 1 to 64.',
                "Set these variables and start it again.",
            ],
        )


if __name__ == "__main__":
    unittest.main()
