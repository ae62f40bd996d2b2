"""The figures of labour in a period, and what lies ahead. The weeks, the people and the days add up to the totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from data.queries.analytics.filters import Scope, UnknownFilter, read_scope
from data.queries.analytics.measures import bank_zone
from data.queries.analytics.workload_ahead import work_ahead
from data.queries.workforce.labour_days import minutes_by_service
from data.queries.workforce.reading import in_service
from data.queries.workforce.workload import labour_of, people_of_service
from data.session import Session
from data.tables.access import membership, person
from data.tables.workforce import effort
from models.access.permissions import Permission, may, require
from models.analytics.period import Period, comparable, parse_period, so_far

FILTERS = ("group",)


@dataclass(frozen=True, slots=True)
class WorkloadFigures:
    """Everything a dashboard of labour shows. `people` and `days` are empty for readers who may not see people."""

    period: Period
    stretch: tuple[date, date]
    compared: tuple[date, date] | None
    where: Mapping[str, tuple[str, ...]]
    data_as_of: datetime
    figures: Mapping[str, Any]
    previous: Mapping[str, Any] | None


def workload_figures(session: Session, period_code: str, where: Mapping[str, Iterable[str] | str] | None = None) -> WorkloadFigures:
    """All figures of a period, of the whole service or the groups of a lead. Raises `UnknownPeriod`, `UnknownFilter`, `Forbidden`."""
    require(session.actor, Permission.SEE_DASHBOARDS)
    today = session.now.astimezone(bank_zone()).date()
    period = parse_period(period_code, everything=labour_period(session, today))
    scope = workload_scope(session, where or {})
    stretch, compared = so_far(period, today), comparable(period, today)
    people = counted_people(session, scope)
    ids = [row.id for row in people]
    labour = labour_of(session, ids, *stretch)
    figures: dict[str, Any] = {
        **labour.totals(), "by_week": labour.by_week(), "people": [], "days": [],
        "by_service": [{"service": code, "minutes": minutes} for code, minutes in minutes_by_service(session, ids, *stretch).items()],
        "ahead": work_ahead(session, today, ids, scope=scope),
    }  # fmt: skip
    if may(session.actor, Permission.DRILL_TO_CASES):
        sums = labour.by_person()
        figures["people"] = [
            {"login": row.login, "name": {"ru": row.full_name, "en": row.full_name_en or row.full_name}, **sums[row.id]}
            for row in people if row.id in sums
        ]  # fmt: skip
        logins = {row.id: row.login for row in people}
        figures["days"] = [{"login": logins[cell.pop("person_id")], **cell} for cell in labour.cells()]
    previous = labour_of(session, ids, *compared).totals() if compared is not None else None
    return WorkloadFigures(period, stretch, compared, scope.chosen, session.now, figures, previous)


def workload_scope(session: Session, where: Mapping[str, Iterable[str] | str]) -> Scope:
    """Labour knows groups only. Raises `UnknownFilter`."""
    for key in where:
        if key not in FILTERS:
            raise UnknownFilter(key, field=key, given=key, known=", ".join(FILTERS))
    return read_scope(session, where)


def counted_people(session: Session, scope: Scope) -> Sequence[Any]:
    """Whose labour is counted for this reader: those he may see as figures; for a reader of sums, the whole service."""
    if may(session.actor, Permission.DRILL_TO_CASES):
        people = people_of_service(session)
    else:
        people = session.rows(select(person.c.id).where(in_service()).order_by(person.c.id))
    if not scope.group_id:
        return people
    wanted = [UUID(one) for one in scope.group_id if one]
    members = {row.person_id for row in session.rows(select(membership.c.person_id).where(membership.c.group_id.in_(wanted)))}
    return [row for row in people if row.id in members]


def labour_period(session: Session, today: date) -> tuple[date, date]:
    """The days `all` stands for: from the first labour up to today."""
    first = session.scalar(select(func.min(effort.c.day)).where(effort.c.cancelled_at.is_(None))) or today
    return first, max(first, today) + timedelta(days=1)
