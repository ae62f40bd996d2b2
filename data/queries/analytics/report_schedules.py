"""Which reports go out by themselves, to whom, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, literal, select

from data.queries.access_names import name_order, shown_name
from data.session import Session
from data.tables.access import person
from data.tables.analytics import report_delivery, report_recipient, report_schedule
from data.tables.services import outbox
from models.access.permissions import GRANTS, Permission, require
from models.analytics.report_schedule import Rhythm

MOST_DELIVERIES = 20


@dataclass(frozen=True, slots=True)
class ReportSchedule:
    """A schedule that runs, with the names of its readers."""

    id: UUID
    kind: str
    rhythm: Rhythm
    day: int
    hour: int
    lang: str
    format: str
    is_attached: bool
    next_at: datetime
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """`state`: waiting | making | refused | queued (its letter waits) | sent | given_up; `why`: a code, or the mail server's words."""

    kind: str
    period: str
    reader: str
    due_at: datetime
    state: str
    why: str
    report_id: UUID | None


def report_schedules(session: Session) -> list[ReportSchedule]:
    """What goes out, the next first."""
    require(session.actor, Permission.SCHEDULE_REPORTS)
    names = (
        select(func.array_agg(shown_name(session.actor.lang)))
        .select_from(report_recipient.join(person, person.c.id == report_recipient.c.person_id))
        .where(report_recipient.c.schedule_id == report_schedule.c.id)
        .scalar_subquery()
    )
    query = select(report_schedule, names.label("recipients")).where(report_schedule.c.ended_at.is_(None))
    return [
        ReportSchedule(
            row.id,
            row.kind,
            Rhythm(row.rhythm),
            row.day,
            row.hour,
            row.lang,
            row.format,
            row.is_attached,
            row.next_at,
            tuple(sorted(row.recipients or ())),
        )
        for row in session.rows(query.order_by(report_schedule.c.next_at, report_schedule.c.id))
    ]


def latest_deliveries(session: Session) -> list[DeliveryLine]:
    """The log, the latest first; what the mail server said comes from the letter itself."""
    require(session.actor, Permission.SCHEDULE_REPORTS)
    state = case(
        (report_delivery.c.state != "made", report_delivery.c.state),
        (outbox.c.sent_at.is_not(None), literal("sent")),
        (outbox.c.given_up_at.is_not(None), literal("given_up")),
        else_=literal("queued"),
    )
    why = case((report_delivery.c.state == "refused", report_delivery.c.refusal), else_=func.coalesce(outbox.c.last_error, ""))
    query = (
        select(
            report_schedule.c.kind,
            report_delivery.c.period,
            shown_name(session.actor.lang).label("reader"),
            report_delivery.c.due_at,
            state.label("state"),
            why.label("why"),
            report_delivery.c.report_id,
        )
        .join(report_schedule, report_schedule.c.id == report_delivery.c.schedule_id)
        .join(person, person.c.id == report_delivery.c.person_id)
        .outerjoin(outbox, outbox.c.id == report_delivery.c.letter_id)
        .order_by(report_delivery.c.due_at.desc(), report_delivery.c.id)
        .limit(MOST_DELIVERIES)
    )
    return [DeliveryLine(row.kind, row.period, row.reader, row.due_at, row.state, row.why, row.report_id) for row in session.rows(query)]


def possible_recipients(session: Session) -> list[tuple[UUID, str]]:
    """Everybody whose roles let him read reports, by name."""
    require(session.actor, Permission.SCHEDULE_REPORTS)
    roles = [role.value for role, granted in GRANTS.items() if Permission.EXPORT_REPORTS in granted]
    name = shown_name(session.actor.lang).label("name")
    query = select(person.c.id, name).where(person.c.is_active, person.c.roles.overlap(roles))
    return [(row.id, row.name) for row in session.rows(query.order_by(name_order(session.actor.lang)))]


def address_of(session: Session, person_id: UUID) -> str:
    """Where letters to this person go; empty when there is no address."""
    return str(session.scalar(select(person.c.email).where(person.c.id == person_id)) or "")


def deliveries_are_due(session: Session) -> bool:
    """Is there a report to send now, or one somebody has left lying?"""
    due = select(report_schedule.c.id).where(report_schedule.c.ended_at.is_(None), report_schedule.c.next_at <= session.now)
    waiting = select(report_delivery.c.id).where(report_delivery.c.state.in_(["waiting", "making"]))
    return session.first(due.limit(1)) is not None or session.first(waiting.limit(1)) is not None
