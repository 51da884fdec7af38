"""Form and types (our reader), then constraints, keys and foreign keys (frictionless)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from leaving_mali import tables
from leaving_mali.tables import DataError, Problem


def form_problems(resources: list[dict]) -> Iterator[Problem]:
    """Yield what the reader itself refuses in each table."""
    for resource in resources:
        try:
            tables.load(resource["name"])
        except DataError as error:
            yield from error.problems


def problems(resources: list[dict]) -> Iterator[Problem]:
    """Yield what frictionless finds: constraints, keys and foreign keys."""
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
