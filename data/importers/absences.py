"""Bring absences in from the personnel system: CSV with the columns login;first_day;last_day;kind. One file is one transaction.

Rows that cannot be used are left out and listed with line and reason. An absence is known by its source, person and first day: a second
import of the same file changes nothing, one with another last day or kind is corrected.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import insert, select, text, update

from data.ids import new_id
from data.importers.event_log_reading import LARGEST_CELL, LogUnreadable, detect_encoding, open_bytes
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
_SAMPLE = 1024**2
_MOST_TOLD = 100
_LONGEST_KEPT = 200  # of a cell of a rejected row
_SOURCE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


class AbsencesUnreadable(InvalidInput):
    """The file as a whole cannot be read; `reason` says why and what to do."""

    code: ClassVar[str] = "absences_unreadable"

    def __init__(self, reason: str) -> None:
        super().__init__(reason, reason=reason)


@dataclass(frozen=True, slots=True)
class AbsenceReject:
    """A row that was not used: line of the file, reason, its cells."""

    line: int
    reason: str
    row: Mapping[str, str]


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
    rejects: tuple[AbsenceReject, ...]


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
    """Import one file. Raises `AbsencesUnreadable` for the file as a whole; single rows are rejected in the result."""
    require(session.actor, Permission.MANAGE_USERS)
    if not _SOURCE.fullmatch(source):
        raise AbsencesUnreadable("a source is named with small Latin letters, digits, hyphens")
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
    content, encoding = _read(path)
    people = {row.login: row.id for row in session.rows(select(person.c.login, person.c.id))}
    rejects: list[AbsenceReject] = []
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


def _read(path: Path) -> tuple[str, str]:
    """The text of the file and the encoding it is surely in."""
    if not path.is_file():
        raise AbsencesUnreadable(f"there is no file {path}")
    if path.stat().st_size > LARGEST_FILE:
        raise AbsencesUnreadable(f"the file is larger than {LARGEST_FILE // 1024**2} MB")
    try:
        with open_bytes(path) as raw:
            content = raw.read(LARGEST_FILE + 1)
        encoding = detect_encoding(content[:_SAMPLE])
    except LogUnreadable as fault:
        reason = str(fault).replace("; declare log.encoding in the mapping", ": save the file as UTF-8")
        raise AbsencesUnreadable(reason) from fault
    if len(content) > LARGEST_FILE:
        raise AbsencesUnreadable("the packed file unfolds beyond all measure")
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as fault:
        raise AbsencesUnreadable(f"the file is not {encoding} throughout: save it as UTF-8") from fault


def _absences(content: str, people: Mapping[str, UUID], rejects: list[AbsenceReject]) -> Iterator[_Absence]:
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=";", strict=True)
    seen: set[tuple[str, date]] = set()
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        _check_header(header)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            row = dict(zip(header, cells, strict=False))
            if len(cells) != len(header):
                rejects.append(AbsenceReject(reader.line_num, "wrong_number_of_cells", _kept(row)))
                continue
            read = _row(row, people)
            if isinstance(read, _Absence) and (read.login, read.first_day) in seen:
                read = "repeated"
            if isinstance(read, str):
                rejects.append(AbsenceReject(reader.line_num, read, _kept(row)))
                continue
            seen.add((read.login, read.first_day))
            yield read
    except csv.Error as fault:
        raise AbsencesUnreadable(f"line {reader.line_num}: {fault}") from fault


def _check_header(header: list[str]) -> None:
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise AbsencesUnreadable(f"the first line names the columns {';'.join(COLUMNS)}; missing: {', '.join(missing)}")
    twice = sorted({name for name in header if header.count(name) > 1} & set(COLUMNS))
    if twice:
        raise AbsencesUnreadable(f"columns appear twice: {', '.join(twice)}")


def _row(row: Mapping[str, str], people: Mapping[str, UUID]) -> _Absence | str:
    """The absence, or why the row cannot be used."""
    login = row["login"].strip().lower()
    first, last, kind = _day(row["first_day"]), _day(row["last_day"]), kind_of(row["kind"])
    if login not in people:
        return "unknown_login"
    if first is None or last is None:
        return "wrong_day"
    if last < first:
        return "days_reversed"
    if (last - first).days > LONGEST_DAYS:
        return "too_long"
    return "unknown_kind" if kind is None else _Absence(people[login], login, first, last, kind)


def _day(words: str) -> date | None:
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            found = datetime.strptime(words.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return found if 1990 <= found.year < 2200 else None
    return None


def _kept(row: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("\x00", ""): cell[:_LONGEST_KEPT].replace("\x00", "") for name, cell in row.items()}


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
