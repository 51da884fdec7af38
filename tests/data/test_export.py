"""What `make data` writes: whole, the same in every form, and the same from run to run."""

from __future__ import annotations

import hashlib
import sqlite3
import zipfile
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet
import pytest
from openpyxl import load_workbook

from leaving_mali import export, tables

TABLES = tables.names()
# DuckDB writes a random identifier into every file: docs/decisions/0004-duckdb-bytes.md.
BYTES_DIFFER = {"leaving-mali.duckdb"}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset exported once."""
    folder = tmp_path_factory.mktemp("first") / "data"
    export.export(folder)
    return folder


def plain(value: object) -> object:
    """Return a value as its CSV cell would be read: numbers as numbers, everything else as text, nothing as None."""
    return None if value is None or pd.isna(value) else value


@pytest.mark.parametrize("name", TABLES)
def test_every_form_holds_the_same_rows(exported: Path, name: str) -> None:
    header, rows = tables.read_cells(tables.describe(name))
    parquet = pyarrow.parquet.read_table(exported / "parquet" / f"{name}.parquet")
    expected = [tuple(map(plain, row.values())) for row in parquet.to_pylist()]
    assert parquet.column_names == header and len(expected) == len(rows)
    assert [str(row[0]) for row in expected] == [row[0] for row in rows]
    with duckdb.connect(str(exported / "leaving-mali.duckdb"), read_only=True) as base:
        assert base.execute(f'SELECT * FROM "{name}"').fetchall() == expected
    with sqlite3.connect(exported / "leaving-mali.sqlite") as base:
        found = base.execute(f'SELECT * FROM "{name}"').fetchall()
    assert [tuple(row) for row in found] == expected


def test_workbook_has_a_readme_and_a_sheet_for_every_table(exported: Path) -> None:
    book = load_workbook(exported / "leaving-mali.xlsx", read_only=True)
    assert book.sheetnames == ["README", *(name[:31] for name in TABLES)]
    for name in TABLES:
        sheet = book[name[:31]]
        rows = list(sheet.iter_rows(values_only=True))
        assert len(rows) == len(tables.read_cells(tables.describe(name))[1]) + 1


def test_zip_holds_the_dataset_as_it_is(exported: Path) -> None:
    with zipfile.ZipFile(exported / "leaving-mali-csv.zip") as archive:
        for name in TABLES:
            path = tables.describe(name)["path"]
            assert archive.read(f"leaving-mali/{path}") == (tables.data_folder() / path).read_bytes()


def test_sums_are_those_of_the_files(exported: Path) -> None:
    lines = [line.split("  ", 1) for line in (exported / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    assert {path for _, path in lines} | {"SHA256SUMS"} | BYTES_DIFFER == {
        file.relative_to(exported).as_posix() for file in exported.rglob("*") if file.is_file()
    }
    for digest, path in lines:
        assert hashlib.sha256((exported / path).read_bytes()).hexdigest() == digest


def test_two_runs_give_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    export.export(tmp_path / "data")
    for file in sorted(path.relative_to(exported) for path in exported.rglob("*") if path.is_file()):
        if file.name not in BYTES_DIFFER:
            assert (tmp_path / "data" / file).read_bytes() == (exported / file).read_bytes(), file
