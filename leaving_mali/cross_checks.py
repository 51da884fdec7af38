"""Hold the tables to each other: sums that must come out and facts that stand in two places.

Each check is a function without arguments that yields a `Problem` for every row that breaks it, at the row
that is most likely wrong; `CHECKS` holds them all and `checks` runs them once form, types and keys are in order.
A difference that the sources leave open is no fault if the note of the row gives the other figure: `_noted`.
A table that the dataset does not have counts as empty.
"""

from __future__ import annotations

import datetime
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from leaving_mali import tables
from leaving_mali.tables import Problem

COUNCIL = 15  # members of the Security Council since 1966
ASSEMBLY = 193  # members of the General Assembly since 2011
ENOUGH = 9  # votes in favour that a decision of the Council needs
PERMANENT = {"CHN", "FRA", "GBR", "RUS", "USA"}
_DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Row:
    """One row of a table as text, with the line it stands on."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, field: str) -> str:
        return self.cells[field]

    def number(self, field: str) -> float | None:
        """Return the cell as a number, None if it is empty."""
        return float(self.cells[field]) if self.cells[field] else None

    def total(self, *fields: str) -> float:
        """Return the sum of some cells, empty ones as nothing."""
        return sum(self.number(field) or 0 for field in fields)

    def span(self) -> tuple[float, float]:
        """Return what the value may be: from and to, the value twice where there are no bounds."""
        value = self.number("value")
        low, high = self.number("value_low"), self.number("value_high")
        least = low if low is not None else -math.inf if value is None else value
        most = high if high is not None else math.inf if value is None else value
        return least, most

    def problem(self, field: str, allowed: str) -> Problem:
        """Return the fault of one cell of this row."""
        return Problem(self.file, self.line, field, self.cells[field], allowed)


def rows(table: str, **equals: str | Iterable[str]) -> list[Row]:
    """Return the rows of a table whose cells equal the text given, or one of the texts, in file order."""
    if table not in tables.names():
        return []
    resource = tables.describe(table)
    header, lines = tables.read_cells(resource)
    found = [
        Row(resource["path"], number, dict(zip(header, cells, strict=True)))
        for number, cells in enumerate(lines, start=2)
    ]
    for field, wanted in equals.items():
        allowed = {wanted} if isinstance(wanted, str) else set(wanted)
        found = [row for row in found if row[field] in allowed]
    return found


# --- votes ------------------------------------------------------------------------------------


def council_votes() -> Iterator[Problem]:
    """Votes of the Security Council add up to 15, name as many states as they count, and decide the outcome."""
    for row in rows("resolutions"):
        yield from _full_council(row, "votes_yes", "votes_no", "votes_abstain")
        for count, names in (("votes_no", "against_iso3"), ("votes_abstain", "abstaining_iso3")):
            if row[names] and row.number(count) != len(row[names].split(";")):
                yield row.problem(names, f"as many states as {count}, which is {row[count]}")
        passed = row.total("votes_yes") >= ENOUGH and not PERMANENT & set(row["against_iso3"].split(";"))
        if (row["adopted"] == "true") != passed:
            yield row.problem("adopted", f"{str(passed).lower()}: nine votes in favour and no veto make a resolution")
    for row in rows("unsc_votes"):
        yield from _full_council(row, "yes", "no", "abstain")


def council_votes_agree() -> Iterator[Problem]:
    """A draft that stands both in `unsc_votes` and in `resolutions` has the same votes in both."""
    drafts = {(row["date"], row["votes_yes"], row["votes_no"], row["votes_abstain"]) for row in rows("resolutions")}
    for row in rows("unsc_votes"):
        same_day = sorted(draft[1:] for draft in drafts if draft[0] == row["date"])
        if same_day and (row["yes"], row["no"], row["abstain"]) not in same_day:
            given = " or ".join("-".join(votes) for votes in same_day)
            yield row.problem("yes", f"the votes (yes-no-abstain) that resolutions has for {row['date']}: {given}")


def assembly_votes() -> Iterator[Problem]:
    """Totals of the General Assembly add up to 193 and hold the votes listed by state, that of Mali among them."""
    listed: dict[str, Counter] = defaultdict(Counter)
    of_mali = set()
    totals = {row["resolution"]: row for row in rows("unga_resolutions")}
    for vote in rows("unga_votes"):
        listed[vote["resolution"]][vote["vote"]] += 1
        of_mali |= {vote["resolution"]} if vote["country_iso3"] == "MLI" else set()
        if vote["resolution"] not in totals:
            yield vote.problem("resolution", "a resolution of the table unga_resolutions")
    for resolution, row in totals.items():
        kinds = ("yes", "no", "abstain", "absent")
        total = row.total(*kinds)
        if total != ASSEMBLY:
            yield row.problem("absent", f"{ASSEMBLY} states with the votes cast; these four make {_plain(total)}")
        for kind in kinds:
            if listed[resolution][kind] > row.total(kind):
                yield row.problem(kind, f"at least {listed[resolution][kind]}, the states listed in unga_votes")
        if resolution not in of_mali and "vote of Mali was not found" not in row["note"]:
            yield row.problem("resolution", "one with Mali's vote in unga_votes, or a note that says why not")


def _full_council(row: Row, *fields: str) -> Iterator[Problem]:
    total = row.total(*fields)
    if total != COUNCIL:
        yield row.problem(fields[0], f"{COUNCIL} votes with {fields[1]} and {fields[2]}; these make {_plain(total)}")


# --- the withdrawal ---------------------------------------------------------------------------

_CUMULATIVE = (
    "total_departed",
    "uniformed_departed",
    "military_departed",
    "contingent_members_departed",
    "staff_officers_departed",
    "police_departed",
    "formed_police_departed",
    "individual_police_departed",
    "civilian_departed",
    "international_staff_departed",
    "un_volunteers_departed",
    "bases_closed",
)
_PARTS = {
    "military_departed": ("contingent_members_departed", "staff_officers_departed"),
    "police_departed": ("formed_police_departed", "individual_police_departed"),
    "civilian_departed": ("international_staff_departed", "un_volunteers_departed"),
    "uniformed_departed": ("military_departed", "police_departed"),
    "total_departed": ("uniformed_departed", "civilian_departed"),
}


def departures_never_fall() -> Iterator[Problem]:
    """Of each cumulative count of the drawdown, a later one is not below an earlier one; bounds count as bounds."""
    for measure in _CUMULATIVE:
        highest, since = 0.0, ""
        for row in sorted(rows("drawdown", measure=measure), key=lambda row: row["date"]):
            least, most = row.span()
            if most < highest:
                field = "value" if row["value"] else "value_high"
                yield row.problem(field, f"at least {_plain(highest)}, the {measure} of {since}")
            if least > highest:
                highest, since = least, row["date"]


def departures_add_up() -> Iterator[Problem]:
    """Counts of one day add up: parts to their whole, and those gone and those left to all who were to leave."""
    by_day: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows("drawdown", country_iso3="", place_id=""):
        if row["value"]:
            by_day[row["date"]][row["measure"]] = row
    for day in by_day.values():
        for whole, parts in _PARTS.items():
            if whole in day and all(part in day for part in parts):
                total = sum(day[part].number("value") for part in parts)
                if day[whole].number("value") != total:
                    yield day[whole].problem("value", f"{_plain(total)}, the sum of {' and '.join(parts)} that day")
        if "remaining_total" in day and "total_departed" in day:
            everyone = day["remaining_total"].number("value") + day["total_departed"].number("value")
            stated = {row.number("value") for row in rows("drawdown", measure="baseline_total_to_leave")}
            if everyone not in stated:
                totals = _either(_plain(total) for total in stated)
                yield day["remaining_total"].problem("value", f"with total_departed one of those to leave: {totals}")


def bases_counted() -> Iterator[Problem]:
    """The mission's counts of closed bases equal the bases that had been left by that day."""
    left = sorted(row["vacated_date"] for row in rows("minusma_bases", in_un_count="true"))
    for row in rows("drawdown", measure="bases_closed") if left else []:
        closed = sum(1 for day in left if day and day <= row["date"])
        if row.number("value") != closed:
            yield row.problem("value", f"{closed}, the bases of minusma_bases left by {row['date']}")


def convoys_agree() -> Iterator[Problem]:
    """A convoy's casualties are those of its attacks, and it left the base on the day when the base was left."""
    attacks: dict[str, list[Row]] = defaultdict(list)
    for attack in rows("convoy_incidents", in_convoy_total="true"):
        attacks[attack["convoy_id"]].append(attack)
    last: dict[str, Row] = {}
    for convoy in rows("convoys"):
        for field in ("peacekeepers_injured", "civilians_injured", "civilians_killed"):
            counted = [attack.number(field) for attack in attacks[convoy["convoy_id"]] if attack[field]]
            if convoy[field] and counted and convoy.number(field) != sum(counted):
                yield convoy.problem(field, f"{_plain(sum(counted))}, the sum over its rows of convoy_incidents")
        if convoy["departure_date"] >= last.get(convoy["origin_place_id"], convoy)["departure_date"]:
            last[convoy["origin_place_id"]] = convoy
    for base in rows("minusma_bases", vacated_date_precision="day"):
        convoy = last.get(base["place_id"])
        if convoy and not _same_time(convoy["departure_date"], base["vacated_date"]):
            yield convoy.problem("departure_date", f"{base['vacated_date']}, when the base was left (minusma_bases)")


def distances_agree() -> Iterator[Problem]:
    """The length of a road is the same in bases, convoys and routes, or the note gives the other figure."""
    known: dict[tuple[str, str], str] = {}
    for base in rows("minusma_bases"):
        if base["road_km_to_hub"]:
            known[base["place_id"], base["hub_place_id"]] = base["road_km_to_hub"]
    for table, ends in (
        ("convoys", ("origin_place_id", "destination_place_id")),
        ("routes", ("from_place_id", "to_place_id")),
    ):
        for row in rows(table):
            other = known.get((row[ends[0]], row[ends[1]]))
            if other and row["distance_km"] and row["distance_km"] != other and not _noted(row, other):
                yield row.problem("distance_km", f"{other}, as in minusma_bases, or a note that gives it")


def convoy_vehicles_agree() -> Iterator[Problem]:
    """The vehicles of a convoy are one of the counts that equipment_and_transport has for that road and day."""
    counts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows("equipment_and_transport", measure=("vehicles_in_convoy", "contractor_trucks_in_convoy")):
        counts[row["date"], row["place_id"]].add(row["value"])
    for convoy in rows("convoys"):
        stated = counts[convoy["departure_date"], convoy["origin_place_id"]]
        if convoy["vehicles"] and stated and convoy["vehicles"] not in stated:
            yield convoy.problem("vehicles", f"{_either(stated)}, as in equipment_and_transport")


def handovers_agree() -> Iterator[Problem]:
    """A handover in `events` stands on a day that the table of that base has for it."""
    bases: dict[str, dict[str, set[str]]] = {"withdrawal": defaultdict(set), "french_drawdown": defaultdict(set)}
    for base in rows("minusma_bases"):
        bases["withdrawal"][base["place_id"]] |= {
            base[field] for field in ("vacated_date", "handover_date", "occupied_date", "army_date")
        } - {""}
    for base in rows("base_handovers"):
        bases["french_drawdown"][base["place_id"]].add(base["date"])
    for event in rows("events", kind="handover"):
        for theme, table in (("withdrawal", "minusma_bases"), ("french_drawdown", "base_handovers")):
            days = bases[theme].get(event["place_id"], set())
            if theme in event["themes"].split(";") and days and not any(_same_time(event["date"], day) for day in days):
                yield event.problem("date", f"{_either(days)}, the dates of this base in {table}")


def contingents_agree() -> Iterator[Problem]:
    """Of a contingent, those who went or stayed are as many in `drawdown` as in `deployments` that week."""
    for row in rows("drawdown", measure=("contingent_remaining", "contingent_departed")):
        near = [
            other
            for other in rows("deployments", measure="deployed", contributor_iso3s=row["country_iso3"])
            if other["operation"] == "minusma" and other["value"] and _days_apart(other["date"], row["date"]) <= 7
        ]
        stated = {other["value"] for other in near}
        if row["value"] and stated and row["value"] not in stated and not any(_noted(row, figure) for figure in stated):
            yield row.problem("value", f"{_either(stated)}, as in deployments, or a note that gives it")


# --- strength ---------------------------------------------------------------------------------

_UNDER_CEILING = {
    ("troop_ceiling",): ("deployed_military", "deployed_contingents", "military_quoted", "troops_quoted"),
    ("police_ceiling",): ("deployed_police", "deployed_formed_police", "deployed_individual_police", "police_quoted"),
    ("troop_ceiling", "police_ceiling"): ("deployed_uniformed", "deployed_uniformed_year_mean", "uniformed_quoted"),
}


def ceilings_agree() -> Iterator[Problem]:
    """An authorised strength is the ceiling of the resolution of its day."""
    ceilings = {row["date"]: row for row in rows("resolutions", topic="minusma_mandate", adopted="true")}
    for measure, field in (("authorised_military", "troop_ceiling"), ("authorised_police", "police_ceiling")):
        for row in rows("strength", measure=measure):
            resolution = ceilings.get(row["date"])
            if resolution is None or resolution[field] != row["value"]:
                if resolution:
                    yield row.problem("value", f"{resolution[field]}, the {field} in resolutions")
                else:
                    yield row.problem("date", "the day of a resolution on the mandate")


def strength_under_ceiling() -> Iterator[Problem]:
    """Strength is not above the ceiling in force, or the note speaks of the ceiling."""
    mandates = sorted(
        (row for row in rows("resolutions", topic="minusma_mandate") if row["troop_ceiling"]),
        key=lambda row: row["date"],
    )
    for fields, measures in _UNDER_CEILING.items():
        for row in rows("strength", measure=measures):
            so_far = [mandate for mandate in mandates if mandate["date"][: len(row["date"])] <= row["date"]]
            if not row["date"] or not so_far:
                continue
            ceiling = so_far[-1].total(*fields)
            strength = row.number("value") if row["value"] else row.span()[0]
            if strength > ceiling and "ceiling" not in row["note"]:
                resolution = so_far[-1]["resolution"]
                yield row.problem(
                    "value",
                    f"at most {_plain(ceiling)}, the ceiling of resolution {resolution}, "
                    "or a note that speaks of the ceiling",
                )


def year_means_add_up() -> Iterator[Problem]:
    """A yearly mean allows, within its rounding bounds, for the sum of the countries' means.

    The sum may lie below where the note says that the table of countries holds the larger contingents only.
    """
    sums: Counter = Counter()
    for row in rows("contributors", measure=("uniformed_year_mean", "women_uniformed_year_mean")):
        sums[row["measure"], row["date"]] += row.number("value") or 0
    measures = {
        "deployed_uniformed_year_mean": "uniformed_year_mean",
        "women_uniformed_year_mean": "women_uniformed_year_mean",
    }
    for row in rows("strength", measure=measures):
        total = sums[measures[row["measure"]], row["date"]]
        least, most = row.span()
        too_low = total < least and "larger contingents only" not in row["note"]
        if total and (too_low or total > most):
            yield row.problem("value", f"bounds that hold {_plain(total)}, the sum of the countries in contributors")


def map_totals_add_up() -> Iterator[Problem]:
    """Geo-PKO figures of MINUSMA agree: the year with its maps, and the yearly sum with the sites."""
    sites: Counter = Counter()
    for row in rows("geopko_sites"):
        sites[row["year"]] += row.number("nominal_troops_mean") or 0
    maps: dict[str, list[float]] = defaultdict(list)
    for row in rows("mission_strength", mission="MINUSMA", measure="geopko_map"):
        maps[row["date"][:4]].append(row.total("value"))
    for row in rows("mission_strength", mission="MINUSMA"):
        year, value = row["date"][:4], row.total("value")
        if row["measure"] == "geopko_sum_of_site_means" and sites[year] != value:
            yield row.problem("value", f"{_plain(sites[year])}, the sum of the sites in geopko_sites")
        if row["measure"] == "geopko_year_max" and maps[year] and max(maps[year]) != value:
            yield row.problem("value", f"{_plain(max(maps[year]))}, the highest of the year's maps")
        mean = sum(maps[year]) / len(maps[year]) if maps[year] else None
        if row["measure"] == "geopko_year_mean" and mean and abs(mean - value) > 0.5:
            yield row.problem("value", f"{mean:.0f}, the mean of the year's maps")


# --- deaths and harm --------------------------------------------------------------------------

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
            yield row.problem("value", f"at most {_plain(most)}, the deaths of all causes in the same span")


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
            yield row.problem("civilians_killed", f"{_either(tolls)}, as in incident_tolls")


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
                yield measures[whole].problem("value", f"{_plain(total)}, the sum of {', '.join(parts)}")
        for less, more in (
            ("one_sided_by_government", "one_sided_by_any_government"),
            ("civilians_in_all_organised_violence", "all_organised_violence"),
        ):
            if value[less] > value[more]:
                yield measures[less].problem("value", f"at most {_plain(value[more])}, which is {more}")
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
            yield whole.problem("value", f"at least {_plain(parts)}, the sum of its areas")


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
            total = _plain(sum(parts))
            if len(parts) == count and total != year["value"] and not _noted(year, total):
                yield year.problem("value", f"{total}, the sum of {count} rows of {series}, or a note that gives it")
    harm = ("civilians_killed", "civilians_injured", "civilians_abducted")
    for affected in (row for row in years if row["indicator"] == "civilians_affected"):
        parts = [
            row.number("value")
            for row in years
            if row["indicator"] in harm and row["period_start"] == affected["period_start"]
        ]
        if len(parts) == len(harm) and sum(parts) != affected.number("value"):
            yield affected.problem("value", f"{_plain(sum(parts))}, the sum of {', '.join(harm)}")


def harm_agrees() -> Iterator[Problem]:
    """Harm to civilians in `events` falls within the days that `incidents` has for that place."""
    spans: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows("incidents"):
        spans[row["place_id"]].append((row["date"], row["date_end"] or row["date"]))
    for event in rows("events", kind="harm_to_civilians", date_precision="day"):
        day, known = event["date"], spans.get(event["place_id"], [])
        if known and not any(first <= day <= last or day.startswith(first) for first, last in known):
            given = {first if first == last else f"{first} to {last}" for first, last in known}
            yield event.problem("date", f"{_either(given)}, as in incidents for {event['place_id']}")


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
            yield total.problem("value", f"{_plain(sum(sectors))}, the sum of its sectors")


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
            and _same_time(other["date"], row["period_end"])
        }
        if row["value"] not in same:
            yield row.problem("value", f"{_either(same)}, as in displacement for that month")


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
            yield total.problem("value", f"at least {_plain(parts)}, the sum of the countries of asylum")


def security_deaths_agree() -> Iterator[Problem]:
    """Deaths of one attack on security forces are the same figures in two tables."""
    claims = defaultdict(set)
    for row in rows("casualty_claims", side_group="malian"):
        claims[row["date"], row["place_id"]].add(row["value"])
    for row in rows("published_death_totals", measure="security_forces_killed", statistic="incident"):
        stated = claims[row["period_start"], row["place_id"]]
        if stated and row["value"] not in stated:
            yield row.problem("value", f"{_either(stated)}, as in casualty_claims")


# --- missions and money -----------------------------------------------------------------------


def consent_months() -> Iterator[Problem]:
    """Months from the request to the end of the mandate and of the departure are the difference of the dates."""
    for row in rows("host_consent"):
        for field, end in (
            ("months_request_to_mandate_end", row["mandate_end"]),
            ("months_request_to_departure", row["departure_end"]),
        ):
            days = _days_apart(row["act_date"], end) if row["act"] == "request" else math.inf
            months = _plain(round(days / _DAYS_A_MONTH, 1)) if days < math.inf else ""
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
                yield row.problem("value", f"{_plain(left)}, approved_final less expenditure")


# --- Russia, and the timeline ------------------------------------------------------------------


def russians_after_french() -> Iterator[Problem]:
    """Nobody is first reported at a former French base before France had left it."""
    left: dict[str, str] = {row["place_id"]: row["date"] for row in rows("base_handovers", country_iso3="MLI")}
    for row in rows("russian_sites", former_holder="french_base") if left else []:
        day = left.get(row["place_id"])
        if day is None or row["date"] < day[: len(row["date"])]:
            yield row.problem("date", f"{day or 'no day'} or later, as base_handovers has the base given up")


def sanctions_in_events() -> Iterator[Problem]:
    """Every sanction stands in `events` on its day."""
    days = {row["date"] for row in rows("events", kind="sanction")}
    for row in rows("sanctions") if days else []:
        if row["date"] not in days:
            yield row.problem("date", "a day with a sanction in events")


def losses_in_events() -> Iterator[Problem]:
    """Every aircraft lost stands in `events` on its day."""
    days = {row["date"] for row in rows("events", kind="equipment")}
    for row in rows("equipment_losses") if days else []:
        if row["date"] not in days:
            yield row.problem("date", "a day with a row on equipment in events")


def rallies_agree() -> Iterator[Problem]:
    """A protest in Bamako on a known day stands in `demonstrations` or `petitions`, or is not confirmed."""
    days = {row["date"] for table in ("demonstrations", "petitions") for row in rows(table)}
    protests = rows("events", kind="protest", themes="russian_influence", place_id="bamako", date_precision="day")
    for row in protests if days else []:
        if row["date"] not in days and "not confirmed" not in row["note"]:
            yield row.problem("date", "a day of demonstrations or petitions, or a note that it was not confirmed")


_VOTES = re.compile(r"\b(\d+) to (\d+)(?: with (\d+) abstentions)?")
_TALLY = re.compile(r"\b(\d{1,2})-(\d{1,2})-(\d{1,2})\b")
_RESOLUTION = re.compile(r"^Resolution (\d{4}),? ")


def votes_in_events() -> Iterator[Problem]:
    """Votes told in `events` are those of the tables, and fifteen in the Council; resolutions stand on their day."""
    totals: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in rows("unga_resolutions"):
        totals[row["date"]] |= {(row["yes"], row["no"], row["abstain"]), (row["yes"], row["no"], "")}
    adopted = {row["resolution"]: row["date"] for row in rows("resolutions")}
    for event in rows("events", kind=("resolution_or_vote", "sanction")):
        day, text = event["date"], event["description"]
        told, tally, number = _VOTES.search(text), _TALLY.search(text), _RESOLUTION.match(text)
        if told and totals[day] and told.groups("") not in totals[day]:
            given = _either(" to ".join(votes[:2]) for votes in totals[day] if not votes[2])
            yield event.problem("description", f"{given}, the vote of that day in unga_resolutions")
        if tally and sum(map(int, tally.groups())) != COUNCIL:
            yield event.problem("description", f"a vote of {COUNCIL} members, which {tally[0]} is not")
        if number and adopted.get(number[1], day) != day:
            yield event.problem("date", f"{adopted[number[1]]}, the day of resolution {number[1]} in resolutions")


def departures_in_events() -> Iterator[Problem]:
    """A number of people gone that heads an event is a count that `drawdown` has for that day."""
    counts: dict[str, set[str]] = defaultdict(set)
    for row in rows("drawdown", measure="total_departed"):
        counts[row["date"]].add(row["value"] or row["value_low"] or row["value_high"])
    for event in rows("events", kind="withdrawal_step"):
        told = re.match(r"(\d+) personnel", event["title"])
        if told and counts[event["date"]] and told[1] not in counts[event["date"]]:
            yield event.problem("title", f"{_either(counts[event['date']])}, the total_departed in drawdown")


_SUMS = re.compile(
    r"sums for (\d{4}) to (\d{4}) are (\d+) \(state-based\), (\d+) \(non-state\) and (\d+) \(one-sided\)"
)


def sums_in_notes() -> Iterator[Problem]:
    """The sums of the UCDP series that notes of older totals give are those of `conflict_country_year`."""
    series = rows("conflict_country_year", country_iso3="MLI")
    for row in rows("published_death_totals") if series else []:
        told = _SUMS.search(row["note"])
        if not told:
            continue
        sums: Counter = Counter()
        for part in series:
            if told[1] <= part["year"] <= told[2]:
                sums[part["measure"]] += part.total("value")
        found = tuple(_plain(sums[measure]) for measure in ("state_based", "non_state", "one_sided_all"))
        if told.groups()[2:] != found:
            yield row.problem("note", f"the sums {', '.join(found)}")


def former_ids_once() -> Iterator[Problem]:
    """An id of the evidence stands in one event only."""
    seen: dict[str, str] = {}
    for row in rows("events"):
        for former in filter(None, row["former_ids"].split(";")):
            if former in seen:
                yield row.problem("former_ids", f"ids that no other event has; {former} stands in {seen[former]}")
            seen.setdefault(former, row["row_id"])


def listed_values_exist() -> Iterator[Problem]:
    """Themes of events are those that the dictionary explains, chapters of tables those that claims are sorted into."""
    chapters = set(_field("claims", "chapter").get("constraints", {}).get("enum", [])) - {"method"}
    for resource in tables.dictionary()["resources"] if chapters else []:
        for chapter in resource.get("chapters", []):
            if chapter not in chapters:
                allowed = f"a chapter: {', '.join(sorted(chapters))}"
                yield Problem("datapackage.yaml", 0, resource["name"], chapter, allowed)
    themes = set(_field("events", "themes").get("values", {}))
    for row in rows("events"):
        given = row["themes"].split(";")
        if not set(given) <= themes or len(set(given)) < len(given):
            yield row.problem("themes", f"each once: {', '.join(sorted(themes))}")


def registries_hold_no_more() -> Iterator[Problem]:
    """Every source and every place is named by some table."""
    named: dict[str, set[str]] = {"sources": set(), "places": set()}
    kinds = {"source_list": "sources", "place": "places"}
    for resource in tables.dictionary()["resources"]:
        keys = resource["schema"].get("foreignKeys", [])
        pointing = {key["fields"]: key["reference"]["resource"] for key in keys if isinstance(key["fields"], str)}
        for field in resource["schema"]["fields"]:
            registry = kinds.get(field.get("kind", ""), pointing.get(field["name"]))
            if registry in named:
                for row in rows(resource["name"]):
                    named[registry].update(row[field["name"]].split(";"))
    for registry, used in named.items():
        for row in rows(registry):
            key = next(iter(row.cells))
            if row[key] not in used:
                yield row.problem(key, "one that some table names")


# --- shared by the checks ---------------------------------------------------------------------


def _field(table: str, name: str) -> dict[str, Any]:
    """Return a field of the dictionary, an empty one if the dataset has no such table."""
    if table not in tables.names():
        return {}
    return next(field for field in tables.describe(table)["schema"]["fields"] if field["name"] == name)


def _noted(row: Row, figure: str) -> bool:
    """Return whether the note of a row gives a figure, with or without thousands separators."""
    return re.search(rf"(?<!\d){re.escape(figure)}(?!\d)", row["note"].replace(",", "")) is not None


def _plain(number: float) -> str:
    """Return a number as the tables write it: no exponent, no empty decimals."""
    return str(int(number)) if number == int(number) else str(number)


def _either(values: Iterable[str]) -> str:
    """Return what may stand in a cell: the values in order, or that none may."""
    return " or ".join(sorted(values)) or "nothing"


def _same_time(one: str, other: str) -> bool:
    """Return whether two dates agree as far as the less precise one goes."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def _days_apart(one: str, other: str) -> float:
    """Return the days between two dates, infinity unless both are known to the day."""
    if not len(one) == len(other) == 10:
        return math.inf
    return abs((datetime.date.fromisoformat(one) - datetime.date.fromisoformat(other)).days)


CHECKS: tuple[Callable[[], Iterator[Problem]], ...] = (
    council_votes,
    council_votes_agree,
    assembly_votes,
    votes_in_events,
    departures_never_fall,
    departures_add_up,
    departures_in_events,
    bases_counted,
    convoys_agree,
    distances_agree,
    convoy_vehicles_agree,
    handovers_agree,
    contingents_agree,
    ceilings_agree,
    strength_under_ceiling,
    year_means_add_up,
    map_totals_add_up,
    hostile_deaths_within_all,
    deaths_agree_with_record,
    tolls_within_bounds,
    tolls_agree,
    harm_agrees,
    violence_adds_up,
    sums_in_notes,
    areas_within_whole,
    years_add_up,
    flights_add_up,
    displacement_agrees,
    refugees_within_total,
    security_deaths_agree,
    consent_months,
    missions_agree,
    budgets_add_up,
    russians_after_french,
    sanctions_in_events,
    losses_in_events,
    rallies_agree,
    former_ids_once,
    listed_values_exist,
    registries_hold_no_more,
)
