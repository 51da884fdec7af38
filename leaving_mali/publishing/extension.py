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
from leaving_mali.publishing.codebook import CodebookDirective
from leaving_mali.publishing.glossary import GlossaryDirective
from leaving_mali.publishing.markup import link
from leaving_mali.publishing.quality import QualityDirective, contradictions_table, settle_contradictions
from leaving_mali.publishing.source_list import SourcesDirective

STATIC = Path(__file__).parent / "static"


class SourceRole(SphinxRole):
    """``{source}`id` ``: short attributions in brackets, each a link to the source's entry; ids separated by commas."""

    brackets = True

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the attributions, or an error that a strict build stops at."""
        found, errors = [], []
        for source_id in (part.strip() for part in self.text.split(",")):
            try:
                cited = sources.source(source_id)
            except KeyError as error:
                errors.append(self.inliner.reporter.error(error.args[0], line=self.lineno))
                continue
            found += [nodes.Text("; ")] if found else []
            found.append(self.entry(cited))
        return ([nodes.Text("("), *found, nodes.Text(")")] if self.brackets else found), errors

    def entry(self, cited: sources.Source) -> nodes.reference:
        """Return the link to one source, with the whole citation as its title."""
        return link(cited.attribution, sources.address(cited.source_id), cited.citation)


class ReferenceRole(SourceRole):
    """``{reference}`id` ``: the whole citation of a source, as in a list of further reading."""

    brackets = False

    def entry(self, cited: sources.Source) -> nodes.reference:
        """Return the citation as a link to the source's entry."""
        return link(cited.citation.removesuffix("."), sources.address(cited.source_id))


def set_cache_folder(app: Sphinx, config: Config) -> None:
    """Point myst-nb at the cache that fits the data, package and lock as they are now."""
    config.nb_execution_cache_path = str(cache_folder(Path(app.srcdir)))


def settle_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Make the addresses that start with `site:` relative to the page they stand on."""
    root = "../" * docname.count("/")
    for reference in doctree.findall(nodes.reference):
        reference["refuri"] = reference.get("refuri", "").replace("site:", root) or None
        if reference["refuri"] is None:
            del reference["refuri"]
    for raw in doctree.findall(nodes.raw):
        if "site:" in raw.astext():
            settled = raw.astext().replace("site:", root)
            raw.children[:] = [nodes.Text(settled)]
            raw.rawsource = settled


# Jupyter Book loads these on every page, wanted or not; the first fetches scripts from another host.
UNWANTED = ("sphinx_thebe", "sphinx_comments")


def drop_unwanted(app: Sphinx, config: Config) -> None:
    """Take the scripts of extensions that the book does not use off its pages."""
    for name, listeners in app.events.listeners.items():
        app.events.listeners[name] = [
            listener for listener in listeners if not listener.handler.__module__.startswith(UNWANTED)
        ]
    app.registry.css_files[:] = [(name, options) for name, options in app.registry.css_files if "thebe" not in name]


def gather_code(app: Sphinx, doctree: nodes.document) -> None:
    """Move the hidden cells that only compute numbers to the end of their page, in their order.

    In the source they stand where their numbers are used; between sentences they would be noise.
    """
    hidden = [cell for cell in doctree.findall(nodes.container) if "tag_hide-cell" in cell.get("classes", [])]
    if not hidden:
        return
    opening = '<details class="numbers-code"><summary>Code of the numbers on this page</summary>'
    block = [nodes.raw("", opening, format="html")]
    for cell in hidden:
        cell.parent.remove(cell)
        cell["hide_mode"] = ""
        block.append(cell)
    block.append(nodes.raw("", "</details>", format="html"))
    sections = [node for node in doctree.children if isinstance(node, nodes.section)]
    (sections[-1] if sections else doctree).extend(block)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    app.add_role("source", SourceRole())
    app.add_role("reference", ReferenceRole())
    app.add_directive("codebook", CodebookDirective)
    app.add_directive("source-list", SourcesDirective)
    app.add_directive("glossary-list", GlossaryDirective)
    app.add_directive("quality", QualityDirective)
    app.connect("config-inited", set_cache_folder, priority=900)
    app.connect("config-inited", drop_unwanted, priority=900)
    app.connect("doctree-read", gather_code)
    app.add_node(contradictions_table)
    app.connect("doctree-resolved", settle_contradictions, priority=400)
    app.connect("doctree-resolved", settle_links)
    app.connect("html-collect-pages", row_pages.collect)
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(STATIC)))
    app.add_css_file("book.css")
    app.add_js_file("facts.js", loading_method="defer")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
