"""What the first page says to those who keep the hub: administrators, designers, auditors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from data.queries.analytics.measures import bank_zone
from data.queries.processes.definitions import definition_of
from data.queries.services import AROUND_THE_CLOCK
from data.session import Session
from data.tables.access import audit_event, web_session
from data.tables.processes import cases, process, process_version
from models.access.permissions import Permission, require
from models.analytics.period import instant

HERE_MINUTES = 30
WATCHED_DAYS = 7


def people_here(session: Session) -> int:
    """How many people were at work in the last half hour. For administrators."""
    require(session.actor, Permission.MANAGE_USERS)
    seen = web_session.c.seen_at > session.now - timedelta(minutes=HERE_MINUTES)
    return int(
        session.scalar(select(func.count(func.distinct(web_session.c.person_id))).where(web_session.c.ended_at.is_(None), seen)) or 0
    )


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service as its designer watches it. `minutes`: promised working time; `older`: open cases on versions before this one."""

    name: Mapping[str, str]
    version: int
    published_at: datetime | None
    minutes: int | None
    by_the_clock: bool
    open: int
    older: int
    drafts: int


def service_lines(session: Session) -> list[ServiceLine]:
    """Every service that new cases may start on, by code. Raises `Forbidden` for all but designers."""
    require(session.actor, Permission.DESIGN_SERVICES)
    is_old = cases.c.version_id != process.c.published_id
    counted = (
        select(cases.c.process_id, func.count().label("open"), func.count().filter(is_old).label("older"))
        .join(process, process.c.id == cases.c.process_id)
        .where(cases.c.closed_at.is_(None))
        .group_by(cases.c.process_id)
        .subquery()
    )
    drafts = (
        select(process_version.c.process_id, func.count().label("drafts"))
        .where(process_version.c.state == "draft")
        .group_by(process_version.c.process_id)
        .subquery()
    )
    found = session.rows(
        select(
            process.c.code, process_version.c.id, process_version.c.number, process_version.c.published_at,
            func.coalesce(counted.c.open, 0).label("open"), func.coalesce(counted.c.older, 0).label("older"),
            func.coalesce(drafts.c.drafts, 0).label("drafts"),
        )
        .join(process_version, process_version.c.id == process.c.published_id)
        .outerjoin(counted, counted.c.process_id == process.c.id)
        .outerjoin(drafts, drafts.c.process_id == process.c.id)
        .where(process.c.source == "kordon")
        .order_by(process.c.code)
    )  # fmt: skip
    lines = []
    for row in found:
        told = definition_of(session, row.id)
        promised, by_the_clock = told.sla.resolution_minutes, told.calendar == AROUND_THE_CLOCK
        lines.append(ServiceLine(told.name, row.number, row.published_at, promised, by_the_clock, row.open, row.older, row.drafts))
    return lines


@dataclass(frozen=True, slots=True)
class ActionLine:
    """How often something was done in the last seven days, and in the seven before."""

    action: str
    now: int
    before: int


def actions_lately(session: Session) -> Sequence[ActionLine]:
    """What stands in the trail of two weeks, the most frequent first; days of the bank, today included. For auditors."""
    require(session.actor, Permission.READ_AUDIT)
    zone = bank_zone()
    today = session.now.astimezone(zone).date()
    since = instant(today - timedelta(days=WATCHED_DAYS - 1), zone)
    lately = audit_event.c.at >= since
    found = session.rows(
        select(audit_event.c.action, func.count().filter(lately).label("now"), func.count().filter(~lately).label("before"))
        .where(audit_event.c.at >= instant(today - timedelta(days=2 * WATCHED_DAYS - 1), zone))
        .group_by(audit_event.c.action)
        .order_by(func.count().filter(lately).desc(), audit_event.c.action)
    )
    return [ActionLine(row.action, row.now, row.before) for row in found]


def audit_rows_today(session: Session) -> int:
    """How many rows the trail has gained since midnight. For auditors."""
    require(session.actor, Permission.READ_AUDIT)
    zone = bank_zone()
    midnight = instant(session.now.astimezone(zone).date(), zone)
    return int(session.scalar(select(func.count()).select_from(audit_event).where(audit_event.c.at >= midnight)) or 0)
