"""Periods of management figures: whole months, quarters and years of the bank's calendar, or everything there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import ClassVar
from zoneinfo import ZoneInfo

from models.errors import InvalidInput


class UnknownPeriod(InvalidInput):
    """A period is written `all`, `2026`, `2026-Q1` or `2026-03`."""

    code: ClassVar[str] = "unknown_period"


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to, but not including, `end`. `code` is how people and addresses write it."""

    kind: PeriodKind
    code: str
    start: date
    end: date

    def months(self) -> Iterator[date]:
        """The first day of every month in it."""
        return months_between(self.start, self.end)

    def contains(self, day: date) -> bool:
        return self.start <= day < self.end


_MONTHS_OF_A_QUARTER = 3
_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}
_CODE = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
CODED_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")  # a month as addresses and forms write it


def parse_period(code: str, *, everything: tuple[date, date]) -> Period:
    """Read `all`, `2026`, `2026-Q1`, `2026-03`. `everything`: the days `all` stands for. Raises `UnknownPeriod`."""
    if code == "all":
        return Period(PeriodKind.ALL, "all", *everything)
    found = _CODE.fullmatch(code)
    if found is None:
        raise UnknownPeriod(code, field="period", given=code)
    year = int(found["year"])
    if found["quarter"]:
        return period_of(date(year, int(found["quarter"]) * _MONTHS_OF_A_QUARTER, 1), PeriodKind.QUARTER)
    if found["month"]:
        return period_of(date(year, int(found["month"]), 1), PeriodKind.MONTH)
    return period_of(date(year, 1, 1), PeriodKind.YEAR)


def period_of(day: date, kind: PeriodKind) -> Period:
    """The month, quarter or year a day lies in."""
    size = _MONTHS[kind]
    start = date(day.year, (day.month - 1) // size * size + 1, 1)
    code = {
        PeriodKind.MONTH: f"{start.year}-{start.month:02}",
        PeriodKind.QUARTER: f"{start.year}-Q{(start.month - 1) // _MONTHS_OF_A_QUARTER + 1}",
        PeriodKind.YEAR: str(start.year),
    }[kind]
    return Period(kind, code, start, month_after(start, size))


def previous_period(period: Period) -> Period | None:
    """The one before; nothing comes before everything."""
    return None if period.kind is PeriodKind.ALL else period_of(month_after(period.start, -1), period.kind)


def following_period(period: Period) -> Period | None:
    return None if period.kind is PeriodKind.ALL else period_of(period.end, period.kind)


def so_far(period: Period, today: date) -> tuple[date, date]:
    """The days of the period that have begun: an unfinished month ends with today."""
    return period.start, min(period.end, max(period.start, date.fromordinal(today.toordinal() + 1)))


def counted_until(period: Period, today: date) -> date:
    """Up to where facts are counted: the whole period once it has begun (nothing happens after now), none of it before."""
    return period.end if today >= period.start else period.start


def comparable(period: Period, today: date) -> tuple[date, date] | None:
    """The same stretch of the previous period: 1–18 November is compared with 1–18 October, a finished month with a whole one.

    Stretches are measured in months and days, so that 31 March meets the whole of February. None when nothing was before.
    """
    before = previous_period(period)
    if before is None:
        return None
    _start, end = so_far(period, today)
    if end == period.end:
        return before.start, before.end
    months = (end.year - period.start.year) * 12 + end.month - period.start.month
    begin = month_after(before.start, months)
    last = month_after(begin, 1)
    return before.start, min(before.end, last, date.fromordinal(begin.toordinal() + end.day - 1))


def month_after(month: date, count: int) -> date:
    """The first day of the month that comes `count` months later (earlier for a negative count)."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def months_between(start: date, end: date) -> Iterator[date]:
    """The first day of every month that has a day in `start` … `end`, the end not included."""
    month = start.replace(day=1)
    while start < end and month < end:
        yield month
        month = month_after(month, 1)


def instant(day: date, zone: ZoneInfo) -> datetime:
    """When the day begins in the zone, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
