"""Write the reference notebooks that nbval compares every later run with."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from leaving_mali import checks
from leaving_mali.publishing.build import alone, fixed_environment
from leaving_mali.publishing.execution import ExecutionFailed, chapters, execute, read
from leaving_mali.tables import DataError

FOLDER = Path("tests") / "notebooks"


def code_cells(page: Path) -> list[str]:
    """Return the sources of a chapter's code cells, in order."""
    return [cell.source for cell in read(page).cells if cell.cell_type == "code"]


def reference(notebook: NotebookNode) -> NotebookNode:
    """Return what is kept of an executed chapter: its code cells and outputs, with fixed ids and no times.

    Prose is left out, so that only a change of code or of an output changes a reference.
    """
    kept = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        kept.cells.append(
            nbformat.v4.new_code_cell(
                cell.source,
                id=f"cell-{number:02}",
                execution_count=number,
                outputs=cell.outputs,
                metadata={key: value for key, value in cell.metadata.items() if key == "tags"},
            )
        )
    return kept


def refresh(root: Path) -> list[str]:
    """Run every chapter, write its reference, and return what changed, a line each.

    Raises:
        DataError: the dataset breaks its contract.
        ExecutionFailed: a chapter did not run clean; no reference was touched.
    """
    with alone(root / "_build"), fixed_environment():
        checks.require()
        executed = execute(root)
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    said = []
    for name, notebook in executed.items():
        path = folder / f"{name}.ipynb"
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = nbformat.writes(reference(notebook)) + "\n"
        if before != after:
            said.append(f"{path.relative_to(root)}: {'changed' if before else 'new'}")
            path.write_text(after, encoding="utf-8")
    for path in sorted(folder.glob("*.ipynb")):
        if path.stem not in chapters(root):
            said.append(f"{path.relative_to(root)}: removed, no such chapter")
            path.unlink()
    return said


def main() -> int:
    """Refresh the references of the book in the folder given (default: here)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", default=".", type=Path, help="the folder of _config.yml (default: here)")
    try:
        said = refresh(parser.parse_args().root.resolve())
    except (DataError, ExecutionFailed) as error:
        print(f"\nNo reference was changed.\n{error}", file=sys.stderr)
        return 1
    print("\n".join(said) or "references: nothing changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
