"""What somebody is told who uses the superclass wrongly: construct path, hook, what is wrong, and what to do.

The names in the messages are those of TypeScript: `lambdaTests` is `lambda_tests`, `undefined` is `None`.
"""

import re
from typing import Any, Callable

import pytest
from aws_cdk import App, Stage
from cdk_trunkline import GenericPipelineStack

from tests.superclass.shop import ShopPipeline, ShopStage, actions, pipeline_with, said, said_by, step

NewApp = Callable[..., App]

DEV = "pipeline development, stage dev in eu-central-1"
QA = "pipeline development, stage qa in eu-central-1"


def returning(answer: Any) -> Callable[..., Any]:
    """A hook that returns this, whatever it is asked about."""
    return lambda self, *_: answer


def asking_base(hook: str) -> Callable[..., Any]:
    """A hook that returns what the superclass does."""
    return lambda self, context: getattr(GenericPipelineStack, hook)(self, context)


def raising(error: Exception) -> Callable[..., Any]:
    def hook(self: Any, *_: Any) -> None:
        raise error

    return hook


def naming(stack_name: str) -> Callable[..., Any]:
    """An `app_stage` whose stack has this name."""

    def app_stage(self: Any, scope: Any, context: Any) -> Stage:
        return ShopStage(
            scope, context.id, env=context.env, stage_name=context.stack_name_prefix, stack_name=stack_name
        )

    return app_stage


def same_id(self: Any, scope: Any, context: Any) -> Stage:
    return ShopStage(scope, "Same", env=context.env, stage_name=context.stack_name_prefix)


def elsewhere(self: Any, scope: Any, context: Any) -> Stage:
    return ShopStage(scope, context.id, stage_name=context.stack_name_prefix)


def reading_early(self: Any, context: Any) -> Any:
    return self.pipeline.synth


def adding_late(self: Any, context: Any) -> None:
    self.pipeline.add_wave("Late")


def adding_a_late_step_to_a_wave(self: Any, context: Any) -> None:
    self.pipeline.waves[-1].add_post(step("Late"))


def adding_a_late_step_to_a_stage(self: Any, context: Any) -> None:
    self.pipeline.waves[-1].stages[0].add_pre(step("Late"))


@pytest.mark.parametrize(
    # The last two are regular expressions. Of an exception there is no remedy to tell.
    ("hooks", "place", "problem", "remedy"),
    [
        # ---- commands ----
        pytest.param(
            {"lambda_test_commands": returning([])},
            "Hook lambdaTestCommands of pipeline development",
            "returned an empty list of commands",
            "Return undefined to leave the step out",
            id="no commands",
        ),
        pytest.param(
            {"integration_test_commands": returning(["pip install .", " \t"])},
            f"Hook integrationTestCommands of {DEV}",
            "returned a blank command 2 of 2",
            "Take it out of the list, or return undefined",
            id="a blank command",
        ),
        pytest.param(
            {"lambda_test_commands": returning("pytest")},
            "Hook lambdaTestCommands of pipeline development",
            "Failing value is a string.*'pytest'",
            "array<string> . undefined.*Return a value of that type; in Python an array is a list",
            id="text in place of a list of commands",
        ),
        pytest.param(
            {"lambda_test_commands": returning({"test": "pytest"})},
            "Hook lambdaTestCommands of pipeline development",
            "Failing value is an object",
            "array<string> . undefined.*Return a value of that type; in Python an array is a list",
            id="a dict in place of a list of commands",
        ),
        pytest.param(
            {"lambda_test_commands": returning(["pytest", 7])},
            "Hook lambdaTestCommands of pipeline development",
            "Index 1: .*Failing value is a number",
            "Value is not a string.*Return a value of that type",
            id="a number among the commands",
        ),
        pytest.param(
            {"cloud_assembly_directory": returning(" ")},
            "Hook cloudAssemblyDirectory of pipeline development",
            'returned the text " "',
            "Return a string that is not blank",
            id="a blank text",
        ),
        # ---- steps ----
        pytest.param(
            {"before_stages": lambda self, context: [step("Scan"), step("Scan")]},
            "Two steps in CodePipeline stage Tests",
            'are called "Scan"',
            "Give one of them another id",
            id="two steps of one name",
        ),
        pytest.param(
            {"before_stage": returning(step("Alone"))},
            f"Hook beforeStage of {DEV}",
            "array<aws-cdk-lib.pipelines.Step>",
            "Return a value of that type; in Python an array is a list",
            id="a step in place of a list of steps",
        ),
        pytest.param(
            {"before_stage": returning(["scan"])},
            f"Hook beforeStage of {DEV}",
            "Failing value is a string.*'scan'",
            "aws-cdk-lib.pipelines.Step",
            id="text in place of a step",
        ),
        pytest.param(
            {"source": returning(None)},
            "Hook source of pipeline development",
            "returned undefined",
            "cannot be left out",
            id="no source",
        ),
        # ---- stages ----
        pytest.param(
            {"app_stage": returning(None)},
            f"Hook appStage of {DEV}",
            "returned nothing",
            "Return a Stage",
            id="no main part",
        ),
        pytest.param(
            {"app_stage": same_id},
            f"Hook appStage of {QA}",
            "There is already a Construct with name 'Same'",
            "Give each Stage `context.id`",
            id="two Stages of one id",
        ),
        pytest.param(
            {"app_stage": elsewhere},
            f"Hook appStage of {DEV}",
            "returned Stage Shop/Dev-eu-central-1, which is not for account 222222222222 and region eu-central-1",
            "Create it with `context.stageProps`",
            id="a Stage without account and region",
        ),
        pytest.param(
            {"app_stage": naming("x" * 129)},
            f"Hook appStage of {DEV}",
            "Stack name must be <= 128 characters",
            "Give the stack a shorter id or `stackName`",
            id="an overlong name of a stack",
        ),
        pytest.param(
            {"app_stage": naming("my_stack")},
            f"Hook appStage of {DEV}",
            "Stack name must match",
            "Give the stack an id or `stackName` of letters, digits and dashes",
            id="an illegal name of a stack",
        ),
        pytest.param(
            {"test_environment": returning({"TOPIC": "arn:aws:sns"})},
            f"Hook testEnvironment of {DEV}",
            "Key 'TOPIC'",
            "aws-cdk-lib.CfnOutput",
            id="text in place of an output",
        ),
        # ---- too early, too late ----
        pytest.param(
            {"lambda_tests": reading_early},
            "Hook lambdaTests of pipeline development",
            "`pipeline` exists once the pipeline is built",
            "Read it in the hook `pipelineBuilt`",
            id="a pipeline that a hook reads",
        ),
        pytest.param(
            {"pipeline_built": adding_late},
            "Hook pipelineBuilt of pipeline development",
            r"Wave Late cannot be added: buildPipeline\(\) has built the pipeline Shop/Delivery already",
            "Return it from a hook",
            id="something that is added once it is built",
        ),
        pytest.param(
            {"pipeline_built": adding_a_late_step_to_a_wave},
            "Hook pipelineBuilt of pipeline development",
            "Wave Qa cannot be added to with `addPost`",
            "Return the step from a hook",
            id="a step that is added to a wave once it is built",
        ),
        pytest.param(
            {"pipeline_built": adding_a_late_step_to_a_stage},
            "Hook pipelineBuilt of pipeline development",
            "Stage eu-central-1 cannot be added to with `addPre`",
            "Return the step from a hook",
            id="a step that is added to a stage once it is built",
        ),
        # ---- exceptions ----
        pytest.param(
            {"lambda_test_commands": raising(ValueError("no commands today"))},
            "Hook lambdaTestCommands of pipeline development",
            ": no commands today$",
            "",
            id="an exception in a hook of the pipeline",
        ),
        pytest.param(
            {"test_environment": raising(KeyError("TopicArn"))},
            f"Hook testEnvironment of {DEV}",
            ": 'TopicArn'$",
            "",
            id="an exception in a hook of a stage",
        ),
        # ---- through super() ----
        pytest.param(
            {"integration_tests": asking_base("integration_tests"), "integration_test_commands": returning([])},
            f"Hook integrationTestCommands of {DEV}",
            "returned an empty list of commands",
            "Return undefined to leave the step out",
            id="no commands, asked for by an override that calls the base",
        ),
    ],
)
def test_the_error_names_path_and_hook_and_says_what_is_wrong_and_what_to_do(
    new_app: NewApp, hooks: Any, place: str, problem: str, remedy: str
) -> None:
    text = said(new_app(), hooks)
    assert text.startswith("Error: Shop: ")
    assert place in text
    # Once: not again where the error went through Python and back, nor with the name that jsii puts before it.
    assert "Error: " not in text.removeprefix("Error: ")
    assert re.search(problem, text, re.DOTALL)
    assert re.search(remedy, text, re.DOTALL)


def test_steps_are_not_shared_between_pipelines(new_app: NewApp) -> None:
    shared = step("Scan")

    class First(ShopPipeline):
        def before_stages(self, context: Any) -> Any:
            return [shared]

    class Second(ShopPipeline):
        def lambda_tests(self, context: Any) -> Any:
            return shared

    app = new_app()
    First(app, "First", pipeline="development")
    Second(app, "Second", pipeline="production")
    assert said_by(app) == (
        'Error: Second: Hook lambdaTests of pipeline production: returned step "Scan", which belongs to the pipeline of '
        "stack First (Hook beforeStages of pipeline development). Create a step for each pipeline, inside the hook."
    )


def test_a_step_is_not_used_twice(new_app: NewApp) -> None:
    once = step("Once")
    assert said(new_app(), {"infrastructure_tests": returning(once), "lambda_tests": returning(once)}) == (
        'Error: Shop: Hook lambdaTests of pipeline development: returned step "Once" again, which Hook '
        "infrastructureTests of pipeline development returned already. Create a step each time that the hook is asked, "
        "and return it once."
    )


def test_an_approval_that_the_configuration_demands_cannot_be_left_out(
    new_app: NewApp, config: Callable[[], dict[str, Any]]
) -> None:
    accounts = config()["accounts"]
    accounts["prod"]["approval"] = True
    text = said(new_app(accounts=accounts), {"approval": returning(None)}, "production")
    assert text.startswith("Error: Shop: Hook approval of pipeline production, stage prod in eu-central-1: ")
    assert "the configuration demands an approval before stage prod. Return a step" in text


def test_the_mistakes_of_a_pipeline_are_reported_together(new_app: NewApp) -> None:
    text = said(new_app(), {"app_stage": returning(None), "lambda_test_commands": returning([])})
    assert text.startswith("Error: Shop: pipeline development has 4 mistakes:\n")
    assert text.endswith("\nCorrect them, then run `npx cdk synth` again.")


def test_the_pipeline_cannot_be_read_in_the_constructor_of_a_subclass(new_app: NewApp) -> None:
    class Early(ShopPipeline):
        def __init__(self, *args: Any, **props: Any) -> None:
            super().__init__(*args, **props)
            self.waves = self.pipeline.waves

    with pytest.raises(RuntimeError, match="Shop: `pipeline` exists once the pipeline is built, .* `buildPipeline"):
        Early(new_app(), "Shop", pipeline="development")


def test_a_pipeline_is_built_once_and_takes_no_stage_afterwards(new_app: NewApp) -> None:
    stack = pipeline_with(new_app(), {})
    stack.build_pipeline()
    with pytest.raises(RuntimeError, match="Shop: buildPipeline.. was already called, .* Call it in one place at most"):
        stack.build_pipeline()
    with pytest.raises(RuntimeError, match="Stage Shop/Late cannot be added: .* Return it from a hook"):
        stack.pipeline.add_stage(Stage(stack, "Late"))


def test_a_main_part_that_is_not_overridden_is_noticed_when_the_pipeline_is_made(new_app: NewApp) -> None:
    class Forgotten(GenericPipelineStack):
        """Spells its hook as TypeScript does."""

        def appStage(self, scope: Any, context: Any) -> Stage:
            return ShopStage(scope, context.id)

    with pytest.raises(TypeError, match="abstract method.*app_stage"):
        Forgotten(new_app(), "Shop", pipeline="development")


def test_a_misspelt_override_is_silently_ignored(new_app: NewApp) -> None:
    app = new_app()
    assert said(app, {"lambdaTests": returning(None), "lamda_tests": returning(None)}) == "nothing"
    assert "LambdaTests" in [each["Name"] for each in actions(app)["Tests"]]
