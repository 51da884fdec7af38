"""MINUSMA's strength stays under its ceilings and agrees with the counts by country and the maps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from leaving_mali.checks.rows import plain, rows
from leaving_mali.tables import Problem

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
                    f"at most {plain(ceiling)}, the ceiling of resolution {resolution}, "
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
            yield row.problem("value", f"bounds that hold {plain(total)}, the sum of the countries in contributors")


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
            yield row.problem("value", f"{plain(sites[year])}, the sum of the sites in geopko_sites")
        if row["measure"] == "geopko_year_max" and maps[year] and max(maps[year]) != value:
            yield row.problem("value", f"{plain(max(maps[year]))}, the highest of the year's maps")
        mean = sum(maps[year]) / len(maps[year]) if maps[year] else None
        if row["measure"] == "geopko_year_mean" and mean and abs(mean - value) > 0.5:
            yield row.problem("value", f"{mean:.0f}, the mean of the year's maps")
