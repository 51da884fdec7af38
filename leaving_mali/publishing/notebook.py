"""Hand facts and figures from a chapter's cells to its page, as outputs that nbval can compare."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure
from myst_nb import glue

from leaving_mali import style, tables
from leaving_mali.facts import Fact

style.use()


@dataclass(frozen=True)
class FigureRecord:
    """The rows behind a figure; glued, so that it is an output that nbval compares and pages can read."""

    figure: str
    tables: list[str]
    row_ids: list[str]
    source_ids: list[str]

    def __repr__(self) -> str:
        """Return the record as JSON."""
        return json.dumps(asdict(self))


def state(**named: Fact) -> None:
    """Glue facts under their names, so that prose can quote them as ``{glue:}`name` ``.

    Raises:
        TypeError: something else than a `Fact` was given; only facts have sources.
    """
    for name, stated in named.items():
        if not isinstance(stated, Fact):
            raise TypeError(f"{name} is a {type(stated).__name__}, not a Fact: only facts may be quoted")
        glue(name, stated, display=False)


def publish(fig: Figure, name: str, rows: Iterable[pd.DataFrame]) -> None:
    """Show a figure as SVG, with its source line and a record of the rows it draws.

    Args:
        fig: the figure, drawn by a function of `leaving_mali.charts`.
        name: its permanent name, as in the label `fig-<name>`.
        rows: every frame that was drawn, each with its key first and `source_ids`.

    Raises:
        ValueError: no rows, or a frame without a key or sources.
    """
    rows = [frame for frame in rows if len(frame)]
    if not rows or any("source_ids" not in frame for frame in rows):
        raise ValueError(f"figure {name}: every frame drawn needs rows with their source_ids")
    line = style.source_line(fig, rows)
    row_ids = [row_id for frame in rows for row_id in frame.iloc[:, 0]]
    source_ids = list(dict.fromkeys(source for frame in rows for ids in frame["source_ids"] for source in ids))
    tables_drawn = list(dict.fromkeys(tables.table_of(row_id) for row_id in row_ids))
    glue(f"figure-{name}", FigureRecord(name, tables_drawn, row_ids, source_ids), display=False)
    bundle = {"image/svg+xml": svg(fig), "text/plain": f"Figure {name}. {line}"}
    plt.close(fig)
    display(bundle, raw=True)


def settle(fig: Figure) -> None:
    """Lay a figure out once and fix the places of its axes, rounded to a ten-thousandth of its size.

    The layout engine's solver visits axes in the order of their memory addresses, so the last bits
    of its result differ from run to run, and with them the names of clip paths in the SVG.
    """
    fig.draw_without_rendering()
    places = [(ax, ax.get_position()) for ax in fig.axes]
    fig.set_layout_engine("none")
    for ax, place in places:
        ax.set_position([round(value, 4) for value in place.bounds])


def svg(fig: Figure) -> str:
    """Return a figure as SVG text, the same bytes for the same drawing."""
    settle(fig)
    buffer = io.StringIO()
    fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    return re.sub(r"[ \t]+\n", "\n", text[text.index("<svg") :])
