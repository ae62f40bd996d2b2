"""Working hours as people type them: "9:00–13:00, 14:00–18:00"."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from models.errors import InvalidInput
from models.processes.working_time import CalendarDayIsWrong, Intervals, check_intervals

_INTERVAL = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|−|\.\.)\s*(\d{1,2})(?:[:.](\d{2}))?")


class HoursNotReadable(InvalidInput):
    """This is not a list of hours; `part` is what could not be read."""

    code: ClassVar[str] = "hours_not_readable"


def read_hours(text: str) -> tuple[tuple[int, int], ...]:
    """Minutes from midnight, in pairs; nothing for an empty text. Raises `HoursNotReadable`, `CalendarDayIsWrong`."""
    intervals = []
    for part in (one.strip() for one in re.split(r"[,;]", text)):
        if not part:
            continue
        found = _INTERVAL.fullmatch(part)
        if found is None or int(found[2] or 0) > 59 or int(found[4] or 0) > 59:
            raise HoursNotReadable(part=part, field="hours")
        intervals.append((int(found[1]) * 60 + int(found[2] or 0), int(found[3]) * 60 + int(found[4] or 0)))
    try:
        check_intervals(date.min, intervals)
    except CalendarDayIsWrong:
        raise CalendarDayIsWrong(field="hours") from None
    return tuple(intervals)


def hours_text(intervals: Intervals) -> str:
    """The inverse of `read_hours`."""
    return ", ".join(f"{start // 60}:{start % 60:02}–{end // 60}:{end % 60:02}" for start, end in intervals)
