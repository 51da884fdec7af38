"""A page for every table, with an anchor for every row, so that a fact's rows are one click away."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx

from leaving_mali import sources, tables


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages `rows/<table>` with their content, for Sphinx to put into the theme."""
    for name in tables.names():
        resource = tables.describe(name)
        yield f"rows/{name}", {"title": f"Rows of {resource['title']}", "body": page_body(name)}, "page.html"


def page_body(name: str) -> str:
    """Return the HTML of one table: its title, what a row is, and all rows, sources as links."""
    resource = tables.describe(name)
    header, rows = tables.read_cells(resource)
    kinds = [field.get("kind", "") for field in resource["schema"]["fields"]]
    numeric = [field["type"] in ("number", "integer") for field in resource["schema"]["fields"]]
    # A table's key is its first column, so every row's first cell names the row.
    head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in header)
    body = "\n".join(_row(row, kinds, numeric) for row in rows)
    anchor = f"table-{name.replace('_', '-')}"
    return (
        f"<h1>{html.escape(resource['title'])}</h1>\n<p>{html.escape(resource['row'])} "
        f"{len(rows):,} rows. What each field means: "
        f'<a href="../book/reference/data.html#{anchor}">codebook</a>.</p>\n'
        f'<div class="rows" tabindex="0" role="region" aria-label="Rows of {html.escape(resource["title"])}">'
        f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _row(row: list[str], kinds: list[str], numeric: list[bool]) -> str:
    cells = [f'<th scope="row"><a href="#{html.escape(row[0])}">{html.escape(row[0])}</a></th>']
    for cell, kind, right in zip(row[1:], kinds[1:], numeric[1:], strict=True):
        content = _sources(cell) if kind == "source_list" else html.escape(cell)
        cells.append(f'<td class="number">{content}</td>' if right else f"<td>{content}</td>")
    return f'<tr id="{html.escape(row[0])}">{"".join(cells)}</tr>'


def _sources(cell: str) -> str:
    links = []
    for source_id in filter(None, cell.split(";")):
        cited = sources.source(source_id)
        links.append(
            f'<a href="../book/reference/sources.html#{sources.anchor(source_id)}" '
            f'title="{html.escape(cited.citation)}">{html.escape(cited.attribution)}</a>'
        )
    return "; ".join(links)
