"""The snippets of data/README.md run on the exported files and find rows."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from leaving_mali import export

TEXT = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
SQL = re.findall(r"```sql\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the dataset exported as `make data` does."""
    folder = tmp_path_factory.mktemp("readme")
    export.export(folder / "_build" / "data", checked=True)
    return folder


def test_every_way_in_is_shown() -> None:
    assert len(PYTHON) == 3 and len(SQL) == 3 and "```r\n" in TEXT


@pytest.mark.parametrize("code", PYTHON, ids=["pandas", "package", "duckdb"])
def test_python_runs(folder: Path, code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"\d", done.stdout)


@pytest.mark.parametrize("query", SQL, ids=["claims by verdict", "rows on one source", "rows by party"])
def test_sql_runs(folder: Path, query: str) -> None:
    with sqlite3.connect(folder / "_build" / "data" / "leaving-mali.sqlite") as base:
        rows = base.execute(query).fetchall()
    assert rows and all(count for *_, count in rows)
