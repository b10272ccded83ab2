"""What async mode promises. Read by `test_async_mode.py` where Django has that mode."""

import asyncio
import threading

from asgiref.sync import async_to_sync
from django.http import HttpResponse
from django.test import RequestFactory, SimpleTestCase

from compatible_middleware import CompatibleMiddleware
from compatible_middleware.modes import is_coroutine_function
from tests import async_recorders, sync_recorders
from tests.journal import JOURNAL


class Whereabouts(CompatibleMiddleware):
    """Knows for each hook whether it ran in an event loop, and in which thread."""

    def note(self, hook):
        running = asyncio._get_running_loop() is not None
        self.noted = dict(getattr(self, "noted", {}), **{hook: (running, threading.current_thread())})


class SyncWhereabouts(Whereabouts):
    def process_request(self, request):
        self.note("request")

    def process_response(self, request, response):
        self.note("response")
        return response


class AsyncWhereabouts(Whereabouts):
    async def process_request(self, request):
        self.note("request")

    async def process_response(self, request, response):
        self.note("response")
        return response


class Meets(CompatibleMiddleware):
    """Lets no request pass before two have come."""

    def __init__(self, get_response=None):
        super().__init__(get_response)
        self.came = 0
        self.both = asyncio.Event()

    async def process_request(self, request):
        self.came += 1
        if self.came == 2:
            self.both.set()
        await asyncio.wait_for(self.both.wait(), timeout=30)


async def view(request):
    JOURNAL.append("view")
    return HttpResponse("page")


class AsyncMode(SimpleTestCase):
    def setUp(self):
        del JOURNAL[:]
        self.request = RequestFactory().get("/page")

    def answer(self, middleware):
        async def ask():
            return await middleware(self.request)

        return async_to_sync(ask)()

    def test_follows_get_response(self):
        self.assertTrue(is_coroutine_function(sync_recorders.Outer(view)))
        self.assertTrue(is_coroutine_function(async_recorders.Outer(view)))
        self.assertFalse(is_coroutine_function(sync_recorders.Outer(lambda request: None)))
        self.assertFalse(is_coroutine_function(async_recorders.Outer(lambda request: None)))
        self.assertFalse(is_coroutine_function(async_recorders.Outer()))

    def test_keeps_the_order(self):
        for recorders in (sync_recorders, async_recorders):
            del JOURNAL[:]
            self.assertEqual(self.answer(recorders.Outer(view)).content, b"page")
            self.assertEqual(JOURNAL, ["Outer.request", "view", "Outer.response"])

    def test_short_circuit_leaves_the_view_alone(self):
        for recorders in (sync_recorders, async_recorders):
            del JOURNAL[:]
            self.assertEqual(self.answer(recorders.AnswersRequest(view)).content, b"AnswersRequest answered")
            self.assertEqual(JOURNAL, ["AnswersRequest.request", "AnswersRequest.response"])

    def test_forgotten_response_is_named(self):
        for recorders in (sync_recorders, async_recorders):
            with self.assertRaises(ValueError) as refused:
                self.answer(recorders.ForgetsResponse(view))
            self.assertIn("ForgetsResponse.process_response returned None", str(refused.exception))

    def test_sync_hooks_run_outside_the_event_loop(self):
        middleware = SyncWhereabouts(view)
        self.answer(middleware)
        self.assertEqual([running for running, _ in middleware.noted.values()], [False, False])

    def test_sync_hooks_run_in_the_thread_of_sync_code(self):
        middleware = SyncWhereabouts(view)
        self.answer(middleware)
        # Under async_to_sync that is the thread which called it, and not one of a pool.
        here = threading.current_thread()
        self.assertEqual([thread for _, thread in middleware.noted.values()], [here, here])

    def test_async_hooks_run_in_the_event_loop(self):
        middleware = AsyncWhereabouts(view)
        self.answer(middleware)
        self.assertEqual([running for running, _ in middleware.noted.values()], [True, True])

    def test_async_hooks_hold_up_no_other_request(self):
        async def two():
            middleware = Meets(view)
            return await asyncio.gather(middleware(self.request), middleware(self.request))

        self.assertEqual([response.content for response in async_to_sync(two)()], [b"page", b"page"])

    def test_hooks_that_are_async_are_bridged_in_sync_mode(self):
        middleware = AsyncWhereabouts(lambda request: HttpResponse("page"))
        self.assertEqual(middleware(self.request).content, b"page")
        self.assertEqual([running for running, _ in middleware.noted.values()], [True, True])
