"""The three descriptions of the environment lead to the same versions."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = [Requirement(line.rstrip(" \\")) for line in LOCK.splitlines() if re.match(r"[a-zA-Z0-9]", line)]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = [
    Requirement(text)
    for group in [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    for text in group
]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def pins_of(name: str) -> list[Requirement]:
    """Return the lock's pins of a package that hold in this Python."""
    return [
        pin
        for pin in PINS
        if canonicalize_name(pin.name) == canonicalize_name(name) and (pin.marker is None or pin.marker.evaluate())
    ]


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.name)
def test_lock_satisfies_pyproject(wanted: Requirement) -> None:
    (pin,) = pins_of(wanted.name)
    (exact,) = pin.specifier
    assert exact.operator == "=="
    assert exact.version in wanted.specifier


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.name)
def test_installed_version_is_the_locked_one(wanted: Requirement) -> None:
    (pin,) = pins_of(wanted.name)
    assert version(wanted.name) in pin.specifier


def test_every_pin_has_a_hash() -> None:
    blocks = re.split(r"\n(?=[a-zA-Z0-9])", LOCK.strip())
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_lock_names_no_host() -> None:
    assert not re.findall(r"https?://|--index-url|--find-links", LOCK)


def test_conda_file_installs_the_lock_and_nothing_else() -> None:
    python, pip, inner = CONDA["dependencies"]
    assert (python, pip) == ("python=3.11", "pip")
    assert inner == {"pip": ["--requirement requirements.lock"]}


def test_conda_python_is_one_the_project_allows() -> None:
    allowed = Requirement(f"python{PROJECT['requires-python']}").specifier
    assert CONDA["dependencies"][0].removeprefix("python=") in allowed
