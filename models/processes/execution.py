"""How a case moves: pure answers which the engine persists. No screen and no interface can go round them.

A case is a set of tokens on steps. A step of a person ends with one of its outcomes, a step of Kordon ends by itself; the routes out of
it are asked by priority and the first true one is taken. Only a split sends tokens along all of its routes: these are its branches. Each
token remembers its branch, and a join waits until all branches of the split have arrived, whichever step they come from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar
from uuid import UUID

from models.errors import Conflict, Forbidden
from models.processes.condition import holds
from models.processes.definition import ApprovalPolicy, Definition, Guard, Outcome, Route, Step, StepKind


class NoRouteApplies(Conflict):
    """None of the routes out of a step is true for the values of the case, so the case would stand still."""

    code: ClassVar[str] = "no_route_applies"


class UnknownOutcome(Conflict):
    """The step cannot end like this; most often the case has moved on meanwhile."""

    code: ClassVar[str] = "unknown_outcome"


class ApproverIsAuthor(Forbidden):
    """Nobody approves his own work, not as a substitute either."""

    code: ClassVar[str] = "approver_is_author"


def next_moves(definition: Definition, step_key: str, outcome: str, values: Mapping[str, Any]) -> tuple[Route, ...]:
    """The routes a token takes from a step: all of them from a split, the first true one by priority from any other step.

    `outcome` is what the person chose ("" for steps of Kordon). Raises `UnknownOutcome` or `NoRouteApplies`; the end has no moves.
    """
    step = definition.step(step_key)
    if step.kind is StepKind.END:
        return ()
    if step.outcomes and outcome not in {item.key for item in step.outcomes}:
        raise UnknownOutcome(step=step_key, outcome=outcome)
    routes = definition.routes_from(step_key)
    if step.kind is StepKind.SPLIT:
        return routes
    for route in routes:
        if route.outcome in ("", outcome) and (route.when is None or holds(route.when, values)):
            return (route,)
    raise NoRouteApplies(step=step_key, outcome=outcome)


def outcome_of(step: Step, key: str) -> Outcome:
    """The outcome with this key; `UnknownOutcome` if the step has none such."""
    for outcome in step.outcomes:
        if outcome.key == key:
            return outcome
    raise UnknownOutcome(step=step.key, outcome=key)


def guards_broken(step: Step, outcome: str, values: Mapping[str, Any]) -> list[Guard]:
    """Guards that forbid to end the step with this outcome now, in order. The step may end when there are none."""
    return [guard for guard in step.guards if (not guard.outcomes or outcome in guard.outcomes) and not holds(guard.unless, values)]


def join_is_complete(arrived: Collection[str], expected: Collection[str]) -> bool:
    """Have all branches arrived? Both hold paths of branches as `branch_paths` writes them."""
    return set(expected) <= set(arrived)


def branch_paths(definition: Definition, split_key: str, path: str = "") -> tuple[str, ...]:
    """Paths of the branches which a split starts from a token on `path`: "checks:0", "checks:1", … and "checks:0/inner:0" within."""
    return tuple(f"{path}/{split_key}:{number}".lstrip("/") for number in range(len(definition.routes_from(split_key))))


def split_of(path: str) -> tuple[str, str]:
    """(path around the block, key of the split) of a branch; ("", "") for a token that is in no block."""
    around, _slash, last = path.rpartition("/")
    return around, last.partition(":")[0]


def may_approve(author_ids: Collection[UUID], approver_ids: Collection[UUID]) -> bool:
    """The approver is never the author. `author_ids` are all who did the work; `approver_ids` the person and those he stands in for."""
    return set(author_ids).isdisjoint(approver_ids)


def approval_result(
    policy: ApprovalPolicy, votes: Mapping[UUID, str], approvers: Collection[UUID], *, positive: str
) -> str | None:
    """Outcome of an approval, or None while votes are missing.

    `votes` maps approver → outcome in the order of voting, `positive` is the outcome that means consent (`positive_outcome`). One vote
    decides, except for ALL: there everybody must consent, and the first other vote decides at once. Votes of others do not count.
    """
    counted = {person: vote for person, vote in votes.items() if person in approvers}
    against = next((vote for vote in counted.values() if vote != positive), None)
    if policy is not ApprovalPolicy.ALL:
        return next(iter(counted.values()), None)
    if against is not None:
        return against
    return positive if approvers and set(approvers) <= set(counted) else None


def positive_outcome(step: Step) -> str:
    """Key of the outcome that means consent: the primary one, or the first."""
    return next((outcome.key for outcome in step.outcomes if outcome.style == "primary"), step.outcomes[0].key)
