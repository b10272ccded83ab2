"""The physical names that two parts must agree on before either is deployed, and the image's tag."""

from pathlib import Path

from aws_cdk import FileSystem

PROJECT_FOLDER = Path(__file__).resolve().parent.parent

SHARED_REPOSITORY_NAME = "services-python-images"
"""The repository in the toolchain account: images are built once, into this one, for all stages."""

BASE_IMAGE = "public.ecr.aws/docker/library/python:3.12-slim"
"""The base of all images. Builds take it from here alone, so that the image's tag covers it."""

COMPILED = ["__pycache__", "*.pyc"]
"""What Python leaves beside the sources. It must not count: templates would differ once the tests have run."""


def repository_name(stage_name: str) -> str:
    """The repository of one stage's account, which the stage's services pull from."""
    return f"services-python-{stage_name}-reports"


def image_tag() -> str:
    """The image's tag, computed from all that the image is made of: the container's folder and the base.

    An unchanged container is neither built nor deployed anew, and synthesizing twice gives the same templates.
    """
    folder = str(PROJECT_FOLDER / "container")
    return FileSystem.fingerprint(folder, exclude=COMPILED, extra_hash=BASE_IMAGE)[:16]
