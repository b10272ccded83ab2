"""The website: a Fargate service behind a load balancer that only the network itself reaches."""

from aws_cdk import RemovalPolicy
from aws_cdk.aws_ec2 import IVpc
from aws_cdk.aws_ecr import IRepository
from aws_cdk.aws_ecs import ContainerImage
from aws_cdk.aws_iam import PolicyStatement
from aws_cdk.aws_s3 import IBucket
from cdk_trunkline import LoadBalancedFargateService
from constructs import Construct

from services.names import image_tag


class ReportSite(Construct):
    """Two tasks that list the finished reports."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpc: IVpc,
        repository: IRepository,
        bucket: IBucket,
        access_logs: RemovalPolicy,
    ) -> None:
        """`access_logs`: what becomes of the load balancer's when the stack is deleted."""
        super().__init__(scope, id)
        # Plain HTTP, but inside the network alone: a certificate would need a domain, which this project does not have.
        self.fargate = LoadBalancedFargateService(
            self,
            "Service",
            vpc=vpc,
            image=ContainerImage.from_ecr_repository(repository, image_tag()),
            environment={"BUCKET_NAME": bucket.bucket_name},
            removal_policy=access_logs,
            output_prefix="Site",
        )
        # The page shows which reports exist, never what they say.
        self.fargate.task_definition.add_to_task_role_policy(
            PolicyStatement(
                actions=["s3:ListBucket"],
                resources=[bucket.bucket_arn],
                conditions={"StringEquals": {"s3:prefix": "reports/"}},
            )
        )
