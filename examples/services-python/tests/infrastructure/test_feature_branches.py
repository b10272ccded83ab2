"""The pipeline of a feature branch: what it delivers and where, what it shares with no other, and what its end leaves."""

import json
from typing import Any, Callable, Iterator

import pytest
from aws_cdk import App
from aws_cdk.cx_api import CloudAssembly, CloudFormationStackArtifact

from services.services_app import add_services

BRANCH = "feature/Login"
SLUG = "login-48fad082"
STAGE = f"dev-{SLUG}"

LONGEST = "feature/abcdefghijklmnopqrstuvwxyz"
"""Names get no longer than with it: it has as many characters to read as a branch gets."""

NOT_UNIQUE = ("AWS::IAM::Policy", "AWS::ApiGateway")
"""Names that others of the same account may have too: policies belong to their role, and APIs go by their ids."""


def synthesize(app: App) -> CloudAssembly:
    add_services(app)
    return app.synth()


@pytest.fixture(scope="module")
def login(new_app: Callable[..., App]) -> CloudAssembly:
    return synthesize(new_app(branch=BRANCH))


@pytest.fixture(scope="module")
def longest(new_app: Callable[..., App]) -> CloudAssembly:
    return synthesize(new_app(branch=LONGEST))


def own_stacks(assembly: CloudAssembly) -> list[CloudFormationStackArtifact]:
    """The stacks that are the branch's own: all but the artifact stores, which are there already."""
    return [each for each in assembly.stacks_recursively if not each.stack_name.startswith("trunkline-artifacts-")]


def resources(assembly: CloudAssembly, type: str) -> list[Any]:
    found = [each for stack in assembly.stacks_recursively for each in stack.template["Resources"].values()]
    return [each for each in found if each["Type"] == type]


def pipeline(assembly: CloudAssembly) -> Any:
    (found,) = resources(assembly, "AWS::CodePipeline::Pipeline")
    return found["Properties"]


def names(stacks: list[CloudFormationStackArtifact]) -> Iterator[str]:
    """What an account and region can have once: stacks, exports, and resources that have a name of their own."""
    for stack in stacks:
        place = f"{stack.environment.account}/{stack.environment.region}"
        yield f"{place}/stack {stack.stack_name}"
        for each in stack.template["Resources"].values():
            properties = each.get("Properties", {})
            name = properties.get(f"{each['Type'].split('::')[-1]}Name", properties.get("Name"))
            if isinstance(name, str) and not each["Type"].startswith(NOT_UNIQUE):
                yield f"{place}/{each['Type']} {name}"
        for each in stack.template.get("Outputs", {}).values():
            if "Export" in each:
                yield f"{place}/export {json.dumps(each['Export']['Name'])}"


def test_it_is_the_only_pipeline_follows_its_branch_and_ends(login: CloudAssembly) -> None:
    assert pipeline(login)["Name"] == f"services-python-{SLUG}"
    assert [stage["Name"] for stage in pipeline(login)["Stages"]] == [
        "Source",
        "Build",
        "UpdatePipeline",
        "Assets",
        "Tests",
        f"Dev-{SLUG}-Bootstrap",
        f"Dev-{SLUG}",
        "End",
    ]
    assert pipeline(login)["Stages"][0]["Actions"][0]["Configuration"]["BranchName"] == BRANCH


def test_it_delivers_nothing_but_the_stage_of_its_own_in_the_account_of_dev(login: CloudAssembly) -> None:
    assert [f"{each.environment.account} {each.stack_name}" for each in own_stacks(login)] == [
        f"111122223333 services-python-{SLUG}",
        f"222233334444 services-python-{STAGE}-bootstrap",
        f"222233334444 services-python-{STAGE}-network",
        f"222233334444 services-python-{STAGE}-reports",
    ]
    assert "444455556666" not in json.dumps([each.template for each in own_stacks(login)])


@pytest.mark.parametrize(
    ("branch", "argument"),
    [(BRANCH, "-c 'branch=feature/Login'"), ("feature/it's$HOME", "-c 'branch=feature/it'\\''s$HOME'")],
)
def test_it_synthesizes_the_branch_whatever_characters_its_name_has(
    new_app: Callable[..., App], branch: str, argument: str
) -> None:
    projects = resources(synthesize(new_app(branch=branch)), "AWS::CodeBuild::Project")
    specs = [str(each["Properties"]["Source"]["BuildSpec"]) for each in projects]
    commands = [json.loads(each)["phases"]["build"]["commands"] for each in specs if " synth " in each]
    assert commands == [[f"(cd examples/services-python && npx --yes aws-cdk@2.1148.1 synth --quiet {argument})"]]


def test_its_tests_have_a_role_that_trusts_them_alone(login: CloudAssembly, assembly: CloudAssembly) -> None:
    roles = [each["Properties"] for each in resources(login, "AWS::IAM::Role") if "RoleName" in each["Properties"]]
    (access,) = [each for each in roles if "aws:PrincipalArn" in json.dumps(each)]
    (tests,) = [each for each in roles if each is not access]
    assert json.dumps(access).count(f":role/{tests['RoleName']}\"") == 1
    assert tests["RoleName"] not in json.dumps(resources(assembly, "AWS::IAM::Role"))


def test_it_has_no_warnings_however_long_the_name_is(login: CloudAssembly, longest: CloudAssembly) -> None:
    for each in (login, longest):
        messages = [message for stack in each.stacks for message in stack.messages]
        assert [str(message.entry.data) for message in messages if message.level.name != "INFO"] == []


def test_its_end_waits_and_deletes_its_stacks_in_the_reverse_order_of_their_delivery(login: CloudAssembly) -> None:
    assert [each["StageName"] for each in pipeline(login)["DisableInboundStageTransitions"]] == ["End"]
    actions = [(each["RunOrder"], each["Configuration"]) for each in pipeline(login)["Stages"][-1]["Actions"]]
    assert {configuration["ActionMode"] for _, configuration in actions} == {"DELETE_ONLY"}
    assert [(order, configuration["StackName"]) for order, configuration in actions] == [
        (1, f"services-python-{STAGE}-reports"),
        (2, f"services-python-{STAGE}-network"),
        (3, f"services-python-{STAGE}-bootstrap"),
        (4, f"services-python-{SLUG}"),
    ]


def test_its_end_leaves_no_resource_and_empties_what_has_to_be_empty(login: CloudAssembly) -> None:
    found = [each for stack in own_stacks(login) for each in stack.template["Resources"].values()]
    assert {each.get("DeletionPolicy", "Delete") for each in found} == {"Delete"}
    buckets = [each for each in found if each["Type"] == "AWS::S3::Bucket"]
    assert len([each for each in found if each["Type"] == "Custom::S3AutoDeleteObjects"]) == len(buckets) == 2
    (repository,) = [each for each in found if each["Type"] == "AWS::ECR::Repository"]
    assert repository["Properties"]["EmptyOnDelete"] is True


def test_two_branches_and_the_regular_pipelines_share_no_name(
    assembly: CloudAssembly, login: CloudAssembly, longest: CloudAssembly
) -> None:
    of_all = [*names(assembly.stacks_recursively), *names(own_stacks(login)), *names(own_stacks(longest))]
    assert len(set(of_all)) == len(of_all)
    assert f"222233334444/eu-central-1/AWS::ECR::Repository services-python-{STAGE}-reports" in of_all


def test_what_creates_these_pipelines_synthesizes_this_project_for_the_branch(assembly: CloudAssembly) -> None:
    stack = assembly.get_stack_by_name("services-python-branches")
    (project,) = [each for each in stack.template["Resources"].values() if each["Type"] == "AWS::CodeBuild::Project"]
    spec = json.loads(project["Properties"]["Source"]["BuildSpec"])
    assert spec["phases"]["install"]["runtime-versions"] == {"nodejs": "22", "python": "3.12"}
    assert '--output ../../cdk.out -c "branch=$BRANCH"' in spec["phases"]["build"]["commands"][0]
