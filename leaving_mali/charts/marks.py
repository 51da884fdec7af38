"""Marks that several chapters share: dated lines, spans, ranges."""

from __future__ import annotations

import itertools

import pandas as pd
from matplotlib.axes import Axes

from leaving_mali import style


def mark_dates(ax: Axes, events: pd.DataFrame, label: str = "label") -> Axes:
    """Draw a thin line at each event's `date` with its label at the top, alternating in height.

    Args:
        ax: axes with a time scale.
        events: columns `date` and the one named by `label`, in order of time.
        label: the column that holds the words.
    """
    low, high = ax.get_ylim()
    for position, (when, words) in enumerate(zip(events["date"], events[label], strict=True)):
        ax.axvline(when, color=style.FAINT, linewidth=0.8, linestyle=(0, (3, 3)), zorder=1)
        ax.annotate(
            words,
            (when, high - (position % 2) * 0.09 * (high - low)),
            xytext=(3, 0),
            textcoords="offset points",
            va="top",
            fontsize=8,
            color=style.FAINT,
        )
    return ax


def draw_counts(ax: Axes, counts: pd.DataFrame, colour: str, joined: bool = True, longest_gap: int = 550) -> Axes:
    """Draw counts in time: a dot a figure, a span for a year, a triangle for "at least", a whisker for a range.

    Args:
        ax: axes with a time scale.
        counts: `date`, `date_precision`, `value`, `value_low`, `value_high`, in order of time.
        colour: one of `style.COLOURS`.
        joined: whether to join the dots; a gap of more than `longest_gap` days is dotted, as nothing was counted in it.
        longest_gap: in days.
    """
    given = counts[counts["value"].notna()]
    points = list(zip(given["date"], given["value"].astype(float), strict=True))
    for (start, first), (end, last) in itertools.pairwise(points):
        if joined:
            dotted = (end - start).days > longest_gap
            ax.plot(
                [start, end],
                [first, last],
                color=colour,
                linewidth=1 if dotted else 1.8,
                linestyle=":" if dotted else "-",
            )
    for row in counts.itertuples():
        when, end = row.date, row.date + pd.DateOffset(years=1)
        low, high = (None if pd.isna(bound) else float(bound) for bound in (row.value_low, row.value_high))
        if not joined and row.date_precision == "year":
            level = float(row.value) if pd.notna(row.value) else low
            ax.plot([when, end], [level, level], color=colour, linewidth=3, alpha=0.45, solid_capstyle="butt")
            when = when + pd.DateOffset(months=6)
        if pd.notna(row.value):
            ax.plot([when], [float(row.value)], color=colour, marker="o", markersize=4)
        elif low is not None and high is not None:
            ax.plot([when, when], [low, high], color=colour, linewidth=2.5)
        elif low is not None:
            ax.plot([when], [low], color=colour, marker="^", markersize=5, fillstyle="none")
    return ax
