"""What time does to cases."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from data.ids import new_id
from data.operations.processes import pause_case, recompute_due_dates, resume_due_cases, sweep_deadlines, take_task
from data.operations.processes.sweeps import TOLD_SINGLY
from data.session import reading, transaction
from data.tables.processes import calendar, calendar_day, case_event, notification
from models.access.actor import SYSTEM
from tests.data.processes.conftest import MONDAY, Stage


def _sweep(at):  # type: ignore[no-untyped-def]
    with transaction(SYSTEM, at=at) as session:
        return sweep_deadlines(session)


def _told(stage: Stage, login: str) -> list[str]:
    with reading(SYSTEM) as session:
        found = session.rows(select(notification.c.kind).where(notification.c.person_id == stage.bank.people[login]))
    return [row.kind for row in found]


def test_the_carrier_is_reminded_before_and_the_lead_is_told_after_the_deadline(stage: Stage) -> None:
    case_id = stage.order()
    stage.do("belova", lambda s: take_task(s, stage.open_tasks(case_id)["intake"].id))
    assert _sweep(MONDAY + timedelta(hours=1)) == {"moved": 0, "late": 0}
    assert _sweep(MONDAY + timedelta(hours=6))["moved"] == 1
    assert "reminder" in _told(stage, "belova")
    assert "escalated" not in _told(stage, "lebedev")
    assert _sweep(MONDAY + timedelta(days=1, minutes=1))["late"] == 1
    assert "escalated" in _told(stage, "lebedev")
    with reading(SYSTEM) as session:
        kinds = [row.kind for row in session.rows(select(case_event.c.kind).where(case_event.c.case_id == case_id))]
    assert kinds.count("sla_broken") == 1


def test_a_sweep_repeated_tells_nobody_twice(stage: Stage) -> None:
    stage.order()
    late = MONDAY + timedelta(days=2)
    assert _sweep(late)["late"] == 1
    assert _sweep(late) == {"moved": 0, "late": 0}


def test_many_late_at_once_are_told_as_one_number_and_each_on_its_own_time_line(stage: Stage) -> None:
    cases_late = [stage.order() for _number in range(TOLD_SINGLY + 1)]
    assert _sweep(MONDAY + timedelta(days=2))["late"] == len(cases_late)
    with reading(SYSTEM) as session:
        told = session.rows(select(notification.c.kind, notification.c.data, notification.c.case_id, notification.c.by_mail).where(
            notification.c.person_id == stage.bank.people["lebedev"], notification.c.kind.like("%escalated")))  # fmt: skip
        noted = session.rows(select(case_event.c.case_id).where(case_event.c.kind == "sla_broken"))
    assert [(row.kind, row.data["deadlines"], row.case_id, row.by_mail) for row in told] == [("many_escalated", len(cases_late), None, True)]
    assert sorted(row.case_id for row in noted) == sorted(cases_late)


def test_a_paused_case_is_left_alone_and_comes_back_on_its_day(stage: Stage) -> None:
    case_id = stage.order()
    stage.do("belova", lambda s: take_task(s, stage.open_tasks(case_id)["intake"].id))
    day = (MONDAY + timedelta(days=3)).date()
    stage.do("belova", lambda s: pause_case(s, case_id, reason="Ждём ответ", resume_on=day))
    assert _sweep(MONDAY + timedelta(days=2)) == {"moved": 0, "late": 0}
    with transaction(SYSTEM, at=MONDAY + timedelta(days=2)) as session:
        assert resume_due_cases(session) == 0
    with transaction(SYSTEM, at=MONDAY + timedelta(days=3)) as session:
        assert resume_due_cases(session) == 1
    assert stage.row(case_id).state == "in_work"
    assert "resumed" in _told(stage, "belova")


def test_a_new_day_off_moves_the_open_deadlines_of_cases_and_tasks(stage: Stage) -> None:
    case_id = stage.order()
    stage.finish("belova", case_id, "intake", "accept")
    tuesday = (MONDAY + timedelta(days=1)).date()
    before, task_before = stage.row(case_id).due_at, stage.open_tasks(case_id)["facts"].due_at
    with transaction(SYSTEM, at=MONDAY) as session:
        session.execute(
            update(calendar_day)
            .where(calendar_day.c.day == tuesday, calendar_day.c.calendar_id.in_(select(calendar.c.id).where(calendar.c.code == "standard")))
            .values(work=[])
        )
        session.execute(update(calendar).values(revision=new_id()))
        assert recompute_due_dates(session, "standard") == 1
    assert stage.row(case_id).due_at == before + timedelta(days=1)
    assert stage.open_tasks(case_id)["facts"].due_at == task_before  # four hours still end on Monday
