"""A case simulated in memory by the rules of `execution.py`, choosing at random what people would choose."""

from __future__ import annotations

from random import Random
from typing import Any

from models.processes.decision_table import decide
from models.processes.definition import Definition, StepKind
from models.processes.execution import expected_at_join, join_is_complete, next_moves


class CaseIsStuck(AssertionError):
    """The walk found no way on, or did not come to an end."""


def walk(definition: Definition, values: dict[str, Any], random: Random, limit: int = 3_000) -> str:
    """Outcome of the case. A token that has walked long stops choosing freely and takes the outcomes in turn, as tired people do."""
    tables = {table.key: table for table in definition.tables}
    active, arrived = [definition.first_step], {}
    for _ in range(limit):
        if not active:
            raise CaseIsStuck(f"waiting at {arrived}")
        step = definition.step(active.pop(random.randrange(len(active))))
        if step.kind is StepKind.END:
            if active or any(arrived.values()):
                raise CaseIsStuck(f"{step.key} reached while {active} {arrived} are left")
            return step.outcome
        if step.kind is StepKind.DECIDE:
            values |= decide(tables[step.table], values)
        if step.kind is StepKind.SET:
            values |= step.values
        outcome = random.choice(step.outcomes).key if step.outcomes else ""
        for route in next_moves(definition, step.key, outcome, values):
            if definition.step(route.target).kind is StepKind.JOIN:
                arrived.setdefault(route.target, set()).add(step.key)
                if not join_is_complete(arrived[route.target], expected_at_join(definition, route.target)):
                    continue
                arrived[route.target] = set()
            if route.target in active:
                raise CaseIsStuck(f"{route.target} is active twice")
            active.append(route.target)
    raise CaseIsStuck("too long")
