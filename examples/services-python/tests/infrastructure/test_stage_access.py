"""Who reaches into the account of a stage, and what for: the access stacks on one side, the pipelines on the other."""

import json
from typing import Any

import pytest
from aws_cdk.cx_api import CloudAssembly, CloudFormationStackArtifact

STAGES = [
    ("dev", "222233334444", "development"),
    ("qa", "333344445555", "development"),
    ("prod", "444455556666", "production"),
]


def resources(stack: CloudFormationStackArtifact, type: str) -> dict[str, Any]:
    """The properties of all resources of a type, by logical id."""
    found = stack.template["Resources"].items()
    return {id: each["Properties"] for id, each in found if each["Type"] == type}


def access(assembly: CloudAssembly, stage: str) -> CloudFormationStackArtifact:
    """The stack with the access role of a stage; its name ends in a hash."""
    prefix = f"trunkline-access-services-python-{stage}-"
    (stack,) = [each for each in assembly.stacks if each.stack_name.startswith(prefix)]
    return stack


def role_names(assembly: CloudAssembly, stage: str) -> tuple[str, str]:
    """The name of the access role, and of the one that it trusts in the toolchain account."""
    (role,) = resources(access(assembly, stage), "AWS::IAM::Role").values()
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"AWS": "arn:aws:iam::111122223333:root"}
    trusted = statement["Condition"]["ArnEquals"]["aws:PrincipalArn"]
    return role["RoleName"], trusted.removeprefix("arn:aws:iam::111122223333:role/")


@pytest.mark.parametrize(("stage", "account", "pipeline"), STAGES)
def test_the_role_in_a_stage_trusts_the_tests_of_that_stage(
    assembly: CloudAssembly, stage: str, account: str, pipeline: str
) -> None:
    environment = access(assembly, stage).environment
    assert (environment.account, environment.region) == (account, "eu-central-1")
    name, trusted = role_names(assembly, stage)
    assert name.startswith(f"trunkline-services-python-{stage}-")
    assert trusted.startswith(f"trunkline-services-python-{pipeline}-{stage}-tests-")


@pytest.mark.parametrize("stage", [stage for stage, _, _ in STAGES])
def test_the_role_in_a_stage_may_look_at_jobs_and_nothing_else(assembly: CloudAssembly, stage: str) -> None:
    stack = access(assembly, stage)
    (role,) = resources(stack, "AWS::IAM::Role").values()
    assert "ManagedPolicyArns" not in role
    (policy,) = resources(stack, "AWS::IAM::Policy").values()
    actions = ["batch:DescribeJobDefinitions", "batch:DescribeJobQueues"]
    assert policy["PolicyDocument"]["Statement"] == [{"Effect": "Allow", "Action": actions, "Resource": "*"}]


@pytest.mark.parametrize(("stage", "account", "pipeline"), STAGES)
def test_the_tests_of_a_stage_and_no_other_builds_may_assume_it(
    assembly: CloudAssembly, stage: str, account: str, pipeline: str
) -> None:
    name, trusted = role_names(assembly, stage)
    stack = assembly.get_stack_by_name(f"services-python-{pipeline}")
    roles = resources(stack, "AWS::IAM::Role")
    holders = [
        roles[role["Ref"]]["RoleName"]
        for policy in resources(stack, "AWS::IAM::Policy").values()
        if f"arn:aws:iam::{account}:role/{name}" in json.dumps(policy)
        for role in policy["Roles"]
    ]
    assert holders == [trusted]


def test_tests_of_a_stage_alone_have_its_profile_and_no_command_assumes_a_role(assembly: CloudAssembly) -> None:
    with_profile = []
    for pipeline in ("development", "production"):
        stack = assembly.get_stack_by_name(f"services-python-{pipeline}")
        for name, project in resources(stack, "AWS::CodeBuild::Project").items():
            spec = json.dumps(project["Source"]["BuildSpec"])
            assert "assume-role" not in spec
            if "AWS_PROFILE=" in spec:
                with_profile.append(name)
    assert len(with_profile) == 7
    assert [name for name in with_profile if "IntegrationTests" not in name and "AcceptanceTests" not in name] == []
