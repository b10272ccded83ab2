"""Sends short addresses to where they lead."""

from compatible_middleware import CompatibleMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


class RedirectMiddleware(CompatibleMiddleware):
    """Redirects the paths of the setting REDIRECTS, with the query that they were called with."""

    # Without a table it is left out of the service, rather than asked for nothing at each request.
    enabled_setting = "REDIRECTS_ENABLED"

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        target = settings.REDIRECTS.get(request.path_info)
        # A form that was sent to the wrong address should be told so, rather than lose what was in it.
        if target is None or request.method not in ("GET", "HEAD"):
            return None
        # Not permanently: browsers would keep an address that is corrected later.
        return HttpResponseRedirect(_with_query(target, request.META.get("QUERY_STRING", "")))


def _with_query(target: str, query: str) -> str:
    if not query:
        return target
    address, mark, fragment = target.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{query}{mark}{fragment}"
