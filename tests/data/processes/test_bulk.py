"""Bulk actions: each case for itself, a result for each."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from data.ids import new_id
from data.operations.bulk import MOST_CASES, NoTaskHere, TooManyCases, ask_in_cases, pause_cases, reassign_cases, take_cases
from data.operations.processes import take_task
from models.errors import Forbidden, NotFound
from models.processes.case import CaseIsPaused, CaseState, ReasonNeeded
from tests.data.processes.conftest import Stage


def taken(stage: Stage, login: str) -> UUID:
    case_id = stage.order()
    stage.do(login, lambda s: take_task(s, stage.open_tasks(case_id)["intake"].id))
    return case_id


def test_what_can_be_taken_is_taken_and_what_cannot_says_why(stage: Stage) -> None:
    free, others = stage.order(), taken(stage, "titova")
    done = take_cases(stage.actor("belova"), [free, others, new_id()])
    assert [type(one.error) for one in done] == [type(None), NoTaskHere, NotFound]
    assert stage.login_of(stage.row(free).owner_id) == "belova"
    assert stage.login_of(stage.row(others).owner_id) == "titova"
    assert done[0].number == stage.row(free).number


def test_one_refusal_leaves_the_others_done(stage: Stage) -> None:
    running, standing = taken(stage, "belova"), taken(stage, "belova")
    pause_cases(stage.actor("belova"), [standing], reason="Ждём реестр")
    done = pause_cases(stage.actor("belova"), [standing, running], reason="Ждём архив", resume_on=date(2199, 1, 15))
    assert [type(one.error) for one in done] == [CaseIsPaused, type(None)]
    assert stage.row(running).state == CaseState.PAUSED
    assert stage.row(running).pause_reason == "Ждём архив"


def test_the_same_question_goes_to_every_requester(stage: Stage) -> None:
    asked = [taken(stage, "belova"), taken(stage, "belova")]
    done = ask_in_cases(stage.actor("belova"), asked, question="Пришлите договор")
    assert [one.error for one in done] == [None, None]
    assert {stage.row(one).state for one in asked} == {CaseState.WAITING_REQUESTER}


def test_a_lead_gives_the_work_of_one_to_another(stage: Stage) -> None:
    moved = [taken(stage, "belova"), taken(stage, "belova")]
    done = reassign_cases(stage.actor("lebedev"), moved, to_person=stage.bank.people["titova"], reason="Отпуск")
    assert [one.error for one in done] == [None, None]
    assert {stage.login_of(stage.row(one).owner_id) for one in moved} == {"titova"}


def test_nobody_gives_away_what_is_not_his(stage: Stage) -> None:
    case_id = taken(stage, "belova")
    done = reassign_cases(stage.actor("titova"), [case_id], to_person=None, reason="Хочу себе")
    assert type(done[0].error) is NoTaskHere
    without_reason = reassign_cases(stage.actor("lebedev"), [case_id], to_person=None, reason=" ")
    assert type(without_reason[0].error) is ReasonNeeded
    assert stage.login_of(stage.row(case_id).owner_id) == "belova"


def test_a_case_twice_in_the_list_is_done_once(stage: Stage) -> None:
    case_id = stage.order()
    assert len(take_cases(stage.actor("belova"), [case_id, case_id])) == 1


def test_who_does_not_work_cases_does_nothing_in_bulk(stage: Stage) -> None:
    with pytest.raises(Forbidden):
        take_cases(stage.actor("zaitseva"), [stage.order()])


def test_more_than_a_person_can_check_is_refused_whole(stage: Stage) -> None:
    with pytest.raises(TooManyCases):
        take_cases(stage.actor("belova"), [new_id() for _one in range(MOST_CASES + 1)])
