"""Who may change the minutes of a day at the same time: one hand a person, or the rules for everybody."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from data.session import Session

_EVERYBODY = 5_672_341  # advisory lock: the rules take it whole, a hand shares it


def take_everybodys_turn(session: Session) -> None:
    """Wait until no hand is at work; none begins before this transaction ends."""
    session.execute(text("SET LOCAL lock_timeout = 0"))
    session.execute(text("SELECT pg_advisory_xact_lock(:everybody)"), {"everybody": _EVERYBODY})


def take_turn(session: Session, person_id: UUID) -> None:
    """Wait for the rules and for another window of the same person: a sum is checked and added to by one at a time."""
    session.execute(text("SELECT pg_advisory_xact_lock_shared(:everybody)"), {"everybody": _EVERYBODY})
    own = text("SELECT pg_advisory_xact_lock(:everybody, hashtext(:person))")
    session.execute(own, {"everybody": _EVERYBODY, "person": str(person_id)})
