"""What prose may quote: values, bounds, arithmetic, refusals, and how each reads and shows."""

from __future__ import annotations

import pandas as pd
import pytest

from leaving_mali import choices, facts, sources, tables
from leaving_mali.facts import Fact

PRIMARY = next(source.source_id for source in sources.registry().values() if source.source_class == "primary")
PRESS = next(source.source_id for source in sources.registry().values() if source.source_class == "secondary")


def rows(*cells: tuple, unit: str = "persons") -> pd.DataFrame:
    """Return rows of the table drawdown from (value, low, high, date, source) tuples."""
    return pd.DataFrame(
        [
            {
                "row_id": f"drawdown-{9000 + number}",
                "date": pd.Timestamp(date),
                "date_precision": "day",
                "value": value,
                "value_low": low,
                "value_high": high,
                "unit": unit,
                "source_ids": (source,),
            }
            for number, (value, low, high, date, source) in enumerate(cells)
        ]
    )


NAN = float("nan")
ONE = rows((12947, NAN, NAN, "2023-08-28", PRESS))
TWO = rows((100, NAN, NAN, "2023-08-28", PRESS), (120, NAN, NAN, "2023-09-01", PRIMARY))


def test_one_row_is_a_fact() -> None:
    fact = facts.fact(ONE)
    assert (fact.value, fact.low, fact.high, fact.unit, fact.text) == (12947, None, None, "persons", "12,947")
    assert (fact.row_ids, fact.source_ids, fact.tables, fact.rule) == (
        ("drawdown-9000",),
        (PRESS,),
        ("drawdown",),
        "only_row",
    )


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ((NAN, 460, NAN, "2023-07-28", PRESS), "at least 460"),
        ((NAN, NAN, 460, "2023-07-28", PRESS), "at most 460"),
        ((NAN, 400, 460, "2023-07-28", PRESS), "400 to 460"),
        ((450, 400, 460, "2023-07-28", PRESS), "450"),
    ],
)
def test_bounds_are_said(cells: tuple, text: str) -> None:
    assert facts.fact(rows(cells)).text == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (590_000_000, "USD", "US$590 million"),
        (6_450_000_000, "USD", "US$6.45 billion"),
        (700, "EUR", "€700"),
        (81.609, "percent", "82 per cent"),
        (0.55, "percent", "0.6 per cent"),
        (5, "percent", "5 per cent"),
        (12_500_000, "persons", "12,500,000"),
        (1.25, "ratio", "1.25"),
        (2013, "year", "2013"),
        (-20, "persons", "\N{MINUS SIGN}20"),
    ],
)
def test_numbers_read_as_the_book_writes_them(value: float, unit: str, text: str) -> None:
    assert facts.format_value(value, None, None, unit) == text


def test_disagreeing_rows_need_a_rule() -> None:
    with pytest.raises(ValueError, match="exactly one row, found 2"):
        facts.fact(TWO)


@pytest.mark.parametrize(
    ("rule", "text", "kept"),
    [
        (choices.primary_over_press, "120", 1),
        (choices.latest, "120", 1),
        (choices.range_of_sources, "100 to 120", 2),
    ],
)
def test_rules_decide(rule: choices.Rule, text: str, kept: int) -> None:
    fact = facts.fact(TWO, rule=rule)
    assert (fact.text, len(fact.row_ids), fact.rule) == (text, kept, rule.__name__)


def test_a_span_that_ends_in_at_least_is_open() -> None:
    claimed = rows((1000, NAN, NAN, "2023-01-01", PRESS), (NAN, 2000, NAN, "2023-01-01", PRESS))
    assert facts.fact(claimed, rule=choices.range_of_sources).text == "1,000 to 2,000 or more"


def test_a_rule_that_leaves_two_values_is_refused() -> None:
    both_press = rows((100, NAN, NAN, "2023-08-28", PRESS), (120, NAN, NAN, "2023-09-01", PRESS))
    with pytest.raises(ValueError, match="primary_over_press leaves values that differ"):
        facts.fact(both_press, rule=choices.primary_over_press)


def test_no_source_no_fact() -> None:
    bare = ONE.assign(source_ids=[()])
    with pytest.raises(facts.NoSourceError, match="no source for drawdown-9000"):
        facts.fact(bare)


def test_no_row_no_fact() -> None:
    with pytest.raises(ValueError, match="found 0"):
        facts.fact(ONE.iloc[:0])


def test_arithmetic_keeps_the_union_of_rows_and_sources() -> None:
    part, whole = facts.fact(TWO.iloc[:1]), facts.fact(TWO.iloc[1:])
    for derived, text in (
        (facts.share(part, whole), "83 per cent"),
        (facts.change(part, whole), "20 per cent"),
        (facts.difference(whole, part), "20"),
        (facts.total(TWO), "220"),
        (facts.count(TWO), "2"),
    ):
        assert derived.text == text
        assert set(derived.row_ids) == {"drawdown-9000", "drawdown-9001"}
        assert set(derived.source_ids) == {PRESS, PRIMARY}


@pytest.mark.parametrize(
    "refused",
    [
        lambda: facts.total(rows((NAN, 5, NAN, "2023-08-28", PRESS))),
        lambda: facts.total(ONE.iloc[:0]),
        lambda: facts.count(ONE.iloc[:0]),
        lambda: facts.share(facts.fact(ONE), facts.fact(rows((0, NAN, NAN, "2023-08-28", PRESS)))),
        lambda: facts.share(facts.fact(ONE), facts.fact(rows((5, NAN, NAN, "2023-08-28", PRESS), unit="USD"))),
        lambda: facts.difference(facts.fact(ONE), facts.fact(rows((NAN, 5, NAN, "2023-08-28", PRESS)))),
        lambda: facts.total(pd.concat([ONE, rows((5, NAN, NAN, "2023-08-28", PRESS), unit="USD")])),
    ],
    ids=[
        "total of a bound",
        "total of nothing",
        "count of nothing",
        "share of zero",
        "share of another unit",
        "difference from a bound",
        "total of two units",
    ],
)
def test_arithmetic_refuses_what_has_no_meaning(refused: object) -> None:
    with pytest.raises(ValueError):
        refused()


def test_dates_and_durations() -> None:
    start = facts.fact(rows((1, NAN, NAN, "2022-07-14", PRESS)), "date")
    end = facts.fact(rows((1, NAN, NAN, "2023-06-30", PRIMARY)), "date")
    assert (start.text, end.text) == ("14 July 2022", "30 June 2023")
    assert facts.duration(start, end).text == "351"
    assert facts.duration(start, end, unit="months").text == "11"


def test_month_dates_give_no_days() -> None:
    month = rows((1, NAN, NAN, "2022-07-01", PRESS)).assign(date_precision="month")
    when = facts.fact(month, "date")
    assert when.text == "July 2022"
    with pytest.raises(ValueError, match="needs dates that precise"):
        facts.duration(when, facts.fact(ONE, "date"))
    assert facts.duration(when, facts.fact(ONE, "date"), unit="months").text == "13"


def test_words() -> None:
    assert facts.fact(rows((4, NAN, NAN, "2023-08-28", PRESS))).in_words().text == "four"
    assert facts.fact(ONE).reads("about {}").text == "about 12,947"


def test_html_shows_the_evidence_and_escapes_it() -> None:
    fact = Fact(1, None, None, "persons", "<b>1</b>", ("drawdown-9000",), (PRESS,), "only_row")
    shown = fact._repr_html_()
    assert "&lt;b&gt;1&lt;/b&gt;" in shown and "<b>1</b>" not in shown
    assert 'href="site:rows/drawdown.html#drawdown-9000"' in shown
    assert f'href="site:book/reference/sources.html#{sources.anchor(PRESS)}"' in shown
    assert 'href="site:book/reference/data.html#table-drawdown"' in shown
    assert "(secondary)" in shown
    assert repr(fact) == "<b>1</b>"


def test_rows_of_a_registry_lead_to_its_page() -> None:
    fact = facts.count(tables.where(tables.load("claims"), claim_id=["c22-001", "p23-001"]))
    assert fact.tables == ("claims",)
    assert 'href="site:rows/claims.html#c22-001"' in fact._repr_html_()


@pytest.mark.parametrize("rule", [*choices.RULES, *facts.ARITHMETIC])
def test_every_rule_says_what_it_does(rule: str) -> None:
    assert facts.rule_in_words(rule).endswith(".")
