"""What is written about the code agrees with the code: the types beside it, and the README's table."""

import ast
import io
import os
import re
import sys
import unittest

import compatible_middleware
from tests import test_differences

PACKAGE = os.path.dirname(compatible_middleware.__file__)
README = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "README.md")


def functions(file):
    """The functions and public methods of a file, each with the names of its arguments and how many have a default."""
    with io.open(os.path.join(PACKAGE, file), encoding="utf-8") as source:
        tree = ast.parse(source.read())
    found = {}
    for owner in ast.walk(tree):
        # Functions within functions are nobody's to call.
        for node in getattr(owner, "body", []) if not isinstance(owner, (ast.Lambda, ast.IfExp)) else []:
            if "Function" not in type(node).__name__ or "Function" in type(owner).__name__:
                continue
            if node.name.startswith("_") and not node.name.endswith("__"):
                continue
            name = "%s.%s" % (owner.name, node.name) if isinstance(owner, ast.ClassDef) else node.name
            found[name] = ([argument.arg for argument in node.args.args], len(node.args.defaults))
    return found


class Documents(unittest.TestCase):
    @unittest.skipUnless(sys.version_info >= (3, 6), "Python 2.7 cannot read the types")
    def test_types_name_what_the_code_has(self):
        typed = sorted(file for file in os.listdir(PACKAGE) if file.endswith(".pyi"))
        self.assertEqual([file[:-1] for file in typed], sorted(f for f in os.listdir(PACKAGE) if f.endswith(".py")))
        for file in typed:
            code = functions(file[:-1])
            self.assertEqual(functions(file), code, file)
        self.assertTrue(os.path.exists(os.path.join(PACKAGE, "py.typed")))

    def test_readme_names_the_test_of_each_difference(self):
        with io.open(README, encoding="utf-8") as readme:
            named = set(re.findall(r"`(test_\w+)`", readme.read()))
        self.assertEqual(named, {name for name in vars(test_differences.Differences) if name.startswith("test_")})
