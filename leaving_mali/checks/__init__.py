"""Hold the dataset to its dictionary: form, types, keys, references and sense, before anything is built."""

from __future__ import annotations

from collections.abc import Collection

from leaving_mali import tables
from leaving_mali.checks import across, contract, described, sense
from leaving_mali.tables import DataError, Problem


def problems(names: Collection[str] = ()) -> list[Problem]:
    """Return every fault in the dataset, an empty list if it is whole.

    Args:
        names: check these tables alone (what they point to in others is still looked up); all if empty.

    The order of work: the dictionary itself, then the form and the types of each file
    (`tables.load`), then the generic contract (types, constraints, keys, foreign keys) by
    frictionless, then what the generic contract cannot say (sources, places, units, bounds,
    dates, text) and where the tables contradict each other (`across`). A later stage runs
    only when the earlier ones found nothing, so that one fault is reported once, where it is.
    """
    try:
        resources = [
            resource for resource in tables.dictionary()["resources"] if not names or resource["name"] in names
        ]
    except DataError as error:
        return error.problems
    for stage in (described.problems, contract.form_problems, contract.problems, sense.problems, across.problems):
        found = list(stage(resources))
        if found:
            return sorted(set(found))
    return []


def require() -> None:
    """Raise `DataError` with every fault in the dataset, if there is one."""
    found = problems()
    if found:
        raise DataError(found)
