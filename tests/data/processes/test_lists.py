"""Lists by keyset: every order walks every row once; numbers are found; the clock of a row; what an external may see."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert

from data.ids import new_id
from data.operations.processes import (
    add_documents,
    add_participant,
    pause_case,
    post_message,
    save_draft,
    show_document_to,
    take_task,
)
from data.queries.processes.case_page import case_page
from data.queries.processes.lists import SORTS, CaseFilter, case_count, case_counts, case_rows
from data.queries.processes.timeline import timeline
from data.queries.processes.typed import typed_before
from data.queries.processes.working import task_form
from data.session import reading
from data.tables.processes import attachment
from models.errors import Forbidden, NotFound
from models.processes.case import NotYourTask
from tests.data.processes.conftest import MONDAY, Stage


def twelve(stage: Stage) -> set[UUID]:
    return {stage.order(MONDAY + timedelta(minutes=7 * number)) for number in range(12)}


@pytest.mark.parametrize("sort", sorted(SORTS))
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_walks_every_row_once(stage: Stage, sort: str, descending: bool) -> None:
    wanted = twelve(stage)
    some = sorted(wanted)[:3]
    for case_id in some:
        stage.do("belova", lambda s, one=case_id: take_task(s, stage.open_tasks(one)["intake"].id))
        stage.do("belova", lambda s, one=case_id: pause_case(s, one, reason="Ждём"))
    seen: list[UUID] = []
    with reading(stage.actor("belova"), at=MONDAY) as session:
        after = None
        while True:
            rows = case_rows(session, CaseFilter(), sort=sort, descending=descending, after=after, limit=5)
            seen += [row.id for row in rows]
            if len(rows) < 5:
                break
            after = rows[-1].cursor
    assert len(seen) == len(set(seen)) == 12
    assert set(seen) == wanted


@pytest.mark.parametrize("scope", ["group", "unassigned"])
def test_the_head_of_all_groups_finds_the_cases_of_each(stage: Stage, scope: str) -> None:
    case_id = stage.order()
    with reading(stage.actor("orlov"), at=MONDAY) as session:
        assert [row.id for row in case_rows(session, CaseFilter(scope=scope))] == [case_id]


def test_what_stands_still_is_not_the_most_urgent(stage: Stage) -> None:
    first, second = stage.order(), stage.order(MONDAY + timedelta(minutes=30))
    stage.do("belova", lambda s: take_task(s, stage.open_tasks(first)["intake"].id))
    stage.do("belova", lambda s: pause_case(s, first, reason="Ждём"))
    with reading(stage.actor("belova"), at=MONDAY) as session:
        assert [row.id for row in case_rows(session, CaseFilter())] == [second, first]


def test_a_case_is_found_by_its_number_by_the_tail_of_it_and_by_the_name(stage: Stage) -> None:
    case_id = stage.order()
    number = stage.row(case_id).number
    with reading(stage.actor("belova"), at=MONDAY) as session:
        for typed in (number, number.lower(), f" {number} ", number.rpartition("-")[2], "ромаш", "7707083893"):
            assert case_count(session, CaseFilter(search=typed)) == 1, typed
        assert case_count(session, CaseFilter(search="ПЮ-2020-99999")) == 0


def test_lists_counted_together_are_each_counted(stage: Stage) -> None:
    first = stage.order()
    stage.order(MONDAY + timedelta(minutes=30))
    stage.do("belova", lambda s: take_task(s, stage.open_tasks(first)["intake"].id))
    lists = [CaseFilter(), CaseFilter(scope="mine"), CaseFilter(scope="mine", sla="late"), CaseFilter(scope="unassigned")]
    with reading(stage.actor("belova"), at=MONDAY + timedelta(hours=1)) as session:
        assert case_counts(session, lists) == [2, 1, 0, 1] == [len(case_rows(session, one)) for one in lists]
        assert case_counts(session, []) == []


def test_the_clock_of_a_row_counts_working_minutes(stage: Stage) -> None:
    case_id = stage.order()
    with reading(stage.actor("belova"), at=MONDAY + timedelta(hours=1)) as session:
        row = next(row for row in case_rows(session, CaseFilter()) if row.id == case_id)
    assert row.left is not None
    assert row.left.day == 480
    assert stage.row(case_id).due_at is not None
    assert row.left.minutes > 0


def uploaded(stage: Stage, login: str) -> UUID:
    """A file of this person that lies nowhere yet."""
    file_id = new_id()

    def keep(session: object) -> None:
        session.execute(  # type: ignore[attr-defined]
            insert(attachment),
            {
                "id": file_id, "name": "Договор.pdf", "media_type": "application/pdf", "size": 10, "sha256": b"0" * 32, "visibility": "public",
                "uploaded_by": stage.bank.people[login], "uploaded_at": MONDAY,
            },
        )  # fmt: skip

    stage.do(login, keep)
    return file_id


def test_an_external_sees_shared_documents_his_own_talk_and_no_names(stage: Stage) -> None:
    case_id = stage.order()
    number = stage.row(case_id).number
    stage.do("belova", lambda s: take_task(s, stage.open_tasks(case_id)["intake"].id))
    stage.do("belova", lambda s: add_participant(s, case_id, stage.bank.people["petrenko"]))
    stage.do("belova", lambda s: post_message(s, case_id, "Заявителю: ждём договор"))
    stage.do("petrenko", lambda s: post_message(s, case_id, "Оценка будет в среду"))
    file_id = uploaded(stage, "belova")
    stage.do("belova", lambda s: add_documents(s, case_id, [file_id], visibility="internal"))
    with reading(stage.actor("petrenko"), at=MONDAY) as session:
        page = case_page(session, number)
        said = timeline(session, case_id, inside=False, lang="ru")
    assert (page.requester, page.owner, page.participants, page.answer, page.amount_kopecks, list(page.files)) == ("", "", [], None, None, [])
    assert [item.body for item in said] == ["Оценка будет в среду"]
    stage.do("belova", lambda s: show_document_to(s, file_id, visibility="shared"))
    with reading(stage.actor("petrenko"), at=MONDAY) as session:
        assert [file.name for file in case_page(session, number).files] == ["Договор.pdf"]
    with pytest.raises(NotYourTask):
        stage.do("zaitseva", lambda s: show_document_to(s, file_id, visibility="public"))


def test_a_requester_adds_public_documents_only(stage: Stage) -> None:
    case_id = stage.order()
    with pytest.raises(Forbidden):
        stage.do("zaitseva", lambda s: add_documents(s, case_id, [uploaded(stage, "zaitseva")], visibility="internal"))
    assert stage.do("zaitseva", lambda s: add_documents(s, case_id, [uploaded(stage, "zaitseva")])) == 1
    with pytest.raises((NotFound, NotYourTask)):
        stage.do("kotova", lambda s: add_documents(s, case_id, []))


def test_the_form_of_a_task_is_for_who_works_on_it(stage: Stage) -> None:
    case_id = stage.order()
    task_id = stage.open_tasks(case_id)["intake"].id
    stage.do("belova", lambda s: take_task(s, task_id))
    with reading(stage.actor("belova")) as session:
        assert task_form(session, task_id).context["company"]["inn"] == "7707083893"
    for login in ("zaitseva", "titova"):
        with reading(stage.actor(login)) as session, pytest.raises(NotFound):
            task_form(session, task_id)


def test_what_was_typed_into_a_step_that_another_ended_is_still_there(stage: Stage) -> None:
    case_id = stage.order()
    task_id = stage.open_tasks(case_id)["intake"].id
    stage.do("belova", lambda s: take_task(s, task_id))
    stage.do("lebedev", lambda s: save_draft(s, "task", str(task_id), content={"values": {"note": "Моя мысль"}}))
    with reading(stage.actor("lebedev")) as session:
        assert typed_before(session, case_id, lang="ru") == []
    stage.finish("belova", case_id, "intake", "accept")
    with reading(stage.actor("lebedev")) as session:
        kept = typed_before(session, case_id, lang="ru")
    assert [(one.by, one.values) for one in kept] == [("Белова Марина Сергеевна", {"note": "Моя мысль"})]
    stage.do("belova", lambda s: save_draft(s, "message", str(case_id), content={"values": {"body": "…"}}))
    with reading(stage.actor("belova")) as session:
        assert typed_before(session, case_id, lang="ru") == []
