"""With and without `get_response`: called by Django, by hand, and as a decorator of a view."""

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import RequestFactory, SimpleTestCase
from django.utils.decorators import decorator_from_middleware

from compatible_middleware import CompatibleMiddleware
from compatible_middleware.mixin import MiddlewareMixin
from tests.journal import JOURNAL
from tests.sync_recorders import AnswersRequest, AnswersView, ForgetsResponse, Outer


class Bare(CompatibleMiddleware):
    """A middleware without any hook."""


class Cooperative(CompatibleMiddleware):
    """A middleware with an `__init__` of its own."""

    def __init__(self, get_response=None):
        super(Cooperative, self).__init__(get_response)
        self.made = True


class Remembers(object):
    """Something else that is inherited, with an `__init__` that has to run."""

    def __init__(self):
        self.remembered = []


class Mixed(CompatibleMiddleware, Remembers):
    """A middleware that inherits from something else too."""


class GetResponse(SimpleTestCase):
    def setUp(self):
        del JOURNAL[:]
        self.request = RequestFactory().get("/page")

    def view(self, request):
        JOURNAL.append("view")
        return HttpResponse("page")

    def test_is_asked_between_the_hooks(self):
        self.assertEqual(Outer(self.view)(self.request).content, b"page")
        self.assertEqual(JOURNAL, ["Outer.request", "view", "Outer.response"])

    def test_is_asked_without_hooks(self):
        self.assertEqual(Bare(get_response=self.view)(self.request).content, b"page")

    def test_is_not_asked_after_a_short_circuit(self):
        self.assertEqual(AnswersRequest(self.view)(self.request).content, b"AnswersRequest answered")
        self.assertEqual(JOURNAL, ["AnswersRequest.request", "AnswersRequest.response"])

    def test_may_be_missing(self):
        outer = Outer()
        self.assertIsNone(outer.get_response)
        self.assertIsNone(outer.process_request(self.request))
        self.assertEqual(outer.process_response(self.request, HttpResponse("by hand")).content, b"by hand")

    def test_may_be_missing_when_process_request_answers(self):
        self.assertEqual(AnswersRequest()(self.request).content, b"AnswersRequest answered")

    def test_that_is_missing_when_it_is_needed_is_named(self):
        with self.assertRaises(ImproperlyConfigured) as refused:
            Outer()(self.request)
        self.assertIn("Outer was made without get_response", str(refused.exception))

    def test_forgotten_response_is_named(self):
        with self.assertRaises(ValueError) as refused:
            ForgetsResponse(self.view)(self.request)
        self.assertIn("ForgetsResponse.process_response returned None", str(refused.exception))

    def test_init_of_a_subclass_and_of_what_else_it_inherits_run(self):
        self.assertTrue(Cooperative(self.view).made)
        self.assertEqual(Mixed(self.view).remembered, [])
        self.assertEqual(Mixed().remembered, [])

    def test_instance_is_a_middleware_mixin(self):
        self.assertIsInstance(Bare(), MiddlewareMixin)
        self.assertIn("Bare", repr(Bare()))

    def test_as_decorator_of_a_view(self):
        decorated = decorator_from_middleware(Outer)(lambda request: self.view(request))
        self.assertEqual(decorated(self.request).content, b"page")
        self.assertEqual(JOURNAL, ["Outer.request", "Outer.view", "view", "Outer.response"])

    def test_as_decorator_that_answers_itself(self):
        decorated = decorator_from_middleware(AnswersView)(lambda request: self.view(request))
        self.assertEqual(decorated(self.request).content, b"AnswersView answered")
        self.assertNotIn("view", JOURNAL)
