"""Where nothing may be skipped, a container that cannot be built here is a failure, and elsewhere it is said."""

import os
import subprocess
import sys
import unittest

from live_service import PROJECT


def container_tests(complete: str) -> subprocess.CompletedProcess:
    """Runs the tests of the container with no program on the PATH, buildah among them."""
    command = [sys.executable, "-m", "unittest", "discover", "--start-directory", str(PROJECT / "test" / "container")]
    variables = {**os.environ, "PATH": "/no-such-folder", "TRUNKLINE_TESTS_COMPLETE": complete}
    return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120, check=False)


class CompleteTest(unittest.TestCase):
    def test_without_buildah_the_container_is_skipped(self):
        for complete in ("", "0"):
            ended = container_tests(complete)
            # 5, "no tests ran", is how Python 3.12.0 and 3.12.1 end where all was skipped.
            self.assertIn(ended.returncode, (0, 5), ended.stderr)
            self.assertIn("skipped=2", ended.stderr)

    def test_that_is_a_failure_where_all_has_to_run(self):
        ended = container_tests("1")
        self.assertNotEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("there is no buildah on this machine", ended.stderr)


if __name__ == "__main__":
    unittest.main()
