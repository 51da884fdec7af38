"""Who may import whom (docs/architecture.md): walks the syntax trees of the package."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from support import ROOT

# module or subpackage -> what of ours it may import. Publishing may import everything.
ALLOWED: dict[str, set[str]] = {
    "tables": set(),
    "sources": {"tables"},
    "choices": {"sources", "tables"},
    "facts": {"choices", "sources", "tables"},
    "citation": {"tables"},
    "checks": {"checks", "tables"},
    "style": {"sources"},
    "series": {"series"},
    "charts": {"charts", "style"},
    "export": {"checks", "sources", "tables"},
}
PACKAGE = ROOT / "leaving_mali"
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def own_imports(source: str) -> set[str]:
    """Return the modules and subpackages of ours that a source text imports, at any depth of its code."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in found if name.startswith("leaving_mali.")}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_follow_the_architecture(module: Path) -> None:
    part = module.parts[0].removesuffix(".py")
    if part in ("publishing", "__init__"):
        return
    assert part in ALLOWED, f"{module} is new: say in ALLOWED what it may import"
    excess = own_imports((PACKAGE / module).read_text(encoding="utf-8")) - ALLOWED[part]
    assert not excess, f"{module} imports {', '.join(sorted(excess))}"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_package_never_reads_the_book(module: Path) -> None:
    if module.parts[0] == "publishing":
        return
    assert not re.search(r'["\']book["\'/]', (PACKAGE / module).read_text(encoding="utf-8"))


def test_a_forbidden_import_is_seen() -> None:
    assert own_imports("def f():\n    from leaving_mali import facts\n") == {"facts"}
    assert own_imports("import leaving_mali.style as s") == {"style"}
