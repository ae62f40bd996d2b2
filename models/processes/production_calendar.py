"""The first filling of the production calendar: Russian working days, 9:00–18:00 with lunch from 13:00 to 14:00.

Days off come from the package `holidays` (Labour Code art. 112 with the transfers that the government decrees each autumn). Short days are
listed by hand, because no package knows them: the working day right before a holiday is an hour shorter (art. 95), and so is a Saturday
worked instead of such a day. Years without that list are not offered: a designer enters them when the decree is out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import holidays

from models.processes.working_time import CalendarYearNotLoaded

FULL_DAY = ((9 * 60, 13 * 60), (14 * 60, 18 * 60))
SHORT_DAY = ((9 * 60, 13 * 60), (14 * 60, 17 * 60))

# (month, day). The 40-hour norms of the years follow from them: 1973, 1973, 1979, 1972, 1972, 1972 hours.
SHORT_DAYS: Mapping[int, tuple[tuple[int, int], ...]] = {
    2022: ((2, 22), (3, 5), (11, 3)),
    2023: ((2, 22), (3, 7), (11, 3)),
    2024: ((2, 22), (3, 7), (5, 8), (6, 11), (11, 2)),
    2025: ((3, 7), (4, 30), (6, 11), (11, 1)),
    2026: ((4, 30), (5, 8), (6, 11), (11, 3)),
    2027: ((2, 20), (4, 30), (6, 11), (11, 3)),
}


def default_days(year: int) -> dict[date, tuple[tuple[int, int], ...]]:
    """Every day of a year with its working intervals; `CalendarYearNotLoaded` for a year whose short days are not known."""
    if year not in SHORT_DAYS:
        raise CalendarYearNotLoaded(year)
    official = holidays.country_holidays("RU", years=year)
    days: dict[date, tuple[tuple[int, int], ...]] = {}
    day = date(year, 1, 1)
    while day.year == year:
        if not official.is_working_day(day):
            days[day] = ()
        else:
            days[day] = SHORT_DAY if (day.month, day.day) in SHORT_DAYS[year] else FULL_DAY
        day += timedelta(days=1)
    return days
