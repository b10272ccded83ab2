"""Calls the deployed API of a stage, in each of its regions, and holds it to its contract.

Needs API_URL in the environment, and STATUS_URL beside it; API_URL_<REGION> and STATUS_URL_<REGION> for further
regions.
"""

import os
import re

import pytest

from tests.acceptance.contract import CONTRACT, Api

APIS = {name: url for name, url in os.environ.items() if re.fullmatch(r"API_URL(_[A-Z0-9_]+)?", name)}


def test_an_api_is_named_by_API_URL() -> None:
    hint = "Set API_URL to the output ApiUrl of the stage, such as https://<id>.execute-api.<region>.amazonaws.com/v1/."
    assert "API_URL" in APIS, hint


@pytest.mark.parametrize("name", APIS)
def test_a_status_is_named_beside_each_api(name: str) -> None:
    assert _status(name) in os.environ, f"Set {_status(name)} to the output StatusUrl of the stage."


@pytest.mark.parametrize("name", APIS)
@pytest.mark.parametrize("promise", CONTRACT)
def test_the_deployed_api_keeps_its_promise(name: str, promise: str) -> None:
    CONTRACT[promise](Api(APIS[name], os.environ[_status(name)], patience_s=300, interval_s=5))


def _status(api: str) -> str:
    return api.replace("API", "STATUS")
