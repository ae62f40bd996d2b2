"""The weeks of those whose labour one decides about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from data.queries.workforce.days import absences_of, norms
from data.queries.workforce.reading import leads
from data.queries.workforce.week import Week, week_of
from data.session import Session
from data.tables.access import person
from data.tables.workforce import effort, effort_week
from models.access.actor import Role
from models.access.permissions import Permission, require
from models.errors import Forbidden, NotFound
from models.workforce.absence import owed
from models.workforce.effort import DAYS_OF_A_WEEK, WeekState
from models.workforce.weeks import Remark, project_share, remark_on


@dataclass(frozen=True, slots=True)
class WeekRow:
    """The week of one person in one line. `absent` counts the working days of each kind of absence."""

    person_id: UUID
    name: str
    name_en: str
    is_mine: bool
    state: WeekState
    revision: int
    comment: str
    submitted_at: datetime | None
    minutes: int
    owed: int
    on_projects: int
    absent: Mapping[str, int]

    @property
    def remark(self) -> Remark:
        return remark_on(self.minutes, self.owed)

    @property
    def project_share(self) -> float | None:
        return project_share(self.minutes, self.on_projects)


def led_weeks(session: Session, monday: date) -> list[WeekRow]:
    """Everybody whose labour the actor decides about, by name; the actor's own week too, if it is among them.

    Raises `Forbidden`, `CalendarYearNotLoaded`.
    """
    require(session.actor, Permission.DISTRIBUTE_WORK)
    sunday = monday + timedelta(days=DAYS_OF_A_WEEK - 1)
    calendar = norms(session, monday, sunday)
    spent = (
        select(
            effort.c.person_id, func.sum(effort.c.minutes).label("minutes"),
            func.coalesce(func.sum(effort.c.minutes).filter(effort.c.project_id.is_not(None)), 0).label("on_projects"),
        )
        .where(effort.c.day.between(monday, sunday), effort.c.cancelled_at.is_(None))
        .group_by(effort.c.person_id)
        .subquery()
    )  # fmt: skip
    head = effort_week
    rows = session.rows(
        select(
            person.c.id, person.c.full_name, person.c.full_name_en, head.c.state, head.c.revision, head.c.comment, head.c.submitted_at,
            spent.c.minutes, spent.c.on_projects,
        )
        .select_from(
            person.outerjoin(head, (head.c.person_id == person.c.id) & (head.c.monday == monday))
            .outerjoin(spent, spent.c.person_id == person.c.id)
        )
        .where(leads(session.actor), person.c.is_active | head.c.id.is_not(None))
        .order_by(person.c.full_name, person.c.id)
    )  # fmt: skip
    absent = absences_of(session, [row.id for row in rows], monday, sunday)
    found = []
    for row in rows:
        kinds = [absent[row.id, day] for day, norm in calendar.items() if norm and (row.id, day) in absent]
        found.append(WeekRow(
            row.id, row.full_name, row.full_name_en, row.id == session.actor.user_id, WeekState(row.state or WeekState.OPEN),
            row.revision or 0, row.comment or "", row.submitted_at, int(row.minutes or 0),
            sum(owed(norm, absent.get((row.id, day))) for day, norm in calendar.items()), int(row.on_projects or 0),
            {kind: kinds.count(kind) for kind in sorted(set(kinds))},
        ))  # fmt: skip
    return found


def led_week(session: Session, person_id: UUID, monday: date) -> tuple[str, Week]:
    """Name and week of somebody whose labour the actor decides about. Raises `Forbidden`, `NotFound`, `CalendarYearNotLoaded`."""
    require(session.actor, Permission.DISTRIBUTE_WORK)
    row = session.first(select(person.c.full_name, person.c.full_name_en).where(person.c.id == person_id, leads(session.actor)))
    if row is None:
        raise NotFound(what="week")
    name = row.full_name_en if session.actor.lang == "en" and row.full_name_en else row.full_name
    return name, week_of(session, person_id, monday)


def lockable_weeks(session: Session, *, until: date) -> int:
    """How many approved weeks end on this day or before. For the head."""
    if not session.actor.has(Role.HEAD):
        raise Forbidden(what="lock_weeks")
    last = until - timedelta(days=DAYS_OF_A_WEEK - 1)
    counted = select(func.count()).where(effort_week.c.state == WeekState.APPROVED, effort_week.c.monday <= last)
    return int(session.scalar(counted))
