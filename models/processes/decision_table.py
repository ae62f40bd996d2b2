"""Decision tables: rows of conditions over input fields, each giving values to output fields.

`hit` says which rows count: `first` takes the first row that matches, `unique` insists that exactly one does, `collect_sum` adds the
outputs of all matching rows (weighted criteria). The cell of a row is None (anything) or `{"op": …, "value": …}` as in a condition.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from models.errors import Conflict
from models.processes.condition import check_comparison, compare, value_at
from models.processes.definition import DecisionTable, Rule
from models.processes.definition_errors import UnknownReference, WrongValue

HITS = ("first", "unique", "collect_sum")


class TableHasNoAnswer(Conflict):
    """No row of the table matches these values, so the case cannot go on by itself."""

    code: ClassVar[str] = "table_has_no_answer"


class TableRowsConflict(Conflict):
    """Several rows of a `unique` table match; `rows` are their numbers, counted from one."""

    code: ClassVar[str] = "table_rows_conflict"


def matches(table: DecisionTable, rule: Rule, values: Mapping[str, Any]) -> bool:
    """Does every cell of the row agree with the values?"""
    return all(
        cell is None or compare(cell.get("op", "eq"), value_at(values, name), cell.get("value"))
        for name, cell in zip(table.inputs, rule.when, strict=True)
    )


def decide(table: DecisionTable, values: Mapping[str, Any]) -> dict[str, Any]:
    """Output field → value. Raises `TableHasNoAnswer` or `TableRowsConflict`; a sum over no rows is zero."""
    if table.hit == "collect_sum":
        hits = [rule for rule in table.rules if matches(table, rule, values)]
        return {name: sum(rule.then[number] for rule in hits) for number, name in enumerate(table.outputs)}
    if table.hit == "first":
        for rule in table.rules:
            if matches(table, rule, values):
                return dict(zip(table.outputs, rule.then, strict=True))
        raise TableHasNoAnswer(table=table.key)
    rows = [number for number, rule in enumerate(table.rules, 1) if matches(table, rule, values)]
    if not rows:
        raise TableHasNoAnswer(table=table.key)
    if len(rows) > 1:
        raise TableRowsConflict(table=table.key, rows=rows)
    return dict(zip(table.outputs, table.rules[rows[0] - 1].then, strict=True))


def check_table(table: DecisionTable, known_names: Collection[str], output_fields: Collection[str], path: str) -> None:
    """Refuse a table that could not be evaluated: unknown fields, rows of the wrong length, cells that compare nothing."""
    if table.hit not in HITS:
        raise WrongValue(f"{path}.hit", f"one of {', '.join(HITS)} expected", value=table.hit)
    for number, name in enumerate(table.inputs):
        if name not in known_names:
            raise UnknownReference(f"{path}.inputs[{number}]", name=name)
    for number, name in enumerate(table.outputs):
        if name not in output_fields:
            raise UnknownReference(f"{path}.outputs[{number}]", name=name)
    if not table.inputs or not table.outputs or not table.rules:
        raise WrongValue(path, "a table needs inputs, outputs and rows")
    for number, rule in enumerate(table.rules):
        _check_row(table, rule, f"{path}.rules[{number}]")


def _check_row(table: DecisionTable, rule: Rule, path: str) -> None:
    if len(rule.when) != len(table.inputs):
        raise WrongValue(f"{path}.when", f"{len(table.inputs)} cells expected", expected=len(table.inputs), found=len(rule.when))
    if len(rule.then) != len(table.outputs):
        raise WrongValue(f"{path}.then", f"{len(table.outputs)} values expected", expected=len(table.outputs), found=len(rule.then))
    for number, cell in enumerate(rule.when):
        where = f"{path}.when[{number}]"
        if cell is None:
            continue
        if not isinstance(cell, Mapping) or not cell or set(cell) - {"op", "value"}:
            raise WrongValue(where, "null or {op, value} expected", value=cell)
        check_comparison(cell.get("op", "eq"), cell.get("value"), where, has_value="value" in cell)
    for number, value in enumerate(rule.then):
        allowed = (int, float) if table.hit == "collect_sum" else (int, float, str, bool)
        if not isinstance(value, allowed) or (table.hit == "collect_sum" and isinstance(value, bool)):
            expected = "number expected" if table.hit == "collect_sum" else "single value expected"
            raise WrongValue(f"{path}.then[{number}]", expected, value=value)
