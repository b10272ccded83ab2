"""One request to Django's ASGI application, as a server would send it."""

import asyncio

from asgiref.sync import async_to_sync
from django.core.handlers.asgi import ASGIHandler


@async_to_sync
async def ask(path):
    """Status and body of the response to `GET path`."""
    sent = []
    incoming = [{"type": "http.request", "body": b""}]

    async def receive():
        if incoming:
            return incoming.pop()
        # The visitor stays until there is an answer.
        await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"testserver")],
    }
    await ASGIHandler()(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])
