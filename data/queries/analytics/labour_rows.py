"""From a sum of labour to its entries, as far as the one who asks may see them.

A figure is named `minutes`, `projects`, `person:<login>`, `day:<login>:<date>`, `week:<login>:<monday>`, `service:<code>` (empty: labour
without a case).
Whoever may see figures but not people gets entries without people and cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, literal, select, tuple_

from data.queries.access import bank_day
from data.queries.analytics.workload import counted_people, labour_period, workload_scope
from data.queries.processes.reading import readable_cases
from data.session import Session
from data.tables.access import person
from data.tables.processes import cases
from data.tables.workforce import effort, project
from models.access.permissions import Permission, may, require
from models.analytics.period import parse_period, so_far
from models.errors import NotFound
from models.workforce.effort import DAYS_OF_A_WEEK

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class LabourRow:
    """An entry. `name`, `number` and `title` are empty where the reader may not see them; `project_name` in both languages."""

    id: UUID
    day: date
    minutes: int
    origin: str
    service: str
    name: str
    name_en: str
    number: str
    title: str
    project_name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LabourRows:
    """One page of entries, newest first; `total` entries and `minutes` of all of them."""

    rows: tuple[LabourRow, ...]
    total: int
    minutes: int
    next_after: str


def labour_behind(session: Session, figure: str, filters: Mapping[str, Any], *, after: str = "", limit: int = 50) -> LabourRows:
    """The entries a figure adds up. `filters` as for the figures, with `period`. Raises `NotFound`, `Forbidden`."""
    require(session.actor, Permission.SEE_DASHBOARDS)
    session.plan_for_values()
    where = dict(filters)
    today = bank_day(session.now)
    period = parse_period(str(where.pop("period", "all")), everything=labour_period(session, today))
    people = counted_people(session, workload_scope(session, where))
    names_people = may(session.actor, Permission.DRILL_TO_CASES)
    start, end = so_far(period, today)
    wanted = and_(
        effort.c.cancelled_at.is_(None), effort.c.day >= start, effort.c.day < end, effort.c.person_id.in_([row.id for row in people]),
        _condition(figure, {row.login: row.id for row in people} if names_people else {}),
    )  # fmt: skip
    minutes = cast(func.coalesce(func.sum(effort.c.minutes), 0), BigInteger)
    sums = session.rows(select(func.count().label("n"), minutes.label("m")).where(wanted))
    size = min(max(limit, 1), LARGEST_PAGE)
    page = _page(session, wanted, after=after, limit=size, names_people=names_people)
    shown = page[:size]
    return LabourRows(
        tuple(_row(row) for row in shown), sums[0].n, sums[0].m, f"{shown[-1].day}~{shown[-1].id}" if len(page) > size else ""
    )


def _condition(figure: str, people: Mapping[str, UUID]) -> ColumnElement[bool]:
    kind, _colon, rest = figure.partition(":")
    if figure == "minutes":
        return literal(True)
    if figure == "projects":
        return effort.c.project_id.is_not(None)
    if kind == "service":
        return effort.c.service == rest
    login, _colon, day = rest.partition(":")
    if kind == "person" and login in people and not day:
        return effort.c.person_id == people[login]
    if kind in {"day", "week"} and login in people:
        try:
            first = date.fromisoformat(day)
        except ValueError:
            raise NotFound(figure) from None
        after = first + timedelta(days=1 if kind == "day" else DAYS_OF_A_WEEK)
        return and_(effort.c.person_id == people[login], effort.c.day >= first, effort.c.day < after)
    raise NotFound(figure)


def _page(session: Session, wanted: ColumnElement[bool], *, after: str, limit: int, names_people: bool) -> list[Any]:
    readable = and_(literal(names_people), readable_cases(session.actor))
    query = (
        select(
            effort.c.id, effort.c.day, effort.c.minutes, effort.c.origin, effort.c.service, project.c.name.label("project_name"),
            case((literal(names_people), person.c.full_name), else_="").label("name"),
            case((literal(names_people), person.c.full_name_en), else_="").label("name_en"),
            case((readable, cases.c.number), else_="").label("number"), case((readable, cases.c.title), else_="").label("title"),
        )
        .select_from(
            effort.join(person, person.c.id == effort.c.person_id).outerjoin(cases, cases.c.id == effort.c.case_id)
            .outerjoin(project, project.c.id == effort.c.project_id)
        )
        .where(wanted).order_by(effort.c.day.desc(), effort.c.id.desc()).limit(limit + 1)
    )  # fmt: skip
    if after:
        day, _tilde, key = after.partition("~")
        try:
            place = (date.fromisoformat(day), UUID(key))
        except ValueError:
            raise NotFound(after) from None
        query = query.where(tuple_(effort.c.day, effort.c.id) < tuple_(*place))
    return list(session.rows(query))


def _row(row: Any) -> LabourRow:
    return LabourRow(
        row.id, row.day, row.minutes, row.origin, row.service, row.name or "", row.name_en or "", row.number or "", row.title or "",
        row.project_name or {},
    )  # fmt: skip
