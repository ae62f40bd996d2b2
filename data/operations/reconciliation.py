"""Check Kordon's own figures and keep what was found: every night, and when somebody asks."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import insert

from data.ids import new_id
from data.operations.audit import record
from data.operations.jobs import enqueue
from data.queries.access import bank_day
from data.queries.analytics.measures import first_and_last_day
from data.queries.analytics.reconciliation import CHECKS
from data.session import Session
from data.tables.analytics import reconciliation_result, reconciliation_run
from models.access.permissions import Permission, require
from models.analytics.period import parse_period, so_far


def ask_for_reconciliation(session: Session) -> UUID:
    """Have everything checked as soon as a worker is free; the id of the job. A check that waits already is not put there twice."""
    require(session.actor, Permission.RECONCILE)
    run = enqueue(session, "reconcile", lock="reconciliation", queueing_lock="reconciliation")
    record(session, "reconciliation_asked", subject_kind="job", subject_id=run)
    return run


def reconcile(session: Session, period_code: str = "all") -> UUID:
    """Go through every rule for the days of a period; the id of the run. Nothing is mended. Raises `UnknownPeriod`, `Forbidden`."""
    require(session.actor, Permission.RECONCILE)
    today = bank_day(session.now)
    everything = first_and_last_day(session) or (today, date.fromordinal(today.toordinal() + 1))
    first, beyond = so_far(parse_period(period_code, everything=everything), today)
    found = {key: check(session, first, beyond) for key, check in CHECKS.items()}
    run = new_id()
    checked, failed = sum(one.checked for one in found.values()), sum(one.failed for one in found.values())
    session.execute(
        insert(reconciliation_run),
        {
            "id": run, "at": session.now, "first_day": first, "day_after": beyond, "checked": checked, "failed": failed,
            "asked_by": session.actor.user_id,
        },
    )  # fmt: skip
    session.execute(
        insert(reconciliation_result),
        [
            {"run_id": run, "rule": key, "checked": one.checked, "failed": one.failed, "examples": list(one.examples)}
            for key, one in found.items()
        ],
    )
    record(
        session, "figures_reconciled", subject_kind="reconciliation", subject_id=run,
        after={"period": period_code, "checked": checked, "failed": failed},
    )  # fmt: skip
    session.changed("figures")
    return run
