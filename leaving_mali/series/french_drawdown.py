"""Series of the chapter on the French drawdown."""

from __future__ import annotations

import calendar
import re

import pandas as pd

# The forces counted as a whole; parts of them and single bases have rows of their own.
_WHOLE_FORCES = {
    "Serval": "France",
    "Barkhane": "France",
    "French forces (Serval and others)": "France",
    "French forces in the Sahel (after Barkhane)": "France",
    "Takuba (all nations)": "Takuba",
    "EUTM Mali": "EUTM",
}

# operation, edge, date, kind of event, word of its title
_OPERATION_DATES = (
    ("Serval", "start", "2013-01-11", "deployment", "Serval"),
    ("Serval", "end", "2014-08-01", "deployment", "Barkhane"),
    ("Barkhane in Mali", "start", "2014-08-01", "deployment", "Barkhane"),
    ("Barkhane in Mali", "end", "2022-08-15", "departure", "French"),
    ("Takuba", "start", "2020-07-15", "deployment", "Takuba"),
    ("Takuba", "end", "2022-06-30", "departure", "Takuba"),
    ("EUTM Mali", "start", "2013-02-18", "deployment", "EUTM"),
    ("EUTM Mali", "end", "2024-05-18", "withdrawal_step", "EUTM"),
)

# lane, date, kind of event, word of its title, who acted (a key of style.COLOURS), label
_STEPS = (
    ("Power in Bamako", "2020-08-18", "coup", "Coup", "mali", "coup"),
    ("Power in Bamako", "2021-05-24", "coup", "Second", "mali", "second coup"),
    ("Power in Bamako", "2021-12-30", "election_or_transition", "conference", "mali", "conference: long transition"),
    ("Power in Bamako", "2022-06-06", "election_or_transition", "Decree", "mali", "decree: 24 months"),
    ("ECOWAS", "2021-05-30", "sanction", "suspends", "other", "suspends Mali"),
    ("ECOWAS", "2021-11-07", "sanction", "individual", "other", "sanctions on persons"),
    ("ECOWAS", "2022-01-09", "sanction", "wide", "other", "closes borders, cuts trade"),
    ("ECOWAS", "2022-01-10", "sanction", "answers", "mali", "Mali closes its side"),
    ("ECOWAS", "2022-07-03", "sanction", "lifts", "other", "lifts them"),
    ("French forces", "2021-06-03", "force_decision", "suspends", "france", "joint operations cut"),
    ("French forces", "2021-06-10", "force_decision", "Macron", "france", "end of Barkhane announced"),
    ("French forces", "2021-07-02", "force_decision", "resumes", "france", "resumed"),
    ("French forces", "2021-07-09", "force_decision", "closures", "france", "closures set"),
    ("French forces", "2021-10-12", "departure", "Kidal", "france", "Kidal"),
    ("French forces", "2021-11-13", "handover", "Tessalit", "france", "Tessalit"),
    ("French forces", "2021-12-14", "handover", "Timbuktu", "france", "Timbuktu"),
    ("French forces", "2022-02-17", "force_decision", "withdrawal", "france", "withdrawal announced"),
    ("French forces", "2022-04-19", "handover", "Gossi", "france", "Gossi"),
    ("French forces", "2022-06-13", "handover", "Ménaka", "france", "Ménaka"),
    ("French forces", "2022-08-15", "departure", "French", "france", "last leave Gao"),
    ("Takuba and EU training", "2021-04-02", "deployment", "operational", "europe", "Takuba operational"),
    ("Takuba and EU training", "2022-01-14", "force_decision", "Sweden", "europe", "Sweden to quit Takuba"),
    ("Takuba and EU training", "2022-01-18", "deployment", "Danish", "europe", "Danes arrive"),
    ("Takuba and EU training", "2022-01-27", "force_decision", "Denmark", "europe", "Denmark leaves"),
    ("Takuba and EU training", "2022-04-11", "force_decision", "EU", "europe", "EU cuts training"),
    ("Takuba and EU training", "2022-06-30", "departure", "Takuba", "europe", "Takuba ends"),
    ("Consent and treaties", "2022-01-24", "consent_withdrawn", "Denmark", "mali", "Danes told to go"),
    ("Consent and treaties", "2022-02-18", "consent_withdrawn", "France", "mali", "French told to go at once"),
    ("Consent and treaties", "2022-05-02", "consent_withdrawn", "defence", "mali", "defence accords ended"),
    ("Consent and treaties", "2022-05-15", "agreement", "G5", "mali", "G5 Sahel left"),
    ("Expulsions and bans", "2021-10-25", "expulsion", "ECOWAS", "mali", "ECOWAS envoy"),
    ("Expulsions and bans", "2022-01-31", "expulsion", "ambassador", "mali", "French ambassador"),
    ("Expulsions and bans", "2022-02-07", "expulsion", "journalist", "mali", "a journalist"),
    ("Expulsions and bans", "2022-03-17", "ban", "France 24", "mali", "RFI, France 24"),
    ("Expulsions and bans", "2022-04-27", "ban", "definitive", "mali", "made permanent"),
    ("Expulsions and bans", "2022-07-20", "expulsion", "spokesperson", "mali", "UN spokesperson"),
    ("Airspace and UN rotations", "2022-01-14", "restriction", "MINUSMA", "mali", "UN flights halted"),
    ("Airspace and UN rotations", "2022-01-19", "restriction", "A400M", "mali", "German A400M refused"),
    ("Airspace and UN rotations", "2022-07-14", "restriction", "rotations", "mali", "rotations suspended"),
    ("Airspace and UN rotations", "2022-08-15", "restriction", "Rotations", "mali", "resumed"),
    ("Russian presence", "2021-09", "report", "Wagner", "russia", "Wagner talks reported"),
    ("Russian presence", "2021-12-24", "deployment", "Wagner", "russia", "first men, Bamako"),
    ("Russian presence", "2022-01-05", "deployment", "Timbuktu", "russia", "Timbuktu"),
    ("Russian presence", "2022-06-15", "deployment", "Ménaka", "russia", "Ménaka"),
    ("Russian presence", "2022-08-15", "deployment", "Gao", "russia", "Gao"),
)

# country, step, date, kind of event, word of its title
_DOMINOES = (
    ("Sweden", "announced", "2022-03-03", "force_decision", "Sweden"),
    ("Benin", "announced", "2022-05-19", "force_decision", "Benin"),
    ("Benin", "left", "2023-12-11", "departure", "Beninese"),
    ("Egypt", "announced", "2022-07-15", "force_decision", "Egypt"),
    ("Egypt", "left", "2023-07-28", "departure", "Egyptian"),
    ("Côte d'Ivoire", "announced", "2022-11-11", "force_decision", "Ivoire"),
    ("United Kingdom", "announced", "2022-11-14", "force_decision", "UK"),
    ("Germany", "announced", "2022-11-22", "force_decision", "Germany"),
    ("Germany", "left", "2023-12-12", "departure", "German"),
)
_TURNS = (
    ("UN rotations\nsuspended", "2022-07-14", "restriction", "rotations"),
    ("last French\nleave", "2022-08-15", "departure", "French"),
    ("Mali asks the\nUN to leave", "2023-06-16", "consent_withdrawn", "MINUSMA"),
    ("UN\ndeadline", "2023-12-31", "withdrawal_step", "completed"),
)

_CONTINGENTS = {
    "Swedish contingent in MINUSMA": "Sweden",
    "Beninese contingent in MINUSMA": "Benin",
    "Egyptian contingent in MINUSMA": "Egypt",
    "UK LRRG in MINUSMA": "United Kingdom",
    "German Bundeswehr in MINUSMA": "Germany",
}
_MONTHS = list(calendar.month_name)[1:]
_PLANNED = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)})(?: (\d{{4}}))?")


def one_event(events: pd.DataFrame, date: str, kind: str, word: str) -> pd.DataFrame:
    """Return the one event of a date (day, month or year) and a kind whose title holds a word.

    Raises:
        LookupError: no event fits, or more than one does.
    """
    of_the_time = events["date"].dt.strftime("%Y-%m-%d").str.startswith(date)
    exact = events["date_precision"] == {4: "year", 7: "month", 10: "day"}[len(date)]
    found = events[of_the_time & exact & (events["kind"] == kind) & events["title"].str.contains(word, regex=False)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} events of {date}, kind {kind}, with {word!r} in the title; one is needed")
    return found


def last_day(rows: pd.DataFrame, column: str = "date") -> pd.Series:
    """Return the last day that each row's date may mean: the day itself, or the end of its month or year."""
    precision = rows["date_precision" if column == "date" else f"{column}_precision"]
    ends = [
        when + {"month": pd.offsets.MonthEnd(0), "year": pd.offsets.YearEnd(0)}.get(how, pd.Timedelta(0))
        for when, how in zip(rows[column], precision, strict=True)
    ]
    return pd.Series(pd.to_datetime(ends), index=rows.index, dtype="datetime64[us]")


def forces(deployments: pd.DataFrame) -> pd.DataFrame:
    """Return published strengths of whole forces over time: deployed, announced, and the peaks of Serval.

    Left out: averages, additions, national parts, single bases, and figures dated only by the page that
    repeats them (but for the peaks of Serval, all of 2013).

    Returns:
        Rows of `deployments` with `group` (France, Takuba, EUTM), `date_end` (last day of an imprecise
        date) and `shown` (persons: the value, or its lower bound), in order of time.
    """
    found = deployments.assign(group=deployments["force"].map(_WHOLE_FORCES))
    serval_peak = (found["measure"] == "peak") & (found["operation"] == "serval")
    dated = found["measure"].isin(["deployed", "announced"]) & (found["date_meaning"] != "page")
    found = found[found["group"].notna() & found["place_id"].isna() & found["site"].isna() & (dated | serval_peak)]
    shown = found["value"].fillna(found["value_low"]).astype("float64")
    return found.assign(date_end=last_day(found), shown=shown).sort_values(["date", "row_id"])


def operation_dates(events: pd.DataFrame) -> pd.DataFrame:
    """Return the first and last days of the operations: rows of `events` with `operation` and `edge` (start, end)."""
    return pd.concat(
        [one_event(events, *key).assign(operation=operation, edge=edge) for operation, edge, *key in _OPERATION_DATES],
        ignore_index=True,
    )


def break_steps(events: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of the break between Mali and its partners, August 2020 to August 2022.

    Returns:
        Rows of `events` with `lane`, `actor` (who acted: a key of `style.COLOURS`), `label` (a few
        words) and `date_last` (last day of an imprecise date or of an event of several days); lanes together.
    """
    found = [
        one_event(events, date, kind, word).assign(lane=lane, actor=actor, label=label)
        for lane, date, kind, word, actor, label in _STEPS
    ]
    steps = pd.concat(found, ignore_index=True)
    return steps.assign(date_last=steps["date_end"].fillna(last_day(steps)))


def within(steps: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Return the rows whose `date` lies between two days, both included."""
    return steps[steps["date"].between(pd.Timestamp(first), pd.Timestamp(last))]


def bases_in_mali(base_handovers: pd.DataFrame) -> pd.DataFrame:
    """Return the French bases in Mali in order of handover, with `date_end`, the last day that the date may mean."""
    found = base_handovers[base_handovers["country_iso3"] == "MLI"]
    return found.assign(date_end=last_day(found)).sort_values("date")


def at_bases(rows: pd.DataFrame, bases: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows at the places of some bases whose date `column` is known."""
    return rows[rows["place_id"].isin(bases["place_id"]) & rows[column].notna()]


def dominoes(events: pd.DataFrame) -> pd.DataFrame:
    """Return the steps by which contributors left MINUSMA, in order of announcement.

    Returns:
        Rows of `events` with `country`, `step` (announced, left), `date_last` (last day of an imprecise
        date), and `planned_from`, `planned_to`: the first and last day of the exit date that the row's own
        words give (missing where they give none).
    """
    steps = pd.concat(
        [one_event(events, *key).assign(country=country, step=step) for country, step, *key in _DOMINOES],
        ignore_index=True,
    )
    planned = [
        _planned(row.title, row.description, row.date.year) if row.step == "announced" else (pd.NaT, pd.NaT)
        for row in steps.itertuples()
    ]
    planned = pd.DataFrame(planned, columns=["planned_from", "planned_to"], index=steps.index)
    return steps.assign(date_last=last_day(steps), **planned.astype("datetime64[us]"))


def turns(events: pd.DataFrame) -> pd.DataFrame:
    """Return the dates that frame the exits from MINUSMA: rows of `events` with a `label`."""
    return pd.concat([one_event(events, *key).assign(label=label) for label, *key in _TURNS], ignore_index=True)


def _planned(title: str, description: str, year: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the last date that is named with its day or its year in an event's words, as its first and last day."""
    named = [parts for parts in _PLANNED.findall(f"{title} {description}") if parts[0] or parts[2]]
    if not named:
        return pd.NaT, pd.NaT
    day, month, stated_year = named[-1]
    first = pd.Timestamp(int(stated_year or year), _MONTHS.index(month) + 1, int(day or 1))
    return first, first if day else first + pd.offsets.MonthEnd(0)


def contingents(deployments: pd.DataFrame, contributors: pd.DataFrame) -> pd.DataFrame:
    """Return published strengths, December 2020 to June 2023, of the contingents whose states left MINUSMA early.

    Returns:
        Rows of both tables with `country`, `counted_by` (`UN head count`, `national or press count`,
        `ceiling or announcement`) and `value` in persons; countries in order of announcement.
    """
    national = deployments.assign(country=deployments["force"].map(_CONTINGENTS))
    national = national[
        national["country"].notna()
        & national["measure"].isin(["deployed", "authorised", "announced"])
        & national["value"].notna()
    ]
    counted_by = national["measure"].map({"deployed": "national or press count"}).fillna("ceiling or announcement")
    national = national.assign(
        counted_by=counted_by.mask(national["note"].str.contains("UN data", regex=False), "UN head count")
    )
    countries = {
        "SWE": "Sweden",
        "BEN": "Benin",
        "EGY": "Egypt",
        "CIV": "Côte d'Ivoire",
        "GBR": "United Kingdom",
        "DEU": "Germany",
    }
    counted = contributors[contributors["measure"] == "uniformed_total"]
    counted = counted.assign(country=counted["country_iso3"].map(countries), counted_by="UN head count")
    columns = ["row_id", "date", "date_precision", "country", "counted_by", "value", "unit", "source_ids", "note"]
    both = pd.concat([national[columns], counted[columns]], ignore_index=True)
    both = within(both[both["country"].notna()], "2020-12-01", "2023-06-30")
    places = both["country"].map({country: place for place, country in enumerate(countries.values())})
    return both.assign(place=places).sort_values(["place", "date"]).drop(columns="place")
