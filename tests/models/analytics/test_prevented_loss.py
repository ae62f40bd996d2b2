"""What a method makes of an amount at stake."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analytics.bookkeeping import WrongAmount
from models.analytics.prevented_loss import (
    LossBasis,
    WrongMethod,
    check_amount,
    check_method,
    is_maybe_the_same,
    prevented_kopecks,
)

SHARES = st.decimals(min_value=Decimal("0.000001"), max_value=1, places=6)
WORDS = {"ru": "Сумма под угрозой, умноженная на вероятность.", "en": "The amount at stake times the probability."}


@given(st.integers(1, 10**15 - 1), SHARES, SHARES)
def test_no_more_is_prevented_than_was_at_stake(at_stake: int, probability: Decimal, given_event: Decimal) -> None:
    worth = prevented_kopecks(at_stake, probability=probability, loss_given_event=given_event)
    assert 0 <= worth <= at_stake
    assert abs(worth - at_stake * probability * given_event) <= Decimal("0.5")


@given(st.integers(1, 10**12), SHARES, SHARES)
def test_a_correction_down_to_nothing_takes_back_exactly_what_was_counted(at_stake: int, probability: Decimal, given_event: Decimal) -> None:
    there = prevented_kopecks(at_stake, probability=probability, loss_given_event=given_event)
    back = prevented_kopecks(-at_stake, probability=probability, loss_given_event=given_event)
    assert there + back == 0


def test_a_stopped_payment_counts_in_full_and_half_a_kopeck_is_rounded_up() -> None:
    assert prevented_kopecks(1_250_000_01, probability=Decimal(1), loss_given_event=Decimal(1)) == 1_250_000_01
    assert prevented_kopecks(5, probability=Decimal("0.5"), loss_given_event=Decimal(1)) == 3
    # 3 000 000 ₽ × 0.12 × 0.45 = 162 000 ₽
    assert prevented_kopecks(3_000_000_00, probability=Decimal("0.12"), loss_given_event=Decimal("0.45")) == 162_000_00


def test_two_cases_close_together_may_be_one_event() -> None:
    day = date(2026, 3, 1)
    assert is_maybe_the_same(day, day + timedelta(days=180), repeat_days=180)
    assert is_maybe_the_same(day + timedelta(days=180), day, repeat_days=180)
    assert not is_maybe_the_same(day, day + timedelta(days=181), repeat_days=180)


@pytest.mark.parametrize("amount", [0, -1, 10**15])
def test_what_cannot_be_at_stake_is_refused(amount: int) -> None:
    with pytest.raises(WrongAmount) as refused:
        check_amount(amount)
    assert refused.value.field == "at_stake"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"probability": Decimal(0)}, "probability"),
        ({"loss_given_event": Decimal("1.2")}, "loss_given_event"),
        ({"basis": LossBasis.FULL}, "probability"),
        ({"repeat_days": -1}, "repeat_days"),
        ({"wording": {**WORDS, "en": ""}}, "wording_en"),
        ({"source": " "}, "source"),
    ],
)
def test_a_method_that_says_too_little_is_refused_with_its_field(changes: dict[str, object], field: str) -> None:
    method = {
        "basis": LossBasis.EXPECTED, "probability": Decimal("0.1"), "loss_given_event": Decimal("0.4"), "repeat_days": 180, "wording": WORDS,
        "source": "Протокол 1",
    }  # fmt: skip
    check_method(**method)  # type: ignore[arg-type]
    with pytest.raises(WrongMethod) as refused:
        check_method(**{**method, **changes})  # type: ignore[arg-type]
    assert refused.value.field == field
