"""The superclass used from Python as it is meant to be: each hook, class and grant that a project reaches for."""

import json
from typing import Any, Callable

import cdk_trunkline
import pytest
from aws_cdk import App, Duration, Environment, Stack
from aws_cdk.aws_iam import AccountRootPrincipal, PolicyStatement, Role
from aws_cdk.pipelines import CodePipeline, CodePipelineSource, ManualApprovalStep, ShellStep, Step
from cdk_trunkline import (
    CommandsStep,
    PipelineConfig,
    ReportFormat,
    StageAccessRole,
    StageAccessStack,
    StageTestStep,
    StepOptions,
)

from tests.superclass.conftest import CONFIG
from tests.superclass.shop import ShopPipeline, ShopStage, actions, names, pipeline_with, resources, step

NewApp = Callable[..., App]


def buildspec(app: App, action: str) -> Any:
    """The buildspec of the CodeBuild project whose logical id has this in it."""
    projects = resources(app, "AWS::CodeBuild::Project").items()
    (project,) = [each for id, each in projects if action in id]
    return json.loads(project["Source"]["BuildSpec"])


def test_lists_of_steps_come_where_the_hooks_say(new_app: NewApp) -> None:
    app = new_app()
    pipeline_with(
        app,
        {
            "before_stages": lambda self, context: [step("Scan"), step("Licences")],
            "before_stage": lambda self, context: [step(f"Announce-{context.stage_name}")],
            "after_region": lambda self, context: [self.stage_step("Warm", ["true"], context)],
            "after_stages": lambda self, context: [step("Notify")],
            "between_stages": lambda self, context: None,
        },
    )
    found = names(app)
    assert {"Scan", "Licences"} <= set(found["Tests"])
    assert found["Dev"][0] == "Announce-dev"
    assert {"eu-central-1.Warm", "us-east-1.Warm"} <= set(found["Qa"])
    assert found["AfterStages"] == ["Notify"]


def test_a_step_is_left_out_with_none_from_its_hook_or_from_that_of_its_commands(new_app: NewApp) -> None:
    app = new_app()
    nothing: Callable[..., None] = lambda self, context: None
    pipeline_with(app, {"lambda_tests": nothing, "infrastructure_test_commands": nothing, "acceptance_tests": nothing})
    found = names(app)
    assert "Tests" not in found
    assert "AcceptanceTests" not in found["Dev"]
    assert "IntegrationTests" in found["Dev"]


def test_a_step_is_replaced_and_another_asks_the_superclass(new_app: NewApp) -> None:
    class Replaced(ShopPipeline):
        def approval(self, context: Any) -> Step:
            return ManualApprovalStep("Four-Eyes")

        def lambda_tests(self, context: Any) -> Any:
            made = super().lambda_tests(context)
            made.add_step_dependency(ShellStep("First", commands=["true"]))
            return made

    class ReplacedAgain(Replaced):
        def lambda_test_commands(self, context: Any) -> list[str]:
            return [f"pytest --branch {context.branch}"]

    app = new_app()
    ReplacedAgain(app, "Shop", pipeline="development")
    assert names(app)["Dev"][0] == "Four-Eyes"
    tests = {each["Name"]: each["RunOrder"] for each in actions(app)["Tests"]}
    assert tests["First"] < tests["LambdaTests"]
    assert buildspec(app, "LambdaTests")["phases"]["build"]["commands"] == ["pytest --branch develop"]


def test_fields_of_a_subclass_are_there_in_its_hooks(new_app: NewApp) -> None:
    class Fields(ShopPipeline):
        def __init__(self, *args: Any, **props: Any) -> None:
            super().__init__(*args, **props)
            self.suite = "tests/fast"

        def lambda_test_commands(self, context: Any) -> list[str]:
            return [f"pytest {self.suite}"]

    app = new_app()
    Fields(app, "Shop", pipeline="development")
    assert buildspec(app, "LambdaTests")["phases"]["build"]["commands"] == ["pytest tests/fast"]


def test_the_options_of_a_pipelines_step_are_taken(new_app: NewApp) -> None:
    def options(self: Any, id: str, context: Any) -> Any:
        if id != "LambdaTests":
            return None
        reports = {"unit": cdk_trunkline.TestReport(files=["junit.xml"], file_format=ReportFormat.JUNIT_XML)}
        return StepOptions(timeout=Duration.minutes(7), env={"SUITE": "fast"}, reports=reports)

    app = new_app()
    pipeline_with(app, {"pipeline_step_options": options})
    projects = resources(app, "AWS::CodeBuild::Project")
    (tests,) = [each for id, each in projects.items() if "LambdaTests" in id]
    assert tests["TimeoutInMinutes"] == 7
    assert {"Name": "SUITE", "Type": "PLAINTEXT", "Value": "fast"} in tests["Environment"]["EnvironmentVariables"]
    assert buildspec(app, "LambdaTests")["reports"] == {"unit": {"files": ["junit.xml"], "file-format": "JUNITXML"}}
    (others,) = [each for id, each in projects.items() if "InfrastructureTests" in id]
    assert "TimeoutInMinutes" not in others


def test_the_options_of_a_stages_step_are_asked_for_each_stage(new_app: NewApp) -> None:
    asked = []

    def options(self: Any, id: str, context: Any) -> Any:
        asked.append((id, context.stage_name, context.region))
        return StepOptions(timeout=Duration.minutes(9)) if context.stage_name == "qa" else None

    app = new_app()
    pipeline_with(app, {"stage_step_options": options})
    projects = resources(app, "AWS::CodeBuild::Project")
    timeouts = {id: each.get("TimeoutInMinutes") for id, each in projects.items() if "IntegrationTests" in id}
    assert [minutes for id, minutes in timeouts.items() if "Qa" in id] == [9, 9]
    assert [minutes for id, minutes in timeouts.items() if "Qa" not in id] == [None]
    assert ("IntegrationTests", "qa", "us-east-1") in asked
    assert ("AcceptanceTests", "dev", "eu-central-1") in asked


def test_a_step_that_needs_nothing_of_a_project_is_a_commands_action(new_app: NewApp) -> None:
    app = new_app()
    steps: Callable[..., Any] = lambda self, context: [CommandsStep("Lint", commands=["ruff check ."])]
    pipeline_with(app, {"before_stages": steps})
    (lint,) = [each for each in actions(app)["Tests"] if each["Name"] == "Lint"]
    assert (lint["ActionTypeId"]["Category"], lint["Commands"]) == ("Compute", ["ruff check ."])


def test_stages_of_a_list_within_the_list_are_delivered_together(new_app: NewApp) -> None:
    app = new_app(pipelines={"delivery": {"branch": "main", "stages": [["dev", "qa"], "prod"]}})
    scans: Callable[..., Any] = lambda self, context: [step(context.step_name("Scan"))]
    pipeline_with(app, {"after_stage": scans}, "delivery")
    found = names(app)
    assert list(found)[-2:] == ["Dev-Qa", "Prod"]
    assert {"Scan-Dev", "Scan-Qa"} <= set(found["Dev-Qa"])
    assert "Scan" in found["Prod"]


def test_a_role_may_be_let_start_and_approve_and_nothing_else(new_app: NewApp) -> None:
    app = new_app()
    stack = pipeline_with(app, {})
    people = Stack(app, "People", env=stack.context.env)
    starter = Role(people, "Starter", assumed_by=AccountRootPrincipal())
    approver = Role(people, "Approver", assumed_by=AccountRootPrincipal())
    stack.grant_start(starter)
    stack.grant_approve(approver, "qa")

    policies = resources(app, "AWS::IAM::Policy", "People")
    allowed = {
        id[:7]: [(each["Action"], str(each["Resource"])) for each in policy["PolicyDocument"]["Statement"]]
        for id, policy in policies.items()
    }
    ((action, resource),) = allowed["Starter"]
    assert action == "codepipeline:StartPipelineExecution"
    assert ":codepipeline:eu-central-1:111111111111:shop-development'" in resource
    approving = dict(allowed["Approve"])
    assert sorted(approving) == ["codepipeline:GetPipelineState", "codepipeline:PutApprovalResult"]
    assert ":shop-development/Qa/Approval'" in approving["codepipeline:PutApprovalResult"]


def test_access_stacks_have_one_role_for_each_stage_with_what_it_was_given(new_app: NewApp) -> None:
    app = new_app()
    config = PipelineConfig.from_context(app)
    reads = PolicyStatement(actions=["sns:GetTopicAttributes"], resources=["*"])
    stacks = StageAccessStack.for_config(app, config, policy_statements=[reads])
    stages = [stack.stack_name.removeprefix("trunkline-access-shop-") for stack in stacks]
    assert stages == ["dev", "qa", "prod"]
    assert all(isinstance(stack.role, StageAccessRole) for stack in stacks)
    (policy,) = resources(app, "AWS::IAM::Policy", "trunkline-access-shop-qa").values()
    statements = policy["PolicyDocument"]["Statement"]
    assert statements == [{"Effect": "Allow", "Action": "sns:GetTopicAttributes", "Resource": "*"}]


def test_an_access_role_may_be_delivered_with_its_stage(new_app: NewApp) -> None:
    def bootstrap_stage(self: Any, scope: Any, context: Any) -> Any:
        stage = ShopStage(scope, context.id, env=context.env, stage_name=context.stack_name_prefix)
        if context.is_first_region:
            StageAccessRole(stage.node.find_child("Main"), "Access", config=context.config, stage=context.stage_name)
        return stage

    app = new_app()
    pipeline_with(app, {"bootstrap_stage": bootstrap_stage})
    stages = {
        stack.environment.region: [
            each["Properties"]["RoleName"]
            for each in stack.template["Resources"].values()
            if each["Type"] == "AWS::IAM::Role"
        ]
        for stack in app.synth().stacks_recursively
        if stack.stack_name == "Qa-Bootstrap-shop-Main"
    }
    assert stages == {"eu-central-1": ["trunkline-shop-qa"], "us-east-1": []}


def test_an_access_role_for_everything_is_refused(new_app: NewApp) -> None:
    app = new_app()
    config = PipelineConfig.from_context(app)
    everything = PolicyStatement(actions=["*"], resources=["*"])
    with pytest.raises(RuntimeError, match="(?s)StageAccessError: StageAccessRole .*allows every.* Name the actions"):
        StageAccessStack.for_config(app, config, policy_statements=[everything])


def test_a_test_step_has_the_profile_of_its_stage_in_a_pipeline_of_any_kind(new_app: NewApp) -> None:
    app = new_app()
    config = PipelineConfig.from_context(app)
    stack = Stack(app, "Plain", env=Environment(account="111111111111", region="eu-central-1"))
    source = CodePipelineSource.connection("acme/shop", "main", connection_arn=CONFIG["connection_arn"])
    delivery = CodePipeline(stack, "Delivery", synth=ShellStep("Synth", input=source, commands=["npx cdk synth"]))
    role_arn = StageAccessRole.arn_of(config, "qa")
    delivery.add_wave(
        "Check", post=[StageTestStep("Smoke", access_role_arn=role_arn, region="us-east-1", commands=["pytest"])]
    )
    assert role_arn == "arn:aws:iam::333333333333:role/trunkline-shop-qa"
    assert StageAccessRole.test_role_name(config, "qa") == "trunkline-shop-development-qa-tests"
    projects = resources(app, "AWS::CodeBuild::Project", "Plain")
    (smoke,) = [each for id, each in projects.items() if "Smoke" in id]
    commands = json.loads(smoke["Source"]["BuildSpec"])["phases"]["build"]["commands"]
    assert commands[-1] == "pytest"
    assert f"role_arn = {role_arn}" in "\n".join(commands)
    assert "AWS_REGION='us-east-1'" in "\n".join(commands)


def test_a_test_step_with_nothing_to_run_or_nowhere_to_run_it_is_refused() -> None:
    role_arn = "arn:aws:iam::333333333333:role/qa"
    with pytest.raises(RuntimeError, match='Step Smoke cannot test a stage: it has no commands;.*"nowhere" is'):
        StageTestStep("Smoke", access_role_arn=role_arn, region="nowhere", commands=[])
