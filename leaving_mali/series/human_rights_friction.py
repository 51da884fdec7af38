"""Series of the chapter on human-rights friction."""

from __future__ import annotations

import pandas as pd

FORCES = "malian_defence_and_security_forces"
ACCUSED = {
    FORCES: "Malian forces",
    "jnim_isgs_and_similar": "Jihadist groups",
    "community_militias": "Community militias",
}

# Who stated a toll, for the mark: the first words that fit decide; all others are local sources and press.
_PARTIES = (
    (
        "mali",
        ("Government of Mali", "Malian army", "Governor", "ORTM", "administrator", "Security official", "Officials"),
    ),
    ("un", ("MINUSMA", "OHCHR", "UN Secretary-General")),
    ("france", ("French",)),
    ("rights_group", ("Human Rights Watch",)),
)
_NAMES = {
    "mli_20230907_boat_bamba": "Boat and Bamba post",
    "mli_20240216_drone_strikes": "Konokassi",
    "mli_20180501_tindibawen": "Tindibawen",
}
_DEATHS = ("killed", "civilians_killed", "described_as_fighters")
_STATES = ("malian_forces", "malian_forces_with_foreign_personnel", "other_states")

# The dates that show how monitoring and its limits met: title in the table events -> lane, words on the figure.
_FRICTION = {
    "MINUSMA flights halted by new clearance rules": ("limits", "Flights\nhalted"),
    "MINUSMA flies over Moura": ("limits", "Moura: one\noverflight, no entry"),
    "Mali suspends rotations of MINUSMA contingents": ("limits", "Rotations\nsuspended"),
    "Mali expels the MINUSMA spokesperson": ("limits", "Spokesman\nexpelled"),
    "Mali expels the MINUSMA human rights director": ("limits", "Rights director\nexpelled"),
    "Mali opens espionage case over Moura report": ("limits", "Espionage\ncase"),
    "Bodies found at Danguèrè Wotoro": ("killings", "Danguèrè\nWotoro"),
    "Moura operation begins": ("killings", "Moura"),
    "Hombori market sweep": ("killings", "Hombori"),
    "Killings reported at Gouni": ("killings", "Gouni"),
    "MINUSMA note for January-March 2022": ("reports", "Note on\nJan-Mar"),
    "MINUSMA note for April-June 2022": ("reports", "Note on\nApr-Jun"),
    "MINUSMA note for July-September 2022": ("reports", "Note on\nJul-Sep"),
    "MINUSMA reports 1,277 people killed in 2022": ("reports", "Note on\nOct-Dec"),
    "OHCHR publishes Moura report": ("reports", "Moura\nreport"),
    "Security Council renews MINUSMA for a last year": ("council", "Mandate\nrenewed"),
    "Mali asks MINUSMA to leave without delay": ("council", "Mali asks\nfor exit"),
    "Russia vetoes the renewal of UN sanctions on Mali": ("council", "Expert panel\nvetoed"),
}
_TURNS = {
    "Security Council creates MINUSMA": "MINUSMA\ncreated",
    "About forty Wagner men seen at Bamako airport": "Wagner\nreported",
    "Last French soldiers leave Mali": "French\nleave",
    "MINUSMA withdrawal completed by the deadline": "MINUSMA\nleaves",
}


def killing_counts(violations: pd.DataFrame) -> pd.DataFrame:
    """Return the rows behind the killings by quarter: national counts of killed by quarter and by half of 2021.

    Args:
        violations: the table `violations`.

    Returns:
        Its rows on people killed in all Mali (persons): quarterly notes, the halves of 2021, the first quarter
        of 2023 (from a report of the Secretary-General), and what notes lay to Malian forces, in order of time.
    """
    months = (violations["period_end"] - violations["period_start"]).dt.days
    national = violations[(violations["area"] == "Mali") & violations["value"].notna()]
    everyone = (national["indicator"] == "civilians_killed") & (national["perpetrator"] == "all")
    notes = everyone & national["series"].isin(["quarterly_note", "half_year_note"])
    last = everyone & (national["series"] == "secretary_general_report") & (national["period_start"] >= "2023-01-01")
    last &= months.between(88, 92)
    forces = (national["perpetrator"] == FORCES) & national["series"].eq("quarterly_note")
    forces &= national["indicator"].isin(["civilians_killed", "extrajudicial_executions"])
    forces &= national["period_start"] >= "2020-04-01"
    return national[notes | last | forces].sort_values("period_start", kind="stable")


def killings_by_quarter(counts: pd.DataFrame) -> pd.DataFrame:
    """Return people killed by quarter, with the two unpublished quarters of 2021 by subtraction.

    Args:
        counts: rows of `killing_counts`.

    Returns:
        One row a quarter: `quarter` (first day), `value` and `by_forces` (persons; missing if not published) and
        `kind`: `note`, `report` (Secretary-General) or `difference` (half-year less its published quarter).
    """
    everyone = counts[counts["perpetrator"] == "all"]
    halves = everyone[everyone["series"] == "half_year_note"]
    quarters = everyone[everyone["series"] != "half_year_note"].set_index("period_start")
    forces = counts[counts["perpetrator"] == FORCES].set_index("period_start")["value"]
    kinds = quarters["series"].map({"quarterly_note": "note", "secretary_general_report": "report"})
    drawn = pd.DataFrame({"value": quarters["value"], "kind": kinds})
    for start, whole in zip(halves["period_start"], halves["value"], strict=True):
        both = [start, start + pd.DateOffset(months=3)]
        known = [quarter for quarter in both if quarter in drawn.index]
        missing = next(quarter for quarter in both if quarter not in drawn.index)
        drawn.loc[missing] = [whole - drawn.loc[known, "value"].sum(), "difference"]
    drawn["by_forces"] = forces.reindex(drawn.index)
    return drawn.sort_index().rename_axis("quarter").reset_index()


def violations_by_accused(violations: pd.DataFrame) -> pd.DataFrame:
    """Return the documented violations laid to each of three kinds of accused, one row a published period.

    Args:
        violations: the table `violations`.

    Returns:
        Its rows on documented violations in all Mali by quarter (or by reporting period of the Secretary-General),
        with `accused`, the name on the figure, in order of time.
    """
    rows = violations[
        (violations["indicator"] == "violations_documented")
        & (violations["area"] == "Mali")
        & violations["perpetrator"].isin(ACCUSED)
        & violations["series"].isin(["quarterly_note", "secretary_general_report"])
    ]
    return rows.assign(accused=rows["perpetrator"].map(ACCUSED)).sort_values("period_start", kind="stable")


def friction(events: pd.DataFrame) -> pd.DataFrame:
    """Return the dated steps of the friction, January 2022 to August 2023, with `lane` and `label` for the figure.

    Args:
        events: the table `events`.
    """
    rows = events[events["title"].isin(_FRICTION)]
    placed = rows["title"].map(_FRICTION)
    return rows.assign(lane=placed.str[0], label=placed.str[1]).sort_values("date", kind="stable")


def turning_points(events: pd.DataFrame) -> pd.DataFrame:
    """Return the four dates that frame the yearly counts, with `label`, in order of time.

    Args:
        events: the table `events`.
    """
    rows = events[events["title"].isin(_TURNS)]
    return rows.assign(label=rows["title"].map(_TURNS)).sort_values("date", kind="stable")


def refused_flights(access: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of flight requests that Mali refused or left unanswered, and of all requests, in requests.

    Args:
        access: the table `access_restrictions`.

    Returns:
        Its rows with a number of requests for flights and drones, in order of time, with `part`: `refused`
        (whole country), `asked`, `drones`, or the name of the sector.
    """
    kinds = ["flight_denied", "flight_requested", "overflight_drone_denied"]
    rows = access[access["type"].isin(kinds) & (access["unit"] == "requests") & access["value"].notna()]
    part = rows["type"].map(dict(zip(kinds, ["refused", "asked", "drones"], strict=True)))
    part = part.where(~rows["area"].str.startswith("Sector"), rows["area"])
    return rows.assign(part=part).sort_values("period_start", kind="stable")


def competing_tolls(tolls: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    """Return the published tolls of the incidents where figures for the dead differ in number or in kind.

    Args:
        tolls: the table `incident_tolls`.
        incidents: the table `incidents`.

    Returns:
        Rows of `tolls` on deaths, none of them zero, one row a toll, with `number` (persons: the figure, or the bound
        of an "at least" or "more than"), `at_least`, `fighters` (the speaker calls the dead fighters), `party`
        (`mali`, `un`, `france`, `rights_group`, `local`), `name` (place and year), `states_accused` and `widest`
        (largest figure of the incident), by group and size.
    """
    rows = tolls[tolls["category"].isin(_DEATHS)].copy()
    rows["number"] = rows["value"].fillna(rows["value_low"]).astype(float)
    rows = rows[rows["number"] > 0]
    rows["at_least"] = rows["value"].isna()
    rows["fighters"] = rows["category"] == "described_as_fighters"
    rows["party"] = rows["stated_by"].map(_party)
    spread = rows.groupby("incident_id")["number"].agg(["min", "max"])
    kinds = rows.groupby("incident_id")["fighters"].nunique()
    rows = rows[rows["incident_id"].map((spread["min"] < spread["max"]) | (kinds > 1))]
    known = incidents.set_index("incident_id")
    place = known["site"].str.split(r",| cattle| cercle| \(", regex=True).str[0]
    place = known.index.to_series().map(_NAMES).fillna(place)
    rows["name"] = rows["incident_id"].map(place + " " + known["date"].dt.year.astype(str))
    rows["states_accused"] = rows["incident_id"].map(known["perpetrator_group"].isin(_STATES))
    rows["widest"] = rows["incident_id"].map(spread["max"])
    return rows.sort_values(["states_accused", "widest", "incident_id"], ascending=[False, False, True], kind="stable")


def moura_toll(tolls: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    """Return the toll of Moura by the High Commissioner (one row, persons: a lower bound), with the `date` it began.

    Args:
        tolls: the table `incident_tolls`.
        incidents: the table `incidents`.
    """
    moura = tolls["incident_id"].eq("mli_20220327_moura") & tolls["stated_by"].eq("OHCHR")
    row = tolls[moura & tolls["category"].eq("killed")]
    return row.assign(date=row["incident_id"].map(incidents.set_index("incident_id")["date"]))


def killed_by_side(country_years: pd.DataFrame, first: int = 2012) -> pd.DataFrame:
    """Return civilians killed in one-sided violence in Mali by year and side (persons, with bounds), from `first` on.

    Args:
        country_years: the table `conflict_country_year`.
        first: first year.

    Returns:
        Its rows with `side`: `governments` (any government) or `groups`, in order of year.
    """
    sides = {"one_sided_by_any_government": "governments", "one_sided_by_nonstate_groups": "groups"}
    rows = country_years[
        (country_years["country_iso3"] == "MLI")
        & (country_years["year"] >= first)
        & country_years["measure"].isin(sides)
    ]
    return rows.assign(side=rows["measure"].map(sides)).sort_values(["year", "side"], kind="stable")


def deaths_by_cause(deaths: pd.DataFrame) -> pd.DataFrame:
    """Return deaths (persons) by year and cause, a row a year: `malicious_act`, `illness`, `accident`, `other`.

    Args:
        deaths: rows of `peacekeeper_deaths` of one mission.
    """
    causes = deaths["cause"].where(deaths["cause"].isin(["malicious_act", "illness", "accident"]), "other")
    table = deaths.groupby([deaths["year"], causes])["value"].sum().unstack(fill_value=0)
    return table[["malicious_act", "illness", "accident", "other"]].reset_index()


def hostile_by_nationality(deaths: pd.DataFrame, countries: pd.DataFrame, at_least: int = 5) -> pd.DataFrame:
    """Return deaths in hostile acts (persons) by nationality, largest first; smaller ones summed in a last row.

    Args:
        deaths: rows of `peacekeeper_deaths` of one mission.
        countries: the table `country_groups`, for the names.
        at_least: smallest number that keeps a row of its own.

    Returns:
        `name` and `value`.
    """
    names = countries.set_index("iso3")["name"]
    hostile = deaths[deaths["cause"] == "malicious_act"].groupby("nationality_iso3")["value"].sum()
    hostile = hostile.sort_values(ascending=False, kind="stable")
    shown, rest = hostile[hostile >= at_least], hostile[hostile < at_least]
    frame = pd.DataFrame({"name": shown.index.map(names), "value": shown.to_numpy(dtype=float)})
    frame.loc[len(frame)] = [f"{len(rest)} other countries", float(rest.sum())]
    return frame


def _party(speaker: str) -> str:
    """Return what kind of speaker stated a toll."""
    for party, words in _PARTIES:
        if any(word in speaker for word in words):
            return party
    return "local"
