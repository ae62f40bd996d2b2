"""A comparison with what was before is exact, or absent with a word why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analytics.effect import (
    Baseline,
    BaselineSourceNeeded,
    CountedTwice,
    Doubt,
    Measure,
    Preparation,
    WrongBaseline,
    WrongShare,
    change,
    check_baseline,
    check_share,
    doubts,
    mean_of_services,
    part_of,
    read_preparation,
    read_value,
    saved_minutes,
    speed_up,
    worth_of_minutes,
)

BEFORE = Baseline(Measure.HANDLING, "check", Decimal(40), "Журнал заявок в таблице", date(2025, 1, 1), date(2025, 3, 31), 120)
TODAY = date(2026, 11, 20)


def test_change_and_speed_computed_by_hand() -> None:
    assert change(40, 4) == -0.9
    assert change(Decimal("0.15"), 0.02) == pytest.approx(-0.866667)
    assert speed_up(31, 20) == 0.55
    assert change(0, 5) is change(None, 5) is change(5, None) is speed_up(5, 0) is None


@given(st.decimals("0.01", "10000", places=2), st.decimals("0.01", "10000", places=2))
def test_being_faster_and_taking_less_time_say_the_same(before: Decimal, now: Decimal) -> None:
    less, faster = change(before, now), speed_up(before, now)
    assert less is not None
    assert faster is not None
    assert (less < 0) == (faster > 0)


def test_saved_minutes_are_worth_what_a_minute_costs_now() -> None:
    saved = saved_minutes(Decimal(90), cases=10, minutes=600)  # 900 before, 600 now
    assert saved == 300
    assert worth_of_minutes(saved, kopecks=600 * 20_00, minutes=600) == 300 * 20_00
    assert worth_of_minutes(saved_minutes(Decimal(30), cases=10, minutes=600), kopecks=600 * 20_00, minutes=600) == -300 * 20_00
    assert worth_of_minutes(Fraction(300), kopecks=0, minutes=0) is None


@given(st.integers(0, 10**12), st.decimals("0.0001", "1", places=4))
def test_a_share_and_the_rest_are_the_whole_to_a_kopeck(kopecks: int, share: Decimal) -> None:
    rest = 1 - share
    assert abs(part_of(kopecks, share) + (part_of(kopecks, rest) if rest else 0) - kopecks) <= 1


def test_nothing_is_counted_twice() -> None:
    assert check_share(Decimal("0.4"), Decimal("0.6")) == Decimal("0.4")
    with pytest.raises(CountedTwice):
        check_share(Decimal("0.41"), Decimal("0.6"))
    for wrong in ("0", "-1", "1.01", "NaN"):
        with pytest.raises(WrongShare):
            check_share(Decimal(wrong), Decimal(0))


def test_enough_on_both_sides_leaves_no_doubt() -> None:
    assert doubts(BEFORE, value=4.0, rows=30) == ()


@pytest.mark.parametrize(
    ("baseline", "value", "rows", "doubt"),
    [
        (None, 4.0, 100, Doubt.NO_BASELINE), (BEFORE, None, 0, Doubt.NOTHING_NOW), (BEFORE, 4.0, 29, Doubt.FEW_ROWS),
        (replace(BEFORE, rows=29), 4.0, 30, Doubt.FEW_BASELINE_ROWS), (replace(BEFORE, rows=None), 4.0, 30, Doubt.BASELINE_ROWS_UNKNOWN),
        (replace(BEFORE, last_day=date(2025, 1, 27)), 4.0, 30, Doubt.SHORT_BASELINE),
    ],
)  # fmt: skip
def test_thin_data_are_called_thin(baseline: Baseline | None, value: float | None, rows: int, doubt: Doubt) -> None:
    assert doubts(baseline, value=value, rows=rows) == (doubt,)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(BEFORE, service=""), "service"), (replace(BEFORE, service="nonsense"), "service"),
        (replace(BEFORE, measure=Measure.BUDGET), "service"), (replace(BEFORE, value=Decimal(0)), "value"),
        (replace(BEFORE, value=Decimal("NaN")), "value"), (replace(BEFORE, last_day=date(2024, 1, 1)), "last_day"),
        (replace(BEFORE, last_day=date(2027, 1, 1)), "last_day"), (replace(BEFORE, rows=0), "rows"),
        (Baseline(Measure.REPORT_ERRORS, "", Decimal("1.5"), BEFORE.source, BEFORE.first_day, BEFORE.last_day), "value"),
    ],
)  # fmt: skip
def test_a_baseline_that_cannot_be_is_refused_at_its_field(wrong: Baseline, field: str) -> None:
    with pytest.raises(WrongBaseline) as refused:
        check_baseline(wrong, services=["check"], today=TODAY)
    assert refused.value.field == field


def test_a_baseline_without_a_source_is_an_opinion() -> None:
    with pytest.raises(BaselineSourceNeeded):
        check_baseline(replace(BEFORE, source="  так было "), services=["check"], today=TODAY)
    assert check_baseline(BEFORE, services=["check"], today=TODAY) == BEFORE


def test_values_are_read_as_people_write_them() -> None:
    assert read_value(Measure.REPORT_ERRORS, "15 %") == Decimal("0.15")
    assert read_value(Measure.BUDGET, "7 200 000,50 ₽") == Decimal(720000050)
    assert read_value(Measure.HANDLING, "40,5") == Decimal("40.5")
    for wrong in ("", "много", "1e999", "NaN"):
        with pytest.raises(WrongBaseline):
            read_value(Measure.HANDLING, wrong)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"seconds": 12.4, "clicks": 2}, Preparation(12, 2)),
        ({"seconds": 0, "clicks": 1}, Preparation(0, 1)),
        ({"seconds": 14_401, "clicks": 1}, None),
        ({"seconds": -1, "clicks": 1}, None),
        ({"seconds": float("nan"), "clicks": 1}, None),
        ({"seconds": 5, "clicks": 0}, None),
        ({"seconds": 5, "clicks": 1001}, None),
        ({"seconds": True, "clicks": 1}, None),
        ({"seconds": "5", "clicks": 1}, None),
        ({"clicks": 1}, None),
        ([5, 1], None),
        (None, None),
    ],
)
def test_a_measured_preparation_is_kept_and_anything_else_is_none(sent: object, kept: Preparation | None) -> None:
    assert read_preparation(sent) == kept


def test_services_are_put_together_by_their_cases() -> None:
    assert mean_of_services([(8.0, 3), (20.0, 1)]) == 11.0
    assert mean_of_services([]) is mean_of_services([(5.0, 0)]) is None
