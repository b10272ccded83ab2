"""What a caller may ask for, and every reason why a request is refused; pure."""

import json
import re
from dataclasses import dataclass
from typing import Any, Optional, Union

PERIODS = {
    "monthly": (re.compile(r"20\d{2}-(0[1-9]|1[0-2])", re.ASCII), "2026-01"),
    "yearly": (re.compile(r"20\d{2}", re.ASCII), "2026"),
}
"""The kinds of reports, each with what its period looks like; each has a job definition of its own."""


@dataclass(frozen=True)
class ReportRequest:
    """A checked request for a report."""

    kind: str
    period: str
    """`2026-01` for a monthly report, `2026` for a yearly one."""


def read_request(body: Optional[str]) -> Union[ReportRequest, list[str]]:
    """Reads the body of `POST /reports`: the request, or everything that is wrong with it."""
    data = _parse(body)
    if not isinstance(data, dict):
        return ['The body must be a JSON object such as {"kind":"monthly","period":"2026-01"}.']
    kind, period = data.get("kind"), data.get("period")
    errors = [f'"{name}" is not a field of a report request.' for name in data if name not in ("kind", "period")]
    known = kind if isinstance(kind, str) and kind in PERIODS else None
    if known is None:
        errors.append('"kind" must be "monthly" or "yearly".')
    if not isinstance(period, str):
        errors.append('"period" must be a string.')
    elif known is not None and not PERIODS[known][0].fullmatch(period):
        errors.append(f'"period" of a {known} report must look like "{PERIODS[known][1]}".')
    if errors or known is None or not isinstance(period, str):
        return errors
    return ReportRequest(known, period)


def _parse(body: Optional[str]) -> Any:
    try:
        return json.loads(body or "")
    except ValueError:
        return None
