"""The app: artifact stores, the tests' access to the stages, one pipeline for each that the configuration has, and what
creates those of feature branches.
"""

from aws_cdk import App
from cdk_trunkline import ArtifactStoreStack, BranchPipelinesStack, PipelineConfig, StageAccessStack

from services.project_pipeline_stack import CDK_CLI, FOLDER, INSTALL, ProjectPipelineStack
from services.test_access import test_statements


def add_services(app: App) -> list[ProjectPipelineStack]:
    """Adds everything to the app; with `-c branch=feature/x` it is the pipeline of that branch alone.

    Raises a RuntimeError that lists every mistake where context `config` is not valid.
    """
    config = PipelineConfig.from_context(app)
    ArtifactStoreStack.for_config(app, config)
    StageAccessStack.for_config(app, config, policy_statements=test_statements())
    BranchPipelinesStack.for_config(
        app,
        config,
        install_commands=[f"npm install --global {CDK_CLI}", INSTALL],
        # The project is one of several in its repository, in whose folder the assembly has to be.
        synth_commands=[f'(cd {FOLDER} && npx cdk synth --quiet --output ../../cdk.out -c "branch=$BRANCH")'],
    )
    return [
        ProjectPipelineStack(app, f"services-python-{pipeline.name}", pipeline=pipeline.name, config=config)
        for pipeline in config.pipelines
    ]
