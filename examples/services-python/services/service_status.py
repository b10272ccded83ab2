"""The status for whoever watches the service from outside.

A function behind an HTTP API of its own, which is up where the API of the reports is not.
"""

from aws_cdk.aws_apigatewayv2 import HttpMethod, HttpNoneAuthorizer
from aws_cdk.aws_batch import IJobQueue
from aws_cdk.aws_iam import PolicyStatement
from cdk_trunkline import FunctionHttpApi, LambdaFunction
from constructs import Construct

from services.function_code import function_code


class ServiceStatus(Construct):
    """`GET /status`, open to everybody and throttled; says whether reports can be asked for, and nothing else."""

    def __init__(self, scope: Construct, id: str, *, job_queue: IJobQueue) -> None:
        super().__init__(scope, id)
        read_status = LambdaFunction(
            self,
            "ReadStatus",
            code=function_code("read_status.handler"),
            environment={"JOB_QUEUE_ARN": job_queue.job_queue_arn},
            output_prefix="ReadStatus",
        )
        # The action knows no resources. Source: AWS Batch User Guide, supported resource-level permissions.
        read_status.role.add_to_policy(PolicyStatement(actions=["batch:DescribeJobQueues"], resources=["*"]))

        self.api = FunctionHttpApi(
            self,
            "Api",
            description="Says whether reports can be asked for",
            authorizer=HttpNoneAuthorizer(),
            throttling_rate_limit=5,
            throttling_burst_limit=10,
            output_prefix="Status",
        )
        self.api.add_route(HttpMethod.GET, "/status", read_status.function)
