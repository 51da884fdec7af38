"""What a data package cannot say: references, units, bounds, dates, places and plain text make sense."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

from leaving_mali import tables
from leaving_mali.tables import Problem

_PRECISION = {4: "year", 7: "month", 10: "day", 0: "unknown"}
_FORMULA_START = ("=", "+", "-", "@", "\t")
_MARKUP = re.compile(r"<[A-Za-z/!]|&[a-z]+;|&#\d+;")


# The kinds of field that point to a registry, and the registry.
_REGISTRIES = {"source_list": "sources", "place": "places"}


def problems(resources: list[dict]) -> Iterator[Problem]:
    """Yield cells that are well-formed and still make no sense."""
    registries = {kind: _keys(table) for kind, table in _REGISTRIES.items() if table in tables.names()}
    for resource in resources:
        header, rows = tables.read_cells(resource)
        for check in (_text, _dates, _bounds, _units, _country_codes, _unique_keys):
            yield from check(resource, header, rows)
        yield from _references(resource, header, rows, registries)
    yield from _coordinates()


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
    # The dataset's own date, not the clock's: what is valid today must be valid on any machine.
    made = str(tables.dictionary()["created"])[:10]
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
            if cell > made and not field.get("may_lie_ahead"):
                allowed = f"a date up to {made}, the dataset's own (`created` in datapackage.yaml)"
                yield Problem(resource["path"], line, name, cell, allowed)


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
