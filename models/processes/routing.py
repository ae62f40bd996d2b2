"""Who gets the next task of a group. Pure choices over a stable order of people, so that the same state always gives the same person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from models.errors import Conflict
from models.processes.definition import Assign


class NobodyIsThere(Conflict):
    """The whole group is absent without substitutes: the task stays in the queue and the lead is told."""

    code: ClassVar[str] = "nobody_is_there"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of the group today. `substitute` takes over while `is_absent` (None: nobody was named); `load` counts open tasks."""

    user_id: UUID
    is_absent: bool = False
    substitute: UUID | None = None
    load: int = 0


@dataclass(frozen=True, slots=True)
class Assignee:
    """Who works (`user_id`) and whose turn it was (`turn_of`): the trail shows both, and round robin goes on from the turn."""

    user_id: UUID
    turn_of: UUID


def acting_person(user_id: UUID, absent: Mapping[UUID, UUID | None]) -> UUID | None:
    """Who stands for this person today: himself, or the first substitute in the chain who is there; None if there is nobody.

    `absent` maps every absent person to his substitute. A chain that comes back to its beginning ends."""
    seen: set[UUID] = set()
    current: UUID | None = user_id
    while current is not None and current in absent:
        if current in seen:
            return None
        seen.add(current)
        current = absent[current]
    return current


def _absent(people: Sequence[Candidate]) -> dict[UUID, UUID | None]:
    return {person.user_id: person.substitute for person in people if person.is_absent}


def next_in_turn(people: Sequence[Candidate], last_turn: UUID | None) -> Assignee:
    """Round robin: the one after `last_turn` in the order of ids. An absent person's turn goes to the substitute, or is skipped."""
    order = sorted(people, key=lambda person: person.user_id)
    after_last = [person for person in order if last_turn is None or person.user_id > last_turn]
    absent = _absent(people)
    for person in after_last + [person for person in order if person not in after_last]:
        acting = acting_person(person.user_id, absent)
        if acting is not None:
            return Assignee(acting, turn_of=person.user_id)
    raise NobodyIsThere()


def least_loaded(people: Sequence[Candidate]) -> Assignee:
    """The person with the fewest open tasks, ties by id.

    A substitute already carries the absent person's work, so here only those who are there compete; an all-absent group falls back to
    the substitutes."""
    there = [person for person in people if not person.is_absent]
    if there:
        chosen = min(there, key=lambda person: (person.load, person.user_id))
        return Assignee(chosen.user_id, turn_of=chosen.user_id)
    absent = _absent(people)
    for person in sorted(people, key=lambda person: (person.load, person.user_id)):
        acting = acting_person(person.user_id, absent)
        if acting is not None:
            return Assignee(acting, turn_of=person.user_id)
    raise NobodyIsThere()


def choose_assignee(
    assign: Assign,
    people: Sequence[Candidate],
    *,
    last_turn: UUID | None = None,
    named: UUID | None = None,
    owner: UUID | None = None,
    absent: Mapping[UUID, UUID | None] | None = None,
) -> Assignee | None:
    """The person for a new task, or None when it waits in the queue of the group.

    `named` is the value of the step's `assign_field`, `owner` the owner of the case; `absent` tells who stands for them. A named person
    who is absent without a substitute leaves the task in the queue: work must not wait for a holiday to end."""
    if assign is Assign.ROUND_ROBIN:
        return next_in_turn(people, last_turn)
    if assign is Assign.LEAST_LOADED:
        return least_loaded(people)
    wanted = {Assign.FIELD: named, Assign.OWNER: owner}.get(assign)
    if wanted is None:
        return None
    acting = acting_person(wanted, absent or {})
    return Assignee(acting, turn_of=wanted) if acting is not None else None
