"""The page on the quality of the data: what rows rest on, how precise dates are, which contradictions are kept."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from leaving_mali import choices, facts, sources, tables
from leaving_mali.publishing.markup import grid, link


class QualityDirective(SphinxDirective):
    """``{quality} rows``, ``{quality} dates`` or ``{quality} contradictions``: one table of the quality page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table that the argument names."""
        made = {"rows": _rows, "dates": _dates, "contradictions": contradictions_table}
        return [made[self.arguments[0]]()]


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


def natural_key(name: str) -> list[str]:
    """Return the columns that say what a row is about: its natural key without values, sources and speakers."""
    said = {"value", "value_low", "value_high", "source_ids", "note", "row_id", "stated_by", "attributed_to"}
    keys = tables.describe(name)["schema"].get("uniqueKeys", [])
    return [column for column in (keys[0] if keys else []) if column not in said]


def contradictions(name: str) -> pd.DataFrame:
    """Return the rows of a table that give another value for the same thing (an equal `natural_key`)."""
    frame = tables.load(name)
    about = natural_key(name)
    if "value" not in frame or not about:
        return frame.iloc[:0]
    return frame[frame.groupby(about, dropna=False)["value"].transform("nunique") > 1]


def _share(value: float) -> str:
    return f"{value:.0f}\N{NO-BREAK SPACE}%"


def _name(name: str) -> nodes.reference:
    return link(tables.describe(name)["title"], tables.codebook_address(name))


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


class contradictions_table(nodes.General, nodes.Element):
    """Stands for the table of contradictions until every page has been read: it says which facts quote the rows."""


def settle_contradictions(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the table in the place of its stand-in."""
    for node in list(doctree.findall(contradictions_table)):
        node.replace_self(_contradictions(quoted_rows(app.env)))


def quoted_rows(env: BuildEnvironment) -> dict[str, str]:
    """Return row id -> what the rule of the fact that quotes it says, for every fact on a page."""
    found: dict[str, str] = {}
    for docname in sorted(env.found_docs):
        for raw in env.get_doctree(docname).findall(nodes.raw):
            text = raw.astext()
            if 'class="fact"' in text:
                how = re.search(r"<b>How</b> ([^<]*)", text)
                rule = unescape(how[1]) if how else choices.reason(choices.only_row)
                found |= dict.fromkeys(re.findall(r'rows/[^"#]+#([^"]+)"', text), rule)
    return found


def _contradictions(quoted: dict[str, str]) -> nodes.table:
    rows = []
    for name in tables.names():
        kept = contradictions(name)
        if kept.empty:
            continue
        header, cells = tables.read_cells(tables.describe(name))
        written = {row[0]: dict(zip(header, row, strict=True)) for row in cells}
        about = natural_key(name)
        for _, group in kept.groupby(about, dropna=False):
            first = written[group.iloc[0, 0]]
            subject = ", ".join(first[column] for column in about if first[column])
            values = [[nodes.Text("; "), _value(row)] for row in group.to_dict("records")]
            rules = sorted({quoted[row_id] for row_id in group.iloc[:, 0] if row_id in quoted})
            rule = " ".join(rules) or "No sentence quotes these rows."
            rows.append([_name(name), subject.replace("_", " "), [node for pair in values for node in pair][1:], rule])
    return grid(["Table", "About", "Values, each a row", "What the book does"], rows, (22, 30, 24, 24), "quality")


def _value(row: dict[str, Any]) -> nodes.reference:
    value, low, high = (
        None if pd.isna(row.get(name)) else float(row[name]) for name in ("value", "value_low", "value_high")
    )
    text = "no figure" if value is low is high is None else facts.format_value(value, low, high, row.get("unit", ""))
    row_id = next(iter(row.values()))
    return link(text, tables.address(row_id), row_id)
