"""Bad data stops `make book` and `make data` before anything runs, and says where and what is allowed.

Each kind of fault is a file in `cases/`: the file it spoils, how, and what must be reported.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import ROOT, change_cell, copy_of_book, run_in

from leaving_mali import checks, tables

CASES = sorted((ROOT / "tests" / "faults" / "cases").glob("*.yaml"))


def spoil(path: Path, edit: dict[str, Any]) -> None:
    """Carry out the edit of a case on a file of the dataset's copy."""
    if "cell" in edit:
        change_cell(path, edit["cell"]["line"], edit["cell"]["column"], edit["cell"]["value"])
    elif "replace" in edit:
        text = path.read_text(encoding="utf-8")
        assert edit["replace"]["find"] in text, "the case no longer fits the data"
        path.write_bytes(text.replace(edit["replace"]["find"], edit["replace"]["by"]).encode())
    elif "double" in edit:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        with path.open("a", encoding="utf-8", newline="") as file:
            row = [edit["double"]["row_id"], *rows[edit["double"]["line"] - 1][1:]]
            csv.writer(file, lineterminator="\n").writerow(row)
    elif "prefix" in edit:
        path.write_text(edit["prefix"] + path.read_text(encoding="utf-8"), encoding="utf-8")
    elif "encoding" in edit:
        path.write_bytes(path.read_text(encoding="utf-8").encode(edit["encoding"], errors="replace"))
    elif "append" in edit:
        with path.open("a", encoding="utf-8") as file:
            file.write(edit["append"])
    else:
        assert edit["delete"]
        path.unlink()


def tables_of(file: str) -> list[str]:
    """Return the name of the table in a file, to check it alone; nothing for any other file: check everything."""
    before = yaml.safe_load((ROOT / "data" / "datapackage.yaml").read_text(encoding="utf-8"))
    return [resource["name"] for resource in before["resources"] if resource["path"] == file]


def test_there_are_many_kinds_of_fault() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_fault_is_reported_in_its_place(data: Path, case: Path) -> None:
    fault = yaml.safe_load(case.read_text(encoding="utf-8"))
    spoil(data / fault["file"], fault["edit"])
    expected = fault["reported"]
    found = checks.problems(tables_of(fault["file"]))
    said = [
        problem
        for problem in found
        if problem.file == fault["file"]
        and expected["allowed"] in problem.allowed
        and problem.line == expected.get("line", problem.line)
        and problem.field.startswith(expected.get("field", ""))
    ]
    assert said, f"not reported; found: {[str(problem) for problem in found[:4]]}"
    assert len(found) <= 400, "one fault, told a thousand times"


def test_the_whole_dataset_has_no_fault(data: Path) -> None:
    assert checks.problems() == []


@pytest.mark.parametrize("command", ["leaving_mali.publishing.build", "leaving_mali.export"])
def test_commands_stop_before_anything_runs(tmp_path: Path, command: str) -> None:
    copy = copy_of_book(tmp_path, "withdrawal_logistics")
    change_cell(copy / "data" / "withdrawal" / "drawdown.csv", 5, "value", "about 600")
    site = copy / "_build" / "html"
    site.mkdir(parents=True)
    (site / "index.html").write_text("the last good site", encoding="utf-8")
    done = run_in(copy, command)
    assert done.returncode == 1
    assert (
        "data/withdrawal/drawdown.csv, line 5, column value: found 'about 600'; allowed: a number, plain digits"
        in done.stdout
    )
    assert "running" not in done.stdout
    assert (site / "index.html").read_text(encoding="utf-8") == "the last good site"
    assert not (copy / "_build" / "data").exists()


def test_these_tests_leave_the_real_dataset_alone() -> None:
    assert tables.data_folder() == ROOT / "data"
