"""Keep the prepared minutes of labour fresh."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, insert, select

from data.queries.workforce.labour_days import minutes_of_effort, minutes_of_units
from data.session import Session
from data.tables.workforce import effort, labour_day, labour_unit_day


def refresh_labour_days(session: Session, marks: Iterable[date | None]) -> int:
    """Count these days again, all of them for a mark without a day. Returns how many months they lie in.

    The marks must have been taken in this transaction: what commits meanwhile leaves its own.
    """
    days = set(marks)
    if not days:
        return 0
    for table, columns in ((labour_day, minutes_of_effort()), (labour_unit_day, minutes_of_units())):
        gone, counted = delete(table), select(*columns).where(effort.c.cancelled_at.is_(None))
        if None not in days:
            gone, counted = gone.where(table.c.day.in_(days)), counted.where(effort.c.day.in_(days))
        session.execute(gone)
        session.execute(insert(table).from_select(table.c.keys(), counted.group_by(*columns[:3])))
    return len({day.replace(day=1) for day in days if day is not None}) or 1
