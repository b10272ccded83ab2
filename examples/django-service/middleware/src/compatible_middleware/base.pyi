# The base class, typed. The hooks are not declared: the class has none, and each may be `def` or `async def`.
from typing import Any, Callable, ClassVar, Coroutine, Optional, Tuple, Union

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from compatible_middleware.mixin import MiddlewareMixin

HOOKS: Tuple[str, ...]

Answer = Union[HttpResponseBase, Coroutine[Any, Any, HttpResponseBase]]

class CompatibleMiddleware(MiddlewareMixin):
    sync_capable: ClassVar[bool]
    async_capable: ClassVar[bool]
    enabled_setting: ClassVar[Optional[str]]
    enabled_variable: ClassVar[Optional[str]]
    enabled_by_default: ClassVar[bool]
    get_response: Optional[Callable[[HttpRequest], Any]]
    async_mode: bool
    def __init__(self, get_response: Optional[Callable[[HttpRequest], Any]] = None) -> None: ...
    def __call__(self, request: HttpRequest) -> Answer: ...
    def __acall__(self, request: HttpRequest) -> Coroutine[Any, Any, HttpResponseBase]: ...
