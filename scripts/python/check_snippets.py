"""Checks the Python of the documentation: that it compiles, that what it imports is there, and that its overrides
override something, as a misspelt one would be silently ignored. Its argument is a
file with `[{"place": ..., "code": ...}]`."""

import ast
import importlib
import json
import sys

import cdk_trunkline

BASES = {"GenericPipelineStack": cdk_trunkline.GenericPipelineStack}


def mistakes_of(tree: ast.Module) -> list[str]:
    """What a module imports that is not there, and methods that override nothing."""
    mistakes = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("aws_cdk", "cdk_trunkline"):
            module = importlib.import_module(node.module)
            for alias in node.names:
                if not hasattr(module, alias.name) and not is_module(f"{node.module}.{alias.name}"):
                    mistakes.append(f"{node.module} has no {alias.name}")
        if isinstance(node, ast.ClassDef):
            bases = [BASES[base.id] for base in node.bases if isinstance(base, ast.Name) and base.id in BASES]
            mistakes += [f"{node.name}.{name} overrides nothing" for base in bases for name in not_overriding(node, base)]
    return mistakes


def not_overriding(node: ast.ClassDef, base: type) -> list[str]:
    """Public methods that the base does not have."""
    methods = [method.name for method in node.body if isinstance(method, ast.FunctionDef)]
    return [name for name in methods if not name.startswith("_") and not hasattr(base, name)]


def is_module(name: str) -> bool:
    """Whether a name is that of a module."""
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


def check(snippets: list[dict[str, str]]) -> list[str]:
    """All mistakes, by place."""
    found = []
    for snippet in snippets:
        try:
            tree = ast.parse(snippet["code"])
            compile(snippet["code"], snippet["place"], "exec")
        except SyntaxError as error:
            found.append(f"{snippet['place']}: {error.msg} (line {error.lineno} of the block)")
            continue
        found += [f"{snippet['place']}: {mistake}" for mistake in mistakes_of(tree)]
    return found


def prove_that_it_notices() -> None:
    """Ends the program where a mistake of each kind is not found."""
    for code in (
        "def broken(:",
        "from cdk_trunkline import Nothing",
        "class Shop(GenericPipelineStack):\n    def aproval(self, context):\n        return None",
    ):
        if len(check([{"place": "proof", "code": code}])) != 1:
            sys.exit(f"The check of snippets does not notice what is wrong with:\n{code}")


if __name__ == "__main__":
    prove_that_it_notices()
    with open(sys.argv[1], encoding="utf-8") as file:
        MISTAKES = check(json.load(file))
    if MISTAKES:
        sys.exit("\n".join(MISTAKES))
