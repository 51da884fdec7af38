"""Deaths, harm and displacement add up and agree between tables."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from leaving_mali.checks.rows import Row, either, noted, plain, rows, same_time
from leaving_mali.tables import Problem

_IN_RECORD = re.compile(r"UN record of April 2025, same span: (\d+), of them (\d+) military and police")
_UNIFORMED = {"military", "military_observer", "police"}


def hostile_deaths_within_all() -> Iterator[Problem]:
    """Published hostile deaths of a mission are not more than its deaths of all causes by the same day."""
    everyone = {
        (row["mission"], row["period_start"], row["period_end"]): row.number("value")
        for row in rows("peacekeeper_death_reports", measure="deaths_all_causes", nationality_group="")
    }
    for row in rows("peacekeeper_death_reports", measure="killed_in_hostile_acts"):
        most = everyone.get((row["mission"], row["period_start"], row["period_end"]))
        if most is not None and row["value"] and row.number("value") > most:
            yield row.problem("value", f"at most {plain(most)}, the deaths of all causes in the same span")


def deaths_agree_with_record() -> Iterator[Problem]:
    """The mission's final counts, and what notes say of the UN record for whole years, are the record's own sums."""
    record = [
        (
            row["mission"],
            int(row["year"]),
            row["cause"] == "malicious_act",
            row["personnel_type"] in _UNIFORMED,
            int(row["value"]),
        )
        for row in rows("peacekeeper_deaths")
    ]

    def deaths(mission: str, first: int, last: int, hostile: bool | None) -> tuple[int, int]:
        counted = [
            (uniformed, value)
            for of, year, malicious, uniformed, value in record
            if mission in ("all", of) and first <= year <= last and hostile in (None, malicious)
        ]
        return sum(value for _, value in counted), sum(value for uniformed, value in counted if uniformed)

    kinds = {"killed_in_hostile_acts": True, "deaths_all_causes": None, "deaths_cause_not_stated": None}
    for row in rows("peacekeeper_death_reports", measure=kinds, nationality_group="") if record else []:
        first, last = row["period_start"], row["period_end"]
        if not first or not last:
            continue
        everyone, uniformed = deaths(row["mission"], int(first[:4]), int(last[:4]), kinds[row["measure"]])
        final = row["mission"] == "MINUSMA" and row["statistic"] == "cumulative" and last >= "2023-12"
        if final and row.number("value") != everyone:
            yield row.problem("value", f"{everyone}, the sum over peacekeeper_deaths")
        said = _IN_RECORD.search(row["note"])
        whole_years = first.endswith("-01-01") and last.endswith("-12-31")
        if whole_years and said and said.groups() != (str(everyone), str(uniformed)):
            yield row.problem("note", f"the record's own {everyone}, of them {uniformed} military and police")


def tolls_within_bounds() -> Iterator[Problem]:
    """The civilians killed in an incident are not below the lower and not above the upper toll."""
    for row in rows("incidents"):
        given = [field for field in ("killed_low", "civilians_killed", "killed_high") if row[field]]
        for less, more in itertools.pairwise(given):
            if row.number(less) > row.number(more):
                yield row.problem(more, f"at least {row[less]}, which is {less}")


def tolls_agree() -> Iterator[Problem]:
    """The civilians killed in an incident are a published toll of it, where `incident_tolls` has one of the killed."""
    published: dict[str, set[str]] = defaultdict(set)
    for toll in rows("incident_tolls", category=("civilians_killed", "killed")):
        published[toll["incident_id"]] |= {toll["value"], toll["value_low"]} - {""}
    for row in rows("incidents"):
        tolls = published[row["incident_id"]]
        if row["civilians_killed"] and tolls and row["civilians_killed"] not in tolls:
            yield row.problem("civilians_killed", f"{either(tolls)}, as in incident_tolls")


_VIOLENCE = {
    "all_organised_violence",
    "civilians_in_all_organised_violence",
    "state_based",
    "non_state",
    "one_sided_all",
    "one_sided_by_government",
    "one_sided_by_any_government",
    "one_sided_by_nonstate_groups",
    "state_based_dyads",
    "non_state_dyads",
}


def violence_adds_up() -> Iterator[Problem]:
    """The parts of the UCDP series add up: types of violence to all, one-sided violence by whom to all of it."""
    series: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for row in rows("conflict_country_year"):
        series[row["country_iso3"], row["year"]][row["measure"]] = row
    dyads = Counter((row["year"], f"{row['violence_type']}_dyads") for row in rows("conflict_dyads_mali"))
    for (country, year), measures in series.items():
        value = {measure: row.total("value") for measure, row in measures.items()}
        if not value.keys() >= _VIOLENCE:
            lacking = ", ".join(sorted(_VIOLENCE - value.keys()))
            yield next(iter(measures.values())).problem("year", f"a year with all measures; {country} lacks {lacking}")
            continue
        for whole, parts in (
            ("all_organised_violence", ("state_based", "non_state", "one_sided_all")),
            ("one_sided_all", ("one_sided_by_any_government", "one_sided_by_nonstate_groups")),
        ):
            total = sum(value[part] for part in parts)
            if value[whole] != total:
                yield measures[whole].problem("value", f"{plain(total)}, the sum of {', '.join(parts)}")
        for less, more in (
            ("one_sided_by_government", "one_sided_by_any_government"),
            ("civilians_in_all_organised_violence", "all_organised_violence"),
        ):
            if value[less] > value[more]:
                yield measures[less].problem("value", f"at most {plain(value[more])}, which is {more}")
        for measure in ("state_based_dyads", "non_state_dyads") if country == "MLI" and dyads else ():
            if value[measure] != dyads[year, measure]:
                yield measures[measure].problem("value", f"{dyads[year, measure]}, the pairs in conflict_dyads_mali")


def areas_within_whole() -> Iterator[Problem]:
    """What one note counts by area is together not above its count for Mali, unless the note calls that no total."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows("violations"):
        groups[row["period_start"], row["period_end"], row["series"], row["indicator"], row["perpetrator"]].append(row)
    for found in groups.values():
        whole = next((row for row in found if row["place_id"] == "mali" and row["value"]), None)
        parts = sum(row.number("value") or 0 for row in found if row["place_id"] != "mali")
        if whole and parts > whole.number("value") and "not a total" not in whole["note"]:
            yield whole.problem("value", f"at least {plain(parts)}, the sum of its areas")


def years_add_up() -> Iterator[Problem]:
    """A year's victims are the sum of its quarters or halves, or the note gives that sum; and of the kinds of harm."""
    spans = {"quarterly_note": 4, "half_year_note": 2}
    notes = [row for row in rows("violations", perpetrator="all", area="Mali", unit="persons") if row["value"]]
    years = [row for row in notes if row["series"] == "yearly_note"]
    for year in years:
        for series, count in spans.items():
            parts = [
                row.number("value")
                for row in notes
                if row["series"] == series
                and row["indicator"] == year["indicator"]
                and row["period_start"][:4] == year["period_start"][:4]
            ]
            total = plain(sum(parts))
            if len(parts) == count and total != year["value"] and not noted(year, total):
                yield year.problem("value", f"{total}, the sum of {count} rows of {series}, or a note that gives it")
    harm = ("civilians_killed", "civilians_injured", "civilians_abducted")
    for affected in (row for row in years if row["indicator"] == "civilians_affected"):
        parts = [
            row.number("value")
            for row in years
            if row["indicator"] in harm and row["period_start"] == affected["period_start"]
        ]
        if len(parts) == len(harm) and sum(parts) != affected.number("value"):
            yield affected.problem("value", f"{plain(sum(parts))}, the sum of {', '.join(harm)}")


def harm_agrees() -> Iterator[Problem]:
    """Harm to civilians in `events` falls within the days that `incidents` has for that place."""
    spans: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows("incidents"):
        spans[row["place_id"]].append((row["date"], row["date_end"] or row["date"]))
    for event in rows("events", kind="harm_to_civilians", date_precision="day"):
        day, known = event["date"], spans.get(event["place_id"], [])
        if known and not any(first <= day <= last or day.startswith(first) for first, last in known):
            given = {first if first == last else f"{first} to {last}" for first, last in known}
            yield event.problem("date", f"{either(given)}, as in incidents for {event['place_id']}")


def flights_add_up() -> Iterator[Problem]:
    """Flights refused by sector add up to those of the country in the same weeks."""
    refused: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows("access_restrictions", type="flight_denied", unit="requests"):
        if row["value"]:
            refused[row["period_start"], row["period_end"]].append(row)
    for found in refused.values():
        total = next((row for row in found if row["area"] == "Mali"), None)
        sectors = [row.number("value") for row in found if row["area"].startswith("Sector")]
        if total and sectors and total.number("value") != sum(sectors):
            yield total.problem("value", f"{plain(sum(sectors))}, the sum of its sectors")


def displacement_agrees() -> Iterator[Problem]:
    """A count of displaced people or refugees set against an exit is one that `displacement` has for that month."""
    measures = {"internally_displaced": "idps_in_mali", "malian_refugees": "malian_refugees"}
    counts = rows("displacement")
    for row in rows("before_after_counts", exit="MINUSMA", measure=measures) if counts else []:
        same = {
            other["value"]
            for other in counts
            if other["measure"] == measures[row["measure"]]
            and other["country_iso3"] == row["country_iso3"]
            and same_time(other["date"], row["period_end"])
        }
        if row["value"] not in same:
            yield row.problem("value", f"{either(same)}, as in displacement for that month")


def refugees_within_total() -> Iterator[Problem]:
    """Refugees by country of asylum are together not more than the total that the same count gives."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows("displacement", measure="malian_refugees"):
        if row["value"]:
            groups[row["date"], row["series"]].append(row)
    for found in groups.values():
        total = next((row for row in found if not row["country_iso3"]), None)
        parts = sum(row.number("value") for row in found if row["country_iso3"])
        if total and parts > total.number("value"):
            yield total.problem("value", f"at least {plain(parts)}, the sum of the countries of asylum")


def security_deaths_agree() -> Iterator[Problem]:
    """Deaths of one attack on security forces are the same figures in two tables."""
    claims = defaultdict(set)
    for row in rows("casualty_claims", side_group="malian"):
        claims[row["date"], row["place_id"]].add(row["value"])
    for row in rows("published_death_totals", measure="security_forces_killed", statistic="incident"):
        stated = claims[row["period_start"], row["place_id"]]
        if stated and row["value"] not in stated:
            yield row.problem("value", f"{either(stated)}, as in casualty_claims")
