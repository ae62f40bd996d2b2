"""The figures of labour in a period. The weeks, the people and the days below them add up to the totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from data.queries.analytics.measures import bank_zone
from data.queries.workforce.reading import in_service
from data.queries.workforce.workload import days_of_people, people_of_service
from data.session import Session
from data.tables.access import person
from data.tables.workforce import effort
from models.access.permissions import Permission, may, require
from models.analytics.period import Period, comparable, parse_period, so_far
from models.analytics.workload import LabourDay, labour_by_person, labour_by_week, labour_totals


@dataclass(frozen=True, slots=True)
class WorkloadFigures:
    """Everything a dashboard of labour shows. `people` and `days` are empty for readers who may not see people."""

    period: Period
    stretch: tuple[date, date]
    compared: tuple[date, date] | None
    data_as_of: datetime
    figures: Mapping[str, Any]
    previous: Mapping[str, Any] | None


def workload_figures(session: Session, period_code: str) -> WorkloadFigures:
    """All figures of a period: of the whole service, or of the groups a lead leads. Raises `UnknownPeriod`, `Forbidden`."""
    require(session.actor, Permission.SEE_DASHBOARDS)
    today = session.now.astimezone(bank_zone()).date()
    period = parse_period(period_code, everything=_first_and_last(session, today))
    stretch, compared = so_far(period, today), comparable(period, today)
    names = may(session.actor, Permission.DRILL_TO_CASES)
    people = people_of_service(session) if names else session.rows(select(person.c.id).where(in_service()))
    ids = [row.id for row in people]
    days = _days(session, ids, stretch)
    figures: dict[str, Any] = {**labour_totals(days), "by_week": labour_by_week(days), "people": [], "days": []}
    if names:
        sums = labour_by_person(days)
        figures["people"] = [
            {"login": row.login, "name": {"ru": row.full_name, "en": row.full_name_en or row.full_name}, **sums[row.id]}
            for row in people if row.id in sums
        ]  # fmt: skip
        logins = {row.id: row.login for row in people}
        worth_telling = [day for day in days if day.minutes or day.owed or day.absence]
        figures["days"] = [{"login": logins[day.person_id], **_without_person(day)} for day in worth_telling]
    previous = labour_totals(_days(session, ids, compared)) if compared is not None else None
    return WorkloadFigures(period, stretch, compared, session.now, figures, previous)


def _without_person(day: LabourDay) -> dict[str, Any]:
    return {name: value for name, value in asdict(day).items() if name != "person_id"}


def _days(session: Session, people: list[Any], stretch: tuple[date, date]) -> list[LabourDay]:
    return [
        LabourDay(day.person_id, day.day, day.minutes, day.on_projects, day.norm, day.owed, day.absence)
        for day in days_of_people(session, people, *stretch)
    ]


def _first_and_last(session: Session, today: date) -> tuple[date, date]:
    """The days `all` stands for: from the first labour up to today."""
    first = session.scalar(select(func.min(effort.c.day)).where(effort.c.cancelled_at.is_(None))) or today
    return first, max(first, today) + timedelta(days=1)
