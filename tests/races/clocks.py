"""Two who stop or start the clock of the same case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from data.operations.processes import pause_case, resume_case, resume_due_cases
from data.session import Session, reading, transaction
from data.tables.processes import cases, sla_pause
from models.access.actor import SYSTEM
from tests.data.processes.conftest import MONDAY
from tests.races.ground import Deed, Ground, Kind, Outcome, Race
from tests.races.services import FORM, opened, row_of


def _pause(login: str, case_id: UUID) -> Deed:
    return Deed(login, lambda s: pause_case(s, case_id, reason="Ждём выписку", resume_on=MONDAY.date() + timedelta(days=1)))


def _resume(login: str, case_id: UUID) -> Deed:
    return Deed(login, lambda s: resume_case(s, case_id))


def _whole(case_id: UUID, pauses: int) -> Iterator[str]:
    """State, clock and record of pauses say the same."""
    row = row_of(case_id)
    with reading(SYSTEM) as session:
        every, running = (
            session.scalar(select(func.count()).select_from(sla_pause).where(sla_pause.c.case_id == case_id, *where))
            for where in ((), (sla_pause.c.resumed_at.is_(None),))
        )
    if (row.state == "paused") != (row.paused_at is not None) or running != int(row.paused_at is not None):
        yield f"{row.state} since {row.paused_at}, with {running} open pauses"
    if every != pauses:
        yield f"{every} pauses instead of {pauses}"
    if row.paused_at is None and row.due_at is None:
        yield "the deadline is lost"


def _paused(ground: Ground, many: int) -> list[UUID]:
    found = opened(ground, FORM, many)

    def pause_all(session: Session) -> None:
        for case_id in found:
            _pause("lebedev", case_id).act(session)

    ground.do("lebedev", pause_all)
    return found


def _resume_against_pause(ground: Ground, many: int) -> list[Race]:
    """Resumed and at once paused again, or refused because it is still paused: both are orders in which it may have happened."""

    def race(case_id: UUID) -> Race:
        def judge(outcomes: Sequence[Outcome]) -> Iterator[str]:
            yield from _whole(case_id, 2 if outcomes[1].won else 1)
            if not outcomes[0].won or (row_of(case_id).state == "paused") != outcomes[1].won:
                yield "who was told that it is done finds it undone"

        return Race((_resume("lebedev", case_id), _pause("titova", case_id)), judge)

    return [race(case_id) for case_id in _paused(ground, many)]


def _resume_against_resume(ground: Ground, many: int) -> list[Race]:
    def race(case_id: UUID) -> Race:
        return Race((_resume("lebedev", case_id), _resume("titova", case_id)), lambda _outcomes: _whole(case_id, 1))

    return [race(case_id) for case_id in _paused(ground, many)]


def _pause_against_pause(ground: Ground, many: int) -> list[Race]:
    def race(case_id: UUID) -> Race:
        return Race((_pause("lebedev", case_id), _pause("titova", case_id)), lambda _outcomes: _whole(case_id, 1))

    return [race(case_id) for case_id in opened(ground, FORM, many)]


def _hand_against_clock(ground: Ground, many: int) -> list[Race]:
    """The day has come and somebody resumes by hand in the same moment: it is resumed once, and the night's work goes on."""

    def race(case_id: UUID) -> Race:
        resumed: list[int] = []

        def judge(outcomes: Sequence[Outcome]) -> Iterator[str]:
            yield from _whole(case_id, 1)
            if row_of(case_id).paused_at is not None or outcomes[0].won + sum(resumed) != 1:
                yield "it was not resumed exactly once"

        def due(session: Session) -> None:
            session.execute(update(cases).where(cases.c.id == case_id).values(resume_on=MONDAY.date()))

        def start() -> None:
            with transaction(SYSTEM, at=MONDAY) as session:
                due(session)

        start()
        return Race((_resume("lebedev", case_id), Deed("", lambda s: resumed.append(resume_due_cases(s)))), judge)

    # One at a time: the clock resumes every case whose day has come.
    return [race(case_id) for case_id in _paused(ground, 1)] if many else []


CLOCKS = (
    Kind("resume × pause", _resume_against_pause, frozenset({1, 2})),
    Kind("resume × resume", _resume_against_resume),
    Kind("pause × pause", _pause_against_pause),
    Kind("resume by hand × by the clock", _hand_against_clock, frozenset({1, 2})),
)
