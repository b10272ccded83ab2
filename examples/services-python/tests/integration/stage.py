"""What an integration test is told about the stage: its name and place, and the outputs of its stacks."""

from typing import Mapping

from services.test_variables import TEST_VARIABLES

VARIABLES = ("STAGE_NAME", "STAGE_ACCOUNT", "STAGE_REGION", *TEST_VARIABLES)


def read_stage(environment: Mapping[str, str]) -> dict[str, str]:
    """Reads all variables. Raises one error that names every variable that is missing."""
    missing = [name for name in VARIABLES if not environment.get(name)]
    if missing:
        raise LookupError(
            f"The integration tests miss {', '.join(missing)} in their environment. The pipeline sets them; to run the "
            "tests elsewhere, take the values from the outputs of the stage's stacks (`aws cloudformation "
            "describe-stacks`)."
        )
    return {name: environment[name] for name in VARIABLES}
