"""Build the book: check the data, run the chapters, render the pages, and only then replace the old site."""

from __future__ import annotations

import argparse
import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leaving_mali import checks
from leaving_mali.export import export
from leaving_mali.publishing.execution import ExecutionFailed, execute
from leaving_mali.tables import DataError

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class BuildFailed(RuntimeError):
    """The pages could not be rendered without a warning; the message says which page and why."""


def build(root: Path) -> Path:
    """Build the whole book afresh and return the folder of the site, `_build/html`.

    Nothing of the last site is touched before the new one is whole.

    Raises:
        DataError: the dataset breaks its contract; nothing was run.
        ExecutionFailed: a chapter's cell failed; nothing was rendered.
        BuildFailed: Sphinx gave a warning or an error; the old site stands.
    """
    output = root / "_build"
    with alone(output), fixed_environment():
        _mend(output)
        with _stage("data: checking every table against the dictionary"):
            checks.require()
        with _stage("chapters: running every cell"):
            execute(root)
        staging = output / "staging"
        shutil.rmtree(staging, ignore_errors=True)
        with _stage("pages: rendering"):
            render(root, staging)
        with _stage("data: writing the downloads"):
            export(staging / "_build" / "html" / "data", checked=True)
        _swap(staging / "_build" / "html", output / "html")
        shutil.rmtree(staging)
    return output / "html"


def render(root: Path, staging: Path) -> None:
    """Render the pages from the executed chapters into `staging`, where a warning is an error.

    Raises:
        BuildFailed: with the warnings and errors that Jupyter Book printed.
    """
    command = [
        str(Path(sys.executable).with_name("jupyter-book")),
        "build",
        ".",
        "--path-output",
        str(staging),
        "--all",
        "-n",
        "-W",
        "--keep-going",
    ]
    done = subprocess.run(
        command,
        cwd=root,
        text=True,
        encoding="utf-8",
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    staging.mkdir(parents=True, exist_ok=True)
    (staging.parent / "sphinx.log").write_text(done.stdout, encoding="utf-8")
    site = staging / "_build" / "html"
    if done.returncode or not (site / "index.html").exists():
        lines = [_ANSI.sub("", line).replace(f"{root}/", "") for line in done.stdout.splitlines()]
        telling = [line for line in lines if re.search(r"WARNING|ERROR|Error|error:", line)] or lines[-15:]
        raise BuildFailed(
            "the pages were not rendered (all of it in _build/sphinx.log):\n"
            + "\n".join(f"  {line}" for line in dict.fromkeys(telling))
        )


@contextmanager
def alone(output: Path) -> Iterator[None]:
    """Let one build run at a time; a second one waits and says so."""
    output.mkdir(parents=True, exist_ok=True)
    with (output / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("another build is running here: waiting for it", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def fixed_environment() -> Iterator[None]:
    """Fix what outputs must not depend on: time zone, locale, hash seed."""
    fixed = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
    before = {name: os.environ.get(name) for name in fixed}
    os.environ.update(fixed)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _stage(title: str) -> Iterator[None]:
    print(title, flush=True)
    start = time.monotonic()
    yield
    print(f"  {time.monotonic() - start:.1f} s", flush=True)


def _mend(output: Path) -> None:
    """Put back the old site if a build was killed between the two renames of `_swap`."""
    site, old = output / "html", output / "html.old"
    if old.exists() and not site.exists():
        old.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def _swap(new: Path, site: Path) -> None:
    """Put the new site in the place of the old one by two renames."""
    old = site.with_name("html.old")
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def main() -> int:
    """Build the book in the folder given (default: here); print what is wrong and return 1 if it fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", default=".", type=Path, help="the folder of _config.yml (default: here)")
    root = parser.parse_args().root.resolve()
    try:
        site = build(root)
    except (DataError, ExecutionFailed, BuildFailed) as error:
        print(f"\nThe book was not built; the last good site, if there is one, stands.\n{error}", file=sys.stderr)
        return 1
    print(f"book: {site.relative_to(root)}/index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
