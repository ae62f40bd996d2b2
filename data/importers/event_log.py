"""Bring a foreign case log in, so that dashboards work over it. One file is one transaction: all of it or nothing.

Rows that cannot be used are left out and listed with line and reason; the other rows of their case are used. A second import of the same
file changes nothing. A case that went on since the last import is updated: its tasks are told anew, its history is added to.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text, update

from data.ids import new_id
from data.importers.event_log_reading import LogUnreadable, open_log
from data.importers.event_log_rows import Reject, read_cases
from data.importers.event_log_storing import store_cases
from data.operations.audit import record
from data.session import Session
from data.tables.services import import_batch, import_reject
from models.analytics.event_log import LogMapping, parse_mapping

KIND = "event_log"
_ADVISORY_LOCK = 5_672_303  # one import at a time: two of the same log would both find their cases missing
_PIECE = 1024**2


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of it. `batch_id` is None when nothing had changed, then nothing was written."""

    batch_id: UUID | None
    source: str
    format: str
    encoding: str
    delimiter: str
    rows_read: int
    left_out: int
    events: int
    cases: int
    open_cases: int
    added: int
    changed: int
    same: int
    rejects: tuple[Reject, ...]

    @property
    def reasons(self) -> dict[str, int]:
        """How often each reason was found."""
        return dict(Counter(reject.reason for reject in self.rejects))


def read_mapping_file(path: Path) -> tuple[LogMapping, dict[str, Any]]:
    """The mapping and the document it was written in. Raises `MappingIsWrong`, `LogUnreadable`."""
    if not path.is_file():
        raise LogUnreadable(f"there is no mapping {path}")
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise LogUnreadable(f"the mapping is not sound TOML: {fault}") from fault
    return parse_mapping(document), document


def import_event_log(session: Session, path: Path, mapping: LogMapping, *, document: dict[str, Any]) -> ImportResult:
    """Import one file. Raises `LogUnreadable` and conflicts for the file as a whole; single rows are rejected in the result."""
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
    file = open_log(path, mapping)
    log = read_cases(file)
    batch_id, digest = new_id(), _sha256(path)
    again = session.scalar(select(func.count()).where(import_batch.c.sha256 == digest, import_batch.c.source == mapping.source))
    session.execute(insert(import_batch).values(
        id=batch_id, kind=KIND, source=mapping.source, file_name=path.name, sha256=digest, mapping=document,
        actor_id=session.actor.user_id, started_at=session.now,
    ))  # fmt: skip
    stored = store_cases(session, log.cases, mapping, batch_id=batch_id)
    changed_nothing = bool(again) and not stored.added and not stored.changed
    result = ImportResult(
        batch_id=None if changed_nothing else batch_id, source=mapping.source, format=file.format, encoding=file.encoding,
        delimiter=file.delimiter, rows_read=log.rows_read, left_out=log.left_out, events=log.events, cases=len(log.cases),
        open_cases=sum(case.closed_at is None for case in log.cases), rejects=tuple(log.rejects),
        added=stored.added, changed=stored.changed, same=stored.same,
    )  # fmt: skip
    if changed_nothing:
        session.execute(delete(import_batch).where(import_batch.c.id == batch_id))
    else:
        _finish(session, result, batch_id, path.name)
    return result


def _finish(session: Session, result: ImportResult, batch_id: UUID, file_name: str) -> None:
    """Keep the numbers and the rejected rows with the batch."""
    summary = {
        "format": result.format, "encoding": result.encoding, "delimiter": result.delimiter, "events": result.events,
        "left_out": result.left_out,
        "added": result.added, "changed": result.changed, "same": result.same, "reasons": result.reasons,
    }  # fmt: skip
    session.execute(update(import_batch).where(import_batch.c.id == batch_id).values(
        finished_at=session.now, rows_read=result.rows_read, accepted=result.events, rejected=len(result.rejects), summary=summary,
    ))  # fmt: skip
    if result.rejects:
        rows = [{"batch_id": batch_id, "line": reject.line, "reason": reject.reason, "row": dict(reject.row)} for reject in result.rejects]
        session.execute(insert(import_reject), rows)
    record(
        session, "event_log_imported", subject_kind="import", subject_id=batch_id, subject_name=file_name,
        after={"source": result.source, "cases": result.cases, **summary},
    )  # fmt: skip


def _sha256(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.digest()
