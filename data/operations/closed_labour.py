"""Keep the prepared labour of closed cases fresh."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, text

from data.queries.analytics.closed_labour import COUNTED
from data.queries.analytics.measures import days_of_marks
from data.session import Session
from data.tables.analytics import closed_labour
from models.analytics.period import instant

_INSERT = text("INSERT INTO closed_labour (day, service, cases, minutes, told) " + COUNTED)
_EVER = date(1970, 1, 1)


def refresh_closed_labour(session: Session, marks: Iterable[date | None], *, everything: bool, zone: ZoneInfo) -> None:
    """Count these days (UTC marks) again, all of them for a mark without a day or `everything`."""
    days = None if everything else days_of_marks(marks, zone)
    if days is None:
        session.execute(delete(closed_labour))
        end = session.now.astimezone(zone).date() + timedelta(days=366)  # a case dated into the future is closed there
        _count(session, instant(_EVER, zone), instant(end, zone), zone)
        return
    session.execute(delete(closed_labour).where(closed_labour.c.day.in_(days)))
    for day in sorted(days):
        _count(session, instant(day, zone), instant(day + timedelta(days=1), zone), zone)


def _count(session: Session, start: datetime, beyond: datetime, zone: ZoneInfo) -> None:
    session.execute(_INSERT, {"zone": zone.key, "start": start, "beyond": beyond})
