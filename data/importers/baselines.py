"""Bring in what was before the hub: CSV with the columns measure;service;value;rows;first_day;last_day;source, all of it or nothing.

Measures and services are named by their code or their name in either language; values are written as on the screen: hours and minutes as
they are, a share in per cent, a budget in roubles a month. What counts already as the file has it stays: the same file again adds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert, text

from data.ids import new_id
from data.importers.small_csv import Rejected, day_of, kept, read_text, rows_of
from data.operations.audit import record
from data.operations.effect import keep_baselines
from data.queries.access import bank_day
from data.queries.analytics.effect import baseline_of, newest_baselines
from data.queries.analytics.filters import filter_choices
from data.session import Session
from data.tables.services import import_batch
from models.access.permissions import Permission, require
from models.analytics.effect import Baseline, BaselineSourceNeeded, Measure, WrongBaseline, check_baseline, read_value
from models.analytics.effect_figure_rules import EFFECT_FIGURES

KIND = "baselines"
COLUMNS = ("measure", "service", "value", "rows", "first_day", "last_day", "source")
LARGEST_FILE = 1024**2
_ADVISORY_LOCK = 5_672_361
_MEASURES: Mapping[str, Measure] = {
    name.casefold(): Measure(key) for key, rule in EFFECT_FIGURES.items() for name in (key, *rule.name.values()) if key in set(Measure)
}


@dataclass(frozen=True, slots=True)
class BaselinesFile:
    """What stands in a file: `new` would count from now on (with their lines), `same` count already, `rejects` keep all of it out."""

    new: tuple[tuple[int, Baseline], ...]
    same: int
    rejects: tuple[Rejected, ...]
    encoding: str
    digest: bytes

    @property
    def rows_read(self) -> int:
        return len(self.new) + self.same + len(self.rejects)


def read_baselines(session: Session, path: Path) -> BaselinesFile:
    """Read and check a file, without changing anything. Raises `TableUnreadable` for the file as a whole."""
    require(session.actor, Permission.MANAGE_EFFECT)
    content, encoding = read_text(path, largest=LARGEST_FILE)
    rejects: list[Rejected] = []
    found = list(_baselines(session, content, rejects))
    counting = {key: baseline_of(row) for key, row in newest_baselines(session).items()}
    new = tuple((line, one) for line, one in found if counting.get((one.measure, one.service)) != one)
    ordered = tuple(sorted(rejects, key=lambda reject: reject.line))
    return BaselinesFile(new, len(found) - len(new), ordered, encoding, hashlib.sha256(content.encode()).digest())


def import_baselines(session: Session, path: Path, *, file_name: str = "") -> BaselinesFile:
    """Bring a whole file in; with a single rejected row nothing comes in, and the result says which. Raises `TableUnreadable`."""
    require(session.actor, Permission.MANAGE_EFFECT)
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
    found = read_baselines(session, path)
    if found.new and not found.rejects:
        _store(session, found, file_name or path.name)
    return found


def _store(session: Session, found: BaselinesFile, file_name: str) -> UUID:
    batch_id = new_id()
    summary = {"encoding": found.encoding, "added": len(found.new), "same": found.same}
    session.execute(insert(import_batch).values(
        id=batch_id, kind=KIND, source=KIND, file_name=file_name, sha256=found.digest, mapping={}, actor_id=session.actor.user_id,
        started_at=session.now, finished_at=session.now, rows_read=found.rows_read, accepted=found.rows_read, rejected=0, summary=summary,
    ))  # fmt: skip
    keep_baselines(session, [one for _line, one in found.new], batch_id=batch_id)
    record(session, "baselines_imported", subject_kind="import", subject_id=batch_id, subject_name=file_name,
           after={"rows": found.rows_read, **summary})  # fmt: skip
    return batch_id


def _baselines(session: Session, content: str, rejects: list[Rejected]) -> Iterator[tuple[int, Baseline]]:
    services = _services(session)
    today, seen = bank_day(session.now), set[tuple[Measure, str]]()
    for line, row in rows_of(content, COLUMNS, rejects):
        read = _row(row, services)
        if isinstance(read, Baseline):
            try:
                read = check_baseline(read, services=services.values(), today=today)
            except (WrongBaseline, BaselineSourceNeeded) as wrong:
                read = f"baseline_{wrong.field}"
        if isinstance(read, Baseline) and (read.measure, read.service) in seen:
            read = "repeated_baseline"
        if isinstance(read, str):
            rejects.append(Rejected(line, read, kept(row)))
            continue
        seen.add((read.measure, read.service))
        yield line, read


def _services(session: Session) -> dict[str, str]:
    """How services are called in the file → their code."""
    choices = filter_choices(session)["service"]
    return {name.casefold(): code for code, names in choices for name in (code, *names.values()) if name}


def _row(row: Mapping[str, str], services: Mapping[str, str]) -> Baseline | str:
    """The baseline as it is written, or why the row cannot be used."""
    if any("\x00" in cell for cell in row.values()):
        return "wrong_letters"
    measure = _MEASURES.get(" ".join(row["measure"].split()).casefold())
    if measure is None:
        return "unknown_measure"
    named = " ".join(row["service"].split())
    first, last, rows = day_of(row["first_day"]), day_of(row["last_day"]), "".join(row["rows"].split())
    if first is None or last is None:
        return "wrong_day"
    if rows and not (rows.isascii() and rows.isdecimal()):
        return "baseline_rows"
    try:
        value = read_value(measure, row["value"])
    except WrongBaseline:
        return "baseline_value"
    service = services.get(named.casefold(), named)
    return Baseline(measure, service, value, row["source"], first, last, int(rows[:12]) if rows else None)
