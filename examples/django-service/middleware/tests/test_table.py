"""How the matrix ends: what was skipped is no failure, but where all has to run, something must have passed."""

import sys
import unittest


@unittest.skipUnless(sys.version_info >= (3, 7), "the matrix itself needs a newer Python")
class ExitCode(unittest.TestCase):
    def ends(self, results, complete):
        from tests.table import Row, exit_code

        return exit_code([Row("1.8", "", result) for result in results], complete)

    def test_a_failure_is_one(self):
        for complete in (False, True):
            self.assertEqual(self.ends(["passed", "failed", "skipped"], complete), 1)

    def test_rows_that_this_machine_cannot_run_are_none(self):
        for complete in (False, True):
            self.assertEqual(self.ends(["skipped", "passed"], complete), 0)

    def test_nothing_that_passed_is_one_where_all_has_to_run(self):
        for results in ([], ["skipped", "skipped"]):
            self.assertEqual(self.ends(results, False), 0)
            self.assertEqual(self.ends(results, True), 1)
