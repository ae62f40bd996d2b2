"""Bring absences in from the personnel system: CSV with the columns login;first_day;last_day;kind. One file is one transaction.

Rows that cannot be used are left out and listed with line and reason. An absence is known by its source, person and first day: a second
import of the same file changes nothing, one with another last day or kind is corrected.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import insert, select, text, update

from data.ids import new_id
from data.importers.small_csv import Rejected, day_of, kept, read_text, rows_of
from data.operations.audit import record
from data.session import Session
from data.tables.access import person
from data.tables.services import import_batch, import_reject
from data.tables.workforce import absence
from models.access.permissions import Permission, require
from models.errors import InvalidInput
from models.workforce.absence import AbsenceKind, kind_of

KIND = "absences"
COLUMNS = ("login", "first_day", "last_day", "kind")
LARGEST_FILE = 50 * 1024**2
LONGEST_DAYS = 3 * 366  # parental leave; more is a slip of the pen
_ADVISORY_LOCK = 5_672_343
_MOST_TOLD = 100
_SOURCE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


class WrongSourceName(InvalidInput):
    """A source is named with small Latin letters, digits, hyphens."""

    code: ClassVar[str] = "wrong_source_name"


@dataclass(frozen=True, slots=True)
class AbsencesImported:
    """What came of it. `batch_id` is None when nothing had changed, then nothing was written."""

    batch_id: UUID | None
    source: str
    encoding: str
    rows_read: int
    added: int
    changed: int
    same: int
    rejects: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class _Absence:
    person_id: UUID
    login: str
    first_day: date
    last_day: date
    kind: AbsenceKind

    @property
    def key(self) -> str:
        return f"{self.login}:{self.first_day.isoformat()}"


def import_absences(session: Session, path: Path, *, source: str = "hr") -> AbsencesImported:
    """Import one file. Raises `TableUnreadable` for the file as a whole, `WrongSourceName`; single rows are rejected in the result."""
    require(session.actor, Permission.MANAGE_USERS)
    if not _SOURCE.fullmatch(source):
        raise WrongSourceName(field="source")
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
    content, encoding = read_text(path, largest=LARGEST_FILE)
    people = {row.login: row.id for row in session.rows(select(person.c.login, person.c.id))}
    rejects: list[Rejected] = []
    found = list(_absences(content, people, rejects))
    rows_read = len(found) + len(rejects)
    known = {row.source_key: row for row in session.rows(select(absence).where(absence.c.source == source))}
    new = [one for one in found if one.key not in known]
    changed = [one for one in found if one.key in known and (known[one.key].last_day, known[one.key].kind) != (one.last_day, one.kind)]
    digest = hashlib.sha256(content.encode()).digest()
    again = session.first(select(import_batch.c.id).where(import_batch.c.sha256 == digest, import_batch.c.source == source))
    batch_id = None if again and not new and not changed else new_id()
    result = AbsencesImported(
        batch_id, source, encoding, rows_read, len(new), len(changed), len(found) - len(new) - len(changed), tuple(rejects)
    )
    if batch_id is not None:
        _keep(session, result, batch_id, path.name, digest)
        _store(session, new, changed, source=source, batch_id=batch_id)
    return result


def _absences(content: str, people: Mapping[str, UUID], rejects: list[Rejected]) -> Iterator[_Absence]:
    seen: set[tuple[str, date]] = set()
    for line, row in rows_of(content, COLUMNS, rejects):
        read = _row(row, people)
        if isinstance(read, _Absence) and (read.login, read.first_day) in seen:
            read = "repeated"
        if isinstance(read, str):
            rejects.append(Rejected(line, read, kept(row)))
            continue
        seen.add((read.login, read.first_day))
        yield read


def _row(row: Mapping[str, str], people: Mapping[str, UUID]) -> _Absence | str:
    """The absence, or why the row cannot be used."""
    login = row["login"].strip().lower()
    first, last, kind = day_of(row["first_day"]), day_of(row["last_day"]), kind_of(row["kind"])
    if login not in people:
        return "unknown_login"
    if first is None or last is None:
        return "wrong_day"
    if last < first:
        return "days_reversed"
    if (last - first).days > LONGEST_DAYS:
        return "too_long"
    return "unknown_kind" if kind is None else _Absence(people[login], login, first, last, kind)


def _keep(session: Session, result: AbsencesImported, batch_id: UUID, file_name: str, digest: bytes) -> None:
    reasons = dict(Counter(reject.reason for reject in result.rejects))
    summary: dict[str, Any] = {
        "encoding": result.encoding, "added": result.added, "changed": result.changed, "same": result.same, "reasons": reasons,
    }  # fmt: skip
    session.execute(insert(import_batch).values(
        id=batch_id, kind=KIND, source=result.source, file_name=file_name, sha256=digest, mapping={}, actor_id=session.actor.user_id,
        started_at=session.now, finished_at=session.now, rows_read=result.rows_read, accepted=result.rows_read - len(result.rejects),
        rejected=len(result.rejects), summary=summary,
    ))  # fmt: skip
    if result.rejects:
        rows = [{"batch_id": batch_id, "line": reject.line, "reason": reject.reason, "row": dict(reject.row)} for reject in result.rejects]
        session.execute(insert(import_reject), rows)
    record(session, "absences_imported", subject_kind="import", subject_id=batch_id, subject_name=file_name,
           after={"source": result.source, "rows": result.rows_read, **summary})  # fmt: skip


def _store(session: Session, new: Iterable[_Absence], changed: Iterable[_Absence], *, source: str, batch_id: UUID) -> None:
    new, changed = list(new), list(changed)
    if new:
        session.execute(insert(absence), [
            {"id": new_id(), "person_id": one.person_id, "first_day": one.first_day, "last_day": one.last_day, "kind": one.kind.value,
             "source": source, "source_key": one.key, "batch_id": batch_id, "entered_at": session.now}
            for one in new
        ])  # fmt: skip
    for one in changed:
        session.execute(update(absence).where(absence.c.source == source, absence.c.source_key == one.key).values(
            last_day=one.last_day, kind=one.kind.value, batch_id=batch_id, entered_at=session.now,
        ))  # fmt: skip
    people = {one.person_id for one in (*new, *changed)}
    if people:
        session.changed("figures")
        if len(people) <= _MOST_TOLD:
            session.changed(*(f"user:{one}" for one in people))
