"""A case that waits for another one, for time or for an event."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.operations.processes import fire_due_timers, open_case, publish_definition, raise_event, withdraw_case
from data.session import reading, transaction
from data.tables.processes import cases, process
from models.access.actor import SYSTEM
from models.processes.case import NotYourTask
from tests.data.processes.conftest import COMPANY, MONDAY, Stage
from tests.data.processes.sample import both, outcome, sample_process


def _visit() -> dict[str, object]:
    return sample_process(
        code="visit", prefix="ВЗ", group="field", tables=[], templates=[], priority_field="", amount_field="",
        fields=[*sample_process()["fields"][:1], sample_process()["fields"][5]], start_fields=["company"], sla={"resolution_minutes": 120}, first_step="go",
        steps=[{"key": "go", "kind": "task", "name": both("Выезд", "Visit"), "group": "field", "assign": "round_robin",
                "fields": [{"key": "visit"}], "outcomes": [outcome("done")]},
               {"key": "end", "kind": "end", "name": both("Конец", "End"), "outcome": "clear"}],
        routes=[{"source": "go", "target": "end", "outcome": "done"}], outcomes=sample_process()["outcomes"][:1],
    )  # fmt: skip


def _parent() -> dict[str, object]:
    return sample_process(
        code="parent", tables=[], templates=[], priority_field="", first_step="visit_first",
        steps=[{"key": "visit_first", "kind": "subcase", "name": both("Выезд", "Visit"), "process": "visit", "copy_fields": {"company": "company"}},
               {"key": "paper", "kind": "wait", "name": both("Ждём бумагу", "Waiting for the paper"), "minutes": 60, "event": "paper_came",
                "event_name": both("Бумага пришла", "The paper has come")},
               {"key": "end", "kind": "end", "name": both("Конец", "End"), "outcome": "clear"}],
        routes=[{"source": "visit_first", "target": "paper"}, {"source": "paper", "target": "end"}], outcomes=sample_process()["outcomes"][:1],
    )  # fmt: skip


def _with_services(stage: Stage) -> None:
    with transaction(SYSTEM, at=MONDAY) as session:
        publish_definition(session, _visit())
        publish_definition(session, _parent())


def _child(case_id: object) -> object:
    with reading(SYSTEM) as session:
        return session.first(select(cases).where(cases.c.parent_id == case_id))


def test_the_parent_goes_on_when_its_subcase_ends_and_takes_over_what_was_found(stage: Stage) -> None:
    _with_services(stage)
    opened = stage.do("zaitseva", lambda s: open_case(s, "parent", {"company": COMPANY}))
    child = _child(opened.id)
    assert stage.row(opened.id).state == "waiting"
    assert child.fields["company"]["inn"] == COMPANY["inn"]
    go = stage.open_tasks(child.id)["go"]
    stage.finish(stage.login_of(go.assignee_id), child.id, "go", "done", values={"visit": "Офис на месте"})
    assert set(stage.open_tasks(opened.id)) == {"paper"}
    assert stage.row(opened.id).fields["visit"] == "Офис на месте"


def test_the_time_of_the_subcase_is_added_to_what_was_promised(stage: Stage) -> None:
    _with_services(stage)
    opened = stage.do("zaitseva", lambda s: open_case(s, "parent", {"company": COMPANY}))
    assert stage.row(opened.id).due_at == MONDAY + timedelta(days=1, hours=2)


def test_a_wait_ends_by_its_event_or_by_its_time(stage: Stage) -> None:
    _with_services(stage)
    first, second = (stage.do("zaitseva", lambda s: open_case(s, "parent", {"company": COMPANY})).id for _ in range(2))
    for case_id in (first, second):
        child = _child(case_id)
        go = stage.open_tasks(child.id)["go"]
        stage.finish(stage.login_of(go.assignee_id), child.id, "go", "done")
    with transaction(SYSTEM, at=MONDAY + timedelta(minutes=10)) as session:
        assert raise_event(session, first, "something_else") == 0
    with pytest.raises(NotYourTask):
        stage.do("zaitseva", lambda s: raise_event(s, first, "paper_came"))
    with transaction(SYSTEM, at=MONDAY + timedelta(minutes=10)) as session:
        assert raise_event(session, first, "paper_came") == 1
        assert fire_due_timers(session) == 0
    with transaction(SYSTEM, at=MONDAY + timedelta(minutes=61)) as session:
        assert fire_due_timers(session) == 1
    assert {stage.row(first).state, stage.row(second).state} == {"done"}


def test_withdrawing_the_parent_withdraws_what_it_waits_for(stage: Stage) -> None:
    _with_services(stage)
    opened = stage.do("zaitseva", lambda s: open_case(s, "parent", {"company": COMPANY}))
    stage.do("zaitseva", lambda s: withdraw_case(s, opened.id, reason="Передумали"))
    assert _child(opened.id).state == "withdrawn"


def test_a_withdrawn_subcase_lets_its_parent_go_on(stage: Stage) -> None:
    _with_services(stage)
    opened = stage.do("zaitseva", lambda s: open_case(s, "parent", {"company": COMPANY}))
    stage.do("zaitseva", lambda s: withdraw_case(s, _child(opened.id).id, reason="Выезд не нужен"))
    assert set(stage.open_tasks(opened.id)) == {"paper"}


def test_publishing_leaves_running_cases_on_their_version(stage: Stage) -> None:
    before = stage.row(stage.order())
    changed = sample_process(name=both("Проверить иначе", "Check otherwise"))
    with transaction(SYSTEM, at=MONDAY) as session:
        version = publish_definition(session, changed)
        assert publish_definition(session, changed) == version
    after = stage.row(stage.order())
    assert after.version_id == version
    assert stage.row(before.id).version_id == before.version_id
    with reading(SYSTEM) as session:
        assert session.scalar(select(process.c.published_id).where(process.c.code == "sample")) == version
