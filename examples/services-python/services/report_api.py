"""The API: two functions behind API Gateway."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk.aws_apigateway import EndpointType, LambdaIntegration, RestApi, StageOptions
from aws_cdk.aws_lambda import Code, Function, Runtime, Tracing
from aws_cdk.aws_logs import LogGroup, RetentionDays
from aws_cdk.aws_s3 import IBucket
from constructs import Construct

from services.names import COMPILED, PROJECT_FOLDER
from services.report_jobs import ReportJobs


class ReportApi(Construct):
    """`POST /reports` and `GET /reports/{id}`, open to everybody and throttled."""

    def __init__(self, scope: Construct, id: str, *, jobs: ReportJobs, bucket: IBucket) -> None:
        super().__init__(scope, id)
        self.create_report = self._function(
            "CreateReport",
            "create_report.handler",
            {
                "JOB_QUEUE_ARN": jobs.queue.job_queue_arn,
                "MONTHLY_JOB_DEFINITION_ARN": jobs.monthly.job_definition_arn,
                "YEARLY_JOB_DEFINITION_ARN": jobs.yearly.job_definition_arn,
            },
        )
        jobs.monthly.grant_submit_job(self.create_report, jobs.queue)
        jobs.yearly.grant_submit_job(self.create_report, jobs.queue)

        self.read_report = self._function(
            "ReadReport", "read_report.handler", {"BUCKET_NAME": bucket.bucket_name}
        )
        # With the permission to list, S3 says that a report is missing; without it, that access is denied.
        bucket.grant_read(self.read_report, "reports/*")

        self.rest_api = RestApi(
            self,
            "RestApi",
            description="Starts reports and reads them",
            endpoint_types=[EndpointType.REGIONAL],
            cloud_watch_role=False,
            deploy_options=StageOptions(stage_name="v1", throttling_rate_limit=20, throttling_burst_limit=40),
        )
        reports = self.rest_api.root.add_resource("reports")
        reports.add_method("POST", LambdaIntegration(self.create_report, allow_test_invoke=False))
        report = reports.add_resource("{id}")
        report.add_method("GET", LambdaIntegration(self.read_report, allow_test_invoke=False))

    def _function(self, id: str, handler: str, environment: dict[str, str]) -> Function:
        return Function(
            self,
            id,
            # Both functions are one folder: they need nothing but boto3, which the runtime brings.
            code=Code.from_asset(str(PROJECT_FOLDER / "functions"), exclude=COMPILED),
            handler=handler,
            runtime=Runtime.PYTHON_3_12,
            memory_size=256,
            timeout=Duration.seconds(10),
            tracing=Tracing.ACTIVE,
            environment=environment,
            log_group=LogGroup(
                self, f"{id}Logs", retention=RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY
            ),
        )
