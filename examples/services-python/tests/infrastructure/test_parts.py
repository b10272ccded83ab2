"""The parts that are delivered, as CloudFormation will get them."""

from typing import Any, Callable

import pytest
from aws_cdk import App, Environment
from aws_cdk.assertions import Match, Template

from services.bootstrap_stage import BootstrapStage
from services.services_stage import ServicesStage
from services.toolchain_stage import ToolchainStage


def main_part(app: App, deploys_to: str, region: str = "eu-central-1") -> tuple[Template, Template]:
    """Network and reports of a stage."""
    part = ServicesStage(app, "Part", deploys_to=deploys_to, env=Environment(account="222233334444", region=region))
    return Template.from_stack(part.network), Template.from_stack(part.reports)


@pytest.fixture(scope="module")
def network(new_app: Callable[..., App]) -> Template:
    return main_part(new_app(), "dev")[0]


@pytest.fixture(scope="module")
def reports(new_app: Callable[..., App]) -> Template:
    return main_part(new_app(), "dev")[1]


def statements_of(template: Template, logical_id: str) -> list[Any]:
    """The statements of the policies whose logical id starts so."""
    policies = template.find_resources("AWS::IAM::Policy").items()
    found = [each for id, each in policies if id.startswith(logical_id)]
    return [statement for each in found for statement in each["Properties"]["PolicyDocument"]["Statement"]]


def test_the_toolchain_part_shares_a_repository_whose_tags_cannot_be_moved(new_app: Callable[..., App]) -> None:
    part = ToolchainStage(new_app(), "Part", env=Environment(account="111122223333", region="eu-central-1"))
    template = Template.from_stack(part.shared)
    template.has_resource_properties(
        "AWS::ECR::Repository",
        {"RepositoryName": "services-python-images", "ImageTagMutability": "IMMUTABLE"},
    )
    template.has_resource_properties("AWS::SSM::Parameter", {"Name": "/services-python/base-image"})


def test_the_bootstrap_part_lets_the_toolchain_account_and_nobody_else_push(new_app: Callable[..., App]) -> None:
    part = BootstrapStage(
        new_app(),
        "Part",
        deploys_to="qa",
        toolchain_account="111122223333",
        env=Environment(account="333344445555", region="eu-west-1"),
    )
    (repository,) = Template.from_stack(part.bootstrap).find_resources("AWS::ECR::Repository").values()
    assert repository["DeletionPolicy"] == "Retain"
    assert repository["Properties"]["RepositoryName"] == "services-python-qa-reports"
    (statement,) = repository["Properties"]["RepositoryPolicyText"]["Statement"]
    assert "111122223333" in str(statement["Principal"])


def test_the_bucket_is_open_to_tls_alone(reports: Template) -> None:
    denied = {"Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    reports.has_resource_properties(
        "AWS::S3::BucketPolicy", {"PolicyDocument": {"Statement": Match.array_with([Match.object_like(denied)])}}
    )


@pytest.mark.parametrize(("stage", "policy"), [("dev", "Delete"), ("prod", "Retain")])
def test_the_bucket_outlives_its_stack_in_production(new_app: Callable[..., App], stage: str, policy: str) -> None:
    buckets = main_part(new_app(), stage)[1].find_resources("AWS::S3::Bucket").items()
    (bucket,) = [each for id, each in buckets if id.startswith("Reports")]
    assert bucket["DeletionPolicy"] == policy


def test_the_jobs_run_one_image_each_with_its_kind(reports: Template) -> None:
    definitions = reports.find_resources("AWS::Batch::JobDefinition").values()
    containers = [each["Properties"]["ContainerProperties"] for each in definitions]
    assert sorted(each["Command"] for each in containers) == [
        ["python", "job.py", "monthly", "Ref::period"],
        ["python", "job.py", "yearly", "Ref::period"],
    ]
    assert containers[0]["Image"] == containers[1]["Image"]
    assert "services-python-dev-reports:" in str(containers[0]["Image"])


@pytest.mark.parametrize("kind", ["Monthly", "Yearly"])
def test_the_jobs_may_delete_nothing(reports: Template, kind: str) -> None:
    statements = statements_of(reports, f"JobsCompute{kind}JobRole")
    actions = [action for each in statements for action in each["Action"]]
    assert actions != []
    assert [action for action in actions if "Delete" in action or action == "s3:*"] == []


def test_the_functions_are_of_one_folder(reports: Template) -> None:
    functions = [each["Properties"] for each in reports.find_resources("AWS::Lambda::Function").values()]
    handlers = ["create_report.handler", "read_report.handler", "read_status.handler"]
    assert sorted(each["Handler"] for each in functions) == handlers
    assert {each["Runtime"] for each in functions} == {"python3.12"}
    assert functions[0]["Code"] == functions[1]["Code"] == functions[2]["Code"]


def test_the_function_that_creates_reports_may_submit_jobs_and_touch_no_bucket(reports: Template) -> None:
    statements = statements_of(reports, "ApiCreateReportRole")
    actions = [statement["Action"] for statement in statements]
    assert "batch:SubmitJob" in actions
    assert "s3:" not in str(actions)


def test_the_network_spans_two_zones_that_are_named_and_not_looked_up(new_app: Callable[..., App]) -> None:
    template = main_part(new_app(), "qa", "eu-west-1")[0]
    zones = {each["Properties"]["AvailabilityZone"] for each in template.find_resources("AWS::EC2::Subnet").values()}
    assert zones == {"eu-west-1a", "eu-west-1b"}


def test_the_network_gives_no_machine_a_public_address_by_itself(network: Template) -> None:
    network.all_resources_properties("AWS::EC2::Subnet", {"MapPublicIpOnLaunch": False})
