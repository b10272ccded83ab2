"""The code of the functions: their folder, as it is."""

from aws_cdk.aws_lambda import Runtime
from cdk_trunkline import FunctionCode

from services.names import COMPILED, PROJECT_FOLDER


def function_code(handler: str) -> FunctionCode:
    """The code of the function with this handler, such as `create_report.handler`.

    All functions are one folder: they need nothing but boto3, which the runtime brings.
    """
    return FunctionCode.from_folder(
        str(PROJECT_FOLDER / "functions"), handler=handler, runtime=Runtime.PYTHON_3_12, exclude=COMPILED
    )
