"""Answers the load balancer, which asks each task whether it serves."""

from compatible_middleware import CompatibleMiddleware
from django.http import HttpRequest, HttpResponse

HEALTH_PATH = "/health"


class HealthMiddleware(CompatibleMiddleware):
    """Answers `/health` before any other middleware sees the request, so that its host may be the task's address."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if request.path_info != HEALTH_PATH:
            return None
        response = HttpResponse("ok", content_type="text/plain; charset=utf-8")
        response["Cache-Control"] = "no-store"
        return response
