"""Costs out of a ledger: CSV, or what 1C exports (docs/costs.md). A file is taken as a whole or not at all.

Every row is known by what it says and how often the file has said it before, so the same file, or one that overlaps it, brings nothing in
twice.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import insert, select

from data.ids import new_id
from data.importers.tables import SheetUnreadable, TableRow, read_table
from data.operations.audit import record
from data.operations.costs import take_turns
from data.queries.analytics.costs import first_open_month
from data.session import Session
from data.tables.costs import cost_entry, cost_pool
from data.tables.services import import_batch
from models.access.permissions import Permission, require
from models.analytics.cost_rows import MOST_LINES_BEFORE_HEAD, Columns, CostRow, columns_of, is_total, read_row

KIND = "costs"


@dataclass(frozen=True, slots=True)
class CostReject:
    """A row that cannot be used: its line, the key of the reason, its cells."""

    line: int
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CostSum:
    """What a file brings for a pool of a month; `counts_in` is another month when that one is closed."""

    pool: str
    of_month: date
    counts_in: date
    kopecks: int
    rows: int


@dataclass(frozen=True, slots=True)
class CostImport:
    """What a file holds and what it would bring in, or has. With `rejects` nothing is brought in. `source`: csv or 1c."""

    source: str
    new: int
    known: int
    kopecks: int
    sums: tuple[CostSum, ...]
    rejects: tuple[CostReject, ...]
    batch_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    source: str
    rows: tuple[tuple[str, CostRow], ...]  # source key, row
    rejects: tuple[CostReject, ...]


def look_at_costs(session: Session, content: bytes) -> CostImport:
    """What importing would do. Raises `SheetUnreadable`, `Forbidden`."""
    require(session.actor, Permission.MANAGE_COSTS)
    return _told(session, _read(session, content))


def import_costs(session: Session, content: bytes, *, file_name: str) -> CostImport:
    """Bring in what is new; nothing when a single row cannot be used. Raises `SheetUnreadable`, `Forbidden`."""
    require(session.actor, Permission.MANAGE_COSTS)
    take_turns(session)
    read = _read(session, content)
    told = _told(session, read)
    if told.rejects or not told.new:
        return told
    batch = new_id()
    known, opens = _known(session, read), first_open_month(session)
    pools = {row.code: row.id for row in session.rows(select(cost_pool.c.code, cost_pool.c.id))}
    entries = [
        {
            "id": new_id(), "pool_id": pools[row.pool], "month": max(row.month, opens), "of_month": row.month, "kopecks": row.kopecks,
            "account": row.account, "document": row.document, "description": row.description, "source": read.source, "source_key": key,
            "batch_id": batch, "entered_by": session.actor.user_id, "entered_at": session.now,
        }
        for key, row in read.rows
        if key not in known
    ]  # fmt: skip
    summary = {"kopecks": told.kopecks, "known": told.known}
    session.execute(insert(import_batch).values(
        id=batch, kind=KIND, source=read.source, file_name=file_name[:200], sha256=hashlib.sha256(content).digest(), mapping={},
        actor_id=session.actor.user_id, started_at=session.now, finished_at=session.now, rows_read=len(read.rows), accepted=len(entries),
        rejected=0, summary=summary,
    ))  # fmt: skip
    session.execute(insert(cost_entry), entries)
    record(session, "costs_imported", subject_kind="import", subject_id=batch, subject_name=file_name[:200],
           after={"source": read.source, "rows": len(entries), **summary})  # fmt: skip
    session.changed("figures")
    return CostImport(told.source, told.new, told.known, told.kopecks, told.sums, (), batch)


def _read(session: Session, content: bytes) -> _Read:
    rows = read_table(content)
    columns, body = _head(rows)
    pools: dict[str, str] = {}
    for pool in session.rows(select(cost_pool.c.code, cost_pool.c.name)):
        pools |= {" ".join(str(words).lower().split()): pool.code for words in (*pool.name.values(), pool.code)}
    found: list[tuple[str, CostRow]] = []
    rejects, seen = [], Counter[CostRow]()
    for line in body:
        if is_total(line.cells):
            continue
        read = read_row(line.cells, columns, pools)
        if isinstance(read, str):
            rejects.append(CostReject(line.line, read, line.cells))
            continue
        seen[read] += 1
        found.append((_key(read, seen[read]), read))
    if not found and not rejects:
        raise SheetUnreadable("empty")
    return _Read("1c" if columns.is_1c else "csv", tuple(found), tuple(rejects))


def _head(rows: Sequence[TableRow]) -> tuple[Columns, Sequence[TableRow]]:
    """The first row that is a heading of costs, and what stands below it."""
    for place, row in enumerate(rows[:MOST_LINES_BEFORE_HEAD]):
        columns = columns_of(row.cells)
        if columns is not None:
            return columns, rows[place + 1 :]
    raise SheetUnreadable("no_heading")


def _key(row: CostRow, times: int) -> str:
    said = "\x1f".join((row.pool, row.month.isoformat(), str(row.kopecks), row.document, row.account, row.description, str(times)))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _known(session: Session, read: _Read) -> frozenset[str]:
    keys = [key for key, _row in read.rows]
    rows = session.rows(select(cost_entry.c.source_key).where(cost_entry.c.source == read.source, cost_entry.c.source_key.in_(keys)))
    return frozenset(row.source_key for row in rows)


def _told(session: Session, read: _Read) -> CostImport:
    known, opens = _known(session, read), first_open_month(session)
    new = [row for key, row in read.rows if key not in known]
    sums: dict[tuple[date, str], list[int]] = {}
    for row in new:
        sums.setdefault((row.month, row.pool), []).append(row.kopecks)
    told: Sequence[CostSum] = [
        CostSum(pool, month, max(month, opens), sum(kopecks), len(kopecks)) for (month, pool), kopecks in sorted(sums.items())
    ]
    return CostImport(read.source, len(new), len(read.rows) - len(new), sum(row.kopecks for row in new), tuple(told), read.rejects)
