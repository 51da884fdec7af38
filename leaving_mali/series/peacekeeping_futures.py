"""Series of the chapter on peacekeeping futures."""

from __future__ import annotations

import pandas as pd

HOST_ENDED = ("host_consent_withdrawn", "host_obstruction", "terminated_host_insisted", "completed_after_host_request")
KINDS = ("observer", "traditional", "multidimensional", "stabilization")
DAYS_A_MONTH = 30.4375
UNIFORMED = ("military", "military_observer", "police")

# The exits since 2005 that a host brought about or that sources call completed, and after which no other
# UN peacekeeping operation took over there (UNMISET and MINUSTAH had successors).
EXITS = ("ONUB", "UNMEE", "MINURCAT", "UNOCI", "UNMIL", "MINUJUSTH", "UNAMID", "MINUSMA")
HOSTS = {"UNMEE": "ERI", "MINURCAT": "TCD"}


def host_ended(missions: pd.DataFrame) -> pd.DataFrame:
    """Return the missions that a host ended, pushed out or asked to draw down, in order of their end."""
    return missions[missions["exit_type"].isin(HOST_ENDED)].sort_values("mandate_end", kind="stable")


def exit_known(missions: pd.DataFrame) -> pd.DataFrame:
    """Return the ended missions of which a source says how they ended."""
    return missions[missions["exit_type"].notna() & (missions["status"] == "ended")]


def active_on(missions: pd.DataFrame, day: str) -> pd.DataFrame:
    """Return the missions that had started and whose mandate had not ended on a day (`YYYY-MM-DD`)."""
    when = pd.Timestamp(day)
    return missions[(missions["start_date"] <= when) & ~(missions["mandate_end"] <= when)]


def lifetimes(missions: pd.DataFrame, today: str) -> pd.DataFrame:
    """Return one row a mission, by kind of mandate and then by start.

    Added columns: `begin` and `end` in decimal years (`end` is `today` while the mission lasts),
    `ended_by_host` (bool) and `lasts` (bool).
    """
    frame = missions.assign(
        begin=_decimal_year(missions["start_date"]),
        end=_decimal_year(missions["mandate_end"].fillna(pd.Timestamp(today))),
        ended_by_host=missions["exit_type"].isin(HOST_ENDED),
        lasts=missions["mandate_end"].isna(),
        mandate_generation=pd.Categorical(missions["mandate_generation"], KINDS, ordered=True),
    )
    return frame.sort_values(["mandate_generation", "begin"], kind="stable")


def world_strength(mission_strength: pd.DataFrame) -> pd.DataFrame:
    """Return the uniformed people in all UN peacekeeping, in order of time, in persons.

    One row a year: rounded estimates to 1991, then head counts of one month (measure says which), then
    the later bounds that speak of peacekeepers. Geo-PKO map sizes are another stock and left out.
    """
    world = mission_strength[mission_strength["mission"] == "all UN peacekeeping"]
    owid = world["source_ids"].map(lambda ids: "owid_un_peacekeeping_202210" in ids)
    counts = world[owid & world["measure"].isin(["uniformed_total_estimate", "uniformed_total"])]
    later = world[(world["measure"] == "peacekeepers") & (world["date"] > counts["date"].max())]
    return pd.concat([counts, later]).sort_values("date")


def consent_spans(host_consent: pd.DataFrame) -> pd.DataFrame:
    """Return the cases in which a host moved against a mission, with the time from its first act, oldest first.

    Added columns, in months from the act: `mandate` and `departure` (NaN where not known or ahead), each
    with `_low` and `_high`, which differ where the act is known by its year only; `host` and `year` name the case.
    """
    frame = host_consent[host_consent["act"] != "none"].sort_values("decision_date", kind="stable").copy()
    first = frame["act_date"]
    last = first.where(frame["act_date_precision"] != "year", first + pd.DateOffset(years=1, days=-1))
    for column, end in (("mandate", frame["mandate_end"]), ("departure", frame["departure_end"])):
        frame[f"{column}_low"] = (end - last).dt.days / DAYS_A_MONTH
        frame[f"{column}_high"] = (end - first).dt.days / DAYS_A_MONTH
        frame[column] = (frame[f"{column}_low"] + frame[f"{column}_high"]) / 2
    return frame


def hostile(deaths: pd.DataFrame, groups: pd.DataFrame, mission: str = "MINUSMA") -> pd.DataFrame:
    """Return a mission's deaths by hostile acts, in persons, with the `group` of countries of the nationality."""
    chosen = deaths[(deaths["mission"] == mission) & (deaths["cause"] == "malicious_act")]
    return _grouped(chosen, groups, "nationality_iso3")


def presence(contributors: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Return the mean uniformed personnel by year and contributor, in persons, with the `group` of the country."""
    return _grouped(contributors[contributors["measure"] == "uniformed_year_mean"], groups, "country_iso3")


def comparable(killed: pd.DataFrame, served: pd.DataFrame) -> pd.DataFrame:
    """Return the deaths of people in uniform in the years for which it is known who served."""
    return killed[killed["year"].isin(set(served["date"].dt.year)) & killed["personnel_type"].isin(UNIFORMED)]


def risk_by_group(killed: pd.DataFrame, served: pd.DataFrame) -> pd.DataFrame:
    """Return, a row a group, its part of those killed and of those who served, in per cent.

    Columns: `group`, `killed` (persons), `killed_share`, `served_share`; the group that lost most comes first.
    """
    dead, serving = killed.groupby("group")["value"].sum().astype(float), served.groupby("group")["value"].sum()
    frame = pd.DataFrame({"killed": dead, "served_share": 100 * serving / serving.sum()}).fillna(0.0)
    frame["killed_share"] = 100 * frame["killed"] / frame["killed"].sum()
    return frame.sort_values(["killed", "served_share"], ascending=False).reset_index(names="group")


def around_exits(violence: pd.DataFrame, missions: pd.DataFrame, years: int = 5) -> pd.DataFrame:
    """Return deaths in the host country from `years` before to `years` after each exit; exits by hosts come first.

    Rows of two measures (all organised violence, and the civilians in it), `value` in persons. Added
    columns: `mission`, `exit_year`, `ended_by_host` (bool), `offset` (years from the exit).
    """
    ended = missions[missions["mission"].isin(EXITS)].assign(other=~missions["exit_type"].isin(HOST_ENDED))
    ended = ended.sort_values(["other", "mandate_end"], kind="stable")
    measures = ["all_organised_violence", "civilians_in_all_organised_violence"]
    parts = []
    for mission in ended.itertuples():
        host = HOSTS.get(mission.mission, mission.country_iso3s[0])
        offset = violence["year"] - mission.mandate_end.year
        near = (violence["country_iso3"] == host) & offset.abs().le(years)
        rows = violence[near & violence["measure"].isin(measures)]
        parts.append(
            rows.assign(
                mission=mission.mission,
                exit_year=mission.mandate_end.year,
                offset=offset[rows.index],
                ended_by_host=mission.exit_type in HOST_ENDED,
            )
        )
    return pd.concat(parts, ignore_index=True)


def women_shares(gender: pd.DataFrame, strength: pd.DataFrame) -> pd.DataFrame:
    """Return the dated shares of women in per cent, MINUSMA's by year and those of all missions, in order of time.

    Added columns: `series` (minusma, all_troops, all_uniformed, target_troops) and `begin` and `end` of the day,
    month or year. Categories are not comparable between series; police and civilians are left out.
    """
    mission = strength[strength["measure"].isin(["women_share_uniformed_year_mean", "women_share_uniformed"])]
    peace = gender["scope"].isin(["UN peacekeeping", "UN peace operations"]) & (gender["measure"] == "share_women")
    troops = gender[peace & gender["category"].isin(["military", "troops"])]
    everyone = gender[peace & gender["category"].str.startswith("all uniformed")]
    target = gender[(gender["measure"] == "target_share_women") & (gender["category"] == "troops")]
    parts = {"minusma": mission, "all_troops": troops, "all_uniformed": everyone, "target_troops": target}
    columns = ["row_id", "date", "date_precision", "measure", "value", "unit", "source_ids", "note"]
    frame = pd.concat([part[columns].assign(series=name) for name, part in parts.items()])
    days = frame["date_precision"].map({"day": 1, "month": 30, "year": 365})
    frame = frame.assign(begin=frame["date"], end=frame["date"] + pd.to_timedelta(days, unit="D"))
    return frame.sort_values(["series", "date"])


def _grouped(rows: pd.DataFrame, groups: pd.DataFrame, column: str) -> pd.DataFrame:
    return rows.assign(group=rows[column].map(groups.set_index("iso3")["group"]))


def _decimal_year(dates: pd.Series) -> pd.Series:
    return dates.dt.year + (dates.dt.dayofyear - 1) / 365.25
