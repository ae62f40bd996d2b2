"""The SQL of "what may this actor read" is the rule of the domain, for every kind of person and case."""

from __future__ import annotations

from sqlalchemy import select

from data.operations.processes import add_participant, open_case, publish_definition
from data.operations.processes.work import case_facts
from data.queries.processes.reading import readable_cases
from data.session import reading, transaction
from data.tables.processes import cases
from models.access.actor import SYSTEM
from models.processes.case import may_read_case
from tests.data.processes.conftest import COMPANY, MONDAY, Stage
from tests.data.processes.sample import sample_process


def test_the_list_and_the_rule_agree_for_everybody(stage: Stage) -> None:
    closed = sample_process(code="secret", group="investigations", prefix="СС")
    for step in closed["steps"]:
        if step.get("group") == "company_checks":
            step["group"] = "investigations"
    with transaction(SYSTEM, at=MONDAY) as session:
        publish_definition(session, closed)
    first = stage.order()
    stage.until_approval(first)
    for login in ("kotova", "zaitseva", "vlasova", "belova"):
        stage.do(login, lambda s: open_case(s, "sample", {"company": COMPANY}))
        stage.do(login, lambda s: open_case(s, "secret", {"company": COMPANY}))
    stage.do("belova", lambda s: add_participant(s, first, stage.bank.people["petrenko"]))
    seen = 0
    for login in stage.bank.people:
        actor = stage.actor(login)
        with reading(actor) as session:
            listed = {row.id for row in session.rows(select(cases.c.id).where(readable_cases(actor)))}
            ruled = {row.id for row in session.rows(select(cases)) if may_read_case(actor, case_facts(session, row))}
        assert listed == ruled, login
        seen += len(listed)
    assert seen > 0


def test_closed_groups_are_closed_to_officers_outside_and_open_to_the_head(stage: Stage) -> None:
    closed = sample_process(code="secret", group="investigations", prefix="СС")
    for step in closed["steps"]:
        if step.get("group"):
            step["group"] = "investigations"
    with transaction(SYSTEM, at=MONDAY) as session:
        publish_definition(session, closed)
    case_id = stage.do("zaitseva", lambda s: open_case(s, "secret", {"company": COMPANY})).id
    expected = {"zaitseva", "lapin", "vershinina", "orlov"}
    for login in stage.bank.people:
        actor = stage.actor(login)
        with reading(actor) as session:
            found = session.first(select(cases.c.id).where(cases.c.id == case_id, readable_cases(actor))) is not None
        assert found == (login in expected), login
