"""Turn source ids into attributions, citations and BibTeX; the one home of how a source is named."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from leaving_mali import tables


@dataclass(frozen=True)
class Source:
    """One row of the registry of sources."""

    source_id: str
    type: str
    source_class: str
    party: str
    publisher: str
    author: str
    title: str
    date: str
    date_precision: str
    url: str
    symbol_or_doi: str
    language: str
    licence: str
    mirror: bool
    accessed: str
    note: str

    @property
    def year(self) -> str:
        """The year of publication, `n.d.` where the page showed none."""
        return self.date[:4] or "n.d."

    @property
    def attribution(self) -> str:
        """Short attribution: publisher and year."""
        return f"{self.publisher} {self.year}"

    @property
    def citation(self) -> str:
        """One-line reference: author or publisher, title, publisher, date, symbol or DOI."""
        who = self.author or self.publisher
        parts = [f"{who} ({self.year})", f"“{self.title}”"]
        parts += [self.publisher] if self.author else []
        parts += [self.date] if len(self.date) > 4 else []
        parts += [self.symbol_or_doi] if self.symbol_or_doi else []
        return ", ".join(parts) + "."


@functools.cache
def registry() -> dict[str, Source]:
    """Return every source by its id, in the registry's order.

    Raises:
        DataError: `sources.csv` breaks its contract.
    """
    header, rows = tables.read_cells(tables.describe("sources"))
    names = {"class": "source_class"}
    found = {}
    for row in rows:
        cells = {names.get(name, name): cell for name, cell in zip(header, row, strict=True)}
        cells["mirror"] = cells["mirror"] == "true"
        found[cells["source_id"]] = Source(**cells)
    return found


def source(source_id: str) -> Source:
    """Return one source.

    Raises:
        KeyError: no source has this id.
    """
    try:
        return registry()[source_id]
    except KeyError:
        raise KeyError(f"no source is called {source_id!r}; see data/sources.csv") from None


def short_list(source_ids: Iterable[str], most: int = 4) -> str:
    """Return the attributions of some sources in one line, at most `most` of them and a count of the rest."""
    named = list(dict.fromkeys(source(source_id).attribution for source_id in source_ids))
    more = f" and {len(named) - most} more" if len(named) > most else ""
    return "; ".join(named[:most]) + more


def anchor(source_id: str) -> str:
    """Return the anchor of a source on the page of sources."""
    return "source-" + source_id.lower().replace("_", "-").replace(".", "-")


def address(source_id: str) -> str:
    """Return where a source's entry is, from the root of the site (`site:`)."""
    return f"site:book/reference/sources.html#{anchor(source_id)}"
