"""Change a production calendar: fill it, edit a day, load a year. Deadlines of open cases follow in a job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar, Literal
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from data.ids import new_id
from data.operations.audit import record
from data.operations.jobs import enqueue
from data.queries.calendars import CalendarUnknown, as_document, days_of_year, intervals_of
from data.session import Session
from data.tables.processes import calendar, calendar_day
from models.access.permissions import Permission, require
from models.errors import Conflict, InvalidInput
from models.processes.production_calendar import FULL_DAY, SHORT_DAYS, default_days
from models.processes.working_time import CalendarYearNotLoaded, Intervals, check_intervals

STANDARD = "standard"
AROUND_THE_CLOCK = "around_the_clock"
WHOLE_DAY = ((0, 24 * 60),)
Pattern = Literal["official", "week", "around_the_clock"]

_NAMES = {
    STANDARD: {"ru": "Производственный календарь", "en": "Production calendar"},
    AROUND_THE_CLOCK: {"ru": "Круглосуточно", "en": "Around the clock"},
}
_SATURDAY = 5
_LONGEST_NOTE = 200


class CalendarYearAlreadyLoaded(Conflict):
    """Somebody has entered this year already; its days are edited one by one."""

    code: ClassVar[str] = "calendar_year_already_loaded"


class CalendarDayChangedMeanwhile(Conflict):
    """Somebody else has edited this day since it was opened; `work` and `note` are what stands there now."""

    code: ClassVar[str] = "calendar_day_changed_meanwhile"


class CalendarNoteTooLong(InvalidInput):
    """A note is a line, not a document."""

    code: ClassVar[str] = "calendar_note_too_long"


def seed_calendars(session: Session, *, years: tuple[int, ...] = tuple(SHORT_DAYS)) -> None:
    """Fill an empty database with the working days and the round-the-clock calendar; what exists is left as people made it."""
    existing = set(session.connection.execute(select(calendar.c.code)).scalars())
    for code, name in _NAMES.items():
        if code not in existing:
            made = new_id()
            session.execute(insert(calendar), {"id": made, "code": code, "name": name})
            for year in years:
                _insert_days(session, made, _days(year, "official" if code == STANDARD else "around_the_clock"))


def load_year(session: Session, code: str, year: int, *, pattern: Pattern | None = None) -> None:
    """Enter a whole year: the official working days if this version of Kordon knows them, else by the choice of a person a plain `week`.

    Raises `CalendarYearNotLoaded` when the official days of the year are not known, `CalendarYearAlreadyLoaded`.
    """
    require(session.actor, Permission.MANAGE_CALENDARS)
    head = _locked(session, code)
    if days_of_year(session, head.id, year):
        raise CalendarYearAlreadyLoaded(year=year)
    chosen = pattern or ("around_the_clock" if code == AROUND_THE_CLOCK else "official")
    days = _days(year, chosen)
    _insert_days(session, head.id, days)
    working = sum(1 for intervals in days.values() if intervals)
    _changed(session, head, action="calendar_changed", after={"year": year, "pattern": chosen, "working_days": working})


def edit_day(
    session: Session, code: str, day: date, *, work: Intervals, note: str = "", seen: Intervals | None = None, seen_note: str = ""
) -> bool:
    """Set the working intervals of a day (none: a day off) and the reason. False when nothing was changed.

    `seen` is what the person had in front of the eyes. Raises `CalendarDayChangedMeanwhile`, `CalendarDayIsWrong`,
    `CalendarYearNotLoaded`.
    """
    require(session.actor, Permission.MANAGE_CALENDARS)
    check_intervals(day, work)
    note = " ".join(note.split())
    if len(note) > _LONGEST_NOTE:
        raise CalendarNoteTooLong(field="note", most=_LONGEST_NOTE)
    head = _locked(session, code)
    here = (calendar_day.c.calendar_id == head.id) & (calendar_day.c.day == day)
    row = session.first(select(calendar_day).where(here))
    if row is None:
        raise CalendarYearNotLoaded(day.year)
    before = {"work": intervals_of(row.work), "note": row.note}
    after = {"work": intervals_of(work), "note": note}
    if before == after:
        return False
    if seen is not None and (before["work"], before["note"]) != (intervals_of(seen), seen_note):
        raise CalendarDayChangedMeanwhile(day=day, work=before["work"], note=before["note"])
    session.execute(update(calendar_day).where(here).values(work=as_document(work), note=note))
    _changed(
        session, head, action="calendar_changed",
        before={"work": as_document(before["work"]), "note": row.note}, after={"work": as_document(work), "note": note},
        day=day, recompute=before["work"] != after["work"],
    )  # fmt: skip
    return True


def _changed(
    session: Session,
    head: Row[Any],
    *,
    action: str,
    after: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    day: date | None = None,
    recompute: bool = True,
) -> None:
    name = head.name.get("ru", head.code)
    session.execute(update(calendar).where(calendar.c.id == head.id).values(revision=new_id()))
    record(
        session, action, subject_kind="calendar", subject_id=head.id, subject_name=f"{name}, {day:%d.%m.%Y}" if day else name,
        before=before, after=after,
    )  # fmt: skip
    if recompute:
        queueing_lock = f"recompute_due_dates:{head.code}"  # ten edits in a row are recomputed once
        enqueue(session, "recompute_due_dates", arguments={"calendar": head.code}, lock="recompute_due_dates", queueing_lock=queueing_lock)
    session.changed("calendars")


def _locked(session: Session, code: str) -> Row[Any]:
    """The calendar's row, ours until the commit: two editors come one after the other."""
    row = session.first(select(calendar).where(calendar.c.code == code).with_for_update())
    if row is None:
        raise CalendarUnknown(calendar=code)
    return row


def _days(year: int, pattern: Pattern) -> dict[date, tuple[tuple[int, int], ...]]:
    if pattern == "official":
        return default_days(year)
    days: dict[date, tuple[tuple[int, int], ...]] = {}
    day = date(year, 1, 1)
    while day.year == year:
        if pattern == "around_the_clock":
            days[day] = WHOLE_DAY
        else:
            days[day] = FULL_DAY if day.weekday() < _SATURDAY else ()
        day += timedelta(days=1)
    return days


def _insert_days(session: Session, calendar_id: UUID, days: Mapping[date, Intervals]) -> None:
    rows = [{"calendar_id": calendar_id, "day": day, "work": as_document(work)} for day, work in days.items()]
    session.execute(insert(calendar_day), rows)
