"""The container, built by buildah and run for real, with the acceptance tests against it.

It is built on BASE_IMAGE where that is given, and otherwise on an image that is made here of this machine's Python: the
combo itself is in a registry of AWS. What a machine cannot do is said, and skipped.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT / "test" / "live"), str(Path(__file__).resolve().parent)]

import base_image  # noqa: E402
from live_service import GOOD, accept, free_address, wait_until_healthy  # noqa: E402

IMAGE = "localhost/django-service:test"
BASE = "localhost/django-service-base:test"
BUILD_SECONDS = 600


def why_not() -> str:
    if shutil.which("buildah") is None:
        return "there is no buildah on this machine"
    return "" if os.environ.get("BASE_IMAGE") else base_image.lacking()


@unittest.skipIf(why_not() and os.environ.get("TRUNKLINE_TESTS_COMPLETE") != "1", f"skipped: {why_not()}")
class ContainerTest(unittest.TestCase):
    folder: str

    @classmethod
    def setUpClass(cls) -> None:
        if why_not():
            raise AssertionError(f"Nothing may be skipped here, and {why_not()}.")
        # A storage of its own, so that nothing stays behind, and nothing of the machine's is changed.
        cls.folder = tempfile.mkdtemp(prefix="django-service-container-")
        cls.addClassCleanup(cls.remove)
        base = os.environ.get("BASE_IMAGE")
        if not base:
            base = cls.make_base()
        arguments = ["--build-arg", f"BASE_IMAGE={base}", "--tag", IMAGE]
        ignored = ["--ignorefile", "container/Dockerfile.dockerignore"]
        cls.buildah("build", "--isolation", "chroot", *ignored, "--file", "container/Dockerfile", *arguments, ".")
        cls.container = cls.buildah("from", IMAGE).strip()

    @classmethod
    def make_base(cls) -> str:
        root = Path(cls.folder) / "root"
        root.mkdir()
        base_image.make_root(root)
        container = cls.buildah("from", "scratch").strip()
        cls.buildah("copy", container, str(root), "/")
        variables = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
        # Where a proxy stands before the package index, its certificate is among the machine's.
        variables.update({"PIP_CERT": base_image.certificates()} if base_image.certificates() else {})
        for name, value in variables.items():
            cls.buildah("config", "--env", f"{name}={value}", container)
        cls.buildah("commit", "--rm", container, BASE)
        shutil.rmtree(root)
        return BASE

    @classmethod
    def command(cls, *arguments: str) -> list[str]:
        storage = ["--root", f"{cls.folder}/storage", "--runroot", f"{cls.folder}/run", "--storage-driver", "vfs"]
        return ["buildah", *storage, *arguments]

    @classmethod
    def buildah(cls, *arguments: str) -> str:
        ended = subprocess.run(
            cls.command(*arguments), cwd=PROJECT, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False
        )
        if ended.returncode != 0:
            raise AssertionError(f"buildah {' '.join(arguments)}:\n{ended.stdout}\n{ended.stderr}")
        return ended.stdout

    @classmethod
    def remove(cls) -> None:
        subprocess.run(cls.command("rm", "--all"), capture_output=True, check=False)
        shutil.rmtree(cls.folder, ignore_errors=True)

    def inside(self, *command: str, **variables: str) -> list[str]:
        """The command line that runs a command in the container, as its user."""
        settings = [part for name, value in variables.items() for part in ("--env", f"{name}={value}")]
        return self.command("run", "--isolation", "chroot", *settings, self.container, "--", *command)

    def test_it_runs_as_nobody_in_particular_and_holds_what_it_serves_alone(self):
        look = (
            "import os; print(os.getuid(), os.getgid(), sorted(os.listdir('/app')), os.path.exists('/tmp/middleware'))"
        )
        told = subprocess.run(self.inside("python3", "-c", look), capture_output=True, text=True, check=False)
        files = ["gunicorn.conf.py", "manage.py", "requirements.txt", "signpost", "static-files"]
        self.assertEqual(told.stdout.strip(), f"10001 10001 {files} False", told.stderr)
        tests = "import os; print(os.path.exists('/app/signpost/tests'), os.access('/app', os.W_OK))"
        told = subprocess.run(self.inside("python3", "-c", tests), capture_output=True, text=True, check=False)
        self.assertEqual(told.stdout.strip(), "False False", told.stderr)
        packages = [
            "/opt/venv/bin/python",
            "-c",
            "from importlib.metadata import distributions; print(sorted(each.name for each in distributions()))",
        ]
        told = subprocess.run(self.inside(*packages), capture_output=True, text=True, check=False)
        # What made a wheel has no part in serving.
        self.assertIn("'compatible-middleware'", told.stdout, told.stderr)
        self.assertNotIn("flit", told.stdout)

    def test_it_starts_and_is_accepted(self):
        address = free_address()
        told, log = self.run_service(address, {**GOOD, "BIND": address})
        self.assertEqual(told[0], 0, f"{told[1]}\n{log}")
        self.assertIn("Ran 5 tests", told[1])
        self.assertIn('"GET /health HTTP/1.1" 200', log)

    def run_service(self, address: str, settings: dict[str, str]):
        # The command of the image, which `buildah run` does not take by itself.
        command = json.loads(self.buildah("inspect", self.container))["OCIv1"]["config"]["Cmd"]
        with tempfile.TemporaryFile("w+") as log:
            process = subprocess.Popen(
                self.inside(*command, **settings),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                wait_until_healthy(process, f"http://{address}/health", log)
                told = accept(f"http://{address}")
            finally:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(30)
            log.seek(0)
            return told, log.read()


if __name__ == "__main__":
    unittest.main()
