"""The parts of the case page: what is offered, what it says will happen, and that all of it can be sent to a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import orjson
import pytest
from plotly.utils import PlotlyJSONEncoder

from models.processes.case import CaseState
from models.processes.definition import StepKind
from models.processes.definition_parsing import parse_definition
from models.processes.sla import SlaState
from pages.processes.case import layout, tab_options
from pages.processes.case_acts import acts_of, asked_for, missing_words
from pages.processes.case_aside import case_aside
from pages.processes.case_findings import conflict_choice, counted, findings_list
from pages.processes.case_head import case_head, case_next
from pages.processes.queue import cases_layout, queue_layout
from pages.translations import use_language
from tests.models.processes.samples import small

NOW = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)
DEFINITION = parse_definition(small())


def task(**changes: Any) -> SimpleNamespace:
    step = DEFINITION.step("check")
    given = {
        "id": uuid4(), "step": step, "kind": StepKind.TASK, "assignee_id": None, "assignee": "", "group": {"ru": "Дежурная часть", "en": "Duty"},
        "entered_at": NOW, "due_at": None, "sla": SlaState.NONE, "left": None, "mine": True, "can_take": False, "can_reassign": True,
        "can_end_wait": False, "my_decision": False, "waiting_for": (), "wait_until": None, "child": None,
    }  # fmt: skip
    return SimpleNamespace(**{**given, **changes})


def case(**changes: Any) -> SimpleNamespace:
    given = {
        "id": uuid4(), "number": "МП-2026-00001", "title": "ООО «Ромашка»", "service": "small_check", "definition": DEFINITION,
        "case_name": DEFINITION.case_name, "version": 1, "state": CaseState.IN_WORK, "outcome": "", "outcome_name": {}, "negative": False,
        "priority": 1, "risk_level": "high", "amount_kopecks": 125_000_00, "requester_id": uuid4(), "requester": "Зайцева Елена Викторовна",
        "anonymous": False, "owner_id": uuid4(), "owner": "Белова Марина Сергеевна", "group": {}, "opened_at": NOW, "due_at": NOW,
        "closed_at": None, "paused_at": None, "resume_on": None, "pause_reason": "", "sla": SlaState.OK, "left": SimpleNamespace(minutes=90, day=480),
        "inside": True, "fields": DEFINITION.fields, "values": {}, "names": {}, "tasks": [task()], "route": [], "files": [], "answer": None,
        "participants": [], "parent": None, "children": [], "resubmits": "", "actions": frozenset({"pause", "ask", "share", "message", "note"}),
    }  # fmt: skip
    return SimpleNamespace(**{**given, **changes})


def words_of(part: Any) -> str:
    """Everything a component says, as the browser would get it."""
    import json

    return json.dumps(part, cls=PlotlyJSONEncoder, ensure_ascii=False).replace("\u00a0", " ")


def test_the_endings_of_the_task_are_offered_first_and_the_rest_by_right() -> None:
    with use_language("en"):
        acts = acts_of(case())
        assert [act.act for act in acts] == ["outcome", "outcome", "reassign", "ask", "pause", "share"]
        assert [act.style for act in acts[:2]] == ["primary", "secondary"]
        assert acts_of(case(tasks=[task(can_take=True, mine=False)]))[0].act == "take"
        assert "outcome" not in {act.act for act in acts_of(case(tasks=[task(mine=False, can_reassign=False)]))}
        assert acts_of(case(tasks=[], actions=frozenset())) == []


def test_those_who_carry_a_waiting_case_may_say_that_it_has_happened() -> None:
    name = {"ru": "Бумага пришла", "en": "The paper has come"}
    step = replace(DEFINITION.step("check"), kind=StepKind.WAIT, outcomes=(), event="paper_came", event_name=name)
    waiting = case(tasks=[task(step=step, kind=StepKind.WAIT, mine=False, can_end_wait=True, can_reassign=False)])
    with use_language("en"):
        said = acts_of(waiting)[0]
        assert (said.act, said.text, said.style) == ("event", "The paper has come", "primary")
        asked = asked_for("event", said.key, waiting, people=())
        assert asked is not None
        assert asked.verb == "The paper has come"
        assert asked_for("event", str(uuid4()), waiting, people=()) is None


def test_a_paused_case_offers_no_ending() -> None:
    with use_language("en"):
        acts = acts_of(case(paused_at=NOW, state=CaseState.PAUSED, actions=frozenset({"resume"})))
        assert [(act.act, act.style) for act in acts] == [("reassign", "secondary"), ("resume", "primary")]


def test_the_next_step_says_what_is_missing_until_nothing_is() -> None:
    with use_language("en"):
        assert missing_words(DEFINITION.step("check"), case()) == "Still to fill in: Lists"
        assert missing_words(DEFINITION.step("check"), case(values={"lists": {"result": "hit", "note": "x"}})) == "Resolve"
        ready = case(values={"lists": {"result": "clear"}})
        assert missing_words(DEFINITION.step("check"), ready) == ""
        one = case()
        assert "Still to fill in" in words_of(case_next(one, acts_of(one), now=NOW))


def test_who_waits_is_told_for_whom_and_a_requester_only_for_what() -> None:
    waiting = task(mine=False, can_reassign=False, assignee="Белова Марина Сергеевна")
    with use_language("ru"):
        inside = words_of(case_next(case(tasks=[waiting], actions=frozenset()), [], now=NOW))
        outside = words_of(case_next(case(tasks=[waiting], inside=False, actions=frozenset({"withdraw"})), [], now=NOW))
    assert "Белова М. С." in inside
    assert "Белова" not in outside


def test_the_requester_who_was_asked_has_the_word() -> None:
    asked = case(state=CaseState.WAITING_REQUESTER, paused_at=NOW, inside=False, actions=frozenset({"withdraw", "message"}))
    with use_language("ru"):
        assert "Слово за вами" in words_of(case_next(asked, acts_of(asked), now=NOW))


def test_the_head_of_a_requester_tells_no_risk_and_no_sum() -> None:
    with use_language("ru"):
        inside = words_of(case_head(case(), acts_of(case()), now=NOW, back=("Моя очередь", "/queue")))
        outside = words_of(case_head(case(inside=False), [], now=NOW, back=("Мои заявки", "/requests")))
    assert "Риск: высокий" in inside
    assert "Риск" not in outside
    assert "125" not in outside


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_dialog_says_what_will_happen(lang: str) -> None:
    with use_language(lang):
        one = case()
        key = str(one.tasks[0].id)
        for act, of in (("outcome", f"{key}:ready"), ("outcome", f"{key}:bad"), ("reassign", key), ("forward", key), ("share", ""), ("pause", ""), ("ask", ""), ("withdraw", "")):  # fmt: skip
            asked = asked_for(act, of, one, people=[("1", "Титова")])
            assert asked is not None, act
            assert asked.title, act
            assert asked.words, act
            assert asked.verb, act
        assert asked_for("outcome", f"{uuid4()}:ready", one, people=[]) is None
        sent_back = asked_for("outcome", f"{key}:bad", one, people=[])
    assert sent_back is not None
    assert sent_back.text_needed


def test_findings_are_counted_and_read_with_their_marks() -> None:
    values = {"lists": {"result": "hit", "note": "В перечне с марта"}}
    with use_language("ru"):
        assert counted(DEFINITION.fields, values) == "1 из\u00a01"
        read = words_of(findings_list([DEFINITION.field("lists")], values, names={}))
    assert "В перечне с марта" in read
    assert "c-danger" in read


def test_a_conflict_shows_both_sides_of_each_field() -> None:
    with use_language("ru"):
        drawn = words_of(conflict_choice({"amount": {"mine": "не число", "theirs": 125_000_00}}, {"amount": DEFINITION.field("amount")}, names={}))
    assert "не число" in drawn
    assert "125 000" in drawn


def test_the_aside_of_an_outsider_names_nobody_who_works_on_it() -> None:
    asked = task(mine=False, waiting_for=("Лебедев Григорий Романович",))
    with use_language("ru"):
        inside = words_of(case_aside(case(tasks=[asked]), now=NOW, me=None, is_external=False))
        outside = words_of(case_aside(case(tasks=[asked], inside=False, actions=frozenset()), now=NOW, me=None, is_external=False))
        external = words_of(case_aside(case(tasks=[asked], inside=False, actions=frozenset()), now=NOW, me=None, is_external=True))
    assert "Лебедев" in inside
    assert "Лебедев" not in outside
    assert "Зайцева" not in external


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_layouts_ask_nothing_of_the_database_and_can_be_sent(lang: str) -> None:
    with use_language(lang):
        for drawn in (layout("МП-2026-00001", {"tab": "answer"}), queue_layout({"scope": "mine"}), cases_layout(), tab_options({"form": "", "findings": "1"})):
            assert orjson.loads(words_of(drawn))
