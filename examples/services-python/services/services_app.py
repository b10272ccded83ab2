"""The app: artifact stores, the tests' access to the stages, and one pipeline for each that the configuration has."""

from aws_cdk import App
from cdk_trunkline import ArtifactStoreStack, PipelineConfig, StageAccessStack

from services.project_pipeline_stack import ProjectPipelineStack
from services.test_access import test_statements


def add_services(app: App) -> list[ProjectPipelineStack]:
    """Adds everything to the app.

    Raises a RuntimeError that lists every mistake where context `config` is not valid.
    """
    config = PipelineConfig.from_context(app)
    ArtifactStoreStack.for_config(app, config)
    StageAccessStack.for_config(app, config, policy_statements=test_statements())
    return [
        ProjectPipelineStack(app, f"services-python-{pipeline.name}", pipeline=pipeline.name, config=config)
        for pipeline in config.pipelines
    ]
