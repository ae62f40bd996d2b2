"""How the bank changes over the months of the story: how much comes in, and how well it is dealt with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from statistics import NormalDist
from zoneinfo import ZoneInfo

from data.demo.clock import Hours, seconds_of

# What is ordered, how often: shares of all requests.
SERVICES = {
    "company_check": 30.0, "person_check": 23.0, "account_opening": 21.0, "consultation": 12.0, "unit_request": 5.0, "field_visit": 4.0,
    "incident_report": 4.6, "investigation": 0.4,
}  # fmt: skip
# January and May are short, summer is quiet, quarters end in a rush.
_SEASON = (0.78, 0.97, 1.12, 1.03, 0.80, 1.04, 0.90, 0.86, 1.06, 1.05, 1.06, 1.18)
_WEEKDAY = (1.14, 1.06, 1.02, 1.0, 0.84, 0.06, 0.04)
_HOURS = {8: 3, 9: 14, 10: 17, 11: 16, 12: 11, 13: 5, 14: 12, 15: 12, 16: 11, 17: 7, 18: 3, 19: 1}
_SPREAD = 0.42  # of the logarithm of the time a case takes


@dataclass(frozen=True, slots=True)
class Mood:
    """`begin` and `end` of the story; it improves from the one to the other, but for a bad month in between."""

    begin: datetime
    end: datetime
    zone: ZoneInfo

    def progress(self, at: int) -> float:
        begin, end = seconds_of(self.begin), seconds_of(self.end)
        return min(1.0, max(0.0, (at - begin) / max(1, end - begin)))

    @property
    def bad_month(self) -> tuple[date, date]:
        """Two officers are ill in February, when everybody is; in a story without a February about two thirds of the way."""
        begin, end = (moment.astimezone(self.zone).date() for moment in (self.begin, self.end))
        winters = [date(year, 2, 5) for year in range(begin.year, end.year + 1)]
        fitting = [day for day in winters if begin + timedelta(days=90) < day < end - timedelta(days=60)]
        first = fitting[-1] if fitting else begin + (end - begin) * 0.64
        return first, first + timedelta(days=22)

    def late_share(self, at: int) -> float:
        """The share of cases that will miss their promise: from a fifth to a thirtieth, learning fast at first."""
        share: float = 0.028 + 0.165 * (1 - self.progress(at)) ** 1.35
        first, last = self.bad_month
        if first <= datetime.fromtimestamp(at, self.zone).date() <= last:
            share += 0.2
        return share

    def pace(self, at: int, rng: Random) -> float:
        """The share of the promised time a case takes; more than one is late."""
        middle: float = -_SPREAD * NormalDist().inv_cdf(1 - self.late_share(at))
        share: float = rng.lognormvariate(middle, _SPREAD)
        return min(2.6, share)

    def arrivals(self, total: int, rng: Random, desk: Hours) -> Iterator[int]:
        """Moments at which `total` requests come in, in order: by season, weekday and hour, growing over the story."""
        day, last = self.begin.astimezone(self.zone).date(), self.end.astimezone(self.zone).date()
        days, weights = [], []
        while day <= last:
            noon = seconds_of(datetime(day.year, day.month, day.day, 10, 30, tzinfo=self.zone))
            weight = _SEASON[day.month - 1] * (_WEEKDAY[min(day.weekday(), 4)] if desk.is_working(noon) else _WEEKDAY[5])
            if day.day >= 25 and day.month in (3, 6, 9, 12):
                weight *= 1.3
            days.append(day)
            weights.append(weight * (0.75 + 0.5 * self.progress(noon)) * rng.uniform(0.8, 1.2))
            day += timedelta(days=1)
        scale, owed = total / sum(weights), 0.0
        hours, shares = list(_HOURS), list(_HOURS.values())
        for day, weight in zip(days, weights, strict=True):
            owed += weight * scale
            count, owed = int(owed), owed - int(owed)
            midnight = seconds_of(datetime(day.year, day.month, day.day, tzinfo=self.zone))
            chosen = rng.choices(hours, shares, k=count)
            yield from sorted(midnight + hour * 3600 + rng.randint(0, 3599) for hour in chosen)
