"""A question to the whole database: which rows are not as they must be?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from data.session import Session

Question = Callable[[Session], list[str]]
_MOST_TOLD = 5


def broken(session: Session, statement: str, **values: Any) -> list[str]:
    """The rows that a statement finds, in words; of many only the first few and how many more."""
    found = session.rows(text(statement), values)
    told = [", ".join(f"{name}={value}" for name, value in row._mapping.items()) for row in found[:_MOST_TOLD]]
    return told + ([f"… and {len(found) - _MOST_TOLD} more"] if len(found) > _MOST_TOLD else [])
