"""Grades of people and what an hour of each costs the bank, with dates."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from models.errors import Conflict, InvalidInput

DEAREST_HOUR = 100_000_00  # kopecks; more is a slip of the pen
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_LONGEST_NAME = 80


class RateWrong(InvalidInput):
    """An hour costs from 0 to 100,000 roubles."""

    code: ClassVar[str] = "rate_wrong"


class GradeCodeWrong(InvalidInput):
    """A code is written with small Latin letters, digits and hyphens."""

    code: ClassVar[str] = "grade_code_wrong"


class GradeNameNeeded(InvalidInput):
    """A grade has a name in both languages."""

    code: ClassVar[str] = "grade_name_needed"


class GradeTaken(Conflict):
    """There is a grade with this code."""

    code: ClassVar[str] = "grade_taken"


def read_rate(typed: str) -> int:
    """«1 250,50» roubles an hour → kopecks. Raises `RateWrong`."""
    text = "".join(typed.split()).replace(",", ".").removesuffix("₽")
    try:
        kopecks = Decimal(text) * 100
    except InvalidOperation:
        raise RateWrong(field="rate") from None
    if not kopecks.is_finite():
        raise RateWrong(field="rate")
    return check_rate(int(kopecks)) if kopecks == kopecks.to_integral_value() else check_rate(-1)


def check_rate(kopecks: int) -> int:
    """Raises `RateWrong`."""
    if not 0 <= kopecks <= DEAREST_HOUR:
        raise RateWrong(field="rate")
    return kopecks


def check_grade(code: str, ru: str, en: str) -> tuple[str, dict[str, str]]:
    """Code and name as they are kept. Raises `GradeCodeWrong`, `GradeNameNeeded`."""
    names = {"ru": " ".join(ru.split())[:_LONGEST_NAME], "en": " ".join(en.split())[:_LONGEST_NAME]}
    if not all(names.values()):
        raise GradeNameNeeded(field="name")
    if not _CODE.fullmatch(code.strip().lower()):
        raise GradeCodeWrong(field="code")
    return code.strip().lower(), names


def cost_of(minutes: int, kopecks_per_hour: int) -> int:
    """What an entry costs: minutes × rate ÷ 60, rounded half up to a kopeck entry by entry, so that any sums of entries agree."""
    return (minutes * kopecks_per_hour + 30) // 60
