"""The toolchain part: what all stages share, in the toolchain account."""

from typing import Any

from aws_cdk import Stack, Stage
from cdk_trunkline import EcrRepository, SharedParameters
from constructs import Construct

from services.names import BASE_IMAGE, SHARED_REPOSITORY_NAME


class ToolchainStage(Stage):
    """Delivered once, before the first stage."""

    def __init__(self, scope: Construct, id: str, **props: Any) -> None:
        super().__init__(scope, id, **props)
        stack = Stack(
            self,
            "Shared",
            stack_name="services-python-toolchain",
            description="What the stages of services share: base image and built images",
        )
        images = EcrRepository(
            stack, "Images", repository_name=SHARED_REPOSITORY_NAME, max_image_count=100, output_prefix=""
        )
        self.shared = stack
        self.repository_uri = images.repository_uri_output
        """The URI of the repository that holds the images of all stages."""

        # `/services-python/base-image` tells people and scanners what all images are built on. Builds do not read it.
        SharedParameters(
            stack,
            "Parameters",
            path="/services-python",
            values={"base-image": BASE_IMAGE},
            description="What the images of services are built on",
        )
