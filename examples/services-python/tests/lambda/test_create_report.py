"""POST /reports, with AWS Batch mocked by moto."""

import json
import os
from typing import Any

import pytest
from botocore.exceptions import ClientError
from create_report import handler


@pytest.mark.parametrize(("kind", "period"), [("monthly", "2026-01"), ("yearly", "2026")])
def test_it_submits_the_job_of_the_report(batch: Any, kind: str, period: str) -> None:
    answer = handler({"body": json.dumps({"kind": kind, "period": period})}, None)

    assert answer["statusCode"] == 202
    body = json.loads(answer["body"])
    assert body == {"id": body["id"], "kind": kind, "period": period, "href": f"reports/{body['id']}"}
    (job,) = batch.describe_jobs(jobs=[body["id"]])["jobs"]
    assert job["jobName"] == f"{kind}-report-{period}"
    assert job["jobQueue"] == os.environ["JOB_QUEUE_ARN"]
    assert job["jobDefinition"] == os.environ[f"{kind.upper()}_JOB_DEFINITION_ARN"]
    assert job["parameters"] == {"period": period}


def test_it_submits_nothing_for_a_request_that_is_not_valid(batch: Any) -> None:
    answer = handler({"body": '{"kind":"monthly","period":"soon"}'}, None)

    assert answer["statusCode"] == 400
    assert json.loads(answer["body"]) == {
        "message": "The request is not valid.",
        "errors": ['"period" of a monthly report must look like "2026-01".'],
    }
    assert jobs_of(batch) == []


def test_it_fails_where_batch_does_so_that_the_function_counts_an_error(
    batch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOB_QUEUE_ARN", "arn:aws:batch:eu-central-1:123456789012:job-queue/gone")

    with pytest.raises(ClientError, match="does not exist"):
        handler({"body": '{"kind":"yearly","period":"2026"}'}, None)


def jobs_of(batch: Any) -> list[Any]:
    """All jobs of the queue, whatever their status."""
    statuses = ("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED")
    listed = (batch.list_jobs(jobQueue=os.environ["JOB_QUEUE_ARN"], jobStatus=status) for status in statuses)
    return [job for each in listed for job in each["jobSummaryList"]]
