"""After a change of the production calendar: every open, running case and task gets its deadline anew, a whole table at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import select, text

from data.queries.calendars import work_calendar
from data.queries.processes.definitions import definition_of
from data.session import Session
from data.tables.processes import cases, process, process_version, task
from models.processes.definition import Sla
from models.processes.working_time import WorkCalendar

_WRITE = """
UPDATE {table} SET due_at = :due, remind_times = :times{touch}
WHERE id = :id
"""


@dataclass(frozen=True, slots=True)
class _Promise:
    """What was promised for one row: working minutes from a start; `extra` are minutes that did not count (pauses, sub-cases)."""

    id: UUID
    start: datetime
    extra: int
    sla: Sla


def recompute_due_dates(session: Session, calendar_code: str) -> int:
    """Returns how many cases have a new deadline. Paused cases get theirs when they are resumed; what a pause or a sub-case has
    added stays on top. A task's own deadline moves only while its case has not been paused."""
    work_days = work_calendar(session, calendar_code)
    versions = _versions_on(session, calendar_code)
    running = cases.c.closed_at.is_(None), cases.c.paused_at.is_(None), cases.c.version_id.in_(versions)
    opened = session.rows(
        select(cases.c.id, cases.c.opened_at, cases.c.version_id, (cases.c.paused_minutes + cases.c.extended_minutes).label("extra")).where(
            *running
        )
    )
    waiting = session.rows(
        select(task.c.id, task.c.entered_at, task.c.step, cases.c.version_id)
        .join(cases, cases.c.id == task.c.case_id)
        .where(*running, task.c.state == "open", cases.c.paused_minutes == 0)
    )
    definitions = {version: definition_of(session, version) for version in versions}
    of_cases = [_Promise(row.id, row.opened_at, row.extra, definitions[row.version_id].sla) for row in opened]
    of_tasks = [
        _Promise(row.id, row.entered_at, 0, sla) for row in waiting if (sla := definitions[row.version_id].step(row.step).sla) is not None
    ]
    changed = _write(session, "cases", _anew(of_cases, work_days), touch=", changed_at = :now")
    _write(session, "task", _anew(of_tasks, work_days), touch="")
    if changed:
        session.changed("cases")
    return changed


def _versions_on(session: Session, calendar_code: str) -> list[UUID]:
    """Versions of Kordon's own processes that count time by this calendar."""
    found = session.rows(
        select(process_version.c.id)
        .join(process, process.c.id == process_version.c.process_id)
        .where(process.c.source == "kordon", process_version.c.definition["calendar"].astext == calendar_code)
    )
    return [row.id for row in found]


def _anew(promises: Iterable[_Promise], work_days: WorkCalendar) -> list[dict[str, Any]]:
    """Deadlines and reminders, computed for all rows of one SLA at once."""
    groups: dict[Sla, list[_Promise]] = {}
    for promise in promises:
        groups.setdefault(promise.sla, []).append(promise)
    changes = []
    for sla, group in groups.items():
        if sla.resolution_minutes is None:
            continue
        starts = np.array([one.start.astimezone(UTC).replace(tzinfo=None) for one in group], dtype="datetime64[us]")
        extra = np.array([one.extra for one in group])
        shares = [*(share for share in sorted(sla.remind_at) if share < 1), 1.0]
        columns = [work_days.due_at_many(starts, extra + round(sla.resolution_minutes * share)).tolist() for share in shares]
        for one, moments in zip(group, zip(*columns, strict=True), strict=True):
            times = [moment.replace(tzinfo=UTC) for moment in moments]
            changes.append({"id": one.id, "times": times, "due": times[-1]})
    return changes


def _write(session: Session, table: str, changes: Sequence[dict[str, Any]], *, touch: str) -> int:
    if changes:
        session.execute(text(_WRITE.format(table=table, touch=touch)), [{**change, "now": session.now} for change in changes])
    return len(changes)
