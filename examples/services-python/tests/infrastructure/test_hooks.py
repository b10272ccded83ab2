"""That every hook which the project means to override is one."""

import inspect

import pytest
from cdk_trunkline import GenericPipelineStack

from services.project_pipeline_stack import ProjectPipelineStack


def misspelt_hooks(pipeline: type[GenericPipelineStack]) -> list[str]:
    """The public methods of a pipeline that override none of the superclass, and which nobody will ever call."""
    own = [name for name, member in vars(pipeline).items() if inspect.isfunction(member) and name[0] != "_"]
    return [name for name in own if not hasattr(GenericPipelineStack, name)]


def test_every_public_method_overrides_one_of_the_superclass() -> None:
    assert misspelt_hooks(ProjectPipelineStack) == []


@pytest.mark.parametrize("name", ["lambdaTests", "lamda_tests", "acceptance_test"])
def test_a_name_that_is_no_hook_is_noticed(name: str) -> None:
    wrong = type("Wrong", (ProjectPipelineStack,), {name: lambda self, context: None})
    assert misspelt_hooks(wrong) == [name]
