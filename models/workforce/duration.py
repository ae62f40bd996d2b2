"""Minutes as people type them."""

from __future__ import annotations

import re

from models.workforce.effort import MINUTES_OF_A_DAY, MinutesWrong

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_WORDS = re.compile(r"(?:(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:ч|час\w*|h|hours?|hrs?)\.?)?\s*(?:(\d{1,4})\s*(?:м|мин\w*|m|min\w*)\.?)?")


def read_minutes(typed: str, *, zero: bool = False, most: int = MINUTES_OF_A_DAY) -> int:
    """«45», «1:30», «1 ч 30 мин», «1,5 ч», "2h" → minutes. `zero` lets nothing count. Raises `MinutesWrong`."""
    text = " ".join(typed.lower().split())
    if text.isascii() and text.isdecimal() and len(text) <= 4:
        minutes = int(text)
    elif found := _CLOCK.fullmatch(text):
        minutes = int(found[1]) * 60 + int(found[2])
    elif text and (found := _WORDS.fullmatch(text)):
        minutes = round(float((found[1] or "0").replace(",", ".")) * 60) + int(found[2] or 0)
    else:
        raise MinutesWrong(field="minutes", given=typed)
    if not (0 if zero else 1) <= minutes <= most:
        raise MinutesWrong(field="minutes", given=minutes)
    return minutes
