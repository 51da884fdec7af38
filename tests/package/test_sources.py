"""How a source is named, cited and found."""

from __future__ import annotations

import pytest

from leaving_mali import sources
from leaving_mali.sources import Source

EXAMPLE = Source(
    "un_example",
    "un_document",
    "primary",
    "united_nations",
    "UN Security Council",
    "",
    "Resolution 2690 (2023)",
    "2023-06-30",
    "day",
    "https://example.org",
    "S/RES/2690",
    "en",
    "",
    False,
    "",
    "",
)


def test_citation_and_attribution() -> None:
    assert EXAMPLE.attribution == "UN Security Council 2023"
    assert EXAMPLE.citation == "UN Security Council (2023), “Resolution 2690 (2023)”, 2023-06-30, S/RES/2690."


def test_short_list_counts_the_rest() -> None:
    ids = list(sources.registry())
    shown = sources.short_list(ids, most=2)
    names = list(dict.fromkeys(sources.source(source_id).attribution for source_id in ids))
    assert shown == f"{names[0]}; {names[1]} and {len(names) - 2} more"


def test_unknown_source_is_named() -> None:
    with pytest.raises(KeyError, match="no source is called 'nobody'"):
        sources.source("nobody")


def test_anchors_are_unique_and_fit_html() -> None:
    anchors = [sources.anchor(source_id) for source_id in sources.registry()]
    assert len(set(anchors)) == len(anchors)
    assert not [anchor for anchor in anchors if not anchor.replace("-", "").isalnum()]


@pytest.mark.parametrize("source_id", sources.registry())
def test_every_source_can_be_cited(source_id: str) -> None:
    cited = sources.source(source_id)
    assert cited.publisher in cited.citation and cited.title in cited.citation
