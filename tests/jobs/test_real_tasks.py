"""The tasks of the timetable and of operations, carried out as a worker does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import Row, insert, select

from data.ids import new_id
from data.operations.calendars import edit_day, seed_calendars
from data.operations.jobs import enqueue
from data.operations.processes import decide_approval, path_of
from data.session import reading, transaction
from data.tables.access import sign_in_attempt
from data.tables.jobs import job_run
from data.tables.processes import answer, attachment, cases, notification
from data.tables.services import outbox
from jobs.task import run_task
from jobs.tasks import TASKS
from jobs.timetable import TIMETABLE
from models.access.actor import SYSTEM
from pages.translations import set_language
from tests.data.people import make_person
from tests.data.processes.conftest import Stage, stage

__all__ = ["stage"]  # the fixture of the process tests, with their small bank

Carry = Callable[..., Row[Any]]


@pytest.fixture
def carry_out(database: str) -> Carry:
    """Ask for a task and do it at once; the finished run."""

    def do(task: str, **arguments: Any) -> Row[Any]:
        with transaction(SYSTEM) as session:
            run_id = enqueue(session, task, arguments=arguments)
        run_task(next(one for one in TASKS if one.name == task), run_id, worker="test:1", stopping=threading.Event())
        with reading(SYSTEM) as session:
            row = session.first(select(job_run).where(job_run.c.id == run_id))
        assert row is not None
        return row

    return do


def _letters() -> list[Row[Any]]:
    with reading(SYSTEM) as session:
        return list(session.rows(select(outbox).order_by(outbox.c.recipient)))


def _notify(person_id: UUID, *, at: datetime | None = None, read_at: datetime | None = None, by_mail: bool = True) -> None:
    with transaction(SYSTEM) as session:
        session.execute(
            insert(notification),
            {
                "id": new_id(), "person_id": person_id, "kind": "answer_ready", "at": at or session.now, "read_at": read_at,
                "by_mail": by_mail, "data": {},
            },
        )  # fmt: skip


@pytest.mark.parametrize("task", sorted({line.task for line in TIMETABLE}))
def test_every_job_of_the_timetable_does_its_work_on_a_fresh_installation(carry_out: Carry, task: str) -> None:
    with transaction(SYSTEM) as session:
        seed_calendars(session)
    run = carry_out(task)
    assert (run.state, run.error) == ("done", None)


def test_an_edited_calendar_asks_for_a_job_that_finds_its_calendar(carry_out: Carry) -> None:
    with transaction(SYSTEM) as session:
        seed_calendars(session)
        edit_day(session, "standard", date(2026, 3, 2), work=())
    assert carry_out("recompute_due_dates", calendar="standard").state == "done"


def test_a_notification_that_cannot_wait_becomes_one_letter_in_the_readers_language(carry_out: Carry) -> None:
    set_language("ru")
    _notify(make_person("orlov", email="orlov@bank.example", lang="ru"))
    _notify(make_person("smith", email="smith@bank.example", lang="en"))
    assert carry_out("mail_notifications").result == {"items": 2}
    assert carry_out("mail_notifications").result == {}
    russian, english = _letters()
    assert (russian.recipient, russian.subject) == ("orlov@bank.example", "Новое в Кордоне")
    assert (english.recipient, english.subject) == ("smith@bank.example", "News in Kordon")
    assert "/notifications" in english.body


def test_nobody_is_mailed_what_is_read_old_quiet_or_has_no_address(carry_out: Carry) -> None:
    now = datetime.now().astimezone()
    reader = make_person("orlov", email="orlov@bank.example")
    _notify(reader, read_at=now)
    _notify(reader, at=now - timedelta(days=2))
    _notify(reader, by_mail=False)
    _notify(make_person("belova", email=""))
    _notify(make_person("gusev", email="gusev@bank.example", is_active=False))
    assert carry_out("mail_notifications").result == {}
    assert _letters() == []


def test_tidying_removes_the_old_and_keeps_the_new(carry_out: Carry) -> None:
    with transaction(SYSTEM) as session:
        for days in (1, 100):
            at = session.now - timedelta(days=days)
            session.execute(insert(sign_in_attempt), {"id": new_id(), "login": "orlov", "ip": "10.0.0.7", "at": at, "succeeded": False})
    assert carry_out("tidy_up").result == {"sign_in_attempts": 1}


def test_a_delivered_answer_is_printed_once_and_attached_to_its_case(carry_out: Carry, stage: Stage) -> None:
    case_id = stage.order(amount=200_000_000)
    stage.until_approval(case_id)
    approval = stage.open_tasks(case_id)["approve"].id
    stage.do("lebedev", lambda session: decide_approval(session, approval, "agree"))
    with reading(SYSTEM) as session:
        letter = session.first(select(answer).where(answer.c.case_id == case_id, answer.c.state == "delivered"))
    assert letter is not None
    assert carry_out("render_answer", answer_id=str(letter.id)).result == {"items": 1}
    assert carry_out("render_answer", answer_id=str(letter.id)).result == {}
    with reading(SYSTEM) as session:
        [file] = session.rows(select(attachment).where(attachment.c.case_id == case_id))
        number = session.scalar(select(cases.c.number))
    text = "".join(page.extract_text() for page in PdfReader(path_of(file.id)).pages)
    assert number in text
    assert letter.subject.split()[0] in text


def test_an_answer_that_is_not_delivered_is_not_printed(carry_out: Carry) -> None:
    run = carry_out("render_answer", answer_id=str(new_id()))
    assert (run.state, run.error["code"]) == ("failed", "not_found")
