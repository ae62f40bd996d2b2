"""What a case is to the people around it: its states, who may see it, who may do what to it, and how that can be refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from models.access.actor import Actor, Role
from models.access.permissions import Permission, may
from models.errors import Conflict, Forbidden, InvalidInput


class CaseState(StrEnum):
    """Where a case stands, as everybody sees it. `waiting_requester` is a pause that his answer ends."""

    NEW = "new"
    IN_WORK = "in_work"
    WAITING_REQUESTER = "waiting_requester"
    WAITING = "waiting"
    PAUSED = "paused"
    APPROVAL = "approval"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CLOSED = frozenset({CaseState.DONE, CaseState.REFUSED, CaseState.WITHDRAWN})
PAUSED = frozenset({CaseState.PAUSED, CaseState.WAITING_REQUESTER})


class Priority:
    """Priorities are numbers, so that lists sort by them."""

    WORDS: ClassVar[tuple[str, ...]] = ("low", "normal", "high", "critical")

    @classmethod
    def number(cls, word: str) -> int:
        """0 to 3; an unknown word is normal."""
        return cls.WORDS.index(word) if word in cls.WORDS else 1


class CaseAlreadyClosed(Conflict):
    """Nothing more happens in a closed case."""

    code = "case_already_closed"


class CaseIsPaused(Conflict):
    """Work on a paused case goes on after it is resumed."""

    code = "case_is_paused"


class CaseNotPaused(Conflict):
    """There is nothing to resume."""

    code = "case_not_paused"


class TaskAlreadyDone(Conflict):
    """Somebody else was first. `by` and `at` tell who and when."""

    code = "task_already_done"


class TaskAlreadyTaken(Conflict):
    """Somebody else works on it; `by` tells who."""

    code = "task_already_taken"


class FormChangedMeanwhile(Conflict):
    """Somebody else saved other values first. `conflicts` maps a field's key to {"mine", "theirs"}; nothing was saved."""

    code = "form_changed_meanwhile"


class NotYourTask(Forbidden):
    """The task belongs to another group or person."""

    code = "not_your_task"


class CommentNeeded(InvalidInput):
    """This outcome goes to somebody who must learn why."""

    code = "comment_needed"


class StepNotReady(Conflict):
    """A guard of the step does not hold yet; `messages` holds its texts in both languages."""

    code = "step_not_ready"


class NothingToDecide(Conflict):
    """The actor is not, or no longer, asked for this approval."""

    code = "nothing_to_decide"


class ReasonNeeded(InvalidInput):
    """The trail needs a reason."""

    code = "reason_needed"


class EmptyMessage(InvalidInput):
    """There is nothing to send."""

    code = "empty_message"


class NoApprover(Conflict):
    """Nobody is left who could approve this: every candidate is the author or away."""

    code = "no_approver"


class AlreadyRated(Conflict):
    """An answer is rated once, after it was given."""

    code = "already_rated"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What decides about rights. `task_groups` and `task_people`: of every task of the case so far."""

    requester_id: UUID | None
    unit_id: UUID | None
    owner_id: UUID | None
    group_id: UUID | None
    group_is_closed: bool
    task_groups: frozenset[UUID] = frozenset()
    task_people: frozenset[UUID] = frozenset()
    participants: frozenset[UUID] = frozenset()


def takes_part(actor: Actor, facts: CaseFacts) -> bool:
    """Is the case this actor's work: through the group, a task, or as a participant?"""
    people = facts.task_people | facts.participants | ({facts.owner_id} if facts.owner_id else set())
    groups = facts.task_groups | ({facts.group_id} if facts.group_id else set())
    return not actor.identities.isdisjoint(people) or not actor.group_ids.isdisjoint(groups)


def may_read_case(actor: Actor, facts: CaseFacts) -> bool:
    """May the actor know that this case exists and open it? `data.queries.processes.reading.readable_cases` is the same rule in SQL."""
    if actor.is_system or may(actor, Permission.SEE_ALL_CASES):
        return True
    if actor.has(Role.EXTERNAL):
        return actor.user_id in facts.participants
    if actor.user_id is not None and actor.user_id in facts.participants | {facts.requester_id}:
        return True
    if may(actor, Permission.WORK_CASES) and (not facts.group_is_closed or takes_part(actor, facts)):
        return True
    if not actor.identities.isdisjoint(facts.task_people):
        return True  # asked to approve, whatever the role
    return may(actor, Permission.FOLLOW_UNIT) and facts.unit_id in actor.unit_ids and not facts.group_is_closed


def sees_inside(actor: Actor, facts: CaseFacts) -> bool:
    """May the actor see what is meant for the security service only: findings, internal notes, inner events?"""
    if actor.is_system:
        return True
    return may(actor, Permission.SEE_CHECK_DETAILS) and actor.user_id != facts.requester_id and may_read_case(actor, facts)


def may_work(actor: Actor, facts: CaseFacts) -> bool:
    """May the actor change the case as one of those who carry it?"""
    if actor.is_system:
        return True
    return may(actor, Permission.WORK_CASES) and (takes_part(actor, facts) or may(actor, Permission.SEE_ALL_CASES))


def may_distribute(actor: Actor, group_id: UUID | None) -> bool:
    """May the actor give other people of this group work?"""
    if actor.is_system or may(actor, Permission.SEE_ALL_CASES):
        return True
    return may(actor, Permission.DISTRIBUTE_WORK) and group_id in actor.lead_of
