# What a middleware does in async mode, typed.
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from compatible_middleware.base import CompatibleMiddleware

async def respond(middleware: CompatibleMiddleware, request: HttpRequest) -> HttpResponseBase: ...
