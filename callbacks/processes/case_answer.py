"""The answer's tab: to edit for who works on the case, to read for everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dash import Input, Output, State, no_update

from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.processes.case import page_of, tick
from callbacks.web.current import current_actor
from data.operations.processes import edit_answer
from data.operations.processes.answers import AnswerChangedMeanwhile
from data.queries.processes.case_page import CasePage
from data.session import reading, transaction
from models.access.permissions import Permission
from pages.processes.case import ids
from pages.processes.case_answer import answer_conflict, answer_editor, answer_reading
from pages.processes.case_answer import ids as box
from pages.translations import _


@on(
    Output(ids.ANSWER, "children"),
    Output(ids.ANSWER_KEY, "data"),
    Input(ids.CASE, "data"),
    State(ids.ANSWER_KEY, "data"),
    State(ids.NUMBER, "data"),
    permission=Permission.USE,
)
def draw_answer(facts: Mapping[str, Any] | None, drawn: str, number: str) -> Any:
    """The editor is drawn once, so that nobody's typing is taken away; a newer version is told when one saves."""
    if not facts:
        return no_update, no_update
    with reading(current_actor()) as session:
        case = page_of(session, number)
        now = session.now
    edits = may_edit(case)
    key = "edit" if edits else f"read:{facts['answer']}"
    if key == drawn:
        return no_update, no_update
    if edits:
        return answer_editor(case.answer, now=now), key
    return answer_reading(case.answer, now=now, inside=case.inside), key


def may_edit(case: CasePage) -> bool:
    """Who works on an open case whose answer exists may change its wording."""
    return case.inside and "share" in case.actions and case.answer is not None and case.answer.state in {"draft", "approved"}


@on(
    Output(box.VERSION, "data"),
    Output(box.CONFLICT, "children"),
    Output(ids.REFRESH, "data", allow_duplicate=True),
    Input(box.SAVE, "n_clicks"),
    State(box.SUBJECT, "value"),
    State(box.BODY, "value"),
    State(box.VERSION, "data"),
    State(ids.CASE, "data"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def save_answer(clicks: int, subject: str | None, body: str | None, version: int, facts: Mapping[str, Any]) -> Any:
    if not clicks:
        return no_update, no_update, no_update
    try:
        with transaction(current_actor()) as session:
            saved = edit_answer(session, UUID(facts["id"]), subject=subject or "", body=body or "", seen_version=version)
    except AnswerChangedMeanwhile as error:
        theirs = error.params
        return theirs["version"], answer_conflict(theirs["version"], theirs["subject"], theirs["body"]), no_update
    say(_("Version {number} of the answer is saved", number=saved))
    return saved, None, tick()
