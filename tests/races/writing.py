"""Two who write at the same place: nothing that was typed is lost, nothing is stored twice."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from data.ids import new_id
from data.operations.processes import complete_task, draft_of, edit_answer, keep_file, open_case, post_message, save_draft, save_task_fields
from data.session import Session, reading
from data.tables.processes import answer, attachment, cases, message
from models.access.actor import SYSTEM
from tests.data.processes.conftest import COMPANY, MONDAY
from tests.races.ground import Deed, Ground, Kind, Outcome, Race
from tests.races.services import FORM, open_task, opened, row_of

EDITORS = ("belova", "lebedev")


def _form_against_form(ground: Ground, many: int) -> list[Race]:
    """The loser is shown both versions, and his draft is still there."""

    def race(case_id: UUID) -> Race:
        intake = open_task(case_id, "intake")
        typed = {login: {"visit": f"Записал {login}"} for login in EDITORS}
        for login in EDITORS:
            ground.do(login, lambda s, login=login: save_draft(s, "task", str(intake), content={"values": typed[login]}))  # type: ignore[misc]

        def judge(outcomes: Sequence[Outcome]) -> Iterator[str]:
            winner, loser = (0, 1) if outcomes[0].won else (1, 0)
            mine, theirs = typed[EDITORS[loser]]["visit"], typed[EDITORS[winner]]["visit"]
            if row_of(case_id).fields.get("visit") != theirs:
                yield "what was saved does not stand"
            told = outcomes[loser].error
            if told is None or told.params.get("conflicts") != {"visit": {"mine": mine, "theirs": theirs}}:
                yield "the loser is not shown both versions"
            with reading(ground.actor(EDITORS[loser])) as session:
                kept = draft_of(session, "task", str(intake))
            if kept is None or kept.content["values"] != typed[EDITORS[loser]]:
                yield "the loser's draft is gone"

        def save(login: str) -> Deed:
            return Deed(login, lambda s: save_task_fields(s, intake, values=typed[login], seen={"visit": None}))

        return Race(tuple(save(login) for login in EDITORS), judge)

    return [race(case_id) for case_id in opened(ground, FORM, many)]


def _answer_against_answer(ground: Ground, many: int) -> list[Race]:
    def race(case_id: UUID) -> Race:
        def judge(outcomes: Sequence[Outcome]) -> Iterator[str]:
            winner, loser = (0, 1) if outcomes[0].won else (1, 0)
            with reading(SYSTEM) as session:
                versions = session.rows(select(answer).where(answer.c.case_id == case_id).order_by(answer.c.version))
            if [row.state for row in versions] != ["superseded", "draft"] or versions[-1].body != EDITORS[winner]:
                yield "the answer has not exactly one new version"
            told = outcomes[loser].error
            if told is None or told.params.get("body") != EDITORS[winner]:
                yield "the loser is not shown the other's words"

        def edit(login: str) -> Deed:
            return Deed(login, lambda s: edit_answer(s, case_id, subject="Ответ", body=login, seen_version=1))

        return Race(tuple(edit(login) for login in EDITORS), judge)

    return [race(case_id) for case_id in opened(ground, FORM, many)]


def _message_against_the_end(ground: Ground, many: int) -> list[Race]:
    """A message that meets the end of its case is kept, and the case ends."""

    def race(case_id: UUID) -> Race:
        intake = open_task(case_id, "intake")

        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            if (row_of(case_id).state, _messages(case_id)) != ("done", 1):
                yield "the message or the end is lost"

        return Race(
            (
                Deed("zaitseva", lambda s: post_message(s, case_id, "Есть новости?")),
                Deed("belova", lambda s: complete_task(s, intake, "done")),
            ),
            judge,
        )

    return [race(case_id) for case_id in opened(ground, FORM, many)]


def _one_file_in_two_messages(ground: Ground, many: int) -> list[Race]:
    """A file sent from two windows at once belongs to one message; the other is told that it is gone."""

    def race(case_id: UUID) -> Race:
        file_id: UUID = ground.do("zaitseva", lambda s: keep_file(s, "a.txt", io.BytesIO(b"text")))

        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            with reading(SYSTEM) as session:
                held = session.scalar(
                    select(func.count()).select_from(attachment).where(attachment.c.message_id.is_not(None), attachment.c.id == file_id)
                )
            if (held, _messages(case_id)) != (1, 1):
                yield "the file belongs to none or the message is doubled"

        send = Deed("zaitseva", lambda s: post_message(s, case_id, "Договор", attachments=[file_id]))
        return Race((send, send), judge)

    return [race(case_id) for case_id in opened(ground, FORM, many)]


def _draft_against_draft(ground: Ground, many: int) -> list[Race]:
    """The same person types in two windows: the later letter stands, and there is one draft."""

    def race(case_id: UUID) -> Race:
        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            with reading(ground.actor("zaitseva"), at=MONDAY) as session:
                kept: Any = draft_of(session, "message", str(case_id))
            if kept is None or kept.revision != 2 or kept.content["values"]["body"] not in {"раз", "два"}:
                yield "a draft is lost"

        def write(text: str) -> Deed:
            def act(session: Session) -> int:
                return save_draft(session, "message", str(case_id), content={"values": {"body": text}})

            return Deed("zaitseva", act)

        return Race((write("раз"), write("два")), judge)

    return [race(case_id) for case_id in opened(ground, FORM, many)]


def _messages(case_id: UUID) -> int:
    with reading(SYSTEM) as session:
        return int(session.scalar(select(func.count()).select_from(message).where(message.c.case_id == case_id)))


def _order_against_order(ground: Ground, many: int) -> list[Race]:
    """The button pressed twice, or once more because the answer was lost: one form is one request, and both are told its number."""

    def race(form_id: UUID) -> Race:
        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            with reading(SYSTEM) as session:
                made = session.scalar(select(func.count()).select_from(cases).where(cases.c.source_key == str(form_id)))
            if made != 1:
                yield f"one form has become {made} requests"

        deed = Deed("zaitseva", lambda s: open_case(s, "sample", {"company": COMPANY}, form_id=form_id))
        return Race((deed, deed), judge)

    return [race(new_id()) for _round in range(many)]


WRITING = (
    Kind("form × form", _form_against_form),
    Kind("answer × answer", _answer_against_answer),
    Kind("message × end of the case", _message_against_the_end, frozenset({2})),
    Kind("one file in two messages", _one_file_in_two_messages),
    Kind("draft × draft", _draft_against_draft, frozenset({2})),
    Kind("order × order of one form", _order_against_order, frozenset({2})),
)
