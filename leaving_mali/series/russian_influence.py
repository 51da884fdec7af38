"""Series of the chapter on Russian influence."""

from __future__ import annotations

import pandas as pd

# Estimates published a good while after the time they speak of, by who made them and the year of that time.
LOOKING_BACK = {("military sources (Europe 1)", 2021), ("BBC Monitoring", 2021), ("Wagner sources (RUSI)", 2023)}

FIRST_MONTH = pd.Timestamp("2021-12-01")  # no source has Russians in Mali earlier

WHO = {
    "military sources (Europe 1)": "military sources, Europe 1",
    "European and regional security sources (Reuters)": "security sources, Reuters",
    "diplomatic sources (The Times)": "diplomats, The Times",
    "French and local sources (Le Monde); France 24": "French and local sources, Le Monde",
    "Libération, French military sources": "French military, Libération",
    "unnamed Malian army officer (AFP)": "Malian army officer, AFP",
    "Jean-Yves Le Drian, French foreign minister": "French foreign minister",
    "Marcel Lebleu, witness before a committee of the Canadian parliament": "witness, Canadian parliament",
    "Wagner sources (RUSI)": "Wagner sources, RUSI",
    "The Africa Report / Jeune Afrique": "The Africa Report",
    "Verkkouutiset": "columnist, Verkkouutiset",
    "US officials (AP)": "US officials, AP",
}

RESOLUTIONS = {
    "A/RES/68/262": "68/262\nMar 2014\nCrimea",
    "A/RES/ES-11/1": "ES-11/1\nMar 2022\naggression",
    "A/RES/ES-11/2": "ES-11/2\nMar 2022\naid",
    "A/RES/ES-11/3": "ES-11/3\nApr 2022\nsuspension",
    "A/RES/ES-11/4": "ES-11/4\nOct 2022\nannexation",
    "A/RES/ES-11/5": "ES-11/5\nNov 2022\nreparation",
    "A/RES/ES-11/6": "ES-11/6\nFeb 2023\npeace",
    "A/RES/ES-11/7": "ES-11/7\nFeb 2025\npeace",
}
SHORT_NAMES = {"COD": "DR Congo", "CAF": "Central African Rep."}
DISTANCE = {"no": 4, "abstain": 2, "abstain_or_absent": 1.5, "absent": 1, "yes": 0}

# Question -> panel, wording in a few words, the answer printed as a total, its two parts (the stronger first).
VERY, RATHER = "very dissatisfied", "rather dissatisfied"
QUESTIONS = {
    "confidence_russia_territory": (
        "Russia",
        "confident: regain territory",
        "confident",
        ("much confidence", "some confidence"),
    ),
    "confidence_russia_insecurity": (
        "Russia",
        "confident: fight insecurity",
        "",
        ("very confident", "rather confident"),
    ),
    "satisfaction_russia_cooperation": (
        "Russia",
        "satisfied with cooperation",
        "",
        ("very satisfied", "rather satisfied"),
    ),
    "influence_russia": ("Russia", "influence positive (Afrobarometer)", "positive", ()),
    "support_russia_cooperation": ("Russia", "supports cooperation, or trusts", "supports or trusts", ()),
    "satisfaction_minusma": ("MINUSMA", "dissatisfied with its work", "dissatisfied", (VERY, RATHER)),
    "minusma_departure": ("MINUSMA", "favours its departure", "", ("very favourable", "rather favourable")),
    "satisfaction_barkhane": ("Barkhane", "dissatisfied with its work", "dissatisfied", (VERY, RATHER)),
}

PARTS = {
    "North": ("Kidal", "Taoudénit", "Gao", "Timbuktu", "Ménaka"),
    "Centre": ("Mopti", "Ségou"),
    "South": ("Bamako", "Sikasso", "Kayes", "Koulikoro"),
    "national": ("national",),
}

ORGANISERS = {
    "Groupe des patriotes du Mali": "Groupe des patriotes",
    "On a tout compris (Adama Ben Diarra)": "On a tout compris",
    "civil society groups and parties, among them Groupe des patriotes du Mali": "civil society, parties",
    "Yèrèwolo Debout sur les remparts": "Yèrèwolo",
    "Yèrèwolo Debout sur les remparts and some thirty associations": "Yèrèwolo and others",
    "M5-RFP, Yèrèwolo, Sentinelles du Mali-Kura and others": "M5-RFP, Yèrèwolo, others",
}
# What a word for a crowd is taken to mean: its order of magnitude, and no more.
WORDS = {
    r"dozen": (10, 100),
    r"hundreds|few hundred|several hundred": (100, 1_000),
    r"thousands|several thousand|few thousand": (1_000, 10_000),
}


def personnel_estimates(personnel: pd.DataFrame) -> pd.DataFrame:
    """Return the published figures of Russians in Mali in order of time, one row an estimate, in persons.

    Adds `low` and `high` (equal for a single figure; `high` is missing for an "at least"), `kind` (planned,
    at the time, looking back) and `label` (who made it and when). A presence dated 2021 only stands in December.
    """
    rows = personnel[personnel["measure"].isin(["present", "planned_force"])].copy()
    rows = rows[rows["value"].notna() | rows["value_low"].notna()]
    rows["low"] = rows["value"].fillna(rows["value_low"]).astype("float64")
    rows["high"] = rows["value"].fillna(rows["value_high"]).astype("float64")
    keys = zip(rows["attributed_to"], rows["date"].dt.year, strict=True)
    rows["kind"] = ["looking back" if key in LOOKING_BACK else "at the time" for key in keys]
    rows.loc[rows["measure"] == "planned_force", "kind"] = "planned"
    when = [
        f"{date:%Y}" if precision == "year" else f"{date:%b %Y}"
        for date, precision in zip(rows["date"], rows["date_precision"], strict=True)
    ]
    rows["label"] = [f"{WHO.get(who, who)} · {time}" for who, time in zip(rows["attributed_to"], when, strict=True)]
    present = rows["date"].clip(lower=FIRST_MONTH)
    rows["month"] = rows["date"].where(rows["measure"].ne("present"), present).dt.to_period("M")
    return rows.sort_values(["month", "low"], kind="stable")


def vote_table(votes: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """Return one row a vote with its place in the table: `row` (state), `column` (resolution), and their names.

    Mali stands first; the others follow by how far they stood from the majority, summed over the columns.
    """
    rows = votes[votes["resolution"].isin(RESOLUTIONS)].copy()
    names = countries.set_index("iso3")["name"].to_dict() | SHORT_NAMES
    distance = rows["vote"].map(DISTANCE).groupby(rows["country_iso3"]).sum()
    order = sorted(distance.index, key=lambda code: (code != "MLI", -distance[code], names[code]))
    rows["row"] = rows["country_iso3"].map({code: place for place, code in enumerate(order)})
    rows["column"] = rows["resolution"].map({symbol: place for place, symbol in enumerate(RESOLUTIONS)})
    rows["state"] = rows["country_iso3"].map(names)
    rows["resolution_name"] = rows["resolution"].map(RESOLUTIONS)
    rows["worked_out"] = rows["basis"].ne("read")
    return rows


def opinion_rows(opinion: pd.DataFrame) -> pd.DataFrame:
    """Return the national answers that the figure on opinion over time draws, one row an answer, in per cent.

    Adds `panel` (whom the question is about), `wording`, `role` (total, strong or mild answer) and `when`: the first
    day of the fieldwork or, where that is unknown, the publication.
    """
    rows = opinion[opinion["question_id"].isin(QUESTIONS) & opinion["group_kind"].eq("national")].copy()
    known = [QUESTIONS[question] for question in rows["question_id"]]
    rows["panel"] = [panel for panel, *_ in known]
    rows["wording"] = [wording for _, wording, *_ in known]
    rows["role"] = [
        dict(zip((total, *parts), ("total", "strong", "mild"), strict=False)).get(answer)
        for answer, (_, _, total, parts) in zip(rows["answer"], known, strict=True)
    ]
    rows["when"] = rows["date"].fillna(rows["published"])
    return rows[rows["role"].notna()]


def opinion_points(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a question and poll, in per cent of all asked.

    `low` and `high` are the share as printed or as its two parts add up; they differ where reports do, and are
    missing where only one part is known. `strong` is the part that chose the strongest answer.

    Args:
        rows: as `opinion_rows` gives them.
    """
    points = []
    for key, asked in rows.groupby(["panel", "wording", "when"], sort=False):
        strong, mild = (asked.loc[asked["role"] == role, "value"] for role in ("strong", "mild"))
        totals = list(asked.loc[asked["role"] == "total", "value"])
        if len(strong) and len(mild):
            totals.append(strong.max() + mild.max())
        points.append((*key, min(totals, default=None), max(totals, default=None), strong.max()))
    return pd.DataFrame(points, columns=["panel", "wording", "when", "low", "high", "strong"]).sort_values("when")


def turning_points(events: pd.DataFrame) -> pd.DataFrame:
    """Return the two events that the figure on opinion marks, with a `label`: first Russians, request to leave."""
    labels = {
        ("2021-12-24", "deployment"): "first Russians\nseen",
        ("2023-06-16", "consent_withdrawn"): "MINUSMA asked\nto leave",
    }
    keys = pd.Series(list(zip(events["date"].dt.strftime("%Y-%m-%d"), events["kind"], strict=True)), events.index)
    return events.assign(label=keys.map(labels)).dropna(subset="label")


def regions(opinion: pd.DataFrame) -> pd.DataFrame:
    """Return satisfaction with MINUSMA in February 2023 by place, one row an answer, in per cent of those asked there.

    Adds `part` (of the country) and `side`: 1 for satisfied, -1 for dissatisfied. Most places have one answer only.
    """
    place_of = {place: part for part, places in PARTS.items() for place in places}
    order = {place: number for number, place in enumerate(place_of)}
    rows = opinion[
        opinion["question_id"].eq("satisfaction_minusma")
        & opinion["edition"].eq(14)
        & opinion["group"].isin(place_of)
        & opinion["answer"].isin(["satisfied", "dissatisfied"])
    ].copy()
    rows["part"] = rows["group"].map(place_of)
    rows["side"] = rows["answer"].map({"satisfied": 1, "dissatisfied": -1})
    return rows.sort_values("group", key=lambda groups: groups.map(order), kind="stable")


def rallies(demonstrations: pd.DataFrame) -> pd.DataFrame:
    """Return one row a count of a rally, in order of time; rows of one rally share `rally`, a running number.

    Adds `low` and `high`, the order of magnitude that the words name (persons; missing where no size is given),
    `label`, and whether the target names `russia` (as the help asked for), `france` or `minusma`.
    """
    rows = demonstrations.sort_values("date", kind="stable").copy()
    rows["rally"] = rows["date"].rank(method="dense").astype(int) - 1
    words = rows["crowd_wording"].fillna("")
    for end, pick in (("low", 0), ("high", 1)):
        meant = pd.DataFrame(
            {
                pattern: words.str.contains(pattern).map({True: span[pick], False: None})
                for pattern, span in WORDS.items()
            }
        ).astype("Float64")
        rows[end] = (meant.min(axis=1) if end == "low" else meant.max(axis=1)).astype("float64")
    organiser = rows["organiser"].map(lambda name: ORGANISERS.get(name, name)).fillna("organiser not named")
    rows["label"] = [
        f"{who} · {date:%b %Y}" if precision == "month" else f"{who} · {date:%-d %b %Y}"
        for who, date, precision in zip(organiser, rows["date"], rows["date_precision"], strict=True)
    ]
    rows["russia"] = rows["target"].str.contains("Russia")
    rows["france"] = rows["target"].str.contains("France|French|Barkhane")
    rows["minusma"] = rows["target"].str.contains("MINUSMA")
    return rows


def one_row_a_rally(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the first row of each rally, for counting rallies rather than counts."""
    return rows.drop_duplicates("rally")


def with_number(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each rally whose crowd at least one source puts in a number."""
    return one_row_a_rally(rows[rows["value"].notna() | rows["value_low"].notna()])
