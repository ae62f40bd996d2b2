"""What the leader among the jobs processes writes: firings of the timetable, signs of life, jobs of dead workers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from data.operations.jobs import enqueue
from data.session import Session
from data.tables.jobs import job_firing, job_process, job_schedule

_FORGET_PROCESSES_AFTER = timedelta(minutes=10)
_AHEAD = timedelta(minutes=1)  # more than clocks of well-kept machines differ

# A job is `doing` and the worker that took it no longer gives a sign of life: back into the queue with it. If its process lives, the
# database was away and the job is not to blame. One that dies with its worker again and again comes back ever later, unless it has a lock.
_RESCUE = text(
    """
    WITH lost AS (
        SELECT j.id, j.lock, r.id AS run_id, r.setbacks + CAST(r.state = 'running' AND NOT EXISTS (
                SELECT 1 FROM job_process p
                WHERE concat(p.host, ':', p.pid) = r.worker AND p.beat_at > now() - make_interval(secs => :seconds / 2)
            ) AS integer) AS setbacks
        FROM procrastinate_jobs j JOIN job_run r ON r.queue_id = j.id
        LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
        WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => :seconds))
        FOR UPDATE OF j, r SKIP LOCKED
    ), told AS (
        UPDATE job_run SET state = 'queued', setbacks = lost.setbacks FROM lost WHERE job_run.id = lost.run_id AND job_run.state = 'running'
    )
    SELECT lost.id, procrastinate_retry_job_v2(lost.id, now() + CASE WHEN lost.lock IS NULL AND lost.setbacks > 2
        THEN make_interval(mins => CAST(power(2, lost.setbacks - 3) AS integer)) ELSE interval '0' END, NULL, NULL, NULL) FROM lost
    """
)


@dataclass(frozen=True, slots=True)
class ScheduledJob:
    """One line of the timetable, as it is kept for the page."""

    job: str
    task: str
    rhythm: Mapping[str, Any]
    next_at: datetime | None


def database_time(session: Session) -> datetime:
    """The one clock that all processes share; a machine's own may have been moved."""
    return cast(datetime, session.scalar(select(func.clock_timestamp())))


def forget_slots_ahead(session: Session) -> int:
    """A clock that was ahead has fired slots which have not come yet: they shall fire when they come. Returns how many."""
    return session.execute(delete(job_firing).where(job_firing.c.slot > func.clock_timestamp() + _AHEAD)).rowcount


def publish_timetable(session: Session, lines: Sequence[ScheduledJob]) -> None:
    """Let every process know the timetable as its leader reads it."""
    _hold_nothing_for_long(session)
    session.execute(delete(job_schedule))
    rows = [
        {
            "job": line.job, "task": line.task, "rhythm": dict(line.rhythm), "position": position,
            "next_at": line.next_at, "read_at": session.now,
        }
        for position, line in enumerate(lines)
    ]  # fmt: skip
    if rows:
        session.execute(insert(job_schedule), rows)
    session.changed("jobs")


def _hold_nothing_for_long(session: Session) -> None:
    """A leader that is frozen in the middle of this would keep the next one waiting at its rows: the server ends it after ten seconds."""
    session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '10s'"))


def last_slots(session: Session) -> dict[str, datetime]:
    """When each job of the timetable was last due and fired."""
    rows = session.rows(select(job_firing.c.job, func.max(job_firing.c.slot).label("slot")).group_by(job_firing.c.job))
    return {row.job: row.slot for row in rows}


def fire(
    session: Session, job: str, slot: datetime, *, task: str, next_at: datetime | None, every_slot: bool = False
) -> UUID | None:
    """Put a job of the timetable into the queue for this slot; None when the slot was fired before.

    While the job of an earlier slot still waits, nothing is added to the queue, unless the work differs from slot to slot (`every_slot`).
    """
    _hold_nothing_for_long(session)
    session.execute(update(job_schedule).where(job_schedule.c.job == job).values(next_at=next_at))
    firing = upsert(job_firing).values(job=job, slot=slot, fired_at=func.clock_timestamp()).on_conflict_do_nothing()
    if session.first(firing.returning(job_firing.c.slot)) is None:  # the row count of an INSERT is not told
        return None
    arguments = {"slot": slot.isoformat()} if every_slot else {}
    return enqueue(session, task, arguments=arguments, lock=job, queueing_lock=None if every_slot else job, scheduled_as=job)


def postpone(session: Session, job: str, next_at: datetime | None) -> None:
    """The slot came and there was nothing to do."""
    _hold_nothing_for_long(session)
    session.execute(update(job_schedule).where(job_schedule.c.job == job).values(next_at=next_at))


def give_sign_of_life(
    session: Session, process_id: UUID, *, host: str, pid: int, workers: int, is_leader: bool, started_at: datetime
) -> None:
    """This process runs jobs; say so, and forget those that have been silent for long."""
    values = {
        "id": process_id, "host": host, "pid": pid, "workers": workers, "is_leader": is_leader,
        "started_at": started_at, "beat_at": func.clock_timestamp(),
    }  # fmt: skip
    known = session.first(select(job_process.c.is_leader).where(job_process.c.id == process_id))
    again = {"beat_at": func.clock_timestamp(), "is_leader": is_leader}
    session.execute(upsert(job_process).values(values).on_conflict_do_update(index_elements=["id"], set_=again))
    session.execute(delete(job_process).where(job_process.c.beat_at < session.now - _FORGET_PROCESSES_AFTER))
    if known is None or known.is_leader != is_leader:
        session.changed("jobs")


def say_goodbye(session: Session, process_id: UUID) -> None:
    """This process stops by its own will."""
    session.execute(delete(job_process).where(job_process.c.id == process_id))
    session.changed("jobs")


def rescue_stalled_jobs(session: Session, *, silent_seconds: float) -> int:
    """Queue again what dead workers have left behind; how many jobs that were."""
    rescued: CursorResult[Any] = session.execute(_RESCUE, {"seconds": silent_seconds})
    count = len(rescued.all())
    if count:
        session.changed("jobs")
    return count
