"""At what yearly rate later sums are discounted: the bank's own decision, with the day it holds from and whence it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from models.analytics.cash_flow import HIGHEST_RATE
from models.analytics.effect import BaselineSourceNeeded
from models.errors import InvalidInput

USUAL_RATE = 15  # per cent a year, as long as the bank has decided nothing; every screen says so
_EARLIEST, _AHEAD = date(2000, 1, 1), timedelta(days=366)
_SHORTEST_SOURCE, _LONGEST_SOURCE = 10, 500


class WrongDiscountRate(InvalidInput):
    """A rate is a whole number of per cent from 0 to 50 and holds from a day that is at most a year ahead."""

    code: ClassVar[str] = "wrong_discount_rate"


@dataclass(frozen=True, slots=True)
class DiscountRate:
    """`percent` a year from `first_day` on, by the decision named in `source`; without a day it is the usual one."""

    percent: int
    first_day: date | None = None
    source: str = ""

    @property
    def is_usual(self) -> bool:
        """Has the bank decided nothing yet?"""
        return self.first_day is None


USUAL = DiscountRate(USUAL_RATE)


def read_percent(typed: str) -> int:
    """«18», «18 %». Raises `WrongDiscountRate`."""
    bare = "".join(typed.split()).removesuffix("%")
    if not (bare.isascii() and bare.isdecimal() and len(bare) <= 3):
        raise WrongDiscountRate(field="percent")
    return int(bare)


def check_discount_rate(percent: int, first_day: date, source: str, *, today: date) -> DiscountRate:
    """The rate as it is kept. Raises `WrongDiscountRate` with the field that is wrong, `BaselineSourceNeeded`."""
    if not 0 <= percent <= HIGHEST_RATE:
        raise WrongDiscountRate(field="percent")
    if not _EARLIEST <= first_day <= today + _AHEAD:
        raise WrongDiscountRate(field="first_day")
    words = " ".join(source.split())[:_LONGEST_SOURCE]
    if len(words) < _SHORTEST_SOURCE:
        raise BaselineSourceNeeded(field="source")
    return DiscountRate(percent, first_day, words)
