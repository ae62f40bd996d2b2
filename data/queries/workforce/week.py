"""One week of one person: what was done on each day, what is owed, how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, literal, select

from data.queries.processes.reading import readable_cases
from data.queries.workforce.days import absences_of, norms
from data.session import Session
from data.tables.processes import case_event, cases
from data.tables.workforce import effort, effort_timer, effort_week, project
from models.workforce.absence import owed
from models.workforce.effort import DAYS_OF_A_WEEK, WeekState

_NO_TITLE = literal("")


@dataclass(frozen=True, slots=True)
class Entry:
    """Minutes on a case or a project. `event` and `at` of what a rule counted; `title` is empty where the reader may not open the case."""

    id: UUID
    day: date
    minutes: int
    origin: str
    number: str
    title: str
    project_id: UUID | None
    project_name: Mapping[str, str]
    event: str
    at: datetime | None
    note: str
    reason: str
    is_cancelled: bool
    replaces_id: UUID | None

    @property
    def what(self) -> str:
        """Entries of the same thing stand together: "case:T-1", "project:<id>"."""
        return f"project:{self.project_id}" if self.project_id else f"case:{self.number}"


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day: `norm` by the production calendar, `owed` less absences; minutes of entries that count."""

    day: date
    norm: int
    owed: int
    absence: str | None
    entries: tuple[Entry, ...]

    @property
    def minutes(self) -> int:
        return sum(entry.minutes for entry in self.entries if not entry.is_cancelled)


@dataclass(frozen=True, slots=True)
class Timer:
    """A clock that runs."""

    started_at: datetime
    number: str
    title: str
    project_name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days. `revision` 0: nothing has been decided about it yet."""

    person_id: UUID
    monday: date
    state: WeekState
    comment: str
    revision: int
    days: tuple[WeekDay, ...]
    timer: Timer | None = field(default=None)

    @property
    def minutes(self) -> int:
        return sum(day.minutes for day in self.days)

    @property
    def owed(self) -> int:
        return sum(day.owed for day in self.days)


def own_week(session: Session, monday: date) -> Week:
    """The actor's own week. Raises `CalendarYearNotLoaded`."""
    assert session.actor.user_id is not None
    return week_of(session, session.actor.user_id, monday)


def week_of(session: Session, person_id: UUID, monday: date) -> Week:
    """The week of a person; whoever calls has asked whether the actor may see it. Raises `CalendarYearNotLoaded`."""
    sunday = monday + timedelta(days=DAYS_OF_A_WEEK - 1)
    owed_by_calendar = norms(session, monday, sunday)
    absent = absences_of(session, [person_id], monday, sunday)
    entries = _entries(session, person_id, monday, sunday)
    head = session.first(select(effort_week).where(effort_week.c.person_id == person_id, effort_week.c.monday == monday))
    days = tuple(
        WeekDay(
            day, norm, owed(norm, absent.get((person_id, day))), absent.get((person_id, day)),
            tuple(entry for entry in entries if entry.day == day),
        )
        for day, norm in sorted(owed_by_calendar.items())
    )  # fmt: skip
    return Week(
        person_id, monday, WeekState(head.state) if head else WeekState.OPEN, head.comment if head else "", head.revision if head else 0,
        days, running_timer(session, person_id),
    )  # fmt: skip


def running_timer(session: Session, person_id: UUID) -> Timer | None:
    """The clock of this person, if one runs."""
    row = session.first(
        select(effort_timer.c.started_at, cases.c.number, _title(session).label("title"), project.c.name)
        .select_from(
            effort_timer.outerjoin(cases, cases.c.id == effort_timer.c.case_id)
            .outerjoin(project, project.c.id == effort_timer.c.project_id)
        )
        .where(effort_timer.c.person_id == person_id)
    )
    return None if row is None else Timer(row.started_at, row.number or "", row.title or "", row.name or {})


def active_projects(session: Session) -> Sequence[Any]:
    """Projects that labour can be written on: id and name, by code."""
    return session.rows(select(project.c.id, project.c.name).where(project.c.state == "active").order_by(project.c.code))


def _title(session: Session) -> Any:
    return case((readable_cases(session.actor), cases.c.title), else_=_NO_TITLE)


def _entries(session: Session, person_id: UUID, first: date, last: date) -> list[Entry]:
    joined = (
        effort.outerjoin(cases, cases.c.id == effort.c.case_id)
        .outerjoin(project, project.c.id == effort.c.project_id)
        .outerjoin(case_event, case_event.c.id == effort.c.event_id)
    )
    rows = session.rows(
        select(
            effort, cases.c.number, _title(session).label("title"), project.c.name.label("project_name"), case_event.c.kind,
            case_event.c.at,
        )
        .select_from(joined)
        .where(effort.c.person_id == person_id, effort.c.day.between(first, last))
        .order_by(effort.c.day, case_event.c.at.asc().nulls_last(), effort.c.entered_at, effort.c.id)
    )
    return [
        Entry(
            row.id, row.day, row.minutes, row.origin, row.number or "", row.title or "", row.project_id, row.project_name or {},
            row.kind or "", row.at or row.started_at, row.note, row.reason, row.cancelled_at is not None, row.replaces_id,
        )
        for row in rows
    ]  # fmt: skip
