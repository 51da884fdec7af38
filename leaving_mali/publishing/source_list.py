"""The page of sources: one anchor a source, with the rows and chapters that rest on it."""

from __future__ import annotations

from collections import defaultdict

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from leaving_mali import sources, tables
from leaving_mali.publishing.markup import link
from leaving_mali.sources import Source


class SourcesDirective(SphinxDirective):
    """``{source-list}``: every source with an anchor of its own, by publisher."""

    def run(self) -> list[nodes.Node]:
        """Return a list of all sources, sorted by publisher, date and id."""
        used = rows_by_source()
        listed = nodes.bullet_list(classes=["sources"])
        known = sources.registry().values()
        for cited in sorted(known, key=lambda source: (source.publisher.casefold(), source.date, source.source_id)):
            item = nodes.list_item(ids=[sources.anchor(cited.source_id)])
            item += self._entry(cited)
            item += self._use(used.get(cited.source_id, {}))
            listed += item
        return [listed]

    def _entry(self, cited: Source) -> nodes.paragraph:
        kind = f"{cited.source_class}, {cited.type.replace('_', ' ')}"
        kind += "" if cited.party == "none" else f", voice of: {cited.party.replace('_', ' ')}"
        kind += ", read in a copy" if cited.mirror else ""
        entry = nodes.paragraph("", "", nodes.Text(f"{cited.citation} "))
        if cited.url:
            entry += [link(_shown(cited.url), cited.url), nodes.Text(". ")]
        entry += nodes.emphasis(text=f"{kind[0].upper()}{kind[1:]}.")
        if cited.note:
            entry += nodes.Text(f" {cited.note.removesuffix('.')}.")
        entry += [nodes.Text(" "), nodes.literal(text=cited.source_id)]
        return entry

    def _use(self, rows: dict[str, list[str]]) -> nodes.paragraph:
        use = nodes.paragraph(classes=["rests"])
        use += nodes.Text("Rows that rest on it: ")
        for position, (table, row_ids) in enumerate(rows.items()):
            use += [nodes.Text("; ")] if position else []
            use += [nodes.Text(f"{_words(table)} ")]
            shown = [[nodes.Text(", "), link(_number(row_id), tables.address(row_id))] for row_id in row_ids[:3]]
            use += [node for pair in shown for node in pair][1:]
            use += [nodes.Text(f" and {len(row_ids) - 3} more")] if len(row_ids) > 3 else []
        chapters = dict.fromkeys(chapter for table in rows for chapter in tables.describe(table)["chapters"])
        used_by = f" Chapters that load these tables: {', '.join(map(_words, chapters))}." if chapters else ""
        use += nodes.Text(f".{used_by}")
        return use


def rows_by_source() -> dict[str, dict[str, list[str]]]:
    """Return source id -> table -> ids of the rows that rest on it."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in tables.names():
        frame = tables.load(name)
        if "source_ids" not in frame:
            continue
        for row_id, ids in zip(frame.iloc[:, 0], frame["source_ids"], strict=True):
            for source_id in ids:
                found[source_id][name].append(row_id)
    return found


def _number(row_id: str) -> str:
    """Return a row's id without its table, which stands before it; ids of registries whole."""
    return row_id.removeprefix(f"{tables.table_of(row_id)}-")


def _words(name: str) -> str:
    return name.replace("_", " ")


def _shown(url: str, most: int = 60) -> str:
    bare = url.removeprefix("https://").removeprefix("http://").removesuffix("/")
    return bare if len(bare) <= most else bare[: most - 1] + "…"
