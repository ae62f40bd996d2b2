"""Ctrl+K: cases by number, name or identifier, as far as the actor may know of them."""

from __future__ import annotations

from collections.abc import Sequence

from data.queries.processes.lists import CaseFilter, CaseRow, case_rows
from data.session import Session


def search(session: Session, typed: str, *, limit: int = 12) -> Sequence[CaseRow]:
    """The newest cases that match, open and closed. Fewer than two letters find nothing."""
    if len(typed.strip()) < 2:
        return []
    return case_rows(session, CaseFilter(states=frozenset({"any"}), search=typed), sort="opened", descending=True, limit=limit)
