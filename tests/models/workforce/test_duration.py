"""Minutes as people type them."""

from __future__ import annotations

import pytest

from models.workforce.absence import AbsenceKind, kind_of, owed
from models.workforce.duration import read_minutes
from models.workforce.effort import MinutesWrong


@pytest.mark.parametrize(("typed", "minutes"), [
    ("45", 45), (" 1:30 ", 90), ("1 ч 30 мин", 90), ("1,5 ч", 90), ("2h", 120), ("2 hours", 120), ("15 минут", 15), ("24:00", 1440), ("1 час 5 м", 65),
])  # fmt: skip
def test_minutes_are_read_as_people_write_them(typed: str, minutes: int) -> None:
    assert read_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["", "много", "0", "1:75", "25 ч", "1441", "-5", "1e3", "٣"])
def test_what_is_no_stretch_of_a_day_is_refused(typed: str) -> None:
    with pytest.raises(MinutesWrong):
        read_minutes(typed)


def test_nothing_may_be_meant_where_it_means_taking_out() -> None:
    assert read_minutes("0", zero=True) == 0


def test_nothing_is_owed_on_leave_but_a_trip_is_work() -> None:
    assert [owed(480, kind) for kind in (None, "vacation", "sick", "other", "trip", "training")] == [480, 0, 0, 0, 480, 480]
    assert (kind_of(" Отпуск "), kind_of("trip"), kind_of("прогул")) == (AbsenceKind.VACATION, AbsenceKind.TRIP, None)
