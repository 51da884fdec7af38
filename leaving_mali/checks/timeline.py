"""Events agree with the tables of the same facts; lists and registries hold what they should."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from leaving_mali import tables
from leaving_mali.checks.rows import either, field, plain, rows
from leaving_mali.tables import Problem

COUNCIL = 15  # members of the Security Council since 1966


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
            given = either(" to ".join(votes[:2]) for votes in totals[day] if not votes[2])
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
            yield event.problem("title", f"{either(counts[event['date']])}, the total_departed in drawdown")


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
        found = tuple(plain(sums[measure]) for measure in ("state_based", "non_state", "one_sided_all"))
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
    chapters = set(field("claims", "chapter").get("constraints", {}).get("enum", [])) - {"method"}
    for resource in tables.dictionary()["resources"] if chapters else []:
        for chapter in resource.get("chapters", []):
            if chapter not in chapters:
                allowed = f"a chapter: {', '.join(sorted(chapters))}"
                yield Problem("datapackage.yaml", 0, resource["name"], chapter, allowed)
    themes = set(field("events", "themes").get("values", {}))
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
        for column in resource["schema"]["fields"]:
            registry = kinds.get(column.get("kind", ""), pointing.get(column["name"]))
            if registry in named:
                for row in rows(resource["name"]):
                    named[registry].update(row[column["name"]].split(";"))
    for registry, used in named.items():
        for row in rows(registry):
            key = next(iter(row.cells))
            if row[key] not in used:
                yield row.problem(key, "one that some table names")
