"""The page that the website shows; pure."""

import re
from typing import Iterable

REPORT = re.compile(r"reports/([0-9a-f-]{36})\.json")


def report_ids(keys: Iterable[str]) -> list[str]:
    """The ids of the reports among the keys of a bucket."""
    return sorted(found.group(1) for found in map(REPORT.fullmatch, keys) if found)


def page(ids: Iterable[str]) -> str:
    """The page's HTML. The ids were matched against their pattern, so none needs escaping."""
    items = "".join(f"<li>{id}</li>" for id in ids)
    return f'<!doctype html><html lang="en"><title>Reports</title><h1>Reports</h1><ul>{items}</ul></html>'
