"""Series of the opening page: every force in Mali over time, the deaths beneath, the verdicts on the two articles."""

from __future__ import annotations

import pandas as pd

COLUMNS = ["row_id", "date", "date_precision", "value", "value_low", "value_high", "source_ids"]


def un_uniformed(strength: pd.DataFrame) -> pd.DataFrame:
    """Return MINUSMA's uniformed strength in persons: yearly means at mid-year, and dated counts.

    Counts that a source only quotes from a ceiling are left out, and so are bounds without a figure.
    """
    kept = strength[
        strength["measure"].isin(["deployed_uniformed_year_mean", "deployed_uniformed"]) & strength["value"].notna()
    ]
    mid_year = kept["date"].where(kept["date_precision"] != "year", kept["date"] + pd.DateOffset(months=6))
    return kept.assign(date=mid_year, date_precision="month").sort_values("date")[COLUMNS]


def un_remaining(drawdown: pd.DataFrame) -> pd.DataFrame:
    """Return the uniformed people still there at each count: the baseline of August 2023 less the departed.

    The baseline's row is the first; its date is the day it was told to the Security Council.
    """
    baseline = drawdown[drawdown["measure"] == "baseline_uniformed"].sort_values("date").iloc[:1]
    departed = drawdown[drawdown["measure"] == "uniformed_departed"].sort_values("date")
    start = baseline.assign(date=pd.Timestamp("2023-07-01"))
    left = departed.assign(value=baseline["value"].iloc[0] - departed["value"])
    return pd.concat([start, left])[COLUMNS]


def deployed(deployments: pd.DataFrame, forces: list[str], area: str) -> pd.DataFrame:
    """Return the published strengths of some forces that were deployed in an area, in persons, whole forces only."""
    kept = deployments[
        deployments["force"].isin(forces)
        & (deployments["area"] == area)
        & (deployments["measure"] == "deployed")
        & deployments["site"].isna()
        & deployments["value"].notna()
    ]
    return kept.sort_values("date")[COLUMNS]


def russian_estimates(russian_personnel: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates of Russians present, in persons: a figure, or a lower bound alone, or both bounds."""
    counts = russian_personnel[(russian_personnel["measure"] == "present") & (russian_personnel["unit"] == "persons")]
    counts = counts[counts[["value", "value_low", "value_high"]].notna().any(axis=1)]
    return counts.sort_values("date")[COLUMNS]


def deaths_by_year(conflict: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Return UCDP's deaths in organised violence in Mali, a row per year and measure, for two measures:

    all deaths (`all_organised_violence`) and the civilians among them (`civilians_in_all_organised_violence`).
    """
    measures = ["all_organised_violence", "civilians_in_all_organised_violence"]
    return conflict[
        (conflict["country_iso3"] == "MLI") & conflict["year"].between(first, last) & conflict["measure"].isin(measures)
    ]


def verdicts(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the number of claims by article (rows) and verdict (columns, in the order in which they are drawn)."""
    order = ["corroborated", "partly", "contradicted", "outdated", "unverifiable", "not_applicable"]
    return claims.groupby(["seed_id", "verdict"]).size().unstack(fill_value=0)[order]


def ruptures(events: pd.DataFrame) -> pd.DataFrame:
    """Return the three ruptures that the lead figure marks: rows of events with a short `label`, in order of time."""
    chosen = [
        ("coup", "2020-08-18", "coup"),
        ("force_decision", "2022-02-17", "France says\nit will leave"),
        ("consent_withdrawn", "2023-06-16", "Mali asks the\nUN to leave"),
    ]
    kept = [
        events[(events["kind"] == kind) & (events["date"] == pd.Timestamp(day))].assign(label=label)
        for kind, day, label in chosen
    ]
    return pd.concat(kept)
