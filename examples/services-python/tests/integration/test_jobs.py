"""Whether the jobs of a stage can run, asked of AWS Batch. The pipeline's step holds the credentials of the stage."""

import os
from typing import Any

import boto3
import pytest

from tests.integration.jobs import definition, queue
from tests.integration.stage import read_stage

pytestmark = pytest.mark.skipif(
    # A rehearsal says so of every build; on AWS the variable is never there.
    "TRUNKLINE_RUN_ID" in os.environ,
    reason="a rehearsal has no account to ask",
)


@pytest.fixture(scope="module")
def stage() -> dict[str, str]:
    return read_stage(os.environ)


@pytest.fixture(scope="module")
def batch(stage: dict[str, str]) -> Any:
    return boto3.client("batch", region_name=stage["STAGE_REGION"])


def test_the_jobs_find_a_queue_that_takes_them(batch: Any, stage: dict[str, str]) -> None:
    assert queue(batch, stage["JOB_QUEUE_ARN"]) == {"state": "ENABLED", "status": "VALID"}


@pytest.mark.parametrize(
    ("variable", "kind"), [("MONTHLY_JOB_DEFINITION_ARN", "monthly"), ("YEARLY_JOB_DEFINITION_ARN", "yearly")]
)
def test_the_jobs_write_reports_of_their_kind(batch: Any, stage: dict[str, str], variable: str, kind: str) -> None:
    assert definition(batch, stage[variable]) == {
        "status": "ACTIVE",
        "command": ["python", "job.py", kind, "Ref::period"],
    }
