"""The dataset's page, from the dictionary: per table what a row is, fields, coverage, sources, downloads, citation."""

from __future__ import annotations

from collections import Counter
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from leaving_mali import citation, sources, tables
from leaving_mali.publishing.markup import grid, labelled, link, words

_KINDS = {
    "imprecise_date": "date",
    "source_list": "list of sources",
    "iso3_list": "list of countries",
    "iso3": "country",
    "place": "place",
    "unit": "unit",
}


class CodebookDirective(SphinxDirective):
    """``{codebook}``: an overview and a section a table, from `datapackage.yaml`."""

    def run(self) -> list[nodes.Node]:
        """Return the overview table, then one section for each table, in the dictionary's order."""
        resources = tables.dictionary()["resources"]
        overview = [
            [link(resource["title"], tables.codebook_address(resource["name"])), resource["row"],
             f"{len(tables.read_cells(resource)[1]):,}"]
            for resource in resources
        ]  # fmt: skip
        sections = [self._section(resource) for resource in resources]
        return [grid(["Table", "A row is", "Rows"], overview, (30, 60, 10), "overview"), *sections]

    def _section(self, resource: dict[str, Any]) -> nodes.section:
        name = resource["name"]
        _, rows = tables.read_cells(resource)
        section = nodes.section(ids=[tables.anchor(name)], names=[f"table-{name}"])
        section += nodes.title(text=resource["title"])
        section += nodes.paragraph(
            "", "", nodes.literal(text=name), nodes.Text(", "), link(f"{len(rows):,} rows", f"site:rows/{name}.html"),
            nodes.Text(f". {resource['row']}"),
        )  # fmt: skip
        section += nodes.paragraph("", "", *words(resource["description"]))
        section += labelled(_about(resource))
        fields = [_field_cells(field) for field in resource["schema"]["fields"]]
        section += grid(["Field", "Type", "Unit", "Meaning"], fields, (18, 12, 10, 60), "codebook")
        return section


def source_classes(name: str) -> str:
    """Return how many of a table's rows rest on a primary source, on one source alone, and on a party's word."""
    frame = tables.load(name)
    if "source_ids" not in frame:
        return ""
    classes = [{sources.source(source_id).source_class for source_id in ids} for ids in frame["source_ids"]]
    parties = [{sources.source(source_id).party for source_id in ids} for ids in frame["source_ids"]]
    counted = Counter(
        primary=sum("primary" in found for found in classes),
        single=sum(len(ids) == 1 for ids in frame["source_ids"]),
        party=sum("none" not in found for found in parties),
    )
    return (
        f"{counted['primary']:,} of {len(frame):,} rows rest on at least one primary source, {counted['single']:,} on "
        f"one source alone, {counted['party']:,} on the word of parties to the events alone."
    )


def _about(resource: dict[str, Any]) -> list[tuple[str, Any]]:
    name, coverage = resource["name"], resource["coverage"]
    warnings = tables.dictionary()["usage_warnings"]
    downloads = [
        link("CSV", f"site:data/csv/{name}.csv"),
        nodes.Text(", "),
        link("Parquet", f"site:data/parquet/{name}.parquet"),
    ]
    chapters = [link(chapter.replace("_", " "), f"site:book/{chapter}.html") for chapter in resource["chapters"]]
    used = [node for chapter in chapters for node in (nodes.Text(", "), chapter)][1:]
    places = ", ".join(coverage.get("places", []))
    return [
        ("Coverage", f"{coverage.get('from', '')} to {coverage.get('to', '')}; {places}"),
        ("Completeness", resource["completeness"]),
        ("Known gaps", " ".join(resource.get("known_gaps", []))),
        ("Mind", " ".join(warnings[key] for key in resource.get("usage_warnings", []))),
        ("Sources", source_classes(name)),
        ("Chapters", used),
        ("Download", downloads),
        ("Cite", citation.table(name)),
        ("Licence", "CC BY 4.0, our compilation" if resource["licence"] == "own" else resource["licence"]),
    ]


def _field_cells(field: dict[str, Any]) -> list[Any]:
    constraints = field.get("constraints", {})
    meaning = field["description"].strip()
    explained = field.get("values", {})
    if "enum" in constraints:
        words = [f"{value} ({explained[value]})" if value in explained else str(value) for value in constraints["enum"]]
        meaning += " One of: " + "; ".join(words) + "."
    type_ = _KINDS.get(field.get("kind", ""), field["type"])
    unit = field.get("unit") or (f"in {field['unit_field']}" if field.get("unit_field") else "")
    return [nodes.literal(text=field["name"]), type_, unit, meaning]
