"""The dictionary itself is whole: every table and field described, every number with a unit."""

from __future__ import annotations

from collections.abc import Iterator

from leaving_mali import tables
from leaving_mali.tables import Problem


def problems(resources: list[dict]) -> Iterator[Problem]:
    """Yield tables, fields and numbers that the dictionary does not describe as it should."""
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
    if not content.get("created"):
        yield Problem(file, 0, "created", "no date", "the day of the dataset, which no row may lie after")
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
