"""A page for every table, with an anchor for every row, so that a fact's rows are one click away."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx

from leaving_mali import sources, tables

Rows = list[list[str]]


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages of rows with their content, for Sphinx to put into the theme.

    A table has one page, or, where the dictionary says `paged: true`, one for each second part of
    its row ids (a country, a mission) and a page that lists them.
    """
    for name in tables.names():
        resource = tables.describe(name)
        title = f"Rows of {resource['title']}"
        _, rows = tables.read_cells(resource)
        if not resource.get("paged"):
            yield f"rows/{name}", {"title": title, "body": page_body(name, rows)}, "page.html"
            continue
        pages: dict[str, Rows] = defaultdict(list)
        for row in rows:
            pages[tables.page_of(row[0])].append(row)
        listed = "".join(
            f'<li><a href="{page}.html">{html.escape(page.partition("-")[2])}</a> ({len(part):,} rows)</li>'
            for page, part in sorted(pages.items())
        )
        yield f"rows/{name}", {"title": title, "body": f"{_head(name, len(rows))}<ul>{listed}</ul>"}, "page.html"
        for page, part in pages.items():
            part_title = f"{title}: {page.partition('-')[2]}"
            yield f"rows/{page}", {"title": part_title, "body": page_body(name, part)}, "page.html"


def page_body(name: str, rows: Rows) -> str:
    """Return the HTML of some rows of a table: what a row is, then the rows, sources first, empty columns left out."""
    resource = tables.describe(name)
    fields = resource["schema"]["fields"]
    shown = [position for position, _ in enumerate(fields) if any(row[position] for row in rows)]
    # Sources stand beside the key: a reader who comes from a number wants them, not the last column.
    shown.sort(key=lambda position: (position > 0, fields[position].get("kind") != "source_list", position))
    head = "".join(f'<th scope="col">{html.escape(fields[position]["name"])}</th>' for position in shown)
    body = "\n".join(_row(row, fields, shown) for row in rows)
    label = html.escape(f"Rows of {resource['title']}")
    return (
        f'{_head(name, len(rows))}<div class="rows" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _head(name: str, number: int) -> str:
    resource = tables.describe(name)
    codebook = tables.codebook_address(name).replace("site:", "../")
    return (
        f"<h1>{html.escape(resource['title'])}</h1>\n<p>{html.escape(resource['row'])} {number:,} rows. "
        f'What each field means, and downloads: <a href="{codebook}">codebook</a>.</p>\n'
    )


def _row(row: list[str], fields: list[dict[str, Any]], shown: list[int]) -> str:
    key = html.escape(row[0])
    cells = [f'<th scope="row"><a href="#{key}">{key}</a></th>']
    for position in shown[1:]:
        field, cell = fields[position], row[position]
        content = _sources(cell) if field.get("kind") == "source_list" else html.escape(cell)
        style = ' class="number"' if field["type"] in ("number", "integer") else ""
        style = ' class="words"' if len(cell) > 30 or field.get("kind") == "source_list" else style
        cells.append(f"<td{style}>{content}</td>")
    return f'<tr id="{key}">{"".join(cells)}</tr>'


def _sources(cell: str) -> str:
    links = []
    for source_id in filter(None, cell.split(";")):
        cited = sources.source(source_id)
        links.append(
            f'<a href="../book/reference/sources.html#{sources.anchor(source_id)}" '
            f'title="{html.escape(cited.citation)}">{html.escape(cited.attribution)}</a>'
        )
    return "; ".join(links)
