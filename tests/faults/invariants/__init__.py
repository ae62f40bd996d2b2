"""What must be true of the whole database, whatever was killed: named questions, each with the rows that break it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import text

from data.connection import engine
from data.session import Session
from models.access.actor import SYSTEM
from tests.faults.invariants import background, cases, talk
from tests.faults.invariants.asking import Question

ALWAYS: tuple[Question, ...] = (*cases.QUESTIONS, *talk.QUESTIONS, *background.ALWAYS)
AT_REST: tuple[Question, ...] = background.AT_REST


def findings(questions: Iterable[Question] = (*ALWAYS, *AT_REST)) -> list[str]:
    """What these questions find in one snapshot of the database; nothing of it is kept."""
    found = []
    with engine().connect() as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        session = Session(connection, SYSTEM, datetime.now(UTC))
        for question in questions:
            found += [f"{question.__name__}: {row}" for row in question(session)]
        connection.rollback()
    return found
