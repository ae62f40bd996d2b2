"""The way of a case: what has been walked, where it stands, what lies ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.processes.definition import Definition, Step, StepKind

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A stop of the route. `state`: done, here, todo, skipped."""

    key: str
    name: Text
    state: str
    kind: str
    entered_at: datetime | None = None
    done_at: datetime | None = None
    minutes: int | None = None
    promised_minutes: int | None = None
    people: Sequence[str] = ()
    visit: int = 1


def case_route(
    definition: Definition | None, steps: Mapping[str, Text], tasks: Sequence[Any], *, names: Mapping[str, str], inside: bool
) -> list[RouteStep]:
    """What has been walked, and what lies ahead on the shortest way to an end. Steps that Kordon passes by itself are left out."""
    last: dict[str, Any] = {}
    for one in tasks:
        last[one.step] = one
    walked = []
    for key, one in last.items():
        who = one.done_by or one.assignee_id
        step = definition.step(key) if definition else None
        promised = step.sla.resolution_minutes if step and step.sla else None
        walked.append(
            RouteStep(
                key, steps.get(key, {}), {"open": "here", "done": "done"}.get(one.state, "skipped"), one.kind, entered_at=one.entered_at,
                done_at=one.done_at, minutes=one.working_minutes, promised_minutes=promised,
                people=[names[str(who)]] if inside and who and str(who) in names else [], visit=one.visit,
            )
        )  # fmt: skip
    if definition is None:
        return walked
    seen = {step.key for step in walked}
    ahead = [] if not any(step.state == "here" for step in walked) else way_ahead(definition, walked[-1].key)
    return walked + [
        RouteStep(
            step.key, step.name, "todo", step.kind.value,
            promised_minutes=step.sla.resolution_minutes if step.sla else None,
        )
        for step in ahead
        if step.key not in seen
    ]  # fmt: skip


def way_ahead(definition: Definition, start: str) -> list[Step]:
    """People's steps on the way with consent: primary outcomes, no returns, first branch by priority."""
    found: list[Step] = []
    seen, key = {start}, start
    for _stop in range(len(definition.steps)):
        step = definition.step(key)
        consent = next((item.key for item in step.outcomes if item.style == "primary"), "")
        routes = [route for route in definition.routes_from(key) if route.outcome in ("", consent)]
        chosen = next((route for route in reversed(routes) if route.target not in seen), None)
        if chosen is None:
            break
        key = chosen.target
        seen.add(key)
        ahead = definition.step(key)
        if ahead.kind in {StepKind.TASK, StepKind.APPROVAL, StepKind.WAIT, StepKind.SUBCASE, StepKind.END}:
            found.append(ahead)
        if ahead.kind is StepKind.END:
            break
    return found
