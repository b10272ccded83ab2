"""What is said where the Python is too old: one line, before anything is installed."""

import subprocess
import sys
import unittest

from live_service import PROJECT

SCRIPT = str(PROJECT / "scripts" / "check_python.py")


class PythonTest(unittest.TestCase):
    def check(self, version: str) -> subprocess.CompletedProcess:
        """Runs the script by a Python that says to be of another version."""
        code = f"import runpy, sys; sys.version_info = {version}; runpy.run_path({SCRIPT!r})"
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)

    def test_one_that_is_older_is_told_in_a_line(self):
        ended = self.check("(3, 10, 9)")
        self.assertEqual(ended.returncode, 1)
        self.assertRegex(ended.stderr, r"^django-service needs Python 3\.11 or newer, and .*: PYTHON=\S+ npm start\n$")

    def test_one_that_is_new_enough_is_taken(self):
        self.assertEqual(self.check("(3, 11, 0)").returncode, 0)


if __name__ == "__main__":
    unittest.main()
