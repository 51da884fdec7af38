"""What prose may quote: a value that knows its rows, its sources and the rule that chose it."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from leaving_mali import choices, sources, tables
from leaving_mali.choices import Rule

_CURRENCIES = {"USD": "US$", "EUR": "€", "SEK": "SEK ", "GBP": "£", "XOF": "CFA francs "}
ARITHMETIC = {
    "total": "Sum of the rows.",
    "count": "Number of rows.",
    "share": "Part divided by whole.",
    "change": "Change in per cent of the first value.",
    "difference": "One value less the other.",
    "duration": "Time between the two dates.",
}
_SCALES = ((1e9, "billion"), (1e6, "million"))


class NoSourceError(ValueError):
    """A fact was asked for from rows that name no source."""


@dataclass(frozen=True)
class Fact:
    """One quotable value.

    Attributes:
        value: the figure, in `unit`; None where sources give bounds only.
        low: lower bound, or None.
        high: upper bound, or None.
        unit: a unit of the dictionary's closed list, or `date`.
        text: how the value reads in a sentence.
        row_ids: the rows it rests on, in order; the part before the hyphen is the table.
        source_ids: the union of those rows' sources, in order.
        rule: name of the rule of `choices` that decided, or of the arithmetic.
        precision: day, month or year for a date (whose `value` is seconds since 1970, UTC), else empty.
    """

    value: float | None
    low: float | None
    high: float | None
    unit: str
    text: str
    row_ids: tuple[str, ...]
    source_ids: tuple[str, ...]
    rule: str
    precision: str = ""

    def __post_init__(self) -> None:
        if not self.row_ids:
            raise ValueError("a fact needs at least one row")
        if not self.source_ids:
            raise NoSourceError(f"no source for {', '.join(self.row_ids[:4])}: no source, no fact")

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that the rows belong to, each once."""
        return tuple(dict.fromkeys(tables.table_of(row_id) for row_id in self.row_ids))

    def reads(self, text: str) -> Fact:
        """Return the same fact with other words; `{}` in them stands for its text."""
        return replace(self, text=text.format(self.text))

    def in_words(self) -> Fact:
        """Return the same fact spelt out, for whole numbers from zero to twelve."""
        words = [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
        return replace(self, text=words[int(self.value)])

    def __repr__(self) -> str:
        """Return the text alone: what print and a plain notebook show."""
        return self.text

    def _repr_html_(self) -> str:
        """Return the value with its evidence: a link to the first source and a card with rows and sources."""
        return as_html(self)


def fact(rows: pd.DataFrame, column: str = "value", *, rule: Rule = choices.only_row) -> Fact:
    """Return the value of one row, or of the rows that a rule leaves, as a fact.

    Args:
        rows: rows of one table, as `tables.load` gives them: key first, `source_ids` among the columns.
        column: the column that holds the value; `<column>_low` and `<column>_high` are its bounds.
        rule: the rule of `choices` that decides where there is more than one row.

    Raises:
        ValueError: no row, or rows that still disagree after a rule that is to pick one.
        NoSourceError: the rows name no source.
    """
    kept = rule(rows)
    if kept.empty:
        raise ValueError(f"no row left for a fact after the rule {rule.__name__}")
    unit = _unit(kept, column)
    if unit == "date":
        return _date_fact(choices.only_row(kept), column, rule)
    values = kept[column].dropna()
    lows, highs = (
        kept[name].dropna() if (name := f"{column}_{end}") in kept else values.iloc[:0] for end in ("low", "high")
    )
    if rule is choices.range_of_sources and len(kept) > 1:
        return _span(kept, values.astype(float), lows.astype(float), highs.astype(float), unit)
    else:
        if len({*values}) > 1 or len({*lows}) > 1 or len({*highs}) > 1:
            raise ValueError(
                f"the rule {rule.__name__} leaves values that differ: {', '.join(kept.iloc[:, 0].head(6))}"
            )
        value, low, high = (float(part.iloc[0]) if len(part) else None for part in (values, lows, highs))
    return Fact(
        value, low, high, unit, format_value(value, low, high, unit), _rows(kept), _sources(kept), rule.__name__
    )


def _span(kept: pd.DataFrame, values: pd.Series, lows: pd.Series, highs: pd.Series, unit: str) -> Fact:
    """Return the span of what several rows give; "or more" where the highest of them is an "at least"."""
    low = float(pd.concat([values, lows, highs]).min())
    closed = pd.concat([values, highs]).max()
    high = float(pd.concat([values, lows, highs]).max())
    value = low if low == high else None
    text = format_value(value, low, high, unit) + (" or more" if not high <= closed else "")
    rule = choices.range_of_sources.__name__
    return Fact(value, low, high, unit, text, _rows(kept), _sources(kept), rule)


def total(rows: pd.DataFrame, column: str = "value") -> Fact:
    """Return the sum of a column as a fact; every row must have a value.

    Raises:
        ValueError: no row, a missing value, or rows in different units.
    """
    if rows.empty or rows[column].isna().any():
        raise ValueError("a total needs rows, each with a value")
    value, unit = float(rows[column].sum()), _unit(rows, column)
    return Fact(value, None, None, unit, format_value(value, None, None, unit), _rows(rows), _sources(rows), "total")


def count(rows: pd.DataFrame, unit: str = "items") -> Fact:
    """Return how many rows there are as a fact.

    Raises:
        ValueError: there is no row to count.
    """
    value = float(len(rows))
    return Fact(value, None, None, unit, format_value(value, None, None, unit), _rows(rows), _sources(rows), "count")


def share(part: Fact, whole: Fact) -> Fact:
    """Return part / whole in per cent; the rows and sources of both stand behind it.

    Raises:
        ValueError: the units differ, or a value is missing or the whole is zero.
    """
    _comparable(part, whole)
    return _derived(100 * part.value / whole.value, "percent", "share", part, whole)


def change(before: Fact, after: Fact) -> Fact:
    """Return the change from `before` to `after` in per cent of `before`.

    Raises:
        ValueError: the units differ, or a value is missing or `before` is zero.
    """
    _comparable(after, before)
    return _derived(100 * (after.value - before.value) / before.value, "percent", "change", before, after)


def difference(larger: Fact, smaller: Fact) -> Fact:
    """Return larger - smaller in their unit.

    Raises:
        ValueError: the units differ or a value is missing.
    """
    if larger.unit != smaller.unit or larger.value is None or smaller.value is None:
        raise ValueError(f"cannot subtract {smaller!r} ({smaller.unit}) from {larger!r} ({larger.unit})")
    return _derived(larger.value - smaller.value, larger.unit, "difference", larger, smaller)


def duration(start: Fact, end: Fact, unit: str = "days") -> Fact:
    """Return the time between two dated facts (of `fact(row, "date")`) in days or in whole months.

    Raises:
        ValueError: a fact is no date to the day (or, for months, to the month).
    """
    if start.unit != "date" or end.unit != "date":
        raise ValueError("a duration needs two dates")
    known = {start.precision, end.precision}
    if "year" in known or (unit == "days" and "month" in known):
        raise ValueError(f"a duration in {unit} needs dates that precise: {start!r}, {end!r}")
    first, last = (pd.Timestamp(part.value, unit="s") for part in (start, end))
    if unit == "days":
        return _derived(float((last - first).days), unit, "duration", start, end)
    unfinished = known == {"day"} and last.day < first.day
    months = (last.year - first.year) * 12 + last.month - first.month - unfinished
    return _derived(float(months), unit, "duration", start, end)


def _date_fact(row: pd.DataFrame, column: str, rule: Rule) -> Fact:
    when = row[column].iloc[0]
    neighbour = f"{column}_precision" if f"{column}_precision" in row else f"{column.removesuffix('_date')}_precision"
    precision = row[neighbour].iloc[0] if neighbour in row else "day"
    text = {"day": f"{when.day} {when:%B %Y}", "month": f"{when:%B %Y}", "year": f"{when:%Y}"}[precision]
    return Fact(when.timestamp(), None, None, "date", text, _rows(row), _sources(row), rule.__name__, precision)


def _derived(value: float, unit: str, rule: str, *parts: Fact) -> Fact:
    rows = tuple(dict.fromkeys(row for part in parts for row in part.row_ids))
    ids = tuple(dict.fromkeys(source for part in parts for source in part.source_ids))
    return Fact(value, None, None, unit, format_value(value, None, None, unit), rows, ids, rule)


def _comparable(part: Fact, whole: Fact) -> None:
    if part.unit != whole.unit or part.value is None or not whole.value:
        raise ValueError(f"cannot relate {part!r} ({part.unit}) to {whole!r} ({whole.unit})")


def _rows(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(rows.iloc[:, 0])


def _sources(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for ids in rows["source_ids"] for source in ids))


def _unit(rows: pd.DataFrame, column: str) -> str:
    field = next(
        field
        for field in tables.describe(tables.table_of(rows.iloc[0, 0]))["schema"]["fields"]
        if field["name"] == column
    )
    if field.get("kind") == "imprecise_date":
        return "date"
    if field.get("unit"):
        return field["unit"]
    units = set(rows[field["unit_field"]])
    if len(units) > 1:
        raise ValueError(f"rows in different units: {', '.join(sorted(units))}")
    return units.pop()


def format_value(value: float | None, low: float | None, high: float | None, unit: str) -> str:
    """Return a value as it reads in a sentence: thousands separators, currency, per cent, bounds in words."""
    if value is not None:
        return _number(value, unit)
    if low is not None and high is not None:
        return f"{_number(low, unit).removesuffix(' per cent')} to {_number(high, unit)}"
    if low is not None:
        return f"at least {_number(low, unit)}"
    if high is not None:
        return f"at most {_number(high, unit)}"
    raise ValueError("a fact needs a value or a bound")


def _number(value: float, unit: str) -> str:
    if value < 0:
        return f"\N{MINUS SIGN}{_number(-value, unit)}"
    if unit == "percent":
        return f"{value:.0f} per cent" if abs(value) >= 10 or value == int(value) else f"{value:.1f} per cent"
    if unit in _CURRENCIES:
        for scale, word in _SCALES:
            if value >= scale:
                return f"{_CURRENCIES[unit]}{value / scale:.3g} {word}"
        return f"{_CURRENCIES[unit]}{value:,.0f}"
    if unit == "year":
        return f"{value:.0f}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def as_html(shown: Fact) -> str:
    """Return a fact as inline HTML: the value as a link to its first source, and its card.

    Addresses start with `site:`, which the Sphinx extension makes relative to the page.
    """
    lines = [
        ("Value", f"{html.escape(shown.text)} <i>({html.escape(shown.unit)})</i>"),
        ("Table", _table_list(shown.tables)),
        ("Rows", _row_list(shown.row_ids)),
    ]
    if shown.rule != choices.only_row.__name__:
        lines.append(("How", html.escape(rule_in_words(shown.rule))))
    lines.append(("Sources", _source_list(shown.source_ids)))
    card = "".join(f'<span class="fact-line"><b>{name}</b> {content}</span>' for name, content in lines)
    return (
        f'<span class="fact"><a class="fact-value" href="{sources.address(shown.source_ids[0])}">'
        f'{html.escape(shown.text)}</a><span class="fact-card" role="note">{card}</span></span>'
    )


def rule_in_words(rule: str) -> str:
    """Return what a rule's name means, for readers."""
    return ARITHMETIC.get(rule) or choices.reason(choices.RULES[rule])


def _table_list(names: Iterable[str]) -> str:
    titles = {name: html.escape(tables.describe(name)["title"]) for name in names}
    return "; ".join(f'<a href="{tables.codebook_address(name)}">{title}</a>' for name, title in titles.items())


def _row_list(row_ids: Iterable[str], most: int = 6) -> str:
    row_ids = list(row_ids)
    links = [f'<a href="{tables.address(row_id)}">{html.escape(row_id)}</a>' for row_id in row_ids[:most]]
    return ", ".join(links) + (f" and {len(row_ids) - most} more" if len(row_ids) > most else "")


def _source_list(source_ids: Iterable[str], most: int = 5) -> str:
    ids = list(source_ids)
    links = []
    for source_id in ids[:most]:
        cited = sources.source(source_id)
        links.append(
            f'<a href="{sources.address(source_id)}">{html.escape(cited.attribution)}</a>'
            f" ({html.escape(cited.source_class)})"
        )
    return "; ".join(links) + (f" and {len(ids) - most} more" if len(ids) > most else "")
