"""What is said and sent: messages, answers, notifications, letters, attachments. True in every snapshot."""

from __future__ import annotations

import hashlib
import time

from sqlalchemy import text

from data.operations.processes.files import path_of
from data.session import Session
from data.settings import read_settings
from tests.faults.invariants.asking import broken

_UNDER_WAY_SECONDS = 60  # an upload that is being written has its file before its row


def every_message_is_in_the_trail_once(session: Session) -> list[str]:
    """A message without its audit row was half-posted; two rows are one message posted twice."""
    return broken(
        session,
        """SELECT m.id, count(a.seq) AS rows FROM message m JOIN cases c ON c.id = m.case_id
           LEFT JOIN audit_event a ON a.case_id = m.case_id AND a.action = 'message_posted' AND a.after ->> 'message' = m.id::text
           WHERE c.source = 'kordon' AND m.at > (SELECT min(at) FROM audit_event WHERE case_id IS NOT NULL)
           GROUP BY m.id HAVING count(a.seq) <> 1""",
    )


def answers_are_versions_in_a_row(session: Session) -> list[str]:
    """Two valid wordings of one answer, or a gap between versions: nobody could say what the requester was told."""
    return broken(
        session,
        """SELECT case_id, count(*) AS versions, max(version) AS last, count(*) FILTER (WHERE state <> 'superseded') AS valid FROM answer
           GROUP BY case_id HAVING count(*) <> max(version) OR count(*) FILTER (WHERE state <> 'superseded') <> 1""",
    )


def answers_were_delivered_once(session: Session) -> list[str]:
    """An answer that was handed over without its event, or told of twice."""
    return broken(
        session,
        """SELECT c.number, count(DISTINCT a.id) AS delivered, count(DISTINCT e.id) AS told
           FROM cases c LEFT JOIN answer a ON a.case_id = c.id AND a.state = 'delivered'
           LEFT JOIN case_event e ON e.case_id = c.id AND e.kind = 'answer_delivered'
           WHERE c.source = 'kordon' GROUP BY c.id HAVING count(DISTINCT a.id) <> count(DISTINCT e.id)""",
    )


def nobody_is_told_twice(session: Session) -> list[str]:
    """The same notification about the same thing at the same instant, twice: a transaction that was carried out again."""
    return broken(
        session,
        """SELECT person_id, kind, case_id, at, count(*) AS times FROM notification
           GROUP BY person_id, kind, case_id, at, data HAVING count(*) > 1""",
    )


def a_letter_is_sent_or_waits_or_was_given_up(session: Session) -> list[str]:
    """A letter that is two of these at once goes out again or never."""
    return broken(session, "SELECT id, sent_at, given_up_at FROM outbox WHERE sent_at IS NOT NULL AND given_up_at IS NOT NULL")


def every_attachment_has_its_file(session: Session) -> list[str]:
    """A row without its file is a document the bank has lost; one with other content is a torn write."""
    found = []
    for row in session.rows(text("SELECT id, name, size, sha256, uploaded_at FROM attachment WHERE removed_at IS NULL")):
        path = path_of(row.id)
        content = path.read_bytes() if path.exists() else None
        if content is None:
            found.append(f"{row.id} {row.name}: no file")
        elif (len(content), hashlib.sha256(content).digest()) != (row.size, bytes(row.sha256)):
            found.append(f"{row.id} {row.name}: {len(content)} bytes instead of {row.size}, or others")
    return found


def files_without_rows(session: Session) -> int:
    """How many files nobody knows of: a killed upload leaves one. They do no harm and are swept at night; they are counted, not condemned."""
    known = {str(row.id) for row in session.rows(text("SELECT id FROM attachment"))}
    border = time.time() - _UNDER_WAY_SECONDS
    return sum(1 for path in read_settings().files.glob("*/*") if path.stem not in known and path.stat().st_mtime < border)


QUESTIONS = (
    every_message_is_in_the_trail_once, answers_are_versions_in_a_row, answers_were_delivered_once, nobody_is_told_twice,
    a_letter_is_sent_or_waits_or_was_given_up, every_attachment_has_its_file,
)  # fmt: skip
