"""What lies ahead: labour that open work and work still to come will take week by week, against the crew that will be there.

A case is expected to end when the median duration of its service has passed since its opening, an overdue one at once. It then has
taken the mean labour of a case of its service. New cases come at the pace of the last months. Durations are in days, labour in minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS_AHEAD = 4
DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Pace:
    """How a service has gone of late: `minutes` of labour per closed case, `median_days` from opening to closing, new cases a day."""

    minutes: float
    median_days: float
    arrivals: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days ahead with what the crew owes in them: from `first_day` up to `day_after` (not included)."""

    first_day: date
    day_after: date
    owed: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """Labour expected in a stretch: on cases that are open now, on cases still to come; `capacity` for cases in it."""

    first_day: date
    day_after: date
    carried: float
    arriving: float
    capacity: float

    @property
    def load(self) -> float | None:
        """Expected ÷ capacity; None when nobody is there."""
        return (self.carried + self.arriving) / self.capacity if self.capacity else None


def pace_of(*, minutes: int, closed: int, median_days: float | None, opened: int, days: int) -> Pace | None:
    """From sums over the last `days`. None when nothing was closed or nothing was worked: then nothing can be said."""
    if not closed or not minutes or median_days is None or days <= 0:
        return None
    return Pace(minutes / closed, median_days, opened / days)


def stretches(today: date) -> list[tuple[date, date]]:
    """The rest of this week from tomorrow on, then whole weeks; a week that ends today is left out."""
    monday = today + timedelta(days=DAYS_OF_A_WEEK - today.weekday())
    found = [(today + timedelta(days=1), monday)] if today + timedelta(days=1) < monday else []
    weeks = [monday + timedelta(days=DAYS_OF_A_WEEK * number) for number in range(WEEKS_AHEAD)]
    return found + [(first, first + timedelta(days=DAYS_OF_A_WEEK)) for first in weeks]


def forecast(
    today: date, ahead: Sequence[Stretch], *, open_cases: Iterable[tuple[str, int, int]], paces: Mapping[str, Pace], for_cases: float
) -> list[Ahead]:
    """Labour of each stretch. `open_cases`: service, age in whole days, how many; `for_cases`: the share of owed time that goes into cases.

    What is expected before the first stretch lies in it; what is expected after the last one, and services without a pace, in none.
    """
    waiting = list(open_cases)
    found: list[Ahead] = []
    for place, stretch in enumerate(ahead):
        begin, end = (stretch.first_day - today).days, (stretch.day_after - today).days
        since = -float("inf") if place == 0 else float(begin)
        carried = sum(
            paces[service].minutes * count
            for service, age, count in waiting
            if service in paces and since <= paces[service].median_days - age < end
        )
        # New cases end one median after they came: evenly from that day on.
        arriving = sum(
            pace.minutes * pace.arrivals * max(0.0, end - max(0.0 if place == 0 else begin, pace.median_days)) for pace in paces.values()
        )
        found.append(Ahead(stretch.first_day, stretch.day_after, carried, arriving, stretch.owed * for_cases))
    return found


def days_of_work(minutes: float, ahead: Sequence[Ahead], owed_days: int) -> float | None:
    """How many working days the crew needs for so much labour, at its mean capacity of the days ahead. None when nobody is there."""
    capacity = sum(one.capacity for one in ahead)
    return minutes / (capacity / owed_days) if capacity and owed_days else None
