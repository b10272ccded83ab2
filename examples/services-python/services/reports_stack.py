"""Reports: the bucket, the jobs that write into it, the API and the website that read from it, and the status."""

from typing import Any

from aws_cdk import RemovalPolicy, Stack
from aws_cdk.aws_ec2 import IVpc
from aws_cdk.aws_ecr import Repository
from cdk_trunkline import S3Bucket
from constructs import Construct

from services.names import repository_name
from services.report_api import ReportApi
from services.report_jobs import ReportJobs
from services.report_site import ReportSite
from services.service_status import ServiceStatus


class ReportsStack(Stack):
    """Everything of the service but its network."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        deploys_to: str,
        keep_reports: bool,
        ends_with_branch: bool,
        vpc: IVpc,
        **props: Any,
    ) -> None:
        """`ends_with_branch`: whether nothing outlives the stack, as in the stage of a feature branch."""
        super().__init__(scope, id, **props)
        reports = S3Bucket(
            self,
            "Reports",
            removal_policy=RemovalPolicy.RETAIN if keep_reports else RemovalPolicy.DESTROY,
            # CloudFormation deletes no bucket that holds anything. Elsewhere that is a safeguard.
            auto_delete_objects=ends_with_branch,
            output_prefix="",
        )
        bucket = reports.bucket
        # By name: the repository belongs to the bootstrap part, and the image was pushed before this stack is deployed.
        repository = Repository.from_repository_name(self, "Images", repository_name(deploys_to))

        jobs = ReportJobs(self, "Jobs", vpc=vpc, repository=repository, bucket=bucket)
        api = ReportApi(self, "Api", jobs=jobs, bucket=bucket)
        access_logs = RemovalPolicy.DESTROY if ends_with_branch else RemovalPolicy.RETAIN
        site = ReportSite(self, "Site", vpc=vpc, repository=repository, bucket=bucket, access_logs=access_logs)
        status = ServiceStatus(self, "Status", job_queue=jobs.compute.job_queue)

        self.outputs = {
            "ApiUrl": api.api.url_output,
            "BucketName": reports.bucket_name_output,
            "JobQueueArn": jobs.compute.job_queue_arn_output,
            "MonthlyJobDefinitionArn": jobs.monthly.job_definition_arn_output,
            "YearlyJobDefinitionArn": jobs.yearly.job_definition_arn_output,
            "CreateReportFunctionArn": api.create_report.function_arn_output,
            "ReadReportFunctionArn": api.read_report.function_arn_output,
            "SiteServiceArn": site.fargate.service_arn_output,
            "StatusUrl": status.api.url_output,
        }
        """By output name; the integration and acceptance tests read most of them from their environment."""
