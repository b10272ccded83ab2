"""What a middleware does in async mode. Read only there: it needs Python 3.6 and asgiref."""

from asgiref.sync import sync_to_async

from compatible_middleware.modes import is_coroutine_function


async def respond(middleware, request):
    """The response to `request`: hooks that are `async def` are awaited, the others run in Django's sync thread."""
    response = None
    if hasattr(middleware, "process_request"):
        response = await _call(middleware.process_request, request)
    if response is None:
        response = await middleware._following(request)
    if hasattr(middleware, "process_response"):
        response = middleware._answered(await _call(middleware.process_response, request, response))
    return response


async def _call(hook, *args):
    if is_coroutine_function(hook):
        return await hook(*args)
    # All sync code of a request shares one thread, as database connections and the like belong to theirs.
    return await sync_to_async(hook, thread_sensitive=True)(*args)
