"""What all dashboards do: read what is asked, say the days and the time, see whether anything shown has changed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import orjson

from callbacks.web.current import current_actor
from data.session import reading
from models.analytics.period import PeriodKind, month_after, period_of
from pages.analytics.address import Asked, read_address
from pages.analytics.view import PeriodView
from pages.formats import clock
from pages.paths import Path
from pages.translations import _


def asked_of_month_over(search: str, path: Path, *, today: date) -> Asked:
    """What the address asks; the month that is over when it names no period."""
    asked = read_address(search or "", path=path)
    return asked if asked.period else replace(asked, period=period_of(month_after(today, -1), PeriodKind.MONTH).code)


def asked_of_this_month(search: str, path: Path, *, today: date) -> Asked:
    """What the address asks; the month that runs when it names no period."""
    asked = read_address(search or "", path=path)
    return asked if asked.period else replace(asked, period=period_of(today, PeriodKind.MONTH).code)


def time_of_data() -> str:
    """The data are of this minute, also when no figure has changed."""
    with reading(current_actor()) as session:
        return _("as of {time}", time=clock(session.now))


def state_words(view: PeriodView) -> str:
    """«1–18 ноября 2026 г.; сравнение: 1–18 октября 2026 г.»"""
    compared = view.compared_label()
    return _("{days}; compared with: {before}", days=view.stretch_label(), before=compared) if compared else view.stretch_label()


def digest(document: dict[str, Any]) -> str:
    """Equal when everything shown is equal."""
    return hashlib.sha256(orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
