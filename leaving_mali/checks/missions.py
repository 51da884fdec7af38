"""Missions, consent and budgets add up and agree."""

from __future__ import annotations

import math
from collections.abc import Iterator

from leaving_mali.checks.rows import days_apart, plain, rows
from leaving_mali.tables import Problem

_DAYS_A_MONTH = 365.25 / 12


def consent_months() -> Iterator[Problem]:
    """Months from the request to the end of the mandate and of the departure are the difference of the dates."""
    for row in rows("host_consent"):
        for field, end in (
            ("months_request_to_mandate_end", row["mandate_end"]),
            ("months_request_to_departure", row["departure_end"]),
        ):
            days = days_apart(row["act_date"], end) if row["act"] == "request" else math.inf
            months = plain(round(days / _DAYS_A_MONTH, 1)) if days < math.inf else ""
            if row[field] != months:
                yield row.problem(field, f"{months or 'nothing'}, from the {row['act']} of {row['act_date']} to {end}")


def missions_agree() -> Iterator[Problem]:
    """A mission ends on the same days, cost the same and has a name in the record of deaths, whatever the table."""
    missions = {row["mission"]: row for row in rows("missions")}
    for row in rows("host_consent"):
        mission = missions.get(row["mission"])
        for field, other in (("mandate_end", "mandate_end"), ("departure_end", "withdrawal_end")):
            if mission and row[field] and mission[other] and row[field] != mission[other]:
                yield row.problem(field, f"{mission[other]}, as in missions")
    mandates = [(row["date"], row["mandate_end"]) for row in rows("resolutions", topic="minusma_mandate")]
    if mandates and "MINUSMA" in missions and missions["MINUSMA"]["mandate_end"] != max(mandates)[1]:
        yield missions["MINUSMA"].problem("mandate_end", f"{max(mandates)[1]}, as in the last resolution on it")
    costs = {row["entity"]: row["value"] for row in rows("un_budgets", measure="whole_life_cost")}
    labels = {row["mission"] for row in rows("peacekeeper_deaths")}
    for row in missions.values():
        cost = costs.get(row["mission"].replace(" ", "_"), "")
        if costs and row["cost_whole_mission_usd"] != cost:
            yield row.problem("cost_whole_mission_usd", f"{cost or 'nothing'}, the whole_life_cost in un_budgets")
        if labels and row["deaths_label"] and row["deaths_label"] not in labels:
            yield row.problem("deaths_label", "a mission of peacekeeper_deaths")


def budgets_add_up() -> Iterator[Problem]:
    """What was not spent of a budget is the budget less the spending."""
    budgets = {(row["fiscal_year"], row["entity"], row["measure"]): row for row in rows("un_budgets")}
    for (year, entity, measure), row in budgets.items():
        final, spent = (budgets.get((year, entity, part)) for part in ("approved_final", "expenditure"))
        if measure == "unspent_balance" and final and spent:
            left = final.total("value") - spent.total("value")
            if row.number("value") != left:
                yield row.problem("value", f"{plain(left)}, approved_final less expenditure")
