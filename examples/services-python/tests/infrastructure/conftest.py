"""Apps with the context of the project's own cdk.json, and what they synthesize to."""

import copy
import json
from pathlib import Path
from typing import Any, Callable, Optional

import pytest
from aws_cdk import App
from aws_cdk.cx_api import CloudAssembly

from services.services_app import add_services

CONTEXT = json.loads((Path(__file__).parents[2] / "cdk.json").read_text())["context"]


@pytest.fixture(scope="session")
def project_config() -> Callable[[], dict[str, Any]]:
    """The context `config` of cdk.json; a copy each time."""
    return lambda: copy.deepcopy(CONTEXT["config"])


@pytest.fixture(scope="session")
def new_app(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., App]:
    """Makes an app, with another configuration where one is given, and of a feature branch where one is."""

    def make(config: Optional[dict[str, Any]] = None, branch: Optional[str] = None) -> App:
        context = {**CONTEXT, **({} if config is None else {"config": config})}
        if branch is not None:
            context["branch"] = branch
        return App(outdir=str(tmp_path_factory.mktemp("cdk.out")), context=context)

    return make


@pytest.fixture(scope="session")
def assembly(new_app: Callable[..., App]) -> CloudAssembly:
    """The whole app."""
    app = new_app()
    add_services(app)
    return app.synth()
