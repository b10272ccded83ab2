"""GET /status, with AWS Batch mocked by moto."""

import json
import os
from typing import Any

import pytest
import read_status
from read_status import handler


class Queues:
    """Stands for AWS Batch where moto has no queue in that state."""

    def __init__(self, *queues: dict[str, str]) -> None:
        self._queues = list(queues)

    def describe_job_queues(self, *, jobQueues: list[str]) -> dict[str, Any]:
        assert jobQueues == ["arn:aws:batch:eu-central-1:222233334444:job-queue/reports"]
        return {"jobQueues": self._queues}


@pytest.fixture
def queue_arn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOB_QUEUE_ARN", "arn:aws:batch:eu-central-1:222233334444:job-queue/reports")


def test_it_says_that_reports_can_be_asked_for_while_the_queue_takes_jobs(batch: Any) -> None:
    answer = handler({}, None)

    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {"takesReports": True}
    assert answer["headers"]["content-type"] == "application/json"
    assert answer["headers"]["cache-control"] == "no-store"


def test_it_says_that_they_cannot_while_the_queue_is_disabled(batch: Any) -> None:
    batch.update_job_queue(jobQueue=os.environ["JOB_QUEUE_ARN"], state="DISABLED")

    answer = handler({}, None)

    assert answer["statusCode"] == 503
    assert json.loads(answer["body"]) == {"takesReports": False}


@pytest.mark.parametrize(("status", "code"), [("UPDATING", 200), ("INVALID", 503), ("DELETING", 503)])
def test_it_goes_by_the_status_of_an_enabled_queue(
    queue_arn: None, monkeypatch: pytest.MonkeyPatch, status: str, code: int
) -> None:
    monkeypatch.setattr(read_status, "batch", Queues({"state": "ENABLED", "status": status}))

    assert handler({}, None)["statusCode"] == code


def test_it_says_that_they_cannot_without_the_queue(aws: None, queue_arn: None) -> None:
    assert handler({}, None)["statusCode"] == 503


def test_it_fails_where_batch_does_so_that_the_function_counts_an_error(
    queue_arn: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Throttled:
        def describe_job_queues(self, **_: Any) -> None:
            raise RuntimeError("Too many requests.")

    monkeypatch.setattr(read_status, "batch", Throttled())

    with pytest.raises(RuntimeError, match="Too many requests"):
        handler({}, None)
