"""Write the audit trail: who did or saw what, when, what changed from what to what, why.

Every operation calls `record` inside its own transaction, so there is no change without its row and no row without its change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text

from data.audit_evidence import audit_keys
from data.session import Session
from data.tables.access import audit_event
from models.access.audit_digest import AuditContent, changed_values, plain_text, row_digest
from models.access.permissions import Permission, require
from models.access.verification import VerificationResult

VIEWED = "viewed"
_SAME_VIEW = timedelta(minutes=5)  # a live screen redraws itself; that is one view, not fifty


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done. `action` is in the past tense with its subject: `case_opened`, `person_edited`."""

    action: str
    subject_kind: str
    subject_id: UUID | str
    subject_name: str = ""
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str = ""
    case_id: UUID | None = None
    on_behalf_of: UUID | None = None
    at: datetime | None = None


def record(
    session: Session,
    action: str,
    *,
    subject_kind: str,
    subject_id: UUID | str,
    subject_name: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    case_id: UUID | None = None,
    on_behalf_of: UUID | None = None,
) -> None:
    """Add one row. Of `before` and `after` only the keys that differ are kept; give one of them alone when a thing appears or goes."""
    entry = AuditEntry(action, subject_kind, subject_id, subject_name, before, after, reason, case_id, on_behalf_of)
    record_many(session, [entry])


def record_many(session: Session, entries: Sequence[AuditEntry]) -> None:
    """Add many rows at once, in this order (bulk actions, made-up history). `on_behalf_of` is the absent person really acted for."""
    if not entries:
        return
    key = audit_keys()[-1]
    numbers = text("SELECT nextval(pg_get_serial_sequence('audit_event', 'seq')) FROM generate_series(1, :many)")
    seqs = sorted(session.connection.execute(numbers, {"many": len(entries)}).scalars())
    rows = []
    for seq, entry in zip(seqs, entries, strict=True):
        content = _content(session, entry)
        values = {name: getattr(content, name) for name in content.__dataclass_fields__}
        rows.append({"seq": seq, **values, "digest": row_digest(key, seq=seq, content=content)})
    session.execute(insert(audit_event), rows)


def record_view(
    session: Session, *, subject_kind: str, subject_id: UUID | str, subject_name: str = "", case_id: UUID | None = None
) -> bool:
    """Add "this person looked at it", once in five minutes. True if a row was added."""
    seen = session.scalar(
        select(func.max(audit_event.c.at)).where(
            audit_event.c.subject_kind == subject_kind,
            audit_event.c.subject_id == str(subject_id),
            audit_event.c.action == VIEWED,
            audit_event.c.actor_id == session.actor.user_id,
            audit_event.c.at > session.now - _SAME_VIEW,
        )
    )
    if seen is not None:
        return False
    record(session, VIEWED, subject_kind=subject_kind, subject_id=subject_id, subject_name=subject_name, case_id=case_id)
    return True


def record_verification(session: Session, result: VerificationResult) -> None:
    """Keep what a check of the trail found, in the trail itself. For auditors."""
    require(session.actor, Permission.READ_AUDIT)
    after = {
        "is_whole": result.is_whole, "rows": result.rows, "seals": result.seals, "findings": len(result.findings) + result.more_findings,
    }  # fmt: skip
    record(session, "audit_verified", subject_kind="audit", subject_id="trail", after=after)


def _content(session: Session, entry: AuditEntry) -> AuditContent:
    before, after = changed_values(entry.before, entry.after)
    return AuditContent(
        at=entry.at or session.now,
        actor_id=session.actor.user_id,
        actor_name=plain_text(session.actor.name),
        on_behalf_of=entry.on_behalf_of,
        action=entry.action,
        subject_kind=entry.subject_kind,
        subject_id=plain_text(str(entry.subject_id)),
        subject_name=plain_text(entry.subject_name),
        case_id=entry.case_id,
        before=before,
        after=after,
        reason=plain_text(entry.reason),
        ip=plain_text(session.actor.ip),
    )
