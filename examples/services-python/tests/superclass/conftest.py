"""Apps with a small configuration, for tests of the superclass itself; a project of yours needs none of them."""

import copy
from typing import Any, Callable

import pytest
from aws_cdk import App

CONFIG: dict[str, Any] = {
    "owner": "acme",
    "repo": "shop",
    "connection_arn": "arn:aws:codeconnections:eu-central-1:111111111111:connection/0f1e2d3c-0000-4000-8000-000000000000",
    "development_branch": "develop",
    "production_branch": "main",
    "accounts": {
        "tooling": {"account": "111111111111", "region": "eu-central-1"},
        "dev": {"account": "222222222222", "region": "eu-central-1"},
        "qa": {"account": "333333333333", "regions": ["eu-central-1", "us-east-1"]},
        "prod": {"account": "444444444444", "region": "eu-central-1"},
    },
}


@pytest.fixture(scope="session")
def config() -> Callable[[], dict[str, Any]]:
    """Context `config`; a copy each time."""
    return lambda: copy.deepcopy(CONFIG)


@pytest.fixture(scope="session")
def new_app(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., App]:
    """Makes an app; what is given replaces keys of the configuration."""

    def make(**changes: Any) -> App:
        return App(outdir=str(tmp_path_factory.mktemp("cdk.out")), context={"config": {**CONFIG, **changes}})

    return make
