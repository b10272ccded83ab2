"""What the integration tests may do in the account of a stage."""

from aws_cdk.aws_iam import PolicyStatement


def test_statements() -> list[PolicyStatement]:
    """They look at the state of the jobs' queue and definitions, and at nothing else. Neither action knows resources.

    Source: AWS Batch User Guide, supported resource-level permissions.
    """
    actions = ["batch:DescribeJobDefinitions", "batch:DescribeJobQueues"]
    return [PolicyStatement(actions=actions, resources=["*"])]
