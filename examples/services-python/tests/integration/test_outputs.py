"""Whether the outputs of a stage are wired to the right places.

Each has to be of this account and region and of the right kind of resource, and no two the same. Nothing is called, so
that a rehearsal finds out too.
"""

import os
import re
from urllib.parse import urlsplit

import pytest

from tests.integration.stage import read_stage


@pytest.fixture(scope="module")
def stage() -> dict[str, str]:
    return read_stage(os.environ)


def test_the_outputs_name_an_api_in_this_region_with_its_stage(stage: dict[str, str]) -> None:
    url = urlsplit(stage["API_URL"])
    assert url.scheme == "https"
    assert (url.hostname or "").split(".")[1:] == ["execute-api", stage["STAGE_REGION"], "amazonaws", "com"]
    assert url.path == "/v1/"


@pytest.mark.parametrize(
    ("variable", "service", "resource"),
    [
        ("JOB_QUEUE_ARN", "batch", r"job-queue/[^/]+"),
        ("MONTHLY_JOB_DEFINITION_ARN", "batch", r"job-definition/[^:]+:\d+"),
        ("YEARLY_JOB_DEFINITION_ARN", "batch", r"job-definition/[^:]+:\d+"),
        ("SITE_SERVICE_ARN", "ecs", r"service/[^/]+/[^/]+"),
    ],
)
def test_the_outputs_name_a_resource_in_this_account_and_region(
    stage: dict[str, str], variable: str, service: str, resource: str
) -> None:
    arn, partition, *place, named = stage[variable].split(":", 5)
    assert [arn, partition, *place] == ["arn", "aws", service, stage["STAGE_REGION"], stage["STAGE_ACCOUNT"]]
    assert re.fullmatch(resource, named)


def test_the_outputs_name_no_resource_twice(stage: dict[str, str]) -> None:
    assert len(set(stage.values())) == len(stage)
