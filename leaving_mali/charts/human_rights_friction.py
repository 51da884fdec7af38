"""Figures of the chapter on human-rights friction."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, NullLocator

from leaving_mali import style

_LANES = {
    "killings": ("civilians", "Killings laid to Malian and foreign forces"),
    "limits": ("mali", "Limits and expulsions by Mali"),
    "reports": ("un", "United Nations findings published"),
    "council": ("other", "Security Council"),
}
_PARTIES = {
    "mali": ("mali", "s", "Malian authorities"),
    "un": ("un", "o", "United Nations"),
    "rights_group": ("other", "^", "Human Rights Watch"),
    "france": ("france", "v", "French army"),
    "local": ("other", "D", "Local sources, press"),
}
_CAUSES = {
    "malicious_act": (1.0, "hostile act"),
    "illness": (0.6, "illness"),
    "accident": (0.35, "accident"),
    "other": (0.0, "other, or not determined"),
}


def draw_killings_by_quarter(ax: Axes, quarters: pd.DataFrame, uncounted: pd.DataFrame) -> Axes:
    """Draw how many people the mission counted as killed, quarter by quarter, and what it left out.

    Args:
        ax: axes to draw on.
        quarters: `quarter` (first day), `value`, `by_forces` (persons) and `kind` (note, report, difference).
        uncounted: one row: `date` and `value_low` (persons), the killings that no note includes.
    """
    people, forces = style.COLOURS["civilians"], style.COLOURS["mali"]
    looks = {
        "note": {"facecolor": people, "edgecolor": people},
        "report": {"facecolor": "white", "edgecolor": people, "hatch": "...."},
        "difference": {"facecolor": "white", "edgecolor": people, "hatch": "////"},
    }
    for place, row in enumerate(quarters.itertuples()):
        ax.bar(place, row.value, 0.72, linewidth=1, **looks[row.kind])
        ax.annotate(
            f"{row.value:,.0f}",
            (place, row.value),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            fontsize=8.5,
        )
        if pd.notna(row.by_forces):
            ax.bar(place, row.by_forces, 0.72, color=forces)
            ax.annotate(
                f"{row.by_forces:,.0f}",
                (place, row.by_forces / 2),
                ha="center",
                va="center",
                color="white",
                fontsize=8.5,
            )
    left_out = uncounted.iloc[0]
    starts = list(quarters["quarter"])
    place = sum(start <= left_out["date"] for start in starts) - 1
    base = quarters["value"].iloc[place] + 70
    ax.bar(
        place,
        left_out["value_low"],
        0.72,
        bottom=base,
        facecolor="none",
        edgecolor=style.COLOURS["un"],
        linestyle="--",
        linewidth=1.4,
    )
    ax.annotate(
        f"Moura, in no note:\nat least {left_out['value_low']:,.0f} (OHCHR)",
        (place + 0.36, base + left_out["value_low"] - 60),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        color=style.COLOURS["un"],
        fontsize=9,
    )
    ax.set_xticks(
        range(len(starts)),
        [
            f"{start:%b}-\n{start + pd.DateOffset(months=2):%b}"
            + (f"\n{start:%Y}" if number == 0 or start.month == 1 else "")
            for number, start in enumerate(starts)
        ],
        fontsize=8,
    )
    ax.set_ylim(0, base + left_out["value_low"] + 60)
    ax.legend(
        handles=[
            Patch(facecolor=people, label="quarterly note"),
            Patch(facecolor=forces, label="of these, laid to Malian forces\n(where the note says)"),
            Patch(label="half-year less its other quarter", **looks["difference"]),
            Patch(label="report of the Secretary-General", **looks["report"]),
        ],
        loc="upper left",
    )
    style.y_title(ax, "People killed, all perpetrators")
    style.thousands(ax.yaxis)
    return ax


def draw_violations_by_accused(axes: Sequence[Axes], rows: pd.DataFrame) -> Sequence[Axes]:
    """Draw whom the mission's counts of violations accuse, one panel an accused.

    Args:
        axes: three axes, one under the other, that share both scales.
        rows: `accused`, `period_start`, `period_end`, `series`, `value` (violations).
    """
    for ax, (accused, colour) in zip(
        axes,
        (("Malian forces", "mali"), ("Jihadist groups", "armed_groups"), ("Community militias", "other")),
        strict=True,
    ):
        shown = style.COLOURS[colour]
        for row in rows[rows["accused"] == accused].itertuples():
            own = row.series == "quarterly_note"
            width = row.period_end - row.period_start
            ax.bar(
                row.period_start + width / 2,
                row.value,
                width * 0.92,
                facecolor=shown if own else "none",
                edgecolor=shown,
                linewidth=1.2,
                linestyle="-" if own else "--",
            )
            inside = own and row.value > 100
            ax.annotate(
                f"{row.value:,.0f}",
                (row.period_start + width / 2, row.value),
                xytext=(0, -3 if inside else 2),
                textcoords="offset points",
                ha="center",
                va="top" if inside else "bottom",
                fontsize=8.5,
                color="white" if inside else style.INK,
            )
        ax.set_title(accused, loc="left", color=shown, weight="bold", pad=3)
        ax.set_ylim(0, 490)
        ax.set_yticks([0, 200, 400])
    axes[0].set_title("Violations and abuses documented", loc="right", fontsize=9)
    ax.set_xlim(pd.Timestamp("2020-03-15"), pd.Timestamp("2023-04-15"))
    style.time_axis(ax)
    return axes


def draw_friction(ax: Axes, steps: pd.DataFrame) -> Axes:
    """Draw in what order killings, limits, findings and Council steps came.

    Args:
        ax: axes to draw on.
        steps: `date`, `date_end` (or missing), `lane` and `label`, in order of time.
    """
    near = pd.Timedelta(days=75)
    for height, (lane, (colour, title)) in zip((3, 2, 1, 0), _LANES.items(), strict=True):
        shown = style.COLOURS[colour]
        own = steps[steps["lane"] == lane].reset_index(drop=True)
        ax.axhline(height, color=shown, linewidth=1, alpha=0.5, zorder=1)
        ax.annotate(
            title,
            (0, height + 0.42),
            xycoords=("axes fraction", "data"),
            color=shown,
            weight="bold",
            fontsize=9,
            va="center",
        )
        for number, row in own.iterrows():
            if pd.notna(row["date_end"]):
                ax.plot([row["date"], row["date_end"]], [height, height], color=shown, linewidth=6)
            ax.plot(row["date"], height, "o", color=shown, zorder=3)
            below = number % 2
            same = own["date"][number % 2 :: 2]
            before, after = same[same < row["date"]].max(), same[same > row["date"]].min()
            side = "right" if after - row["date"] < near else "left" if row["date"] - before < near else "center"
            ax.annotate(
                row["label"],
                (row["date"], height),
                xytext=(0, -6 if below else 6),
                textcoords="offset points",
                ha=side,
                va="top" if below else "bottom",
                fontsize=8,
                linespacing=1.05,
            )
    ax.set_ylim(-0.5, 3.6)
    ax.set_xlim(pd.Timestamp("2021-12-15"), pd.Timestamp("2023-10-15"))
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    style.time_axis(ax)
    return ax


def draw_refused_flights(axes: Sequence[Axes], counts: pd.DataFrame) -> Sequence[Axes]:
    """Draw how many flight requests Mali refused in three reports, and what and where in the one with detail.

    Args:
        axes: two axes, one under the other.
        counts: `part`, `period_start`, `period_end`, `value` (requests).
    """
    colour = style.COLOURS["mali"]
    top, bottom = axes
    refused = counts[counts["part"] == "refused"].reset_index(drop=True)
    detail = counts.set_index("part")["value"]
    asked = counts[counts["part"] == "asked"].iloc[0]
    names = []
    for place, row in refused.iterrows():
        top.barh(place, row["value"], 0.62, facecolor=to_rgba(colour, 0.4), edgecolor=colour)
        words = f"{row['value']:,.0f} refused"
        if row["period_start"] == asked["period_start"]:
            top.barh(place, asked["value"], 0.62, facecolor="none", edgecolor=style.COLOURS["un"], linewidth=1.2)
            top.barh(place, detail["drones"], 0.62, color=colour)
            top.annotate(
                f"{detail['drones']:,.0f} drones",
                (detail["drones"] / 2, place),
                ha="center",
                va="center",
                color="white",
                fontsize=8.5,
            )
            words += f" of {asked['value']:,.0f} requests"
        elif place == 0:
            words += " or left without answer"
        top.annotate(words, (row["value"], place), xytext=(5, 0), textcoords="offset points", va="center", fontsize=9)
        names.append(f"{row['period_start']:%b %Y} to\n{row['period_end']:%b %Y}")
    top.set_yticks(range(len(names)), names)
    top.set_title("In three reporting periods", loc="left", weight="bold")
    sectors = counts[counts["part"].str.startswith("Sector")].sort_values("value", ascending=False)
    for place, row in enumerate(sectors.itertuples()):
        bottom.barh(place, row.value, 0.62, color=colour)
        bottom.annotate(
            f"{row.value:,.0f}", (row.value, place), xytext=(5, 0), textcoords="offset points", va="center", fontsize=9
        )
    bottom.set_yticks(range(len(sectors)), [name.replace("Sector ", "") for name in sectors["part"]])
    bottom.set_title(f"The {refused['value'].max():,.0f} of early 2023, by sector", loc="left", weight="bold")
    for ax in axes:
        ax.invert_yaxis()
        ax.grid(axis="x")
        ax.grid(visible=False, axis="y")
        ax.set_xlim(0, asked["value"] * 1.02)
        style.thousands(ax.xaxis)
    bottom.set_xlabel("Flight requests", loc="left")
    return axes


def draw_competing_tolls(axes: Sequence[Axes], tolls: pd.DataFrame) -> Sequence[Axes]:
    """Draw how far the published tolls of the same incident lie apart, and who gave them.

    Args:
        axes: two axes, one under the other: incidents laid to armed forces of states, and all others.
        tolls: `name`, `incident_id`, `number` (persons), `at_least`, `fighters`, `party`, `states_accused`.
    """
    titles = {
        True: "Armed forces of Mali or of other states accused",
        False: "Armed groups, militias or unknown men accused",
    }
    for ax, (accused, title) in zip(axes, titles.items(), strict=True):
        own = tolls[tolls["states_accused"] == accused]
        order = list(dict.fromkeys(own["name"]))
        for place, name in enumerate(order):
            these = own[own["name"] == name]
            ends = [these["number"].min(), these["number"].max()]
            ax.plot(ends, [place, place], color="#b9b9b9", linewidth=2, zorder=1)
            for row in these.itertuples():
                colour, marker, _ = _PARTIES[row.party]
                shown = style.COLOURS[colour]
                ax.plot(
                    row.number,
                    place,
                    marker,
                    markersize=11 if row.fighters else 7,
                    alpha=0.9,
                    markerfacecolor="none" if row.fighters else shown,
                    markeredgecolor=shown,
                    markeredgewidth=1.5,
                )
                if row.at_least:
                    ax.annotate(
                        "",
                        (row.number * 1.2, place),
                        (row.number, place),
                        zorder=2,
                        arrowprops={"arrowstyle": "->", "color": shown, "linewidth": 1.2},
                    )
        ax.set_yticks(range(len(order)), order, fontsize=8.5)
        ax.set_ylim(len(order) - 0.4, -0.6)
        ax.set_title(title, loc="left", weight="bold")
        ax.set_xscale("log")
        ax.set_xlim(9, 660)
        ax.xaxis.set_major_locator(FixedLocator([10, 20, 50, 100, 200, 500]))
        ax.xaxis.set_minor_locator(NullLocator())
        style.thousands(ax.xaxis)
        ax.grid(axis="x")
    axes[-1].set_xlabel("People killed, as published (logarithmic scale)", loc="left")
    handles = [
        Line2D([], [], linestyle="", marker=marker, color=style.COLOURS[colour], markersize=7, label=words)
        for colour, marker, words in _PARTIES.values()
    ]
    handles.append(
        Line2D(
            [],
            [],
            linestyle="",
            marker="o",
            markerfacecolor="none",
            markeredgecolor=style.INK,
            markersize=9,
            label="called fighters by the speaker",
        )
    )
    handles.append(
        Line2D(
            [], [], linestyle="", marker=r"$\rightarrow$", color=style.INK, markersize=9, label="at least, or more than"
        )
    )
    axes[0].figure.legend(handles=handles, loc="outside upper left", ncols=3, fontsize=8.5)
    return axes


def draw_killed_by_side(ax: Axes, rows: pd.DataFrame, turns: pd.DataFrame, moura: pd.DataFrame) -> Axes:
    """Draw how many civilians each side killed in a year, with the bounds of the estimate.

    Args:
        ax: axes to draw on.
        rows: `year`, `side` (governments, groups), `value`, `value_low`, `value_high` (persons).
        turns: `date` and `label` of the dates to mark, in order of time.
        moura: one row: `date` and `value_low` (persons), the toll of one operation by another count.
    """
    sides = {"governments": ("mali", -75, "Governments"), "groups": ("armed_groups", 75, "Armed groups")}
    for side, (colour, shift, words) in sides.items():
        own = rows[rows["side"] == side]
        when = pd.to_datetime(own["year"].astype(str) + "-07-01") + pd.Timedelta(days=shift)
        errors = [own["value"] - own["value_low"], own["value_high"] - own["value"]]
        ax.bar(
            when,
            own["value"],
            140,
            color=style.COLOURS[colour],
            yerr=errors,
            label=words,
            error_kw={"ecolor": style.INK, "elinewidth": 1, "capsize": 2},
        )
    ax.set_ylim(0, 1750)
    for position, row in enumerate(turns.itertuples()):
        ax.axvline(row.date, color=style.FAINT, linewidth=0.9, linestyle=(0, (3, 3)), zorder=0)
        side = "right" if position == 1 else "left"
        ax.annotate(
            row.label,
            (row.date, 1750),
            xytext=(-3 if side == "right" else 3, 0),
            textcoords="offset points",
            ha=side,
            va="top",
            fontsize=8,
            color=style.FAINT,
        )
    one = moura.iloc[0]
    when = pd.Timestamp(f"{one['date'].year}-07-01") - pd.Timedelta(days=75)
    ax.plot(
        when,
        one["value_low"],
        "o",
        markerfacecolor="white",
        markeredgecolor=style.COLOURS["un"],
        markeredgewidth=1.6,
        markersize=7,
        zorder=5,
    )
    ax.annotate(
        f"Moura alone, by OHCHR:\nat least {one['value_low']:,.0f}",
        (when, one["value_low"]),
        (pd.Timestamp("2020-10-01"), 900),
        ha="right",
        va="center",
        fontsize=8.5,
        color=style.COLOURS["un"],
        arrowprops={"arrowstyle": "-", "color": style.COLOURS["un"], "linewidth": 1},
    )
    ax.legend(loc="upper left", bbox_to_anchor=(0.1, 0.86))
    ax.set_xlim(pd.Timestamp("2012-01-01"), pd.Timestamp("2025-06-01"))
    style.y_title(ax, "Civilians killed in one-sided violence in a year (UCDP)")
    style.time_axis(ax)
    style.thousands(ax.yaxis)
    return ax


def draw_deaths_by_cause(ax: Axes, table: pd.DataFrame) -> Axes:
    """Draw how many members of the mission died each year, and of what.

    Args:
        ax: axes to draw on.
        table: `year` and the causes `malicious_act`, `illness`, `accident`, `other` (persons).
    """
    base = pd.Series(0, index=table.index)
    for cause, (strength, words) in _CAUSES.items():
        ax.bar(
            table["year"],
            table[cause],
            0.72,
            bottom=base,
            label=words,
            linewidth=0.8,
            facecolor=to_rgba(style.COLOURS["un"], strength),
            edgecolor=style.COLOURS["un"],
        )
        base = base + table[cause]
    for year, hostile in zip(table["year"], table["malicious_act"], strict=True):
        ax.annotate(
            f"{hostile}", (year, hostile / 2), ha="center", va="center", color="white", fontsize=8.5, weight="bold"
        )
    for year, whole in zip(table["year"], base, strict=True):
        ax.annotate(f"{whole}", (year, whole), xytext=(0, 2), textcoords="offset points", ha="center", fontsize=8.5)
    ax.set_xticks(table["year"], table["year"].astype(str))
    ax.set_ylim(0, 54)
    ax.legend(ncols=4, loc="upper left", columnspacing=1.2, handlelength=1.2)
    style.y_title(ax, "Deaths of mission personnel")
    return ax


def draw_hostile_deaths_by_nationality(ax: Axes, table: pd.DataFrame) -> Axes:
    """Draw whose nationals died in hostile acts.

    Args:
        ax: axes to draw on.
        table: `name` and `value` (persons), largest first.
    """
    ax.barh(range(len(table)), table["value"], 0.66, color=style.COLOURS["un"])
    for place, value in enumerate(table["value"]):
        ax.annotate(
            f"{value:,.0f}", (value, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8.5
        )
    ax.set_yticks(range(len(table)), table["name"], fontsize=8.5)
    ax.invert_yaxis()
    ax.grid(visible=False, axis="y")
    ax.grid(axis="x")
    ax.set_xlabel("Deaths in hostile acts, by nationality", loc="left")
    return ax
