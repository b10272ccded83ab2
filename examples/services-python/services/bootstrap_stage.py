"""The bootstrap part of a stage: the repository that must exist before the stage's image is pushed."""

from typing import Any

from aws_cdk import Stack, Stage
from cdk_trunkline import EcrRepository
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
        images = EcrRepository(
            stack,
            "Images",
            repository_name=repository_name(deploys_to),
            max_image_count=20,
            push_accounts=[toolchain_account],
            output_prefix="",
        )
        self.bootstrap = stack
        self.repository_uri = images.repository_uri_output
        """Where the stage's image is pushed."""
