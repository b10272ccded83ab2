"""The website: a Fargate service behind a load balancer that only the network itself reaches."""

from aws_cdk import RemovalPolicy
from aws_cdk.aws_ec2 import IVpc, Peer, Port
from aws_cdk.aws_ecr import IRepository
from aws_cdk.aws_ecs import Cluster, ContainerImage, ContainerInsights, DeploymentCircuitBreaker, LogDrivers
from aws_cdk.aws_ecs_patterns import (
    ApplicationLoadBalancedFargateService,
    ApplicationLoadBalancedTaskImageOptions,
)
from aws_cdk.aws_iam import PolicyStatement
from aws_cdk.aws_logs import LogGroup, RetentionDays
from aws_cdk.aws_s3 import IBucket
from constructs import Construct

from services.names import image_tag


class ReportSite(Construct):
    """Two tasks that list the finished reports."""

    def __init__(self, scope: Construct, id: str, *, vpc: IVpc, repository: IRepository, bucket: IBucket) -> None:
        super().__init__(scope, id)
        cluster = Cluster(self, "Cluster", vpc=vpc, container_insights_v2=ContainerInsights.ENABLED)
        self.fargate = ApplicationLoadBalancedFargateService(
            self,
            "Service",
            cluster=cluster,
            cpu=256,
            memory_limit_mib=512,
            desired_count=2,
            min_healthy_percent=100,
            circuit_breaker=DeploymentCircuitBreaker(rollback=True),
            # Plain HTTP, but inside the network alone: a certificate would need a domain, which this project does not
            # have.
            public_load_balancer=False,
            open_listener=False,
            task_image_options=ApplicationLoadBalancedTaskImageOptions(
                image=ContainerImage.from_ecr_repository(repository, image_tag()),
                container_port=8080,
                environment={"BUCKET_NAME": bucket.bucket_name},
                log_driver=LogDrivers.aws_logs(
                    stream_prefix="website",
                    log_group=LogGroup(
                        self, "Logs", retention=RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY
                    ),
                ),
            ),
        )
        self.fargate.listener.connections.allow_from(
            Peer.ipv4(vpc.vpc_cidr_block), Port.tcp(80), "from inside the network"
        )
        self.fargate.target_group.configure_health_check(path="/health")
        # The page shows which reports exist, never what they say.
        self.fargate.task_definition.add_to_task_role_policy(
            PolicyStatement(
                actions=["s3:ListBucket"],
                resources=[bucket.bucket_arn],
                conditions={"StringEquals": {"s3:prefix": "reports/"}},
            )
        )
