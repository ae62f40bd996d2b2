"""The token game played through completely: every marking a case can come to, and what goes wrong there.

A marking says which steps are active and which branches have arrived at which join. Conditions and outcomes are taken as able to come out
either way. The moves are those of `execution.py`: a split starts all its branches, a join waits for one arrival from every step that
leads into it, any other step passes its token on to one target, and the end may only be reached by the last token.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Moves = Mapping[str, Sequence[tuple[str, ...]]]      # step → alternatives; each gives a token to all of its targets


@dataclass(frozen=True, slots=True)
class Net:
    """All that the game needs of a definition. `joins` maps a join to the steps which lead into it."""

    first: str
    moves: Moves
    joins: Mapping[str, frozenset[str]]
    ends: frozenset[str]


@dataclass(frozen=True, slots=True)
class Marking:
    active: frozenset[str]
    arrived: frozenset[tuple[str, str]] = frozenset()     # (join, step it came from)


@dataclass(slots=True)
class Exploration:
    """Markings with their successors. `faults` are (code, step, detail); `is_complete` is False when there were too many markings."""

    successors: dict[Marking, list[Marking]] = field(default_factory=dict)
    faults: set[tuple[str, str, str]] = field(default_factory=set)
    faulty: set[Marking] = field(default_factory=set)
    final: set[Marking] = field(default_factory=set)
    is_complete: bool = True


def explore_markings(net: Net, limit: int) -> Exploration:
    """Visit every marking reachable from the first step.

    Many long branches have more interleavings than anybody can visit. Beyond a tenth of the limit the game is played again with one
    branch moving at a time: since every move uses up the token of one step only, the moves of any single active step are a persistent
    set, and no way to get stuck is lost (P. Godefroid, Partial-Order Methods, ch. 4); markings that close a circle move all branches."""
    found = _play(net, limit // 10, one_at_a_time=False)
    if not found.is_complete:
        found = _play(net, limit, one_at_a_time=True)
    if found.is_complete:
        _find_endless_markings(found)
    return found


def _play(net: Net, limit: int, *, one_at_a_time: bool) -> Exploration:
    found = Exploration()
    way: dict[Marking, Iterator[Marking]] = {}      # depth first: the markings between the first one and here

    def enter(marking: Marking) -> None:
        way[marking] = iter(())
        found.successors[marking] = _following(net, marking, found, way=way if one_at_a_time else None)
        way[marking] = iter(found.successors[marking])

    enter(Marking(frozenset({net.first})))
    while way:
        last = next(reversed(way))
        after = next(way[last], None)
        if after is None:
            del way[last]
        elif after not in found.successors:
            if len(found.successors) >= limit:
                found.is_complete = False
                return found
            enter(after)
    return found


def _following(net: Net, marking: Marking, found: Exploration, *, way: Container[Marking] | None) -> list[Marking]:
    """Markings after one move. With a `way`, only the moves of one step, if none of them leads back onto that way."""
    ended = marking.active & net.ends
    if ended:
        others = (marking.active - ended) | {source for _, source in marking.arrived}
        if others or len(ended) > 1:
            found.faults.update(("bypassed_join", step, ", ".join(sorted(others))) for step in ended)
            found.faulty.add(marking)
        else:
            found.final.add(marking)
        return []
    if not marking.active:
        found.faults.update(("deadlock", join, _missing(net, join, marking)) for join, _ in marking.arrived)
        found.faulty.add(marking)
        return []
    following = []
    for step in sorted(marking.active):
        moved = _moves_of(net, marking, step, found)
        if way is not None and moved and not any(after in way for after in moved):
            return moved
        following.extend(moved)
    return following


def _moves_of(net: Net, marking: Marking, step: str, found: Exploration) -> list[Marking]:
    after = []
    for targets in net.moves.get(step, ()):
        moved = _move(net, marking, step, targets)
        if isinstance(moved, Marking):
            after.append(moved)
        else:
            found.faults.add(("double_execution", moved, ""))
            found.faulty.add(marking)
    return after


def _missing(net: Net, join: str, marking: Marking) -> str:
    """Branches that the join still waits for."""
    return ", ".join(sorted(net.joins[join] - {source for name, source in marking.arrived if name == join}))


def _move(net: Net, marking: Marking, step: str, targets: tuple[str, ...]) -> Marking | str:
    """The marking after one move, or the step which would then be done twice at once."""
    active, arrived = set(marking.active - {step}), set(marking.arrived)
    for target in targets:
        if target in net.joins:
            if (target, step) in arrived:
                return target
            arrived.add((target, step))
            branches = {(target, source) for source in net.joins[target]}
            if not branches <= arrived:
                continue
            arrived -= branches
        if target in active:
            return target
        active.add(target)
    return Marking(frozenset(active), frozenset(arrived))


def _find_endless_markings(found: Exploration) -> None:
    """From here the case goes on and on, but never to an end (nor to a fault that has been told already)."""
    before: dict[Marking, list[Marking]] = {}
    for marking, following in found.successors.items():
        for after in following:
            before.setdefault(after, []).append(marking)
    ending: set[Marking] = set()
    waiting = [*found.final, *found.faulty]
    while waiting:
        marking = waiting.pop()
        if marking not in ending:
            ending.add(marking)
            waiting.extend(before.get(marking, ()))
    found.faults.update(("endless_loop", step, "") for marking in found.successors.keys() - ending for step in marking.active)
