"""Remove what nobody needs any more. The audit trail and the history of cases are never touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from sqlalchemy import delete, literal, or_, select, text, update

from data.session import Session
from data.tables.access import sign_in_attempt, web_session
from data.tables.jobs import job_firing, job_run

_QUIET_RUNS_FOR = timedelta(days=1)
_RUNS_FOR = timedelta(days=90)
_FIRINGS_FOR = timedelta(days=30)
_ATTEMPTS_FOR = timedelta(days=90)
_SESSIONS_FOR = timedelta(days=30)
_LOST_AFTER = timedelta(hours=1)


def remove_old_runs(session: Session) -> int:
    """Runs of the timetable that found nothing to do go after a day, all others after three months."""
    quiet = (job_run.c.state == "done") & (job_run.c.scheduled_as != "") & (job_run.c.result == text("'{}'::jsonb"))
    old = or_(quiet & (job_run.c.finished_at < session.now - _QUIET_RUNS_FOR), job_run.c.finished_at < session.now - _RUNS_FOR)
    return session.execute(delete(job_run).where(old)).rowcount


def remove_old_firings(session: Session) -> int:
    """Slots that were fired long ago; nobody will try to fire them again."""
    return session.execute(delete(job_firing).where(job_firing.c.slot < session.now - _FIRINGS_FOR)).rowcount


def close_lost_runs(session: Session) -> int:
    """A run that waits for a job the queue does not know (a database restored from a copy) would wait for ever."""
    known = select(literal(1)).select_from(text("procrastinate_jobs")).where(text("procrastinate_jobs.id = job_run.queue_id")).exists()
    lost = job_run.c.finished_at.is_(None) & (job_run.c.queued_at < session.now - _LOST_AFTER) & ~known
    closed = {"state": "failed", "finished_at": session.now, "error": {"kind": "lost"}}
    return session.execute(update(job_run).where(lost).values(closed)).rowcount


def remove_old_sign_in_attempts(session: Session) -> int:
    """Attempts that no longer count towards any wait."""
    return session.execute(delete(sign_in_attempt).where(sign_in_attempt.c.at < session.now - _ATTEMPTS_FOR)).rowcount


def remove_old_sessions(session: Session) -> int:
    """Web sessions that ended or fell silent long ago."""
    return session.execute(delete(web_session).where(web_session.c.seen_at < session.now - _SESSIONS_FOR)).rowcount


TIDYINGS: Mapping[str, Callable[[Session], int]] = MappingProxyType(
    {
        "lost_runs": close_lost_runs,
        "runs": remove_old_runs,
        "firings": remove_old_firings,
        "sign_in_attempts": remove_old_sign_in_attempts,
        "sessions": remove_old_sessions,
    }
)
