"""Figures of the chapter on Russian influence."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from leaving_mali import style

RUSSIA = style.COLOURS["russia"]
KINDS = {
    "planned": ("o", "white", "planned"),
    "at the time": ("o", RUSSIA, "said at the time"),
    "looking back": ("D", RUSSIA, "said later, looking back"),
}
VOTES = {
    "yes": ("Y", "white"),
    "absent": ("-", "#f1f1f1"),
    "abstain_or_absent": ("A or -", "#f7e4ed"),
    "abstain": ("A", "#f0cfdf"),
    "no": ("N", RUSSIA),
}
MARKERS = ("o", "s", "^", "D", "v")
PANELS = {"Russia": "russia", "MINUSMA": "un", "Barkhane": "france"}
HEADINGS = {
    "Russia": "Russia: share in favour, by wording",
    "MINUSMA": "MINUSMA: share against, by wording",
    "Barkhane": "Barkhane (France): share dissatisfied with its work",
}
TARGETS = {"russia": "Russian\nhelp", "france": "against\nFrance", "minusma": "against\nMINUSMA"}
TARGET_COLOURS = {"russia": "russia", "france": "france", "minusma": "un"}


def draw_personnel_estimates(ax: Axes, estimates: pd.DataFrame) -> Axes:
    """Draw who put the number of Russians at what, one line an estimate, in order of time from the top.

    Args:
        ax: axes to draw on.
        estimates: `low` and `high` in persons (`high` missing for an "at least"), `kind`, `label`, `date`.
    """
    places, place, before = [], 0.0, None
    for when in estimates["date"]:
        long_gap = before is not None and (when - before).days > 500
        place += 1.9 if long_gap else 1
        if long_gap:
            ax.text(
                30,
                place - 0.95,
                "no head count found for the months between",
                fontsize=8,
                va="center",
                style="italic",
                color=style.FAINT,
            )
        places.append(place)
        before = when
    for y, (low, high, kind) in zip(places, estimates[["low", "high", "kind"]].itertuples(index=False), strict=True):
        marker, face, _ = KINDS[kind]
        if pd.isna(high):
            ax.annotate("", (low + 280, y), (low + 25, y), arrowprops={"arrowstyle": "->", "color": RUSSIA})
            text = f"at least {low:,.0f}"
        else:
            ax.plot([low, high], [y, y], color=RUSSIA, linewidth=3, solid_capstyle="butt")
            text = f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
        ax.plot(low, y, marker, color=RUSSIA, markerfacecolor=face, markersize=6)
        if low != high and pd.notna(high):
            ax.plot(high, y, marker, color=RUSSIA, markersize=6)
        end = high if pd.notna(high) else low + 280
        ax.annotate(text, (end, y), xytext=(8, 0), textcoords="offset points", va="center", fontsize=8.5)
    ax.set_yticks(places, estimates["label"])
    ax.tick_params(axis="y", labelsize=8.5)
    ax.set_ylim(place + 0.7, 0.3)
    ax.set_xlim(0, 3050)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    style.thousands(ax.xaxis)
    ax.set_xlabel("Persons")
    handles = [
        Line2D([], [], marker=marker, color=RUSSIA, markerfacecolor=face, linestyle="", label=name)
        for marker, face, name in KINDS.values()
    ]
    ax.legend(
        handles=handles, loc="lower center", bbox_to_anchor=(0.3, 1.0), ncols=3, handletextpad=0.2, columnspacing=1.2
    )
    return ax


def draw_votes(ax: Axes, table: pd.DataFrame) -> Axes:
    """Draw how each state voted on each resolution, a cell a vote; the darker, the nearer to Russia's own vote.

    Args:
        ax: axes to draw on.
        table: `row`, `column`, `state`, `resolution_name`, `vote`, `worked_out`.
    """
    for row, column, vote, worked_out in table[["row", "column", "vote", "worked_out"]].itertuples(index=False):
        letter, fill = VOTES[vote]
        ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=fill, edgecolor="#b5b5b5", linewidth=0.7))
        ax.text(
            column,
            row + 0.04,
            letter + ("*" if worked_out else ""),
            ha="center",
            va="center",
            fontsize=8.5,
            color="white" if vote == "no" else style.INK,
            weight="bold" if vote == "no" else "normal",
        )
    states = table.drop_duplicates("row").sort_values("row")["state"]
    resolutions = table.drop_duplicates("column").sort_values("column")["resolution_name"]
    ax.set_yticks(range(len(states)), states)
    ax.get_yticklabels()[0].set_weight("bold")
    ax.set_xticks(range(len(resolutions)), resolutions)
    ax.xaxis.tick_top()
    ax.tick_params(axis="both", length=0, labelsize=8.5)
    ax.tick_params(axis="x", labelsize=8)
    ax.axhline(0.5, color=style.INK, linewidth=1.6)
    ax.set_xlim(-0.5, len(resolutions) - 0.5)
    ax.set_ylim(len(states) - 0.5, -0.5)
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    ax.set_xlabel(
        "Y in favour     A abstained     N against     - did not vote     A or - : one of the two\n"
        "* worked out from published totals and lists, not read",
        fontsize=8.5,
        labelpad=7,
        loc="left",
    )
    return ax


def draw_opinion_over_time(axes: Sequence[Axes], points: pd.DataFrame, dates: pd.DataFrame) -> Sequence[Axes]:
    """Draw the share that trusts Russia, or is dissatisfied with a foreign force, over time; a panel an actor.

    A mark is the share, a dash below it the part that chose the strongest answer; lines join equal wordings only,
    and each wording has its own mark.

    Args:
        axes: three axes, one above the other, on one time scale.
        points: `panel`, `wording`, `when`, `low`, `high`, `strong` in per cent.
        dates: `date` and `label` of the days to mark.
    """
    for ax, (panel, actor) in zip(axes, PANELS.items(), strict=True):
        asked = points[points["panel"] == panel]
        for marker, (wording, line) in zip(MARKERS, asked.groupby("wording", sort=False), strict=False):
            rivals = asked[asked["when"].isin(line["when"])].groupby("when")["high"]
            shift = (line["high"].to_numpy() > rivals.min().reindex(line["when"]).to_numpy()) * 110
            _draw_wording(
                ax,
                line.assign(when=line["when"] + pd.to_timedelta(shift, unit="D")),
                marker,
                style.COLOURS[actor],
                wording,
            )
        ax.set_title(HEADINGS[panel], loc="left", color=style.COLOURS[actor], weight="bold", fontsize=9.5)
        for when in dates["date"]:
            ax.axvline(when, color=style.FAINT, linewidth=0.8, linestyle=(0, (3, 3)), zorder=1)
        ax.set_ylim(0, 115)
        ax.set_yticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"])
        ax.set_xlim(pd.Timestamp("2017-01-01"), pd.Timestamp("2026-01-01"))
        style.time_axis(ax)
        if asked["wording"].nunique() > 1:
            handles, _ = ax.get_legend_handles_labels()
            if panel == "MINUSMA":
                handles.append(
                    Line2D(
                        [],
                        [],
                        marker="_",
                        color=style.COLOURS[actor],
                        linestyle="",
                        markersize=12,
                        markeredgewidth=2.2,
                        label="part with the strongest answer",
                    )
                )
            ax.legend(handles=handles, loc="lower left", fontsize=8.5, handletextpad=0.2, borderaxespad=0.1)
    for when, label in dates[["date", "label"]].itertuples(index=False):
        axes[-1].annotate(label, (when, 4), xytext=(4, 0), textcoords="offset points", fontsize=8, color=style.FAINT)
    return axes


def _draw_wording(ax: Axes, line: pd.DataFrame, marker: str, colour: str, wording: str) -> None:
    whole = line[line["high"].notna()]
    ax.plot(whole["when"], whole["high"], color=colour, linewidth=1.6)
    ax.plot(whole["when"], whole["high"], marker, color=colour, markersize=6, label=wording)
    for when, low, high, strong in line[["when", "low", "high", "strong"]].itertuples(index=False):
        if pd.notna(strong):
            ax.plot(when, strong, "_", color=colour, markersize=12, markeredgewidth=2.2)
            place, align = ((0, -5), ("center", "top")) if pd.notna(high) else ((8, -1), ("left", "center"))
            ax.annotate(
                f"{strong:.0f}",
                (when, strong),
                xytext=place,
                textcoords="offset points",
                ha=align[0],
                va=align[1],
                fontsize=8,
                color=style.FAINT,
            )
        if pd.notna(strong) and pd.notna(high):
            ax.plot([when, when], [strong, high], color=colour, linewidth=0.8, linestyle=(0, (2, 2)))
        if pd.notna(high):
            text = f"{low:.0f}" if round(low) == round(high) else f"{low:.0f} to {high:.0f}"
            ax.annotate(
                text,
                (when, high),
                xytext=(0, 5),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=8.5,
                color=style.INK,
            )


def draw_north_and_south(ax: Axes, places: pd.DataFrame) -> Axes:
    """Draw the share satisfied with MINUSMA to the right and dissatisfied to the left, by place, from north to south.

    Args:
        ax: axes to draw on.
        places: `group`, `part`, `side` (1 or -1), `value` in per cent.
    """
    colour, y, ticks, previous = style.COLOURS["un"], -1.0, {}, None
    for group, part in places[["group", "part"]].drop_duplicates().itertuples(index=False):
        y += 1.5 if part != previous else 1
        if part != previous:
            ax.text(-98, y, "" if part == group else part, fontsize=9, weight="bold", va="center", color=style.FAINT)
        ticks[group], previous = y, part
    for group, side, value in places[["group", "side", "value"]].itertuples(index=False):
        fill = {"facecolor": colour} if side > 0 else {"facecolor": "white", "hatch": "////"}
        ax.barh(ticks[group], side * value, height=0.66, edgecolor=colour, linewidth=1, **fill)
        ax.annotate(
            f"{value:.0f}",
            (side * value, ticks[group]),
            xytext=(5 * side, 0),
            textcoords="offset points",
            va="center",
            ha="left" if side > 0 else "right",
            fontsize=8.5,
        )
    ax.axvline(0, color=style.INK, linewidth=1)
    ax.set_yticks(list(ticks.values()), list(ticks))
    ax.set_ylim(y + 0.7, -0.2)
    ax.set_xlim(-100, 100)
    ax.set_xticks([-100, -50, 0, 50, 100], ["100", "50", "0", "50", "100"])
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.set_xlabel("Per cent of those asked")
    ax.text(-50, -0.45, "dissatisfied", ha="center", fontsize=9, weight="bold", color=colour)
    ax.text(50, -0.45, "satisfied", ha="center", fontsize=9, weight="bold", color=colour)
    return ax


def draw_rallies(ax: Axes, rows: pd.DataFrame) -> Axes:
    """Draw how large each rally in Bamako was said to be, and what it asked for, in order of time from the top.

    Args:
        ax: axes to draw on.
        rows: `rally`, `label`, `value` and `value_low` in persons, `low` and `high` of the words, three target columns.
    """
    for rally, low, high in rows[["rally", "low", "high"]].itertuples(index=False):
        if pd.notna(low):
            ax.barh(
                rally,
                high - low,
                left=low,
                height=0.5,
                facecolor="#d5d8db",
                edgecolor=style.COLOURS["other"],
                linewidth=0.6,
            )
    for rally, value, at_least in rows[["rally", "value", "value_low"]].itertuples(index=False):
        if pd.notna(value):
            ax.plot(value, rally, "o", color=style.INK, markersize=5.5)
            ax.annotate(
                f"{value:,.0f}",
                (value, rally),
                xytext=(-6, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                fontsize=8,
            )
        if pd.notna(at_least):
            ax.plot(at_least, rally, ">", color=style.INK, markersize=6)
            ax.annotate(
                f"≥ {at_least:,.0f}",
                (at_least, rally),
                xytext=(8, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
            )
    sized = set(rows.loc[rows[["value", "value_low", "low"]].notna().any(axis=1), "rally"])
    first = rows.drop_duplicates("rally")
    for rally in set(first["rally"]) - sized:
        ax.text(12, rally, "no size given", fontsize=8, va="center", style="italic", color=style.FAINT)
    for place, (target, heading) in enumerate(TARGETS.items()):
        x = 22_000 * 5.0**place
        hit = first.loc[first[target], "rally"]
        colour = style.COLOURS[TARGET_COLOURS[target]]
        ax.plot([x] * len(hit), hit, "s", color=colour, markersize=8, clip_on=False)
        ax.text(x, -0.8, heading, ha="center", va="bottom", fontsize=8, color=colour, weight="bold")
    ax.set_xscale("log")
    ax.set_xlim(10, 22_000 * 5.0**2.55)
    ax.set_xticks([10, 100, 1_000, 10_000], ["10", "100", "1,000", "10,000"])
    ax.minorticks_off()
    ax.set_yticks(first["rally"], first["label"])
    ax.tick_params(axis="y", labelsize=8.5)
    ax.set_ylim(first["rally"].max() + 0.7, -0.7)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.set_xlabel(
        "Persons (logarithmic scale)\ndot: number in print   bar: order of magnitude of the words",
        loc="left",
        fontsize=8.5,
    )
    return ax
