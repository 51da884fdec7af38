"""The dataset holds to its dictionary; a failure names the table, the field or the source."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from leaving_mali import checks, sources, tables

TABLES = tables.names()
FIELDS = [(name, field["name"]) for name in TABLES for field in tables.describe(name)["schema"]["fields"]]
SHARED_TEXT = ("row_id", "source_ids")


def test_no_problem_is_found() -> None:
    assert [str(problem) for problem in checks.problems()] == []


def test_frictionless_finds_the_package_valid() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("frictionless")), "validate", "data/datapackage.yaml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("name", TABLES)
def test_table_loads_typed(name: str) -> None:
    frame = tables.load(name)
    assert len(frame) > 0
    assert frame.attrs["table"] == name
    assert list(frame.columns) == [field["name"] for field in tables.describe(name)["schema"]["fields"]]
    assert frame.columns[0] == tables.key_of(name)
    assert frame.iloc[:, 0].is_unique


@pytest.mark.parametrize("name", TABLES)
def test_row_ids_name_their_table(name: str) -> None:
    if tables.key_of(name) == "row_id":
        assert {tables.table_of(row_id) for row_id in tables.load(name)["row_id"]} == {name}


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=[f"{name}.{field}" for name, field in FIELDS])
def test_field_is_used(name: str, field: str) -> None:
    column = tables.load(name)[field]
    filled = column.map(bool) if column.dtype == object else column.notna()
    assert filled.any(), "a field that is empty in every row says nothing: drop it"


@pytest.mark.parametrize("name", TABLES)
def test_shared_fields_read_alike(name: str) -> None:
    own = {field["name"]: field["description"] for field in tables.describe(name)["schema"]["fields"]}
    first = {field["name"]: field["description"] for field in tables.describe("drawdown")["schema"]["fields"]}
    for field in SHARED_TEXT:
        if field in own and tables.key_of(name) == "row_id":
            assert own[field] == first[field]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_source(name: str) -> None:
    frame = tables.load(name)
    if name == "sources":
        assert ((frame["url"].notna()) | (frame["symbol_or_doi"].notna())).all()
    else:
        assert frame["source_ids"].map(len).min() > 0


def test_every_source_is_used() -> None:
    used = {source for name in TABLES if name != "sources" for ids in tables.load(name)["source_ids"] for source in ids}
    assert sorted(set(sources.registry()) - used) == []
