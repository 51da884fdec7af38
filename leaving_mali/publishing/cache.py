"""Name the cache of executed chapters after everything that their outputs depend on."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from leaving_mali import tables

PACKAGE = Path(__file__).resolve().parent.parent


def inputs(root: Path) -> list[Path]:
    """Return the files that a chapter's outputs depend on, besides its own cells: data, package, lock."""
    data = [path for path in tables.data_folder().rglob("*") if path.suffix in (".csv", ".yaml")]
    package = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".mplstyle")]
    return sorted(data) + sorted(package) + [root / "requirements.lock"]


def cache_key(root: Path) -> str:
    """Return a hash of those files and of the Python version: 16 hexadecimal digits."""
    digest = hashlib.sha256(sys.version.encode())
    for path in inputs(root):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def cache_folder(root: Path) -> Path:
    """Return the folder of the cache that fits the files as they are now.

    jupyter-cache knows a chapter by its code alone; a folder per state of the data, the
    package and the lock keeps it from handing out outputs of another state.
    """
    return root / "_build" / "executed" / cache_key(root)
