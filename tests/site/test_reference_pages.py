"""The generated reference pages hold every table, field, source and term, and offer every download."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from leaving_mali import sources, tables
from leaving_mali.publishing.glossary import anchor as term_anchor
from leaving_mali.publishing.source_list import rows_by_source

TABLES = tables.names()


@pytest.fixture(scope="session")
def sections(site: Path) -> dict[str, str]:
    """The codebook's HTML, by the anchor of each table's section."""
    text = (site / "book" / "reference" / "data.html").read_text(encoding="utf-8")
    parts = re.split(r'<section id="(table-[a-z-]+)"', text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("name", TABLES)
def test_codebook_describes_the_table(site: Path, sections: dict[str, str], name: str) -> None:
    section = unescape(sections[tables.anchor(name)])
    resource = tables.describe(name)
    for field in resource["schema"]["fields"]:
        assert f'<span class="pre">{field["name"]}</span>' in section
    for label in ("Coverage:", "Completeness:", "Download:", "Cite:", "Licence:"):
        assert label in section
    for kind in ("csv", "parquet"):
        assert f'href="../../data/{kind}/{name}.{kind}"' in section
        assert (site / "data" / kind / f"{name}.{kind}").stat().st_size > 0


@pytest.mark.parametrize(
    "file", ["leaving-mali-csv.zip", "leaving-mali.duckdb", "leaving-mali.sqlite", "leaving-mali.xlsx"]
)
def test_whole_dataset_can_be_downloaded(site: Path, file: str) -> None:
    assert f'href="../../data/{file}"' in (site / "book" / "reference" / "data.html").read_text(encoding="utf-8")
    assert (site / "data" / file).stat().st_size > 0


def test_every_source_names_the_rows_that_rest_on_it(site: Path) -> None:
    text = (site / "book" / "reference" / "sources.html").read_text(encoding="utf-8")
    used = rows_by_source()
    for source_id in sources.registry():
        start = text.index(f'<li id="{sources.anchor(source_id)}"')
        entry = text[start : text.find('<li id="source-', start + 10)]
        table, row_ids = next(iter(used[source_id].items()))
        assert f'rows/{tables.page_of(row_ids[0])}.html#{row_ids[0]}"' in entry, source_id
        assert table.replace("_", " ") in entry


def test_every_term_has_an_anchor(site: Path) -> None:
    text = (site / "book" / "reference" / "glossary.html").read_text(encoding="utf-8")
    for term_id in tables.load("glossary")["term_id"]:
        assert f'id="{term_anchor(term_id)}"' in text


def test_quality_page_shows_sources_dates_and_contradictions(site: Path) -> None:
    text = (site / "book" / "reference" / "quality.html").read_text(encoding="utf-8")
    assert text.count('<table class="quality') == 3
    assert "Values, each a row" in text
