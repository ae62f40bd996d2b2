"""What the page "Jobs" shows, and the cheap looks by which the timetable decides whether there is anything to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row, func, select, text, tuple_

from data.session import Session
from data.settings import read_settings
from data.tables.analytics import dirty
from data.tables.jobs import job_process, job_run, job_schedule
from data.tables.processes import notification
from data.tables.services import outbox
from models.access.permissions import Permission, require

Which = Literal["worth_reading", "open", "failed", "all"]
_LONG_RUN = timedelta(seconds=5)
ALIVE_FOR = timedelta(seconds=30)

_TIMETABLE = text(
    """
    SELECT s.job, s.task, s.rhythm, s.next_at,
           last.id AS last_id, last.state AS last_state, last.finished_at AS last_finished_at, last.started_at AS last_started_at,
           last.result AS last_result, last.error AS last_error,
           EXISTS (SELECT FROM job_run r WHERE r.scheduled_as = s.job AND r.state = 'running' AND r.finished_at IS NULL) AS is_running
    FROM job_schedule s LEFT JOIN LATERAL (
        SELECT r.* FROM job_run r WHERE r.scheduled_as = s.job AND r.finished_at IS NOT NULL
        ORDER BY r.queued_at DESC LIMIT 1
    ) AS last ON true
    ORDER BY s.position
    """
)
_OUTBOX = text(
    """
    SELECT count(*) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL AND attempts = 0) AS waiting,
           count(*) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL AND attempts > 0) AS postponed,
           count(*) FILTER (WHERE given_up_at IS NOT NULL) AS given_up,
           count(*) FILTER (WHERE sent_at > :day_ago) AS sent
    FROM outbox WHERE sent_at IS NULL OR sent_at > :day_ago
    """
)


@dataclass(frozen=True, slots=True)
class OutboxState:
    """Letters by what became of them; `sent` counts the last 24 hours."""

    waiting: int
    postponed: int
    given_up: int
    sent: int
    has_server: bool


@dataclass(frozen=True, slots=True)
class QueueState:
    """How much there is to do, and since when the first of it has been waiting."""

    waiting: int
    running: int
    failed: int
    oldest_at: datetime | None


def timetable(session: Session) -> Sequence[Row[Any]]:
    """The lines of the timetable as the leader last read them, each with its last finished run."""
    require(session.actor, Permission.MANAGE_JOBS)
    return session.rows(_TIMETABLE)


def run_history(session: Session, which: Which, *, before: tuple[datetime, UUID] | None = None, limit: int = 40) -> Sequence[Row[Any]]:
    """The newest runs first, older than `before`. `worth_reading`: without what the timetable does all day long and does well."""
    require(session.actor, Permission.MANAGE_JOBS)
    wanted = select(job_run).order_by(job_run.c.queued_at.desc(), job_run.c.id.desc()).limit(limit)
    if which == "open":
        wanted = wanted.where(job_run.c.finished_at.is_(None))
    elif which == "failed":
        wanted = wanted.where(job_run.c.state == "failed")
    elif which == "worth_reading":
        daily = select(job_schedule.c.job).where(job_schedule.c.rhythm.has_key("daily_at"))
        lately = (job_run.c.state == "running") & (job_run.c.started_at > session.now - _LONG_RUN)
        routine = (job_run.c.scheduled_as != "") & (job_run.c.state.in_(["done", "queued"]) | lately)
        wanted = wanted.where(~routine | job_run.c.scheduled_as.in_(daily))
    if before is not None:
        wanted = wanted.where(tuple_(job_run.c.queued_at, job_run.c.id) < before)
    return session.rows(wanted)


def queue_state(session: Session) -> QueueState:
    """Counts of what waits, runs, and failed within the last day."""
    require(session.actor, Permission.MANAGE_JOBS)
    counted = session.rows(
        select(
            job_run.c.state, func.count().label("many"), func.min(func.coalesce(job_run.c.run_at, job_run.c.queued_at)).label("oldest")
        )
        .where(job_run.c.finished_at.is_(None))
        .group_by(job_run.c.state)
    )
    by_state = {row.state: (int(row.many), row.oldest) for row in counted}
    recently = (job_run.c.state == "failed") & (job_run.c.queued_at > session.now - timedelta(days=1))
    failed = session.scalar(select(func.count()).select_from(job_run).where(recently)) or 0
    waiting, oldest = by_state.get("queued", (0, None))
    return QueueState(waiting, by_state.get("running", (0, None))[0], int(failed), oldest)


def job_processes(session: Session) -> Sequence[Row[Any]]:
    """Processes that run jobs, the leader first, with `is_alive`: did it give a sign of life lately?"""
    require(session.actor, Permission.MANAGE_JOBS)
    alive = (job_process.c.beat_at > session.now - ALIVE_FOR).label("is_alive")
    return session.rows(select(job_process, alive).order_by(alive.desc(), job_process.c.is_leader.desc(), job_process.c.started_at))


def outbox_state(session: Session) -> OutboxState:
    """Counts of letters."""
    require(session.actor, Permission.MANAGE_JOBS)
    row = session.rows(_OUTBOX, {"day_ago": session.now - timedelta(days=1)})[0]
    return OutboxState(row.waiting, row.postponed, row.given_up, row.sent, bool(read_settings().smtp_host))


def letters_in_trouble(session: Session, *, limit: int = 20) -> Sequence[Row[Any]]:
    """Letters that were given up or wait for another attempt: to whom and why, never what is in them."""
    require(session.actor, Permission.MANAGE_JOBS)
    troubled = outbox.c.sent_at.is_(None) & (outbox.c.attempts > 0) & (outbox.c.last_error != "")
    return session.rows(
        select(
            outbox.c.id, outbox.c.recipient, outbox.c.attempts, outbox.c.last_error, outbox.c.created_at,
            outbox.c.next_attempt_at, outbox.c.given_up_at,
        ).where(troubled).order_by(outbox.c.given_up_at.desc().nulls_last(), outbox.c.created_at).limit(limit)
    )  # fmt: skip


def letters_are_due(session: Session) -> bool:
    """Is there a letter to send now, and a server to send it to?"""
    waiting = outbox.c.sent_at.is_(None) & outbox.c.given_up_at.is_(None) & (outbox.c.next_attempt_at <= session.now)
    return bool(read_settings().smtp_host) and session.first(select(outbox.c.id).where(waiting).limit(1)) is not None


def notifications_wait_for_mail(session: Session) -> bool:
    """Is there a notification that goes out as a letter and has not yet?"""
    waiting = notification.c.by_mail & notification.c.mailed_at.is_(None)
    return session.first(select(notification.c.id).where(waiting).limit(1)) is not None


def figures_are_stale(session: Session) -> bool:
    """Has anything changed since the figures of dashboards were counted?"""
    return session.first(select(dirty.c.name).limit(1)) is not None
