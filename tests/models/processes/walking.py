"""A case simulated in memory by the rules of `execution.py`, choosing at random what people would choose."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from models.processes.decision_table import decide
from models.processes.definition import Definition, StepKind
from models.processes.execution import branch_paths, join_is_complete, next_moves, split_of


class CaseIsStuck(AssertionError):
    """The walk found no way on, or did not come to an end."""


def walk(definition: Definition, draw_values: Callable[[], dict[str, Any]], random: Random, *, limit: int = 3_000) -> str:
    """Outcome of the case. The values are drawn anew wherever people work or time passes: the world does not stand still."""
    values = draw_values()
    tables = {table.key: table for table in definition.tables}
    active: list[tuple[str, str]] = [(definition.first_step, "")]
    arrived: dict[str, set[str]] = {}
    for _ in range(limit):
        if not active:
            raise CaseIsStuck(f"waiting at {arrived}")
        key, path = active.pop(random.randrange(len(active)))
        step = definition.step(key)
        if step.kind is StepKind.END:
            if active or any(arrived.values()):
                raise CaseIsStuck(f"{key} reached while {active} {arrived} are left")
            return step.outcome
        if step.kind is StepKind.JOIN:
            around, split = split_of(path)
            expected = branch_paths(definition, split, around)
            arrived.setdefault(key, set()).add(path)
            if not join_is_complete(arrived[key], expected):
                continue
            arrived[key] -= set(expected)
            path = around
        if step.kind in (StepKind.TASK, StepKind.WAIT, StepKind.SUBCASE):
            values |= draw_values()
        if step.kind is StepKind.DECIDE:
            values |= decide(tables[step.table], values)
        if step.kind is StepKind.SET:
            values |= step.values
        outcome = random.choice(step.outcomes).key if step.outcomes else ""
        routes = next_moves(definition, key, outcome, values)
        paths = branch_paths(definition, key, path) if step.kind is StepKind.SPLIT else [path]
        for route, branch in zip(routes, paths, strict=True):
            if definition.step(route.target).kind is not StepKind.JOIN and route.target in [one for one, _ in active]:
                raise CaseIsStuck(f"{route.target} is active twice")
            active.append((route.target, branch))
    raise CaseIsStuck("too long")
