"""Amounts as people type them."""

from __future__ import annotations

import pytest

from callbacks.components.money import read_roubles
from models.analytics.bookkeeping import WrongAmount


@pytest.mark.parametrize(("typed", "kopecks"), [
    ("1250000", 125_000_000), ("1 250 000,50 ₽", 125_000_050), ("1\u00a0250\u202f000.5", 125_000_050), ("0", 0), ("0,01", 1),
])  # fmt: skip
def test_an_amount_is_read_to_the_kopeck(typed: str, kopecks: int) -> None:
    assert read_roubles(typed, field="at_stake") == kopecks


@pytest.mark.parametrize("typed", ["", "сто", "-5", "1,234", "1.2.3", "1e9", "=1+1", "9" * 15, "9" * 40])
def test_what_is_no_amount_is_refused_with_its_field(typed: str) -> None:
    with pytest.raises(WrongAmount) as refused:
        read_roubles(typed, field="at_stake")
    assert refused.value.field == "at_stake"
