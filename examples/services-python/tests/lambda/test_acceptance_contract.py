"""The acceptance suite, held against the real handlers on this machine: it passes there, and notices what is broken."""

import json
from typing import Any, Optional

import create_report
import pytest
import read_status

from tests.acceptance.contract import CONTRACT, Api
from tests.acceptance.local_api import JobsAtOnce, Sabotage, local_api


@pytest.fixture(autouse=True)
def service(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """S3 by moto, and jobs that are done at once."""
    monkeypatch.setenv("JOB_QUEUE_ARN", "reports")
    monkeypatch.setenv("MONTHLY_JOB_DEFINITION_ARN", "monthly")
    monkeypatch.setenv("YEARLY_JOB_DEFINITION_ARN", "yearly")
    for function in (create_report, read_status):
        monkeypatch.setattr(function, "batch", JobsAtOnce(bucket, "reports-of-dev"))


def broken(sabotage: Optional[Sabotage] = None) -> list[str]:
    """The promises that the API breaks."""
    promises = []
    with local_api(*([] if sabotage is None else [sabotage])) as url:
        for promise, check in CONTRACT.items():
            try:
                check(Api(f"{url}v1/", url, patience_s=0.05, interval_s=0.01))
            except Exception:
                promises.append(promise)
    return promises


def test_every_promise_is_kept() -> None:
    assert broken() == []


def test_all_are_broken_by_an_api_that_answers_something_else() -> None:
    answer = {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": "{}"}
    assert broken(lambda _, path: answer) == list(CONTRACT)


def test_reports_that_are_never_finished_break_two() -> None:
    def never(answer: dict[str, Any], path: str) -> dict[str, Any]:
        report = path.startswith("/v1/reports/") and answer["statusCode"] == 200
        return {**answer, "statusCode": 404} if report else answer

    assert broken(never) == [
        "a monthly report is accepted, written and then readable",
        "a yearly report is accepted, written and then readable",
    ]


def test_an_answer_that_loses_a_field_breaks_two() -> None:
    def lose(answer: dict[str, Any], path: str) -> dict[str, Any]:
        return {**answer, "body": answer["body"].replace('"totalCents"', '"total"')}

    assert len(broken(lose)) == 2


def test_a_refusal_that_names_one_mistake_of_three_breaks_one() -> None:
    def shorten(answer: dict[str, Any], path: str) -> dict[str, Any]:
        body = json.loads(answer["body"])
        if "errors" in body:
            body["errors"] = body["errors"][:1]
        return {**answer, "body": json.dumps(body)}

    assert broken(shorten) == ["a request that is not valid is refused with all of its mistakes"]


def test_a_status_that_says_something_else_breaks_one() -> None:
    def down(answer: dict[str, Any], path: str) -> dict[str, Any]:
        return {**answer, "body": answer["body"].replace("true", "false")}

    assert broken(down) == ["the status says that reports can be asked for"]


def test_an_answer_that_may_be_cached_breaks_all() -> None:
    def cacheable(answer: dict[str, Any], path: str) -> dict[str, Any]:
        return {**answer, "headers": {**answer["headers"], "cache-control": "max-age=60"}}

    assert broken(cacheable) == list(CONTRACT)
