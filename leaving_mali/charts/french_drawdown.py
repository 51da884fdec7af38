"""Figures of the chapter on the French drawdown."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, MonthLocator, YearLocator, date2num
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from leaving_mali import style

_GROUP_COLOURS = {"France": "france", "Takuba": "europe", "EUTM": "europe"}
_GROUP_MARKS = {"France": "o", "Takuba": "D", "EUTM": "s"}
_BREAK_AFTER = pd.Timedelta(days=1100)
_CHARACTER = 0.068  # mean width of a letter of 8 pt, in inches


def draw_how_many_and_where(axes: Sequence[Axes], forces: pd.DataFrame, operations: pd.DataFrame) -> Sequence[Axes]:
    """Draw the operations, then published strengths in the Sahel as a whole and in Mali alone.

    Args:
        axes: three axes, one above the other, on one time scale.
        forces: `series.forces`: `group`, `area`, `measure`, `date`, `date_end`, `shown`, `value`, `value_high`.
        operations: `series.operation_dates`: `operation`, `edge` (start, end), `date`.
    """
    _draw_operations(axes[0], operations)
    for ax, (area, rows) in zip(axes[1:], reversed(list(forces.groupby("area"))), strict=True):
        for group, of_group in rows.groupby("group"):
            _draw_strength(ax, of_group, style.COLOURS[_GROUP_COLOURS[group]], _GROUP_MARKS[group])
        ax.set_ylim(0, 6000)
        style.thousands(ax.yaxis)
        title = {"sahel": "Soldiers in the Sahel as a whole, Mali included", "mali": "Soldiers in Mali alone"}[area]
        style.y_title(ax, title)
    axes[2].set_xlim(pd.Timestamp("2012-10-01"), pd.Timestamp("2024-12-31"))
    axes[2].xaxis.set_major_locator(YearLocator())
    axes[2].xaxis.set_major_formatter(DateFormatter("%Y"))
    france, europe = style.COLOURS["france"], style.COLOURS["europe"]
    gone = forces[(forces["group"] == "France") & (forces["shown"] == 0)]["date"].iloc[0]
    _say(axes[1], "2013-09-15", 4350, "Serval", france)
    _say(axes[1], "2017-09-01", 3900, "Barkhane", france)
    _say(
        axes[2],
        "2014-09-01",
        3300,
        "No French count for Mali alone found\nbetween July 2014 and February 2022",
        style.FAINT,
    )
    _say(axes[2], "2014-03-01", 4750, "Serval", france)
    _say(axes[2], "2021-05-10", 2750, "Barkhane in Mali", france)
    _say(axes[2], gone + pd.Timedelta(days=60), 800, f"none from\n{gone:%-d %B %Y}", france)
    _say(axes[2], "2020-03-01", 1150, "Takuba", europe)
    _say(axes[2], "2016-03-01", 950, "EU training mission", europe)
    grey = {"linestyle": "", "color": style.FAINT}
    axes[1].legend(
        handles=[
            Line2D([], [], marker="o", label="deployed", **grey),
            Line2D([], [], marker="o", markerfacecolor="white", label="announced", **grey),
            Line2D([], [], marker=2, label="more than", **grey),
            Line2D([], [], linewidth=4, alpha=0.4, color=style.FAINT, label="peak, by source"),
        ],
        loc="lower center",
        ncols=4,
        fontsize=8,
        handlelength=1.4,
        columnspacing=1.6,
    )
    return axes


def _draw_operations(ax: Axes, operations: pd.DataFrame) -> None:
    names = list(dict.fromkeys(operations["operation"]))
    for place, (name, rows) in enumerate(operations.groupby("operation", sort=False)):
        first, last = rows["date"].min(), rows["date"].max()
        colour = style.COLOURS["europe" if name.startswith(("Takuba", "EUTM")) else "france"]
        ax.barh(place, last - first, left=first, height=0.62, color=colour)
        ax.annotate(
            name,
            (last, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color=colour,
            weight="bold",
        )
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.spines["left"].set_visible(False)


def _draw_strength(ax: Axes, rows: pd.DataFrame, colour: str, mark: str) -> None:
    deployed, announced, peaks = (rows[rows["measure"] == name] for name in ("deployed", "announced", "peak"))
    middle = deployed["date"] + (deployed["date_end"] - deployed["date"]) / 2
    for _, run in deployed.groupby((middle.diff() > _BREAK_AFTER).cumsum()):
        ax.plot(middle[run.index], run["shown"], color=colour, linewidth=1, alpha=0.35, zorder=2)
    for row in deployed.itertuples():
        ax.plot([row.date, row.date_end], [row.shown] * 2, color=colour, linewidth=2, alpha=0.6, zorder=3)
    ax.plot(middle, deployed["shown"], linestyle="", marker=mark, markersize=4.5, color=colour, zorder=4, clip_on=False)
    at_least = deployed["value"].isna()
    ax.plot(middle[at_least], deployed["shown"][at_least], linestyle="", marker=2, markersize=9, color=colour, zorder=3)
    centre = announced["date"] + (announced["date_end"] - announced["date"]) / 2
    high = announced["value_high"].astype("float64").fillna(announced["shown"])
    ax.vlines(centre, announced["shown"], high, color=colour, linewidth=1, zorder=3)
    for end in (announced["shown"], high):
        ax.plot(centre, end, linestyle="", marker=mark, markersize=4.5, markerfacecolor="white", color=colour, zorder=3)
    for row in peaks.itertuples():
        ax.plot(
            [row.date, row.date_end],
            [row.shown] * 2,
            color=colour,
            linewidth=4,
            alpha=0.4,
            zorder=1,
            solid_capstyle="butt",
        )


def _say(ax: Axes, when: str, height: float, words: str, colour: str) -> None:
    ax.text(
        pd.Timestamp(when),
        height,
        words,
        color=colour,
        fontsize=8,
        va="center",
        weight="normal" if colour == style.FAINT else "bold",
    )


def draw_in_what_order_the_breaks_came(ax: Axes, steps: pd.DataFrame) -> Axes:
    """Draw the steps of the break in lanes, one mark a step, coloured by who acted.

    Labels stand beside their marks; within a lane they move down to the first line that is free.

    Args:
        ax: axes; their height is set by the number of lines needed.
        steps: `series.break_steps`: `lane`, `date`, `date_last`, `actor`, `label`, lanes together and in order of time.
    """
    first, last = pd.Timestamp("2020-07-15"), pd.Timestamp("2022-09-20")
    inches = 6.3 / (date2num(last) - date2num(first))
    top = 0.0
    for shade, (lane, rows) in enumerate(steps.groupby("lane", sort=False)):
        name_ends = date2num(first) + (len(lane) * _CHARACTER * 1.15 + 0.2) / inches
        lines = _lines_for(rows, inches, name_ends, date2num(last))
        depth = max(line for line, _ in lines) + 1
        if shade % 2 == 0:
            ax.axhspan(top, top + depth + 0.35, color=style.FAINT, alpha=0.07, linewidth=0)
        ax.text(first + pd.Timedelta(days=5), top + 0.68, lane, fontsize=8, weight="bold", color=style.INK, va="center")
        for row, (line, leftward) in zip(rows.itertuples(), lines, strict=True):
            height, colour = top + line + 0.68, style.COLOURS[row.actor]
            if row.date_last > row.date:
                ax.plot([row.date, row.date_last], [height] * 2, color=colour, linewidth=4, alpha=0.5, zorder=2)
            ax.plot(row.date, height, marker=_ACTOR_MARKS[row.actor], markersize=5, color=colour, zorder=3)
            ax.annotate(
                row.label,
                (row.date if leftward else row.date_last, height),
                xytext=(-5 if leftward else 5, -0.5),
                textcoords="offset points",
                ha="right" if leftward else "left",
                va="center",
                fontsize=8,
                color=colour,
            )
        top += depth + 0.35
    ax.set_ylim(top, 0)
    ax.set_yticks([])
    _quarters(ax, first, last)
    names = {"mali": "Mali", "france": "France", "europe": "other Europeans", "other": "ECOWAS", "russia": "Russians"}
    ax.legend(
        handles=[
            Line2D([], [], marker=_ACTOR_MARKS[key], linestyle="", markersize=5, color=style.COLOURS[key], label=name)
            for key, name in names.items()
        ],
        title="Who acted",
        title_fontsize=8,
        fontsize=8,
        ncols=5,
        loc="lower center",
        bbox_to_anchor=(0.5, 1.0),
        handletextpad=0.2,
        columnspacing=1.2,
    )
    return ax


_ACTOR_MARKS = {"mali": "o", "france": "s", "europe": "D", "other": "^", "russia": "v"}


def _lines_for(rows: pd.DataFrame, inches: float, free_from: float, limit: float) -> list[tuple[int, bool]]:
    """Return for each step of a lane its line and whether its label stands to the left of its mark."""
    ends: list[list[tuple[float, float]]] = [[(0.0, free_from)]]
    chosen = []
    for row in rows.itertuples():
        begin, end, pad = date2num(row.date), date2num(row.date_last), 0.09 / inches
        width = (len(row.label) * _CHARACTER + 0.12) / inches
        leftward = end + pad + width > limit
        left, right = (begin - pad - width, end + pad) if leftward else (begin - pad, end + pad + width)
        line = 0
        while any(left < taken_to and taken_from < right for taken_from, taken_to in ends[line]):
            line += 1
            if line == len(ends):
                ends.append([])
        ends[line].append((left, right))
        chosen.append((line, leftward))
    return chosen


def draw_who_came_next(ax: Axes, bases: pd.DataFrame, camps: pd.DataFrame, sites: pd.DataFrame) -> Axes:
    """Draw who held each French base, how long a UN camp stood in the town, and the first report of Russians.

    Args:
        ax: axes.
        bases: `series.bases_in_mali`: `place_id`, `site`, `date`, `date_precision`, `date_end`, `handed_to`.
        camps: UN camps at those places: `place_id`, `vacated_date`, `occupied_by`, `occupied_date`, `army_date`.
        sites: first reports of Russians there: `place_id`, `date`.
    """
    first, last = pd.Timestamp("2021-08-15"), pd.Timestamp("2024-03-10")
    camps = camps.set_index("place_id")
    reported = sites.groupby("place_id")["date"].min()
    for place, base in enumerate(bases.itertuples()):
        upper = {"y": place - 0.14, "height": 0.3}
        _span(ax, first, base.date, "france", **upper)
        _span(ax, base.date, base.date_end, "france", alpha=0.4, **upper)
        mali_from = base.date_end
        if base.place_id in camps.index:
            camp = camps.loc[base.place_id]
            _span(ax, first, min(camp["vacated_date"], last), "un", y=place + 0.14, height=0.16)
            if camp["occupied_by"] == "csp_rebels":
                _span(ax, base.date_end, camp["vacated_date"], "mali", alpha=0.55, y=place - 0.215, height=0.15)
                _span(ax, base.date_end, camp["vacated_date"], "un", y=place - 0.065, height=0.15)
                _span(ax, camp["occupied_date"], camp["army_date"], "armed_groups", y=place - 0.03, height=0.5)
                mali_from = camp["army_date"]
        _span(ax, mali_from, last, "mali", alpha=0.55, **upper)
        when = reported[base.place_id]
        ax.plot(
            when,
            place - 0.14,
            marker="v",
            markersize=8,
            color=style.COLOURS["russia"],
            markeredgecolor="white",
            linestyle="",
            zorder=4,
        )
        leftward = when > last - pd.Timedelta(days=270)
        ax.annotate(
            _wait(base, when),
            (when, place - 0.33),
            xytext=(6 if leftward else -4, 0),
            textcoords="offset points",
            ha="right" if leftward else "left",
            va="bottom",
            fontsize=8,
            color=style.COLOURS["russia"],
        )
    names = [base.site.partition(",")[0] for base in bases.itertuples()]
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.6, -0.6)
    _quarters(ax, first, last)
    ax.legend(
        handles=[
            Patch(color=style.COLOURS["france"], label="French base"),
            Patch(color=style.COLOURS["mali"], alpha=0.55, label="Mali's army"),
            Patch(color=style.COLOURS["un"], label="UN camp"),
            Patch(color=style.COLOURS["armed_groups"], label="armed groups"),
            Line2D(
                [],
                [],
                marker="v",
                markersize=8,
                linestyle="",
                color=style.COLOURS["russia"],
                label="Russians first reported",
            ),
        ],
        loc="lower center",
        bbox_to_anchor=(0.46, 1.0),
        ncols=5,
        fontsize=8,
        handlelength=1.1,
        columnspacing=1.0,
        handletextpad=0.4,
    )
    return ax


def _span(ax: Axes, begin: pd.Timestamp, end: pd.Timestamp, actor: str, **look: float) -> None:
    ax.barh(width=end - begin, left=begin, color=style.COLOURS[actor], linewidth=0, **look)


def _wait(base: tuple, reported: pd.Timestamp) -> str:
    """Return the time from a handover to the first report of Russians, in days or, for a month, in months."""
    if base.date_precision == "month":
        return f"{(reported.year - base.date.year) * 12 + reported.month - base.date.month} months"
    days = (reported - base.date).days
    return f"{days:,} days" if days else "same day"


def draw_who_left_the_mission_when(ax: Axes, steps: pd.DataFrame, turns: pd.DataFrame) -> Axes:
    """Draw for each contributor the span from its announcement to the exit it planned and to the exit on record.

    Args:
        ax: axes.
        steps: `series.dominoes`: `country`, `step`, `date`, `date_last`, `planned_from`, `planned_to`.
        turns: `series.turns`: `date`, `label`.
    """
    countries = list(dict.fromkeys(steps["country"]))
    gaps = turns["date"].diff(-1).abs()
    for row, gap, before in zip(turns.itertuples(), gaps, gaps.shift(), strict=True):
        ax.axvline(row.date, color=style.FAINT, linewidth=0.8, linestyle=(0, (3, 3)), zorder=1)
        close = pd.Timedelta(days=60)
        side = "right" if gap < close else "left" if before < close else "center"
        shift = {"right": 4, "left": -4, "center": 0}[side]
        ax.annotate(
            row.label,
            (row.date, 1.01),
            xycoords=("data", "axes fraction"),
            xytext=(shift, 0),
            ha=side,
            textcoords="offset points",
            va="bottom",
            fontsize=8,
            color=style.FAINT,
        )
    for place, country in enumerate(countries):
        rows = steps[steps["country"] == country]
        colour = style.COLOURS["europe" if country in _EUROPEANS else "other"]
        announced, left = (rows[rows["step"] == name] for name in ("announced", "left"))
        begin, plan = announced["date"].iloc[0], announced["planned_to"].iloc[0]
        if pd.notna(plan):
            ax.plot([begin, plan], [place] * 2, color=colour, linewidth=1.2, linestyle=(0, (2, 2)), zorder=2)
            ax.plot([announced["planned_from"].iloc[0], plan], [place] * 2, color=colour, linewidth=1.2, zorder=3)
            ax.plot(plan, place, marker="D", markersize=6, markerfacecolor="white", color=colour, zorder=4)
        else:
            ax.annotate(
                "no date given, no day of exit found",
                (begin, place),
                xytext=(9, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
                color=style.FAINT,
            )
        if len(left):
            ax.plot(
                [begin, left["date"].iloc[0]],
                [place] * 2,
                color=colour,
                linewidth=4,
                alpha=0.35,
                zorder=1,
                solid_capstyle="butt",
            )
            ax.plot(left["date"].iloc[0], place, marker="s", markersize=6, color=colour, zorder=5)
        ax.plot([begin, announced["date_last"].iloc[0]], [place] * 2, color=colour, linewidth=3, zorder=3)
        ax.plot(begin, place, marker="o", markersize=6, color=colour, zorder=5)
    ax.set_yticks(range(len(countries)), countries)
    ax.set_ylim(len(countries) - 0.4, -0.6)
    ax.set_xlim(pd.Timestamp("2022-01-15"), pd.Timestamp("2024-07-10"))
    ax.xaxis.set_major_locator(MonthLocator(bymonth=(1, 4, 7, 10)))
    ax.xaxis.set_major_formatter(DateFormatter("%b\n%Y"))
    ax.grid(visible=False)
    grey = {"linestyle": "", "markersize": 6, "color": style.FAINT}
    ax.legend(
        handles=[
            Line2D([], [], marker="o", label="announced", **grey),
            Line2D([], [], marker="D", markerfacecolor="white", label="exit or pause planned", **grey),
            Line2D([], [], marker="s", label="many or all seen to leave", **grey),
        ],
        loc="upper center",
        bbox_to_anchor=(0.5, -0.14),
        ncols=3,
        fontsize=8,
        handletextpad=0.2,
        columnspacing=1.4,
    )
    return ax


_EUROPEANS = {"Sweden", "United Kingdom", "Germany"}


def draw_who_counted_how_many(ax: Axes, contingents: pd.DataFrame) -> Axes:
    """Draw published strengths of each contingent, one mark a figure, by who counted.

    Args:
        ax: axes.
        contingents: `series.contingents`: `country`, `counted_by`, `value` in persons.
    """
    countries = list(dict.fromkeys(contingents["country"]))
    lines = {"ceiling or announcement": ("D", -0.2), "national or press count": ("o", 0.0), "UN head count": ("s", 0.2)}
    for (country, counted_by), rows in contingents.groupby(["country", "counted_by"]):
        mark, shift = lines[counted_by]
        own = style.COLOURS["europe" if country in _EUROPEANS else "other"]
        colour = style.COLOURS["un"] if counted_by == "UN head count" else own
        fill = "white" if counted_by == "ceiling or announcement" else colour
        ax.plot(
            rows["value"].astype("float64"),
            [countries.index(country) + shift] * len(rows),
            linestyle="",
            marker=mark,
            markersize=6,
            color=colour,
            markerfacecolor=fill,
            alpha=0.9,
        )
    ax.set_yticks(range(len(countries)), countries)
    ax.set_ylim(len(countries) - 0.5, -0.5)
    ax.set_xlim(0, 1500)
    style.thousands(ax.xaxis)
    ax.set_xlabel("Persons, December 2020 to June 2023", fontsize=9)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    for place in range(len(countries) - 1):
        ax.axhline(place + 0.5, color="#e2e2e2", linewidth=0.7)
    grey = {"linestyle": "", "markersize": 6, "color": style.FAINT}
    ax.legend(
        handles=[
            Line2D([], [], marker="D", label="ceiling or announcement", **grey | {"markerfacecolor": "white"}),
            Line2D([], [], marker="o", label="national or press count", **grey),
            Line2D([], [], marker="s", label="UN head count", **grey | {"color": style.COLOURS["un"]}),
        ],
        loc="lower center",
        bbox_to_anchor=(0.45, 1.0),
        ncols=3,
        fontsize=8,
        handletextpad=0.2,
        columnspacing=1.4,
    )
    return ax


def _quarters(ax: Axes, first: pd.Timestamp, last: pd.Timestamp) -> None:
    """Show a span of time in quarters, with upright lines alone."""
    ax.set_xlim(first, last)
    ax.xaxis.set_major_locator(MonthLocator(bymonth=(1, 4, 7, 10)))
    ax.xaxis.set_major_formatter(DateFormatter("%b\n%Y"))
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.spines["left"].set_visible(False)
