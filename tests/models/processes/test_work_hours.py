"""Working hours as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.processes.work_hours import HoursNotReadable, hours_text, read_hours
from models.processes.working_time import CalendarDayIsWrong


@st.composite
def _days(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    bounds = sorted(draw(st.lists(st.integers(0, 1440), unique=True, max_size=8)))
    return tuple(zip(bounds[0::2], bounds[1::2], strict=False))


@given(_days())
def test_what_is_written_is_read_back(day: tuple[tuple[int, int], ...]) -> None:
    assert read_hours(hours_text(day)) == day


@pytest.mark.parametrize("text", ["9-18", " 09:00 – 18:00 ", "9.00—18.00", "9:00..18:00,"])
def test_hours_are_read_as_people_write_them(text: str) -> None:
    assert read_hours(text) == ((540, 1080),)


@pytest.mark.parametrize("text", ["с девяти", "9", "9-", "9:60-18", "9-18 и 19-20", "9-18, обед"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(HoursNotReadable) as refused:
        read_hours(text)
    assert refused.value.field == "hours"


@pytest.mark.parametrize("text", ["18-9", "9-18, 17-19", "9-25", "9-9"])
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(CalendarDayIsWrong):
        read_hours(text)
