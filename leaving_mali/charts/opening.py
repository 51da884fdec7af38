"""Figures of the opening page."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from leaving_mali import style
from leaving_mali.charts import marks

# name of the series -> actor of `style.COLOURS`, words, and where they stand (date, persons)
_FORCES = {
    "un": ("un", "United Nations, uniformed", "2013-07-01", 14300),
    "france_in_mali": ("france", "France in Mali", "2013-04-01", 4250),
    "france_in_sahel": ("france", "France, whole Sahel", "2016-12-01", 5750),
    "takuba": ("europe", "Takuba", "2019-08-01", 500),
    "russians": ("russia", "Russians (estimates)", "2022-11-15", 2500),
}


def draw_forces(ax: Axes, **forces: pd.DataFrame) -> Axes:
    """Draw how strong each force in Mali was: a line a force, estimates as separate marks.

    Args:
        ax: axes to draw on.
        forces: frames by the names of `_FORCES`, with `date`, `date_precision`, `value` and its bounds in persons.
    """
    for name, frame in forces.items():
        actor, words, when, height = _FORCES[name]
        marks.draw_counts(ax, frame, style.COLOURS[actor], joined=actor != "russia")
        ax.text(pd.Timestamp(when), height, words, fontsize=9, weight="bold", color=style.COLOURS[actor])
    ax.set_ylim(0, 17500)
    style.y_title(ax, "People")
    style.thousands(ax.yaxis)
    return ax


def draw_deaths(ax: Axes, deaths: pd.DataFrame) -> Axes:
    """Draw the deaths in organised violence by year, the civilians among them in front.

    Args:
        ax: axes with the same time scale as the forces above.
        deaths: `year`, `measure` (all, civilians), `value` in persons.
    """
    for measure, colour, words in (
        ("all_organised_violence", style.COLOURS["armed_groups"], "All deaths"),
        ("civilians_in_all_organised_violence", style.COLOURS["civilians"], "Civilians among them"),
    ):
        shown = deaths[deaths["measure"] == measure]
        middle = pd.to_datetime(shown["year"].astype(str) + "-07-01")
        ax.bar(middle, shown["value"], width=260, color=colour, label=words, zorder=2)
    ax.legend(loc="upper left", handlelength=1)
    ax.set_ylim(0, 4000)
    style.y_title(ax, "Deaths in organised violence a year")
    style.thousands(ax.yaxis)
    style.time_axis(ax)
    return ax


def mark_ruptures(ax: Axes, lower: Axes, ruptures: pd.DataFrame) -> None:
    """Draw the ruptures as dashed lines through both axes, with their words at the top of the first.

    Args:
        ax: the axes that carry the words.
        lower: the axes beneath.
        ruptures: `date` and `label`, in order of time.
    """
    marks.mark_dates(ax, ruptures)
    for when in ruptures["date"]:
        lower.axvline(when, color=style.FAINT, linewidth=0.8, linestyle=(0, (3, 3)), zorder=1)


_ARTICLES = {"conversation_minusma_2022": "The Conversation, 2022", "passblue_minusma_2023": "PassBlue, 2023"}


def draw_verdicts(ax: Axes, verdicts: pd.DataFrame) -> Axes:
    """Draw how the claims of each article fared, as one bar an article.

    Args:
        ax: axes to draw on.
        verdicts: number of claims, articles as rows, verdicts as columns.
    """
    colours = {
        "corroborated": "#0c8a63",
        "partly": "#1f7fc4",
        "contradicted": "#c2571a",
        "outdated": "#8a6d00",
        "unverifiable": "#6d7680",
        "not_applicable": "#c9ced3",
    }
    words = {"partly": "partly right", "not_applicable": "not testable"}
    start = pd.Series(0, index=verdicts.index)
    for verdict in verdicts.columns:
        width = verdicts[verdict]
        drawn = ax.barh(
            range(len(verdicts)),
            width,
            left=start,
            color=colours[verdict],
            height=0.55,
            edgecolor="white",
            linewidth=1,
            label=words.get(verdict, verdict),
        )
        ax.bar_label(
            drawn,
            labels=[str(number) if number > 3 else "" for number in width],
            label_type="center",
            fontsize=9,
            color="#222222" if verdict == "not_applicable" else "white",
        )
        start = start + width
    ax.set_yticks(range(len(verdicts)), [_ARTICLES[article] for article in verdicts.index])
    ax.invert_yaxis()
    ax.grid(False)
    ax.set_xlabel("Claims")
    ax.spines["left"].set_visible(False)
    ax.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.42, 1.0), handlelength=1, columnspacing=1.2)
    return ax
