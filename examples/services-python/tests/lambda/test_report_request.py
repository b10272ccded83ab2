"""What may be asked of the service, and what it says about anything else."""

import json

import pytest
from report_request import ReportRequest, read_request


@pytest.mark.parametrize(("kind", "period"), [("monthly", "2026-01"), ("monthly", "2026-12"), ("yearly", "2026")])
def test_a_request_may_be_for(kind: str, period: str) -> None:
    assert read_request(json.dumps({"kind": kind, "period": period})) == ReportRequest(kind, period)


@pytest.mark.parametrize(
    ("request_body", "error"),
    [
        ({"kind": "monthly", "period": "2026-13"}, '"period" of a monthly report must look like "2026-01".'),
        ({"kind": "monthly", "period": "2026-00"}, '"period" of a monthly report must look like "2026-01".'),
        ({"kind": "monthly", "period": "2026"}, '"period" of a monthly report must look like "2026-01".'),
        ({"kind": "yearly", "period": "2026-01"}, '"period" of a yearly report must look like "2026".'),
        ({"kind": "yearly", "period": "2026\n"}, '"period" of a yearly report must look like "2026".'),
        ({"kind": "yearly", "period": "20२६"}, '"period" of a yearly report must look like "2026".'),
        ({"kind": "yearly", "period": 2026}, '"period" must be a string.'),
        ({"kind": "daily", "period": "2026-01-01"}, '"kind" must be "monthly" or "yearly".'),
        ({"period": "2026"}, '"kind" must be "monthly" or "yearly".'),
        ({"kind": ["yearly"], "period": "2026"}, '"kind" must be "monthly" or "yearly".'),
    ],
)
def test_a_request_is_refused_with_the_reason(request_body: object, error: str) -> None:
    assert read_request(json.dumps(request_body)) == [error]


def test_a_request_is_told_all_that_is_wrong_with_it_at_once() -> None:
    assert read_request('{"kind":"daily","colour":"red"}') == [
        '"colour" is not a field of a report request.',
        '"kind" must be "monthly" or "yearly".',
        '"period" must be a string.',
    ]


@pytest.mark.parametrize("body", [None, "", "hello", "[]", "null", '"monthly"', "7"])
def test_a_request_must_be_a_json_object(body: object) -> None:
    (error,) = read_request(body)  # type: ignore[arg-type, misc]
    assert "must be a JSON object" in error
