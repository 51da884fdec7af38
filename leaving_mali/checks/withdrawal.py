"""Departures, camps and convoys of the withdrawal add up and agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from leaving_mali.checks.rows import Row, days_apart, either, noted, plain, rows, same_time
from leaving_mali.tables import Problem

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
                yield row.problem(field, f"at least {plain(highest)}, the {measure} of {since}")
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
                    yield day[whole].problem("value", f"{plain(total)}, the sum of {' and '.join(parts)} that day")
        if "remaining_total" in day and "total_departed" in day:
            everyone = day["remaining_total"].number("value") + day["total_departed"].number("value")
            stated = {row.number("value") for row in rows("drawdown", measure="baseline_total_to_leave")}
            if everyone not in stated:
                totals = either(plain(total) for total in stated)
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
                yield convoy.problem(field, f"{plain(sum(counted))}, the sum over its rows of convoy_incidents")
        if convoy["departure_date"] >= last.get(convoy["origin_place_id"], convoy)["departure_date"]:
            last[convoy["origin_place_id"]] = convoy
    for base in rows("minusma_bases", vacated_date_precision="day"):
        convoy = last.get(base["place_id"])
        if convoy and not same_time(convoy["departure_date"], base["vacated_date"]):
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
            if other and row["distance_km"] and row["distance_km"] != other and not noted(row, other):
                yield row.problem("distance_km", f"{other}, as in minusma_bases, or a note that gives it")


def convoy_vehicles_agree() -> Iterator[Problem]:
    """The vehicles of a convoy are one of the counts that equipment_and_transport has for that road and day."""
    counts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows("equipment_and_transport", measure=("vehicles_in_convoy", "contractor_trucks_in_convoy")):
        counts[row["date"], row["place_id"]].add(row["value"])
    for convoy in rows("convoys"):
        stated = counts[convoy["departure_date"], convoy["origin_place_id"]]
        if convoy["vehicles"] and stated and convoy["vehicles"] not in stated:
            yield convoy.problem("vehicles", f"{either(stated)}, as in equipment_and_transport")


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
            if theme in event["themes"].split(";") and days and not any(same_time(event["date"], day) for day in days):
                yield event.problem("date", f"{either(days)}, the dates of this base in {table}")


def contingents_agree() -> Iterator[Problem]:
    """Of a contingent, those who went or stayed are as many in `drawdown` as in `deployments` that week."""
    for row in rows("drawdown", measure=("contingent_remaining", "contingent_departed")):
        near = [
            other
            for other in rows("deployments", measure="deployed", contributor_iso3s=row["country_iso3"])
            if other["operation"] == "minusma" and other["value"] and days_apart(other["date"], row["date"]) <= 7
        ]
        stated = {other["value"] for other in near}
        if row["value"] and stated and row["value"] not in stated and not any(noted(row, figure) for figure in stated):
            yield row.problem("value", f"{either(stated)}, as in deployments, or a note that gives it")
