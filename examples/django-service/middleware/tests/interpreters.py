"""The Pythons of this machine, one of each minor version."""

import glob
import os
import shutil
import subprocess

MINORS = ["2.7"] + ["3.%d" % minor for minor in range(4, 20)]

ASK = "import platform, sys; print('%d.%d %s' % (sys.version_info[0], sys.version_info[1], platform.python_version()))"


class Interpreter:
    """One Python: `minor` such as 3.9, `version` such as 3.9.18."""

    def __init__(self, executable: str, minor: str, version: str) -> None:
        self.executable = executable
        self.minor = minor
        self.version = version
        # Debian's Pythons, for one, come without it.
        self.has_pip = _silently([executable, "-m", "pip", "--version"]) is not None


def interpreters() -> dict[str, Interpreter]:
    """Every Python that answers, by minor version, oldest first: from the PATH, then from pyenv."""
    found: dict[str, Interpreter] = {}
    for candidate in _candidates():
        # A shim of pyenv for a version that is not switched on does not answer.
        said = _silently([candidate, "-c", ASK])
        if said is None:
            continue
        minor, version = said.split()
        if minor in MINORS and minor not in found:
            found[minor] = Interpreter(candidate, minor, version)
    return {minor: found[minor] for minor in MINORS if minor in found}


def _candidates() -> list[str]:
    on_path = [shutil.which("python" + version) for version in [*MINORS, "3", ""]]
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    return [path for path in on_path if path] + sorted(glob.glob(os.path.join(pyenv, "versions", "*", "bin", "python")))


def _silently(command: list[str]) -> "str | None":
    """What the command prints, or None where it fails."""
    try:
        return subprocess.run(command, capture_output=True, check=True, text=True, timeout=60).stdout
    except (OSError, subprocess.SubprocessError):
        return None
