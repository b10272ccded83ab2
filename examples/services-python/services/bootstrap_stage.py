"""The bootstrap part of a stage: the repository that must exist before the stage's image is pushed."""

from typing import Any

from aws_cdk import CfnOutput, RemovalPolicy, Stack, Stage
from aws_cdk.aws_ecr import LifecycleRule, Repository, TagMutability
from aws_cdk.aws_iam import AccountPrincipal
from constructs import Construct

from services.names import repository_name


class BootstrapStage(Stage):
    """Delivered to every region of a stage, before its images."""

    def __init__(self, scope: Construct, id: str, *, deploys_to: str, toolchain_account: str, **props: Any) -> None:
        super().__init__(scope, id, **props)
        stack = Stack(
            self,
            "Bootstrap",
            stack_name=f"services-python-{deploys_to}-bootstrap",
            description=f"Image repository of services in {deploys_to}",
        )
        repository = Repository(
            stack,
            "Images",
            repository_name=repository_name(deploys_to),
            image_scan_on_push=True,
            image_tag_mutability=TagMutability.IMMUTABLE,
            removal_policy=RemovalPolicy.RETAIN,
            lifecycle_rules=[LifecycleRule(max_image_count=20)],
        )
        repository.grant_pull_push(AccountPrincipal(toolchain_account))
        self.bootstrap = stack
        self.repository_uri = CfnOutput(stack, "RepositoryUri", value=repository.repository_uri)
        """Where the stage's image is pushed."""
