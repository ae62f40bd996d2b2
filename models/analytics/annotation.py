"""Events that explain a bend in a chart: a day and a few words, set by the head, shown on every chart of months."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from models.errors import InvalidInput

LONGEST_WORDS = 120


class WrongAnnotation(InvalidInput):
    """An event has a day that is not ahead, and words of at most `limit` characters."""

    code: ClassVar[str] = "wrong_annotation"


def check_annotation(day: date | None, words: str, *, today: date) -> str:
    """The words as they are kept. Raises `WrongAnnotation` naming the field."""
    if day is None or day > today:
        raise WrongAnnotation(field="day", limit=LONGEST_WORDS)
    clean = " ".join(words.split())
    if not clean or len(clean) > LONGEST_WORDS:
        raise WrongAnnotation(field="words", limit=LONGEST_WORDS)
    return clean
