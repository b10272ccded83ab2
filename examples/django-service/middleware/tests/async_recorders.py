"""The family of recorders with hooks that are `async def`. Python 2.7 cannot read this file, and is never asked to."""

import asyncio

from compatible_middleware import CompatibleMiddleware
from tests.acts import Acts, family


class Recorder(Acts, CompatibleMiddleware):
    async def process_request(self, request):
        # Really waits, so that a hook which is called but not awaited writes nothing.
        await asyncio.sleep(0)
        return self.act("request")

    async def process_view(self, request, view, args, kwargs):
        await asyncio.sleep(0)
        return self.act("view")

    async def process_exception(self, request, exception):
        await asyncio.sleep(0)
        return self.act("exception")

    async def process_template_response(self, request, response):
        await asyncio.sleep(0)
        return self.act("template", response)

    async def process_response(self, request, response):
        await asyncio.sleep(0)
        return self.act("response", response)


globals().update(family(Recorder, __name__))
