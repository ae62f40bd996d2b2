"""What lies ahead of the service: labour of open work and of work to come, against the crew of the coming weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, cast, func, select

from data.queries.analytics.filters import Scope
from data.queries.analytics.live import age_in_days, is_open
from data.queries.analytics.measures import flows, stale_days
from data.queries.workforce.labour_days import minutes_by_service, minutes_in_all
from data.queries.workforce.reading import in_service
from data.queries.workforce.workload import owed_by
from data.session import Session
from data.tables.access import person
from data.tables.processes import cases
from models.access.permissions import Permission, may
from models.analytics.flow import Flow, median, total, values_of
from models.analytics.period import month_after
from models.analytics.workload_forecast import Pace, Stretch, days_of_work, forecast, pace_of, stretches
from models.processes.working_time import CalendarYearNotLoaded

_MONTHS_BACK = 3
_SECONDS_OF_A_DAY = 86_400


def work_ahead(session: Session, today: date, people: Sequence[UUID], *, scope: Scope) -> dict[str, Any]:
    """The coming weeks of these people and the open work of their groups (docs/figures.md). Minutes are whole.

    Where the calendar of a coming year is not loaded, `weeks` end before it: a norm is never guessed.
    """
    scope = _of_reader(session, scope)
    since = month_after(today.replace(day=1), -_MONTHS_BACK)
    paces = _paces(session, since, today, scope)
    waiting = _open_by_age(session, scope)
    for_cases = 1 - _project_share(session, people, since, today)
    ahead = [stretch for stretch in (_stretch(session, people, *days) for days in stretches(today)) if stretch is not None]
    ahead = ahead[1:] if ahead and not ahead[0][0].owed else ahead  # before a free weekend the next week is the first
    told = forecast(today, [stretch for stretch, _days in ahead], open_cases=waiting, paces=paces, for_cases=for_cases)
    minutes = sum(paces[service].minutes * n for service, _age, n in waiting if service in paces)
    working_days = sum(days for _stretch, days in ahead)
    return {
        "since": since, "for_cases": for_cases, "open_cases": sum(n for _service, _age, n in waiting),
        "unknown_cases": sum(n for service, _age, n in waiting if service not in paces), "open_minutes": round(minutes),
        "days_of_work": days_of_work(minutes, told, working_days),
        "weeks": [
            {
                "first_day": one.first_day, "day_after": one.day_after, "carried_minutes": round(one.carried),
                "arriving_minutes": round(one.arriving), "capacity_minutes": round(one.capacity),
            }
            for one in told
        ],
        "by_service": _by_service(waiting, paces),
    }  # fmt: skip


def _of_reader(session: Session, scope: Scope) -> Scope:
    """A lead's open work is that of his groups."""
    actor = session.actor
    is_whole = actor.is_system or may(actor, Permission.SEE_ALL_CASES) or not may(actor, Permission.DRILL_TO_CASES)
    return scope if is_whole or scope.group_id else replace(scope, group_id=tuple(sorted(str(one) for one in actor.lead_of)) or ("nobody",))


def _paces(session: Session, since: date, today: date, scope: Scope) -> dict[str, Pace]:
    """By service. Labour per case and durations are those of the whole service: a small group has too few cases to know them by."""
    everybody = [row.id for row in session.rows(select(person.c.id).where(in_service()))]
    labour = minutes_by_service(session, everybody, since, today)
    stale = stale_days(session)
    closed = flows(session, since, today, scope=Scope(), names=("closed", "duration"), by=("service",), stale=stale)
    opened = flows(session, since, today, scope=scope, names=("opened",), by=("service",), stale=stale)
    found: dict[str, Pace] = {}
    for service, minutes in labour.items():
        seconds = median(values_of(_of(closed, "duration", service)))
        pace = pace_of(
            minutes=minutes, closed=total(_of(closed, "closed", service)), opened=total(_of(opened, "opened", service)),
            median_days=None if seconds is None else seconds / _SECONDS_OF_A_DAY, days=(today - since).days,
        )  # fmt: skip
        if service and pace is not None:
            found[service] = pace
    return found


def _of(found: Sequence[Flow], name: str, service: str) -> list[Flow]:
    return [flow for flow in found if flow.name == name and flow.service == service]


def _open_by_age(session: Session, scope: Scope) -> list[tuple[str, int, int]]:
    """Service, age in whole days, how many; cases on hold too, they will go on."""
    days = cast(age_in_days(session), Integer).label("days")
    counted = select(cases.c.service, days, func.count().label("n")).where(is_open, scope.of_cases()).group_by(cases.c.service, days)
    return [(row.service, row.days, row.n) for row in session.rows(counted.order_by(cases.c.service, days))]


def _project_share(session: Session, people: Sequence[UUID], since: date, today: date) -> float:
    minutes, on_projects = minutes_in_all(session, people, since, today)
    return on_projects / minutes if minutes else 0.0


def _stretch(session: Session, people: Sequence[UUID], first: date, after: date) -> tuple[Stretch, int] | None:
    """The stretch with what is owed in it, and its working days; None where the calendar is not known."""
    try:
        labour = owed_by(session, people, first, after)
    except CalendarYearNotLoaded:
        return None
    return Stretch(first, after, int(labour.owed.sum())), int((labour.norm > 0).sum())


def _by_service(waiting: Sequence[tuple[str, int, int]], paces: dict[str, Pace]) -> list[dict[str, Any]]:
    """Open work by service, the most labour first."""
    counts: dict[str, int] = {}
    for service, _age, n in waiting:
        counts[service] = counts.get(service, 0) + n
    rows = [
        {
            "service": service, "open": n, "minutes": round(paces[service].minutes * n) if service in paces else None,
            "minutes_per_case": round(paces[service].minutes, 1) if service in paces else None,
            "median_days": round(paces[service].median_days, 2) if service in paces else None,
            "arrivals_per_week": round(paces[service].arrivals * 7, 1) if service in paces else None,
        }
        for service, n in counts.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-(row["minutes"] or 0), row["service"]))
