"""Put the cases of a foreign log into our tables, by COPY: new ones whole, changed ones anew, equal ones not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import numpy as np
import orjson
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import delete, select, update

from data.ids import new_id
from data.importers.event_log_people import Ground, prepare_ground
from data.queries.calendars import work_calendar
from data.session import Session
from data.tables.analytics import imported_case
from data.tables.processes import case_event, cases, task
from models.analytics.event_log import CLOCK, LogMapping, slug
from models.analytics.event_log_case import LogCase
from models.errors import Conflict


class CaseNumberTaken(Conflict):
    """A case of another source already has this number; another prefix in the mapping helps."""

    code = "case_number_taken"


@dataclass(frozen=True, slots=True)
class Stored:
    """How many cases were new, had changed, were the same."""

    added: int
    changed: int
    same: int


def store_cases(session: Session, found: Sequence[LogCase], mapping: LogMapping, *, batch_id: UUID) -> Stored:
    """Bring the tables to what the log says. A case that is no longer in the file stays as it is."""
    known = {
        row.source_key: row
        for row in session.rows(
            select(cases.c.source_key, cases.c.id, imported_case.c.digest)
            .join(imported_case, imported_case.c.case_id == cases.c.id)
            .where(cases.c.source == mapping.source)
        )
    }
    digests = {case.key: case_digest(case, mapping) for case in found}
    new = [case for case in found if case.key not in known]
    changed = [case for case in found if case.key in known and bytes(known[case.key].digest) != digests[case.key]]
    if not new and not changed:
        return Stored(0, 0, len(found))
    _check_numbers(session, new, mapping)
    ids = {case.key: new_id(_milliseconds(case.opened_at)) for case in new} | {case.key: known[case.key].id for case in changed}
    touched = [*new, *changed]
    ground = prepare_ground(
        session, mapping,
        activities=_usual_order(touched),
        people={name for case in touched for name in (case.owner, *(event.resource for event in case.events)) if name},
        groups={name for case in touched for name in (case.group, *(visit.group for visit in case.visits)) if name},
    )  # fmt: skip
    rows = dict(zip((case.key for case in touched), _case_rows(session, touched, mapping, ids=ids, ground=ground), strict=True))
    _copy(session, cases, [rows[case.key] for case in new])
    if changed:
        _replace(session, [rows[case.key] for case in changed])
    _copy(session, task, _task_rows(touched, ids, ground))
    _copy(session, case_event, _new_events(session, touched, changed, ids=ids, ground=ground))
    _copy(session, imported_case, [{"case_id": ids[case.key], "batch_id": batch_id, "digest": digests[case.key]} for case in touched])
    session.changed("cases")
    return Stored(len(new), len(changed), len(found) - len(touched))


def _usual_order(found: Iterable[LogCase]) -> list[str]:
    """Activities by where in a case they usually come first; that is the order in which people expect to read them."""
    places: dict[str, list[float]] = {}
    for case in found:
        for place, visit in enumerate(case.visits):
            if visit.number == 1:
                places.setdefault(visit.activity, []).append(place / len(case.visits))
    return sorted(places, key=lambda activity: (sum(places[activity]) / len(places[activity]), activity))


def case_digest(case: LogCase, mapping: LogMapping) -> bytes:
    """What of the log and the mapping shows in our tables. Lines are left out: a case may move within its file."""
    events = [(event.at, event.activity, event.resource, event.group) for event in case.events]
    rules = (mapping.time, mapping.prefix, mapping.sla.resolution_minutes, mapping.service)
    told = (
        case.title, case.state, case.priority, case.opened_at, case.reacted_at, case.resolved_at, case.closed_at, case.owner, case.group,
        case.sla_met, sorted(case.fields.items()), [(visit.activity, visit.entered_at, visit.done_at) for visit in case.visits],
    )  # fmt: skip
    return hashlib.sha256(orjson.dumps((told, events, rules))).digest()


def _check_numbers(session: Session, new: Sequence[LogCase], mapping: LogMapping) -> None:
    numbers = [mapping.prefix + case.key for case in new]
    for start in range(0, len(numbers), 10_000):
        taken = session.first(select(cases.c.number).where(cases.c.number.in_(numbers[start : start + 10_000])).limit(1))
        if taken is not None:
            raise CaseNumberTaken(taken.number, field="log.prefix", number=taken.number)


def _case_rows(
    session: Session, found: Sequence[LogCase], mapping: LogMapping, *, ids: dict[str, UUID], ground: Ground
) -> Iterator[dict[str, Any]]:
    reactions = _minutes(session, mapping, [(case.opened_at, case.reacted_at) for case in found])
    handled = _minutes(session, mapping, [(case.opened_at, case.resolved_at) for case in found])
    due = _due_times(session, mapping, [case.opened_at for case in found])
    for case, reaction, handling, due_at in zip(found, reactions, handled, due, strict=True):
        number = mapping.prefix + case.key
        computed = case.resolved_at <= due_at if due_at is not None and case.resolved_at is not None else None
        yield {
            "id": ids[case.key], "number": number, "process_id": ground.process_id, "version_id": ground.version_id,
            "service": mapping.service,
            "state": case.state, "outcome": "closed" if case.closed_at else "", "title": case.title,
            "fields": {slug(name): value for name, value in case.fields.items()},
            "owner_id": ground.people.get(case.owner), "group_id": ground.groups.get(case.group), "priority": case.priority,
            "opened_at": case.opened_at, "due_at": due_at, "reacted_at": case.reacted_at, "closed_at": case.closed_at,
            "reaction_minutes": reaction, "handling_minutes": handling, "sla_met": case.sla_met if mapping.sla.column else computed,
            "source": mapping.source, "source_key": case.key, "search_text": f"{number} {case.title}", "changed_at": session.now,
        }  # fmt: skip


def _minutes(
    session: Session, mapping: LogMapping, spans: Sequence[tuple[datetime, datetime | None]]
) -> list[int | None]:
    """Whole minutes of each span, by the clock or of working time; None for a span that has not ended."""
    if mapping.time == CLOCK:
        return [int((end - begin).total_seconds() // 60) if end is not None else None for begin, end in spans]
    ended = [(begin, end) for begin, end in spans if end is not None]
    begins, ends = _instants(begin for begin, _end in ended), _instants(end for _begin, end in ended)
    worked = iter(work_calendar(session, mapping.time).minutes_between_many(begins, ends))
    return [int(next(worked)) if end is not None else None for _begin, end in spans]


def _due_times(session: Session, mapping: LogMapping, opened: Sequence[datetime]) -> Sequence[datetime | None]:
    promised = mapping.sla.resolution_minutes
    if promised is None:
        return [None] * len(opened)
    if mapping.time == CLOCK:
        return [datetime.fromtimestamp(moment.timestamp() + promised * 60, UTC) for moment in opened]
    due = work_calendar(session, mapping.time).due_at_many(_instants(opened), promised)
    return [moment.replace(tzinfo=UTC) for moment in due.astype("datetime64[us]").tolist()]


def _instants(moments: Iterable[datetime]) -> Any:
    return np.array([moment.astimezone(UTC).replace(tzinfo=None) for moment in moments], dtype="datetime64[us]")


def _replace(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """A case that went on since the last import. Its history is only added to; its tasks are told anew."""
    for row in rows:
        session.execute(update(cases).where(cases.c.id == row["id"]).values({**row, "revision": cases.c.revision + 1}))
        session.execute(delete(task).where(task.c.case_id == row["id"]))
        session.execute(delete(imported_case).where(imported_case.c.case_id == row["id"]))


def _task_rows(found: Iterable[LogCase], ids: dict[str, UUID], ground: Ground) -> Iterator[dict[str, Any]]:
    for case in found:
        for visit in case.visits:
            who = ground.people.get(visit.resource)
            yield {
                "id": new_id(_milliseconds(visit.entered_at)), "case_id": ids[case.key], "step": ground.steps[visit.activity],
                "kind": "task",
                "state": "open" if visit.done_at is None else "done", "visit": visit.number, "group_id": ground.groups.get(visit.group),
                "assignee_id": who, "entered_at": visit.entered_at, "done_at": visit.done_at,
                "done_by": None if visit.done_at is None else who,
            }  # fmt: skip


def _new_events(
    session: Session, found: Sequence[LogCase], changed: Sequence[LogCase], *, ids: dict[str, UUID], ground: Ground
) -> Iterator[dict[str, Any]]:
    """Every row of the log as an event. Its id follows from its content, so that a changed case gets only what is new."""
    old = [ids[case.key] for case in changed]
    there = {row.id for row in session.rows(select(case_event.c.id).where(case_event.c.case_id.in_(old)))} if old else set()
    for case in found:
        repeated: dict[bytes, int] = {}
        for event in case.events:
            content = orjson.dumps((str(ids[case.key]), event.at, event.activity, event.resource, event.group))
            repeated[content] = repeated.get(content, 0) + 1
            key = _event_id(content, repeated[content], event.at)
            if key not in there:
                yield {
                    "id": key, "case_id": ids[case.key], "at": event.at, "kind": "imported", "actor_id": ground.people.get(event.resource),
                    "step": ground.steps[event.activity], "visibility": "internal",
                    "data": {"activity": event.activity, "resource": event.resource, "group": event.group},
                }  # fmt: skip


def _event_id(content: bytes, repetition: int, at: datetime) -> UUID:
    """A UUIDv7 whose random part is the content's hash."""
    digest = int.from_bytes(hashlib.sha256(content + repetition.to_bytes(4, "big")).digest()[:10], "big")
    value = (_milliseconds(at) & 0xFFFF_FFFF_FFFF) << 80 | digest
    return UUID(int=value & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)


def _milliseconds(moment: datetime) -> int:
    return max(int(moment.timestamp() * 1000), 0)


def _copy(session: Session, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    """COPY: two seconds a million where single inserts take minutes. Columns that are left out take their defaults."""
    stream = iter(rows)
    first = next(stream, None)
    if first is None:
        return
    names = list(first)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names)))
    driver: Any = session.connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write_row([_plain(first[name]) for name in names])
        for row in stream:
            copy.write_row([_plain(row[name]) for name in names])


def _plain(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict) else value
