"""Events that stand on charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from data.session import Session
from data.tables.analytics import annotation
from models.access.permissions import Permission, require


def annotations_between(session: Session, start: date, end: date) -> list[dict[str, Any]]:
    """`day` and `words` of the events from `start` up to `end` (not included), in their order. Whoever sees figures may read them."""
    found = select(annotation.c.day, annotation.c.words).where(annotation.c.day >= start, annotation.c.day < end)
    return [{"day": row.day, "words": row.words} for row in session.rows(found.order_by(annotation.c.day, annotation.c.id))]


def latest_annotations(session: Session, *, limit: int = 20) -> Sequence[Any]:
    """The latest events with their ids, for whoever may take them away. Raises `Forbidden`."""
    require(session.actor, Permission.SET_TARGETS)
    return session.rows(select(annotation).order_by(annotation.c.day.desc(), annotation.c.id.desc()).limit(limit))
