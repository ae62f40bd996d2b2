"""A day as people type it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from models.processes.field_errors import NotADate

_TYPED = re.compile(r"\s*(\d{1,2})[./](\d{1,2})[./](\d{4})\s*")


def read_day(typed: Any, *, field: str = "") -> date | None:
    """«05.03.2026» or 2026-03-05; None for nothing. Raises `NotADate` at this field."""
    text = str(typed or "").strip()
    if not text:
        return None
    try:
        if found := _TYPED.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
            return date(year, month, day)
        return date.fromisoformat(text[:10])
    except ValueError:
        raise NotADate(field=field) from None
