"""The API: two functions behind API Gateway."""

from aws_cdk.aws_apigateway import AuthorizationType
from aws_cdk.aws_s3 import IBucket
from cdk_trunkline import FunctionRestApi, LambdaFunction
from constructs import Construct

from services.function_code import function_code
from services.report_jobs import ReportJobs


class ReportApi(Construct):
    """`POST /reports` and `GET /reports/{id}`, open to everybody and throttled."""

    def __init__(self, scope: Construct, id: str, *, jobs: ReportJobs, bucket: IBucket) -> None:
        super().__init__(scope, id)
        self.create_report = LambdaFunction(
            self,
            "CreateReport",
            code=function_code("create_report.handler"),
            environment={
                "JOB_QUEUE_ARN": jobs.compute.job_queue.job_queue_arn,
                "MONTHLY_JOB_DEFINITION_ARN": jobs.monthly.job_definition.job_definition_arn,
                "YEARLY_JOB_DEFINITION_ARN": jobs.yearly.job_definition.job_definition_arn,
            },
            output_prefix="CreateReport",
        )
        jobs.monthly.grant_submit_job(self.create_report.function)
        jobs.yearly.grant_submit_job(self.create_report.function)

        self.read_report = LambdaFunction(
            self,
            "ReadReport",
            code=function_code("read_report.handler"),
            environment={"BUCKET_NAME": bucket.bucket_name},
            output_prefix="ReadReport",
        )
        # With the permission to list, S3 says that a report is missing; without it, that access is denied.
        bucket.grant_read(self.read_report.function, "reports/*")

        self.api = FunctionRestApi(
            self,
            "Api",
            description="Starts reports and reads them",
            authorization_type=AuthorizationType.NONE,
            throttling_rate_limit=20,
            throttling_burst_limit=40,
            # They need a role that is set once for an account and region, which is not this stack's to set.
            access_logs=False,
            output_prefix="Api",
        )
        self.api.add_route("POST", "/reports", self.create_report.function)
        self.api.add_route("GET", "/reports/{id}", self.read_report.function)
