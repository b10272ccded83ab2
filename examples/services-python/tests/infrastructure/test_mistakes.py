"""What somebody is told who gets the configuration, a hook or the tests' environment wrong."""

from typing import Any, Callable

import pytest
from aws_cdk import App, Stage
from cdk_trunkline import GenericPipelineStack

from services.project_pipeline_stack import ProjectPipelineStack
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


def test_a_pipeline_without_its_app_stage_cannot_be_made(new_app: Callable[..., App]) -> None:
    class Forgotten(GenericPipelineStack):
        """It spells its hook as TypeScript does."""

        def appStage(self, scope: Any, context: Any) -> Stage:
            return Stage(scope, context.id)

    with pytest.raises(TypeError, match="app_stage"):
        Forgotten(new_app(), "forgotten", pipeline="development")


def test_an_exception_in_a_hook_names_hook_and_pipeline(new_app: Callable[..., App]) -> None:
    class Broken(ProjectPipelineStack):
        def lambda_test_commands(self, context: Any) -> list[str]:
            raise ValueError("no commands today")

    app = new_app()
    Broken(app, "broken", pipeline="development")

    with pytest.raises(RuntimeError, match="lambdaTest.* of pipeline development: no commands today"):
        app.synth()


def test_an_integration_test_without_its_variables_names_all_that_are_missing() -> None:
    with pytest.raises(LookupError, match="miss STAGE_ACCOUNT, STAGE_REGION, JOB_QUEUE_ARN, .*SITE_SERVICE_ARN in their"):
        read_stage({"STAGE_NAME": "dev", "STAGE_ACCOUNT": "", "API_URL": "https://x/v1/"})
