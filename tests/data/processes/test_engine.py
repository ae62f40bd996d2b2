"""A case walks its route."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.operations.processes import (
    ask_requester,
    decide_approval,
    open_case,
    pause_case,
    post_message,
    rate_case,
    resume_case,
    take_task,
    withdraw_case,
)
from data.session import reading
from data.tables.processes import answer, case_event, notification, sla_pause
from models.access.actor import SYSTEM
from models.errors import Forbidden, InvalidFields, NotFound
from models.processes.case import (
    AlreadyRated,
    CaseAlreadyClosed,
    CaseIsPaused,
    CommentNeeded,
    NothingToDecide,
    NotYourTask,
    TaskAlreadyTaken,
)
from tests.data.processes.conftest import COMPANY, MONDAY, Stage


def test_an_order_gets_a_number_a_deadline_and_a_task_in_the_queue(stage: Stage) -> None:
    case = stage.row(stage.order(amount=50_000_000))
    assert case.number.startswith("ТТ-2026-")
    assert case.title == "ООО «Ромашка»"
    assert case.state == "new"
    assert case.amount_kopecks == 50_000_000
    assert case.due_at == MONDAY + timedelta(days=1)  # seven working hours are left on Monday, the eighth ends on Tuesday at ten
    assert list(stage.open_tasks(case.id)) == ["intake"]


def test_a_wrong_inn_is_refused_at_its_field_and_nothing_is_kept(stage: Stage) -> None:
    with pytest.raises(InvalidFields) as refused:
        stage.do("zaitseva", lambda s: open_case(s, "sample", {"company": {**COMPANY, "inn": "7707083894"}}))
    assert list(refused.value.errors) == ["company"]


def test_a_case_walks_through_table_branches_score_approval_and_answer(stage: Stage) -> None:
    case_id = stage.order(amount=200_000_000)
    stage.until_approval(case_id, MONDAY + timedelta(hours=1))
    case = stage.row(case_id)
    assert (case.priority, case.risk_level, case.state) == (2, "low", "approval")
    approval = stage.open_tasks(case_id)["approve"].id
    stage.do("lebedev", lambda s: decide_approval(s, approval, "agree"), MONDAY + timedelta(hours=2))
    case = stage.row(case_id)
    assert (case.state, case.outcome, case.sla_met) == ("done", "clear", True)
    assert case.handling_minutes == 120
    assert case.reaction_minutes == 60
    with reading(SYSTEM) as session:
        letter = session.first(select(answer).where(answer.c.case_id == case_id))
        told = {row.kind for row in session.rows(select(notification).where(notification.c.person_id == stage.bank.people["zaitseva"]))}
    assert letter.state == "delivered"
    assert letter.body == "Компания ООО «Ромашка» проверена."
    assert "answer_ready" in told


def test_work_sent_back_goes_through_both_branches_again(stage: Stage) -> None:
    case_id = stage.order()
    stage.until_approval(case_id)
    approval = stage.open_tasks(case_id)["approve"].id
    with pytest.raises(CommentNeeded):
        stage.do("lebedev", lambda s: decide_approval(s, approval, "rework"))
    stage.do("lebedev", lambda s: decide_approval(s, approval, "rework", comment="Не хватает выписки"))
    assert set(stage.open_tasks(case_id)) == {"facts", "site"}
    stage.finish_branches(case_id)
    assert set(stage.open_tasks(case_id)) == {"approve"}
    assert stage.open_tasks(case_id)["approve"].visit == 2


def test_a_guard_holds_a_step_back_until_its_condition_is_true(stage: Stage) -> None:
    case_id = stage.order()
    stage.do("belova", lambda s: take_task(s, stage.open_tasks(case_id)["intake"].id))
    stage.finish("belova", case_id, "intake", "accept")
    worker = stage.login_of(stage.open_tasks(case_id)["facts"].assignee_id)
    with pytest.raises(InvalidFields):
        stage.finish(worker, case_id, "facts", "done")
    assert "facts" in stage.open_tasks(case_id)


def test_the_author_does_not_approve_his_own_work(stage: Stage) -> None:
    case_id = stage.order()
    intake = stage.open_tasks(case_id)["intake"].id
    stage.do("lebedev", lambda s: take_task(s, intake))
    stage.finish("lebedev", case_id, "intake", "accept")
    stage.finish_branches(case_id)
    approval = stage.open_tasks(case_id)["approve"].id
    with pytest.raises(NothingToDecide):  # he was not even asked
        stage.do("lebedev", lambda s: decide_approval(s, approval, "agree"))
    assert stage.row(case_id).state == "approval"


def test_a_task_is_completed_once_and_the_second_is_told_who_was_first(stage: Stage) -> None:
    case_id = stage.order()
    intake = stage.open_tasks(case_id)["intake"].id
    stage.do("belova", lambda s: take_task(s, intake))
    with pytest.raises(TaskAlreadyTaken):
        stage.do("titova", lambda s: take_task(s, intake))
    stage.finish("belova", case_id, "intake", "refuse", comment="Дубль")
    with pytest.raises(CaseAlreadyClosed):
        stage.do("belova", lambda s: take_task(s, intake))
    assert stage.row(case_id).state == "refused"


def test_a_pause_gives_the_working_time_back(stage: Stage) -> None:
    case_id = stage.order()
    due = stage.row(case_id).due_at
    intake = stage.open_tasks(case_id)["intake"].id
    stage.do("belova", lambda s: take_task(s, intake))
    stage.do("belova", lambda s: pause_case(s, case_id, reason="Ждём выписку"), MONDAY + timedelta(hours=1))
    with pytest.raises(CaseIsPaused):
        stage.finish("belova", case_id, "intake", "accept", MONDAY + timedelta(hours=1))
    stage.do("belova", lambda s: resume_case(s, case_id), MONDAY + timedelta(hours=2))
    case = stage.row(case_id)
    assert case.state == "in_work"
    assert case.paused_minutes == 60
    assert case.due_at > due


def test_a_case_withdrawn_on_hold_leaves_no_clock_standing(stage: Stage) -> None:
    case_id = stage.order()
    intake = stage.open_tasks(case_id)["intake"].id
    stage.do("belova", lambda s: take_task(s, intake))
    stage.do("belova", lambda s: pause_case(s, case_id, reason="Ждём выписку"))
    stage.do("zaitseva", lambda s: withdraw_case(s, case_id, reason="Не нужно"), MONDAY + timedelta(hours=2))
    with reading(SYSTEM) as session:
        pause = session.first(select(sla_pause).where(sla_pause.c.case_id == case_id))
    assert pause is not None
    assert pause.resumed_at == MONDAY + timedelta(hours=2)


def test_the_requesters_answer_starts_the_clock_again(stage: Stage) -> None:
    case_id = stage.order()
    intake = stage.open_tasks(case_id)["intake"].id
    stage.do("belova", lambda s: take_task(s, intake))
    stage.do("belova", lambda s: ask_requester(s, case_id, "Кто директор?"))
    assert stage.row(case_id).state == "waiting_requester"
    stage.do("zaitseva", lambda s: post_message(s, case_id, "Панин С. О."), MONDAY + timedelta(minutes=30))
    assert stage.row(case_id).state == "in_work"


def test_the_requester_never_writes_internal_notes_and_strangers_find_nothing(stage: Stage) -> None:
    case_id = stage.order()
    with pytest.raises(Forbidden):
        stage.do("zaitseva", lambda s: post_message(s, case_id, "тайное", internal=True))
    with pytest.raises(NotFound):
        stage.do("kotova", lambda s: post_message(s, case_id, "Чужое"))
    with pytest.raises(NotFound):
        stage.do("sorokin", lambda s: pause_case(s, case_id, reason="Хочу"))


def test_others_do_not_work_on_a_taken_task(stage: Stage) -> None:
    case_id = stage.order()
    intake = stage.open_tasks(case_id)["intake"].id
    stage.do("belova", lambda s: take_task(s, intake))
    with pytest.raises(NotYourTask):
        stage.finish("gusev", case_id, "intake", "accept")


def test_a_withdrawn_request_stops_everything_and_is_rated_never(stage: Stage) -> None:
    case_id = stage.order()
    stage.do("zaitseva", lambda s: withdraw_case(s, case_id, reason="Клиент передумал"))
    assert stage.row(case_id).state == "withdrawn"
    assert not stage.open_tasks(case_id)
    with pytest.raises(AlreadyRated):
        stage.do("zaitseva", lambda s: rate_case(s, case_id, stars=5))


def test_every_action_leaves_an_event_by_its_author(stage: Stage) -> None:
    case_id = stage.order()
    stage.until_approval(case_id)
    with reading(SYSTEM) as session:
        events = session.rows(select(case_event).where(case_event.c.case_id == case_id))
    kinds = [row.kind for row in events]
    assert kinds[0] == "case_opened"
    assert {"task_taken", "task_completed", "decided_by_table", "scored", "approval_asked"} <= set(kinds)
