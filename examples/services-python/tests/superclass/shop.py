"""The smallest pipeline there is, variants of it, and what is said when it is synthesized."""

from typing import Any, Callable, Mapping

from aws_cdk import App, CfnOutput, CfnResource, Stack, Stage
from aws_cdk.pipelines import ShellStep
from cdk_trunkline import GenericPipelineStack, StageContext
from constructs import Construct

Hooks = Mapping[str, Callable[..., Any]]


class ShopStage(Stage):
    """One stack with one topic, and its output."""

    def __init__(self, scope: Construct, id: str, *, stack_name: Any = None, **props: Any) -> None:
        super().__init__(scope, id, **props)
        stack = Stack(self, "Main", stack_name=stack_name)
        topic = CfnResource(stack, "Topic", type="AWS::SNS::Topic")
        self.topic = CfnOutput(stack, "TopicArn", value=topic.ref)


class ShopPipeline(GenericPipelineStack):
    """Delivers the stage; all else is the superclass's."""

    def app_stage(self, scope: Construct, context: StageContext) -> Any:
        return ShopStage(scope, context.id, env=context.env, stage_name=context.stack_name_prefix)


def pipeline_with(app: App, hooks: Hooks, pipeline: str = "development") -> GenericPipelineStack:
    """A pipeline of a subclass with these overrides, as a stack `Shop`."""
    return type("Overriding", (ShopPipeline,), dict(hooks))(app, "Shop", pipeline=pipeline)


def said(app: App, hooks: Hooks, pipeline: str = "development") -> str:
    """The message of the error with which such a pipeline is not synthesized; `nothing` where it is."""
    pipeline_with(app, hooks, pipeline)
    return said_by(app)


def said_by(app: App) -> str:
    """The message of the error with which an app is not synthesized; `nothing` where it is."""
    try:
        app.synth()
    except RuntimeError as error:
        return str(error)
    return "nothing"


def actions(app: App, stack: str = "Shop") -> dict[str, list[Any]]:
    """The actions of each stage of a pipeline that is synthesized."""
    (pipeline,) = resources(app, "AWS::CodePipeline::Pipeline", stack).values()
    return {stage["Name"]: stage["Actions"] for stage in pipeline["Stages"]}


def names(app: App) -> dict[str, list[str]]:
    """The names of the actions of each stage."""
    return {stage: [each["Name"] for each in found] for stage, found in actions(app).items()}


def resources(app: App, type: str, stack: str = "Shop") -> dict[str, Any]:
    """The properties of all resources of a type, by logical id."""
    template = app.synth().get_stack_by_name(stack).template
    return {id: each["Properties"] for id, each in template["Resources"].items() if each["Type"] == type}


def step(name: str) -> ShellStep:
    """A step that does next to nothing."""
    return ShellStep(name, commands=["true"])
