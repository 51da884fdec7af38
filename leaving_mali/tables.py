"""Read a table of the dataset as a typed frame; the only reader of its CSV files."""

from __future__ import annotations

import csv
import functools
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
_INTEGER = re.compile(r"-?\d+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?")
_LIST_KINDS = {"list", "iso3_list", "source_list"}


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the data: where it is, what stands there and what may stand there."""

    file: str
    line: int
    field: str
    value: str
    allowed: str

    def __str__(self) -> str:
        place = f"data/{self.file}" + (f", line {self.line}" if self.line else "")
        place += f", column {self.field}" if self.field else ""
        return f"{place}: found {self.value!r}; allowed: {self.allowed}"


class DataError(ValueError):
    """The dataset breaks its own contract; carries every `Problem` found."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(problems)
        count = len(self.problems)
        head = f"{count} problem{'' if count == 1 else 's'} in the data:"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


def data_folder() -> Path:
    """Return the folder of the dataset: `LEAVING_MALI_DATA` if set, else `data/` beside the package."""
    named = os.environ.get("LEAVING_MALI_DATA")
    return Path(named) if named else Path(__file__).resolve().parent.parent / "data"


def dictionary() -> dict[str, Any]:
    """Return `datapackage.yaml`: the description of every table and field.

    Raises:
        DataError: the file is missing or is no YAML mapping with resources.
    """
    path = data_folder() / "datapackage.yaml"
    return _dictionary(path, path.stat().st_mtime_ns if path.exists() else 0)


@functools.lru_cache(maxsize=4)
def _dictionary(path: Path, _mtime: int) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_SafeLoader)
    except FileNotFoundError as error:
        raise DataError([Problem(path.name, 0, "", "no such file", "the dictionary of the dataset")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise DataError([Problem(path.name, line, "", str(error).splitlines()[0], "well-formed YAML")]) from error
    if not isinstance(content, dict) or not content.get("resources"):
        raise DataError([Problem(path.name, 1, "", "no resources", "a mapping with `resources`")])
    return content


# The C loader is the same safe loader, ten times as fast; it builds plain values only.
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def names() -> list[str]:
    """Return the names of all tables, in the dictionary's order."""
    return [resource["name"] for resource in dictionary()["resources"]]


def describe(name: str) -> dict[str, Any]:
    """Return the dictionary entry of one table.

    Raises:
        KeyError: no table has this name; the message lists those that exist.
    """
    for resource in dictionary()["resources"]:
        if resource["name"] == name:
            return resource
    raise KeyError(f"no table is called {name!r}; there are: {', '.join(names())}")


def key_of(name: str) -> str:
    """Return the name of a table's key: its first column, `row_id` but in the registries."""
    return describe(name)["schema"]["primaryKey"]


def table_of(row_id: str) -> str:
    """Return the table that a row id belongs to: what stands before its first hyphen, or the registry that has it.

    Raises:
        KeyError: no table has such a row.
    """
    prefix, hyphen, _ = row_id.partition("-")
    if hyphen and prefix in names():
        return prefix
    for name in names():
        if key_of(name) != "row_id" and row_id in _registry_keys(name, data_folder()):
            return name
    raise KeyError(f"no table has a row {row_id!r}")


@functools.lru_cache(maxsize=32)
def _registry_keys(name: str, _folder: Path) -> frozenset[str]:
    _, rows = read_cells(describe(name))
    return frozenset(row[0] for row in rows)


def address(row_id: str) -> str:
    """Return where a row is shown, from the root of the site (`site:`)."""
    return f"site:rows/{page_of(row_id)}.html#{row_id}"


def anchor(name: str) -> str:
    """Return the anchor of a table on the dataset's page, the codebook."""
    return f"table-{name.replace('_', '-')}"


def codebook_address(name: str) -> str:
    """Return where a table is described, from the root of the site (`site:`)."""
    return f"site:book/reference/data.html#{anchor(name)}"


def page_of(row_id: str) -> str:
    """Return the name of the page that shows a row: its table's, or that of a part of a large table."""
    name = table_of(row_id)
    if not describe(name).get("paged"):
        return name
    return "-".join(row_id.split("-")[:2])


def load(name: str) -> pd.DataFrame:
    """Return one table, typed by the dictionary, in file order, with a plain integer index.

    Columns: `string` -> str, `integer` and `year` -> Int64, `number` -> float64, `boolean` -> boolean,
    imprecise dates -> datetime64 at the first day of the day, month or year (the column's
    `*_precision` neighbour says which), lists (sources, country codes) -> tuples of str.
    `frame.attrs["table"]` holds the table's name.

    Raises:
        KeyError: no table has this name.
        DataError: the file is missing, not UTF-8, or has a column, number, date or list that the
            dictionary does not allow, or an empty cell where a value is required.
    """
    resource = describe(name)
    path = data_folder() / resource["path"]
    header, rows = read_cells(resource)
    problems: list[Problem] = []
    columns: dict[str, Any] = {}
    for position, field in enumerate(resource["schema"]["fields"]):
        cells = [row[position] for row in rows]
        columns[field["name"]] = _typed(cells, field, resource["path"], problems)
    if problems:
        raise DataError(problems)
    frame = pd.DataFrame(columns, columns=header)
    frame.attrs["table"] = name
    frame.attrs["file"] = path.name
    return frame


def where(frame: pd.DataFrame, **equals: Any) -> pd.DataFrame:
    """Return the rows whose columns have these values, in file order.

    A value may be a list of allowed values. A date column takes a day, a month or a year as text and
    keeps the rows that lie in it (`DataFrame.query` compares dates with text wrongly, and says nothing).

    Raises:
        KeyError: the frame has no such column; the message lists those it has.
    """
    keep = pd.Series(True, index=frame.index)
    for name, wanted in equals.items():
        if name not in frame:
            raise KeyError(f"no column {name!r}; there are: {', '.join(frame.columns)}")
        allowed = list(wanted) if isinstance(wanted, (list, tuple, set)) else [wanted]
        column = frame[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            text = column.dt.strftime("%Y-%m-%d").fillna("")
            keep &= text.str.startswith(tuple(allowed))
        else:
            keep &= column.isin(allowed)
    return frame[keep]


def read_cells(resource: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Return the header and the cells of a table as text, after checking the file's form.

    Raises:
        DataError: missing file, not UTF-8, a byte order mark, Windows line ends, a header that
            differs from the dictionary's fields, or a row with too many or too few cells.
    """
    file = resource["path"]
    expected = [field["name"] for field in resource["schema"]["fields"]]
    try:
        text = (data_folder() / file).read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise DataError([Problem(file, 0, "", "no such file", "the file that datapackage.yaml names")]) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DataError([Problem(file, line, "", repr(error.object[error.start]), "UTF-8 text")]) from error
    if text.startswith("\ufeff"):
        raise DataError([Problem(file, 1, "", "byte order mark", "UTF-8 text without one")])
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        raise DataError([Problem(file, line, "", "carriage return", "lines that end in a line feed alone")])
    problems = []
    try:
        reader = csv.reader(text.removesuffix("\n").split("\n"), strict=True)
        lines = []
        for row in reader:
            lines.append(row)
            if reader.line_num != len(lines):
                raise DataError([Problem(file, len(lines), "", "line break in a cell", "cells of one line")])
    except csv.Error as error:
        raise DataError([Problem(file, reader.line_num, "", str(error), "well-formed CSV")]) from error
    header, rows = (lines[0], lines[1:]) if lines else ([], [])
    if header != expected:
        unknown = [column for column in header if column not in expected]
        missing = [column for column in expected if column not in header]
        problems += [
            Problem(file, 1, column, column, f"a field of datapackage.yaml: {', '.join(expected)}")
            for column in unknown
        ]
        problems += [
            Problem(file, 1, column, "no such column", "every field of datapackage.yaml") for column in missing
        ]
        if not problems:
            problems.append(Problem(file, 1, "", ", ".join(header), f"the order {', '.join(expected)}, each once"))
        raise DataError(problems)
    for number, row in enumerate(rows, start=2):
        if len(row) != len(expected):
            problems.append(Problem(file, number, "", f"{len(row)} cells", f"{len(expected)} cells a row"))
    if problems:
        raise DataError(problems)
    return header, rows


def _typed(
    cells: list[str], field: dict[str, Any], file: str, problems: list[Problem]
) -> pd.api.extensions.ExtensionArray:
    """Return one column's values in their type; append a `Problem` for each cell that does not fit."""
    kind, type_, name = field.get("kind"), field["type"], field["name"]
    required = field.get("constraints", {}).get("required", False)

    def refuse(index: int, allowed: str) -> None:
        problems.append(Problem(file, index + 2, name, cells[index], allowed))

    for index, cell in enumerate(cells):
        if cell == "" and required:
            refuse(index, "a value (the field is required)")
        if cell and not cell.isascii() and unicodedata.normalize("NFC", cell) != cell:
            refuse(index, "text in Unicode form NFC")
    if kind == "imprecise_date":
        return pd.to_datetime(
            pd.Series([_first_day(cell, index, refuse) for index, cell in enumerate(cells)], dtype="object")
        ).astype("datetime64[us]")
    if kind in _LIST_KINDS:
        return pd.Series([tuple(cell.split(";")) if cell else () for cell in cells], dtype="object")
    if type_ in ("integer", "year"):
        return pd.array(
            [
                _parsed(cell, index, _INTEGER, int, refuse, "a whole number, plain digits")
                for index, cell in enumerate(cells)
            ],
            dtype="Int64",
        )
    if type_ == "number":
        values = [
            _parsed(cell, index, _NUMBER, float, refuse, "a number, plain digits with a decimal point")
            for index, cell in enumerate(cells)
        ]
        return pd.array([float("nan") if value is None else value for value in values], dtype="float64")
    if type_ == "boolean":
        allowed = {"true": True, "false": False, "": None}
        for index, cell in enumerate(cells):
            if cell not in allowed:
                refuse(index, "true or false")
        return pd.array([allowed.get(cell) for cell in cells], dtype="boolean")
    return pd.array([cell or None for cell in cells], dtype="str")


def _parsed(cell: str, index: int, pattern: re.Pattern, convert: Any, refuse: Any, allowed: str) -> Any:
    if cell == "":
        return None
    if not pattern.fullmatch(cell):
        refuse(index, allowed)
        return None
    return convert(cell)


def _first_day(cell: str, index: int, refuse: Any) -> pd.Timestamp | None:
    if cell == "":
        return None
    match = _DATE.fullmatch(cell)
    try:
        return pd.Timestamp(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else _no_date()
    except ValueError:
        refuse(index, "a date that exists, as YYYY-MM-DD, YYYY-MM or YYYY")
        return None


def _no_date() -> pd.Timestamp:
    raise ValueError("no date")
