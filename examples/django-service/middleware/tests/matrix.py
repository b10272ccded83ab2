"""Runs the tests on real releases of Django, and prints a table of what ran and what was skipped and why.

    python3 tests/matrix.py                 each release on the oldest and the newest Python that can run it
    python3 tests/matrix.py --every         each release on every Python that can run it
    python3 tests/matrix.py --only 1.8 5.2  these releases alone

The releases come from PyPI and are kept in ../build/middleware; `--fresh` asks PyPI again. Ends with 0 when all that
ran passed, with 1 when something failed or could not be installed, with 2 when called wrongly. With
TRUNKLINE_TESTS_COMPLETE=1 it ends with 1 where nothing passed, too. Needs Python 3.9 or newer, and pip for one of the
Pythons.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys

from interpreters import Interpreter, interpreters
from releases import RELEASES, Release
from table import Row, exit_code, table

MIDDLEWARE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(os.path.dirname(MIDDLEWARE), "build", "middleware")

ASK = """
import json, sys, django, compatible_middleware, tests.worlds
for module, folder in zip((django, compatible_middleware), sys.argv[1:]):
    assert module.__file__.startswith(folder), module.__file__
worlds = [(world.setting, world.asgi, world.hooks, world.missing) for world in tests.worlds.WORLDS]
print(json.dumps([django.get_version(), worlds]))
"""
"""Asked of each Python, in words that 2.7 knows: the release that is really imported, and the worlds that it has."""


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    if options.fresh:
        shutil.rmtree(BUILD, ignore_errors=True)
    pythons = interpreters()
    say("Pythons: %s" % ", ".join(python.version for python in pythons.values()))
    pip = next((python for python in reversed(list(pythons.values())) if python.has_pip), None)
    if pip is None:
        say("No Python of this machine has pip. Install it, on Debian with: apt-get install python3-pip")
        return 1
    package = os.path.join(BUILD, "package")
    shutil.rmtree(package, ignore_errors=True)
    problem = install(pip, package, ["--no-deps", MIDDLEWARE])
    if problem:
        say("The package %s" % problem)
        return 1
    rows = []
    for release in RELEASES:
        if options.only and release.series not in options.only:
            continue
        able = release.pythons(list(pythons))
        if not able:
            why = "needs Python %s, which this machine has none of" % ", ".join(release.supported + release.beyond)
            rows.append(Row(release.series, "", "skipped", words=why))
        for minor in able if options.every else dict.fromkeys(able[:1] + able[-1:]):
            rows.append(run(release, pythons[minor], pip, package, options.verbose))
            say("%s on %s: %s" % (rows[-1].django, rows[-1].python, rows[-1].result))
    print(table(rows))
    return exit_code(rows, os.environ.get("TRUNKLINE_TESTS_COMPLETE") == "1")


def parse(arguments: list[str]) -> argparse.Namespace:
    series = [release.series for release in RELEASES]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", action="store_true", help="run each release on every Python that can run it")
    parser.add_argument(
        "--only", nargs="+", choices=series, metavar="RELEASE", help="run these alone, of: %s" % ", ".join(series)
    )
    parser.add_argument("--fresh", action="store_true", help="install everything again")
    parser.add_argument("--verbose", action="store_true", help="print each test, with the reason of what was skipped")
    return parser.parse_args(arguments)


def run(release: Release, python: Interpreter, pip: Interpreter, package: str, verbose: bool) -> Row:
    """The tests on one release and one Python."""
    folder = os.path.join(BUILD, "django-%s-python-%s" % (release.series, python.minor))
    problem = install_release(release, python, pip, folder)
    if problem:
        return Row(release.series, python.version, "failed", words=problem)
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([folder, package]), PYTHONDONTWRITEBYTECODE="1")
    asked = python_says(python, ["-c", ASK, folder, package], environment)
    if asked.returncode:
        return Row(release.series, python.version, "failed", words="cannot be read: %s" % last_line(asked.stdout))
    django, worlds = json.loads(last_line(asked.stdout))
    tests = python_says(python, ["-m", "unittest", "discover", "-v", "-s", "tests", "-t", "."], environment)
    if verbose or tests.returncode:
        say(tests.stdout)
    # Counted by line: releases of Python differ in whether a skipped test is one that ran.
    passed = len(re.findall(r"(?:\.\.\. |^)ok$", tests.stdout, re.MULTILINE))
    good = tests.returncode == 0 and passed > 0
    return Row(django, python.version, "passed" if good else "failed", passed, worlds, release.note(python.minor))


def python_says(python: Interpreter, arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        # -s: nothing of the user's own packages.
        [python.executable, "-s", *arguments],
        cwd=MIDDLEWARE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
    )


def install_release(release: Release, python: Interpreter, pip: Interpreter, folder: str) -> "str | None":
    """Puts the release into the folder, unless it is there. What went wrong, or None."""
    done = os.path.join(folder, "installed")
    if os.path.exists(done):
        return None
    shutil.rmtree(folder, ignore_errors=True)
    if python.has_pip:
        problem = install(python, folder, [release.requirement])
    else:
        # Another Python's pip can do it too: Django and what it needs are pure Python.
        foreign = ["--python-version", python.minor, "--only-binary", ":all:"]
        problem = install(pip, folder, [*foreign, release.requirement])
    if problem is None:
        open(done, "w").close()
    return problem


def install(pip: Interpreter, folder: str, what: list[str]) -> "str | None":
    """Installs into the folder. What went wrong, or None."""
    command = [pip.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--target", folder, *what]
    installed = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return "cannot be installed: %s" % last_line(installed.stdout) if installed.returncode else None


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["nothing was said"])[-1]


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
