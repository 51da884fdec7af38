"""Named rules that pick or combine rows where sources disagree, each with its reason."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from leaving_mali import sources

Rule = Callable[[pd.DataFrame], pd.DataFrame]


def only_row(rows: pd.DataFrame) -> pd.DataFrame:
    """The one row that says it; no choice is made.

    Raises:
        ValueError: there is no row, or more than one.
    """
    if len(rows) != 1:
        found = ", ".join(rows.iloc[:, 0].head(6)) or "none"
        raise ValueError(f"a fact without a rule needs exactly one row, found {len(rows)}: {found}")
    return rows


def primary_over_press(rows: pd.DataFrame) -> pd.DataFrame:
    """Primary source preferred to press, because the body that did or counted the thing is nearer to it.

    Keeps all rows where none, or every one, rests on a primary source.
    """
    primary = rows["source_ids"].map(
        lambda ids: any(sources.source(source_id).source_class == "primary" for source_id in ids)
    )
    return rows[primary] if primary.any() else rows


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The latest count, because later counts of the same stock correct the earlier ones."""
    return rows[rows["date"] == rows["date"].max()]


def range_of_sources(rows: pd.DataFrame) -> pd.DataFrame:
    """The span of what sources give, because none of them can be preferred."""
    return rows


def reason(rule: Rule) -> str:
    """Return the first line of a rule's docstring: what it does and why, for tooltips and the method page."""
    return (rule.__doc__ or "").strip().splitlines()[0]


RULES: dict[str, Rule] = {rule.__name__: rule for rule in (only_row, primary_over_press, latest, range_of_sources)}
