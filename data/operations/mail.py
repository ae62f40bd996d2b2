"""Letters: written into the outbox inside the business transaction, sent later by a job.

A letter is sent at least once: when a sender dies between the server's "accepted" and our note of it, it goes out again under the same
Message-ID, and the reader's mailbox shows it once. Nothing here talks to a mail server; `send_due_letters` is given one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol
from uuid import UUID

from sqlalchemy import Row, insert, select, text, update

from data.ids import new_id
from data.operations.audit import record
from data.session import Session, transaction
from data.tables.analytics import report_run
from data.tables.processes import notification
from data.tables.services import outbox
from models.access.actor import SYSTEM
from models.access.permissions import Permission, require
from models.analytics.reports import Format
from models.errors import InvalidInput, NotFound

MOST_ATTEMPTS = 20       # with the pauses below: about 15 hours, so that a night without a mail server costs no letter
LEASE = timedelta(minutes=5)
_LONGEST_PAUSE = timedelta(hours=1)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_LONGEST_SUBJECT = 250

# Taken letters are out of sight for the length of the lease, so two senders never hold the same one.
_TAKE = text(
    """
    UPDATE outbox SET attempts = attempts + 1, next_attempt_at = :until WHERE id IN (
        SELECT id FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL AND next_attempt_at <= :now
        ORDER BY next_attempt_at LIMIT :most FOR UPDATE SKIP LOCKED
    ) RETURNING id, recipient, subject, body, attempts, created_at, report_id
    """
)
_NOTIFICATIONS = text(
    """
    SELECT n.id, n.kind, n.data, n.at, n.read_at, n.case_id, c.number, p.email, p.lang, p.is_active
    FROM notification n JOIN person p ON p.id = n.person_id LEFT JOIN cases c ON c.id = n.case_id
    WHERE n.by_mail AND n.mailed_at IS NULL ORDER BY n.at LIMIT :most FOR UPDATE OF n SKIP LOCKED
    """
)
_NEWS_FOR = timedelta(days=1)


class AddressIsWrong(InvalidInput):
    """This is not a mail address, or more than an address."""

    code: ClassVar[str] = "address_is_wrong"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along."""

    name: str
    kind: Format
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes to the mail server. `recipient` may name several addresses, separated by commas."""

    id: UUID
    recipient: str
    subject: str
    body: str
    attempts: int
    created_at: datetime
    attachment: Attachment | None = None

    @property
    def addresses(self) -> list[str]:
        return self.recipient.split(", ")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the server said about one address. A lasting one (5xx) is not tried again."""

    words: str
    is_lasting: bool


class MailServer(Protocol):
    """An open connection to a mail server."""

    def send(self, letter: Letter) -> Mapping[str, Refusal]:
        """Hand over; the addresses that were refused (none: all accepted). Raises `MailServerUnavailable`."""


class MailServerUnavailable(Exception):
    """The server cannot be reached or does not want to talk to us at all."""


def write_letter(
    session: Session, *, recipient: str, subject: str, body: str, case_id: UUID | None = None, report_id: UUID | None = None
) -> UUID:
    """Put a letter into the outbox and return its id. Raises `AddressIsWrong`: nothing but addresses may get into a header."""
    addresses = [address.strip() for address in recipient.split(",")]
    if not all(_ADDRESS.fullmatch(address) for address in addresses):
        raise AddressIsWrong(field="recipient", recipient=recipient)
    letter_id = new_id()
    session.execute(
        insert(outbox),
        {
            "id": letter_id, "recipient": ", ".join(addresses), "subject": " ".join(subject.split())[:_LONGEST_SUBJECT], "body": body,
            "case_id": case_id, "report_id": report_id, "created_at": session.now, "next_attempt_at": session.now,
        },
    )  # fmt: skip
    session.changed("jobs")
    return letter_id


def take_due_letters(session: Session, *, most: int = 20) -> list[Letter]:
    """Letters that are ours to send until the lease ends."""
    rows = session.rows(_TAKE, {"now": session.now, "until": session.now + LEASE, "most": most})
    files = _attachments(session, [row.report_id for row in rows if row.report_id])
    return [
        Letter(row.id, row.recipient, row.subject, row.body, row.attempts, row.created_at, files.get(row.report_id)) for row in rows
    ]


def _attachments(session: Session, reports: Sequence[UUID]) -> dict[UUID, Attachment]:
    if not reports:
        return {}
    columns = (report_run.c.id, report_run.c.file_name, report_run.c.format, report_run.c.content)
    rows = session.rows(select(*columns).where(report_run.c.id.in_(reports)))
    return {row.id: Attachment(row.file_name, row.format, bytes(row.content)) for row in rows}


def send_letters(server: MailServer, letters: Sequence[Letter]) -> dict[str, int]:
    """Hand the letters over one by one and note each answer at once, outside of any other transaction."""
    counts = {"sent": 0, "postponed": 0, "given_up": 0}
    for letter in letters:
        try:
            refused = server.send(letter)
        except MailServerUnavailable as error:
            refused = {address: Refusal(str(error), is_lasting=False) for address in letter.addresses}
        with transaction(SYSTEM) as session:
            counts[note_answer(session, letter, refused)] += 1
    return counts


def postpone_letters(letters: Sequence[Letter], why: str) -> dict[str, int]:
    """Nobody could be reached: every letter waits, and says why."""
    counts = {"sent": 0, "postponed": 0, "given_up": 0}
    with transaction(SYSTEM) as session:
        for letter in letters:
            refused = {address: Refusal(why, is_lasting=False) for address in letter.addresses}
            counts[note_answer(session, letter, refused)] += 1
    return counts


def note_answer(session: Session, letter: Letter, refused: Mapping[str, Refusal]) -> str:
    """Write down what became of a letter: `sent`, `postponed` or `given_up`.

    If a part of the addresses was refused, the letter is sent to the others; the refused ones continue as a letter of their own.
    """
    mine = (outbox.c.id == letter.id) & (outbox.c.attempts == letter.attempts) & outbox.c.sent_at.is_(None)
    session.changed("jobs")
    why = "; ".join(f"{address}: {refusal.words}" for address, refusal in refused.items())[:1000]
    if len(refused) < len(letter.addresses):
        first_to_say_so = session.execute(update(outbox).where(mine).values(sent_at=session.now, last_error=why)).rowcount
        if first_to_say_so:
            for address, refusal in refused.items():
                _split_off(session, letter, address, refusal=refusal)
        return "sent"
    is_lasting = all(refusal.is_lasting for refusal in refused.values()) or letter.attempts >= MOST_ATTEMPTS
    session.execute(update(outbox).where(mine).values(_after_refusal(session, letter.attempts, why=why, is_lasting=is_lasting)))
    return "given_up" if is_lasting else "postponed"


def send_again(session: Session, letter_id: UUID) -> None:
    """An administrator has mended what was wrong: try a letter that was given up once more, from the beginning."""
    require(session.actor, Permission.MANAGE_JOBS)
    again = {"given_up_at": None, "attempts": 0, "next_attempt_at": session.now}
    if session.execute(update(outbox).where(outbox.c.id == letter_id, outbox.c.given_up_at.is_not(None)).values(again)).rowcount == 0:
        raise NotFound(what="letter")
    record(session, "letter_sent_again", subject_kind="letter", subject_id=letter_id)
    session.changed("jobs")


def take_notifications(session: Session, *, most: int = 200) -> Sequence[Row[Any]]:
    """Notifications that go out as letters and have not yet, with address, language and case; marked as mailed by this transaction.

    What was read in the meantime, is older than a day, or belongs to somebody without an address is marked without a letter.
    """
    found = session.rows(_NOTIFICATIONS, {"most": most})
    if found:
        session.execute(update(notification).where(notification.c.id.in_([row.id for row in found])).values(mailed_at=session.now))
    fresh = session.now - _NEWS_FOR
    return [row for row in found if row.read_at is None and row.at > fresh and row.is_active and _ADDRESS.fullmatch(row.email)]


def pause_after(attempts: int) -> timedelta:
    """1, 2, 4, 8 … minutes, an hour at most."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), _LONGEST_PAUSE)


def _after_refusal(session: Session, attempts: int, *, why: str, is_lasting: bool) -> dict[str, Any]:
    if is_lasting:
        return {"given_up_at": session.now, "last_error": why}
    return {"next_attempt_at": session.now + pause_after(attempts), "last_error": why}


def _split_off(session: Session, letter: Letter, address: str, *, refusal: Refusal) -> None:
    row: Row[Any] | None = session.first(select(outbox.c.case_id, outbox.c.report_id).where(outbox.c.id == letter.id))
    assert row is not None  # it was updated a moment ago in this transaction
    values = {
        "id": new_id(), "recipient": address, "subject": letter.subject, "body": letter.body, "case_id": row.case_id,
        "report_id": row.report_id,
        "created_at": letter.created_at, "attempts": letter.attempts, "next_attempt_at": session.now,
    }  # fmt: skip
    why = f"{address}: {refusal.words}"[:1000]
    session.execute(insert(outbox), values | _after_refusal(session, letter.attempts, why=why, is_lasting=refusal.is_lasting))
