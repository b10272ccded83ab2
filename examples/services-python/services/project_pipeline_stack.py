"""The delivery pipeline of services: nothing but hooks of the superclass.

Hooks are found by their names in snake case. One that is spelt otherwise, such as `lambdaTests`, overrides nothing and
nothing says so; tests/infrastructure/test_hooks.py notices.
"""

from typing import Mapping, Optional

from aws_cdk import CfnOutput
from aws_cdk.pipelines import Step
from cdk_trunkline import GenericPipelineStack, PipelineContext, StageAccessRole, StageContext
from constructs import Construct

from services.bootstrap_stage import BootstrapStage
from services.images_step import ImagesStep
from services.services_stage import ServicesStage
from services.test_access import test_statements
from services.test_variables import TEST_VARIABLES
from services.toolchain_stage import ToolchainStage

FOLDER = "examples/services-python"
"""The project's folder in its repository, which holds several packages."""

CDK_CLI = "aws-cdk@2.1148.1"

INSTALL = "node scripts/python/environment.mjs"
"""cdk-trunkline is not published: the environment gets the wheel of this very repository."""


class ProjectPipelineStack(GenericPipelineStack):
    """One class for all pipelines, those of feature branches too; what each delivers is the configuration's business."""

    # ---- what is delivered ----

    def toolchain_stage(self, scope: Construct, context: StageContext) -> ToolchainStage:
        return ToolchainStage(scope, context.id, env=context.env, stage_name=context.stack_name_prefix)

    def bootstrap_stage(self, scope: Construct, context: StageContext) -> BootstrapStage:
        stage = BootstrapStage(
            scope,
            context.id,
            env=context.env,
            stage_name=context.stack_name_prefix,
            deploys_to=context.stage_name,
            toolchain_account=context.config.tooling.account,
            ends_with_branch=context.is_feature_branch,
        )
        # Other stages have it from a stack of its own, see services_app.py; a branch's comes and goes with the branch.
        if context.is_feature_branch and context.is_first_region:
            StageAccessRole(
                stage.bootstrap,
                "Access",
                config=context.config,
                stage=context.stage_name,
                policy_statements=test_statements(),
            )
        return stage

    def app_stage(self, scope: Construct, context: StageContext) -> ServicesStage:
        return ServicesStage(
            scope,
            context.id,
            env=context.env,
            stage_name=context.stack_name_prefix,
            deploys_to=context.stage_name,
            ends_with_branch=context.is_feature_branch,
        )

    def image_environment(self, stage: BootstrapStage, context: StageContext) -> Mapping[str, CfnOutput]:
        return {"REPOSITORY_URI": stage.repository_uri}

    def test_environment(self, stage: ServicesStage, context: StageContext) -> Mapping[str, CfnOutput]:
        return {variable: stage.reports.outputs[output] for variable, output in TEST_VARIABLES.items()}

    def acceptance_test_environment(self, stage: ServicesStage, context: StageContext) -> Mapping[str, CfnOutput]:
        outputs = stage.reports.outputs
        return {"API_URL": outputs["ApiUrl"], "STATUS_URL": outputs["StatusUrl"]}

    # ---- commands: Python's in place of npm's ----

    def install_commands(self, context: PipelineContext) -> list[str]:
        return [INSTALL]

    def cache_paths(self, context: PipelineContext) -> list[str]:
        return [f"{FOLDER}/.venv/**/*"]

    def cache_key(self, context: PipelineContext) -> str:
        library = "packages/cdk-trunkline"
        hashed = [f"{FOLDER}/requirements*.txt", f"{library}/src/**/*", f"{library}/package.json"]
        return "-".join(["python", *(f"$(codebuild-hash-files '{each}')" for each in hashed)])

    def synth_commands(self, context: PipelineContext) -> list[str]:
        branch = "" if context.feature_branch is None else f" {context.feature_branch.context_argument}"
        return [f"(cd {FOLDER} && npx --yes {CDK_CLI} synth --quiet{branch})"]

    def cloud_assembly_directory(self, context: PipelineContext) -> str:
        return f"{FOLDER}/cdk.out"

    def infrastructure_test_commands(self, context: PipelineContext) -> list[str]:
        return _pytest("tests/infrastructure")

    def lambda_test_commands(self, context: PipelineContext) -> list[str]:
        return _pytest("tests/lambda")

    def integration_test_commands(self, context: StageContext) -> list[str]:
        return _pytest("tests/integration")

    def acceptance_test_commands(self, context: StageContext) -> list[str]:
        return _pytest("tests/acceptance")

    # ---- steps ----

    def images(self, context: StageContext) -> Step:
        """Replaced: a step of the project's own, which may use the repositories."""
        return ImagesStep(context, [])

    def acceptance_tests(self, context: StageContext) -> Optional[Step]:
        """Switched off in production, where the tests would leave reports behind."""
        return None if context.base_stage == "prod" else super().acceptance_tests(context)


def _pytest(folder: str) -> list[str]:
    # Through the interpreter: pytest's own program names the folder that it was installed in, which is another one in
    # each build that restores it from the cache.
    return [f"(cd {FOLDER} && .venv/bin/python -m pytest {folder})"]
