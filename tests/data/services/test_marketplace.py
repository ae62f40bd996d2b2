"""What a requester sees of the marketplace and of his requests."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Text, cast, select

from data.operations.processes import (
    add_participant,
    ask_requester,
    complete_task,
    draft_of,
    keep_file,
    open_case,
    save_draft,
    take_task,
)
from data.queries.requests import pressing_requests, refusal_of, request_counts, request_lines, shared_lines, unit_counts
from data.queries.services import catalogue, order_drafts, own_uploads, service_to_order, values_to_resubmit
from data.session import reading
from data.tables import processes
from data.tables.access import audit_event
from models.access.actor import SYSTEM
from models.errors import Forbidden, NotFound
from tests.data.processes.conftest import MONDAY, Stage

COMPANY = {
    "company": {"name": "ООО «Ромашка»", "inn": "7707083893"}, "purpose": "supplier", "subject": "Кабель", "amount": "100 000",
}  # fmt: skip


def order(stage: Stage, login: str = "zaitseva", **values: Any) -> UUID:
    return stage.do(login, lambda s: open_case(s, "company_check", {**COMPANY, **values}), MONDAY).id


def refuse(stage: Stage, case_id: UUID, reason: str) -> None:
    task = stage.open_tasks(case_id)["check"].id
    stage.do("belova", lambda s: take_task(s, task))
    stage.do("belova", lambda s: complete_task(s, task, "refuse", comment=reason))


def test_the_catalogue_says_by_when_it_is_answered(stage: Stage) -> None:
    cards = {card.code: card for card in stage.do("zaitseva", catalogue)}
    assert cards["company_check"].minutes == 360
    assert cards["company_check"].answer_by == MONDAY + timedelta(hours=7)  # six working hours and the lunch
    assert cards["incident_report"].by_the_clock
    assert "investigation" not in cards
    assert "investigation" in {card.code for card in stage.do("morozov", catalogue)}


def test_an_external_participant_orders_nothing(stage: Stage) -> None:
    with pytest.raises(Forbidden):
        stage.do("petrenko", catalogue)
    with pytest.raises(Forbidden):
        stage.do("petrenko", lambda s: service_to_order(s, "company_check"))


def test_a_question_stands_first_with_its_words_and_the_step(stage: Stage) -> None:
    quiet, asked = order(stage), order(stage)
    task = stage.open_tasks(asked)["check"].id
    stage.do("belova", lambda s: take_task(s, task))
    stage.do("belova", lambda s: ask_requester(s, asked, "Пришлите устав"))
    lines = stage.do("zaitseva", lambda s: pressing_requests(s, limit=4))
    assert [line.case.id for line in lines] == [asked, quiet]
    assert lines[0].question == "Пришлите устав"
    assert (lines[1].step, lines[1].steps) == (1, 3)
    counts = stage.do("zaitseva", request_counts)
    assert (counts.open, counts.waiting, counts.closed) == (2, 1, 0)
    assert stage.do("kotova", request_counts).open == 0


def test_a_refused_request_is_sent_again_with_its_values(stage: Stage) -> None:
    case_id = order(stage)
    refuse(stage, case_id, "Нет договора.")
    number = stage.row(case_id).number
    assert stage.do("zaitseva", lambda s: refusal_of(s, number)) == "Нет договора."
    found, values = stage.do("zaitseva", lambda s: values_to_resubmit(s, number, "company_check"))
    assert found == case_id
    assert values["company"]["inn"] == "7707083893"
    assert values["amount"] == 10_000_000
    line = stage.do("zaitseva", lambda s: request_lines(s, states=frozenset({"closed"})))[0]
    assert line.refusal == "Нет договора."
    for stranger in ("kotova", "morozov"):
        with pytest.raises(NotFound):
            stage.do(stranger, lambda s: values_to_resubmit(s, number, "company_check"))
        assert stage.do(stranger, lambda s: refusal_of(s, number)) == ""


def test_the_head_of_a_unit_sees_its_requests_and_not_the_others(stage: Stage) -> None:
    order(stage, "zaitseva")  # an office of retail
    order(stage, "kotova")  # corporate
    assert stage.do("morozov", unit_counts).open == 1
    assert [line.case.requester for line in stage.do("morozov", lambda s: request_lines(s, scope="unit"))] == ["Зайцева Елена Викторовна"]
    with pytest.raises(Forbidden):
        stage.do("zaitseva", unit_counts)


def test_a_draft_goes_with_the_order_and_only_its_own(stage: Stage) -> None:
    for service in ("company_check", "field_visit"):
        stage.do("zaitseva", lambda s, service=service: save_draft(s, "order", service, content={"values": {"subject": "x"}}))
    order(stage)
    assert stage.do("zaitseva", order_drafts) == {"field_visit"}
    assert stage.do("kotova", lambda s: draft_of(s, "order", "field_visit")) is None


def test_an_upload_is_known_to_its_owner_until_it_is_sent(stage: Stage) -> None:
    kept = stage.do("zaitseva", lambda s: keep_file(s, "устав.txt", io.BytesIO("Устав общества".encode())))
    assert stage.do("zaitseva", lambda s: own_uploads(s, [str(kept)]))[str(kept)]["name"] == "устав.txt"
    assert stage.do("kotova", lambda s: own_uploads(s, [str(kept)])) == {}


def test_an_external_participant_sees_the_shared_case_without_names_of_people(stage: Stage) -> None:
    shared, _other = order(stage), order(stage)
    stage.do("belova", lambda s: add_participant(s, shared, stage.bank.people["petrenko"]))
    rows = stage.do("petrenko", shared_lines)
    assert [row.id for row in rows] == [shared]
    assert (rows[0].title, rows[0].owner, rows[0].requester, rows[0].amount_kopecks) == ("ООО «Ромашка»", "", "", None)
    person = {"person": {"name": "Кузнецов Илья Петрович"}, "purpose": "counterparty"}
    hidden = stage.do("zaitseva", lambda s: open_case(s, "person_check", person)).id
    stage.do("nazarov", lambda s: add_participant(s, hidden, stage.bank.people["petrenko"]))
    assert {row.id: row.title for row in stage.do("petrenko", shared_lines)}[hidden] == ""
    with pytest.raises(Forbidden):
        stage.do("zaitseva", shared_lines)


def test_an_anonymous_report_leaves_no_trace_of_its_author(stage: Stage) -> None:
    """Wherever the report, its files, events, notifications and audit rows are, the person's id and name are not."""
    author = stage.bank.people["zaitseva"]
    paper = stage.do("zaitseva", lambda s: keep_file(s, "снимок.txt", io.BytesIO(b"what I saw")))
    stage.do("zaitseva", lambda s: save_draft(s, "order", "incident_report", content={"values": {"what": "…"}}))
    values = {"what": "Коллега просит коды клиентов.", "kind": "internal_fraud", "ongoing": "false", "files": [str(paper)]}
    opened = stage.do("zaitseva", lambda s: open_case(s, "incident_report", values, attachments=[paper], anonymous=True))
    with reading(SYSTEM) as session:
        for table in (processes.cases, processes.case_event, processes.attachment, processes.message, processes.notification, processes.task,
                      processes.draft, processes.participant, audit_event):  # fmt: skip
            rows = session.rows(select(*(cast(column, Text) for column in table.columns)))
            assert str(author) not in repr(rows), table.name
            assert "Зайцева" not in repr(rows), table.name
        assert session.scalar(select(processes.cases.c.anonymous).where(processes.cases.c.id == opened.id))
    assert stage.do("zaitseva", request_counts).open == 0
