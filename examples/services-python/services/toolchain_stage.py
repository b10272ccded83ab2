"""The toolchain part: what all stages share, in the toolchain account."""

from typing import Any

from aws_cdk import CfnOutput, RemovalPolicy, Stack, Stage
from aws_cdk.aws_ecr import LifecycleRule, Repository, TagMutability
from aws_cdk.aws_ssm import StringParameter
from constructs import Construct

from services.names import BASE_IMAGE, BASE_IMAGE_PARAMETER_NAME, SHARED_REPOSITORY_NAME


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
        repository = Repository(
            stack,
            "Images",
            repository_name=SHARED_REPOSITORY_NAME,
            image_scan_on_push=True,
            image_tag_mutability=TagMutability.IMMUTABLE,
            removal_policy=RemovalPolicy.RETAIN,
            lifecycle_rules=[LifecycleRule(max_image_count=100)],
        )
        base_image = StringParameter(
            stack,
            "BaseImage",
            parameter_name=BASE_IMAGE_PARAMETER_NAME,
            description="What the images of services are built on",
            string_value=BASE_IMAGE,
        )
        self.shared = stack
        self.repository_uri = CfnOutput(stack, "RepositoryUri", value=repository.repository_uri)
        self.base_image_parameter = CfnOutput(stack, "BaseImageParameter", value=base_image.parameter_name)
