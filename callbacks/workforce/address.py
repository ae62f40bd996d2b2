"""Which week an address asks for."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import parse_qs
from uuid import UUID
from zoneinfo import ZoneInfo

from dash.exceptions import PreventUpdate

from data.settings import read_settings
from models.workforce.effort import monday_of

_YEARS = range(2000, 2200)


def read_day(text: object) -> date:
    """A day as our own page sends it; anything else is no press of ours."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise PreventUpdate from None


def read_id(text: object) -> UUID:
    """An id as our own page sends it."""
    try:
        return UUID(str(text))
    except ValueError:
        raise PreventUpdate from None




def today() -> date:
    """The bank's day."""
    return datetime.now(ZoneInfo(read_settings().zone)).date()


def week_asked(search: str | None) -> date:
    """`?week=2026-11-23` → that week's Monday; this week where nothing sensible is asked."""
    given = parse_qs((search or "").lstrip("?")).get("week", [""])[0]
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return monday_of(today())
    return monday_of(day if day.year in _YEARS else today())
