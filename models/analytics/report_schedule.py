"""When a report goes out by itself, and of which period it then is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from zoneinfo import ZoneInfo

from models.analytics.period import PeriodKind, month_after, period_of, previous_period
from models.errors import InvalidInput

MOST_RECIPIENTS = 50
LAST_DAY = {"weekly": 7, "monthly": 28, "quarterly": 28}


class WrongSchedule(InvalidInput):
    """A schedule needs a report, a day its rhythm has, an hour, recipients who may read reports; the field is named."""

    code: ClassVar[str] = "wrong_schedule"


class Rhythm(StrEnum):
    WEEKLY = "weekly"        # the month so far, on a weekday
    MONTHLY = "monthly"      # the month that is over
    QUARTERLY = "quarterly"  # the quarter that is over


@dataclass(frozen=True, slots=True)
class Moments:
    """`day`: 1 (Monday) … 7 of a week, else 1 … 28 of the month, or of the first month of the quarter; `hour` by the bank's clock."""

    rhythm: Rhythm
    day: int
    hour: int

    def __post_init__(self) -> None:
        if not 1 <= self.day <= LAST_DAY[self.rhythm]:
            raise WrongSchedule(field="day")
        if not 0 <= self.hour <= 23:
            raise WrongSchedule(field="hour")

    def next_after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first instant later than `moment`. An hour that the clock jumps over counts as the one after it."""
        today = moment.astimezone(zone).date()
        candidate = self._start_of(today)
        while True:
            at = datetime(candidate.year, candidate.month, candidate.day, self.hour, tzinfo=zone)
            if at > moment:
                return at
            candidate = self._following(candidate)

    def _start_of(self, today: date) -> date:
        if self.rhythm is Rhythm.WEEKLY:
            return today - timedelta(days=today.weekday()) + timedelta(days=self.day - 1)
        kind = PeriodKind.MONTH if self.rhythm is Rhythm.MONTHLY else PeriodKind.QUARTER
        return period_of(today, kind).start.replace(day=self.day)

    def _following(self, day: date) -> date:
        if self.rhythm is Rhythm.WEEKLY:
            return day + timedelta(days=7)
        return month_after(day.replace(day=1), 1 if self.rhythm is Rhythm.MONTHLY else 3).replace(day=self.day)


def period_told(rhythm: Rhythm, day: date) -> str:
    """The code of the period that goes out on this day of the bank."""
    if rhythm is Rhythm.WEEKLY:
        return period_of(day, PeriodKind.MONTH).code
    over = previous_period(period_of(day, PeriodKind.MONTH if rhythm is Rhythm.MONTHLY else PeriodKind.QUARTER))
    assert over is not None
    return over.code
