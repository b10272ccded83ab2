"""The status alone, in a stack of its own: what it opens to everybody, and what its function may do."""

import pytest
from aws_cdk import Environment
from aws_cdk.assertions import Match
from aws_cdk.aws_batch import JobQueue
from cdk_trunkline import ConstructTestStack

from services.service_status import ServiceStatus

QUEUE = "arn:aws:batch:eu-central-1:222233334444:job-queue/reports"


@pytest.fixture(scope="module")
def stack() -> ConstructTestStack:
    stack = ConstructTestStack(env=Environment(account="222233334444", region="eu-central-1"))
    ServiceStatus(stack, "Status", job_queue=JobQueue.from_job_queue_arn(stack, "Queue", QUEUE))
    return stack


def test_it_is_one_path_that_everybody_may_read_throttled(stack: ConstructTestStack) -> None:
    template = stack.template()
    template.resource_count_is("AWS::ApiGatewayV2::Route", 1)
    template.has_resource_properties(
        "AWS::ApiGatewayV2::Route", {"RouteKey": "GET /status", "AuthorizationType": "NONE"}
    )
    throttled = {"ThrottlingRateLimit": 5, "ThrottlingBurstLimit": 10}
    template.has_resource_properties("AWS::ApiGatewayV2::Stage", {"DefaultRouteSettings": throttled})


def test_its_function_knows_the_queue_and_may_look_at_queues_and_write_its_own_logs(stack: ConstructTestStack) -> None:
    template = stack.template()
    environment = {"Variables": {"JOB_QUEUE_ARN": QUEUE}}
    template.has_resource_properties("AWS::Lambda::Function", {"Environment": environment})
    template.resource_count_is("AWS::IAM::Policy", 1)
    logs = ["logs:CreateLogStream", "logs:PutLogEvents"]
    statements = [
        {"Action": logs, "Effect": "Allow", "Resource": Match.object_like({})},
        {"Action": "batch:DescribeJobQueues", "Effect": "Allow", "Resource": "*"},
    ]
    template.has_resource_properties("AWS::IAM::Policy", {"PolicyDocument": {"Statement": statements}})


def test_it_is_found_by_an_output_whose_name_stays(stack: ConstructTestStack) -> None:
    stack.template().has_output("StatusUrl", {})
    assert stack.warnings() == []
    assert stack.errors() == []
