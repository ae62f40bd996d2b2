"""What is open at this minute: counts, ages, who carries it. Always read from the cases themselves, by their partial indexes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, case, func, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from data.queries.analytics.filters import NOBODY, Scope
from data.session import Session
from data.tables.access import membership, person, work_group
from data.tables.processes import cases, task
from models.access.permissions import Permission, may
from models.analytics.operations import Live, Load, ageing_bucket

_AT_RISK_AFTER = 0.8  # of the way to the deadline, for cases nobody is reminded of
_SECONDS_OF_A_DAY = 86_400
# What GROUPING(days, owner, group) says of a row: a bit for each column that was not grouped by.
_ALL, _BY_AGE, _BY_OFFICER, _BY_GROUP = 0b111, 0b011, 0b101, 0b110

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
    days = age_in_days(session).label("days")
    # One look at the open cases for all four questions: in all, by age, by officer, by group.
    counted = (
        select(func.grouping(days, cases.c.owner_id, cases.c.group_id).label("asked"), days, cases.c.owner_id, cases.c.group_id)
        .add_columns(*_counts(session))
        .where(is_open, scope.of_cases())
        .group_by(func.grouping_sets(tuple_(), tuple_(days), tuple_(cases.c.owner_id), tuple_(cases.c.group_id)))
    )
    found: dict[int, list[Row[Any]]] = {_ALL: [], _BY_AGE: [], _BY_OFFICER: [], _BY_GROUP: []}
    for row in session.rows(counted):
        found[row.asked].append(row)
    ages: dict[str, int] = {}
    for row in found[_BY_AGE]:
        bucket = ageing_bucket(int(row.days))
        ages[bucket] = ages.get(bucket, 0) + row.open
    counts = found[_ALL][0]
    names_people = may(session.actor, Permission.DRILL_TO_CASES)
    return Live(
        open=counts.open, overdue=counts.overdue, at_risk=counts.at_risk, ages=ages,
        officers=_officers(session, found[_BY_OFFICER]) if names_people else (), groups=_groups(session, found[_BY_GROUP]),
        on_step=_on_step(session, scope),
    )  # fmt: skip


def own_counts(session: Session, scope: Scope) -> Live:
    """What the actor himself has open."""
    days = age_in_days(session).label("days")
    own = and_(is_open, cases.c.owner_id == session.actor.user_id, scope.of_cases())
    rows = session.rows(select(days, *_counts(session)).where(own).group_by(days))
    ages: dict[str, int] = {}
    for row in rows:
        bucket = ageing_bucket(int(row.days))
        ages[bucket] = ages.get(bucket, 0) + row.open
    return Live(
        open=sum(row.open for row in rows), overdue=sum(row.overdue for row in rows), at_risk=sum(row.at_risk for row in rows),
        ages=ages, officers=(), groups=(), on_step={},
    )  # fmt: skip


def _officers(session: Session, rows: Sequence[Row[Any]]) -> tuple[Load, ...]:
    named = select(person.c.id, person.c.full_name, person.c.full_name_en, person.c.capacity, person.c.is_active)
    people = {one.id: one for one in session.rows(named.where(person.c.id.in_([row.owner_id for row in rows if row.owner_id])))}
    found = []
    for row in rows:
        one = people.get(row.owner_id)
        name = {"ru": one.full_name, "en": one.full_name_en or one.full_name} if one else {"ru": "", "en": ""}
        capacity = one.capacity if one is not None and one.is_active else None
        key = str(row.owner_id) if row.owner_id else NOBODY
        found.append(Load(key=key, name=name, open=row.open, overdue=row.overdue, at_risk=row.at_risk, capacity=capacity))
    return tuple(sorted(found, key=lambda load: (load.key == NOBODY, -load.open, load.name["ru"])))


def _groups(session: Session, rows: Sequence[Row[Any]]) -> tuple[Load, ...]:
    capacity = func.sum(person.c.capacity).filter(person.c.is_active).label("capacity")
    members = membership.join(person, person.c.id == membership.c.person_id)
    named = (
        select(work_group.c.id, work_group.c.code, work_group.c.name, capacity)
        .select_from(work_group.outerjoin(members, membership.c.group_id == work_group.c.id))
        .group_by(work_group.c.id)
    )
    groups = {one.id: one for one in session.rows(named)}
    found = []
    for row in rows:
        one = groups.get(row.group_id)
        key, name = (one.code, dict(one.name)) if one else (NOBODY, {"ru": "", "en": ""})
        room = int(one.capacity) if one is not None and one.capacity is not None else None
        found.append(Load(key=key, name=name, open=row.open, overdue=row.overdue, at_risk=row.at_risk, capacity=room))
    return tuple(sorted(found, key=lambda load: (load.key == NOBODY, -load.open, load.key)))


def _on_step(session: Session, scope: Scope) -> dict[tuple[str, str], int]:
    standing = (
        select(cases.c.service, task.c.step, func.count(func.distinct(task.c.case_id)).label("n"))
        .select_from(task.join(cases, cases.c.id == task.c.case_id))
        .where(task.c.state == "open", is_open, scope.of_cases())
        .group_by(cases.c.service, task.c.step)
    )
    return {(row.service, row.step): row.n for row in session.rows(standing)}
