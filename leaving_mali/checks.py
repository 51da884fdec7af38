"""Hold the dataset to its dictionary: form, types, keys, references and sense, before anything is built."""

from __future__ import annotations

import datetime
import functools
import itertools
import json
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from leaving_mali import cross_checks, tables
from leaving_mali.tables import DataError, Problem

_PRECISION = {4: "year", 7: "month", 10: "day", 0: "unknown"}
_FORMULA_START = ("=", "+", "-", "@", "\t")
_MARKUP = re.compile(r"<[A-Za-z/!]|&[a-z]+;|&#\d+;")


def problems(names: Collection[str] = ()) -> list[Problem]:
    """Return every fault in the dataset, an empty list if it is whole.

    Args:
        names: check these tables alone (what they point to in others is still looked up); all if empty.

    The order of work: the dictionary itself, then the form and the types of each file
    (`tables.load`), then the generic contract (types, constraints, keys, foreign keys) by
    frictionless, then what the generic contract cannot say (sources, places, units, bounds,
    dates, text) and where the tables contradict each other (`cross_checks`). A later stage runs
    only when the earlier ones found nothing, so that one fault is reported once, where it is.
    """
    try:
        resources = [
            resource for resource in tables.dictionary()["resources"] if not names or resource["name"] in names
        ]
    except DataError as error:
        return error.problems
    for stage in (_dictionary_problems, _form_problems, _contract_problems, _sense_problems):
        found = list(stage(resources))
        if found:
            return sorted(set(found))
    return []


def require() -> None:
    """Raise `DataError` with every fault in the dataset, if there is one."""
    found = problems()
    if found:
        raise DataError(found)


# --- the dictionary ---------------------------------------------------------------------------


def _dictionary_problems(resources: list[dict]) -> Iterator[Problem]:
    content = tables.dictionary()
    units, warnings = set(content.get("units", [])), set(content.get("usage_warnings", {}))
    file = "datapackage.yaml"
    described = {resource["path"] for resource in content["resources"]}
    for path in sorted(tables.data_folder().rglob("*.csv")):
        relative = path.relative_to(tables.data_folder()).as_posix()
        if relative not in described:
            yield Problem(
                relative, 0, "", "a table that the dictionary does not describe", "an entry in datapackage.yaml"
            )
    for resource in resources:
        name = resource["name"]
        for needed in ("title", "row", "description", "coverage", "completeness", "chapters", "licence"):
            if needed not in resource:
                yield Problem(file, 0, name, f"no {needed}", f"every table says its {needed}")
        for warning in resource.get("usage_warnings", []):
            if warning not in warnings:
                yield Problem(file, 0, name, warning, f"a usage warning: {', '.join(sorted(warnings))}")
        for field in resource["schema"]["fields"]:
            label = f"{name}.{field['name']}"
            if not field.get("description"):
                yield Problem(file, 0, label, "no description", "every field says what it means")
            unit = field.get("unit")
            if unit and unit not in units:
                yield Problem(file, 0, label, unit, f"a unit: {', '.join(sorted(units))}")
            if field["type"] in ("number", "integer") and not unit and not field.get("unit_field"):
                yield Problem(file, 0, label, "no unit", "a number has a `unit` or a `unit_field`")


# --- form and types ---------------------------------------------------------------------------


def _form_problems(resources: list[dict]) -> Iterator[Problem]:
    for resource in resources:
        try:
            tables.load(resource["name"])
        except DataError as error:
            yield from error.problems


# --- the generic contract ---------------------------------------------------------------------


def _contract_problems(resources: list[dict]) -> Iterator[Problem]:
    from frictionless import Package, system  # half a second to import: only where it is needed

    # frictionless changes the descriptor that it is given, so it gets a copy of its own.
    wanted = [resource["name"] for resource in resources]
    pointed_to = {
        key["reference"]["resource"] for resource in resources for key in resource["schema"].get("foreignKeys", [])
    }
    kept = [resource for resource in tables.dictionary()["resources"] if resource["name"] in {*wanted, *pointed_to}]
    descriptor = json.loads(json.dumps({**tables.dictionary(), "resources": kept}))
    with system.use_context(trusted=True):
        package = Package.from_descriptor(descriptor, basepath=str(tables.data_folder()))
        report = package.validate(limit_errors=200)
    by_path = {resource["path"]: resource for resource in resources}
    for error in report.errors:
        yield Problem("datapackage.yaml", 0, "", error.message, "a valid data package")
    for task in report.tasks:
        if task.place not in by_path:
            continue
        resource = by_path[task.place]
        fields = {field["name"]: field for field in resource.get("schema", {}).get("fields", [])}
        for error in task.errors:
            row, name = getattr(error, "row_number", 0) or 0, getattr(error, "field_name", "") or ""
            cell = getattr(error, "cell", None)
            if error.type in ("primary-key", "foreign-key"):
                schema = resource["schema"]
                name = schema["primaryKey"] if error.type == "primary-key" else ", ".join(error.field_names)
                cell = _cell(resource, row, name.split(", ")[0])
            yield Problem(
                task.place, row, name, str(cell if cell is not None else error.note), _allowed(error, fields.get(name))
            )


def _cell(resource: dict, line: int, name: str) -> str:
    header, rows = tables.read_cells(resource)
    return rows[line - 2][header.index(name)]


def _allowed(error: Any, field: dict | None) -> str:
    if error.type == "constraint-error" and field:
        constraints = field.get("constraints", {})
        for name, wording in (
            ("enum", "one of {}"),
            ("pattern", "text of the form {}"),
            ("minimum", "{} or more"),
            ("maximum", "{} or less"),
        ):
            if f'"{name}"' in error.note:
                given = constraints[name]
                return wording.format(", ".join(map(str, given)) if isinstance(given, list) else given)
        if '"required"' in error.note:
            return "a value (the field is required)"
    if error.type == "unique-error" or error.type == "primary-key":
        return "a value that no other row has"
    if error.type == "foreign-key":
        return "a key of the table that the field points to"
    return error.note


# --- sense ------------------------------------------------------------------------------------

# The kinds of field that point to a registry, and the registry.
_REGISTRIES = {"source_list": "sources", "place": "places"}


def _sense_problems(resources: list[dict]) -> Iterator[Problem]:
    registries = {kind: _keys(table) for kind, table in _REGISTRIES.items() if table in tables.names()}
    for resource in resources:
        header, rows = tables.read_cells(resource)
        for check in (_text, _dates, _bounds, _units, _country_codes, _unique_keys):
            yield from check(resource, header, rows)
        yield from _references(resource, header, rows, registries)
    yield from _coordinates()
    for check in cross_checks.CHECKS:
        yield from check()


def _keys(table: str) -> set[str]:
    _, rows = tables.read_cells(tables.describe(table))
    return {row[0] for row in rows}


def _columns(resource: dict, *kinds: str) -> Iterator[tuple[int, dict]]:
    for position, field in enumerate(resource["schema"]["fields"]):
        if field.get("kind") in kinds:
            yield position, field


def _text(resource: dict, header: list[str], rows: list[list[str]]) -> Iterator[Problem]:
    for position, field in enumerate(resource["schema"]["fields"]):
        if field["type"] != "string":
            continue
        for line, row in enumerate(rows, start=2):
            cell = row[position]
            if not cell:
                continue
            if not cell.isprintable():
                yield Problem(resource["path"], line, field["name"], cell, "text without control characters")
            if cell != cell.strip():
                yield Problem(resource["path"], line, field["name"], cell, "text without blanks at its ends")
            if cell.startswith(_FORMULA_START):
                yield Problem(
                    resource["path"], line, field["name"], cell, "text that no spreadsheet reads as a formula"
                )
            if _MARKUP.search(cell):
                yield Problem(resource["path"], line, field["name"], cell, "plain text, no HTML")


def _dates(resource: dict, header: list[str], rows: list[list[str]]) -> Iterator[Problem]:
    coverage = resource.get("coverage", {})
    first, last = str(coverage.get("from", "1945")), str(coverage.get("to", "2100"))
    for position, field in _columns(resource, "imprecise_date"):
        name = field["name"]
        neighbour = f"{name}_precision" if f"{name}_precision" in header else f"{name.removesuffix('_date')}_precision"
        for line, row in enumerate(rows, start=2):
            cell = row[position]
            if neighbour in header:
                said = row[header.index(neighbour)]
                fits = said in (_PRECISION[len(cell)], "") if not cell else said == _PRECISION[len(cell)]
                if not fits:
                    yield Problem(
                        resource["path"], line, neighbour, said, f"{_PRECISION[len(cell)]}, for the {name} {cell!r}"
                    )
            if cell and not field.get("outside_coverage"):
                length = min(len(cell), len(first)), min(len(cell), len(last))
                if cell[: length[0]] < first[: length[0]] or cell[: length[1]] > last[: length[1]]:
                    yield Problem(
                        resource["path"], line, name, cell, f"a date from {first} to {last} (the table's coverage)"
                    )
            if cell and cell > datetime.date.today().isoformat() and not field.get("may_lie_ahead"):
                yield Problem(resource["path"], line, name, cell, "a date that has passed")


def _bounds(resource: dict, header: list[str], rows: list[list[str]]) -> Iterator[Problem]:
    for stem in [name.removesuffix("_low") for name in header if name.endswith("_low")]:
        places = [header.index(name) for name in (f"{stem}_low", stem, f"{stem}_high") if name in header]
        for line, row in enumerate(rows, start=2):
            given = [(header[place], row[place]) for place in places if row[place]]
            for (low_name, low), (high_name, high) in itertools.pairwise(given):
                if float(low) > float(high):
                    yield Problem(resource["path"], line, low_name, low, f"at most {high_name}, which is {high}")


def _units(resource: dict, header: list[str], rows: list[list[str]]) -> Iterator[Problem]:
    allowed = set(tables.dictionary().get("units", []))
    for position, field in _columns(resource, "unit"):
        for line, row in enumerate(rows, start=2):
            if row[position] and row[position] not in allowed:
                yield Problem(
                    resource["path"], line, field["name"], row[position], f"a unit: {', '.join(sorted(allowed))}"
                )


def _country_codes(resource: dict, header: list[str], rows: list[list[str]]) -> Iterator[Problem]:
    for position, field in _columns(resource, "iso3", "iso3_list"):
        for line, row in enumerate(rows, start=2):
            for code in filter(None, row[position].split(";")):
                if code not in iso3_codes() and code not in field.get("also", {}):
                    yield Problem(resource["path"], line, field["name"], code, "an ISO 3166-1 alpha-3 code")


@functools.cache
def iso3_codes() -> frozenset[str]:
    """Return the alpha-3 codes of ISO 3166-1 and the withdrawn ones of ISO 3166-3 (from pycountry)."""
    import pycountry

    return frozenset(country.alpha_3 for country in [*pycountry.countries, *pycountry.historic_countries])


def _unique_keys(resource: dict, header: list[str], rows: list[list[str]]) -> Iterator[Problem]:
    for key in resource["schema"].get("uniqueKeys", []):
        places = [header.index(name) for name in key]
        seen: dict[tuple, int] = {}
        for line, row in enumerate(rows, start=2):
            values = tuple(row[place] for place in places)
            if values in seen:
                yield Problem(
                    resource["path"],
                    line,
                    ", ".join(key),
                    " | ".join(values),
                    f"a combination that no other row has (line {seen[values]} has it)",
                )
            seen.setdefault(values, line)


def _references(
    resource: dict, header: list[str], rows: list[list[str]], registries: dict[str, set]
) -> Iterator[Problem]:
    for position, field in _columns(resource, *registries):
        known = registries[field["kind"]]
        table = _REGISTRIES[field["kind"]]
        for line, row in enumerate(rows, start=2):
            for key in filter(None, row[position].split(";")):
                if key not in known:
                    yield Problem(resource["path"], line, field["name"], key, f"a key of the table {table}")


# Mali's borders with a margin of about ten kilometres (Natural Earth, 1:50 million).
_MALI_BOX = {"lat": (10.0, 25.1), "lon": (-12.4, 4.4)}


def _coordinates() -> Iterator[Problem]:
    if "places" not in tables.names():
        return
    resource = tables.describe("places")
    header, rows = tables.read_cells(resource)
    for line, row in enumerate(rows, start=2):
        cells = dict(zip(header, row, strict=True))
        if bool(cells["lat"]) != bool(cells["lon"]):
            yield Problem(resource["path"], line, "lat", cells["lat"], "a latitude and a longitude, or neither")
        for axis, (low, high) in _MALI_BOX.items():
            if cells["country_iso3"] == "MLI" and cells[axis] and not low <= float(cells[axis]) <= high:
                yield Problem(resource["path"], line, axis, cells[axis], f"{low} to {high} for a place in Mali")


def main() -> int:
    """Check the dataset and print what is wrong; return 1 if anything is."""
    found = problems()
    if found:
        print(DataError(found), file=sys.stderr)
        return 1
    print(f"data: {len(tables.names())} tables whole, in {Path(tables.data_folder()).name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
