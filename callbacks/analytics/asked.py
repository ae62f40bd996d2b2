"""What a dashboard is asked when its address names no period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.analytics.period import PeriodKind, month_after, period_of
from pages.analytics.address import Asked, read_address
from pages.paths import Path


def asked_of_month_over(search: str, path: Path, *, today: date) -> Asked:
    """What the address asks; the month that is over when it names no period."""
    asked = read_address(search or "", path=path)
    return asked if asked.period else replace(asked, period=period_of(month_after(today, -1), PeriodKind.MONTH).code)


def asked_of_this_month(search: str, path: Path, *, today: date) -> Asked:
    """What the address asks; the month that runs when it names no period."""
    asked = read_address(search or "", path=path)
    return asked if asked.period else replace(asked, period=period_of(today, PeriodKind.MONTH).code)
