"""From what a list of cases shows, as it stands in the address, to what the database is asked; never trusted further than its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from data.queries.processes.lists import SORTS as SORT_KEYS
from data.queries.processes.lists import CaseFilter
from pages.processes.queue_views import DESCENDING, FILTERS

_DATES = frozenset({"due", "opened", "changed", "closed"})
_WHOLE = frozenset({"priority", "amount"})
_SCOPES = frozenset({"mine", "group", "unassigned", "all", "approvals", "mentions"})


def filter_of(view: Mapping[str, str]) -> CaseFilter:
    """The filter behind a view."""
    several = {name: frozenset(part for part in view.get(name, "").split(",") if part) for name in FILTERS}
    scope = view.get("scope", "mine")
    return CaseFilter(
        scope=scope if scope in _SCOPES else "mine",
        sla=view.get("sla", "") if view.get("sla") in {"late", "soon", "today"} else "",
        search=view.get("q", ""),
        **several,
    )


def order_of(view: Mapping[str, str], clicked: Sequence[tuple[str, str]]) -> tuple[str, bool]:
    """Sort key and direction: a clicked column head wins over the view's own order."""
    for name, direction in clicked:
        if name in SORT_KEYS:
            return name, direction == "desc"
    sort = view.get("sort", "due")
    if sort not in SORT_KEYS:
        sort = "due"
    return sort, view.get("desc", "1" if sort in DESCENDING else "") == "1"


def cursor_text(cursor: Sequence[Any]) -> list[Any]:
    """A cursor on its way to the browser and back."""
    return [cursor[0].isoformat() if isinstance(cursor[0], datetime) else cursor[0], str(cursor[1])]


def cursor_of(sort: str, given: Any) -> list[Any] | None:
    """The cursor that came back, or None if it is not one: then the list is walked from its beginning."""
    if not isinstance(given, list) or len(given) != 2:
        return None
    try:
        last = UUID(str(given[1]))
        if sort in _DATES:
            return [datetime.fromisoformat(str(given[0])), last]
        return [int(given[0]) if sort in _WHOLE else str(given[0]), last]
    except (ValueError, TypeError):
        return None
