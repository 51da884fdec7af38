"""Check the dataset and write it out in the forms that others use: CSV zip, Parquet, DuckDB, SQLite, Excel."""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import sqlite3
import sys
import zipfile
from pathlib import Path
from typing import Any

from leaving_mali import checks, tables
from leaving_mali.tables import DataError

NAME = "leaving-mali"
# Archives carry this time instead of the clock's, so that the same data give the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SQL_TYPES = {"integer": "BIGINT", "year": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}


def export(folder: Path, checked: bool = False) -> list[Path]:
    """Write every form of the dataset into a folder, replacing what is there, and return the files.

    Args:
        folder: where to; its parent is made if it does not exist.
        checked: whether the caller has run `checks.require` already.

    All forms hold the same columns in the same order. Dates stay text as in the CSV files (their
    length is their precision) and lists stay text with semicolons; numbers and booleans are typed.

    Raises:
        DataError: the dataset breaks its contract; the folder is left as it was.
    """
    if not checked:
        checks.require()
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    resources = tables.dictionary()["resources"]
    contents = {resource["name"]: _typed(resource) for resource in resources}
    _csv_zip(fresh / f"{NAME}-csv.zip")
    _csv_files(fresh / "csv", resources)
    _parquet(fresh / "parquet", resources, contents)
    _duckdb(fresh / f"{NAME}.duckdb", resources)
    _sqlite(fresh / f"{NAME}.sqlite", resources, contents)
    _workbook(fresh / f"{NAME}.xlsx", resources, contents)
    files = sorted(path for path in fresh.rglob("*") if path.is_file())
    summed = [path for path in files if path.suffix != ".duckdb"]  # see _duckdb
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(fresh).as_posix()}" for path in summed]
    (fresh / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return [folder / path.relative_to(fresh) for path in files] + [folder / "SHA256SUMS"]


def _typed(resource: dict[str, Any]) -> list[list[Any]]:
    """Return a table's rows with numbers and booleans as Python values and everything else as text or None."""
    convert = {"integer": int, "year": int, "number": float, "boolean": lambda cell: cell == "true"}
    kinds = [convert.get(field["type"], str) for field in resource["schema"]["fields"]]
    _, rows = tables.read_cells(resource)
    return [[kind(cell) if cell else None for kind, cell in zip(kinds, row, strict=True)] for row in rows]


def _csv_zip(path: Path) -> None:
    data = tables.data_folder()
    files = sorted(file for file in data.rglob("*") if file.suffix in (".csv", ".yaml", ".md"))
    with zipfile.ZipFile(path, "w") as archive:
        for file in files:
            _add(archive, f"{NAME}/{file.relative_to(data).as_posix()}", file.read_bytes())


def _csv_files(folder: Path, resources: list[dict]) -> None:
    """Copy each table under its own name, for people who want one alone."""
    folder.mkdir()
    for resource in resources:
        shutil.copyfile(tables.data_folder() / resource["path"], folder / f"{resource['name']}.csv")


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def _parquet(folder: Path, resources: list[dict], contents: dict[str, list[list[Any]]]) -> None:
    import pyarrow
    import pyarrow.parquet

    types = {
        "integer": pyarrow.int64(),
        "year": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
    }
    folder.mkdir()
    for resource in resources:
        fields = resource["schema"]["fields"]
        columns = list(zip(*contents[resource["name"]], strict=True))
        arrays = [
            pyarrow.array(column, types.get(field["type"], pyarrow.string()))
            for column, field in zip(columns, fields, strict=True)
        ]
        schema = pyarrow.schema(
            [
                pyarrow.field(
                    field["name"],
                    array.type,
                    metadata={"description": field["description"], "unit": field.get("unit", "")},
                )
                for field, array in zip(fields, arrays, strict=True)
            ]
        )
        pyarrow.parquet.write_table(
            pyarrow.Table.from_arrays(arrays, schema=schema), folder / f"{resource['name']}.parquet"
        )


def _duckdb(path: Path, resources: list[dict]) -> None:
    """Write the DuckDB file: the one form whose bytes differ from run to run (docs/decisions/0004), not its content."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as base:
        # Small blocks: many small tables would otherwise take a quarter of a megabyte each.
        base.execute(f"ATTACH '{path.as_posix()}' AS dataset (BLOCK_SIZE 16384)")
        base.execute("USE dataset")
        for resource in resources:
            base.execute(_create(resource))
            parquet = path.parent / "parquet" / f"{resource['name']}.parquet"
            base.execute(f'INSERT INTO "{resource["name"]}" SELECT * FROM read_parquet(?)', [str(parquet)])
        base.execute("USE memory")
        base.execute("DETACH dataset")


def _sqlite(path: Path, resources: list[dict], contents: dict[str, list[list[Any]]]) -> None:
    with sqlite3.connect(path) as base:
        for resource in resources:
            base.execute(_create(resource))
            places = ", ".join("?" * len(resource["schema"]["fields"]))
            base.executemany(f'INSERT INTO "{resource["name"]}" VALUES ({places})', contents[resource["name"]])
    base.close()


def _create(resource: dict[str, Any]) -> str:
    columns = ", ".join(
        f'"{field["name"]}" {_SQL_TYPES.get(field["type"], "VARCHAR")}' for field in resource["schema"]["fields"]
    )
    return f'CREATE TABLE "{resource["name"]}" ({columns})'


def _workbook(path: Path, resources: list[dict], contents: dict[str, list[list[Any]]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    readme = book.create_sheet("README")
    for line in (
        [tables.dictionary()["title"]],
        [tables.dictionary()["description"].strip()],
        ["Licence: CC BY 4.0 but where a table's entry says otherwise. Every row names its sources (sheet sources)."],
        [],
        ["Sheet", "Table", "A row is", "Rows", "Licence"],
    ):
        readme.append(line)
    sheets = {resource["name"]: resource["name"][:31] for resource in resources}
    for resource in resources:
        name = resource["name"]
        readme.append([sheets[name], resource["title"], resource["row"], len(contents[name]), resource["licence"]])
    for resource in resources:
        sheet = book.create_sheet(sheets[resource["name"]])
        sheet.append([field["name"] for field in resource["schema"]["fields"]])
        for row in contents[resource["name"]]:
            sheet.append(row)
    draft = path.with_suffix(".draft")
    book.save(draft)
    _without_clock(draft, path)
    draft.unlink()


def _without_clock(draft: Path, path: Path) -> None:
    """Copy an Excel file with the times of its making taken out."""
    with zipfile.ZipFile(draft) as made, zipfile.ZipFile(path, "w") as kept:
        for name in sorted(made.namelist()):
            content = made.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content)
            _add(kept, name, content)


def main() -> int:
    """Check the dataset and export it; print what is wrong and return 1 if it breaks its contract."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="_build/data", type=Path, help="where to (default: _build/data)")
    folder = parser.parse_args().folder
    try:
        files = export(folder)
    except DataError as error:
        print(f"Nothing was exported.\n{error}", file=sys.stderr)
        return 1
    print(f"data: {len(tables.names())} tables whole; {len(files)} files in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
