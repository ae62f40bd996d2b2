"""Keep the prepared minutes of labour fresh."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, insert, select

from data.queries.workforce.labour_days import minutes_of_effort
from data.session import Session
from data.tables.workforce import effort, labour_day


def refresh_labour_days(session: Session, marks: Iterable[date | None]) -> int:
    """Count these days again, all of them for a mark without a day. Returns how many months they lie in.

    The marks must have been taken in this transaction: what commits meanwhile leaves its own.
    """
    days = set(marks)
    if not days:
        return 0
    gone, counted = delete(labour_day), select(*minutes_of_effort()).where(effort.c.cancelled_at.is_(None))
    if None not in days:
        gone, counted = gone.where(labour_day.c.day.in_(days)), counted.where(effort.c.day.in_(days))
    session.execute(gone)
    names = ["day", "person_id", "service", "minutes", "project_minutes"]
    grouped = counted.group_by(effort.c.day, effort.c.person_id, effort.c.service)
    session.execute(insert(labour_day).from_select(names, grouped))
    return len({day.replace(day=1) for day in days if day is not None}) or 1
