"""The project's own Python files, read once for all house tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("callbacks", "jobs", "pages", "data", "models")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules(*floors: str) -> Iterator[tuple[str, ast.Module]]:
    """Path from the root and syntax tree of every module of these floors (all of them by default)."""
    for floor in floors or FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            yield str(path.relative_to(ROOT)), tree(path)


def calls(module: ast.Module, *names: str) -> Iterator[ast.Call]:
    """Calls of functions with these names, whether `name(…)` or `package.name(…)`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
            if called in names:
                yield node


def dotted(node: ast.AST) -> str:
    """`dcc.Graph` for an attribute, `x` for a name, otherwise nothing."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
