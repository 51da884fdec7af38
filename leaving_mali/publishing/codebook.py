"""The reference pages that are generated from the dictionary and the registry of sources."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from leaving_mali import sources, tables


class CodebookDirective(SphinxDirective):
    """``{codebook}``: a section a table, from `datapackage.yaml`: what a row is, fields, units, coverage."""

    def run(self) -> list[nodes.Node]:
        """Return one section for each table, in the dictionary's order."""
        return [self._section(tables.describe(name)) for name in tables.names()]

    def _section(self, resource: dict) -> nodes.section:
        name = resource["name"]
        _, rows = tables.read_cells(resource)
        section = nodes.section(ids=[f"table-{name.replace('_', '-')}"], names=[f"table-{name}"])
        section += nodes.title(text=resource["title"])
        facts = nodes.paragraph()
        link = nodes.reference("", f"{len(rows):,} rows", refuri=f"site:rows/{name}.html", internal=True)
        facts += [
            nodes.literal(text=f"data/{resource['path']}"),
            nodes.Text(", "),
            link,
            nodes.Text(f". {resource['row']} "),
        ]
        section += facts
        section += nodes.paragraph(text=resource["description"].strip())
        listed = nodes.bullet_list()
        coverage = resource["coverage"]
        for title, text in (
            (
                "Coverage",
                f"{coverage.get('from', '')} to {coverage.get('to', '')}; {', '.join(coverage.get('places', []))}",
            ),
            ("Completeness", resource["completeness"]),
            ("Known gaps", " ".join(resource.get("known_gaps", []))),
            (
                "Mind",
                " ".join(tables.dictionary()["usage_warnings"][key] for key in resource.get("usage_warnings", [])),
            ),
            ("Licence", "CC BY 4.0, our compilation" if resource["licence"] == "own" else resource["licence"]),
        ):
            if text:
                listed += nodes.list_item(
                    "", nodes.paragraph("", "", nodes.strong(text=f"{title}: "), nodes.Text(text))
                )
        section += listed
        section += _grid(
            ["Field", "Type", "Unit", "Meaning"], [_field_cells(field) for field in resource["schema"]["fields"]]
        )
        return section


def _field_cells(field: dict) -> list[str]:
    constraints = field.get("constraints", {})
    meaning = field["description"].strip()
    if "enum" in constraints:
        meaning += " One of: " + ", ".join(map(str, constraints["enum"])) + "."
    type_ = {
        "imprecise_date": "date",
        "source_list": "list of sources",
        "iso3_list": "list of countries",
        "iso3": "country",
        "place": "place",
    }.get(field.get("kind", ""), field["type"])
    return [field["name"], type_, field.get("unit") or ("see unit" if field.get("unit_field") else ""), meaning]


def _grid(header: list[str], rows: list[list[str]]) -> nodes.table:
    """Return a plain table whose first column is code."""
    table = nodes.table(classes=["codebook"])
    group = nodes.tgroup(cols=len(header))
    group += [nodes.colspec(colwidth=width) for width in (18, 12, 10, 60)]
    head = nodes.row()
    for title in header:
        head += nodes.entry("", nodes.paragraph(text=title))
    group += nodes.thead("", head)
    body = nodes.tbody()
    for cells in rows:
        row = nodes.row()
        row += nodes.entry("", nodes.paragraph("", "", nodes.literal(text=cells[0])))
        row += [nodes.entry("", nodes.paragraph(text=cell)) for cell in cells[1:]]
        body += row
    group += body
    table += group
    return table


class SourcesDirective(SphinxDirective):
    """``{source-list}``: every source with an anchor of its own, by publisher."""

    def run(self) -> list[nodes.Node]:
        """Return one definition list of all sources, sorted by publisher, date and id."""
        listed = nodes.bullet_list(classes=["sources"])
        known = sources.registry().values()
        for cited in sorted(known, key=lambda source: (source.publisher.casefold(), source.date, source.source_id)):
            item = nodes.list_item(ids=[sources.anchor(cited.source_id)])
            entry = nodes.paragraph()
            entry += [
                nodes.Text(cited.citation + " "),
                nodes.emphasis(text=f"{cited.source_class}, {cited.type.replace('_', ' ')}"),
            ]
            if cited.url:
                entry += [nodes.Text(". "), nodes.reference("", _shown(cited.url), refuri=cited.url)]
            if cited.note:
                entry += nodes.Text(f" {cited.note}")
            entry += [nodes.Text(" "), nodes.literal(text=cited.source_id)]
            item += entry
            listed += item
        return [listed]


def _shown(url: str, most: int = 60) -> str:
    bare = url.removeprefix("https://").removeprefix("http://").removesuffix("/")
    return bare if len(bare) <= most else bare[: most - 1] + "…"
