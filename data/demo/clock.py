"""Working time for made-up history: the same arithmetic as `WorkCalendar`, for one moment at a time and in whole seconds.

A million cases ask for some forty million deadlines one by one; an array of one element costs twenty times what a bisection does.
A test holds the two against each other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from models.processes.working_time import Intervals

DUTY_DAY = ((8 * 60, 22 * 60),)  # whoever is on duty answers on every day of the week


class Hours:
    """A calendar laid out as intervals of seconds since 1970 (UTC)."""

    def __init__(self, days: Mapping[date, Intervals], zone: ZoneInfo) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._done: list[int] = []  # working seconds up to the end of each interval
        total = 0
        for day in sorted(days):
            midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
            for begin, end in days[day]:
                first, last = _instant(midnight, begin), _instant(midnight, end)
                total += last - first
                self._starts.append(first)
                self._ends.append(last)
                self._done.append(total)

    def elapsed(self, at: int) -> int:
        """Working seconds from the beginning of the calendar."""
        number = bisect_right(self._starts, at) - 1
        if number < 0:
            return 0
        end = self._ends[number]
        return self._done[number] - (end - at if at < end else 0)

    def after(self, at: int, seconds: float) -> int:
        """The first moment at which so much working time has passed since `at`; `at` itself for none."""
        if seconds < 1:
            return at
        target = self.elapsed(at) + int(seconds)
        number = bisect_left(self._done, target)
        return self._ends[number] - (self._done[number] - target)

    def before(self, at: int, seconds: float) -> int:
        """The last moment from which so much working time remains until `at`."""
        target = max(1, self.elapsed(at) - int(seconds))
        number = bisect_left(self._done, target)
        return self._ends[number] - (self._done[number] - target)

    def between(self, begin: int, end: int) -> int:
        """Working seconds; negative when `end` is the earlier one."""
        return self.elapsed(end) - self.elapsed(begin)

    def minutes(self, begin: int, end: int) -> int:
        """Whole working minutes, as `WorkCalendar.minutes_between` counts them."""
        seconds = self.between(begin, end)
        return seconds // 60 if seconds >= 0 else -(-seconds // 60)

    def is_working(self, at: int) -> bool:
        number = bisect_right(self._starts, at) - 1
        return number >= 0 and at < self._ends[number]

    def next_moment(self, at: int) -> int:
        """`at` when it is working time, else the beginning of the next interval."""
        return at if self.is_working(at) else self._starts[bisect_right(self._starts, at)]

    def last_moment(self, at: int) -> int:
        """`at` when it is working time, else the end of the interval before."""
        return at if self.is_working(at) else self._ends[bisect_right(self._starts, at) - 1] - 1


def _instant(midnight: datetime, minute: int) -> int:
    return int((midnight + timedelta(minutes=minute)).timestamp())


def duty_hours(first: date, last: date, zone: ZoneInfo) -> Hours:
    """Every day from morning to late evening."""
    return Hours({first + timedelta(days=number): DUTY_DAY for number in range((last - first).days + 1)}, zone)


def seconds_of(moment: datetime) -> int:
    return int(moment.timestamp())


def moment_of(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
