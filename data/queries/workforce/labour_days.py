"""Minutes of people by day: prepared ones where a day is fresh, the efforts themselves where something has just changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Integer,
    LargeBinary,
    Subquery,
    all_,
    and_,
    any_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from data.session import Session
from data.tables.analytics import dirty
from data.tables.workforce import effort, labour_day, labour_unit_day
from models.analytics.flow import values_from
from models.analytics.workload import PersonDays

LABOUR = "effort"  # what marks of changed labour are called


def stale_labour_days(session: Session) -> frozenset[date] | None:
    """The days whose prepared minutes cannot be trusted now; None: none of them can."""
    days = [row.day for row in session.rows(select(dirty.c.day).where(dirty.c.name == LABOUR).distinct())]
    return None if None in days else frozenset(days)


def minutes_of_days(session: Session, people: Sequence[UUID], start: date, end: date) -> dict[UUID, PersonDays]:
    """Labour of these people from `start` up to `end` (not included), only days with labour. A row a person and day would cost more to
    carry over than to add up, so the database packs them."""
    spent = _spent(session, people, start, end)
    days = (
        select(
            spent.c.person_id, (spent.c.day - literal(start, Date)).label("place"),
            cast(func.sum(spent.c.minutes), Integer).label("minutes"),
            cast(func.sum(spent.c.project_minutes), Integer).label("on_projects"),
        ).group_by(spent.c.person_id, spent.c.day)
    ).subquery("days")  # fmt: skip
    packed = [func.string_agg(func.int4send(days.c[name]), literal(b"", LargeBinary)) for name in ("place", "minutes", "on_projects")]
    rows = session.rows(select(days.c.person_id, *packed).group_by(days.c.person_id).execution_options(packed=True))
    return {row[0]: PersonDays(*(values_from(one) for one in tuple(row)[1:])) for row in rows}


def minutes_in_all(session: Session, people: Sequence[UUID], start: date, end: date) -> tuple[int, int]:
    """Minutes of all of them together, and of these on projects."""
    spent = _spent(session, people, start, end)
    sums = [cast(func.coalesce(func.sum(one), 0), BigInteger) for one in (spent.c.minutes, spent.c.project_minutes)]
    row = tuple(session.rows(select(*sums))[0])
    return row[0], row[1]


def minutes_by_service(session: Session, people: Sequence[UUID], start: date, end: date) -> dict[str, int]:
    """Minutes of these people by service, the empty word for labour without a case; the largest first."""
    spent = _spent(session, people, start, end)
    total = cast(func.sum(spent.c.minutes), Integer).label("minutes")
    rows = session.rows(select(spent.c.service, total).group_by(spent.c.service).order_by(total.desc(), spent.c.service))
    return {row.service: row.minutes for row in rows}


def minutes_by_unit(session: Session, start: date, end: date) -> Sequence[Any]:
    """unit_id (None: nobody's), service, minutes of everybody from `start` up to `end` (not included)."""
    changed = literal(changed_labour_days(session, start, end), ARRAY(Date))
    prepared = select(labour_unit_day.c.unit_id, labour_unit_day.c.service, labour_unit_day.c.minutes)
    fresh = select(effort.c.unit_id, effort.c.service, effort.c.minutes).where(effort.c.cancelled_at.is_(None))
    within = [and_(c.day >= start, c.day < end) for c in (labour_unit_day.c, effort.c)]
    spent = union_all(
        prepared.where(within[0], labour_unit_day.c.day != all_(changed)), fresh.where(within[1], effort.c.day == any_(changed))
    ).subquery("spent")
    total = cast(func.sum(spent.c.minutes), BigInteger).label("minutes")
    return session.rows(select(spent.c.unit_id, spent.c.service, total).group_by(spent.c.unit_id, spent.c.service))


def minutes_of_units() -> list[ColumnElement[Any]]:
    """The columns of a prepared day of units, from efforts that count, to be grouped by the first three."""
    return [effort.c.day, effort.c.unit_id, effort.c.service, func.sum(effort.c.minutes)]


def minutes_of_effort() -> list[ColumnElement[Any]]:
    """The columns of a prepared day, from efforts that count, to be grouped by the first three."""
    on_projects = func.coalesce(func.sum(effort.c.minutes).filter(effort.c.project_id.is_not(None)), 0)
    return [effort.c.day, effort.c.person_id, effort.c.service, func.sum(effort.c.minutes), on_projects]


def changed_labour_days(session: Session, start: date, end: date) -> list[date]:
    """The days of this stretch to be read from the efforts themselves."""
    stale = stale_labour_days(session)
    days = [start + timedelta(days=number) for number in range((end - start).days)]
    return days if stale is None else [day for day in days if day in stale]


def _spent(session: Session, people: Sequence[UUID], start: date, end: date) -> Subquery:
    changed = changed_labour_days(session, start, end)
    prepared = select(labour_day.c.day, labour_day.c.person_id, labour_day.c.service, labour_day.c.minutes, labour_day.c.project_minutes)
    fresh = select(
        effort.c.day, effort.c.person_id, effort.c.service, effort.c.minutes,
        case((effort.c.project_id.is_not(None), effort.c.minutes), else_=0),
    )  # fmt: skip
    these, stale_days = literal(list(people), ARRAY(UUID_TYPE)), literal(changed, ARRAY(Date))  # one parameter each, however many there are
    wanted = [and_(c.day >= start, c.day < end, c.person_id == any_(these)) for c in (labour_day.c, effort.c)]
    return union_all(
        prepared.where(wanted[0], labour_day.c.day != all_(stale_days)),
        fresh.where(wanted[1], effort.c.day == any_(stale_days), effort.c.cancelled_at.is_(None)),
    ).subquery("spent")
