"""The audit trail as the auditor reads it: newest first, filtered, page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, true

from data.session import Session
from data.tables.access import audit_event, audit_seal, business_line, person, unit, work_group
from data.tables.processes import attachment, cases, process_version
from models.access.permissions import Permission, require

PAGE = 50
VERIFIED = "audit_verified"
MOST_COUNTED = 1_001  # an exact total is not worth a second of waiting: "1,000+"


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to look for; empty means everything. `since` and `until` are instants, the end left out.

    `actor_id` also finds what was done on behalf of that person. `subject` is part of the subject's name or its whole id.
    """

    since: datetime | None = None
    until: datetime | None = None
    actor_id: UUID | None = None
    action: str = ""
    subject_kind: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One row of the trail. `behalf_name` is the absent person really acted for; `is_sealed` once a seal covers it."""

    seq: int
    at: datetime
    actor_id: UUID | None
    actor_name: str
    behalf_name: str
    action: str
    subject_kind: str
    subject_id: str
    subject_name: str
    case_id: UUID | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    reason: str
    ip: str
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class LastSeal:
    """The newest seal, and how many rows all seals cover together."""

    number: int
    sealed_at: datetime
    rows: int


def audit_lines(
    session: Session, wanted: AuditFilter, *, below: int | None = None, limit: int = PAGE
) -> tuple[list[AuditLine], int | None]:
    """A page of rows, the newest first, and the number below which the next page starts (None at the end). For auditors."""
    require(session.actor, Permission.READ_AUDIT)
    page = _selection(wanted).order_by(audit_event.c.seq.desc()).limit(limit + 1)
    if below is not None:
        page = page.where(audit_event.c.seq < below)
    lines = [_line(row) for row in session.rows(page)]
    return lines[:limit], lines[limit - 1].seq if len(lines) > limit else None


def audit_stream(session: Session, wanted: AuditFilter, *, most: int = 1_000_000) -> Iterator[AuditLine]:
    """All matching rows, the newest first, streamed: for a register. For auditors."""
    require(session.actor, Permission.READ_AUDIT)
    rows = session.connection.execute(
        _selection(wanted).order_by(audit_event.c.seq.desc()).limit(most), execution_options={"yield_per": 2_000}
    )
    for row in rows:
        yield _line(row)


def audit_count(session: Session, wanted: AuditFilter) -> int:
    """How many rows match, counted up to 1,001. For auditors."""
    require(session.actor, Permission.READ_AUDIT)
    found = select(audit_event.c.seq).where(_conditions(wanted)).limit(MOST_COUNTED).subquery()
    return int(session.scalar(select(func.count()).select_from(found)) or 0)


def audit_choices(session: Session) -> tuple[list[str], list[str]]:
    """Actions and kinds of subjects that occur in the trail, for the filters. For auditors."""
    require(session.actor, Permission.READ_AUDIT)
    return _distinct(session, audit_event.c.action), _distinct(session, audit_event.c.subject_kind)


def audit_actors(session: Session) -> list[tuple[UUID, str]]:
    """People who stand in the trail, by name. For auditors."""
    require(session.actor, Permission.READ_AUDIT)
    acted = select(audit_event.c.seq).where(or_(audit_event.c.actor_id == person.c.id, audit_event.c.on_behalf_of == person.c.id)).exists()
    wanted = select(person.c.id, person.c.full_name).where(acted).order_by(person.c.full_name)
    return [(row.id, row.full_name) for row in session.rows(wanted)]


def names_behind(session: Session, ids: Collection[UUID]) -> dict[str, str | Mapping[str, str]]:
    """Names of the people, units, groups and business lines that stand as ids in changes. For auditors."""
    require(session.actor, Permission.READ_AUDIT)
    found: dict[str, str | Mapping[str, str]] = {}
    if not ids:
        return found
    named = ((person, person.c.full_name), (unit, unit.c.name), (work_group, work_group.c.name), (business_line, business_line.c.name),
             (attachment, attachment.c.name))  # fmt: skip
    for table, column in named:
        for row in session.rows(select(table.c.id, column.label("name")).where(table.c.id.in_(ids))):
            found[str(row.id)] = row.name
    return found


def words_of_forms(session: Session, case_ids: Collection[UUID]) -> dict[str, Mapping[str, str] | str]:
    """What stands in changes of these cases is called, for auditors: the field "fields.purpose", its option "fields.purpose=tenant", the
    outcome "outcome=answered"; "fields.loss.type" is the field's type, so that kopecks are written as money."""
    require(session.actor, Permission.READ_AUDIT)
    versions = select(cases.c.version_id).where(cases.c.id.in_(case_ids)).distinct()
    told = process_version.c.definition
    forms = session.rows(
        select(told["fields"].label("fields"), told["outcomes"].label("outcomes")).where(process_version.c.id.in_(versions))
    )
    found: dict[str, Mapping[str, str] | str] = {}
    for outcome in (outcome for form in forms for outcome in form.outcomes or ()):
        found[f"outcome={outcome['key']}"] = outcome["name"]
    for field in (field for form in forms for field in form.fields or ()):
        found |= {f"fields.{field['key']}": field["label"], f"fields.{field['key']}.type": field["type"]}
        found |= {f"fields.{field['key']}={option['key']}": option["name"] for option in field.get("options") or ()}
    return found


def last_verification(session: Session) -> AuditLine | None:
    """The newest check of the trail that was asked for on screen; what it found stands in `after`. For auditors."""
    return next(iter(audit_lines(session, AuditFilter(action=VERIFIED), limit=1)[0]), None)


def last_seal(session: Session) -> LastSeal | None:
    """The newest seal. For auditors and administrators of jobs."""
    if not session.actor.is_system:
        require(session.actor, Permission.READ_AUDIT)
    row = session.first(select(audit_seal.c.number, audit_seal.c.sealed_at).order_by(audit_seal.c.number.desc()).limit(1))
    if row is None:
        return None
    covered = session.scalar(select(func.sum(audit_seal.c.events)))
    return LastSeal(row.number, row.sealed_at, int(covered or 0))


def _distinct(session: Session, column: ColumnElement[str]) -> list[str]:
    """From value to next value by the column's index: DISTINCT would read the whole trail."""
    start = select(func.min(column).label("value")).cte("found", recursive=True)
    beyond = select(func.min(column)).where(column > start.c.value).scalar_subquery()
    found = start.union_all(select(beyond).where(start.c.value.is_not(None)))
    return [row.value for row in session.rows(select(found.c.value).where(found.c.value.is_not(None)))]


def _selection(wanted: AuditFilter) -> Select[Any]:
    behalf = person.alias()
    sealed_below = select(func.max(audit_seal.c.number)).scalar_subquery()
    newest = select(audit_seal.c.below_xid).where(audit_seal.c.number == sealed_below).scalar_subquery()
    return (
        select(audit_event, behalf.c.full_name.label("behalf_name"), (audit_event.c.xid < newest).label("is_sealed"))
        .outerjoin(behalf, behalf.c.id == audit_event.c.on_behalf_of)
        .where(_conditions(wanted))
    )


def _conditions(wanted: AuditFilter) -> ColumnElement[bool]:
    found: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(audit_event.c.at >= wanted.since)
    if wanted.until is not None:
        found.append(audit_event.c.at < wanted.until)
    if wanted.actor_id is not None:
        found.append(or_(audit_event.c.actor_id == wanted.actor_id, audit_event.c.on_behalf_of == wanted.actor_id))
    if wanted.action:
        found.append(audit_event.c.action == wanted.action)
    if wanted.subject_kind:
        found.append(audit_event.c.subject_kind == wanted.subject_kind)
    if wanted.subject:
        literal = wanted.subject.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found.append(or_(audit_event.c.subject_name.ilike(f"%{literal}%"), audit_event.c.subject_id == wanted.subject))
    return and_(true(), *found)


def _line(row: Row[Any]) -> AuditLine:
    return AuditLine(
        row.seq, row.at, row.actor_id, row.actor_name, row.behalf_name or "", row.action, row.subject_kind, row.subject_id,
        row.subject_name, row.case_id, row.before, row.after, row.reason, row.ip, bool(row.is_sealed),
    )  # fmt: skip
