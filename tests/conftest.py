"""Fixtures that all tests share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

from support import copy_of_data

# The same examples on every run, and no deadline: speed is measured by `make bench`, never asserted.
settings.register_profile("reproducible", derandomize=True, deadline=None)
settings.load_profile("reproducible")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the dataset that the package reads instead of the real one."""
    folder = copy_of_data(tmp_path)
    monkeypatch.setenv("LEAVING_MALI_DATA", str(folder))
    return folder
