"""What the service accepts as its environment, and what it says of the rest."""

import json

from django.test import SimpleTestCase

from signpost.environment import DEVELOPMENT_KEY, EnvironmentProblems, read_environment

KEY = "k" * 50
GOOD = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "a.example, b.example"}


class EnvironmentTest(SimpleTestCase):
    def problems(self, **variables: str) -> list:
        with self.assertRaises(EnvironmentProblems) as raised:
            read_environment({**GOOD, **variables})
        return raised.exception.problems

    def test_key_and_hosts_are_enough(self):
        environment = read_environment(GOOD)
        self.assertEqual(environment.allowed_hosts, ["a.example", "b.example"])
        self.assertEqual(environment.redirects, {})
        self.assertFalse(environment.debug)
        self.assertFalse(environment.https)

    def test_nothing_is_needed_while_debugging(self):
        environment = read_environment({"DEBUG": "on"})
        self.assertEqual(environment.secret_key, DEVELOPMENT_KEY)
        self.assertEqual(environment.allowed_hosts, ["localhost", "127.0.0.1"])

    def test_all_mistakes_are_told_at_once(self):
        with self.assertRaises(EnvironmentProblems) as raised:
            read_environment({"HTTPS": "yes", "LOG_LEVEL": "loud", "REDIRECTS": "{"})
        self.assertEqual(
            [problem.split()[0] for problem in raised.exception.problems],
            ["SECRET_KEY", "ALLOWED_HOSTS", "HTTPS", "REDIRECTS", "LOG_LEVEL"],
        )

    def test_a_bad_key_is_refused_and_never_repeated(self):
        self.assertEqual(self.problems(SECRET_KEY="tooshort"), ["SECRET_KEY has 8 characters; it needs 50 or more."])
        self.assertEqual(len(self.problems(SECRET_KEY=DEVELOPMENT_KEY)), 1)
        self.assertNotIn(DEVELOPMENT_KEY, self.problems(SECRET_KEY=DEVELOPMENT_KEY)[0])

    def test_any_host_is_no_host(self):
        self.assertEqual(len(self.problems(ALLOWED_HOSTS="a.example,*")), 1)
        self.assertEqual(len(self.problems(ALLOWED_HOSTS=" , ")), 1)

    def test_a_table_is_refused_where_it_leads_nowhere_or_astray(self):
        for table in (
            "[]",
            '{"/a": 1}',
            '{"a": "/b"}',
            '{"//a": "/b"}',
            '{"/a?b": "/b"}',
            '{"/": "/b"}',
            '{"/health": "/b"}',
            '{"/static/a": "/b"}',
            '{"/a": "http://example.org"}',
            '{"/a": "javascript:alert(1)"}',
            '{"/a": "//example.org"}',
            '{"/a": "/\\\\example.org"}',
            '{"/a": "https://user@example.org"}',
            '{"/a": "https://"}',
            '{"/a": "https://example.org/\\r\\nx"}',
            '{"/a": "/a"}',
            '{"/a": "/a?x=1"}',
            '{"/a": "/a#x"}',
            '{"/a": "//example.org/a"}',
            '{"/a": "/x/../a"}',
            '{"/a": "/%61"}',
            '{"/a": "https://example.org:port"}',
            '{"/a": "https://example.org/\u00e4"}',
            '{"/a b%20": "/b"}',
            '{"/a%20b": "/b"}',
            '{"/a&b": "/b"}',
            '{"/\u00e4": "/b"}',
            '{"/a//b": "/b"}',
            '{"/a/../b": "/c"}',
            '{"/./a": "/c"}',
            '{"/a": "https://example.org/1", "/a": "https://example.org/2"}',
            "[" * 100_000,
        ):
            with self.subTest(table[:80]):
                self.assertEqual(len(self.problems(REDIRECTS=table)), 1)
        self.assertEqual(len(self.problems(REDIRECTS='{"/a": "/b", "/b": "/c"}')), 1)
        self.assertEqual(len(self.problems(REDIRECTS='{"/a": "/b?x", "/b": "/a?y"}')), 2)

    def test_a_good_table_is_taken(self):
        table = {
            "/a": "https://example.org/a?y#z",
            "/b": "/",
            "/c/D-1_2.3~4/": "https://[::1]:8443/it's%20(a;b)?c=d&e",
            "/...": "/?page=2#signs",
        }
        self.assertEqual(read_environment({**GOOD, "REDIRECTS": json.dumps(table)}).redirects, table)

    def test_address_and_workers_are_read_and_refused_with_the_rest(self):
        environment = read_environment(GOOD)
        self.assertEqual((environment.bind, environment.workers), ("0.0.0.0:8080", 2))
        environment = read_environment({**GOOD, "BIND": "[::1]:80", "WORKERS": "64"})
        self.assertEqual((environment.bind, environment.workers), ("[::1]:80", 64))
        for bind in ("", "8080", "localhost", "localhost:0", "localhost:65536", "localhost:http", "a b:80", "x:\u0661"):
            with self.subTest(bind):
                self.assertEqual(
                    self.problems(BIND=bind, WORKERS="two"),
                    [
                        f'BIND is "{bind}"; it is a host and a port, such as 0.0.0.0:8080.',
                        'WORKERS is "two"; it is a whole number from 1 to 64.',
                    ],
                )
        for workers in ("", "0", "-1", "1.5", "65", "\u0662", "9" * 5000):
            with self.subTest(workers[:80]):
                self.assertEqual(len(self.problems(WORKERS=workers)), 1)
