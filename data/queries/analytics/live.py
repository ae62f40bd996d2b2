"""What is open at this minute: counts, ages, who carries it. Always read from the cases themselves, by their partial indexes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.sql.elements import ColumnElement

from data.queries.analytics.filters import NOBODY, Scope
from data.session import Session
from data.tables.access import membership, person, work_group
from data.tables.processes import cases, task
from models.access.permissions import Permission, may
from models.analytics.operations import Live, Load, ageing_bucket

_AT_RISK_AFTER = 0.8  # of the way to the deadline, for cases nobody is reminded of
_SECONDS_OF_A_DAY = 86_400

is_open = cases.c.closed_at.is_(None)


def is_overdue(session: Session) -> ColumnElement[bool]:
    """Past its due time while its clock runs."""
    return and_(is_open, cases.c.paused_at.is_(None), cases.c.due_at < session.now)


def is_at_risk(session: Session) -> ColumnElement[bool]:
    """Past its first reminder, not yet past its due time, and its clock runs."""
    passed = func.extract("epoch", session.now - cases.c.opened_at)
    promised = func.extract("epoch", cases.c.due_at - cases.c.opened_at)
    reminded = case(
        (func.cardinality(cases.c.remind_times) > 1, cases.c.remind_times[1] <= session.now), else_=passed >= _AT_RISK_AFTER * promised
    )
    return and_(is_open, cases.c.paused_at.is_(None), cases.c.due_at >= session.now, reminded)


def age_in_days(session: Session) -> ColumnElement[Any]:
    """Whole days since the case was opened; a case dated into the future is new."""
    return func.greatest(func.floor(func.extract("epoch", session.now - cases.c.opened_at) / _SECONDS_OF_A_DAY), 0)


def _counts(session: Session) -> list[ColumnElement[Any]]:
    return [
        func.count().label("open"),
        func.count().filter(is_overdue(session)).label("overdue"),
        func.count().filter(is_at_risk(session)).label("at_risk"),
    ]


def live_counts(session: Session, scope: Scope) -> Live:
    """Everything the dashboard says about now. Names of people only for those who may open cases."""
    counts = session.rows(select(*_counts(session)).where(is_open, scope.of_cases()))[0]
    ages: dict[str, int] = {}
    days = age_in_days(session)
    for row in session.rows(select(days.label("days"), func.count().label("n")).where(is_open, scope.of_cases()).group_by(days)):
        bucket = ageing_bucket(int(row.days))
        ages[bucket] = ages.get(bucket, 0) + row.n
    names_people = may(session.actor, Permission.DRILL_TO_CASES)
    return Live(
        open=counts.open, overdue=counts.overdue, at_risk=counts.at_risk, ages=ages,
        officers=_officers(session, scope) if names_people else (), groups=_groups(session, scope), on_step=_on_step(session, scope),
    )  # fmt: skip


def _officers(session: Session, scope: Scope) -> tuple[Load, ...]:
    loads = (
        select(cases.c.owner_id, person.c.full_name, person.c.full_name_en, person.c.capacity, person.c.is_active, *_counts(session))
        .select_from(cases.outerjoin(person, person.c.id == cases.c.owner_id))
        .where(is_open, scope.of_cases())
        .group_by(cases.c.owner_id, person.c.full_name, person.c.full_name_en, person.c.capacity, person.c.is_active)
    )
    found = [
        Load(
            key=str(row.owner_id) if row.owner_id else NOBODY,
            name={"ru": row.full_name or "", "en": row.full_name_en or row.full_name or ""},
            open=row.open, overdue=row.overdue, at_risk=row.at_risk, capacity=row.capacity if row.is_active else None,
        )
        for row in session.rows(loads)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda load: (load.key == NOBODY, -load.open, load.name["ru"])))


def _groups(session: Session, scope: Scope) -> tuple[Load, ...]:
    capacity = (
        select(func.sum(person.c.capacity))
        .select_from(membership.join(person, person.c.id == membership.c.person_id))
        .where(membership.c.group_id == work_group.c.id, person.c.is_active)
        .scalar_subquery()
    )
    loads = (
        select(work_group.c.code, work_group.c.name, capacity.label("capacity"), *_counts(session))
        .select_from(cases.outerjoin(work_group, work_group.c.id == cases.c.group_id))
        .where(is_open, scope.of_cases())
        .group_by(work_group.c.id, work_group.c.code, work_group.c.name)
    )
    found = [
        Load(
            key=row.code or NOBODY, name=dict(row.name or {"ru": "", "en": ""}), open=row.open, overdue=row.overdue, at_risk=row.at_risk,
            capacity=None if row.capacity is None else int(row.capacity),
        )
        for row in session.rows(loads)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda load: (load.key == NOBODY, -load.open, load.key)))


def _on_step(session: Session, scope: Scope) -> dict[tuple[str, str], int]:
    standing = (
        select(cases.c.service, task.c.step, func.count(func.distinct(task.c.case_id)).label("n"))
        .select_from(task.join(cases, cases.c.id == task.c.case_id))
        .where(task.c.state == "open", is_open, scope.of_cases())
        .group_by(cases.c.service, task.c.step)
    )
    return {(row.service, row.step): row.n for row in session.rows(standing)}
