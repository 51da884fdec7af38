"""What must agree from table to table: every check, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from leaving_mali import tables
from leaving_mali.checks import harm, missions, strength, timeline, votes, withdrawal
from leaving_mali.tables import Problem

CHECKS: tuple[Callable[[], Iterator[Problem]], ...] = (
    votes.council_votes,
    votes.council_votes_agree,
    votes.assembly_votes,
    timeline.votes_in_events,
    withdrawal.departures_never_fall,
    withdrawal.departures_add_up,
    timeline.departures_in_events,
    withdrawal.bases_counted,
    withdrawal.convoys_agree,
    withdrawal.distances_agree,
    withdrawal.convoy_vehicles_agree,
    withdrawal.handovers_agree,
    withdrawal.contingents_agree,
    strength.ceilings_agree,
    strength.strength_under_ceiling,
    strength.year_means_add_up,
    strength.map_totals_add_up,
    harm.hostile_deaths_within_all,
    harm.deaths_agree_with_record,
    harm.tolls_within_bounds,
    harm.tolls_agree,
    harm.harm_agrees,
    harm.violence_adds_up,
    timeline.sums_in_notes,
    harm.areas_within_whole,
    harm.years_add_up,
    harm.flights_add_up,
    harm.displacement_agrees,
    harm.refugees_within_total,
    harm.security_deaths_agree,
    missions.consent_months,
    missions.missions_agree,
    missions.budgets_add_up,
    timeline.russians_after_french,
    timeline.sanctions_in_events,
    timeline.losses_in_events,
    timeline.rallies_agree,
    timeline.former_ids_once,
    timeline.listed_values_exist,
    timeline.registries_hold_no_more,
)


def problems(resources: list[dict]) -> Iterator[Problem]:
    """Yield what the checks across tables find; they need every table, so they run on the whole dataset alone."""
    if len(resources) == len(tables.names()):
        for check in CHECKS:
            yield from check()
