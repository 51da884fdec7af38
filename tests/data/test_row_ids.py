"""Row ids are for ever: a released id stays, or is retired in the table of corrections, and is never used again."""

from __future__ import annotations

from collections.abc import Collection

from support import ROOT

from leaving_mali import tables

RELEASED = (ROOT / "tests" / "data" / "released_row_ids.txt").read_text(encoding="utf-8").split()


def current() -> set[str]:
    """Return every key of every table."""
    return {key for name in tables.names() for key in tables.load(name).iloc[:, 0]}


def retired() -> set[str]:
    """Return the row ids that the table of corrections retires."""
    corrections = tables.load("corrections")
    return set(corrections.loc[corrections["kind"].isin(["retired", "merged"]), "corrected_row"])


def lost(released: Collection[str], present: Collection[str], withdrawn: Collection[str]) -> list[str]:
    """Return released ids that are neither present nor retired."""
    return sorted(set(released) - set(present) - set(withdrawn))


def test_no_released_row_is_lost() -> None:
    assert lost(RELEASED, current(), retired()) == [], "retire them in data/shared/corrections.csv, with a reason"


def test_no_retired_row_is_used_again() -> None:
    assert sorted(retired() & current()) == []


def test_manifest_is_sorted_and_unique() -> None:
    assert sorted(set(RELEASED)) == RELEASED


def test_a_lost_row_would_be_seen() -> None:
    assert lost(["drawdown-0001", "drawdown-0002"], ["drawdown-0001"], []) == ["drawdown-0002"]
    assert lost(["drawdown-0001", "drawdown-0002"], ["drawdown-0001"], ["drawdown-0002"]) == []
