"""What the two settings do differently. The README's table names each of these tests."""

import django

from tests.worlds import HAS_NEW_STYLE, NEW_STYLE, OLD_STYLE, in_every_world


@in_every_world
class Differences(object):
    def test_short_circuit_is_seen_by(self):
        response = self.get("/page", "Outer", "AnswersRequest", "Inner")
        self.assertEqual(response.content, b"AnswersRequest answered")
        inwards = ["Outer.request", "AnswersRequest.request"]
        outwards = ["AnswersRequest.response", "Outer.response"]
        self.happened(*(inwards + ([] if self.world.onion else ["Inner.response"]) + outwards))

    def test_exception_in_process_request_is_seen_by(self):
        response = self.get("/page", "Outer", "RaisesInRequest", "Inner")
        self.assertEqual(response.status_code, 500)
        inwards = ["Outer.request", "RaisesInRequest.request"]
        # No process_exception under either: Django's documentation says that the old style asks it here, but in 1.8
        # to 1.11 it does not.
        outwards = [] if self.world.onion else ["Inner.response", "RaisesInRequest.response"]
        self.happened(*(inwards + outwards + ["Outer.response"]))

    def test_exception_in_process_view_is_seen_by(self):
        response = self.get("/page", "Outer", "RaisesInView", "Inner")
        self.assertEqual(response.status_code, 500)
        self.happened(
            "Outer.request",
            "RaisesInView.request",
            "Inner.request",
            "Outer.view",
            "RaisesInView.view",
            "Inner.response",
            "RaisesInView.response",
            "Outer.response",
        )

    def test_exception_in_process_response_is_seen_by(self):
        response = self.get("/page", "Outer", "RaisesInResponse", "Inner")
        self.assertEqual(response.status_code, 500)
        names = ["Outer", "RaisesInResponse", "Inner"]
        inwards = ["%s.request" % name for name in names] + ["%s.view" % name for name in names]
        outwards = ["view", "Inner.response", "RaisesInResponse.response"]
        self.happened(*(inwards + outwards + (["Outer.response"] if self.world.onion else [])))

    def test_404_in_process_response_becomes(self):
        response = self.get("/page", "Outer", "MissingInResponse")
        self.assertEqual(response.status_code, 404 if self.world.onion else 500)

    def test_exception_while_rendering_is_seen_by(self):
        self.get("/broken-template", "AnswersException")
        # A difference between releases, not between settings.
        asked = ["AnswersException.exception"] if django.VERSION >= (1, 9) else []
        before = ["AnswersException.%s" % hook for hook in ("request", "view")]
        self.happened(*(before + ["view", "AnswersException.template"] + asked + ["AnswersException.response"]))

    def test_an_overridden_call(self):
        self.get("/page", "WrapsCall")
        hooks = ["WrapsCall.request", "WrapsCall.view", "view", "WrapsCall.response"]
        self.happened(*(["WrapsCall.call"] + hooks if self.world.onion else hooks))

    def test_both_settings_at_once(self):
        other = OLD_STYLE if self.world.onion else NEW_STYLE
        self.get("/page", "Outer", **{other: ["%s.Inner" % self.world.recorders]})
        # Only 1.10 and 1.11 know both, and look at MIDDLEWARE alone.
        used = "Inner" if HAS_NEW_STYLE and not self.world.onion else "Outer"
        self.happened("%s.request" % used, "%s.view" % used, "view", "%s.response" % used)
