"""The applications that a server would call, without Django's test client."""

import io
import unittest
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler
from django.test import SimpleTestCase, override_settings

from tests.journal import JOURNAL
from tests.worlds import HAS_ASGI, HAS_NEW_STYLE, NEW_STYLE, OLD_STYLE

RECORDERS = {NEW_STYLE if HAS_NEW_STYLE else OLD_STYLE: ["tests.sync_recorders.ReplacesResponse"]}


@override_settings(**RECORDERS)
class Interfaces(SimpleTestCase):
    def setUp(self):
        del JOURNAL[:]

    def answered(self, status, body):
        self.assertEqual((status, body), (200, b"ReplacesResponse answered"))
        self.assertEqual(
            JOURNAL, ["ReplacesResponse.request", "ReplacesResponse.view", "view", "ReplacesResponse.response"]
        )

    def test_wsgi(self):
        environ = {"PATH_INFO": "/page", "HTTP_HOST": "testserver", "wsgi.input": io.BytesIO()}
        setup_testing_defaults(environ)
        started = []
        response = WSGIHandler()(environ, lambda status, headers: started.append(status))
        body = b"".join(response)
        response.close()
        self.answered(int(started[0].split()[0]), body)

    @unittest.skipUnless(HAS_ASGI, "Django runs middleware in async mode from 3.1 on")
    def test_asgi(self):
        from tests.async_server import ask

        self.answered(*ask("/page"))
