"""The votes of the Security Council and the General Assembly add up and agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from leaving_mali.checks.rows import Row, plain, rows
from leaving_mali.tables import Problem

COUNCIL = 15  # members of the Security Council since 1966
ASSEMBLY = 193  # members of the General Assembly since 2011
ENOUGH = 9  # votes in favour that a decision of the Council needs
PERMANENT = {"CHN", "FRA", "GBR", "RUS", "USA"}


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
            yield row.problem("absent", f"{ASSEMBLY} states with the votes cast; these four make {plain(total)}")
        for kind in kinds:
            if listed[resolution][kind] > row.total(kind):
                yield row.problem(kind, f"at least {listed[resolution][kind]}, the states listed in unga_votes")
        if resolution not in of_mali and "vote of Mali was not found" not in row["note"]:
            yield row.problem("resolution", "one with Mali's vote in unga_votes, or a note that says why not")


def _full_council(row: Row, *fields: str) -> Iterator[Problem]:
    total = row.total(*fields)
    if total != COUNCIL:
        yield row.problem(fields[0], f"{COUNCIL} votes with {fields[1]} and {fields[2]}; these make {plain(total)}")
