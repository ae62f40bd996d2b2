"""Seal the audit trail: a batch of finished rows, chained to the batch before it, and told to a file the database cannot reach.

A row is sealed once its transaction lies below every transaction still running, so nothing can be committed behind a seal. (A watermark
by row number would lose rows: numbers are given out before the commit.)
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Row, insert, select, text

from data.audit_evidence import audit_keys, seals_file
from data.session import Session
from data.tables.access import audit_seal
from models.access.audit_digest import NO_SEAL, SealContent, merkle_root, seal_digest

ROWS_PER_SEAL = 50_000
_ADVISORY_LOCK = 5_672_302

_WATERMARK = text(
    """
    SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) AS xmin,
           CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) AS xmax
    """
)
_FINISHED = text(
    """
    SELECT seq, digest FROM audit_event
    WHERE seq > :floor AND xid >= CAST(CAST(:since AS text) AS xid8) AND xid < CAST(CAST(:below AS text) AS xid8) ORDER BY seq
    """
)
# The cluster was restored from a dump and counts transactions from the beginning again. Unsealed rows from before carry numbers the new
# cluster has not reached (or that it has, but above the last watermark); everything written since has a row number above all of them.
_FORMER_LIFE = text(
    """
    SELECT greatest((SELECT max(seq) FROM audit_event WHERE xid >= CAST(CAST(:since AS text) AS xid8)),
                    (SELECT max(last) FROM (SELECT seqs[cardinality(seqs)] AS last FROM audit_seal) AS lasts))
    """
)
_AFTER_RESTORE = text(
    """
    SELECT seq, digest FROM audit_event
    WHERE (seq <= :floor AND xid >= CAST(CAST(:since AS text) AS xid8)) OR (seq > :floor AND xid < CAST(CAST(:below AS text) AS xid8))
    ORDER BY seq
    """
)


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as it was made. `events` rows from `first_seq` to `last_seq` (not necessarily all numbers between)."""

    number: int
    events: int
    first_seq: int
    last_seq: int
    sealed_at: datetime
    seal: str


def seal_audit(session: Session) -> Seal | None:
    """Seal every finished row that has no seal yet; None if there is none (or another process is sealing).

    Call `export_seals` after the commit. If that was missed, the next call of this function makes good for it.
    """
    if not session.scalar(text("SELECT pg_try_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK}):
        return None
    export_seals(session)
    last = session.first(select(audit_seal).order_by(audit_seal.c.number.desc()).limit(1))
    watermark = session.rows(_WATERMARK)[0]
    since, floor = (last.below_xid, last.floor_seq) if last else (0, 0)
    if last and watermark.xmax < since:
        floor = session.scalar(_FORMER_LIFE, {"since": since}) or 0
        unsealed = _AFTER_RESTORE
    else:
        unsealed = _FINISHED
    limits = {"floor": floor, "since": since, "below": watermark.xmin}
    rows = session.connection.execute(unsealed, limits, execution_options={"yield_per": ROWS_PER_SEAL})
    key = audit_keys()[-1]
    number, previous = (last.number, last.seal) if last else (0, NO_SEAL)
    made: Seal | None = None
    for batch in rows.partitions(ROWS_PER_SEAL):
        number += 1
        seqs, leaves = [row.seq for row in batch], [bytes(row.digest) for row in batch]
        content = SealContent(
            number=number, below_xid=watermark.xmin, floor_seq=floor, seqs=seqs, root=merkle_root(leaves), previous=bytes(previous),
            sealed_at=session.now,
        )  # fmt: skip
        previous = seal_digest(key, content)
        session.execute(
            insert(audit_seal),
            {
                "number": number, "below_xid": content.below_xid, "floor_seq": floor, "events": len(seqs), "seqs": seqs,
                "leaves": b"".join(leaves), "root": content.root, "previous": content.previous, "seal": previous, "sealed_at": session.now,
            },
        )  # fmt: skip
        made = Seal(number, len(seqs), seqs[0], seqs[-1], session.now, previous.hex())
    return made


def export_seals(session: Session) -> int:
    """Append committed seals that the file does not have yet, and make sure they reached the disk. How many were added."""
    path = seals_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a+b") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        known = _last_number(handle.fileno())
        fresh = session.rows(
            select(
                audit_seal.c.number, audit_seal.c.below_xid, audit_seal.c.floor_seq, audit_seal.c.events, audit_seal.c.root,
                audit_seal.c.previous, audit_seal.c.seal, audit_seal.c.sealed_at,
                audit_seal.c.seqs[1].label("first_seq"), audit_seal.c.seqs[audit_seal.c.events].label("last_seq"),
            )
            .where(audit_seal.c.number > known).order_by(audit_seal.c.number)
        )  # fmt: skip
        for row in fresh:
            handle.write(_line(row))
        if fresh:
            handle.flush()
            os.fsync(handle.fileno())
    return len(fresh)


def _line(row: Row[Any]) -> bytes:
    return orjson.dumps(
        {
            "number": row.number, "sealed_at": row.sealed_at.astimezone(UTC).isoformat(), "events": row.events, "first_row": row.first_seq,
            "last_row": row.last_seq, "below_transaction": row.below_xid, "root": bytes(row.root).hex(),
            "previous": bytes(row.previous).hex(), "seal": bytes(row.seal).hex(),
        },
        option=orjson.OPT_APPEND_NEWLINE,
    )  # fmt: skip


def _last_number(file: int) -> int:
    """Number of the last whole line; a line torn by a crash is cut off and written again."""
    size = os.fstat(file).st_size
    tail = os.pread(file, 4096, max(0, size - 4096))
    whole = tail.rfind(b"\n") + 1
    if whole < len(tail):
        os.ftruncate(file, size - (len(tail) - whole))
    lines = tail[:whole].splitlines()
    return int(orjson.loads(lines[-1])["number"]) if lines else 0
