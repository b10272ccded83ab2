"""The app as a whole: its two pipelines, in whose order, and the artifact stores that they share."""

import json
import re
from pathlib import Path
from typing import Any, Callable

from aws_cdk import App
from aws_cdk.cx_api import CloudAssembly

from services.services_app import add_services
from services.test_variables import TEST_VARIABLES


def resources(assembly: CloudAssembly, stack_name: str, type: str) -> list[Any]:
    """The properties of all resources of a type."""
    template = assembly.get_stack_by_name(stack_name).template
    return [each["Properties"] for each in template["Resources"].values() if each["Type"] == type]


def pipeline(assembly: CloudAssembly, name: str) -> Any:
    (found,) = resources(assembly, f"services-python-{name}", "AWS::CodePipeline::Pipeline")
    return found


def stages(assembly: CloudAssembly, name: str) -> dict[str, list[Any]]:
    """The actions of each stage, in order."""
    return {stage["Name"]: stage["Actions"] for stage in pipeline(assembly, name)["Stages"]}


def variables(action: Any) -> list[str]:
    return [each["name"] for each in json.loads(action["Configuration"]["EnvironmentVariables"])]


def test_development_tests_before_it_deploys_and_delivers_toolchain_dev_and_qa(assembly: CloudAssembly) -> None:
    assert list(stages(assembly, "development")) == [
        "Source",
        "Build",
        "UpdatePipeline",
        "Assets",
        "Tests",
        "Toolchain",
        "Dev-Bootstrap",
        "Dev",
        "Qa-Bootstrap",
        "Qa",
    ]


def test_production_delivers_prod_alone_after_an_approval(assembly: CloudAssembly) -> None:
    found = stages(assembly, "production")
    assert list(found) == ["Source", "Build", "UpdatePipeline", "Assets", "Tests", "Prod-Bootstrap", "Prod"]
    assert (found["Prod-Bootstrap"][0]["Name"], found["Prod-Bootstrap"][0]["RunOrder"]) == ("Approval", 1)


def test_both_follow_their_branch_of_the_repository(assembly: CloudAssembly) -> None:
    for name, branch in (("development", "develop"), ("production", "main")):
        (source,) = stages(assembly, name)["Source"]
        assert source["Configuration"]["BranchName"] == branch
        assert source["Configuration"]["FullRepositoryId"] == "example-org/trunkline"


def test_it_asks_before_qa_not_before_dev(assembly: CloudAssembly) -> None:
    found = stages(assembly, "development")
    asking = [stage for stage, actions in found.items() if any(each["Name"] == "Approval" for each in actions)]
    assert asking == ["Qa-Bootstrap"]


def test_images_and_tests_come_for_each_region(assembly: CloudAssembly) -> None:
    found = stages(assembly, "development")
    names = [f"{stage}/{each['Name']}" for stage, actions in found.items() for each in actions]
    assert sorted(name for name in names if re.search("Images|Tests$", name)) == [
        "Dev-Bootstrap/Images",
        "Dev/AcceptanceTests",
        "Dev/IntegrationTests",
        "Qa-Bootstrap/eu-central-1.Images",
        "Qa-Bootstrap/eu-west-1.Images",
        "Qa/AcceptanceTests",
        "Qa/eu-central-1.IntegrationTests",
        "Qa/eu-west-1.IntegrationTests",
        "Tests/InfrastructureTests",
        "Tests/LambdaTests",
    ]


def test_production_runs_no_acceptance_tests_which_would_leave_reports_behind(assembly: CloudAssembly) -> None:
    names = [each["Name"] for actions in stages(assembly, "production").values() for each in actions]
    assert [name for name in names if "Acceptance" in name] == []
    assert [name for name in names if "Integration" in name] != []


def test_the_integration_tests_are_told_every_output_that_they_read(assembly: CloudAssembly) -> None:
    actions = [each for actions in stages(assembly, "development").values() for each in actions]
    tests = [each for each in actions if each["Name"].endswith("IntegrationTests")]
    assert len(tests) == 3
    for each in tests:
        assert sorted(variables(each)) == sorted(TEST_VARIABLES)


def test_the_acceptance_tests_of_qa_are_told_apis_and_status_of_both_regions_alone(assembly: CloudAssembly) -> None:
    (tests,) = [each for each in stages(assembly, "development")["Qa"] if each["Name"] == "AcceptanceTests"]
    assert variables(tests) == ["API_URL", "STATUS_URL", "API_URL_EU_WEST_1", "STATUS_URL_EU_WEST_1"]


def test_the_overridden_commands_are_those_that_run(assembly: CloudAssembly) -> None:
    specs = [json.loads(each["Source"]["BuildSpec"]) for each in projects(assembly) if "BuildSpec" in each["Source"]]
    commands = [command for spec in specs for command in spec["phases"].get("build", {}).get("commands", [])]
    assert "(cd examples/services-python && .venv/bin/python -m pytest tests/lambda)" in commands
    assert [command for command in commands if command.startswith("npm run")] == []


def projects(assembly: CloudAssembly) -> list[Any]:
    """The CodeBuild projects whose buildspec is in the template."""
    found = resources(assembly, "services-python-development", "AWS::CodeBuild::Project")
    return [each for each in found if str(each["Source"].get("BuildSpec", "")).startswith("{")]


def test_the_images_step_is_the_projects_own_and_may_push_to_two_repositories_alone(assembly: CloudAssembly) -> None:
    policies = resources(assembly, "services-python-development", "AWS::IAM::Policy")
    texts = [text for text in map(json.dumps, policies) if "ecr:PutImage" in text]
    shared = "arn:aws:ecr:eu-central-1:111122223333:repository/services-python-images"
    assert [sorted(set(re.findall('arn:aws:ecr:[^"]+', text))) for text in texts] == [
        [shared, "arn:aws:ecr:eu-central-1:222233334444:repository/services-python-dev-reports"],
        [shared, "arn:aws:ecr:eu-central-1:333344445555:repository/services-python-qa-reports"],
        [shared, "arn:aws:ecr:eu-west-1:333344445555:repository/services-python-qa-reports"],
    ]


def test_the_app_has_stores_access_and_pipelines_and_no_stack_that_cdk_added(assembly: CloudAssembly) -> None:
    # The dash in the project's name leaves open where the stage's begins, so that these have a hash.
    assert sorted(re.sub("-[0-9a-f]{8}$", "-<hash>", stack.stack_name) for stack in assembly.stacks) == [
        "services-python-branches",
        "services-python-development",
        "services-python-production",
        "trunkline-access-services-python-dev-<hash>",
        "trunkline-access-services-python-prod-<hash>",
        "trunkline-access-services-python-qa-<hash>",
        "trunkline-artifacts-eu-central-1",
        "trunkline-artifacts-eu-west-1",
    ]


def test_it_gives_no_reason_for_a_warning_of_the_library(assembly: CloudAssembly) -> None:
    files = Path(assembly.directory).glob("*.json")
    assert [file.name for file in files if "[ack: cdk-trunkline:" in file.read_text()] == []


def test_it_needs_nothing_looked_up(assembly: CloudAssembly) -> None:
    # From the file: the manifest has values that do not pass through jsii.
    assert json.loads((Path(assembly.directory) / "manifest.json").read_text()).get("missing", []) == []


def test_it_is_the_same_when_synthesized_again(assembly: CloudAssembly, new_app: Callable[..., App]) -> None:
    app = new_app()
    add_services(app)
    again = app.synth()
    for stack in assembly.stacks:
        assert again.get_stack_by_name(stack.stack_name).template == stack.template
