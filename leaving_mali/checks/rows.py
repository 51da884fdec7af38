"""Rows of a table as text with their line numbers, and what the checks across tables share."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from leaving_mali import tables
from leaving_mali.tables import Problem


@dataclass(frozen=True)
class Row:
    """One row of a table as text, with the line it stands on."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, field: str) -> str:
        return self.cells[field]

    def number(self, field: str) -> float | None:
        """Return the cell as a number, None if it is empty."""
        return float(self.cells[field]) if self.cells[field] else None

    def total(self, *fields: str) -> float:
        """Return the sum of some cells, empty ones as nothing."""
        return sum(self.number(field) or 0 for field in fields)

    def span(self) -> tuple[float, float]:
        """Return what the value may be: from and to, the value twice where there are no bounds."""
        value = self.number("value")
        low, high = self.number("value_low"), self.number("value_high")
        least = low if low is not None else -math.inf if value is None else value
        most = high if high is not None else math.inf if value is None else value
        return least, most

    def problem(self, field: str, allowed: str) -> Problem:
        """Return the fault of one cell of this row."""
        return Problem(self.file, self.line, field, self.cells[field], allowed)


def rows(table: str, **equals: str | Iterable[str]) -> list[Row]:
    """Return the rows of a table whose cells equal the text given, or one of the texts, in file order."""
    if table not in tables.names():
        return []
    resource = tables.describe(table)
    header, lines = tables.read_cells(resource)
    found = [
        Row(resource["path"], number, dict(zip(header, cells, strict=True)))
        for number, cells in enumerate(lines, start=2)
    ]
    for field, wanted in equals.items():
        allowed = {wanted} if isinstance(wanted, str) else set(wanted)
        found = [row for row in found if row[field] in allowed]
    return found


def field(table: str, name: str) -> dict[str, Any]:
    """Return a field of the dictionary, an empty one if the dataset has no such table."""
    if table not in tables.names():
        return {}
    return next(field for field in tables.describe(table)["schema"]["fields"] if field["name"] == name)


def noted(row: Row, figure: str) -> bool:
    """Return whether the note of a row gives a figure, with or without thousands separators."""
    return re.search(rf"(?<!\d){re.escape(figure)}(?!\d)", row["note"].replace(",", "")) is not None


def plain(number: float) -> str:
    """Return a number as the tables write it: no exponent, no empty decimals."""
    return str(int(number)) if number == int(number) else str(number)


def either(values: Iterable[str]) -> str:
    """Return what may stand in a cell: the values in order, or that none may."""
    return " or ".join(sorted(values)) or "nothing"


def same_time(one: str, other: str) -> bool:
    """Return whether two dates agree as far as the less precise one goes."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def days_apart(one: str, other: str) -> float:
    """Return the days between two dates, infinity unless both are known to the day."""
    if not len(one) == len(other) == 10:
        return math.inf
    return abs((datetime.date.fromisoformat(one) - datetime.date.fromisoformat(other)).days)
