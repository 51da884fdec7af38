"""Tables that contradict each other are found, each contradiction at its row."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import change_cell, copy_of_data

from leaving_mali import checks
from leaving_mali.checks import across, harm, timeline

BUDGETS, BASES, CONVOYS = "shared/un_budgets.csv", "withdrawal/minusma_bases.csv", "withdrawal/convoys.csv"
CONSENT, MISSIONS, STRENGTHS = "futures/host_consent.csv", "futures/missions.csv", "futures/mission_strength.csv"
COUNTRY_YEARS, TOTALS = "shared/conflict_country_year.csv", "human_rights/published_death_totals.csv"
DRAWDOWN, ROUTES = "withdrawal/drawdown.csv", "withdrawal/routes.csv"
EVENTS, PLACES, SOURCES = "shared/events.csv", "shared/places.csv", "sources.csv"
INCIDENTS, VIOLATIONS = "human_rights/incidents.csv", "human_rights/violations.csv"
REPORTS, STRENGTH = "shared/peacekeeper_death_reports.csv", "shared/strength.csv"
RESOLUTIONS, COUNCIL = "shared/resolutions.csv", "russian_influence/unsc_votes.csv"
ASSEMBLY, VOTES = "russian_influence/unga_resolutions.csv", "russian_influence/unga_votes.csv"


@dataclass(frozen=True)
class Case:
    """One cell to break, and where that must be reported: there, unless said otherwise."""

    check: str
    file: str
    row: str
    column: str
    value: str
    at_file: str = ""
    at_row: str = ""
    at_column: str = ""

    def __str__(self) -> str:
        return f"{self.check}: {self.row} {self.column}"


CASES = (
    Case("council_votes", RESOLUTIONS, "resolutions-0005", "votes_yes", "14"),
    Case("council_votes", RESOLUTIONS, "resolutions-0018", "abstaining_iso3", "RUS"),
    Case("council_votes", RESOLUTIONS, "resolutions-0021", "adopted", "true"),
    Case("council_votes", COUNCIL, "unsc_votes-0002", "abstain", "12", at_column="yes"),
    Case("council_votes_agree", COUNCIL, "unsc_votes-0001", "yes", "12"),
    Case("assembly_votes", ASSEMBLY, "unga_resolutions-0002", "absent", "13"),
    Case("assembly_votes", ASSEMBLY, "unga_resolutions-0002", "no", "0"),
    Case("assembly_votes", ASSEMBLY, "unga_resolutions-0009", "note", "", at_column="resolution"),
    Case("assembly_votes", VOTES, "unga_votes-0001", "resolution", "A/RES/68/263"),
    Case("votes_in_events", EVENTS, "events-0137", "description", "Adopted by 141 to 6 with 35 abstentions."),
    Case("votes_in_events", EVENTS, "events-0475", "description", "It passed 12-0-2."),
    Case("votes_in_events", EVENTS, "events-0191", "date", "2022-08-31"),
    Case("departures_never_fall", DRAWDOWN, "drawdown-0041", "value", "7000"),
    Case("departures_never_fall", DRAWDOWN, "drawdown-0034", "value_high", "5000"),
    Case("departures_add_up", DRAWDOWN, "drawdown-0020", "value", "597"),
    Case("departures_add_up", DRAWDOWN, "drawdown-0040", "value", "4700"),
    Case("departures_in_events", EVENTS, "events-0350", "title", "9167 personnel have left Mali"),
    Case("bases_counted", DRAWDOWN, "drawdown-0028", "value", "7"),
    Case(
        "bases_counted", BASES, "minusma_bases-0012", "vacated_date", "2023-11-19", DRAWDOWN, "drawdown-0035", "value"
    ),
    Case("convoys_agree", CONVOYS, "convoys-0012", "peacekeepers_injured", "39"),
    Case("convoys_agree", CONVOYS, "convoys-0013", "departure_date", "2023-11-17"),
    Case("distances_agree", ROUTES, "routes-0015", "distance_km", "560"),
    Case("distances_agree", CONVOYS, "convoys-0012", "note", "", at_column="distance_km"),
    Case("convoy_vehicles_agree", CONVOYS, "convoys-0012", "vehicles", "144"),
    Case("handovers_agree", EVENTS, "events-0328", "date", "2023-10-12"),
    Case("handovers_agree", EVENTS, "events-0098", "date", "2021-11-15"),
    Case("contingents_agree", DRAWDOWN, "drawdown-0052", "value", "124"),
    Case("ceilings_agree", STRENGTH, "strength-0011", "value", "11000"),
    Case("ceilings_agree", STRENGTH, "strength-0011", "date", "2014-06-26"),
    Case("strength_under_ceiling", STRENGTH, "strength-0064", "value", "13789"),
    Case("strength_under_ceiling", STRENGTH, "strength-0070", "value_low", "15300", at_column="value"),
    Case("year_means_add_up", STRENGTH, "strength-0040", "value_high", "14380", at_column="value"),
    Case("year_means_add_up", STRENGTH, "strength-0027", "note", "Five months only", at_column="value"),
    Case("map_totals_add_up", STRENGTHS, "mission_strength-0927", "value", "20341"),
    Case("map_totals_add_up", STRENGTHS, "mission_strength-0928", "value", "19610"),
    Case("map_totals_add_up", STRENGTHS, "mission_strength-1018", "value", "17986"),
    Case("hostile_deaths_within_all", REPORTS, "peacekeeper_death_reports-0055", "value", "374"),
    Case("deaths_agree_with_record", REPORTS, "peacekeeper_death_reports-0054", "value", "312"),
    Case("deaths_agree_with_record", REPORTS, "peacekeeper_death_reports-0055", "value", "173"),
    Case(
        "deaths_agree_with_record",
        REPORTS,
        "peacekeeper_death_reports-0003",
        "note",
        "UN record of April 2025, same span: 128, of them 104 military and police",
    ),
    Case("tolls_within_bounds", INCIDENTS, "incidents-0016", "killed_high", "18"),
    Case("tolls_within_bounds", INCIDENTS, "incidents-0016", "killed_low", "20", at_column="civilians_killed"),
    Case("tolls_agree", INCIDENTS, "incidents-0016", "civilians_killed", "22"),
    Case("harm_agrees", EVENTS, "events-0043", "date", "2018-05-29"),
    Case(
        "violence_adds_up",
        COUNTRY_YEARS,
        "conflict_country_year-MLI-2022-state_based",
        "value",
        "1441",
        at_row="conflict_country_year-MLI-2022-all_organised_violence",
    ),
    Case("violence_adds_up", COUNTRY_YEARS, "conflict_country_year-MLI-2022-non_state_dyads", "value", "8"),
    Case(
        "sums_in_notes",
        TOTALS,
        "published_death_totals-0001",
        "note",
        "The sums for 1989 to 2015 are 2404 (state-based), 446 (non-state) and 1034 (one-sided)",
    ),
    Case("areas_within_whole", VIOLATIONS, "violations-0023", "value", "450"),
    Case("areas_within_whole", VIOLATIONS, "violations-0006", "note", "", at_column="value"),
    Case("years_add_up", VIOLATIONS, "violations-0156", "value", "353"),
    Case("years_add_up", VIOLATIONS, "violations-0100", "note", "", at_column="value"),
    Case("years_add_up", VIOLATIONS, "violations-0155", "value", "2002"),
    Case("flights_add_up", "human_rights/access_restrictions.csv", "access_restrictions-0024", "value", "298"),
    Case("displacement_agrees", "futures/before_after_counts.csv", "before_after_counts-0002", "value", "412287"),
    Case("refugees_within_total", "human_rights/displacement.csv", "displacement-0009", "value", "100000"),
    Case("security_deaths_agree", TOTALS, "published_death_totals-0041", "value", "78"),
    Case("consent_months", CONSENT, "host_consent-MINUSMA", "months_request_to_departure", "6"),
    Case("consent_months", CONSENT, "host_consent-ONUB", "months_request_to_mandate_end", "12"),
    Case("missions_agree", CONSENT, "host_consent-UNAMID", "departure_end", "2021-06-29"),
    Case("missions_agree", MISSIONS, "missions-MINUSMA", "mandate_end", "2023-12-31"),
    Case("missions_agree", MISSIONS, "missions-ONUC", "cost_whole_mission_usd", "400000001"),
    Case("missions_agree", MISSIONS, "missions-MINUSMA", "deaths_label", "MINUSMALI"),
    Case("budgets_add_up", BUDGETS, "un_budgets-0014", "value", "1651901"),
    Case("russians_after_french", "russian_influence/russian_sites.csv", "russian_sites-0010", "date", "2022-04-18"),
    Case("sanctions_in_events", "russian_influence/sanctions.csv", "sanctions-0008", "date", "2023-05-24"),
    Case("losses_in_events", "russian_influence/equipment_losses.csv", "equipment_losses-0003", "date", "2023-09-24"),
    Case("rallies_agree", EVENTS, "events-0497", "date", "2023-05-26"),
    Case("former_ids_once", EVENTS, "events-0002", "former_ids", "fut_001"),
    Case("listed_values_exist", EVENTS, "events-0002", "themes", "futures;futures"),
    Case("registries_hold_no_more", SOURCES, "epo_202304", "source_id", "epo_202404"),
    Case("registries_hold_no_more", PLACES, "tessalit", "place_id", "tessalit_camp"),
)


@pytest.fixture(scope="module")
def one_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the dataset for all cases: its dictionary is read once."""
    return copy_of_data(tmp_path_factory.mktemp("cross"))


def line_of(path: Path, key: str) -> int:
    """Return the line of the row with this key in its first column."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(line for line, row in enumerate(csv.reader(file), start=1) if row[0] == key)


def test_the_dataset_agrees_with_itself() -> None:
    assert [str(problem) for check in across.CHECKS for problem in check()] == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_contradiction_is_reported_in_its_place(one_copy: Path, monkeypatch: pytest.MonkeyPatch, case: Case) -> None:
    monkeypatch.setenv("LEAVING_MALI_DATA", str(one_copy))
    path, at_file = one_copy / case.file, case.at_file or case.file
    place = (at_file, line_of(one_copy / at_file, case.at_row or case.row), case.at_column or case.column)
    check = next(check for check in across.CHECKS if check.__name__ == case.check)
    assert list(check()) == []
    whole = path.read_bytes()
    change_cell(path, line_of(path, case.row), case.column, case.value)
    try:
        found = list(check())
    finally:
        path.write_bytes(whole)
    assert place in {(problem.file, problem.line, problem.field) for problem in found}, found
    assert all(problem.allowed for problem in found)


def test_every_check_has_a_case() -> None:
    assert {check.__name__ for check in across.CHECKS} == {case.check for case in CASES}


def test_unknown_chapter_is_reported(data: Path) -> None:
    path = data / "datapackage.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("chapters: [", "chapters: [epilogue, ", 1), encoding="utf-8"
    )
    (problem,) = timeline.listed_values_exist()
    assert (problem.file, problem.value) == (
        "datapackage.yaml",
        "epilogue",
    ) and "peacekeeping_futures" in problem.allowed


def test_unknown_theme_is_reported(data: Path) -> None:
    line = line_of(data / EVENTS, "events-0002")
    change_cell(data / EVENTS, line, "themes", "future")
    (problem,) = timeline.listed_values_exist()
    assert (problem.line, problem.field, problem.value) == (line, "themes", "future")


def test_contradictions_stop_the_build(data: Path) -> None:
    line = line_of(data / DRAWDOWN, "drawdown-0021")
    change_cell(data / DRAWDOWN, line, "value", "98")
    (problem,) = checks.problems()
    assert (problem.file, problem.field, problem.value) == (DRAWDOWN, "value", "2680")
    assert "2681, the sum of contingent_members_departed and staff_officers_departed" in problem.allowed
    assert problem.line == line_of(data / DRAWDOWN, "drawdown-0019")


def test_missing_rows_are_no_crash(data: Path) -> None:
    path = data / COUNTRY_YEARS
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(line for line in lines if "conflict_country_year-MLI-2022-state_based," not in line), encoding="utf-8"
    )
    found = [problem for problem in harm.violence_adds_up() if "MLI lacks state_based" in problem.allowed]
    assert [problem.field for problem in found] == ["year"]


def test_a_table_that_is_not_there_counts_as_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "datapackage.yaml").write_text(
        "resources:\n- name: small\n  path: small.csv\n  schema: {fields: [{name: row_id, type: string}]}\n",
        encoding="utf-8",
    )
    (tmp_path / "small.csv").write_text("row_id\nsmall-1\n", encoding="utf-8")
    monkeypatch.setenv("LEAVING_MALI_DATA", str(tmp_path))
    assert [problem for check in across.CHECKS for problem in check()] == []
