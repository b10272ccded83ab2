"""The bootstrap part of a stage: the repository that must exist before the stage's image is pushed."""

from typing import Any

from aws_cdk import RemovalPolicy, Stack, Stage
from cdk_trunkline import EcrRepository
from constructs import Construct

from services.names import repository_name


class BootstrapStage(Stage):
    """Delivered to every region of a stage, before its images."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        deploys_to: str,
        toolchain_account: str,
        ends_with_branch: bool = False,
        **props: Any,
    ) -> None:
        """`ends_with_branch`: whether the stage is a feature branch's own, with which all that it holds ends."""
        super().__init__(scope, id, **props)
        stack = Stack(
            self,
            "Bootstrap",
            stack_name=f"services-python-{deploys_to}-bootstrap",
            description=f"Image repository of services in {deploys_to}",
        )
        images = EcrRepository(
            stack,
            "Images",
            repository_name=repository_name(deploys_to),
            max_image_count=20,
            push_accounts=[toolchain_account],
            # That of a branch goes with its images, the others outlive their stacks.
            removal_policy=RemovalPolicy.DESTROY if ends_with_branch else RemovalPolicy.RETAIN,
            output_prefix="",
        )
        self.bootstrap = stack
        self.repository_uri = images.repository_uri_output
        """Where the stage's image is pushed."""
