"""AWS in this process' memory, by moto: what the functions and the job find there, and what they leave there."""

import json
import os
from typing import Any, Iterator

import boto3
import pytest
from moto import mock_aws

BUCKET = "reports-of-dev"

# boto3 reads these when the functions are imported. Keys that nobody issued: a call that moto did not catch would fail.
# Not for all tests: those of the integration suite call AWS with the settings that they find.
os.environ.update(
    AWS_DEFAULT_REGION="eu-central-1",
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_EC2_METADATA_DISABLED="true",
)
for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
    os.environ.pop(name, None)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An account with nothing in it. Batch accepts jobs, and takes them for done at once, without containers."""
    monkeypatch.setenv("BUCKET_NAME", BUCKET)
    with mock_aws(config={"batch": {"use_docker": False}}):
        yield


@pytest.fixture
def bucket(aws: None) -> Any:
    """The bucket of the reports, with the client to look into it."""
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return s3


@pytest.fixture
def batch(aws: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A queue and the two job definitions, as the function finds them, with the client to look into it."""
    trust = {"Effect": "Allow", "Principal": {"Service": "batch.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = boto3.client("iam").create_role(
        RoleName="batch", AssumeRolePolicyDocument=json.dumps({"Statement": [trust]})
    )
    batch = boto3.client("batch")
    environment = batch.create_compute_environment(
        computeEnvironmentName="reports", type="UNMANAGED", serviceRole=role["Role"]["Arn"]
    )
    queue = batch.create_job_queue(
        jobQueueName="reports",
        state="ENABLED",
        priority=1,
        computeEnvironmentOrder=[{"order": 1, "computeEnvironment": environment["computeEnvironmentArn"]}],
    )
    monkeypatch.setenv("JOB_QUEUE_ARN", queue["jobQueueArn"])
    for kind in ("monthly", "yearly"):
        definition = batch.register_job_definition(
            jobDefinitionName=kind,
            type="container",
            containerProperties={"image": "reports", "vcpus": 1, "memory": 512},
        )
        monkeypatch.setenv(f"{kind.upper()}_JOB_DEFINITION_ARN", definition["jobDefinitionArn"])
    return batch
