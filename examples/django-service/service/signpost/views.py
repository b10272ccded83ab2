"""The service's one page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Lists the short addresses, and where each leads."""
    signs = [{"path": path, "target": target} for path, target in sorted(settings.REDIRECTS.items())]
    response = render(request, "signpost/page.html", {"signs": signs})
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return response
