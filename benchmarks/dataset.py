"""How long the dataset takes to load, to check and to export; run by `make bench`, asserted nowhere."""

from __future__ import annotations

import platform
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from leaving_mali import checks, export, tables

RUNS = 5


def timed(action: Callable[[], object], runs: int = RUNS) -> tuple[float, float, float]:
    """Return the median, the shortest and the longest of some runs, in seconds."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), min(taken), max(taken)


def load_all() -> int:
    """Load every table and return the number of rows."""
    return sum(len(tables.load(name)) for name in tables.names())


def main() -> None:
    """Print a table of times and the memory at its highest."""
    rows = load_all()
    print(f"{len(tables.names())} tables, {rows:,} rows; Python {platform.python_version()}, {platform.machine()}")
    print(f"{'':28}{'median':>9}{'shortest':>10}{'longest':>9}   seconds, {RUNS} runs")
    with tempfile.TemporaryDirectory() as folder:
        for name, action in (
            ("load all tables", load_all),
            ("check the dataset", checks.problems),
            ("export every form", lambda: export.export(Path(folder) / "data", checked=True)),
        ):
            print(f"{name:28}" + "".join(f"{value:9.2f}" for value in timed(action)))
    print(f"memory at its highest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
