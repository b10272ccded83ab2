"""The matrix's table: a line for each release and Python, and below it why something is not there."""

from dataclasses import dataclass, field

HEAD = ("Django", "Python", "result", "tests", "MIDDLEWARE_CLASSES", "MIDDLEWARE", "ASGI", "")


@dataclass
class Row:
    """What became of one release on one Python."""

    django: str
    python: str
    result: str
    tests: int = 0
    worlds: list = field(default_factory=list)
    """Setting, whether ASGI, kind of hooks, and why it is missing or None, as `worlds.py` has them."""
    words: str = ""

    def cells(self) -> tuple:
        columns = [
            self._hooks("MIDDLEWARE_CLASSES", False),
            self._hooks("MIDDLEWARE", False),
            self._hooks("MIDDLEWARE", True),
        ]
        return (self.django, self.python, self.result, str(self.tests or ""), *columns, self.words)

    def _hooks(self, setting: str, asgi: bool) -> str:
        """The kinds of hooks that ran there."""
        kinds = [
            hooks for its, is_asgi, hooks, missing in self.worlds if (its, is_asgi) == (setting, asgi) and not missing
        ]
        return ", ".join(kinds) or ("-" if self.worlds else "")


def exit_code(rows: "list[Row]", complete: bool) -> int:
    """1 where something failed, or where nothing passed although all that can run has to; otherwise 0."""
    results = [row.result for row in rows]
    return 1 if "failed" in results or (complete and "passed" not in results) else 0


def table(rows: "list[Row]") -> str:
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    printed = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines]
    reasons = sorted({world[3] for row in rows for world in row.worlds if world[3]})
    counts = [
        "%d %s" % (sum(row.result == result for row in rows), result) for result in ("passed", "failed", "skipped")
    ]
    return "\n".join([*printed, "", *("%s." % reason for reason in reasons), ", ".join(counts) + "."])
