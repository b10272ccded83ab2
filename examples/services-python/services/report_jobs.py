"""The Batch jobs that write the reports."""

from aws_cdk import Size
from aws_cdk.aws_ec2 import IVpc
from aws_cdk.aws_ecr import IRepository
from aws_cdk.aws_ecs import ContainerImage
from aws_cdk.aws_s3 import IBucket
from cdk_trunkline import BatchCompute, BatchJobDefinition
from constructs import Construct

from services.names import image_tag


class ReportJobs(Construct):
    """A Fargate compute environment, its queue, and a job definition for each kind of report."""

    def __init__(self, scope: Construct, id: str, *, vpc: IVpc, repository: IRepository, bucket: IBucket) -> None:
        super().__init__(scope, id)
        self._repository = repository
        self._bucket = bucket
        self.compute = BatchCompute(self, "Compute", vpc=vpc, maxv_cpus=8, output_prefix="")
        self.monthly = self._definition("Monthly", 0.25, Size.mebibytes(512))
        self.yearly = self._definition("Yearly", 1, Size.gibibytes(2))

    def _definition(self, kind: str, cpu: float, memory: Size) -> BatchJobDefinition:
        definition = self.compute.add_job_definition(
            kind,
            image=ContainerImage.from_ecr_repository(self._repository, image_tag()),
            command=["python", "job.py", kind.lower(), "Ref::period"],
            environment={"BUCKET_NAME": self._bucket.bucket_name},
            cpu=cpu,
            memory=memory,
            output_prefix=kind,
        )
        self._bucket.grant_read(definition.job_role, "orders/*")
        self._bucket.grant_put(definition.job_role, "reports/*")
        return definition
