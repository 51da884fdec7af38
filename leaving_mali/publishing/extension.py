"""The Sphinx extension: roles and directives for evidence, the cache's place, links of facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxRole

from leaving_mali import sources
from leaving_mali.publishing import row_pages
from leaving_mali.publishing.cache import cache_folder
from leaving_mali.publishing.codebook import CodebookDirective, SourcesDirective

STATIC = Path(__file__).parent / "static"


class SourceRole(SphinxRole):
    """``{source}`id` ``: a short attribution that links to the source's entry."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the attribution as a cross reference, which a strict build checks."""
        found, errors = [], []
        for position, source_id in enumerate(part.strip() for part in self.text.split(",")):
            try:
                cited = sources.source(source_id)
            except KeyError as error:
                errors.append(self.inliner.reporter.error(str(error), line=self.lineno))
                continue
            if position:
                found.append(nodes.Text("; "))
            link = nodes.reference("", cited.attribution, refuri=f"fact:{source_id}", classes=["source"], internal=True)
            link["reftitle"] = cited.citation
            found.append(link)
        return found, errors


def set_cache_folder(app: Sphinx, config: Config) -> None:
    """Point myst-nb at the cache that fits the data, package and lock as they are now."""
    config.nb_execution_cache_path = str(cache_folder(Path(app.srcdir)))


def settle_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Make the addresses in facts and source links relative to the page they stand on."""
    to_sources = _relative(app, docname, "book/reference/sources")
    root = _relative_root(docname)
    for link in doctree.findall(nodes.reference):
        if link.get("refuri", "").startswith("fact:"):
            link["refuri"] = f"{to_sources}#{sources.anchor(link['refuri'].removeprefix('fact:'))}"
    for raw in doctree.findall(nodes.raw):
        text = raw.astext()
        if "site:" in text:
            settled = text.replace("site:", root)
            raw.children[:] = [nodes.Text(settled)]
            raw.rawsource = settled


def _relative(app: Sphinx, docname: str, target: str) -> str:
    return app.builder.get_relative_uri(docname, target)


def _relative_root(docname: str) -> str:
    return "../" * docname.count("/")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    app.add_role("source", SourceRole())
    app.add_directive("codebook", CodebookDirective)
    app.add_directive("source-list", SourcesDirective)
    app.connect("config-inited", set_cache_folder, priority=900)
    app.connect("doctree-resolved", settle_links)
    app.connect("html-collect-pages", row_pages.collect)
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(STATIC)))
    app.add_css_file("book.css")
    app.add_js_file("facts.js", loading_method="defer")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
