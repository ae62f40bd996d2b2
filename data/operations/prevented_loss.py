"""Prevented loss: candidates arise by themselves, somebody hands them in with evidence, a second person decides; nothing counts twice.

Candidates come from the queries of `data/queries/analytics/loss_sources.py`, run by a job. A system that comes later adds its query there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, text, update

from data.ids import new_id
from data.operations.audit import record
from data.operations.processes.notices import notify
from data.queries.access import bank_day
from data.queries.analytics.loss_sources import METHOD_OF_THE_DAY, SOURCES, source_values
from data.queries.processes.reading import may_read_case
from data.session import Session
from data.tables.losses import loss_category, loss_method, loss_number, prevented_loss
from models.access.permissions import Permission, require
from models.analytics.bookkeeping import SecondPersonNeeded
from models.analytics.prevented_loss import (
    LONGEST_TEXT,
    WAITING,
    AlreadyCounted,
    EvidenceNeeded,
    LossNotWaiting,
    LossReasonNeeded,
    LossState,
    NothingToCorrect,
    PossibleDouble,
    check_amount,
    is_maybe_the_same,
    prevented_kopecks,
)
from models.errors import Conflict, NotFound

_SHORTEST_WORDS = 10
_ONE_OBJECT = 5_672_311  # advisory lock class: decisions about one object are made one after another

_GATHER = """
WITH found AS ({candidates})
INSERT INTO prevented_loss (id, number, category, source, source_key, case_id, object_key, object_name, event_key, happened_on,
    counted_on, at_stake_kopecks, method_id, loss_kopecks, state, unit_id, business_line_id, service, created_at, changed_at)
SELECT gen_random_uuid(), 'ПУ-' || to_char(happened_on, 'YYYY') || '-' || lpad(nextval('loss_number')::text, 5, '0'), found.category,
       source, source_key, case_id, object_key, left(object_name, 300), event_key, happened_on, happened_on, at_stake_kopecks, m.id,
       round(at_stake_kopecks * m.probability * m.loss_given_event), 'candidate', unit_id, business_line_id, service, :now, :now
FROM found CROSS JOIN LATERAL ({method}) AS m
ORDER BY happened_on
ON CONFLICT (source, source_key) DO NOTHING
"""


def gather_candidates(session: Session) -> int:
    """Whatever came to an end that may have prevented a loss, from every source. Safe to repeat. Returns how many are new."""
    values = {"now": session.now, **source_values()}
    statements = [text(_GATHER.format(candidates=query, method=METHOD_OF_THE_DAY)) for query in SOURCES.values()]
    found = sum(session.execute(statement, values).rowcount for statement in statements)
    if found:
        session.changed("figures")
    return found


def submit_loss(
    session: Session, loss_id: UUID, *, evidence: str, category: str | None = None, at_stake_kopecks: int | None = None, revision: int
) -> None:
    """Hand a candidate in for confirmation, with evidence and, where the case says it wrong, the category and the amount at stake.

    Raises `EvidenceNeeded`, `WrongAmount`, `LossNotWaiting`, `Conflict` (changed meanwhile), `NotFound`.
    """
    row = _taken(session, loss_id, Permission.REGISTER_LOSS, revision)
    if row.state != LossState.CANDIDATE:
        raise LossNotWaiting(number=row.number)
    evidence = _words(evidence, EvidenceNeeded(field="evidence"))
    amount = check_amount(row.at_stake_kopecks if at_stake_kopecks is None else at_stake_kopecks)
    method = row if category in (None, row.category) else _method_of(session, str(category), row.happened_on)
    changes = {
        "category": category or row.category, "method_id": row.method_id if method is row else method.id, "at_stake_kopecks": amount,
        "loss_kopecks": prevented_kopecks(amount, probability=method.probability, loss_given_event=method.loss_given_event),
        "evidence": evidence, "state": LossState.SUBMITTED.value, "submitted_by": session.actor.user_id, "submitted_at": session.now,
    }  # fmt: skip
    _write(session, row, "loss_submitted", changes)


def confirm_loss(session: Session, loss_id: UUID, *, distinct_reason: str = "", revision: int) -> None:
    """Count it. Raises `SecondPersonNeeded`, `LossNotWaiting`, `AlreadyCounted`; `PossibleDouble` unless `distinct_reason` says why not."""
    row = _decided(session, loss_id, revision)
    reason = distinct_reason.strip()[:LONGEST_TEXT]
    if row.corrects_id is None:
        session.execute(text("SELECT pg_advisory_xact_lock(:class, hashtext(:object))"), {"class": _ONE_OBJECT, "object": row.object_key})
        counted = session.rows(
            select(prevented_loss.c.number, prevented_loss.c.event_key, prevented_loss.c.happened_on).where(
                prevented_loss.c.object_key == row.object_key, prevented_loss.c.state == LossState.CONFIRMED.value,
                prevented_loss.c.corrects_id.is_(None),
            )
        )  # fmt: skip
        for other in counted:
            if other.event_key == row.event_key:
                raise AlreadyCounted(number=other.number)
        near = [one.number for one in counted if is_maybe_the_same(one.happened_on, row.happened_on, repeat_days=row.repeat_days)]
        if near and len(reason) < _SHORTEST_WORDS:
            raise PossibleDouble(field="distinct_reason", numbers=", ".join(sorted(near)))
    decided = {"state": LossState.CONFIRMED.value, "decided_by": session.actor.user_id, "decided_at": session.now}
    _write(session, row, "loss_confirmed", decided | {"distinct_reason": reason}, reason=reason)


def reject_loss(session: Session, loss_id: UUID, *, reason: str, revision: int) -> None:
    """Not a prevented loss. Raises `LossReasonNeeded`, `SecondPersonNeeded`, `LossNotWaiting`."""
    row = _decided(session, loss_id, revision)
    reason = _words(reason, LossReasonNeeded(field="reason"))
    decided = {"state": LossState.REJECTED.value, "decided_by": session.actor.user_id, "decided_at": session.now, "reason": reason}
    _write(session, row, "loss_rejected", decided, reason=reason)
    notify(session, [row.submitted_by], "loss_rejected", case_id=row.case_id, loss=row.number, reason=reason)


def mark_double(session: Session, loss_id: UUID, *, double_of: str, reason: str, revision: int) -> None:
    """The same event as the loss with this number. Raises `NotFound` when there is none, `LossReasonNeeded`, `SecondPersonNeeded`."""
    row = _decided(session, loss_id, revision)
    reason = _words(reason, LossReasonNeeded(field="reason"))
    first = session.scalar(
        select(prevented_loss.c.id).where(prevented_loss.c.number == double_of.strip(), prevented_loss.c.id != row.id)
    )
    if first is None:
        raise NotFound(what="loss", field="double_of")
    decided = {"state": LossState.DOUBLE.value, "decided_by": session.actor.user_id, "decided_at": session.now, "reason": reason}
    _write(session, row, "loss_is_double", decided | {"double_of": first}, reason=reason)


def correct_loss(session: Session, loss_id: UUID, *, at_stake_kopecks: int, reason: str) -> UUID:
    """A confirmed loss was another amount (0: it was none). The difference becomes a row of its own, counted on the day it is confirmed.

    Raises `LossNotWaiting` when the loss is not confirmed or a correction waits already, `NothingToCorrect`, `LossReasonNeeded`.
    """
    row = _taken(session, loss_id, Permission.REGISTER_LOSS, None)
    reason = _words(reason, LossReasonNeeded(field="reason"))
    amount = at_stake_kopecks and check_amount(at_stake_kopecks)
    corrections = session.rows(select(prevented_loss).where(prevented_loss.c.corrects_id == row.id))
    if row.state != LossState.CONFIRMED or row.corrects_id or any(one.state in WAITING for one in corrections):
        raise LossNotWaiting(number=row.number)
    counted = [row, *(one for one in corrections if one.state == LossState.CONFIRMED)]
    stake = amount - sum(one.at_stake_kopecks for one in counted)
    if stake == 0:
        raise NothingToCorrect(field="at_stake")
    worth = prevented_kopecks(amount, probability=row.probability, loss_given_event=row.loss_given_event)
    made, today = new_id(), bank_day(session.now)
    kept = (
        "category", "case_id", "object_key", "object_name", "event_key", "happened_on", "method_id", "unit_id", "business_line_id",
        "service",
    )  # fmt: skip
    session.execute(
        insert(prevented_loss),
        {name: getattr(row, name) for name in kept}
        | {
            "id": made, "number": f"ПУ-{today.year}-{session.connection.scalar(loss_number):05d}", "source": "correction",
            "source_key": str(made), "counted_on": today, "at_stake_kopecks": stake,
            "loss_kopecks": worth - sum(one.loss_kopecks for one in counted), "state": LossState.SUBMITTED.value, "evidence": reason,
            "submitted_by": session.actor.user_id, "submitted_at": session.now, "corrects_id": row.id, "created_at": session.now,
            "changed_at": session.now,
        },
    )  # fmt: skip
    record(
        session, "loss_corrected", subject_kind="prevented_loss", subject_id=row.id, subject_name=row.number, case_id=row.case_id,
        after={"at_stake_kopecks": amount, "correction": str(made)}, reason=reason,
    )  # fmt: skip
    session.changed("figures")
    return made


def _taken(session: Session, loss_id: UUID, permission: Permission, revision: int | None) -> Row[Any]:
    """The row under lock, with the shares of its method."""
    require(session.actor, permission)
    row = session.first(
        select(prevented_loss, loss_method.c.probability, loss_method.c.loss_given_event, loss_method.c.repeat_days)
        .join(loss_method, loss_method.c.id == prevented_loss.c.method_id)
        .where(prevented_loss.c.id == loss_id)
        .with_for_update(of=prevented_loss)
    )
    if row is None or (row.case_id is not None and not may_read_case(session, row.case_id)):
        raise NotFound(what="loss")
    if revision is not None and row.revision != revision:
        raise Conflict()
    return row


def _decided(session: Session, loss_id: UUID, revision: int) -> Row[Any]:
    """The row to decide about: handed in, and by somebody else."""
    row = _taken(session, loss_id, Permission.CONFIRM_LOSS, revision)
    if row.state != LossState.SUBMITTED:
        raise LossNotWaiting(number=row.number)
    if row.submitted_by in session.actor.identities:
        raise SecondPersonNeeded(number=row.number)
    return row


def _method_of(session: Session, category: str, day: Any) -> Row[Any]:
    row = session.first(
        select(loss_method)
        .join(loss_category, loss_category.c.code == loss_method.c.category)
        .where(loss_method.c.category == category, loss_method.c.state != "draft", loss_method.c.first_day <= day)
        .order_by(loss_method.c.first_day.desc(), loss_method.c.number.desc())
        .limit(1)
    )
    if row is None:
        raise NotFound(what="loss_method", field="category")
    return row


def _words(given: str, missing: EvidenceNeeded | LossReasonNeeded) -> str:
    said = given.strip()[:LONGEST_TEXT]
    if len(said) < _SHORTEST_WORDS:
        raise missing
    return said


def _write(session: Session, row: Row[Any], action: str, changes: Mapping[str, Any], *, reason: str = "") -> None:
    before = {name: getattr(row, name) for name in changes if name not in {"submitted_at", "decided_at"}}
    whole = {**changes, "changed_at": session.now, "revision": row.revision + 1}
    session.execute(update(prevented_loss).where(prevented_loss.c.id == row.id).values(whole))
    record(
        session, action, subject_kind="prevented_loss", subject_id=row.id, subject_name=row.number, case_id=row.case_id, before=before,
        after={name: changes[name] for name in before}, reason=reason,
    )  # fmt: skip
    session.changed("figures")
