"""Makes build/venv, with all that the service runs on, of the Python that runs this."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / "build" / "venv"
PIP = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet"]


def is_of_this_python() -> bool:
    """Whether the folder is there, and of this Python; `venv` alone would leave another's in place."""
    try:
        command = [str(VENV / "bin" / "python"), "-c", "import sys; print(sys.version)"]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip() == sys.version.strip()
    except OSError:
        return False


for command in (
    [sys.executable, "-m", "venv", *([] if is_of_this_python() else ["--clear"]), str(VENV)],
    [*PIP, "--require-hashes", "--only-binary", ":all:", "--requirement", "service/requirements.txt"],
    [*PIP, "--no-deps", "--no-build-isolation", "./middleware"],
):
    ended = subprocess.run(command, cwd=PROJECT, check=False)
    # What failed has said why.
    if ended.returncode != 0:
        sys.exit(ended.returncode)
