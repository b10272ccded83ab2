"""What a caller may rely on when talking to the API: one named check per promise."""

import json
import re
import time
from dataclasses import dataclass, replace
from typing import Any, Callable, Optional
from urllib.error import HTTPError
from urllib.request import Request, urlopen

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Api:
    """The API under test."""

    url: str
    """With a slash at its end, as API Gateway's URL has it."""
    status_url: str
    """The URL of its status API, with a slash at its end."""
    patience_s: float
    """How long a report may take, in seconds."""
    interval_s: float
    """How long to wait between two looks, in seconds."""


def _reports_are_written(kind: str, period: str) -> Callable[[Api], None]:
    def check(api: Api) -> None:
        status, body = _call(api, "POST", "reports", json.dumps({"kind": kind, "period": period}))
        assert status == 202
        id = body["id"]
        assert UUID.fullmatch(id)
        assert body == {"id": id, "kind": kind, "period": period, "href": f"reports/{id}"}
        report = _finished(api, f"reports/{id}")
        orders, total_cents = report.pop("orders", None), report.pop("totalCents", None)
        assert report == {"id": id, "kind": kind, "period": period}
        assert type(orders) is int and orders >= 0, f'"orders" is {orders}.'
        assert type(total_cents) is int, f'"totalCents" is {total_cents}.'

    return check


def _all_mistakes_are_named(api: Api) -> None:
    status, body = _call(api, "POST", "reports", '{"kind":"daily","colour":"red"}')
    assert status == 400
    assert isinstance(body["message"], str)
    assert len(body["errors"]) == 3


def _text_is_refused(api: Api) -> None:
    status, body = _call(api, "POST", "reports", "monthly, please")
    assert status == 400
    assert isinstance(body["message"], str)


def _unknown_is_not_found(api: Api) -> None:
    status, body = _call(api, "GET", "reports/00000000-0000-0000-0000-000000000000")
    assert status == 404
    assert isinstance(body["message"], str)


def _no_uuid_is_refused(api: Api) -> None:
    assert _call(api, "GET", "reports/latest")[0] == 400


def _status_takes_reports(api: Api) -> None:
    assert _call(replace(api, url=api.status_url), "GET", "status") == (200, {"takesReports": True})


CONTRACT: dict[str, Callable[[Api], None]] = {
    "a monthly report is accepted, written and then readable": _reports_are_written("monthly", "2026-01"),
    "a yearly report is accepted, written and then readable": _reports_are_written("yearly", "2025"),
    "a request that is not valid is refused with all of its mistakes": _all_mistakes_are_named,
    "a body that is not JSON is refused": _text_is_refused,
    "an unknown report is not found": _unknown_is_not_found,
    "an id that is no UUID is refused": _no_uuid_is_refused,
    "the status says that reports can be asked for": _status_takes_reports,
}
"""Everything that the API promises; each check raises when the API breaks the promise."""


def _finished(api: Api, href: str) -> dict[str, Any]:
    for _ in range(max(1, round(api.patience_s / api.interval_s))):
        status, body = _call(api, "GET", href)
        if status == 200:
            return body
        assert status == 404, f"{href} answered {status} while the report was being written."
        time.sleep(api.interval_s)
    raise AssertionError(f"{href} was not finished within {api.patience_s} s.")


def _call(api: Api, method: str, path: str, body: Optional[str] = None) -> tuple[int, dict[str, Any]]:
    request = Request(api.url + path, method=method, data=None if body is None else body.encode())
    request.add_header("content-type", "application/json")
    try:
        response = urlopen(request, timeout=30)
    except HTTPError as error:
        response = error  # An answer like any other, with a status of 400 or more.
    with response:
        assert response.headers["content-type"] == "application/json", f"{method} {path} did not answer JSON."
        assert response.headers["cache-control"] == "no-store", f"{method} {path} may be cached."
        return response.status, json.loads(response.read())
