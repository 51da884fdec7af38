"""`python -m leaving_mali.checks`: check the dataset and print what is wrong."""

from __future__ import annotations

import sys
from pathlib import Path

from leaving_mali import tables
from leaving_mali.checks import problems
from leaving_mali.tables import DataError


def main() -> int:
    """Check the dataset and print what is wrong; return 1 if anything is."""
    found = problems()
    if found:
        print(DataError(found), file=sys.stderr)
        return 1
    print(f"data: {len(tables.names())} tables whole, in {Path(tables.data_folder()).name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
