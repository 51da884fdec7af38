"""How the book and its parts are cited; the version, the date and the authors come from CITATION.cff alone."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml

from leaving_mali import tables


@functools.cache
def metadata() -> dict[str, Any]:
    """Return CITATION.cff of the project: title, version, date, authors.

    Raises:
        FileNotFoundError: the package stands without its project.
    """
    path = Path(__file__).resolve().parent.parent / "CITATION.cff"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def authors() -> str:
    """Return the authors as one text."""
    named = [
        author.get("name") or f"{author['family-names']}, {author['given-names']}" for author in metadata()["authors"]
    ]
    return "; ".join(named)


def table(name: str) -> str:
    """Return the reference of one table of the dataset."""
    known = metadata()
    return (
        f"{authors()} ({known['date-released'][:4]}). “{tables.describe(name)['title']}” (table {name}). "
        f"In {known['title']}, dataset, version {known['version']}."
    )
