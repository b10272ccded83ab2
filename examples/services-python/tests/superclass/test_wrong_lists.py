"""A tuple or a generator where a list has to be: jsii fails in the middle of the hook, and says neither where nor why.

What is synthesized after that is not to be trusted, so that each of these has a process of its own.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]

PROGRAM = """
from aws_cdk import App
from tests.superclass.conftest import CONFIG
from tests.superclass.shop import pipeline_with
app = App(outdir={outdir!r}, context={{"config": CONFIG}})
pipeline_with(app, {{"lambda_test_commands": lambda self, context: {answer}}})
app.synth()
"""


def synthesize(answer: str, outdir: Path) -> subprocess.CompletedProcess[str]:
    """A program whose hook for the commands of the Lambda tests returns this."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(answer=answer, outdir=str(outdir))],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("answer", "kind"), [('("pytest",)', "tuple"), ('(each for each in ["pytest"])', "generator")]
)
def test_the_program_ends_with_an_error_and_nothing_is_synthesized(answer: str, kind: str, tmp_path: Path) -> None:
    ran = synthesize(answer, tmp_path)
    assert ran.returncode == 1
    assert f"AttributeError: type object '{kind}' has no attribute '__jsii_type__'" in ran.stderr
    assert not (tmp_path / "manifest.json").exists()


def test_a_list_is_synthesized(tmp_path: Path) -> None:
    ran = synthesize('["pytest"]', tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "manifest.json").exists()
