"""Starts the service for real, with the settings of production, and runs the acceptance tests against it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

PROJECT = Path(__file__).resolve().parents[2]
ACCEPTANCE = PROJECT / "test" / "acceptance"
CONFIG = json.loads((PROJECT / "cdk.json").read_text())

START_SECONDS = 60

GOOD = {
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "127.0.0.1",
    # The table that is delivered.
    "REDIRECTS": json.dumps(CONFIG["context"]["redirects"]),
    "WORKERS": "1",
}


def environment(**variables: str) -> dict[str, str]:
    """What the machine needs, and nothing of the service but what is given."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "STATIC_ROOT": os.environ["STATIC_ROOT"], **variables}


def gunicorn(**options) -> subprocess.Popen:
    """Starts gunicorn with the Python that runs the tests."""
    command = [sys.executable, "-m", "gunicorn", "signpost.wsgi"]
    return subprocess.Popen(command, cwd=PROJECT / "service", **options)


def free_address() -> str:
    """Host and port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


@contextmanager
def running(**variables: str) -> Iterator[tuple[str, "TemporaryFile"]]:
    """A running service: its address, and the file that its log goes to."""
    address = free_address()
    with TemporaryFile("w+") as log:
        settings = environment(**{**GOOD, "BIND": address, **variables})
        process = gunicorn(env=settings, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until_healthy(process, f"http://{address}/health", log)
            yield f"http://{address}", log
        finally:
            process.terminate()
            process.wait(30)


def wait_until_healthy(process: subprocess.Popen, url: str, log) -> None:
    """Waits for an answer. Raises AssertionError with the log where the process ends or stays silent."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url, timeout=5):
                return
        except HTTPError as error:
            # It runs, and is not healthy: for the tests to find.
            error.close()
            return
        except (URLError, OSError):
            time.sleep(0.1)
    log.seek(0)
    raise AssertionError(f"The service did not come up:\n{log.read()}")


def accept(url: str) -> tuple[int, str]:
    """Runs the acceptance tests as the pipeline does."""
    command = [sys.executable, "-m", "unittest", "discover", "--start-directory", str(ACCEPTANCE)]
    variables = {name: value for name, value in os.environ.items() if not name.startswith("SERVICE_URL")}
    variables.update({"SERVICE_URL": url} if url else {})
    ended = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120, check=False)
    return ended.returncode, ended.stderr
