"""What a report says about orders; pure."""

import re
from typing import Iterable

AMOUNT = re.compile(r"-?\d+", re.ASCII)


def summarize(files: Iterable[str]) -> dict[str, int]:
    """Counts and adds up the orders of CSV files with the columns date, customer, cents (first line: headings)."""
    cents = [
        _amount(line, file_number, line_number)
        for file_number, text in enumerate(files, start=1)
        for line_number, line in enumerate(text.split("\n"), start=1)
        if line_number > 1 and line.strip()
    ]
    return {"orders": len(cents), "totalCents": sum(cents)}


def months_of(period: str) -> list[str]:
    """The months whose orders a report covers."""
    return [period] if "-" in period else [f"{period}-{month:02}" for month in range(1, 13)]


def _amount(line: str, file_number: int, line_number: int) -> int:
    columns = line.strip().split(",")
    amount = columns[2] if len(columns) > 2 else ""
    if not AMOUNT.fullmatch(amount):
        raise ValueError(f'File {file_number}, line {line_number}: "{amount}" is not an amount in cents.')
    return int(amount)
