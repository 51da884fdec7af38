"""The glossary's page, from the table of terms."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from leaving_mali import tables
from leaving_mali.publishing.markup import source_links


class GlossaryDirective(SphinxDirective):
    """``{glossary-list}``: every term with an anchor, its definition and its sources."""

    def run(self) -> list[nodes.Node]:
        """Return a definition list, sorted by term."""
        frame = tables.load("glossary")
        listed = nodes.definition_list(classes=["glossary"])
        for row in sorted(frame.to_dict("records"), key=lambda row: row["term"].casefold()):
            term = nodes.term(ids=[anchor(row["term_id"])])
            term += nodes.inline(text=row["term"], classes=[f"lang-{row['lang']}"])
            meaning = nodes.paragraph("", "", nodes.Text(f"{row['definition']} "), *source_links(row["source_ids"]))
            listed += nodes.definition_list_item("", term, nodes.definition("", meaning))
        return [listed]


def anchor(term_id: str) -> str:
    """Return the anchor of a term on the glossary's page."""
    return f"term-{term_id.replace('_', '-')}"
