"""Reports on schedule: each reader gets his own figures, once, whoever falls over in between; the log says what became of it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from data.adapters.smtp import message_of
from data.operations.jobs import enqueue
from data.operations.mail import take_due_letters
from data.operations.report_schedules import LEASE, end_schedule, note_refused, plan_deliveries, schedule_report, take_delivery
from data.operations.reports import ReportOrder, UnknownReport
from data.queries.access import actor_of_person
from data.queries.analytics.report_schedules import deliveries_are_due, latest_deliveries, possible_recipients, report_schedules
from data.session import reading, transaction
from data.tables.access import person
from data.tables.analytics import report_delivery, report_run
from data.tables.services import outbox
from jobs.task import run_task
from jobs.tasks import TASKS
from models.access.actor import SYSTEM, Actor, Role
from models.analytics.report_schedule import Moments, Rhythm, WrongSchedule
from models.errors import Forbidden, NotFound
from tests.data.analytics.desk import NOW, set_up
from tests.data.people import make_person

MONTHLY = Moments(Rhythm.MONTHLY, 3, 9)
DUE = datetime(2026, 12, 3, 6, tzinfo=UTC)  # nine in Moscow
ORDER = ReportOrder("management", lang="ru", format="xlsx")


class Bureau:
    def __init__(self) -> None:
        with transaction(SYSTEM, at=NOW) as session:
            desk = set_up(session)
            for place in range(6):
                desk.add_case(opened_at=NOW, closed_at=NOW if place else None, sla_met=place > 0, handling_minutes=place * 7)
        readers = (Role.HEAD, Role.EXECUTIVE, Role.OFFICER)
        self.head, self.executive, self.officer = (make_person(role.value, role, email=f"{role.value}@bank.example") for role in readers)

    def actor(self, who: UUID) -> Actor:
        with reading(SYSTEM) as session:
            found = actor_of_person(session, who)
        assert found is not None
        return found

    def schedule(self, *people: UUID, order: ReportOrder = ORDER, attached: bool = False) -> UUID:
        with transaction(self.actor(self.head), at=NOW) as session:
            return schedule_report(session, order, MONTHLY, people or (self.head, self.executive), is_attached=attached)

    def log(self) -> list[Any]:
        with reading(self.actor(self.head)) as session:
            return latest_deliveries(session)


@pytest.fixture
def bureau(database: str) -> Bureau:
    return Bureau()


def count(table: Any) -> int:
    with reading(SYSTEM) as session:
        return int(session.scalar(select(func.count()).select_from(table)))


def plan(at: datetime = DUE) -> int:
    with transaction(SYSTEM, at=at) as session:
        return plan_deliveries(session)


def deliver() -> None:
    """As a worker does it."""
    with transaction(SYSTEM) as session:
        run = enqueue(session, "deliver_reports")
    run_task(next(one for one in TASKS if one.name == "deliver_reports"), run, worker="test:1", stopping=threading.Event())


def test_a_moment_is_planned_once_and_missed_ones_are_made_good_once(bureau: Bureau) -> None:
    bureau.schedule()
    assert plan(DUE - timedelta(seconds=1)) == 0
    assert (plan(), plan()) == (2, 0)
    assert plan(DUE + timedelta(days=70)) == 2
    with reading(SYSTEM) as session:
        assert {row.period for row in session.rows(select(report_delivery.c.period))} == {"2026-11", "2026-12"}


def test_every_reader_gets_the_figures_he_may_see_himself(bureau: Bureau) -> None:
    bureau.schedule()
    plan()
    deliver()
    assert {(line.state, line.why) for line in bureau.log()} == {("queued", "")}
    with reading(SYSTEM) as session:
        kept = {row.made_by: row.input for row in session.rows(select(report_run.c.made_by, report_run.c.input))}
        letters = {row.recipient: row.body for row in session.rows(select(outbox.c.recipient, outbox.c.body))}
    assert kept[bureau.head]["report"]["author"] != kept[bureau.executive]["report"]["author"]
    assert kept[bureau.head]["parts"]["operations"]["figures"]["workload_officers"]
    assert kept[bureau.executive]["parts"]["operations"]["figures"]["workload_officers"] == []
    assert set(letters) == {"head@bank.example", "executive@bank.example"}
    assert all("/reports/file/" in body for body in letters.values())


def test_a_second_run_makes_nothing_twice(bureau: Bureau) -> None:
    bureau.schedule()
    plan()
    for _again in range(2):
        deliver()
    assert (count(report_run), count(outbox)) == (2, 2)


def test_the_file_goes_along_when_the_schedule_says_so(bureau: Bureau) -> None:
    bureau.schedule(bureau.head, attached=True)
    plan()
    deliver()
    with transaction(SYSTEM) as session:
        [letter] = take_due_letters(session)
        content = session.scalar(select(report_run.c.content))
    [attachment] = message_of(letter, "kordon@bank.example").iter_attachments()
    assert attachment.get_filename() == "Kordon-management-2026-11-ru.xlsx"
    assert attachment.get_content() == bytes(content)


@pytest.mark.parametrize(
    ("change", "why"), [({"is_active": False}, "no_account"), ({"roles": ["officer"]}, "no_rights"), ({"email": ""}, "no_address")]
)
def test_who_may_read_no_more_gets_no_letter_and_the_log_says_why(bureau: Bureau, change: dict[str, Any], why: str) -> None:
    bureau.schedule(bureau.executive)
    with transaction(SYSTEM) as session:
        session.execute(update(person).where(person.c.id == bureau.executive).values(change))
    plan()
    deliver()
    assert [(line.state, line.why) for line in bureau.log()] == [("refused", why)]
    assert (count(report_run), count(outbox)) == (0, 0)


def test_a_delivery_left_lying_is_taken_over_and_its_former_owner_changes_nothing(bureau: Bureau) -> None:
    bureau.schedule(bureau.head)
    plan()
    with transaction(SYSTEM, at=DUE) as session:
        first = take_delivery(session)
    with transaction(SYSTEM, at=DUE + LEASE) as session:
        assert take_delivery(session) is None
    with transaction(SYSTEM, at=DUE + LEASE + timedelta(seconds=1)) as session:
        second = take_delivery(session)
    assert first is not None
    assert second is not None
    assert first.id == second.id
    with pytest.raises(NotFound), transaction(SYSTEM) as session:
        note_refused(session, first, "not_printed")


def test_an_ended_schedule_goes_out_no_more(bureau: Bureau) -> None:
    schedule = bureau.schedule()
    with transaction(bureau.actor(bureau.head)) as session:
        end_schedule(session, schedule)
    with pytest.raises(NotFound), transaction(bureau.actor(bureau.head)) as session:
        end_schedule(session, schedule)
    assert plan(DUE + timedelta(days=365)) == 0
    with reading(bureau.actor(bureau.head)) as session:
        assert report_schedules(session) == []
        assert not deliveries_are_due(session)


def test_a_schedule_needs_a_report_and_readers_who_may_read_it(bureau: Bureau) -> None:
    with pytest.raises(UnknownReport):
        bureau.schedule(order=ReportOrder("money"))
    with pytest.raises(WrongSchedule) as caught:
        bureau.schedule(bureau.head, bureau.officer)
    assert caught.value.field == "recipients"
    with reading(bureau.actor(bureau.head)) as session:
        assert {who for who, _name in possible_recipients(session)} == {bureau.head, bureau.executive}


def test_only_who_may_send_reports_sees_and_changes_schedules(bureau: Bureau) -> None:
    schedule = bureau.schedule()
    executive = bureau.actor(bureau.executive)
    for deed in (lambda session: end_schedule(session, schedule), report_schedules, latest_deliveries, possible_recipients):
        with pytest.raises(Forbidden), transaction(executive) as session:
            deed(session)
