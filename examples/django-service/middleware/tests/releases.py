"""The releases of Django that the matrix runs, and the Pythons that can run each."""

from dataclasses import dataclass


@dataclass
class Release:
    """A series such as 1.8, or the newest there is."""

    series: str
    supported: list
    """The Pythons that Django's documentation names."""
    beyond: list
    """Those that it does not name, but on which the tests pass."""

    @property
    def requirement(self) -> str:
        """What pip is asked for: the last patch of the series, or, for the newest, whatever there is."""
        return "Django" if self.series == "newest" else "Django~=%s.0" % self.series

    def pythons(self, found: list) -> list:
        """Those of the found Pythons that can run it, oldest first. The newest is what pip gives the newest Python."""
        if self.series == "newest":
            return found[-1:]
        return [minor for minor in found if minor in self.supported + self.beyond]

    def note(self, minor: str) -> str:
        return "Django does not name this Python" if minor in self.beyond else ""


def release(series: str, supported: str = "", beyond: str = "") -> Release:
    return Release(series, supported.split(), beyond.split())


RELEASES = [
    release("1.8", "2.7 3.2 3.3 3.4 3.5", "3.6 3.7 3.8 3.9"),
    release("1.9", "2.7 3.4 3.5", "3.6 3.7 3.8 3.9"),
    release("1.10", "2.7 3.4 3.5", "3.6 3.7 3.8 3.9"),
    release("1.11", "2.7 3.4 3.5 3.6 3.7", "3.8 3.9"),
    release("2.0", "3.4 3.5 3.6 3.7", "3.8 3.9"),
    release("2.1", "3.5 3.6 3.7", "3.8 3.9"),
    release("2.2", "3.5 3.6 3.7 3.8 3.9"),
    release("3.0", "3.6 3.7 3.8 3.9"),
    release("3.1", "3.6 3.7 3.8 3.9"),
    release("3.2", "3.6 3.7 3.8 3.9 3.10"),
    release("4.0", "3.8 3.9 3.10"),
    release("4.1", "3.8 3.9 3.10 3.11"),
    release("4.2", "3.8 3.9 3.10 3.11 3.12"),
    release("5.0", "3.10 3.11 3.12"),
    release("5.1", "3.10 3.11 3.12 3.13"),
    release("5.2", "3.10 3.11 3.12 3.13 3.14"),
    release("6.0", "3.12 3.13 3.14"),
    release("newest"),
]
