"""Small pieces of pages that the generated reference pages share: tables, links, labelled lists."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from leaving_mali import sources

Cell = str | nodes.Node | list[nodes.Node]


def link(text: str, address: str, title: str = "") -> nodes.reference:
    """Return a link; an address that starts with `site:` is made relative to the page later."""
    made = nodes.reference("", text, refuri=address, internal=address.startswith("site:"))
    if title:
        made["reftitle"] = title
    return made


def source_links(source_ids: Sequence[str]) -> list[nodes.Node]:
    """Return the attributions of sources as links to their entries, separated by semicolons."""
    made: list[nodes.Node] = []
    for source_id in source_ids:
        cited = sources.source(source_id)
        made += [nodes.Text("; ")] if made else []
        made.append(link(cited.attribution, sources.address(source_id), cited.citation))
    return made


def words(text: str) -> list[nodes.Node]:
    """Return a text of the dictionary as inline nodes: what stands between backticks is code."""
    parts = text.strip().split("`")
    return [nodes.literal(text=part) if position % 2 else nodes.Text(part) for position, part in enumerate(parts)]


def labelled(pairs: Sequence[tuple[str, Cell]]) -> nodes.bullet_list:
    """Return a list of items, each with a bold label; pairs without content are left out."""
    listed = nodes.bullet_list()
    for label, content in pairs:
        if content:
            line = nodes.paragraph("", "", nodes.strong(text=f"{label}: "), *_inline(content))
            listed += nodes.list_item("", line)
    return listed


def grid(header: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[int], name: str) -> nodes.table:
    """Return a table with a header row.

    Args:
        header: the names of the columns.
        rows: the cells, as text or as inline nodes.
        widths: relative widths of the columns.
        name: CSS class of the table.
    """
    table = nodes.table(classes=[name])
    group = nodes.tgroup(cols=len(header))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group += nodes.thead("", _row(header))
    group += nodes.tbody("", *[_row(cells) for cells in rows])
    table += group
    return table


def _row(cells: Sequence[Cell]) -> nodes.row:
    return nodes.row("", *[nodes.entry("", nodes.paragraph("", "", *_inline(cell))) for cell in cells])


def _inline(content: Cell) -> list[nodes.Node]:
    if isinstance(content, str):
        return words(content)
    return content if isinstance(content, list) else [content]
