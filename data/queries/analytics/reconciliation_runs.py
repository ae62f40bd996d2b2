"""What reconciliation has found: the last run rule by rule, the error rate by month, the dashboards that a failing rule marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Date, cast, func, select

from data.queries.access_names import shown_name
from data.queries.analytics.measures import bank_zone
from data.session import Session
from data.tables.access import person
from data.tables.analytics import reconciliation_result, reconciliation_run
from models.access.permissions import Permission, require
from models.analytics.reconciliation import touched
from models.errors import NotFound


@dataclass(frozen=True, slots=True)
class RuleResult:
    rule: str
    checked: int
    failed: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReconciliationRun:
    """One run for the days from `first_day` up to `day_after`. `asked_by` is empty for the nightly one."""

    id: UUID
    at: datetime
    first_day: date
    day_after: date
    checked: int
    failed: int
    asked_by: str
    results: tuple[RuleResult, ...]


def reconciliation_of(session: Session, run_id: UUID | None = None) -> ReconciliationRun | None:
    """This run, or the latest; None when nothing was ever checked. Raises `NotFound`, `Forbidden`."""
    require(session.actor, Permission.RECONCILE)
    query = select(reconciliation_run, shown_name(session.actor.lang).label("name")).outerjoin(
        person, person.c.id == reconciliation_run.c.asked_by
    )
    chosen = query.where(reconciliation_run.c.id == run_id) if run_id else query.order_by(reconciliation_run.c.at.desc()).limit(1)
    row = session.first(chosen)
    if row is None:
        if run_id:
            raise NotFound(str(run_id))
        return None
    found = session.rows(select(reconciliation_result).where(reconciliation_result.c.run_id == row.id))
    results = tuple(RuleResult(one.rule, one.checked, one.failed, tuple(one.examples)) for one in found)
    return ReconciliationRun(row.id, row.at, row.first_day, row.day_after, row.checked, row.failed, row.name or "", results)


def error_rates(session: Session, *, months: int = 12) -> list[tuple[date, int, int]]:
    """By month of the bank: rows checked and rows that broke a rule, over all runs of the month; the earliest month first."""
    require(session.actor, Permission.RECONCILE)
    month = cast(func.date_trunc("month", func.timezone(bank_zone().key, reconciliation_run.c.at)), Date).label("month")
    sums = [cast(func.sum(reconciliation_run.c[name]), BigInteger).label(name) for name in ("checked", "failed")]
    rows = session.rows(select(month, *sums).group_by(month).order_by(month.desc()).limit(months))
    return [(row.month, row.checked, row.failed) for row in reversed(rows)]


def marked_dashboards(session: Session) -> frozenset[str]:
    """Dashboards whose figures the latest run found wrong. Everybody who sees figures may know it."""
    require(session.actor, Permission.USE)
    latest = select(reconciliation_run.c.id).order_by(reconciliation_run.c.at.desc()).limit(1).scalar_subquery()
    failing = select(reconciliation_result.c.rule).where(reconciliation_result.c.run_id == latest, reconciliation_result.c.failed > 0)
    return touched(row.rule for row in session.rows(failing))
