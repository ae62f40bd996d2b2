"""Mark an event on the charts, take a mark away."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import delete, insert

from data.ids import new_id
from data.operations.audit import record
from data.queries.access import bank_day
from data.session import Session
from data.tables.analytics import annotation
from models.access.permissions import Permission, require
from models.analytics.annotation import check_annotation
from models.errors import NotFound


def annotate(session: Session, day: date | None, words: str) -> UUID:
    """From now on charts of months carry this event. Raises `WrongAnnotation`, `Forbidden`."""
    require(session.actor, Permission.SET_TARGETS)
    clean = check_annotation(day, words, today=bank_day(session.now))
    number = new_id()
    session.execute(insert(annotation).values(id=number, day=day, words=clean, made_by=session.actor.user_id, made_at=session.now))
    record(session, "event_marked", subject_kind="annotation", subject_id=number, subject_name=clean, after={"day": str(day)})
    session.changed("figures")
    return number


def remove_annotation(session: Session, number: UUID) -> None:
    """Raises `NotFound`, `Forbidden`."""
    require(session.actor, Permission.SET_TARGETS)
    row = session.first(delete(annotation).where(annotation.c.id == number).returning(annotation.c.day, annotation.c.words))
    if row is None:
        raise NotFound(what="annotation")
    record(session, "event_unmarked", subject_kind="annotation", subject_id=number, subject_name=row.words, before={"day": str(row.day)})
    session.changed("figures")
