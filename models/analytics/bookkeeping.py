"""What all books of money have in common: which amounts are possible, and that a second person decides."""

from __future__ import annotations

from typing import ClassVar

from models.errors import Forbidden, InvalidInput

LARGEST_AMOUNT = 10**15  # kopecks; ten trillion roubles is a typing error


class WrongAmount(InvalidInput):
    """An amount is a number of roubles and kopecks below ten trillion, and not nothing."""

    code: ClassVar[str] = "wrong_amount"


class SecondPersonNeeded(Forbidden):
    """Whoever hands something in does not decide about it."""

    code: ClassVar[str] = "second_person_needed"
