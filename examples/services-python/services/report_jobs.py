"""The Batch jobs that write the reports."""

from aws_cdk import RemovalPolicy, Size
from aws_cdk.aws_batch import (
    EcsFargateContainerDefinition,
    EcsJobDefinition,
    FargateComputeEnvironment,
    JobQueue,
    OrderedComputeEnvironment,
)
from aws_cdk.aws_ec2 import IVpc
from aws_cdk.aws_ecr import IRepository
from aws_cdk.aws_ecs import ContainerImage, LogDrivers
from aws_cdk.aws_iam import Role, ServicePrincipal
from aws_cdk.aws_logs import LogGroup, RetentionDays
from aws_cdk.aws_s3 import IBucket
from constructs import Construct

from services.names import image_tag


class ReportJobs(Construct):
    """A Fargate compute environment, its queue, and a job definition for each kind of report."""

    def __init__(self, scope: Construct, id: str, *, vpc: IVpc, repository: IRepository, bucket: IBucket) -> None:
        super().__init__(scope, id)
        self._repository = repository
        self._bucket = bucket
        compute_environment = FargateComputeEnvironment(self, "ComputeEnvironment", vpc=vpc, maxv_cpus=8)
        self.queue = JobQueue(
            self,
            "Queue",
            compute_environments=[OrderedComputeEnvironment(compute_environment=compute_environment, order=1)],
        )
        self._job_role = Role(self, "JobRole", assumed_by=ServicePrincipal("ecs-tasks.amazonaws.com"))
        bucket.grant_read(self._job_role, "orders/*")
        bucket.grant_put(self._job_role, "reports/*")
        self._log_group = LogGroup(
            self, "Logs", retention=RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY
        )
        self.monthly = self._definition("monthly", 0.25, Size.mebibytes(512))
        self.yearly = self._definition("yearly", 1, Size.gibibytes(2))

    def _definition(self, kind: str, cpu: float, memory: Size) -> EcsJobDefinition:
        container = EcsFargateContainerDefinition(
            self,
            f"{kind.capitalize()}Container",
            image=ContainerImage.from_ecr_repository(self._repository, image_tag()),
            command=["python", "job.py", kind, "Ref::period"],
            environment={"BUCKET_NAME": self._bucket.bucket_name},
            cpu=cpu,
            memory=memory,
            job_role=self._job_role,
            logging=LogDrivers.aws_logs(log_group=self._log_group, stream_prefix=kind),
        )
        return EcsJobDefinition(self, f"{kind.capitalize()}Job", retry_attempts=2, container=container)
