"""Reports that go out by themselves: a schedule, its readers, and one delivery for each reader at each moment.

Every delivery is computed with the rights of its reader, so nobody is mailed what he could not open. Planning, computing and writing the
letter can be repeated after any fall: a delivery is unique, and it becomes `made` together with its report and its letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, or_, select, text, update

from data.ids import new_id
from data.operations.audit import record
from data.operations.reports import ReportOrder, UnknownReport
from data.queries.access import actor_of_person, bank_day
from data.queries.analytics.measures import bank_zone
from data.queries.analytics.reports import report_definition
from data.session import Session
from data.tables.analytics import report_delivery, report_recipient, report_schedule
from models.access.permissions import Permission, may, require
from models.analytics.report_schedule import MOST_RECIPIENTS, Moments, Rhythm, WrongSchedule, period_told
from models.analytics.reports import FORMATS
from models.errors import NotFound

LEASE = timedelta(minutes=10)

_PLAN = text(
    """
    INSERT INTO report_delivery (id, schedule_id, person_id, due_at, period)
    SELECT gen_random_uuid(), schedule_id, person_id, :due_at, :period FROM report_recipient WHERE schedule_id = :schedule
    ON CONFLICT (schedule_id, person_id, due_at) DO NOTHING
    """
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A report to be made for a reader. `taken_at` is the mark of who has it in hand."""

    id: UUID
    person_id: UUID
    order: ReportOrder
    is_attached: bool
    taken_at: datetime


def schedule_report(session: Session, order: ReportOrder, moments: Moments, recipients: Sequence[UUID], *, is_attached: bool) -> UUID:
    """From now on this report goes to these people. Raises `UnknownReport`, `WrongSchedule` naming the field."""
    require(session.actor, Permission.SCHEDULE_REPORTS)
    if report_definition(session, order.kind) is None:
        raise UnknownReport(order.kind, field="report")
    if order.format not in FORMATS:
        raise UnknownReport(order.format, field="format")
    readers = list(dict.fromkeys(recipients))
    if not readers or len(readers) > MOST_RECIPIENTS or not all(_may_read(session, person) for person in readers):
        raise WrongSchedule(field="recipients")
    schedule = new_id()
    session.execute(
        insert(report_schedule).values(
            id=schedule,
            kind=order.kind,
            rhythm=moments.rhythm.value,
            day=moments.day,
            hour=moments.hour,
            lang=order.lang,
            format=order.format,
            filters=dict(order.where),
            is_attached=is_attached,
            made_by=session.actor.user_id,
            made_at=session.now,
            next_at=moments.next_after(session.now, bank_zone()),
        )
    )
    session.execute(insert(report_recipient), [{"schedule_id": schedule, "person_id": person} for person in readers])
    after = {"report": order.kind, "rhythm": moments.rhythm.value, "day": moments.day, "hour": moments.hour, "recipients": len(readers)}
    record(session, "report_scheduled", subject_kind="report_schedule", subject_id=schedule, subject_name=order.kind, after=after)
    session.changed("figures")
    return schedule


def _may_read(session: Session, person: UUID) -> bool:
    reader = actor_of_person(session, person)
    return reader is not None and may(reader, Permission.EXPORT_REPORTS)


def end_schedule(session: Session, schedule: UUID) -> None:
    """It goes out no more; what is on its way arrives. Raises `NotFound`."""
    require(session.actor, Permission.SCHEDULE_REPORTS)
    ended = (
        update(report_schedule)
        .where(report_schedule.c.id == schedule, report_schedule.c.ended_at.is_(None))
        .values(ended_at=session.now, ended_by=session.actor.user_id)
        .returning(report_schedule.c.kind)
    )
    row = session.first(ended)
    if row is None:
        raise NotFound(str(schedule))
    record(session, "report_schedule_ended", subject_kind="report_schedule", subject_id=schedule, subject_name=row.kind)
    session.changed("figures")


def plan_deliveries(session: Session) -> int:
    """One delivery for each reader of each schedule whose moment has come; moments missed in an outage are made good once."""
    due = select(report_schedule).where(report_schedule.c.ended_at.is_(None), report_schedule.c.next_at <= session.now)
    planned, zone = 0, bank_zone()
    for row in session.rows(due.with_for_update(skip_locked=True)):
        rhythm = Rhythm(row.rhythm)
        values = {"schedule": row.id, "due_at": row.next_at, "period": period_told(rhythm, bank_day(row.next_at))}
        planned += session.execute(_PLAN, values).rowcount
        following = Moments(rhythm, row.day, row.hour).next_after(session.now, zone)
        session.execute(update(report_schedule).where(report_schedule.c.id == row.id).values(next_at=following))
    if planned:
        session.changed("figures")
    return planned


def take_delivery(session: Session) -> Delivery | None:
    """The next one to be made, ours until the lease ends; None when nothing waits."""
    free = or_(report_delivery.c.state == "waiting", report_delivery.c.taken_at < session.now - LEASE)
    waiting = report_delivery.c.state.in_(["waiting", "making"]) & free
    row = session.first(
        select(
            report_delivery,
            report_schedule.c.kind,
            report_schedule.c.lang,
            report_schedule.c.format,
            report_schedule.c.filters,
            report_schedule.c.is_attached,
        )
        .join(report_schedule, report_schedule.c.id == report_delivery.c.schedule_id)
        .where(waiting)
        .order_by(report_delivery.c.due_at, report_delivery.c.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=report_delivery)
    )
    if row is None:
        return None
    session.execute(update(report_delivery).where(report_delivery.c.id == row.id).values(state="making", taken_at=session.now))
    order = ReportOrder(row.kind, row.period, row.lang, row.format, row.filters)
    return Delivery(row.id, row.person_id, order, row.is_attached, session.now)


def note_delivered(session: Session, delivery: Delivery, *, report: UUID, letter: UUID) -> None:
    """The report and its letter are there. Raises `NotFound` when another worker has taken it over: nothing of ours may stay then."""
    _close(session, delivery, state="made", report_id=report, letter_id=letter)


def note_refused(session: Session, delivery: Delivery, refusal: str) -> None:
    """Why there will be none: `no_account`, `no_rights`, `no_address`, `not_printed`."""
    _close(session, delivery, state="refused", refusal=refusal)


def _close(session: Session, delivery: Delivery, **values: object) -> None:
    mine = (report_delivery.c.id == delivery.id) & (report_delivery.c.state == "making") & (report_delivery.c.taken_at == delivery.taken_at)
    if session.execute(update(report_delivery).where(mine).values(made_at=session.now, **values)).rowcount == 0:
        raise NotFound(str(delivery.id))
    session.changed("figures")
