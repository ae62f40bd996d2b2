"""Jobs, letters, figures and the audit trail. The first group holds in every snapshot, the second when all work has come to rest."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import text

from data.operations.analytics import refresh_rollups
from data.queries.audit_verification import verify_audit
from data.session import Session
from tests.faults.invariants.asking import broken

_ROLLUPS = text("SELECT grain, name, month, source, service, group_id, unit_id, line_id, step, n, packed FROM rollup")


def every_waiting_run_has_its_job(session: Session) -> list[str]:
    """A run whose job is gone from the queue is lost: it says "waiting" for ever and nobody does it."""
    return broken(
        session,
        """SELECT r.id, r.job, r.state, r.attempt FROM job_run r LEFT JOIN procrastinate_jobs j ON j.id = r.queue_id
           WHERE r.finished_at IS NULL AND (j.id IS NULL OR j.status NOT IN ('todo', 'doing'))""",
    )


def every_job_has_its_run(session: Session) -> list[str]:
    """A job without a run would be carried out without a history, or not at all."""
    return broken(
        session,
        """SELECT j.id, j.task_name, j.status FROM procrastinate_jobs j LEFT JOIN job_run r ON r.queue_id = j.id
           WHERE r.id IS NULL OR j.args ->> 'run_id' <> r.id::text""",
    )


def a_slot_fires_one_run(session: Session) -> list[str]:
    """More runs of the timetable than slots that fired: a slot was fired twice."""
    return broken(
        session,
        """SELECT r.scheduled_as, count(*) AS runs, (SELECT count(*) FROM job_firing f WHERE f.job = r.scheduled_as) AS slots
           FROM job_run r WHERE r.scheduled_as <> '' GROUP BY r.scheduled_as
           HAVING count(*) > (SELECT count(*) FROM job_firing f WHERE f.job = r.scheduled_as)""",
    )


def one_process_leads(session: Session) -> list[str]:
    """Two connections that hold the leader's lock cannot be; this asks the database itself."""
    return broken(
        session,
        """SELECT count(*) AS leaders FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = 5672310
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) HAVING count(*) > 1""",
    )


def the_audit_trail_is_whole(session: Session) -> list[str]:
    """Every row against its digest and its seal, every seal against the chain and the exported file: what `audit verify` says."""
    result = verify_audit(session)
    return [f"{finding.flaw}: row {finding.seq}, seal {finding.seal} {finding.detail}" for finding in result.findings]


def nothing_is_stuck(session: Session) -> list[str]:
    """At rest: no job that somebody began and nobody ends."""
    return broken(session, "SELECT id, job, state, worker FROM job_run WHERE finished_at IS NULL AND (run_at IS NULL OR run_at <= now())")


def no_job_was_given_up(session: Session) -> list[str]:
    """At rest: a job that failed because of a fault was lost. A line of the timetable comes again by itself, a job that was asked for does not."""
    return broken(session, "SELECT id, job, attempt, setbacks, error FROM job_run WHERE state = 'failed' AND scheduled_as = ''")


def every_answer_has_its_paper(session: Session) -> list[str]:
    """At rest: a delivered answer whose PDF was never made, or was made twice."""
    return broken(
        session,
        """SELECT a.id, count(DISTINCT f.id) AS papers FROM answer a JOIN job_run r ON r.job = 'render_answer' AND r.arguments ->> 'answer_id' = a.id::text
           JOIN cases c ON c.id = a.case_id
           LEFT JOIN attachment f ON f.case_id = a.case_id AND f.name = c.number || '.pdf' AND f.uploaded_by IS NULL
           WHERE a.state = 'delivered' GROUP BY a.id HAVING count(DISTINCT f.id) <> 1 OR a.attachment_id IS NULL""",
    )


def nothing_waits_to_be_counted(session: Session) -> list[str]:
    """At rest: days whose figures are still the old ones."""
    return broken(session, "SELECT name, day, count(*) AS marks FROM dirty GROUP BY name, day")


def the_figures_equal_a_fresh_count(session: Session) -> list[str]:
    """Everything counted anew gives the rollups that stand there; otherwise a dashboard lies. Give a session that is rolled back."""
    if session.rows(text("SELECT 1 FROM dirty LIMIT 1")):
        return ["not drained: figures cannot be compared"]
    before = _figures(session)
    session.execute(text("DELETE FROM rollup_state"))
    refresh_rollups(session, wait=True)
    after = _figures(session)
    return [f"{'too much' if times > 0 else 'missing'}: {key[:9]} n={key[9]}" for key, times in _difference(before, after).items()][:5]


def _figures(session: Session) -> Counter[tuple[Any, ...]]:
    """Rows of figures; the numbers in `packed` are a multiset, their order is nobody's promise."""
    found: Counter[tuple[Any, ...]] = Counter()
    for row in session.rows(_ROLLUPS):
        packed = bytes(row.packed or b"")
        found[(*tuple(row)[:9], int(row.n), tuple(sorted(packed[at : at + 4] for at in range(0, len(packed), 4))))] += 1
    return found


def _difference(before: Counter[tuple[Any, ...]], after: Counter[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    return {key: before[key] - after[key] for key in before.keys() | after.keys() if before[key] != after[key]}


ALWAYS = (every_waiting_run_has_its_job, every_job_has_its_run, a_slot_fires_one_run, one_process_leads)
AT_REST = (
    the_audit_trail_is_whole, nothing_is_stuck, no_job_was_given_up, every_answer_has_its_paper, nothing_waits_to_be_counted,
    the_figures_equal_a_fresh_count,
)  # fmt: skip
