"""House rules of the whole code: no hidden state, files that mirror each other."""

from __future__ import annotations

import ast

from tests.house.sources import ROOT, calls, modules, tree

MUTABLE_MAKERS = {"dict", "list", "set", "defaultdict", "Counter", "deque", "OrderedDict", "DataFrame", "Queue", "SimpleQueue"}
DECLARATIONS = {"__all__"}


def test_no_module_keeps_mutable_state() -> None:
    findings = [f"{path}:{node.lineno} {name}" for path, module in modules() for node, name in _mutable_globals(module, path)]
    why = "A mutable global is shared by all requests of a process and by none of the others: keep it in the database, a store or a function.\n"
    why += "A table that never changes is a tuple, a frozenset or a MappingProxyType; a lower-case name that is filled later is refused."
    assert not findings, why + "\n" + "\n".join(findings)


def _mutable_globals(module: ast.Module, path: str) -> list[tuple[ast.stmt, str]]:
    """Module-level names bound to something mutable. CAPITALS are tables by convention and checked for being changed instead."""
    found = []
    names: set[str] = set()
    for node in module.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
        value = getattr(node, "value", None)
        if not isinstance(target, ast.Name) or value is None or target.id in DECLARATIONS:
            continue
        if _is_mutable(value):
            names.add(target.id)
            if not target.id.isupper():
                found.append((node, target.id))
    return found + [(node, name) for node, name in _changes(module, names) if not path.startswith("data/migrations/")]


def _is_mutable(value: ast.expr) -> bool:
    if isinstance(value, ast.Dict | ast.List | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp):
        return True
    if isinstance(value, ast.Call):
        called = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        return called in MUTABLE_MAKERS
    return False


def _changes(module: ast.Module, names: set[str]) -> list[tuple[ast.stmt, str]]:
    """Where a table of the module is changed after all."""
    changers = {"append", "add", "update", "setdefault", "pop", "clear", "extend", "insert", "remove", "discard"}
    found = []
    for statement in ast.walk(module):
        if isinstance(statement, ast.Global):
            found += [(statement, name) for name in statement.names]
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and isinstance(statement.value.func, ast.Attribute):
            owner = statement.value.func.value
            if isinstance(owner, ast.Name) and owner.id in names and statement.value.func.attr in changers:
                found.append((statement, owner.id))
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
            owner = statement.targets[0].value
            if isinstance(owner, ast.Name) and owner.id in names:
                found.append((statement, owner.id))
    return found


def test_the_twins_of_a_screen_have_the_same_address() -> None:
    """What fills a page stands in `callbacks` under the page's own path, so that either leads to the other."""
    findings = [
        str(path.relative_to(ROOT))
        for domain in ("access", "processes", "services", "analytics", "workforce")
        for path in (ROOT / "callbacks" / domain).glob("*.py")
        if any(calls(tree(path), "on"))
        and not (ROOT / "pages" / domain / path.name).exists()
        and not (ROOT / "pages" / domain / f"{path.stem.rpartition('_')[0]}.py").exists()
    ]
    assert not findings, "These callbacks have no page of the same name (or of the name before the last _):\n" + "\n".join(findings)
