"""What somebody is told whose configuration is wrong: all mistakes together, each with its path."""

from typing import Any, Callable

import pytest
from aws_cdk import App
from cdk_trunkline import AccountProps, PipelineConfig, StageAccessPermissions, StageAccessStack

NewApp = Callable[..., App]

CONNECTION = "arn:aws:codeconnections:eu-central-1:111111111111:connection/0f1e2d3c-0000-4000-8000-000000000000"


def message(ask: Callable[[], Any]) -> list[str]:
    """The lines of the error."""
    with pytest.raises(RuntimeError) as error:
        ask()
    return str(error.value).split("\n")


def test_of_cdk_json(new_app: NewApp, config: Callable[[], dict[str, Any]]) -> None:
    wrong = config()
    wrong["accounts"]["dev"]["account"] = "22222222222"
    wrong["accounts"]["qa"]["regions"] = ["eu-central-1", "eu-nowhere-1"]
    app = new_app(**wrong, pipelnes={})
    assert message(lambda: PipelineConfig.from_context(app)) == [
        'PipelineConfigError: The pipeline configuration (context "config" of cdk.json) has 3 mistakes:',
        '  $.config.accounts.dev.account: "22222222222" has 11 digits; an account number has 12.',
        '  $.config.accounts.qa.regions[1]: there is no region "eu-nowhere-1", as far as this version of aws-cdk-lib '
        "knows.",
        '  $.config.pipelnes: is no key of the configuration; did you mean "pipelines"?',
        "Correct them, then run `npx cdk synth` again.",
    ]


def test_of_props() -> None:
    lines = message(
        lambda: PipelineConfig.from_props(
            owner="acme",
            repo="shop",
            connection_arn=CONNECTION,
            development_branch="develop",
            accounts={
                "tooling": AccountProps(account="111111111111", region="eu-central-1"),
                "dev": AccountProps(account="1", region="somewhere"),
            },
        )
    )
    assert lines[0].startswith("PipelineConfigError: The pipeline configuration (the props of PipelineConfig) has ")
    assert '  props.accounts.dev.account: "1" has 1 digits; an account number has 12.' in lines
    assert lines[-1] == "Correct them, then run `npx cdk synth` again."


def test_of_props_whose_type_is_wrong_is_noticed_before_node_is_asked() -> None:
    with pytest.raises(TypeError, match="argument repo must be str"):
        PipelineConfig.from_props(repo=7, accounts={})


def test_of_a_stage_that_no_pipeline_delivers(new_app: NewApp) -> None:
    app = new_app()
    stages = {"staging": StageAccessPermissions()}
    assert message(lambda: StageAccessStack.for_config(app, PipelineConfig.from_context(app), stages=stages)) == [
        "StageAccessError: StageAccessStack.forConfig:",
        '  `stages` names "staging", but the pipelines of the configuration deliver dev, qa, prod.',
        "Change it, then run `npx cdk synth` again.",
    ]
