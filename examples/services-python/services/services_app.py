"""The app: artifact stores, and one pipeline for each that the configuration has."""

from aws_cdk import App
from cdk_trunkline import ArtifactStoreStack, PipelineConfig

from services.project_pipeline_stack import ProjectPipelineStack


def add_services(app: App) -> list[ProjectPipelineStack]:
    """Adds everything to the app.

    Raises a RuntimeError that lists every mistake where context `config` is not valid.
    """
    config = PipelineConfig.from_context(app)
    ArtifactStoreStack.for_config(app, config)
    return [
        ProjectPipelineStack(
            app,
            f"services-python-pipeline-{pipeline.name}",
            pipeline=pipeline.name,
            pipeline_name=f"services-python-{pipeline.name}",
            config=config,
        )
        for pipeline in config.pipelines
    ]
