"""Run the chapters in parallel into jupyter-cache, and say plainly which cell failed and why."""

from __future__ import annotations

import logging
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import JupyterCacheAbstract, ProjectNb
from jupyter_cache.executors.basic import ExecutionWorkerLocalMProc, JupyterExecutorLocalMproc, ProcessData
from jupyter_cache.executors.utils import ExecutionResult
from nbformat import NotebookNode
from sphinx_external_toc.parsing import parse_toc_yaml

from leaving_mali.publishing.cache import cache_folder

TIMEOUT = 120  # seconds a cell may take
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Failure:
    """A cell that raised, or wrote to stderr, or did not end in time."""

    chapter: str
    cell: int
    source: str
    message: str

    def __str__(self) -> str:
        code = "\n".join(f"      {line}" for line in self.source.splitlines())
        return f"  {self.chapter}, cell {self.cell}: {self.message}\n{code}"


class ExecutionFailed(RuntimeError):
    """One or more chapters did not run clean; carries every `Failure`."""

    def __init__(self, failures: list[Failure]):
        self.failures = failures
        super().__init__("\n".join(["chapters that did not run clean:", *map(str, failures)]))


def chapters(root: Path) -> dict[str, Path]:
    """Return the pages of `_toc.yml` that are notebooks (they name a kernel), by name, in order."""
    pages = [root / f"{page}.md" for page in parse_toc_yaml(root / "_toc.yml")]
    return {page.stem: page for page in pages if page.exists() and "\nkernelspec:" in page.read_text(encoding="utf-8")}


def read(page: Path) -> NotebookNode:
    """Return a chapter as a notebook without outputs, read as the book reads it."""
    from myst_nb.core.read import myst_nb_reader_plugin

    return myst_nb_reader_plugin(str(page))


def execute(root: Path) -> dict[str, NotebookNode]:
    """Run every chapter afresh, in parallel, into the cache that the book is built from.

    Returns the executed notebooks by chapter name.

    Raises:
        ExecutionFailed: a cell raised, wrote to stderr (warnings do) or took longer than `TIMEOUT`.
    """
    folder = cache_folder(root)
    shutil.rmtree(folder.parent, ignore_errors=True)
    cache = get_cache(str(folder))
    pages = chapters(root)
    for page in pages.values():
        cache.add_nb_to_project(str(page), read_data={"name": "myst_nb_md", "type": "plugin"})
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    quiet = logging.getLogger("leaving_mali.execution")
    quiet.setLevel(logging.CRITICAL)
    JupyterExecutorLocalMprocWithProgress(cache, quiet).run_and_cache(timeout=TIMEOUT)
    executed, failures = {}, []
    for name, page in pages.items():
        traceback = cache.get_project_record(str(page)).traceback
        if traceback:
            failures.append(_failure(name, read(page), traceback))
            continue
        try:
            _, notebook = cache.merge_match_into_notebook(read(page))
        except KeyError:
            failures.append(Failure(name, 0, "", "did not run to its end: its kernel could not start, or died"))
            continue
        executed[name] = notebook
        failures += _written_to_stderr(name, notebook)
    if failures:
        raise ExecutionFailed(failures)
    return executed


class WorkerWithProgress(ExecutionWorkerLocalMProc):
    """jupyter-cache's own worker, which says when a chapter starts and how long it took."""

    @staticmethod
    def execute(project_nb: ProjectNb, data: ProcessData) -> ExecutionResult:
        """Run one chapter in the book's folder."""
        name = Path(project_nb.uri).stem
        print(f"  {name}: running", flush=True)
        start = time.monotonic()
        with _stderr_to(Path(data.cache.path).parent / f"{name}.kernel.log"):
            result = ExecutionWorkerLocalMProc.execute(project_nb, data)
        print(f"  {name}: {'failed' if result.err else 'done'} in {time.monotonic() - start:.1f} s", flush=True)
        return result


@contextmanager
def _stderr_to(path: Path) -> Iterator[None]:
    """Send what a kernel process itself says (not its cells) to a file, away from the progress lines."""
    before = os.dup(2)
    with path.open("w") as log:
        os.dup2(log.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


class JupyterExecutorLocalMprocWithProgress(JupyterExecutorLocalMproc):
    """jupyter-cache's `local-parallel` executor with a worker that reports progress."""

    _EXECUTION_WORKER = WorkerWithProgress

    def __init__(self, cache: JupyterCacheAbstract, logger: logging.Logger):
        super().__init__(cache, logger=logger)


def _failure(name: str, notebook: NotebookNode, traceback: str) -> Failure:
    """Return which cell of a chapter failed, and the last line of its traceback."""
    traceback = _ANSI.sub("", traceback)
    lines = [line for line in traceback.strip().splitlines() if line.strip()]
    code_cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code_cells, start=1):
        if cell.source.strip() and cell.source.strip() in traceback:
            return Failure(name, number, cell.source, lines[-1])
    return Failure(name, 0, "", lines[-1])


def _written_to_stderr(name: str, notebook: NotebookNode) -> list[Failure]:
    failures = []
    code_cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code_cells, start=1):
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                lines = [line for line in _ANSI.sub("", output.text).splitlines() if line.strip()]
                warning = next((line for line in lines if "Warning:" in line), lines[-1])
                failures.append(Failure(name, number, cell.source, f"wrote to stderr: {warning.strip()}"))
    return failures
