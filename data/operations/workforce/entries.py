"""Labour by hand: entries, corrections, the running clock. A row is never overwritten: it is cancelled and kept, another replaces it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, delete, func, insert, literal, null, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from data.ids import new_id
from data.operations.audit import record
from data.operations.workforce.turns import take_turn
from data.queries.access import bank_day
from data.queries.processes.reading import readable_cases
from data.queries.workforce.days import closed_mondays
from data.session import Session
from data.settings import read_settings
from data.tables.processes import cases
from data.tables.workforce import effort, effort_timer, project
from models.access.permissions import Permission, require
from models.errors import NotFound
from models.workforce.effort import (
    MINUTES_OF_A_DAY,
    DayInTheFuture,
    EffortChangedMeanwhile,
    NoTimerRuns,
    Origin,
    TimerRuns,
    WeekHandedIn,
    WorkTargetNeeded,
    WorkTargetUnknown,
    check_minutes,
    check_reason,
    first_open_day,
    monday_of,
    timer_stretches,
)


@dataclass(frozen=True, slots=True)
class Target:
    """What labour is spent on: a case by its number, or a project."""

    case_number: str = ""
    project_id: UUID | None = None


def add_effort(session: Session, target: Target, *, day: date, minutes: int, reason: str) -> UUID:
    """Write down own labour by hand. Raises `MinutesWrong`, `DayFull`, `DayInTheFuture`, `WeekHandedIn`, `WorkTargetUnknown`, …"""
    person_id = _own(session)
    words = check_reason(reason)
    place = _place(session, target)
    if day > bank_day(session.now):
        raise DayInTheFuture(field="day")
    take_turn(session, person_id)
    _require_open(session, person_id, day)
    check_minutes(minutes, held=_held(session, person_id, day))
    entry_id = _insert(session, person_id, place, day=day, minutes=minutes, origin=Origin.MANUAL, reason=words)
    _told(session, person_id, "effort_added", entry_id, after={"day": day, "minutes": minutes}, reason=words)
    return entry_id


def correct_effort(session: Session, entry_id: UUID, *, minutes: int, reason: str) -> UUID | None:
    """Give an own entry other minutes (0: take it out). The old row stays, cancelled; returns the one that replaces it.

    Raises `EffortChangedMeanwhile`, `WeekHandedIn`, `MinutesWrong`, `DayFull`, `EffortReasonNeeded`, `NotFound` for another person's.
    """
    person_id = _own(session)
    words = check_reason(reason)
    take_turn(session, person_id)
    row = session.first(select(effort).where(effort.c.id == entry_id, effort.c.person_id == person_id).with_for_update())
    if row is None:
        raise NotFound(what="effort")
    if row.cancelled_at is not None:
        raise EffortChangedMeanwhile
    _require_open(session, person_id, row.day)
    if minutes:
        check_minutes(minutes, held=_held(session, person_id, row.day) - row.minutes)
    cancelled = {"cancelled_at": session.now} if minutes else {"cancelled_at": session.now, "reason": words}
    session.execute(update(effort).where(effort.c.id == entry_id).values(**cancelled))
    replaced = None
    if minutes:
        replaced = _insert(session, person_id, row, day=row.day, minutes=minutes, origin=Origin.MANUAL, reason=words, replaces_id=entry_id)
    _told(
        session, person_id, "effort_corrected", entry_id, before={"day": row.day, "minutes": row.minutes},
        after={"day": row.day, "minutes": minutes}, reason=words,
    )  # fmt: skip
    return replaced


def start_timer(session: Session, target: Target) -> None:
    """Start the clock on a case or a project. Raises `TimerRuns`, `WorkTargetUnknown`."""
    person_id = _own(session)
    place = _place(session, target)
    started = session.first(
        upsert(effort_timer)
        .values(person_id=person_id, case_id=place.case_id, project_id=place.project_id, started_at=session.now)
        .on_conflict_do_nothing(index_elements=["person_id"])
        .returning(effort_timer.c.person_id)
    )
    if started is None:
        raise TimerRuns
    session.changed(f"user:{person_id}")


def stop_timer(session: Session, *, keep: bool = True) -> int:
    """Stop the clock and write what it measured, cut at midnight (`keep` False: throw it away). Returns the minutes written.

    Twelve hours at most count, and no day is filled beyond 24 hours; days of a week handed in give to the first open one.
    Raises `NoTimerRuns`.
    """
    person_id = _own(session)
    take_turn(session, person_id)
    row = session.first(delete(effort_timer).where(effort_timer.c.person_id == person_id).returning(effort_timer))
    if row is None:
        raise NoTimerRuns
    session.changed(f"user:{person_id}")
    if not keep:
        return 0
    place = _place_of_ids(session, row.case_id, row.project_id)
    zone = ZoneInfo(read_settings().zone)
    stretches, is_cut = timer_stretches(row.started_at.astimezone(zone), session.now.astimezone(zone))
    closed, written = closed_mondays(session, person_id), 0
    for stretch in stretches:
        day = first_open_day(stretch.day, closed)
        minutes = min(stretch.minutes, MINUTES_OF_A_DAY - _held(session, person_id, day))
        if minutes > 0:
            note = f"late:{stretch.day}" if day != stretch.day else "cut" if is_cut else ""
            _insert(session, person_id, place, day=day, minutes=minutes, origin=Origin.TIMER, note=note, started_at=row.started_at)
            written += minutes
    if written:
        session.changed("figures")
    return written


def _own(session: Session) -> UUID:
    require(session.actor, Permission.WORK_CASES)
    if session.actor.user_id is None:
        raise NotFound(what="person")
    return session.actor.user_id


_CASE = (cases.c.id.label("case_id"), cases.c.service, cases.c.unit_id, cases.c.business_line_id, null().label("project_id"))
_PROJECT = (
    project.c.id.label("project_id"), project.c.business_line_id, null().label("case_id"), null().label("unit_id"),
    literal("").label("service"),
)  # fmt: skip


def _place(session: Session, target: Target) -> Any:
    number = target.case_number.strip()
    if bool(number) == bool(target.project_id):
        raise WorkTargetNeeded(field="case")
    if number:
        found = session.first(select(*_CASE).where(cases.c.number.in_([number, number.upper()]), readable_cases(session.actor)))
    else:
        found = _project(session, target.project_id, only_active=True)
    if found is None:
        raise WorkTargetUnknown(field="case" if number else "project")
    return found


def _place_of_ids(session: Session, case_id: UUID | None, project_id: UUID | None) -> Any:
    if project_id:
        return _project(session, project_id, only_active=False)
    return session.first(select(*_CASE).where(cases.c.id == case_id))


def _project(session: Session, project_id: UUID | None, *, only_active: bool) -> Row[Any] | None:
    found = select(*_PROJECT).where(project.c.id == project_id)
    return session.first(found.where(project.c.state == "active") if only_active else found)


def _held(session: Session, person_id: UUID, day: date) -> int:
    return int(session.scalar(select(func.coalesce(func.sum(effort.c.minutes), 0)).where(
        effort.c.person_id == person_id, effort.c.day == day, effort.c.cancelled_at.is_(None),
    )))  # fmt: skip


def _require_open(session: Session, person_id: UUID, day: date) -> None:
    if monday_of(day) in closed_mondays(session, person_id):
        raise WeekHandedIn(field="day", monday=monday_of(day))


def _insert(session: Session, person_id: UUID, place: Any, *, day: date, minutes: int, origin: Origin, **more: Any) -> UUID:
    entry_id = new_id()
    session.execute(insert(effort).values(
        id=entry_id, person_id=person_id, day=day, minutes=minutes, origin=origin, case_id=place.case_id, project_id=place.project_id,
        service=place.service, unit_id=place.unit_id, business_line_id=place.business_line_id, entered_by=session.actor.user_id,
        entered_at=session.now, **more,
    ))  # fmt: skip
    return entry_id


def _told(session: Session, person_id: UUID, action: str, entry_id: UUID, **what: Any) -> None:
    record(session, action, subject_kind="effort", subject_id=entry_id, subject_name=session.actor.name, **what)
    session.changed(f"user:{person_id}", "figures")
