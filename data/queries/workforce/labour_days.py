"""Minutes of people by day: prepared ones where a day is fresh, the efforts themselves where something has just changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Subquery, and_, case, cast, func, select, union_all

from data.session import Session
from data.tables.analytics import dirty
from data.tables.workforce import effort, labour_day

LABOUR = "effort"  # what marks of changed labour are called


def stale_labour_days(session: Session) -> frozenset[date] | None:
    """The days whose prepared minutes cannot be trusted now; None: none of them can."""
    days = [row.day for row in session.rows(select(dirty.c.day).where(dirty.c.name == LABOUR).distinct())]
    return None if None in days else frozenset(days)


def minutes_of_days(session: Session, people: Sequence[UUID], start: date, end: date) -> Sequence[Any]:
    """person_id, day, minutes, on_projects of these people from `start` up to `end` (not included); only days with labour."""
    spent = _spent(session, people, start, end)
    return session.rows(
        select(
            spent.c.person_id, spent.c.day, cast(func.sum(spent.c.minutes), Integer).label("minutes"),
            cast(func.sum(spent.c.project_minutes), Integer).label("on_projects"),
        ).group_by(spent.c.person_id, spent.c.day)
    )  # fmt: skip


def minutes_by_service(session: Session, people: Sequence[UUID], start: date, end: date) -> dict[str, int]:
    """Minutes of these people by service, the empty word for labour without a case; the largest first."""
    spent = _spent(session, people, start, end)
    total = cast(func.sum(spent.c.minutes), Integer).label("minutes")
    rows = session.rows(select(spent.c.service, total).group_by(spent.c.service).order_by(total.desc(), spent.c.service))
    return {row.service: row.minutes for row in rows}


def minutes_of_effort() -> list[ColumnElement[Any]]:
    """The columns of a prepared day, from efforts that count, to be grouped by the first three."""
    on_projects = func.coalesce(func.sum(effort.c.minutes).filter(effort.c.project_id.is_not(None)), 0)
    return [effort.c.day, effort.c.person_id, effort.c.service, func.sum(effort.c.minutes), on_projects]


def _spent(session: Session, people: Sequence[UUID], start: date, end: date) -> Subquery:
    stale = stale_labour_days(session)
    changed = [start + timedelta(days=number) for number in range((end - start).days)]
    if stale is not None:
        changed = [day for day in changed if day in stale]
    prepared = select(labour_day.c.day, labour_day.c.person_id, labour_day.c.service, labour_day.c.minutes, labour_day.c.project_minutes)
    fresh = select(
        effort.c.day, effort.c.person_id, effort.c.service, effort.c.minutes,
        case((effort.c.project_id.is_not(None), effort.c.minutes), else_=0),
    )  # fmt: skip
    wanted = [and_(c.day >= start, c.day < end, c.person_id.in_(people)) for c in (labour_day.c, effort.c)]
    return union_all(
        prepared.where(wanted[0], labour_day.c.day.not_in(changed)),
        fresh.where(wanted[1], effort.c.day.in_(changed), effort.c.cancelled_at.is_(None)),
    ).subquery("spent")
