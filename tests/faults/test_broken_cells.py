"""A chapter that does not run clean stops the build, is named with its cell, and leaves the old site alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import copy_of_book, run_in

CHAPTER = "withdrawal_logistics"
CELL = "```{code-cell}\n%s\n```\n"
BROKEN = {
    "exception": ("1 / 0", "cell 1: ZeroDivisionError: division by zero"),
    "syntax error": ("rows = [1,", "cell 1: SyntaxError"),
    "warning": ('import warnings\nwarnings.warn("the old way")', "cell 1: wrote to stderr"),
    "words on stderr": ('import sys\nprint("careful", file=sys.stderr)', "cell 1: wrote to stderr: careful"),
    "number that is no fact": (
        "from leaving_mali.publishing import state\nstate(people=12947)",
        "TypeError: people is a int, not a Fact",
    ),
    "fact without a row": (
        'from leaving_mali import facts, load\nfacts.fact(load("drawdown").iloc[:0])',
        "cell 1: ValueError: a fact without a rule needs exactly one row, found 0",
    ),
    "kernel that dies": ("import os\nos._exit(1)", f"{CHAPTER}, cell 0"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_fault_names_chapter_and_cell(tmp_path: Path, fault: str) -> None:
    code, said = BROKEN[fault]
    copy = copy_of_book(tmp_path, CHAPTER)
    page = copy / "book" / f"{CHAPTER}.md"
    text = page.read_text(encoding="utf-8")
    place = text.index("```{code-cell}")
    page.write_text(text[:place] + CELL % code + "\n" + text[place:], encoding="utf-8")
    site = copy / "_build" / "html"
    site.mkdir(parents=True)
    (site / "index.html").write_text("the last good site", encoding="utf-8")
    done = run_in(copy, "leaving_mali.publishing.build")
    assert done.returncode == 1
    assert CHAPTER in done.stdout and said in done.stdout, done.stdout[-2000:]
    assert (site / "index.html").read_text(encoding="utf-8") == "the last good site"


BAD_PROSE = {
    "fact that is not stated": ("It took {glue:}`no_such_fact` days.", "No key 'no_such_fact' found"),
    "figure that does not exist": ("See {numref}`fig-none`.", "fig-none"),
    "source that does not exist": ("So they say {source}`nobody_2023`.", "no source is called"),
}


@pytest.mark.parametrize("fault", BAD_PROSE)
def test_bad_prose_names_page_and_line(tmp_path: Path, fault: str) -> None:
    sentence, said = BAD_PROSE[fault]
    copy = copy_of_book(tmp_path)
    page = copy / "book" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("A stub.", sentence), encoding="utf-8")
    done = run_in(copy, "leaving_mali.publishing.build")
    assert done.returncode == 1
    assert "book/index.md" in done.stdout and said in done.stdout, done.stdout[-2000:]
    assert not (copy / "_build" / "html").exists()
