"""Working time: deadlines and durations by an editable production calendar.

A calendar is a list of days with intervals of work in its own zone. It is laid out once as a row of intervals in UTC with the working
time accumulated before each; a deadline is then one search in that row, for one case or for a million (0.1 s).
Time itself is exact to the microsecond; rules speak in whole minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from models.errors import Conflict, InvalidInput

BANK_ZONE = "Europe/Moscow"
Intervals = Sequence[tuple[int, int]]      # (start, end) in minutes from midnight; empty = day off
_Moments = npt.NDArray[np.datetime64]
_Whole = npt.NDArray[np.int64]

_MINUTE = 60_000_000                       # microseconds: the unit of all arithmetic below
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_US = timedelta(microseconds=1)


class CalendarYearNotLoaded(Conflict):
    """The deadline needs a year of the calendar that nobody has entered: an error, never a guess."""

    code: ClassVar[str] = "calendar_year_not_loaded"

    def __init__(self, year: int) -> None:
        super().__init__(f"calendar year {year} is not loaded", year=year)
        self.year = year


class CalendarDayIsWrong(InvalidInput):
    """Intervals of a day overlap, run backwards or leave the day; or a year is loaded with holes (`day` is the first one)."""

    code: ClassVar[str] = "calendar_day_is_wrong"


def check_intervals(day: date, intervals: Intervals) -> None:
    """Raise `CalendarDayIsWrong` unless the intervals are in order, apart, and inside of the day."""
    previous = 0
    for start, end in intervals:
        if not previous <= start < end <= 24 * 60:
            raise CalendarDayIsWrong(day=day)
        previous = end


def _us(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone has no place in a deadline")
    return (moment - _EPOCH) // _US


class WorkCalendar:
    """Working days of whole years. Immutable once built; build anew when a day is edited."""

    def __init__(self, days: Mapping[date, Intervals], zone: str = BANK_ZONE) -> None:
        self.zone = ZoneInfo(zone)
        self.years = tuple(sorted({day.year for day in days}))
        _check_years_are_whole(days, self.years)
        bounds: list[tuple[int, int]] = []
        for day in sorted(days):
            check_intervals(day, days[day])
            midnight = datetime(day.year, day.month, day.day, tzinfo=self.zone)
            bounds.extend((self._wall_us(midnight, start), self._wall_us(midnight, end)) for start, end in days[day])
        table = np.array(bounds, dtype=np.int64).reshape(-1, 2)
        self._starts: _Whole = table[:, 0]
        self._ends: _Whole = table[:, 1]
        self._done: _Whole = np.cumsum(self._ends - self._starts)    # working time up to the end of each interval
        self._year_starts: _Whole = np.array([_us(datetime(year, 1, 1, tzinfo=self.zone)) for year in self.years], dtype=np.int64)
        self._year_ends: _Whole = np.array([_us(datetime(year + 1, 1, 1, tzinfo=self.zone)) for year in self.years], dtype=np.int64)

    @staticmethod
    def _wall_us(midnight: datetime, minute: int) -> int:
        """Wall-clock arithmetic, so that 9:00 stays 9:00 on the day when clocks change."""
        return _us((midnight + timedelta(minutes=minute)).astimezone(UTC))

    def due_at(self, start: datetime, minutes: int) -> datetime:
        """The first moment (UTC) at which `minutes` of working time have passed since `start`; `start` itself for zero."""
        return self.after(start, timedelta(minutes=minutes))

    def after(self, start: datetime, worked: timedelta) -> datetime:
        """As `due_at`, for any length of working time: what is left of a deadline is seldom a whole minute."""
        if worked < timedelta(0):
            raise ValueError("working time can only be added")
        return _EPOCH + int(self._after(np.array([_us(start)]), np.array([worked // _US]))[0]) * _US

    def due_at_many(self, starts: _Moments, minutes: Any) -> _Moments:
        """`due_at` for arrays: UTC `datetime64` and whole minutes (an array or one number) → `datetime64[us]`."""
        begun = np.asarray(starts).astype("datetime64[us]").astype(np.int64)
        wanted = np.broadcast_to(np.asarray(minutes, dtype=np.int64) * _MINUTE, begun.shape)
        if wanted.size and wanted.min() < 0:
            raise ValueError("working time can only be added")
        return self._after(begun, wanted).astype("datetime64[us]")

    def working_time_between(self, begin: datetime, end: datetime) -> timedelta:
        """Working time from `begin` to `end`; negative when `end` is the earlier one."""
        moments = np.array([_us(begin), _us(end)])
        self._check_loaded(moments.min(keepdims=True), moments.max(keepdims=True))
        first, second = self._elapsed(moments)
        return int(second - first) * _US

    def minutes_between(self, begin: datetime, end: datetime) -> int:
        """Whole working minutes from `begin` to `end`, rounded down (towards zero for a negative span)."""
        worked = self.working_time_between(begin, end)
        minutes = abs(worked) // timedelta(minutes=1)
        return minutes if worked >= timedelta(0) else -minutes

    def minutes_between_many(self, begins: _Moments, ends: _Moments) -> _Whole:
        """`minutes_between` for arrays of UTC `datetime64` of equal length."""
        first = np.asarray(begins).astype("datetime64[us]").astype(np.int64)
        second = np.asarray(ends).astype("datetime64[us]").astype(np.int64)
        self._check_loaded(np.minimum(first, second), np.maximum(first, second))
        worked = self._elapsed(second) - self._elapsed(first)
        return np.asarray(np.sign(worked) * (np.abs(worked) // _MINUTE), dtype=np.int64)

    def is_working(self, at: datetime) -> bool:
        """Does anybody work at this moment? The end of an interval no longer counts."""
        moment = np.array([_us(at)])
        self._check_loaded(moment, moment)
        number = int(np.searchsorted(self._starts, moment, side="right")[0]) - 1
        return number >= 0 and bool(moment[0] < self._ends[number])

    def next_working_moment(self, at: datetime) -> datetime:
        """`at` when it is working time, else the beginning of the next interval."""
        if self.is_working(at):
            return at.astimezone(UTC)
        number = int(np.searchsorted(self._starts, _us(at), side="left"))
        self._check_interval_exists(np.array([number]))
        found = self._starts[number : number + 1]
        self._check_loaded(np.array([_us(at)]), found)
        return _EPOCH + int(found[0]) * _US

    def _after(self, begun: _Whole, wanted: _Whole) -> _Whole:
        self._check_loaded(begun, begun)
        target = self._elapsed(begun) + wanted
        # side="left": work that ends exactly at 18:00 is due at 18:00, not at nine the next morning.
        number = np.searchsorted(self._done, target, side="left")
        later = wanted > 0
        self._check_interval_exists(number[later])
        number = np.minimum(number, max(len(self._done) - 1, 0))
        found = begun.copy() if not len(self._done) else np.where(later, self._ends[number] - (self._done[number] - target), begun)
        self._check_loaded(begun, found)
        return np.asarray(found, dtype=np.int64)

    def _elapsed(self, moments: _Whole) -> _Whole:
        """Working time from the beginning of the calendar to each moment."""
        if not len(self._starts):
            return np.zeros_like(moments)
        number = np.searchsorted(self._starts, moments, side="right") - 1
        safe = np.maximum(number, 0)
        inside = np.minimum(moments, self._ends[safe]) - self._ends[safe]
        return np.asarray(np.where(number < 0, 0, self._done[safe] + inside), dtype=np.int64)

    def _year_of(self, moment: int) -> int:
        return (_EPOCH + moment * _US).astimezone(self.zone).year

    def _check_interval_exists(self, numbers: _Whole) -> None:
        if numbers.size and int(numbers.max()) >= len(self._starts):
            raise CalendarYearNotLoaded(self.years[-1] + 1 if self.years else 1970)

    def _check_loaded(self, begins: _Whole, ends: _Whole) -> None:
        """Every year that the spans touch must be there, those in the middle too."""
        if not begins.size:
            return
        earliest, latest = int(begins.min()), int(ends.max())
        if not self.years or earliest < self._year_starts[0]:
            raise CalendarYearNotLoaded(self._year_of(earliest))
        if latest >= self._year_ends[-1]:
            raise CalendarYearNotLoaded(self.years[-1] + 1)
        if self.years[-1] - self.years[0] + 1 == len(self.years):
            return
        for moments in (begins, ends):
            year = np.searchsorted(self._year_starts, moments, side="right") - 1
            outside = moments >= self._year_ends[year]
            if outside.any():
                raise CalendarYearNotLoaded(self._year_of(int(moments[outside][0])))
        first = np.searchsorted(self._year_starts, begins, side="right") - 1
        last = np.searchsorted(self._year_starts, ends, side="right") - 1
        named = np.array(self.years)
        broken = np.flatnonzero(named[last] - named[first] != last - first)
        if broken.size:
            year_of_start = int(named[first[broken[0]]])
            raise CalendarYearNotLoaded(next(year for year in range(year_of_start, self.years[-1]) if year not in self.years))


def _check_years_are_whole(days: Mapping[date, Intervals], years: Sequence[int]) -> None:
    for year in years:
        day = date(year, 1, 1)
        while day.year == year:
            if day not in days:
                raise CalendarDayIsWrong(day=day)
            day += timedelta(days=1)
