"""Figures of the chapter on peacekeeping futures."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from leaving_mali import style

UN = style.COLOURS["un"]
LIGHT = "#c3c8cd"
DASHED = (0, (3, 2))
KINDS = {
    "observer": "Observer",
    "traditional": "Traditional",
    "multidimensional": "Multidimensional",
    "stabilization": "Stabilisation",
}
HOSTS = {
    "EGY": "Egypt",
    "BDI": "Burundi",
    "ERI": "Eritrea",
    "TCD": "Chad",
    "SDN": "Sudan",
    "MLI": "Mali",
    "COD": "DR Congo",
    "CIV": "Côte d'Ivoire",
    "LBR": "Liberia",
    "HTI": "Haiti",
}
ACTS = {
    "request": "request",
    "acceptance_by_council": "Council accepts",
    "obstruction": "fuel cut",
    "statement": "statement",
}
GROUPS = {
    "west_africa_and_sahel": "West Africa and Chad",
    "south_and_southeast_asia": "South and South-East Asia",
    "other_africa": "Other Africa",
    "europe_and_north_america": "Europe and North America",
    "east_asia": "East Asia",
    "latin_america_and_caribbean": "Latin America and Caribbean",
    "western_and_central_asia": "West and Central Asia",
    "oceania": "Oceania",
}
WOMEN = {
    "minusma": (UN, "o", "-"),
    "all_troops": (style.COLOURS["other"], "s", ":"),
    "all_uniformed": (style.INK, "^", ":"),
    "target_troops": (style.COLOURS["other"], "D", ""),
}


def draw_missions_since_1948(ax: Axes, missions: pd.DataFrame) -> Axes:
    """Draw the life of every operation as a bar, in blocks by kind of mandate; dark bars were ended by the host.

    Args:
        ax: axes to draw on, tall enough for one line a mission.
        missions: one row a mission in order of drawing: `mission`, `mandate_generation`, `begin`, `end`
            (years), `ended_by_host`, `lasts`.
    """
    line, today = -1.0, missions["end"].max()
    for kind, block in missions.groupby("mandate_generation", observed=True, sort=False):
        line += 1.6
        ax.text(1947, line, KINDS[kind], va="center", fontsize=9, weight="bold", color=style.INK)
        for row in block.itertuples():
            line += 1
            colour, weight = (style.INK, "bold") if row.ended_by_host else (UN, "normal")
            ax.barh(line, max(row.end - row.begin, 0.4), left=row.begin, height=0.62, color=colour)
            if row.lasts:
                ax.plot(today + 0.5, line, marker=">", color=colour, markersize=4, clip_on=False)
            left = row.end > 2012
            ax.annotate(
                row.mission,
                (row.begin if left else row.end, line),
                xytext=(-3 if left else 3, 0),
                textcoords="offset points",
                ha="right" if left else "left",
                va="center",
                fontsize=8,
                color=colour,
                weight=weight,
            )
    ax.set(ylim=(line + 0.8, -0.4), xlim=(1946, today + 0.5), yticks=[])
    ax.grid(visible=True, axis="x")
    ax.tick_params(axis="x", top=True, labeltop=True)
    ax.spines["left"].set_visible(False)
    ax.legend(
        handles=[
            Patch(color=style.INK, label="Ended on the host's request\nor under its pressure"),
            Patch(color=UN, label="Ended otherwise or in an\nunknown way, or lasting (arrow)"),
        ],
        loc="upper left",
        bbox_to_anchor=(0, 0.87),
        fontsize=8,
    )
    return ax


def draw_uniformed_worldwide(ax: Axes, world: pd.DataFrame) -> Axes:
    """Draw the uniformed people in all operations: estimates dashed, head counts solid, a later bound hollow.

    Args:
        ax: axes to draw on.
        world: `date`, `measure`, `value` and `value_low` in persons, in order of time.
    """
    rough = world[world["measure"] == "uniformed_total_estimate"]
    counted = world[world["measure"] == "uniformed_total"]
    ax.plot(rough["date"], rough["value"], color=UN, linestyle=DASHED, linewidth=1.5)
    ax.plot(counted["date"], counted["value"], color=UN, marker="o", markersize=3.5)
    _note(ax, pd.Timestamp("1972-01-01"), 22_000, "rounded estimates\nto 1991", ha="center")
    least = counted[counted["date"] < "2003"].nsmallest(1, "value")
    for row, shift, ha in (
        (counted.nlargest(1, "value"), (0, 12), "center"),
        (least, (8, -8), "left"),
        (counted.tail(1), (-28, -20), "center"),
    ):
        when, value = row["date"].iloc[0], row["value"].iloc[0]
        ax.annotate(
            f"{when:%B %Y}\n{value:,.0f}",
            (when, value),
            xytext=shift,
            textcoords="offset points",
            ha=ha,
            va="center",
            fontsize=8.5,
            color=style.INK,
        )
    for row in world[world["measure"] == "peacekeepers"].itertuples():
        ax.plot(row.date, row.value_low, color=UN, marker="^", markerfacecolor="white", markersize=7)
        ax.annotate(
            f"{row.date:%B %Y}\n“more than\n{row.value_low:,.0f}\npeacekeepers”",
            (row.date, row.value_low),
            xytext=(-4, 8),
            textcoords="offset points",
            va="bottom",
            fontsize=8.5,
            color=style.INK,
        )
    style.y_title(ax, "Uniformed people in UN peacekeeping operations")
    style.thousands(ax.yaxis)
    style.time_axis(ax)
    ax.set(ylim=(0, 120_000), xlim=(pd.Timestamp("1946-01-01"), pd.Timestamp("2033-01-01")))
    return ax


def draw_months_to_exit(ax: Axes, cases: pd.DataFrame) -> Axes:
    """Draw how many months passed from a host's first act to the end of the mandate and of the departure.

    Args:
        ax: axes to draw on.
        cases: one row a case: `mission`, `country_iso3`, `act`, `act_date`, `host_government_type`, and `mandate`
            and `departure` in months (each with `_low` and `_high`), oldest first.
    """
    for line, row in enumerate(cases.itertuples()):
        asked = row.act == "request"
        colour = UN if asked else style.FAINT
        ends = [(row.mandate_low, row.mandate_high, "D"), (row.departure_low, row.departure_high, "o")]
        ends = [end for end in ends if not np.isnan(end[0])]
        far = max((high for _, high, _ in ends), default=23.0)
        ax.hlines(line, 0, far, color=colour, linewidth=1.6, linestyle="-" if asked else DASHED, zorder=1)
        for low, high, marker in reversed(ends):
            if low == high:
                ax.plot(
                    low,
                    line,
                    marker=marker,
                    color=colour,
                    markerfacecolor=colour if asked else "white",
                    markersize=7 if marker == "D" else 9,
                )
            else:
                ax.plot(
                    [low, high],
                    [line + (0.16 if marker == "o" else -0.16)] * 2,
                    color=colour,
                    linewidth=1.6,
                    marker=marker,
                    markerfacecolor="white",
                    markersize=6,
                )
        words = [f"{low:.1f}" if low == high else f"{low:.0f} to {high:.0f}" for low, high, _ in ends]
        _note(ax, far + 0.7, line, " / ".join(dict.fromkeys(words)))
        if not ends:
            ax.plot(far, line, marker=">", color=colour, markersize=7)
            _note(ax, far - 0.5, line - 0.3, "slowed at the host's wish, not ended", ha="right")
    kinds = [f", {kind}" if isinstance(kind, str) else "" for kind in cases["host_government_type"]]
    labels = [
        f"{HOSTS[row.country_iso3]}, {row.mission}\n{ACTS[row.act]} {row.act_date:%Y}{kind}"
        for row, kind in zip(cases.itertuples(), kinds, strict=True)
    ]
    ax.set_yticks(range(len(cases)), labels, fontsize=8.5)
    ax.set(
        ylim=(len(cases) - 0.5, -0.6),
        xlim=(-0.5, 24),
        xticks=range(0, 25, 6),
        xlabel="Months since the host's first act",
    )
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.legend(
        handles=[
            Line2D([], [], color=UN, marker="D", label="Mandate ended"),
            Line2D([], [], color=UN, marker="o", markersize=7, label="Departure ended"),
            Line2D(
                [],
                [],
                color=style.FAINT,
                marker="D",
                markerfacecolor="white",
                linestyle=DASHED,
                label="No dated request",
            ),
        ],
        ncols=3,
        loc="lower right",
        bbox_to_anchor=(1, 1.0),
        fontsize=8.5,
        borderpad=0,
        columnspacing=1.2,
    )
    return ax


def draw_who_carried_the_risk(ax: Axes, shares: pd.DataFrame) -> Axes:
    """Draw each group's part of those who served (hollow) and of those killed by hostile acts (solid).

    Args:
        ax: axes to draw on.
        shares: `group`, `killed` in persons, `killed_share` and `served_share` in per cent, in order of drawing.
    """
    for line, row in enumerate(shares.itertuples()):
        ax.hlines(line, row.served_share, row.killed_share, color=UN, linewidth=2, alpha=0.5)
        ax.plot(row.served_share, line, marker="o", color=UN, markerfacecolor="white", markersize=8)
        ax.plot(row.killed_share, line, marker="o", color=UN, markersize=6)
        _note(
            ax,
            max(row.served_share, row.killed_share) + 2,
            line,
            f"{row.killed:,.0f} killed" if row.killed else "none killed",
        )
    ax.set_yticks(range(len(shares)), [GROUPS[group] for group in shares["group"]])
    ax.set(ylim=(len(shares) - 0.4, -0.6), xlim=(-2, 104), xlabel="Per cent, 2014 to 2020")
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.legend(
        handles=[
            Line2D(
                [],
                [],
                color=UN,
                marker="o",
                markerfacecolor="white",
                markersize=8,
                linestyle="",
                label="of the uniformed people who served",
            ),
            Line2D(
                [],
                [],
                color=UN,
                marker="o",
                markersize=6,
                linestyle="",
                label="of the uniformed people killed by hostile acts",
            ),
        ],
        loc="lower right",
        fontsize=8.5,
    )
    return ax


def draw_before_and_after(axes: np.ndarray, violence: pd.DataFrame) -> np.ndarray:
    """Draw deaths in organised violence around each exit, one panel a country; civilians are the dark part of a bar.

    Args:
        axes: one axes a mission, in a grid.
        violence: `mission`, `country_iso3`, `exit_year`, `ended_by_host`, `offset` (years), `measure`, `value`,
            `value_low`, `value_high` in persons, in order of drawing.
    """
    grey, purple = style.COLOURS["other"], style.COLOURS["civilians"]
    for ax, (mission, rows) in zip(axes.flat, violence.groupby("mission", sort=False), strict=True):
        everyone = rows[rows["measure"] == "all_organised_violence"]
        civilians = rows[rows["measure"] == "civilians_in_all_organised_violence"]
        first, top = rows.iloc[0], max(everyone["value_high"].max(), 20)
        ax.axvline(0, color=style.FAINT, linewidth=0.8, linestyle=DASHED, zorder=0)
        ax.bar(everyone["offset"], everyone["value"], width=0.8, color=LIGHT, edgecolor=grey, linewidth=0.6)
        ax.bar(civilians["offset"], civilians["value"], width=0.8, color=purple)
        ax.vlines(everyone["offset"], everyone["value_low"], everyone["value_high"], color=style.INK, linewidth=1)
        ax.set_title(
            f"{HOSTS[first['country_iso3']]}\n{mission}, {first['exit_year']}",
            fontsize=8.5,
            loc="left",
            weight="bold",
            color=style.INK if first["ended_by_host"] else UN,
        )
        ax.set(
            xlim=(-5.7, 5.7),
            ylim=(0, top * 1.08),
            xticks=[-5, 0, 5],
            xticklabels=["5 years\nbefore", "exit", "5 years\nafter"],
        )
        ax.locator_params(axis="y", nbins=3, integer=True)
        style.thousands(ax.yaxis)
        ax.tick_params(labelsize=8)
        if (last := everyone["offset"].max()) < 5:
            ax.axvspan(last + 0.5, 5.7, color="#eeeeee", zorder=0)
    axes.flat[0].figure.legend(
        handles=[
            Patch(facecolor=LIGHT, edgecolor=grey, label="All killed (line: bounds)"),
            Patch(color=purple, label="Civilians among them"),
            Patch(color="#e4e4e4", label="No data yet"),
        ],
        ncols=3,
        loc="outside upper left",
        fontsize=8.5,
    )
    return axes


def draw_share_of_women(ax: Axes, shares: pd.DataFrame) -> Axes:
    """Draw the share of women in MINUSMA and in all operations against the targets for troops.

    Args:
        ax: axes to draw on.
        shares: `begin` and `end` of the period, `series` and `value` in per cent, in order of time.
    """
    for name, rows in shares.groupby("series"):
        colour, marker, stroke = WOMEN[name]
        middle = rows["begin"] + (rows["end"] - rows["begin"]) / 2
        ax.hlines(rows["value"], rows["begin"], rows["end"], color=colour, linewidth=4, alpha=0.35)
        ax.plot(
            middle,
            rows["value"],
            color=colour,
            marker=marker,
            linestyle=stroke,
            linewidth=1.6,
            markersize=6,
            markerfacecolor="white" if name == "target_troops" else colour,
        )
    for name, words, position, shift, ha in (
        ("minusma", "MINUSMA, all in uniform", 3, (10, -10), "left"),
        ("all_troops", "All operations, military\n(troops only in 2021)", 0, (-2, 40), "left"),
        ("all_uniformed", "All operations,\nall in uniform", -1, (0, 18), "center"),
        ("target_troops", "Target for troops", -1, (-14, 0), "right"),
        ("target_troops", "Target for troops", 0, (-14, 0), "right"),
    ):
        row = shares[shares["series"] == name].iloc[position]
        ax.annotate(
            words,
            (row["begin"], row["value"]),
            xytext=shift,
            textcoords="offset points",
            ha=ha,
            fontsize=9,
            va="center",
            color=WOMEN[name][0],
            weight="bold",
        )
    style.y_title(ax, "Women, per cent of the personnel named")
    style.time_axis(ax)
    ax.set(ylim=(0, 16.5), xlim=(pd.Timestamp("2006-06-01"), pd.Timestamp("2029-03-01")))
    return ax


def _note(ax: Axes, x: object, y: float, text: str, ha: str = "left") -> None:
    ax.text(x, y, text, ha=ha, va="center", fontsize=8.5, color=style.INK)
