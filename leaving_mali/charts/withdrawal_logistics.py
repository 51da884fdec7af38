"""Figures of the chapter on withdrawal logistics."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import MonthLocator
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from leaving_mali import style
from leaving_mali.charts import marks

UN, MALI, REBELS, OTHER = (style.COLOURS[actor] for actor in ("un", "mali", "armed_groups", "other"))
CIVILIANS = style.COLOURS["civilians"]
UNSTATED = "\N{EN DASH}"
SHAPES = {"exact": "o", "at_least": "^", "at_most": "v"}


@dataclass(frozen=True)
class ConvoyMeasure:
    """One panel of the convoy figure: its title and its columns, each with a colour."""

    title: str
    columns: dict[str, str]


CONVOY_MEASURES = (
    ConvoyMeasure("Road, km", {"distance_km": UN}),
    ConvoyMeasure("Nights on\nthe road", {"nights": UN}),
    ConvoyMeasure("Attacks", {"attacks": REBELS}),
    ConvoyMeasure("Injured (violet:\ncivilians)", {"peacekeepers_injured": UN, "civilians_injured": CIVILIANS}),
)


def draw_departures(ax: Axes, counts: pd.DataFrame, target: pd.DataFrame, events: pd.DataFrame) -> Axes:
    """Draw how many people had left by each published count, against all who were to leave.

    Args:
        ax: axes to draw on.
        counts: `date`, `shown` in persons (cumulative), `bound` and `group` (total or uniformed), in order of time.
        target: one row, `value` in persons: all who were to leave.
        events: `date` and `label` of the dates to mark, the deadline last.
    """
    all_people, start, deadline = target["value"].iloc[0], pd.Timestamp(2023, 7, 1), events["date"].iloc[-1]
    ax.set_ylim(0, all_people * 1.22)
    ax.set_xlim(start, deadline + pd.Timedelta(days=6))
    marks.mark_dates(ax, events)
    ax.plot([start, deadline], [0, all_people], color=style.FAINT, linewidth=1, linestyle=(0, (1, 2)))
    _note(
        ax,
        "even pace\n(arithmetic, no plan)",
        pd.Timestamp(2023, 8, 24),
        all_people * 0.30,
        (-6, 8),
        style.FAINT,
        ha="right",
    )
    ax.plot(
        deadline,
        all_people,
        marker="o",
        markersize=8,
        markerfacecolor="white",
        markeredgecolor=UN,
        markeredgewidth=1.6,
        zorder=4,
        clip_on=False,
    )
    _note(
        ax,
        f"{all_people:,.0f} to leave\nby {deadline.day} {deadline:%B}",
        deadline,
        all_people,
        (-9, 8),
        UN,
        ha="right",
    )
    total, uniformed = (counts[counts["group"] == group] for group in ("total", "uniformed"))
    exact = total[total["bound"] == "exact"]
    ax.plot([start, *exact["date"]], [0, *exact["shown"]], color=UN, zorder=2)
    for row in total.itertuples():
        ax.plot(row.date, row.shown, marker=SHAPES[row.bound], color=UN, markersize=6, zorder=3)
    ax.plot(uniformed["date"], uniformed["shown"], marker="s", color=style.INK, linestyle="", markersize=4, zorder=4)
    last, middle, first = exact.iloc[-1], exact.iloc[1], uniformed.iloc[0]
    notes = (
        (last, "{count}\non {day}", (-6, -8), UN, "top"),
        (middle, "everyone: soldiers,\npolice, civilians", (20, -16), UN, "top"),
        (first, "{count} on\n{day}", (7, 0), style.INK, "center"),
    )
    for point, words, offset, colour, va in notes:
        said = words.format(count=f"{point['shown']:,.0f}", day=f"{point['date'].day} {point['date']:%b}")
        _note(ax, said, point["date"], point["shown"], offset, colour, va=va)
    style.y_title(ax, "People who had left since 1 July 2023 (■ uniformed only, ▲ more than, ▼ almost)")
    style.time_axis(ax)
    style.thousands(ax.yaxis)
    return ax


def draw_ceilings_and_strength(ax: Axes, ceilings: pd.DataFrame, counts: pd.DataFrame, leaving: pd.DataFrame) -> Axes:
    """Draw what the Council allowed against the people counted, uniformed and with civilians.

    Args:
        ax: axes to draw on.
        ceilings: `date` and `ceiling` in persons, in order of time; the last row, without one, ends the line.
        counts: `kind`, `start`, `end`, `shown` in persons and `bound`.
        leaving: two rows of one day, `measure` and `value` in persons: uniformed people and civilians.
    """
    edges, heights = ceilings["date"], ceilings["ceiling"].ffill()
    ax.step(edges, heights, where="post", color=UN, linewidth=1.4, linestyle=(0, (4, 2)))
    _note(ax, "ceiling set by the\nCouncil (dashed)", edges.iloc[0], heights.iloc[0], (0, 5), UN)
    _note(ax, f"{heights.iloc[-1]:,.0f}", pd.Timestamp(2016, 7, 1), heights.iloc[-1], (2, 4), UN)
    for row in counts.itertuples():
        middle = row.start + (row.end - row.start) / 2
        if row.kind == "year_mean":
            ax.plot([row.start, row.end], [row.shown] * 2, color=UN, linewidth=4, solid_capstyle="butt")
        elif row.kind == "count":
            ax.plot(middle, row.shown, marker=SHAPES[row.bound], color=UN, markersize=6, zorder=3)
        else:
            shape = "s" if row.bound == "exact" else SHAPES[row.bound]
            ax.plot(
                middle,
                row.shown,
                marker=shape,
                markerfacecolor="white",
                markeredgecolor=OTHER,
                markeredgewidth=1.5,
                markersize=6,
                zorder=3,
            )
    when, everyone = leaving["date"].iloc[0], leaving["value"].sum()
    uniformed = leaving.set_index("measure")["value"]["baseline_uniformed"]
    ax.plot([when, when], [uniformed, everyone], color=OTHER, linewidth=2)
    ax.plot(when, uniformed, marker="o", color=UN, markersize=6, zorder=4)
    ax.plot(when, everyone, marker="s", color=OTHER, markersize=6, zorder=4)
    quoted = counts[counts["kind"] == "total"]["shown"].iloc[-1]
    edge = pd.Timestamp(2024, 1, 1)
    _note(ax, "quoted totals,\nwith civilians (hollow)", edge, quoted, (4, 4), OTHER, va="center")
    _note(ax, f"{everyone:,.0f} counted for\nthe exit, {when:%b %Y}", edge, everyone, (4, 4), OTHER, va="center")
    _note(ax, f"{uniformed:,.0f} of them\nuniformed", edge, uniformed, (4, -6), UN, va="center")
    _note(
        ax,
        "uniformed people\n(bars: year means)",
        pd.Timestamp(2014, 8, 1),
        counts["shown"].iloc[1],
        (0, -6),
        UN,
        va="top",
    )
    ax.set_ylim(0, 19000)
    ax.set_xlim(pd.Timestamp(2013, 1, 1), pd.Timestamp(2024, 1, 1))
    style.y_title(ax, "People (▲ more than)")
    style.time_axis(ax)
    style.thousands(ax.yaxis)
    return ax


def draw_base_lanes(ax: Axes, lanes: pd.DataFrame) -> Axes:
    """Draw for each site how long the mission stayed, when it was to close and who held it next.

    Args:
        ax: axes to draw on.
        lanes: `site`, `plan_start`, `plan_end`, `vacated_date`, `handover_date`, `occupied_by`, `occupied_date`,
            `army_date`, `handed_to` and `outcome`, one row a site, first left first.
    """
    start, end = pd.Timestamp(2023, 7, 1), pd.Timestamp(2024, 1, 14)
    for height, row in enumerate(lanes.itertuples()):
        later = row.vacated_date > end
        _bar(ax, height, start, min(row.vacated_date, end), UN)
        if later:
            ax.plot(end, height, marker=">", color=UN, markersize=8, clip_on=False)
        held = row.army_date if pd.notna(row.army_date) else row.handover_date
        if row.occupied_by == "csp_rebels":
            _bar(ax, height, row.occupied_date, row.army_date, REBELS)
        if pd.notna(held) and held < end:
            _bar(ax, height, held, end, MALI)
        if row.handed_to == "no_one":
            ax.plot(row.vacated_date, height, marker="x", color=style.INK, markersize=7, markeredgewidth=2, zorder=5)
        _plan(ax, height, row.plan_start, row.plan_end, end)
        _note(ax, row.outcome, end, height, (10, 0), style.INK, va="center")
    ax.figure.legend(
        handles=[
            Patch(color=UN, label="MINUSMA"),
            Patch(color=MALI, label="Malian State or army"),
            Patch(color=REBELS, label="rebels (CSP)"),
            Patch(facecolor="none", edgecolor=style.INK, linewidth=1.3, label="planned closure (◇: to the day)"),
            Line2D([], [], color=style.INK, marker="x", linestyle="", markeredgewidth=2, label="no handover found"),
        ],
        loc="outside upper left",
        ncols=3,
        fontsize=8.5,
        handlelength=1.3,
        columnspacing=1.4,
    )
    ax.set_yticks(range(len(lanes)), lanes["site"])
    ax.set_ylim(len(lanes) - 0.4, -0.6)
    ax.set_xlim(start, end)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
    style.time_axis(ax)
    ax.xaxis.set_major_locator(MonthLocator())
    return ax


def draw_convoy_measure(ax: Axes, convoys: pd.DataFrame, measure: ConvoyMeasure) -> Axes:
    """Draw one measure of every convoy as bars; a dash stands where no source gives it.

    Args:
        ax: axes to draw on, one panel of a row that shares its vertical axis.
        convoys: `label`, `civilians_killed` and the columns of the measure, one row a convoy, first first.
        measure: what the panel shows; its columns are stacked.
    """
    values = convoys[list(measure.columns)].astype("float64")
    left = pd.Series(0.0, index=convoys.index)
    for column, colour in measure.columns.items():
        ax.barh(range(len(convoys)), values[column].fillna(0), left=left, color=colour, height=0.62)
        left += values[column].fillna(0)
    hurt = values["civilians_injured"].tolist() if "civilians_injured" in measure.columns else []
    civilians = {height for height, number in enumerate(hurt) if pd.notna(number)}
    told = zip(values.notna().any(axis=1), left, convoys["civilians_killed"], strict=True)
    for height, (known, length, dead) in enumerate(told):
        words = f"{length:,.0f}" if known else UNSTATED
        if height in civilians:
            words += " civilians" + (f",\n{dead} killed" if pd.notna(dead) else "")
        ax.annotate(
            words,
            (length, height),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=style.INK if known else style.FAINT,
        )
    ax.set_yticks(range(len(convoys)), convoys["label"])
    ax.set_ylim(len(convoys) - 0.5, -0.5)
    ax.set_xlim(0, left.max() * 1.45)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.grid(visible=False)
    ax.set_title(measure.title, loc="left", fontsize=9)
    return ax


def draw_budget_rate(ax: Axes, years: pd.DataFrame) -> Axes:
    """Draw each budget as a box: as wide as the time it pays for, as high as its monthly rate.

    Args:
        ax: axes to draw on.
        years: `start`, `end`, `rate` in US dollars a month, `value` in US dollars, `measure` and `half_year`.
    """
    for row in years.itertuples():
        proposed = row.measure == "recommended"
        ax.add_patch(
            Rectangle(
                (row.start, 0),
                row.end - row.start,
                row.rate / 1e6,
                linewidth=1.2,
                edgecolor=UN if proposed else "white",
                linestyle=(0, (3, 2)) if proposed else "-",
                facecolor="white" if proposed else UN,
                alpha=1 if row.half_year or proposed else 0.6,
            )
        )
        words = f"{row.value / 1e6:,.0f}" + ("\nin six\nmonths" if row.half_year else "")
        ax.annotate(
            words,
            (row.start + (row.end - row.start) / 2, row.rate / 1e6),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=9,
            linespacing=1.0,
            weight="bold" if row.half_year else "normal",
            color=UN,
        )
    for before, after in zip(years["end"].iloc[:-1], years["start"].iloc[1:], strict=True):
        if after - before > pd.Timedelta(days=300):
            _note(ax, "no figure\nfound", before + (after - before) / 2, 3, (0, 0), style.FAINT, ha="center")
    ax.set_ylim(0, 128)
    ax.set_xlim(pd.Timestamp(2013, 3, 15), pd.Timestamp(2024, 7, 31))
    style.y_title(ax, r"US\$ million a month (figures on the boxes: US\$ million in all)")
    style.time_axis(ax)
    return ax


def _note(
    ax: Axes,
    words: str,
    x: pd.Timestamp,
    y: float,
    offset: tuple[float, float],
    colour: str,
    ha: str = "left",
    va: str = "bottom",
) -> None:
    ax.annotate(
        words,
        (x, y),
        xytext=offset,
        textcoords="offset points",
        ha=ha,
        va=va,
        fontsize=8.5,
        color=colour,
        annotation_clip=False,
    )


def _bar(ax: Axes, height: float, start: pd.Timestamp, end: pd.Timestamp, colour: str) -> None:
    ax.barh(height, end - start, left=start, height=0.52, color=colour, zorder=2)


def _plan(ax: Axes, height: float, start: pd.Timestamp, end: pd.Timestamp, edge: pd.Timestamp) -> None:
    if start == end and start <= edge:
        ax.plot(
            start,
            height,
            marker="D",
            markersize=7,
            markerfacecolor="none",
            markeredgecolor=style.INK,
            markeredgewidth=1.3,
            zorder=4,
        )
    elif start <= edge:
        ax.add_patch(
            Rectangle(
                (start, height - 0.38),
                end - start,
                0.76,
                facecolor="none",
                edgecolor=style.INK,
                linewidth=1.3,
                zorder=4,
            )
        )
