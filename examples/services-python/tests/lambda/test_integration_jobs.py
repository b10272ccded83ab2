"""What the integration tests ask AWS Batch: held against moto, and run as the pipeline runs them, with a profile."""

import json
import os
import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Iterator

import pytest

from services.test_variables import TEST_VARIABLES
from tests.integration.jobs import definition, queue

PROJECT = Path(__file__).parents[2]
ARN = "arn:aws:batch:eu-west-1:333344445555:{}"


def test_a_queue_is_told_with_what_it_is_like(batch: Any) -> None:
    assert queue(batch, os.environ["JOB_QUEUE_ARN"]) == {"state": "ENABLED", "status": "VALID"}


def test_a_queue_that_is_not_there_is_an_error_and_no_empty_answer(batch: Any) -> None:
    with pytest.raises(LookupError, match="AWS Batch has no .*job-queue/gone"):
        queue(batch, ARN.format("job-queue/gone"))


def test_a_job_definition_is_told_with_its_command(batch: Any) -> None:
    container = {"image": "reports", "vcpus": 1, "memory": 512, "command": ["python", "job.py", "daily"]}
    made = batch.register_job_definition(jobDefinitionName="daily", type="container", containerProperties=container)
    assert definition(batch, made["jobDefinitionArn"]) == {"status": "ACTIVE", "command": ["python", "job.py", "daily"]}


class AwsBatch(BaseHTTPRequestHandler):
    """Answers as AWS Batch does, and writes down who called and from which region."""

    callers: list[str] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        signed = re.search(r"Credential=(\w+)/\d+/([\w-]+)/batch/", self.headers["Authorization"])
        self.callers.append("/".join(signed.groups()) if signed else "nobody")
        if self.path.endswith("describejobqueues"):
            answer = {"jobQueues": [{"jobQueueName": "q", "jobQueueArn": "q", "state": "ENABLED", "status": "VALID"}]}
        else:
            kind = "monthly" if "monthly" in body["jobDefinitions"][0] else "yearly"
            container = {"command": ["python", "job.py", kind, "Ref::period"]}
            answer = {"jobDefinitions": [{"status": "ACTIVE", "containerProperties": container}]}
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def aws_batch() -> Iterator[str]:
    AwsBatch.callers.clear()
    server = HTTPServer(("127.0.0.1", 0), AwsBatch)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def integration_tests(tmp_path: Path, **environment: str) -> str:
    """Runs the suite as a build of its own does; what pytest printed."""
    profile = ["[profile trunkline]", "aws_access_key_id = STAGE", "aws_secret_access_key = secret"]
    (tmp_path / "config").write_text("\n".join(profile))
    arns = {variable: ARN.format(f"job-definition/{variable.split('_')[0].lower()}:1") for variable in TEST_VARIABLES}
    stage = {"STAGE_NAME": "qa", "STAGE_ACCOUNT": "333344445555", "STAGE_REGION": "eu-west-1"}
    profile_of = {"AWS_PROFILE": "trunkline", "AWS_CONFIG_FILE": str(tmp_path / "config"), "PATH": os.environ["PATH"]}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "tests/integration/test_jobs.py", "-p", "no:cacheprovider"],
        cwd=PROJECT,
        env={**arns, **stage, **profile_of, **environment},
        capture_output=True,
        text=True,
    )
    return ran.stdout + ran.stderr


def test_they_call_aws_with_the_profile_and_in_the_region_of_the_stage(aws_batch: str, tmp_path: Path) -> None:
    assert "3 passed" in integration_tests(tmp_path, AWS_ENDPOINT_URL_BATCH=aws_batch)
    assert AwsBatch.callers == ["STAGE/eu-west-1"] * 3


def test_in_a_rehearsal_they_are_skipped_and_say_why(tmp_path: Path) -> None:
    output = integration_tests(tmp_path, TRUNKLINE_RUN_ID="20260101-000000-0000/0")
    assert "3 skipped" in output
    assert "a rehearsal has no account to ask" in output
