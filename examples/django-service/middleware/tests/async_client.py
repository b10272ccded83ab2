"""The client for ASGI. Read only where Django has one, which Python 2.7 never sees."""

from asgiref.sync import async_to_sync
from django.test import AsyncClient


class QuietAsyncClient(AsyncClient):
    """A client that gives the 500 that a visitor would get."""

    def store_exc_info(self, **kwargs):
        pass


@async_to_sync
async def get(path):
    """The response to a request for `path`."""
    return await QuietAsyncClient().get(path)
