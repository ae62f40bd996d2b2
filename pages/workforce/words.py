"""Labour in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from models.workforce.effort import DAYS_OF_A_WEEK, Origin, WeekState
from pages.components.icons import Icon
from pages.formats import NBSP, date_long, day_month, duration
from pages.translations import N_, _

ORIGINS: Mapping[str, tuple[Icon, str]] = MappingProxyType(
    {
        Origin.RULE: (Icon.ACTIVITY, N_("written by a rule")),
        Origin.TIMER: (Icon.CLOCK, N_("measured by the timer")),
        Origin.MANUAL: (Icon.PENCIL, N_("entered by hand")),
    }
)
WEEK_STATES: Mapping[str, tuple[str, Icon, str]] = MappingProxyType(
    {
        WeekState.OPEN: (N_("Not handed in"), Icon.STATUS_NEW, ""),
        WeekState.SUBMITTED: (N_("Handed in"), Icon.STATUS_APPROVAL, "on"),
        WeekState.APPROVED: (N_("Approved"), Icon.STATUS_DONE, "done"),
        WeekState.LOCKED: (N_("Month closed"), Icon.LOCK, ""),
    }
)
ABSENCES: Mapping[str, str] = MappingProxyType(
    {
        "vacation": N_("Holiday"), "sick": N_("Sick leave"), "trip": N_("Business trip"), "training": N_("Training"),
        "other": N_("Away"),
    }
)  # fmt: skip


def hours(minutes: int) -> str:
    """«7 ч 30 мин», «0 мин»."""
    return duration(minutes, minutes_of_a_day=10**9) if minutes else _("0 min")


def hours_short(minutes: int) -> str:
    """«7:30»: a figure in a narrow column."""
    return f"{minutes // 60}:{minutes % 60:02}"


def week_words(monday: date, *, today: date) -> str:
    """«16–22 ноября», «28 декабря – 3 января»."""
    sunday = monday + timedelta(days=DAYS_OF_A_WEEK - 1)
    if monday.month == sunday.month:
        return f"{monday.day}–{day_month(sunday, today=today)}"
    return f"{day_month(monday, today=today)}{NBSP}– {day_month(sunday, today=today)}"


def note_words(note: str) -> str:
    """What stands beside an entry: why it is on this day, why it does not count."""
    code, _colon, day = note.partition(":")
    if code == "late" and day:
        return _("for {day}: its week had been handed in", day=date_long(date.fromisoformat(day)))
    if code == "over" and day:
        return _("not counted: the day is full")
    return _("cut to 12 hours") if code == "cut" else note
