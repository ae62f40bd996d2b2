"""Two who decide about the same case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import func, select

from data.operations.processes import complete_task, decide_approval, rate_case, withdraw_case
from data.session import reading
from data.tables.processes import case_event, cases, task
from models.access.actor import SYSTEM
from tests.races.ground import Deed, Ground, Kind, Outcome, Race
from tests.races.services import APPROVAL, COUNCIL, FORM, PARENT, open_task, opened, row_of


def _kinds_of(case_id: UUID) -> list[str]:
    with reading(SYSTEM) as session:
        return [row.kind for row in session.rows(select(case_event.c.kind).where(case_event.c.case_id == case_id))]


def _approval_against_withdrawal(ground: Ground, many: int) -> list[Race]:
    def race(case_id: UUID) -> Race:
        approval = open_task(case_id, "approve")

        def judge(outcomes: Sequence[Outcome]) -> Iterator[str]:
            kinds, state = _kinds_of(case_id), row_of(case_id).state
            ended = (kinds.count("case_closed"), kinds.count("case_withdrawn"), state)
            if ended != ((1, 0, "done") if outcomes[0].won else (0, 1, "withdrawn")):
                yield f"the case ended in both ways or in none: {ended}"

        return Race(
            (
                Deed("lebedev", lambda s: decide_approval(s, approval, "agree")),
                Deed("zaitseva", lambda s: withdraw_case(s, case_id, reason="Не нужно")),
            ),
            judge,
        )

    return [race(case_id) for case_id in opened(ground, APPROVAL, many)]


def _one_decision_against_another(ground: Ground, many: int) -> list[Race]:
    """The same approver in two windows: agreed in one, sent back in the other."""

    def race(case_id: UUID) -> Race:
        approval = open_task(case_id, "approve")

        def judge(outcomes: Sequence[Outcome]) -> Iterator[str]:
            with reading(SYSTEM) as session:
                row = session.first(select(task).where(task.c.id == approval))
            assert row is not None
            if row.outcome != ("agree" if outcomes[0].won else "rework") or _kinds_of(case_id).count("approval_decided") != 1:
                yield "what was decided is not what is written down"

        return Race(
            (
                Deed("lebedev", lambda s: decide_approval(s, approval, "agree")),
                Deed("lebedev", lambda s: decide_approval(s, approval, "rework", comment="Уточните")),
            ),
            judge,
        )

    return [race(case_id) for case_id in opened(ground, APPROVAL, many)]


def _all_of_a_council(ground: Ground, many: int) -> list[Race]:
    """Where all must agree and the last two do so at once, the step ends once."""

    def race(case_id: UUID) -> Race:
        approval = open_task(case_id, "approve")

        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            with reading(SYSTEM) as session:
                after = session.scalar(select(func.count()).select_from(task).where(task.c.case_id == case_id, task.c.step == "after"))
            if after != 1:
                yield f"the council's step was left {after} times"

        return Race(tuple(Deed(login, lambda s: decide_approval(s, approval, "agree")) for login in ("lebedev", "vershinina")), judge)

    return [race(case_id) for case_id in opened(ground, COUNCIL, many)]


def _rating_against_rating(ground: Ground, many: int) -> list[Race]:
    def closed(case_id: UUID) -> UUID:
        ground.do("belova", lambda s: complete_task(s, open_task(case_id, "intake"), "done"))
        return case_id

    def race(case_id: UUID) -> Race:
        def judge(outcomes: Sequence[Outcome]) -> Iterator[str]:
            if row_of(case_id).rating != (5 if outcomes[0].won else 1):
                yield "the rating that was accepted is not the one that stands"

        def rate(stars: int) -> Deed:
            return Deed("zaitseva", lambda s: rate_case(s, case_id, stars=stars))

        return Race((rate(5), rate(1)), judge)

    return [race(closed(case_id)) for case_id in opened(ground, FORM, many)]


def _child_ends_while_the_parent_is_withdrawn(ground: Ground, many: int) -> list[Race]:
    """Locks of two cases taken by both: in one order, or PostgreSQL would have to break a deadlock."""

    def race(parent: UUID) -> Race:
        with reading(SYSTEM) as session:
            child = UUID(str(session.scalar(select(cases.c.id).where(cases.c.parent_id == parent))))
        go = open_task(child, "go")

        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            if row_of(parent).state != "withdrawn" or row_of(child).closed_at is None:
                yield "a withdrawn request still has work"
            if _kinds_of(child).count("case_closed") + _kinds_of(child).count("case_withdrawn") != 1:
                yield "the sub-case ended twice"

        return Race(
            (
                Deed("belova", lambda s: complete_task(s, go, "done")),
                Deed("zaitseva", lambda s: withdraw_case(s, parent, reason="Не нужно")),
            ),
            judge,
        )

    return [race(case_id) for case_id in opened(ground, PARENT, many)]


DECISIONS = (
    Kind("approval × withdrawal", _approval_against_withdrawal),
    Kind("agreed × sent back", _one_decision_against_another),
    Kind("last two of a council", _all_of_a_council, frozenset({2})),
    Kind("rating × rating", _rating_against_rating),
    Kind("sub-case ends × withdrawal", _child_ends_while_the_parent_is_withdrawn, frozenset({1, 2})),
)
