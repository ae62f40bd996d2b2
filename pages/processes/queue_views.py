"""The views of the lists of cases, built in and as an address says them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

from pages.translations import N_


class Screen(StrEnum):
    QUEUE = "queue"
    CASES = "cases"


@dataclass(frozen=True, slots=True)
class View:
    """A built-in view: filters as they stand in the address."""

    key: str
    name: str
    query: Mapping[str, str]


VIEWS: Mapping[Screen, Sequence[View]] = {
    Screen.QUEUE: (
        View("mine", N_("My queue"), {"scope": "mine"}),
        View("today", N_("Due today"), {"scope": "mine", "sla": "today"}),
        View("late", N_("Overdue"), {"scope": "mine", "sla": "late"}),
        View("waiting", N_("Waiting for an answer"), {"scope": "mine", "states": "waiting_requester"}),
        View("free", N_("Free in my groups"), {"scope": "unassigned"}),
        View("mentions", N_("Mentions"), {"scope": "mentions"}),
    ),
    Screen.CASES: (
        View("group", N_("My groups"), {"scope": "group"}),
        View("free", N_("Without an executor"), {"scope": "unassigned"}),
        View("late", N_("Overdue"), {"scope": "group", "sla": "late"}),
        View("soon", N_("At risk"), {"scope": "group", "sla": "soon"}),
        View("all", N_("All open"), {"scope": "all"}),
        View("closed", N_("Closed"), {"scope": "all", "states": "closed", "sort": "closed", "desc": "1"}),
    ),
}
FILTERS = ("states", "services", "risks", "priorities", "groups")
SORTS = {
    "due": N_("Most urgent first"),
    "opened": N_("Newest first"),
    "changed": N_("Recently changed first"),
    "priority": N_("By priority"),
    "amount": N_("Largest amount first"),
    "number": N_("By number"),
    "closed": N_("Recently closed first"),
    "title": N_("By name"),
}
DESCENDING = frozenset({"opened", "changed", "priority", "amount", "closed"})
_KEPT = frozenset({"scope", "sla", "q", "sort", "desc", "view", *FILTERS})


def clean_view(given: Mapping[str, Any] | None) -> dict[str, str]:
    """Only what a list understands, short and as text."""
    return {str(key): str(value)[:200] for key, value in (given or {}).items() if key in _KEPT and value not in (None, "")}


def view_of(screen: Screen, given: Mapping[str, Any] | None) -> dict[str, str]:
    """The view to begin with: what the address says, or the screen's first view."""
    found = clean_view(given)
    if not found.keys() - {"view", "q"}:
        wanted = next((view for view in VIEWS[screen] if view.key == found.get("view")), VIEWS[screen][0])
        return {**wanted.query, "view": wanted.key, **{key: value for key, value in found.items() if key == "q"}}
    return found


def chosen_view(screen: Screen, given: Mapping[str, str]) -> str:
    """The built-in view that the address names, or the first one."""
    if given.get("view"):
        return given["view"]
    first = VIEWS[screen][0].key
    return next(
        (
            view.key
            for view in VIEWS[screen]
            if given and all(given.get(key) == value for key, value in view.query.items()) and set(view.query) >= set(given) - {"q"}
        ),
        first,
    )


def query_text(view: Mapping[str, str]) -> str:
    """The view as a query string, for links and saved views; which tab it came from is not part of it."""
    return urlencode({key: value for key, value in sorted(view.items()) if key != "view"})


def read_query(query: str) -> dict[str, str]:
    return clean_view(dict(parse_qsl(query)))
