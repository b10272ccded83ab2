"""What somebody is told who gets the configuration or the tests' environment wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable

import pytest
from aws_cdk import App

from services.services_app import add_services
from tests.integration.stage import read_stage


def test_mistakes_in_cdk_json_are_reported_together_each_with_its_path(
    new_app: Callable[..., App], project_config: Callable[[], dict[str, Any]]
) -> None:
    config = project_config()
    del config["connection_arn"]
    config["accounts"]["dev"] = {"account": "22223333444", "region": "eu-central-1"}
    config["accounts"]["qa"]["regions"] = ["eu-central-1", "eu-nowhere-1"]

    with pytest.raises(RuntimeError) as error:
        add_services(new_app(config))

    for path in ("$.config.connection_arn", "$.config.accounts.dev.account", "$.config.accounts.qa.regions[1]"):
        assert path in str(error.value)


def test_the_entry_of_the_app_tells_mistakes_in_cdk_json_without_a_traceback(
    project_config: Callable[[], dict[str, Any]], tmp_path: Path
) -> None:
    config = project_config()
    del config["connection_arn"]
    environment = {"CDK_CONTEXT_JSON": json.dumps({"config": config}), "CDK_OUTDIR": str(tmp_path / "cdk.out")}

    ran = subprocess.run(
        [sys.executable, "app.py"],
        cwd=Path(__file__).parents[2],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )

    assert ran.returncode == 2
    assert ran.stderr.split("\n") == [
        'The pipeline configuration (context "config" of cdk.json) has a mistake:',
        "  $.config.connection_arn: is missing; give the ARN that `aws codeconnections list-connections` shows.",
        "Correct it, then run `npx cdk synth` again.",
        "",
    ]
    assert not (tmp_path / "cdk.out/manifest.json").exists()


def test_an_integration_test_without_its_variables_names_all_that_are_missing() -> None:
    missing = "miss STAGE_ACCOUNT, STAGE_REGION, JOB_QUEUE_ARN, .*SITE_SERVICE_ARN in their environment"
    with pytest.raises(LookupError, match=missing):
        read_stage({"STAGE_NAME": "dev", "STAGE_ACCOUNT": "", "API_URL": "https://x/v1/"})
