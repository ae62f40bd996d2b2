"""The token game played through completely: every marking a case can come to, and what goes wrong there.

A marking says which steps are active and which branches have arrived at which join. Conditions and outcomes are taken as able to come out
either way. The moves are those of `execution.py`: a split starts all its branches and every token
remembers its branch; a join waits for all branches of that split; any other step passes its token on to one target; and the end may
only be reached by the last token.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Moves = Mapping[str, Sequence[tuple[str, ...]]]      # step → alternatives; each gives a token to all of its targets


Path = tuple[tuple[str, int], ...]                    # the branches a token is in, from the outermost: (split, number)
Token = tuple[str, Path]


@dataclass(frozen=True, slots=True)
class Net:
    """All that the game needs of a definition. The one alternative of a split gives a token to each of its branches."""

    first: str
    moves: Moves
    splits: frozenset[str]
    joins: frozenset[str]
    ends: frozenset[str]

    def branches(self, split: str) -> tuple[str, ...]:
        """First steps of the branches of a split."""
        return self.moves[split][0] if self.moves[split] else ()


@dataclass(frozen=True, slots=True)
class Marking:
    active: frozenset[Token]
    arrived: frozenset[Token] = frozenset()           # branches that stand at a join

    def steps(self) -> set[str]:
        return {step for step, _ in self.active}


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
        _find_shared_steps(net, found)
        _find_endless_markings(found)
    return found


def _play(net: Net, limit: int, *, one_at_a_time: bool) -> Exploration:
    found = Exploration()
    way: dict[Marking, Iterator[Marking]] = {}      # depth first: the markings between the first one and here

    def enter(marking: Marking) -> None:
        way[marking] = iter(())
        found.successors[marking] = _following(net, marking, found, way=way if one_at_a_time else None)
        way[marking] = iter(found.successors[marking])

    enter(Marking(frozenset({(net.first, ())})))
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
    ended = marking.steps() & net.ends
    if ended:
        if len(marking.active) + len(marking.arrived) > 1:
            others = (marking.steps() - ended) | {join for join, _ in marking.arrived}
            found.faults.update(("bypassed_join", step, ", ".join(sorted(others))) for step in ended)
            found.faulty.add(marking)
        else:
            found.final.add(marking)
        return []
    if not marking.active:
        found.faults.update(("deadlock", join, _missing(net, join, path, arrived=marking.arrived)) for join, path in marking.arrived)
        found.faulty.add(marking)
        return []
    following = []
    for token in sorted(marking.active):
        moved = _moves_of(net, marking, token, found)
        if way is not None and moved and not any(after in way for after in moved):
            return moved
        following.extend(moved)
    return following


def _missing(net: Net, join: str, path: Path, *, arrived: frozenset[Token]) -> str:
    """First steps of the branches which do not stand beside this one at its join."""
    around, split = path[:-1], path[-1][0]
    return ", ".join(first for number, first in enumerate(net.branches(split)) if (join, (*around, (split, number))) not in arrived)


def _moves_of(net: Net, marking: Marking, token: Token, found: Exploration) -> list[Marking]:
    after = []
    step, path = token
    for targets in net.moves.get(step, ()):
        if step in net.splits:
            if any(split == step for split, _ in path):
                found.faults.add(("double_execution", step, ""))     # back into its own block: the other branches would start again
                found.faulty.add(marking)
                continue
            tokens = [(target, (*path, (step, number))) for number, target in enumerate(targets)]
        else:
            tokens = [(target, path) for target in targets]
        moved = _move(net, marking, token, tokens)
        if isinstance(moved, Marking):
            after.append(moved)
        else:
            found.faults.add(("join_without_split", moved, ""))
            found.faulty.add(marking)
    return after


def _move(net: Net, marking: Marking, token: Token, tokens: list[Token]) -> Marking | str:
    """The marking after one move, or the join that has no split before it."""
    active, arrived = set(marking.active - {token}), set(marking.arrived)
    for step, path in tokens:
        if step in net.joins:
            if not path:
                return step
            around, split = path[:-1], path[-1][0]
            arrived.add((step, path))
            branches = {(step, (*around, (split, number))) for number in range(len(net.branches(split)))}
            if not branches <= arrived:
                continue
            arrived -= branches
            path = around
        active.add((step, path))
    return Marking(frozenset(active), frozenset(arrived))


def _find_shared_steps(net: Net, found: Exploration) -> None:
    """A step that two branches of one block come to would be done twice, at once if chance will have it."""
    paths: dict[str, set[Path]] = {}
    for marking in found.successors:
        for step, path in marking.active:
            if step not in net.ends:                     # an end inside of a block is a bypassed join already
                paths.setdefault(step, set()).add(path)
    for step, seen in paths.items():
        branches: dict[tuple[Path, str], set[int]] = {}
        for path in seen:
            for depth, (split, number) in enumerate(path):
                branches.setdefault((path[:depth], split), set()).add(number)
        if any(len(numbers) > 1 for numbers in branches.values()):
            found.faults.add(("double_execution", step, ""))


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
    found.faults.update(("endless_loop", step, "") for marking in found.successors.keys() - ending for step in marking.steps())
