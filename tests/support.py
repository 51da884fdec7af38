"""What several tests share: where the project is, and copies of it that a test may break."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = (
    "french_drawdown",
    "russian_influence",
    "human_rights_friction",
    "withdrawal_logistics",
    "peacekeeping_futures",
)


def copy_of_data(folder: Path) -> Path:
    """Copy the dataset into a folder and return the copy."""
    return Path(shutil.copytree(ROOT / "data", folder / "data"))


def change_cell(path: Path, line: int, column: str, value: str) -> str:
    """Set one cell of a CSV file, by its line number (the header is line 1); return what stood there."""
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    position = rows[0].index(column)
    before, rows[line - 1][position] = rows[line - 1][position], value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return before


def copy_of_book(folder: Path, *chapters: str) -> Path:
    """Copy the project into a folder with the named chapters alone (besides the opening's stub) and return it.

    The copy has its own package and data, and is small, so that a test can build it in seconds.
    """
    copy = folder / "copy of the book"
    copy.mkdir()
    for name in ("leaving_mali", "data"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_config.yml", "requirements.lock", "pyproject.toml", "CITATION.cff"):
        shutil.copy(ROOT / name, copy / name)
    (copy / "book" / "reference").mkdir(parents=True)
    (copy / "book" / "index.md").write_text("# The opening\n\nA stub.\n", encoding="utf-8")
    for page in ("reference/data", "reference/sources", *chapters):
        shutil.copy(ROOT / "book" / f"{page}.md", copy / "book" / f"{page}.md")
    pages = [{"file": f"book/{page}"} for page in (*chapters, "reference/data", "reference/sources")]
    toc = {
        "format": "jb-book",
        "root": "book/index",
        "parts": [{"caption": "Pages", "numbered": True, "chapters": pages}],
    }
    (copy / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf-8")
    (copy / "tests" / "notebooks").mkdir(parents=True)
    for chapter in chapters:
        shutil.copy(ROOT / "tests" / "notebooks" / f"{chapter}.ipynb", copy / "tests" / "notebooks")
    return copy


def run_in(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module in a copy of the project, with the copy's own package; return all that it printed."""
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    environment.pop("LEAVING_MALI_DATA", None)
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=copy,
        env=environment,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=600,
    )
