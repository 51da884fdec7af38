"""The look of every figure: one colour per actor, number formats, the source line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from leaving_mali import sources

STYLE_FILE = Path(__file__).with_name("report.mplstyle")

# One colour per actor in every figure: contrast of at least 3:1 on white and on the dark page, and
# distinct under the three common forms of colour blindness (Wong 2011 is where they start from).
COLOURS: dict[str, str] = {
    "un": "#1f7fc4",
    "france": "#c2571a",
    "europe": "#b07a00",
    "mali": "#0c8a63",
    "russia": "#b33b72",
    "armed_groups": "#77706a",
    "civilians": "#7a5bc4",
    "other": "#6d7680",
}
INK, FAINT = "#222222", "#6b6b6b"


def use() -> None:
    """Apply the house style to every figure drawn from now on."""
    plt.style.use(STYLE_FILE)


def thousands(axis: object) -> None:
    """Write an axis's numbers with thousands separators."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))


def y_title(ax: Axes, text: str) -> None:
    """Name the vertical axis and its unit in horizontal words above it."""
    # Not `set_ylabel`: the layout engine makes no room for a y label that stands above its axis.
    ax.annotate(
        text,
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 6),
        textcoords="offset points",
        ha="left",
        va="bottom",
        gid="y-title",
    )


def time_axis(ax: Axes) -> None:
    """Write a time axis as years, or as months with the year beneath the first of each."""
    locator = AutoDateLocator(minticks=3, maxticks=9)
    formatter = ConciseDateFormatter(
        locator,
        formats=["%Y", "%b", "%-d %b", "%H:%M", "%H:%M", "%S"],
        zero_formats=["", "%b\n%Y", "%b", "%-d %b", "%H:%M", "%H:%M"],
        show_offset=False,
    )
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(formatter)


def source_line(fig: Figure, rows: Iterable[pd.DataFrame]) -> str:
    """Write the source line under a figure and return it: the sources of the rows drawn and their number.

    Args:
        fig: the figure; the line is wrapped to its width.
        rows: the frames whose rows are drawn, each with its key first and a `source_ids` column.
    """
    rows = list(rows)
    ids = [source for frame in rows for listed in frame["source_ids"] for source in listed]
    number = sum(len(frame) for frame in rows)
    by_use = sorted(dict.fromkeys(ids), key=lambda source: (-ids.count(source), ids.index(source)))
    rows_drawn = f"n = {number:,} rows".replace(" ", "\N{NO-BREAK SPACE}")
    line = f"Sources: {sources.short_list(by_use, most=3)}. {rows_drawn}."
    fig.supxlabel(line, x=0.01, ha="left", fontsize=8, color=FAINT, wrap=True)
    return line
