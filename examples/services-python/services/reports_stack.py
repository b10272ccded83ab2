"""Reports: the bucket, the jobs that write into it, the API and the website that read from it."""

from typing import Any

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk.aws_ec2 import IVpc
from aws_cdk.aws_ecr import Repository
from aws_cdk.aws_s3 import BlockPublicAccess, Bucket, BucketEncryption, LifecycleRule, ObjectOwnership
from constructs import Construct

from services.names import repository_name
from services.report_api import ReportApi
from services.report_jobs import ReportJobs
from services.report_site import ReportSite


class ReportsStack(Stack):
    """Everything of the service but its network."""

    def __init__(
        self, scope: Construct, id: str, *, deploys_to: str, keep_reports: bool, vpc: IVpc, **props: Any
    ) -> None:
        super().__init__(scope, id, **props)
        bucket = Bucket(
            self,
            "Bucket",
            encryption=BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            block_public_access=BlockPublicAccess.BLOCK_ALL,
            object_ownership=ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            lifecycle_rules=[
                LifecycleRule(
                    noncurrent_version_expiration=Duration.days(30),
                    abort_incomplete_multipart_upload_after=Duration.days(1),
                )
            ],
            removal_policy=RemovalPolicy.RETAIN if keep_reports else RemovalPolicy.DESTROY,
        )
        # By name: the repository belongs to the bootstrap part, and the image was pushed before this stack is deployed.
        repository = Repository.from_repository_name(self, "Images", repository_name(deploys_to))

        jobs = ReportJobs(self, "Jobs", vpc=vpc, repository=repository, bucket=bucket)
        api = ReportApi(self, "Api", jobs=jobs, bucket=bucket)
        site = ReportSite(self, "Site", vpc=vpc, repository=repository, bucket=bucket)

        values = {
            "ApiUrl": api.rest_api.url,
            "BucketName": bucket.bucket_name,
            "JobQueueArn": jobs.queue.job_queue_arn,
            "MonthlyJobDefinitionArn": jobs.monthly.job_definition_arn,
            "YearlyJobDefinitionArn": jobs.yearly.job_definition_arn,
            "CreateReportFunctionArn": api.create_report.function_arn,
            "ReadReportFunctionArn": api.read_report.function_arn,
            "SiteServiceArn": site.fargate.service.service_arn,
        }
        self.outputs = {name: CfnOutput(self, name, value=value) for name, value in values.items()}
        """By output name; the integration and acceptance tests read them from their environment."""
