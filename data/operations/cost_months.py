"""Months are closed for good, in their order, under a seal; what comes later counts in a later month, visibly."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import insert, select, update

from data.ids import new_id
from data.operations.audit import record
from data.operations.costs import take_turns
from data.operations.workforce.weeks import lock_weeks
from data.queries.analytics.cost_seals import present_key, seal_of
from data.queries.analytics.costs import month_of_costs, month_that_hinders
from data.session import Session
from data.tables.access import unit
from data.tables.costs import allocation, closed_month
from models.access.actor import Role
from models.access.permissions import Permission, require
from models.analytics.allocation import IDLE, MonthChanged, MonthNotClosable
from models.analytics.period import month_after


def close_month(session: Session, month: date, *, seen_kopecks: int | None = None) -> bool:
    """Freeze the shares of a month under a seal. False when it is closed already: then nothing changes.

    `seen_kopecks`: the sum that whoever closes has looked at. Closed by the head of the service the month locks its approved weeks too.
    Raises `MonthNotClosable`, `MonthChanged`.
    """
    require(session.actor, Permission.MANAGE_COSTS)
    take_turns(session)
    first = month.replace(day=1)
    if session.first(select(closed_month.c.month).where(closed_month.c.month == first)) is not None:
        return False
    found = month_of_costs(session, first)
    if hindrance := month_that_hinders(session, found):
        raise MonthNotClosable(month=f"{hindrance:%Y-%m}")
    if seen_kopecks is not None and found.kopecks != seen_kopecks:
        raise MonthChanged
    units = {row.code: row.id for row in session.rows(select(unit.c.code, unit.c.id))}
    rows = [
        {
            "id": new_id(), "month": first, "pool_id": pool.id, "key_id": pool.key_id, "unit_id": units.get(share.unit),
            "service": share.service, "quantity": round(float(share.quantity), 6), "kopecks": share.kopecks,
            "is_idle": share.unit == IDLE, "correction_id": share.correction or None,
        }
        for pool in found.pools
        for share in pool.shares
    ]  # fmt: skip
    if rows:
        session.execute(insert(allocation), rows)
    frozen = {"month": first, "closed_at": session.now, "closed_by": session.actor.user_id, "kopecks": found.kopecks}
    inputs = {pool.code: pool.kopecks for pool in found.pools}
    session.execute(insert(closed_month).values(inputs=inputs, seal=b"", seal_key=present_key(), **frozen))
    session.execute(update(closed_month).where(closed_month.c.month == first).values(seal=seal_of(session, first)))
    record(session, "month_closed", subject_kind="closed_month", subject_id=f"{first:%Y-%m}", after={"kopecks": found.kopecks})
    if session.actor.is_system or session.actor.has(Role.HEAD):
        lock_weeks(session, until=month_after(first, 1) - timedelta(days=1))
    session.changed("figures")
    return True
