"""Series of the chapter on withdrawal logistics."""

from __future__ import annotations

import pandas as pd

DEPARTED = {"total_departed": "total", "uniformed_departed": "uniformed"}
MARKED = {
    ("2023-09-24", "restriction"): "24 Sept: trucks\nheld at Gao",
    ("2023-10-31", "departure"): "31 Oct:\nKidal left",
    ("2023-12-31", "withdrawal_step"): "",
}
HEADCOUNTS = {
    "deployed_uniformed_year_mean": "year_mean",
    "deployed_uniformed": "count",
    "total_personnel": "total",
}
# A figure of the Assembly before one of the press, a final one before a first one.
BUDGET_ORDER = ["approved_final", "approved", "approved_part_year", "commitment_authority_part_year", "recommended"]


def departures(drawdown: pd.DataFrame) -> pd.DataFrame:
    """Return the published cumulative counts of departures, one row a count, in order of time.

    Adds `group` (total or uniformed), `shown` (persons: the count, or the bound where only that was given)
    and `bound` (exact, at_least or at_most).
    """
    rows = _with_bounds(drawdown[drawdown["measure"].isin(DEPARTED)])
    return rows.assign(group=rows["measure"].map(DEPARTED)).sort_values("date", kind="stable")


def turning_points(events: pd.DataFrame) -> pd.DataFrame:
    """Return the few dated events that explain the departures, one row each, with a `label` for a figure."""
    keys = zip(events["date"].dt.strftime("%Y-%m-%d"), events["kind"], strict=True)
    labels = pd.Series([MARKED.get(key) for key in keys], index=events.index, dtype="object")
    about = events["themes"].map(lambda themes: "withdrawal" in themes)
    return events.assign(label=labels)[labels.notna() & about].sort_values("date", kind="stable")


def ceilings(resolutions: pd.DataFrame) -> pd.DataFrame:
    """Return MINUSMA's mandates in order of time, one row a resolution, with `ceiling` in persons.

    The ceiling adds military personnel and police; it is missing for the resolution that ended the mandate.
    """
    rows = resolutions[(resolutions["topic"] == "minusma_mandate") & resolutions["adopted"]]
    both = rows["troop_ceiling"].astype("Float64") + rows["police_ceiling"].astype("Float64")
    return rows.assign(ceiling=both.astype("float64")).sort_values("date", kind="stable")


def headcounts(strength: pd.DataFrame) -> pd.DataFrame:
    """Return dated counts of people in the mission, one row a count, in order of time.

    Adds `kind` (year_mean or count of uniformed people, or total with civilians), `shown` in persons with `bound`,
    and `start` and `end`, the first and last day that the date stands for.
    """
    rows = strength[strength["measure"].isin(HEADCOUNTS) & strength["date"].notna()]
    rows = _with_bounds(rows).assign(kind=rows["measure"].map(HEADCOUNTS), start=rows["date"])
    return rows.assign(end=_last_day(rows["date"], rows["date_precision"])).sort_values("date", kind="stable")


def base_lanes(bases: pd.DataFrame) -> pd.DataFrame:
    """Return the sites that the withdrawal emptied, one row a site, in the order in which they were left.

    Adds `plan_start` and `plan_end` (the days that the planned closure stands for) and `outcome`, what became of
    the site in a few words for a figure.
    """
    rows = bases[bases["phase"] != "before_withdrawal"].sort_values(["vacated_date", "handover_date"], kind="stable")
    plan_end = _last_day(rows["planned_closure"], rows["planned_closure_precision"])
    outcome = [_outcome(row) for row in rows.itertuples()]
    return rows.assign(plan_start=rows["planned_closure"], plan_end=plan_end, outcome=outcome)


def convoy_lanes(convoys: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return the convoys of which a source gives a size, a duration or a number of attacks, in order of time.

    Adds `label` (road and day of departure) and `nights` on the road, missing where no arrival is known.
    """
    told = convoys[["distance_km", "vehicles", "attacks", "arrival_date"]].notna().any(axis=1)
    rows = convoys[told].sort_values("departure_date", kind="stable")
    names = places.set_index("place_id")["name"]
    road = rows["origin_place_id"].map(names) + " to " + rows["destination_place_id"].map(names)
    day = rows["departure_date"].map(lambda when: f"{when.day} {when:%b}")
    nights = (rows["arrival_date"] - rows["departure_date"]).dt.days.astype("float64")
    return rows.assign(label=road + ", " + day, nights=nights)


def budget_years(budgets: pd.DataFrame) -> pd.DataFrame:
    """Return one amount for each fiscal year of MINUSMA that has one, in order of time, with its monthly rate.

    Where a year has several amounts the first measure of `BUDGET_ORDER` counts. Adds `start` and `end` (the period
    that the amount pays for), `months`, `rate` in US dollars a month and `half_year` for amounts of six months.
    """
    rows = budgets[(budgets["entity"] == "MINUSMA") & budgets["measure"].isin(BUDGET_ORDER) & budgets["value"].notna()]
    rank = rows["measure"].map(BUDGET_ORDER.index)
    rows = rows.assign(rank=rank).sort_values(["fiscal_year", "rank"], kind="stable").drop_duplicates("fiscal_year")
    start = pd.to_datetime(rows["fiscal_year"].str[:4] + "-07-01")
    half = rows["measure"].str.endswith("part_year")
    months = half.map({True: 6, False: 12})
    end = pd.Series([when + pd.DateOffset(months=span) for when, span in zip(start, months, strict=True)], rows.index)
    rate = rows["value"] / months
    return rows.drop(columns="rank").assign(start=start, end=end, months=months, rate=rate, half_year=half)


def _with_bounds(rows: pd.DataFrame) -> pd.DataFrame:
    bound = pd.Series("exact", index=rows.index)
    bound = bound.mask(rows["value"].isna() & rows["value_low"].notna(), "at_least")
    bound = bound.mask(rows["value"].isna() & rows["value_high"].notna(), "at_most")
    return rows.assign(shown=rows["value"].fillna(rows["value_low"]).fillna(rows["value_high"]), bound=bound)


def _last_day(dates: pd.Series, precision: pd.Series) -> pd.Series:
    month, year = pd.offsets.MonthEnd(0), pd.offsets.YearEnd(0)
    return dates.where(precision != "month", dates + month).where(precision != "year", dates + year)


def _outcome(site: object) -> str:
    if site.handed_to == "government":
        by_month = site.handover_date_precision == "month"
        return f"State, {site.handover_date:%B %Y}" if by_month else f"State, {_day(site.handover_date)}"
    if site.occupied_by == "csp_rebels":
        return f"no handover: rebels {_day(site.occupied_date)},\narmy {_day(site.army_date)}"
    if pd.notna(site.army_date):
        return f"no handover: army {_day(site.army_date)}"
    return "no handover: army, day\nnot stated"


def _day(when: pd.Timestamp) -> str:
    return f"{when.day} {when:%b}" + (f" {when:%Y}" if when.year > 2023 else "")
