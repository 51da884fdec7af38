"""Lint of the pages' sources: what a page may hold, with file and line where it does not."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from nbformat import NotebookNode
from support import CHAPTERS, ROOT

from leaving_mali import sources
from leaving_mali.publishing.execution import chapters, read

PAGES = chapters(ROOT)
NOTEBOOKS = {name: read(page) for name, page in PAGES.items()}
MOST_LINES = 12
FEWEST_FIGURES, FEWEST_FACTS = 2, 6
USED = re.compile(r"\{glue:[a-z]*\}`([^`]+)`")
SOURCE = re.compile(r"\{(?:source|reference)\}`([^`]+)`")
FORBIDDEN = re.compile(r"\bdef\b|\blambda\b|read_csv|\bopen\(|rcParams|;\s*$", re.MULTILINE)


def code_cells(name: str) -> list[NotebookNode]:
    """Return a page's code cells, in order."""
    return [cell for cell in NOTEBOOKS[name].cells if cell.cell_type == "code"]


def stated(name: str) -> list[str]:
    """Return the names of the facts that a page states, in order."""
    calls = [
        node for cell in code_cells(name) for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)
    ]
    return [
        keyword.arg
        for call in calls
        if getattr(call.func, "id", "") == "state"
        for keyword in call.keywords
        if keyword.arg
    ]


def figures(name: str) -> dict[str, dict]:
    """Return the front matter of a page's figure cells, by the name they publish."""
    found = {}
    for cell in code_cells(name):
        published = re.findall(r"\bpublish\(\s*\w+,\s*\"([^\"]+)\"", cell.source)
        found |= {figure: cell.metadata.get("mystnb", {}) for figure in published}
    return found


def line_of(page: Path, text: str) -> int:
    """Return the first line of a page that holds a text."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_the_five_chapters_and_the_opening_are_notebooks() -> None:
    assert list(PAGES) == ["index", *CHAPTERS]


@pytest.mark.parametrize("name", CHAPTERS)
def test_chapter_has_figures_and_facts(name: str) -> None:
    assert len(figures(name)) >= FEWEST_FIGURES
    assert len(set(stated(name))) >= FEWEST_FACTS


@pytest.mark.parametrize("name", CHAPTERS)
def test_chapter_opens_with_a_standfirst(name: str) -> None:
    text = PAGES[name].read_text(encoding="utf-8")
    assert re.search(r"^:::\{div\} standfirst\n(.+\n)+:::", text, re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_facts_stated_are_the_facts_used(name: str) -> None:
    prose = PAGES[name].read_text(encoding="utf-8")
    used, said = set(USED.findall(prose)), Counter(stated(name))
    assert [fact for fact, times in said.items() if times > 1] == [], "stated twice"
    assert sorted(used - set(said)) == [], "used in prose but never stated"
    assert sorted(set(said) - used) == [], "stated but never used"


FIGURES = [(name, figure) for name in PAGES for figure in figures(name)]


@pytest.mark.parametrize(("name", "figure"), FIGURES, ids=[f"{name}:{figure}" for name, figure in FIGURES])
def test_figure_has_caption_label_and_alt_text(name: str, figure: str) -> None:
    settings = figures(name)[figure]
    assert settings.get("figure", {}).get("name") == f"fig-{figure}"
    assert len(settings["figure"].get("caption", "").split()) >= 5
    assert len(settings.get("image", {}).get("alt", "").split()) >= 10


@pytest.mark.parametrize(("name", "figure"), FIGURES, ids=[f"{name}:{figure}" for name, figure in FIGURES])
def test_figure_is_spoken_of_in_the_text(name: str, figure: str) -> None:
    assert f"{{numref}}`fig-{figure}`" in PAGES[name].read_text(encoding="utf-8")


def test_figure_names_are_unique_in_the_book() -> None:
    assert [figure for figure, times in Counter(figure for _, figure in FIGURES).items() if times > 1] == []


CELLS = [(name, number) for name in PAGES for number in range(1, len(code_cells(name)) + 1)]


@pytest.mark.parametrize(("name", "number"), CELLS, ids=[f"{name}:cell {number}" for name, number in CELLS])
def test_cell_is_short_and_plain(name: str, number: int) -> None:
    code = code_cells(name)[number - 1].source
    assert len(code.splitlines()) <= MOST_LINES
    found = FORBIDDEN.search(code)
    assert not found, (
        f"{PAGES[name].name}, line {line_of(PAGES[name], found[0].strip())}: {found[0]!r} belongs in the package"
    )


@pytest.mark.parametrize("name", PAGES)
def test_cited_sources_exist(name: str) -> None:
    for cited in SOURCE.findall(PAGES[name].read_text(encoding="utf-8")):
        for source_id in cited.split(","):
            assert source_id.strip() in sources.registry(), f"{PAGES[name].name}, line {line_of(PAGES[name], cited)}"


@pytest.mark.parametrize("name", PAGES)
def test_one_sentence_a_source_line(name: str) -> None:
    text = re.sub(r"(?ms)^---.*?^---|^```.*?^```", "", PAGES[name].read_text(encoding="utf-8"))
    for line in text.splitlines():
        bare = re.sub(r"\{[^}]*\}`[^`]*`", "X", line)
        assert not re.search(r"[a-z0-9X)][.!?] [A-Z]", bare), (
            f"{PAGES[name].name}, line {line_of(PAGES[name], line)}: two sentences"
        )
