"""Baselines are entered with their source and only ever added; preparing a report is kept with the time and clicks it took."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert, select

from data.ids import new_id
from data.operations.audit import record
from data.queries.access import bank_day
from data.session import Session
from data.tables.analytics import report_run
from data.tables.effect import effect_baseline, report_preparation
from data.tables.processes import process
from models.access.permissions import Permission, require
from models.analytics.effect import Baseline, Preparation, check_baseline


def enter_baseline(session: Session, given: Baseline) -> UUID:
    """What was before; an earlier entry of the same measure and service stays and no longer counts.

    Raises `WrongBaseline`, `BaselineSourceNeeded`, `Forbidden`.
    """
    made = keep_baselines(session, [check_baseline(given, services=known_services(session), today=bank_day(session.now))])[0]
    record(
        session, "baseline_entered", subject_kind="effect_baseline", subject_id=made, subject_name=given.measure.value,
        after={"measure": given.measure.value, "service": given.service, "value": float(given.value), "source": given.source},
    )  # fmt: skip
    return made


def known_services(session: Session) -> frozenset[str]:
    """Codes of all services."""
    return frozenset(row.code for row in session.rows(select(process.c.code)))


def keep_baselines(session: Session, checked: Sequence[Baseline], *, batch_id: UUID | None = None) -> list[UUID]:
    """Baselines that have been checked, in their order; whoever calls writes what the audit trail says."""
    require(session.actor, Permission.MANAGE_EFFECT)
    made = [new_id() for _one in checked]
    rows = [
        {
            "id": number, "measure": one.measure.value, "service": one.service, "value": one.value, "rows": one.rows,
            "first_day": one.first_day, "last_day": one.last_day, "source": one.source, "entered_by": session.actor.user_id,
            "entered_at": session.now, "batch_id": batch_id,
        }
        for number, one in zip(made, checked, strict=True)
    ]  # fmt: skip
    session.execute(insert(effect_baseline), rows)
    session.changed("figures")
    return made


def record_report_preparation(session: Session, report_id: UUID, took: Preparation) -> None:
    """How long whoever ordered this report needed for it. A report is prepared once: a second telling changes nothing."""
    require(session.actor, Permission.EXPORT_REPORTS)
    known = select(report_preparation.c.id).where(report_preparation.c.report_id == report_id)
    kind = session.scalar(select(report_run.c.kind).where(report_run.c.id == report_id, report_run.c.made_by == session.actor.user_id))
    if kind is None or session.actor.user_id is None or session.first(known) is not None:
        return
    session.execute(insert(report_preparation).values(
        id=new_id(), kind=kind, report_id=report_id, person_id=session.actor.user_id, seconds=took.seconds, clicks=took.clicks,
        at=session.now,
    ))  # fmt: skip
    session.changed("figures")
