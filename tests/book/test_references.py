"""The nbval references: none is missing, none is empty, each has the cells that its chapter has today."""

from __future__ import annotations

import nbformat
import pytest
from nbformat import NotebookNode
from support import ROOT

from leaving_mali.publishing.execution import chapters
from leaving_mali.publishing.references import FOLDER, code_cells

PAGES = chapters(ROOT)
REFERENCES = sorted((ROOT / FOLDER).glob("*.ipynb"))
ALLOWED_TAGS = {"hide-cell", "hide-input", "remove-cell", "remove-input"}


def reference(name: str) -> NotebookNode:
    """Return the committed reference of a chapter."""
    return nbformat.read(ROOT / FOLDER / f"{name}.ipynb", as_version=4)


def test_every_chapter_has_a_reference_and_no_other_is_kept() -> None:
    assert {path.stem for path in REFERENCES} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_cells_equal_the_chapter(name: str) -> None:
    kept = [cell.source for cell in reference(name).cells]
    assert kept == code_cells(PAGES[name]), f"run `make references` after changing the code of {name}"


@pytest.mark.parametrize("name", PAGES)
def test_reference_holds_outputs(name: str) -> None:
    for number, cell in enumerate(reference(name).cells, start=1):
        assert cell.execution_count == number
        speaks = "publish(" in cell.source or "state(" in cell.source
        assert not speaks or cell.outputs, f"cell {number} of {name} publishes or states, but has no output"


@pytest.mark.parametrize("name", PAGES)
def test_figures_are_svg_that_nbval_compares(name: str) -> None:
    bundles = [output.data for cell in reference(name).cells for output in cell.outputs if "data" in output]
    assert not [
        bundle for bundle in bundles if any(key.startswith("image/") and key != "image/svg+xml" for key in bundle)
    ]
    figures = [cell for cell in reference(name).cells if "publish(" in cell.source]
    assert len([bundle for bundle in bundles if "image/svg+xml" in bundle]) >= len(figures)


@pytest.mark.parametrize("name", PAGES)
def test_no_cell_is_hidden_from_nbval(name: str) -> None:
    tags = {tag for cell in reference(name).cells for tag in cell.metadata.get("tags", [])}
    assert tags <= ALLOWED_TAGS
