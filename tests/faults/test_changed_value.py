"""Change one value in a table: the page shows the new number, and nbval turns red and names chapter and cell."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from support import copy_of_book, run_in

CHAPTER = "withdrawal_logistics"
# The last count of departures, which the chapter's standfirst quotes.
TABLE, MEASURE, DATE = "withdrawal/drawdown.csv", "total_departed", "2023-12-11"


def change_value(data: Path) -> tuple[str, str]:
    """Add 7 to the count and return it before and after, as the book writes it."""
    path = data / TABLE
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (row,) = [row for row in rows if row["measure"] == MEASURE and row["date"] == DATE]
    before = int(row["value"])
    row["value"] = str(before + 7)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return f"{before:,}", f"{before + 7:,}"


def test_page_follows_and_nbval_turns_red(tmp_path: Path) -> None:
    copy = copy_of_book(tmp_path, CHAPTER)
    page = copy / "_build" / "html" / "book" / f"{CHAPTER}.html"

    built = run_in(copy, "leaving_mali.publishing.build")
    assert built.returncode == 0, built.stdout[-2000:]
    first = page.read_text(encoding="utf-8")

    before, after = change_value(copy / "data")
    assert f">{before}<" in first and f">{after}<" not in first
    rebuilt = run_in(copy, "leaving_mali.publishing.build")
    assert rebuilt.returncode == 0, rebuilt.stdout[-2000:]
    second = page.read_text(encoding="utf-8")
    assert f">{after}<" in second and f">{before}<" not in second

    compared = run_in(
        copy, "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-q", "tests/notebooks"
    )
    assert compared.returncode == 1
    assert re.search(rf"FAILED tests/notebooks/{CHAPTER}\.ipynb::Cell \d+", compared.stdout), compared.stdout[-2000:]
    assert after in compared.stdout
