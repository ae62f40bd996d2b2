"""Check the whole audit trail: every row against its digest and its seal, every seal against the chain and the exported file.

Rows and seals are streamed; eight bytes per sealed row stay in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import orjson
from sqlalchemy import Row, Select, select, text

from data.audit_evidence import audit_key_file, audit_keys, seals_file
from data.session import Session
from data.tables.access import audit_event, audit_seal
from models.access.audit_digest import DIGEST_BYTES, NO_SEAL, AuditContent, SealContent, merkle_root, row_digest, seal_digest
from models.access.verification import Finding, Flaw, VerificationResult

_BATCH = 5_000
_CONTENT = tuple(AuditContent.__dataclass_fields__)
_SNAPSHOT_END = text("SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)")


def verify_audit(session: Session) -> VerificationResult:
    """Every edited, deleted or inserted row and every broken, removed or replaced seal, by number. Needs a `reading` session."""
    result = VerificationResult(checked_at=session.now)
    check = _Check(session, result)
    check.check_seals()
    check.check_unsealed_rows()
    return result


class _Check:
    def __init__(self, session: Session, result: VerificationResult) -> None:
        self._session, self._result = session, result
        self._keys = audit_keys(create=False)
        self._sealed: list[np.ndarray[Any, np.dtype[np.int64]]] = []
        self._last: Row[Any] | None = None

    def check_seals(self) -> None:
        """The chain, the exported file, and every sealed row."""
        exported = _exported_seals()
        self._result.exported_seals = len(exported)
        previous, waiting = NO_SEAL, 0
        batch: list[tuple[int, bytes, int]] = []
        for seal in self._stream(select(audit_seal).order_by(audit_seal.c.number), 100):
            self._result.seals += 1
            for number in range((self._last.number if self._last else 0) + 1, seal.number):
                self._tell(Flaw.SEAL_REMOVED, seal=number)
            if bytes(seal.previous) != previous:
                self._tell(Flaw.SEAL_REPLACED, seal=seal.number, detail="not chained to the seal before it")
            elif exported and exported.get(seal.number, bytes(seal.seal).hex()) != bytes(seal.seal).hex():
                self._tell(Flaw.SEAL_REPLACED, seal=seal.number, detail="other than the exported one")
            leaves = self._leaves_of(seal)
            previous, self._last = bytes(seal.seal), seal
            batch.extend((seq, leaf, seal.number) for seq, leaf in leaves)
            self._sealed.append(np.asarray([seq for seq, _leaf in leaves], dtype=np.int64))
            waiting += len(leaves)
            if len(batch) >= _BATCH:
                self._check_sealed_rows(batch)
                batch = []
        self._check_sealed_rows(batch)
        self._result.sealed_rows = waiting
        known = self._last.number if self._last else 0
        for number in sorted(number for number in exported if number > known):
            self._tell(Flaw.SEAL_REMOVED, seal=number, detail="stands in the exported file")
        if self._last:
            self._result.last_seal, self._result.last_sealed_at = self._last.number, self._last.sealed_at
        if not self._keys and (self._result.seals or self._session.first(select(audit_event.c.seq).limit(1))):
            self._tell(Flaw.KEY_MISSING, detail=str(audit_key_file()))

    def _leaves_of(self, seal: Row[Any]) -> list[tuple[int, bytes]]:
        joined, seqs = bytes(seal.leaves), list(seal.seqs)
        leaves = [joined[start : start + DIGEST_BYTES] for start in range(0, len(joined), DIGEST_BYTES)]
        content = SealContent(seal.number, seal.below_xid, seal.floor_seq, seqs, bytes(seal.root), bytes(seal.previous), seal.sealed_at)
        fits = len(leaves) == len(seqs) == seal.events and merkle_root(leaves) == content.root
        if not fits or (self._keys and all(seal_digest(key, content) != bytes(seal.seal) for key in self._keys)):
            self._tell(Flaw.SEAL_BROKEN, seal=seal.number)
        # Rows of a broken seal are still looked at: by their own digest when the seal has no leaf for them.
        leaves += [b""] * (len(seqs) - len(leaves))
        return list(zip(seqs, leaves, strict=False))

    def _check_sealed_rows(self, batch: list[tuple[int, bytes, int]]) -> None:
        for start in range(0, len(batch), _BATCH):
            part = batch[start : start + _BATCH]
            rows = {row.seq: row for row in self._session.rows(select(audit_event).where(audit_event.c.seq.in_([seq for seq, *_ in part])))}
            for seq, leaf, seal in part:
                row = rows.get(seq)
                if row is None:
                    self._tell(Flaw.ROW_DELETED, seq=seq, seal=seal)
                    continue
                self._result.rows += 1
                if not self._is_genuine(row) or (leaf and leaf != bytes(row.digest)):
                    self._tell_row(Flaw.ROW_EDITED, row, seal=seal)

    def check_unsealed_rows(self) -> None:
        """Rows that no seal covers: waiting for the next one, or slipped in."""
        sealed = np.sort(np.concatenate(self._sealed)) if self._sealed else np.empty(0, dtype=np.int64)
        since, floor = (self._last.below_xid, self._last.floor_seq) if self._last else (0, 0)
        end = self._session.scalar(_SNAPSHOT_END)
        restarted = end < since  # restored from a dump and not sealed since: transaction numbers say nothing
        highest = int(sealed[-1]) if sealed.size else 0
        expected = highest + 1
        for page in self._pages_of_numbers():
            seqs = np.asarray(page, dtype=np.int64)
            if sealed.size:
                places = np.minimum(np.searchsorted(sealed, seqs), sealed.size - 1)
                seqs = seqs[sealed[places] != seqs]
            for row in self._rows(seqs.tolist()):
                self._result.rows += 1
                self._result.waiting_rows += 1
                is_late = row.xid < since or row.seq <= floor or row.xid >= end
                if restarted:
                    is_late = row.seq <= highest and row.xid < since
                if not self._is_genuine(row) or is_late:
                    self._tell_row(Flaw.ROW_INSERTED, row)
                if row.seq > highest:
                    self._result.gaps += row.seq - expected
                    expected = row.seq + 1

    def _pages_of_numbers(self) -> Iterator[list[int]]:
        numbers = self._session.connection.execute(
            select(audit_event.c.seq).order_by(audit_event.c.seq), execution_options={"yield_per": 50_000}
        )
        for page in numbers.partitions():
            yield [row.seq for row in page]

    def _rows(self, seqs: list[int]) -> Iterator[Row[Any]]:
        for start in range(0, len(seqs), _BATCH):
            part = seqs[start : start + _BATCH]
            yield from self._session.rows(select(audit_event).where(audit_event.c.seq.in_(part)).order_by(audit_event.c.seq))

    def _stream(self, statement: Select[Any], size: int) -> Iterator[Row[Any]]:
        yield from self._session.connection.execute(statement, execution_options={"yield_per": size})

    def _is_genuine(self, row: Row[Any]) -> bool:
        """Is the content what Kordon wrote? Without a key only the comparison with the seal's leaf is left."""
        if not self._keys:
            return True
        content = AuditContent(**{name: getattr(row, name) for name in _CONTENT})
        try:
            return any(row_digest(key, seq=row.seq, content=content) == bytes(row.digest) for key in self._keys)
        except ValueError:  # a number that is none (NaN): nothing Kordon writes
            return False

    def _tell(self, flaw: Flaw, *, seq: int | None = None, seal: int | None = None, detail: str = "") -> None:
        self._result.add(Finding(flaw, seq=seq, seal=seal, detail=detail))

    def _tell_row(self, flaw: Flaw, row: Row[Any], *, seal: int | None = None) -> None:
        self._result.add(
            Finding(
                flaw, seq=row.seq, seal=seal, at=row.at, actor_name=row.actor_name, action=row.action, subject_name=row.subject_name
            )
        )


def _exported_seals() -> dict[int, str]:
    """Number → seal of the exported file; empty when there is none. A line that cannot be read counts as one that says something else."""
    path = seals_file()
    if not path.exists():
        return {}
    found: dict[int, str] = {}
    with path.open("rb") as handle:
        for number, line in enumerate(handle, start=1):
            try:
                said = orjson.loads(line)
                found[int(said["number"])] = str(said["seal"])
            except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
                found[number] = "unreadable"
    return found
