"""The only reader of CSV: what it returns, and what it refuses with which words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

from leaving_mali import tables
from leaving_mali.tables import DataError

FIELDS = [
    {"name": "row_id", "type": "string", "constraints": {"required": True}},
    {"name": "date", "type": "string", "kind": "imprecise_date"},
    {"name": "value", "type": "number"},
    {"name": "people", "type": "integer"},
    {"name": "found", "type": "boolean"},
    {"name": "source_ids", "type": "string", "kind": "source_list"},
]
HEADER = "row_id,date,value,people,found,source_ids"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset of one small table, whose file the test writes."""
    resource = {"name": "small", "path": "small.csv", "schema": {"primaryKey": "row_id", "fields": FIELDS}}
    (tmp_path / "datapackage.yaml").write_text(yaml.safe_dump({"resources": [resource]}), encoding="utf-8")
    monkeypatch.setenv("LEAVING_MALI_DATA", str(tmp_path))
    return tmp_path / "small.csv"


def test_types(small: Path) -> None:
    small.write_text(f"{HEADER}\nsmall-1,2023-07,1.5,12,true,a;b\nsmall-2,,,,,c\n", encoding="utf-8")
    frame = tables.load("small")
    assert frame["date"].iloc[0] == pd.Timestamp("2023-07-01")
    assert pd.isna(frame["date"].iloc[1])
    assert frame["value"].dtype == "float64" and frame["people"].dtype == "Int64" and frame["found"].dtype == "boolean"
    assert list(frame["source_ids"]) == [("a", "b"), ("c",)]


REFUSED = {
    "unknown column": (f"{HEADER},extra\nsmall-1,,,,,a,x\n", "line 1, column extra"),
    "missing column": ("row_id,date,value,people,found\nsmall-1,,,,\n", "column source_ids: found 'no such column'"),
    "columns in another order": (f"{HEADER.replace('row_id,date', 'date,row_id')}\n", "the order row_id, date"),
    "too few cells": (f"{HEADER}\nsmall-1,,\n", "line 2: found '3 cells'; allowed: 6 cells a row"),
    "too many cells": (f"{HEADER}\nsmall-1,,,,,a,b\n", "line 2: found '7 cells'"),
    "text in a number": (f"{HEADER}\nsmall-1,,many,,,a\n", "line 2, column value: found 'many'; allowed: a number"),
    "thousands separator": (f'{HEADER}\nsmall-1,,"1,500",,,a\n', "line 2, column value: found '1,500'"),
    "fraction in an integer": (
        f"{HEADER}\nsmall-1,,,1.5,,a\n",
        "line 2, column people: found '1.5'; allowed: a whole number",
    ),
    "day that does not exist": (f"{HEADER}\nsmall-1,2023-02-30,,,,a\n", "line 2, column date: found '2023-02-30'"),
    "date in another form": (f"{HEADER}\nsmall-1,30/06/2023,,,,a\n", "YYYY-MM-DD, YYYY-MM or YYYY"),
    "yes for true": (f"{HEADER}\nsmall-1,,,,yes,a\n", "allowed: true or false"),
    "empty required cell": (f"{HEADER}\n,,,,,a\n", "line 2, column row_id: found ''; allowed: a value"),
    "line break in a cell": (f'{HEADER}\n"small\n1",,,,,a\n', "line break in a cell"),
    "unclosed quote": (f'{HEADER}\n"small-1,,,,,a\n', "line 2"),
    "not NFC": (f"{HEADER}\nsmall-e\u0301,,,,,a\n", "Unicode form NFC"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_refuses(small: Path, content: str, said: str) -> None:
    small.write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as refusal:
        tables.load("small")
    assert "data/small.csv" in str(refusal.value)
    assert said in str(refusal.value)


BYTES = {
    "byte order mark": (b"\xef\xbb\xbf" + HEADER.encode(), "byte order mark"),
    "Windows line ends": (HEADER.encode() + b"\r\nsmall-1,,,,,a\r\n", "carriage return"),
    "Latin-1": (HEADER.encode() + b"\nM\xe9naka,,,,,a\n", "line 2: found '233'; allowed: UTF-8 text"),
}


@pytest.mark.parametrize(("content", "said"), BYTES.values(), ids=BYTES)
def test_refuses_bytes(small: Path, content: bytes, said: str) -> None:
    small.write_bytes(content)
    with pytest.raises(DataError, match=said):
        tables.load("small")


def test_missing_file_is_named(small: Path) -> None:
    with pytest.raises(DataError, match=r"small\.csv: found 'no such file'"):
        tables.load("small")


def test_unknown_table_lists_those_that_exist(small: Path) -> None:
    with pytest.raises(KeyError, match="no table is called 'large'; there are: small"):
        tables.load("large")


def test_broken_dictionary_names_the_line(small: Path) -> None:
    (small.parent / "datapackage.yaml").write_text("resources:\n  - name: [\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"datapackage\.yaml, line 3"):
        tables.names()


def test_where_takes_parts_of_dates_lists_and_values(small: Path) -> None:
    small.write_text(
        f"{HEADER}\nsmall-1,2023-07-14,1,,,a\nsmall-2,2023-07-20,2,,,a\nsmall-3,,2,,,a\n", encoding="utf-8"
    )
    frame = tables.load("small")
    assert list(tables.where(frame, date="2023-07")["row_id"]) == ["small-1", "small-2"]
    assert list(tables.where(frame, date="2023-07-20", value=2)["row_id"]) == ["small-2"]
    assert list(tables.where(frame, row_id=["small-1", "small-3"])["row_id"]) == ["small-1", "small-3"]
    with pytest.raises(KeyError, match="no column 'measure'"):
        tables.where(frame, measure="x")


@pytest.mark.parametrize(
    ("row_id", "table"),
    [("drawdown-0001", "drawdown"), ("c22-001", "claims"), ("drawdown", "glossary"), ("gao", "places")],
)
def test_table_of_a_row(row_id: str, table: str) -> None:
    assert tables.table_of(row_id) == table


def test_row_that_does_not_exist_has_no_table() -> None:
    with pytest.raises(KeyError, match="no table has a row 'atlantis'"):
        tables.table_of("atlantis")


def test_the_ways_in_are_at_the_top() -> None:
    from leaving_mali import describe, load, sources

    frame = load("drawdown")
    assert describe("drawdown")["title"]
    assert sources.source(frame["source_ids"].iloc[0][0]).citation
