"""Can a case get stuck? Asked of a definition before anybody publishes it.

First each step and the graph are looked at, then the token game is played through completely (`token_game.py`). A definition is sound when
from every marking the case can still end, ends with nothing left over, and never does one step twice at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from models.processes.definition import Definition, Route, Step, StepKind
from models.processes.token_game import Net, explore_markings

MARKINGS_LIMIT = 20_000
_KORDON_KINDS = frozenset({StepKind.DECIDE, StepKind.SET, StepKind.SCORE, StepKind.COMPOSE, StepKind.NOTIFY, StepKind.SPLIT, StepKind.JOIN})


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` names the text for the designer, `step` the place on the drawing, `detail` what fills the text. Warnings forbid nothing."""

    code: str
    step: str
    detail: str = ""
    is_warning: bool = False


def soundness_problems(
    definition: Definition, *, processes: Collection[str] | None = None, groups: Collection[str] | None = None,
    scorers: Collection[str] | None = None,
) -> list[Problem]:
    """Everything that must be mended before publishing (and warnings), in the order of the steps. Empty = sound.

    `processes`, `groups` and `scorers` are the names that exist in this bank; None leaves that question out. Takes milliseconds."""
    found = {*_outside_references(definition, processes=processes, groups=groups, scorers=scorers), *_local_problems(definition)}
    found |= set(_graph_problems(definition))
    if not any(problem.code in ("step_without_exit", "outcome_without_route", "unreachable_step") for problem in found):
        found |= set(_marking_problems(definition))    # a hole in the graph would only be told a second time here
    found |= set(_promise_warnings(definition))
    order = {step.key: number for number, step in enumerate(definition.steps)}
    return sorted(found, key=lambda problem: (problem.is_warning, order.get(problem.step, -1), problem.code, problem.detail))


def is_sound(definition: Definition) -> bool:
    """No problem but warnings."""
    return all(problem.is_warning for problem in soundness_problems(definition))


def _outside_references(
    definition: Definition, *, processes: Collection[str] | None, groups: Collection[str] | None, scorers: Collection[str] | None
) -> Iterator[Problem]:
    if groups is not None and definition.group not in groups:
        yield Problem("unknown_group", "", definition.group)
    for step in definition.steps:
        told = step.notify.removeprefix("group:") if step.notify.startswith("group:") else ""
        for name, known, code in (
            (step.group, groups, "unknown_group"), (told, groups, "unknown_group"),
            (step.process, processes, "unknown_process"), (step.scorer, scorers, "unknown_scorer"),
        ):
            if name and known is not None and name not in known:
                yield Problem(code, step.key, name)


def _outcome_keys(step: Step) -> tuple[str, ...]:
    return tuple(outcome.key for outcome in step.outcomes) or ("",)


def _possible_routes(definition: Definition, step: Step, outcome: str) -> tuple[Route, ...]:
    """Routes which some values may choose: in order of priority up to the first without a condition."""
    possible = []
    for route in definition.routes_from(step.key):
        if route.outcome in ("", outcome):
            possible.append(route)
            if route.when is None:
                break
    return tuple(possible)


def _local_problems(definition: Definition) -> Iterator[Problem]:
    """What one look at a step and the routes out of it shows."""
    for step in definition.steps:
        routes = definition.routes_from(step.key)
        if step.kind is StepKind.END:
            continue
        if not routes:
            yield Problem("step_without_exit", step.key)
        elif step.kind is StepKind.SPLIT:
            yield from _split_problems(step, routes)
        else:
            yield from _choice_problems(definition, step, routes)


def _split_problems(step: Step, routes: tuple[Route, ...]) -> Iterator[Problem]:
    if len({route.target for route in routes}) < len(routes):
        yield Problem("double_execution", step.key)
    if len(routes) == 1:
        yield Problem("split_into_one_branch", step.key, is_warning=True)


def _choice_problems(definition: Definition, step: Step, routes: tuple[Route, ...]) -> Iterator[Problem]:
    taken: set[int] = set()
    for outcome in _outcome_keys(step):
        possible = _possible_routes(definition, step, outcome)
        taken |= {id(route) for route in possible}
        if not possible:
            yield Problem("outcome_without_route", step.key, outcome)
        elif possible[-1].when is not None:
            yield Problem("no_default_route", step.key, outcome)
    for outcome in dict.fromkeys((*_outcome_keys(step), "")):
        if sum(route.when is None and route.outcome == outcome for route in routes) > 1:
            yield Problem("implicit_fork", step.key, outcome)
    forks = {route.outcome for route in routes if route.when is None and id(route) in taken}
    for route in routes:
        if id(route) not in taken and not (route.when is None and route.outcome in forks):
            yield Problem("route_never_taken", step.key, route.target)


def _reach(starts: Iterable[str], edges: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting.extend(edges.get(key, ()))
    return seen


def _graph_problems(definition: Definition) -> Iterator[Problem]:
    forward: dict[str, set[str]] = {}
    backward: dict[str, set[str]] = {}
    for route in definition.routes:
        forward.setdefault(route.source, set()).add(route.target)
        backward.setdefault(route.target, set()).add(route.source)
    ends = [step.key for step in definition.steps if step.kind is StepKind.END]
    if not ends:
        yield Problem("no_end", "")
    reachable, ending = _reach([definition.first_step], forward), _reach(ends, backward)
    for step in definition.steps:
        if step.key not in reachable:
            yield Problem("unreachable_step", step.key)
        elif step.key not in ending and step.key in forward:
            yield Problem("dead_end", step.key)
    yield from _automatic_loops(definition)


def _automatic_loops(definition: Definition) -> Iterator[Problem]:
    """A circle without a person or a wait in it would run for ever within one second."""
    own = {step.key for step in definition.steps if step.kind in _KORDON_KINDS or (step.kind is StepKind.SUBCASE and not step.wait_for)}
    edges: dict[str, set[str]] = {key: set() for key in own}
    for route in definition.routes:
        if route.source in own and route.target in own:
            edges[route.source].add(route.target)
    for key in own:
        if key in _reach(edges[key], edges):
            yield Problem("automatic_loop", key)


def build_net(definition: Definition) -> Net:
    """The token game of a definition: conditions dropped, equal moves written once."""
    moves: dict[str, list[tuple[str, ...]]] = {}
    for step in definition.steps:
        if step.kind is StepKind.SPLIT:
            moves[step.key] = [tuple(route.target for route in definition.routes_from(step.key))]
        elif step.kind is not StepKind.END:
            targets = (route.target for outcome in _outcome_keys(step) for route in _possible_routes(definition, step, outcome))
            moves[step.key] = [(target,) for target in dict.fromkeys(targets)]
    splits, joins, ends = (
        frozenset(step.key for step in definition.steps if step.kind is kind) for kind in (StepKind.SPLIT, StepKind.JOIN, StepKind.END)
    )
    return Net(first=definition.first_step, moves=moves, splits=splits, joins=joins, ends=ends)


def _marking_problems(definition: Definition) -> Iterator[Problem]:
    found = explore_markings(build_net(definition), MARKINGS_LIMIT)
    for code, step, detail in found.faults:
        yield Problem(code, step, detail)
    if not found.is_complete:
        yield Problem("too_many_markings", "", str(MARKINGS_LIMIT))


def _step_minutes(step: Step) -> int:
    """Working time a step may take of the promise. While the requester is asked, the clock stands."""
    if step.status == "waiting_requester":
        return 0
    if step.kind is StepKind.WAIT:
        return step.minutes or 0
    return (step.sla.resolution_minutes or 0) if step.sla else 0


def longest_path_minutes(definition: Definition) -> tuple[int, str]:
    """Working minutes of the slowest way from the first step, not counting returns, and the step where it ends."""
    longest: dict[str, int] = {}
    on_the_way: set[str] = set()

    def measure(key: str) -> int:
        if key in on_the_way:
            return 0             # a return for rework: nobody promises that it does not happen
        if key not in longest:
            on_the_way.add(key)
            rest = max((measure(route.target) for route in definition.routes_from(key)), default=0)
            on_the_way.discard(key)
            longest[key] = _step_minutes(definition.step(key)) + rest
        return longest[key]

    minutes = measure(definition.first_step)
    slowest = max((step for step in definition.steps if step.key in longest), key=_step_minutes)
    return minutes, slowest.key


def _promise_warnings(definition: Definition) -> Iterator[Problem]:
    promise = definition.sla.resolution_minutes
    if promise is None:
        return
    minutes, slowest = longest_path_minutes(definition)
    if minutes > promise:
        yield Problem("steps_take_longer_than_promised", slowest, f"{minutes}>{promise}", is_warning=True)
