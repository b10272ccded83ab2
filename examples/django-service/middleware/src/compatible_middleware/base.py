"""The base class: one middleware under `MIDDLEWARE` and `MIDDLEWARE_CLASSES`, sync and async."""

from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed

from compatible_middleware.mixin import MiddlewareMixin
from compatible_middleware.modes import is_coroutine_function, mark_coroutine_function, to_sync
from compatible_middleware.switch import reason_not_used

HOOKS = ("process_request", "process_view", "process_exception", "process_template_response", "process_response")
"""What a subclass may write, in the order in which a request meets them."""


class CompatibleMiddleware(MiddlewareMixin):
    """A middleware that is written once, as hooks, and works on every Django from 1.8 on.

    Subclass it and write any of these hooks, each as `def` or as `async def`:

    - `process_request(request)`: before the view is chosen; a response ends the way inwards.
    - `process_view(request, view, args, kwargs)`: before the view is called; a response takes its place.
    - `process_exception(request, exception)`: when the view raised; a response takes the exception's place.
    - `process_template_response(request, response)`: before a `TemplateResponse` is rendered; returns one.
    - `process_response(request, response)`: on the way out; returns a response.

    The class has none of them itself, as Django asks for their presence. List it under `MIDDLEWARE`, or, where Django
    is older than 1.10, under `MIDDLEWARE_CLASSES`; Django 1.10 and 1.11 know both. Code around `get_response` belongs
    into hooks too: an overridden `__call__` never runs under `MIDDLEWARE_CLASSES`.
    """

    sync_capable = True
    """Whether Django 3.1 or newer may run it in sync mode. Older releases know nothing else, and do not ask."""

    async_capable = True
    """Whether Django 3.1 or newer may run it in async mode. There a hook that is `def` runs in Django's thread for sync
    code, one that is `async def` in the event loop."""

    enabled_setting = None
    """Name of a Django setting; False there raises `MiddlewareNotUsed`. @default none"""

    enabled_variable = None
    """Name of an environment variable, which goes before the setting: 1, true, yes, on, or 0, false, no, off.
    @default none"""

    enabled_by_default = True
    """Whether it is used when neither setting nor variable is there."""

    def __init__(self, get_response=None):
        """`get_response` is what comes next under `MIDDLEWARE`; under `MIDDLEWARE_CLASSES` there is none.

        Raises `MiddlewareNotUsed` when it is switched off: Django then leaves it out, under both settings.
        """
        reason = reason_not_used(
            type(self).__name__, self.enabled_setting, self.enabled_variable, self.enabled_by_default
        )
        if reason is not None:
            raise MiddlewareNotUsed(reason)
        self.get_response = get_response
        self.async_mode = is_coroutine_function(get_response)
        if self.async_mode:
            mark_coroutine_function(self)
        else:
            self._make_hooks_sync()
        # Past Django's own __init__, which refuses a missing get_response since 4.0, to whatever else is inherited.
        super(MiddlewareMixin, self).__init__()

    def __call__(self, request):
        """The response to `request` under `MIDDLEWARE`; in async mode, a coroutine that gives it."""
        if self.async_mode:
            return self.__acall__(request)
        response = self.process_request(request) if hasattr(self, "process_request") else None
        if response is None:
            response = self._following(request)
        if hasattr(self, "process_response"):
            response = self._answered(self.process_response(request, response))
        return response

    def __acall__(self, request):
        """The coroutine of async mode."""
        # Imported late: Python 2.7 cannot read the file, and only a Django with asgiref comes here.
        from compatible_middleware.asynchronous import respond

        return respond(self, request)

    def _following(self, request):
        """What the next middleware, or in the end the view, answers; in async mode, a coroutine."""
        if self.get_response is None:
            raise ImproperlyConfigured(
                "%s was made without get_response and cannot ask for a response. List it in MIDDLEWARE, make it with "
                "get_response, or answer in process_request." % type(self).__name__
            )
        return self.get_response(request)

    def _answered(self, response):
        """`response`, unless `process_response` forgot to return one, which `MIDDLEWARE` would pass on as it is."""
        if response is None:
            raise ValueError(
                "%s.process_response returned None. Return the response that it was given, or another one."
                % type(self).__name__
            )
        return response

    def _make_hooks_sync(self):
        """Bridges the hooks that are `async def`: in sync mode not every release calls them as such."""
        for name in HOOKS:
            hook = getattr(self, name, None)
            if is_coroutine_function(hook):
                setattr(self, name, to_sync(hook))
