"""The page on the quality of the data: what rows rest on, how precise dates are, which contradictions are kept."""

from __future__ import annotations

import pandas as pd
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from leaving_mali import sources, tables
from leaving_mali.publishing.codebook import anchor
from leaving_mali.publishing.markup import grid, link


class QualityDirective(SphinxDirective):
    """``{quality} rows``, ``{quality} dates`` or ``{quality} contradictions``: one table of the quality page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table that the argument names."""
        return [{"rows": _rows, "dates": _dates, "contradictions": _contradictions}[self.arguments[0]]()]


def by_sources(name: str) -> pd.Series:
    """Return a table's number of rows and, in per cent, rows: primary, party alone, one, two, more publishers."""
    ids = tables.load(name)["source_ids"]
    independent = ids.map(lambda listed: len({sources.source(source_id).publisher for source_id in listed}))
    primary = ids.map(lambda listed: any(sources.source(source_id).source_class == "primary" for source_id in listed))
    party = ids.map(lambda listed: all(sources.source(source_id).party != "none" for source_id in listed))
    shares = {
        "primary": primary.mean(),
        "party": party.mean(),
        "one": (independent == 1).mean(),
        "two": (independent == 2).mean(),
        "more": (independent > 2).mean(),
    }
    return pd.Series({"rows": len(ids), **{key: 100 * share for key, share in shares.items()}})


def contradictions(name: str) -> pd.DataFrame:
    """Return the rows of a table that give another value for the same thing, grouped by what they are about.

    The same thing: equal in every column of the table's natural key but the value, its unit and the sources.
    """
    resource = tables.describe(name)
    frame = tables.load(name)
    keys = resource["schema"].get("uniqueKeys", [])
    ignored = {"value", "value_low", "value_high", "source_ids", "note", "row_id", "stated_by", "attributed_to"}
    about = [column for key in keys[:1] for column in key if column not in ignored]
    if "value" not in frame or not about or len(about) == len(frame.columns):
        return frame.iloc[:0]
    groups = frame.groupby(about, dropna=False)["value"].transform("nunique")
    return frame[groups > 1]


def _share(value: float) -> str:
    return f"{value:.0f}\N{NO-BREAK SPACE}%"


def _name(name: str) -> nodes.reference:
    return link(tables.describe(name)["title"], f"site:book/reference/data.html#{anchor(name)}")


def _rows() -> nodes.table:
    header = [
        "Table",
        "Rows",
        "With a primary source",
        "On a party's word alone",
        "One publisher",
        "Two",
        "Three or more",
    ]
    rows = []
    for name in tables.names():
        if "source_ids" in tables.load(name):
            found = by_sources(name)
            shares = [_share(found[key]) for key in ("primary", "party", "one", "two", "more")]
            rows.append([_name(name), f"{found['rows']:,.0f}", *shares])
    return grid(header, rows, (34, 8, 12, 14, 12, 10, 10), "quality")


def _dates() -> nodes.table:
    rows = []
    for name in tables.names():
        frame = tables.load(name)
        if "date_precision" in frame:
            shares = [
                100 * (frame["date_precision"] == precision).mean() for precision in ("day", "month", "year", "unknown")
            ]
            rows.append([_name(name), *map(_share, shares)])
    return grid(["Table", "Day", "Month", "Year", "Unknown"], rows, (40, 15, 15, 15, 15), "quality")


def _contradictions() -> nodes.table:
    rows = []
    for name in tables.names():
        kept = contradictions(name)
        if len(kept):
            first = link(f"{len(kept)} rows", f"site:rows/{name}.html#{kept.iloc[0, 0]}")
            rows.append([_name(name), first, _rule(name)])
    return grid(["Table", "Rows that disagree", "What the book does"], rows, (34, 16, 50), "quality")


def _rule(name: str) -> str:
    warnings = tables.describe(name).get("usage_warnings", [])
    if "conflicting_sources" in warnings:
        return "Each source keeps its row; a sentence that quotes one names the rule that chose it."
    return "Rows differ in scope, not in truth; the row's other columns and its note say how."
