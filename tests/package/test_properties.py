"""Properties that must hold for any input: parsers refuse or agree, rules never invent, numbers survive formatting."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaving_mali import choices, facts, sources, tables
from leaving_mali.tables import Problem

FIELD = {"name": "cell", "type": "string"}
IDS = sorted(sources.registry())[:40]


def parse(cell: str, **field: object) -> tuple[object, list[Problem]]:
    """Return what a cell becomes in a column of a kind, and the problems found."""
    problems: list[Problem] = []
    column = tables._typed([cell], {**FIELD, **field}, "table.csv", problems)
    return pd.Series(column).iloc[0], problems


@given(st.dates(min_value=pd.Timestamp("1800-01-01").date(), max_value=pd.Timestamp("2200-12-31").date()))
def test_dates_come_back(day: object) -> None:
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}"):
        value, problems = parse(text, kind="imprecise_date")
        assert not problems
        assert f"{value:%Y-%m-%d}".startswith(text)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_refused_in_its_place(text: str) -> None:
    value, problems = parse(text, kind="imprecise_date")
    fits = re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text, re.ASCII)
    if problems:
        assert problems[0].line == 2 and problems[0].value == text
    else:
        assert text == "" or fits
        assert pd.isna(value) == (text == "")


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_whole_numbers_come_back(number: int) -> None:
    assert parse(str(number), type="integer") == (number, [])


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_numbers_come_back(number: float) -> None:
    value, problems = parse(repr(number), type="number")
    if not problems:
        assert value == float(repr(number))


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    value, problems = parse(text, type="number")
    if not problems and text:
        assert float(text) == value
        assert "," not in text and " " not in text and "_" not in text


counts = st.lists(
    st.tuples(st.integers(0, 10**6), st.dates(), st.sets(st.sampled_from(IDS), min_size=1, max_size=3)),
    min_size=1,
    max_size=6,
)


def frame(rows: list[tuple]) -> pd.DataFrame:
    """Return rows of the table drawdown."""
    return pd.DataFrame(
        [
            {
                "row_id": f"drawdown-{number:04}", "date": pd.Timestamp(day), "date_precision": "day",
                "value": float(value), "value_low": float("nan"), "value_high": float("nan"), "unit": "persons",
                "source_ids": tuple(sorted(ids)),
            }
            for number, (value, day, ids) in enumerate(rows)
        ]
    )  # fmt: skip


@pytest.mark.parametrize("rule", [choices.primary_over_press, choices.latest, choices.range_of_sources])
@given(rows=counts)
def test_rules_keep_some_rows_and_invent_none(rule: choices.Rule, rows: list[tuple]) -> None:
    before = frame(rows)
    kept = rule(before)
    assert len(kept) and set(kept["row_id"]) <= set(before["row_id"])
    assert kept.equals(before.loc[kept.index])


@given(rows=counts)
def test_the_span_holds_every_value_and_every_source(rows: list[tuple]) -> None:
    before = frame(rows)
    fact = facts.fact(before, rule=choices.range_of_sources)
    ends = (fact.value,) * 2 if fact.low is None else (fact.low, fact.high)
    assert ends == (before["value"].min(), before["value"].max())
    assert set(fact.source_ids) == {source for ids in before["source_ids"] for source in ids}


@given(st.integers(min_value=0, max_value=10**9))
def test_people_are_written_so_that_they_can_be_read_back(number: int) -> None:
    text = facts.format_value(float(number), None, None, "persons")
    assert int(text.replace(",", "")) == number


@given(st.text(max_size=30))
def test_a_fact_never_breaks_out_of_its_markup(text: str) -> None:
    fact = facts.Fact(1.0, None, None, "persons", text, ("drawdown-0001",), (IDS[0],), "only_row")
    shown = fact._repr_html_()
    assert shown.count("<span") == shown.count("</span>")
    assert "<script" not in shown
