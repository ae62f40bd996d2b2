"""What the case page does at once, without a dialog: taking, resuming, attaching, rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import dash
from dash import Input, Output, State, ctx, no_update

from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.processes.case import page_of, tick
from callbacks.processes.case_dialog import AT_ONCE, refused
from callbacks.web.current import current_actor
from data.operations import processes as work
from data.session import transaction
from models.access.permissions import Permission
from models.errors import KordonError
from pages.components.form_ids import Kind, target_of
from pages.components.presses import pressed
from pages.errors import words_of
from pages.processes.case import ACTS, CHAT, ids
from pages.processes.rating import ids as rating
from pages.translations import _


@on(
    Output(ids.REFRESH, "data", allow_duplicate=True),
    Input(pressed(ACTS), "data"),
    State(ids.NUMBER, "data"),
    State(ids.FILE_ADD, "value", allow_optional=True),
    State(ids.FILE_WHO, "value", allow_optional=True),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def act_at_once(button: Mapping[str, str], number: str, files: Sequence[Mapping[str, Any]] | None, visibility: str | None) -> Any:
    if button["act"] not in AT_ONCE:
        return no_update
    act, key = str(button["act"]), str(button["key"])
    if act == "write":
        dash.set_props({"type": Kind.FOCUS.value, "form": CHAT}, {"data": {"id": target_of(CHAT, "body")}})
        return no_update
    if act == "rate":
        dash.set_props(rating.MODAL, {"is_open": True})
        return no_update
    try:
        with transaction(current_actor()) as session:
            case = page_of(session, number)
            if act == "take":
                work.take_task(session, UUID(key))
            elif act == "resume":
                work.resume_case(session, case.id)
            elif act == "unshare":
                work.remove_participant(session, case.id, UUID(key))
            elif act == "forget":
                work.discard_draft(session, "task", key)
            elif act == "show":
                file_id, _colon, visibility = key.partition(":")
                work.show_document_to(session, UUID(file_id), visibility=visibility)
            elif act == "attach":
                work.add_documents(session, case.id, [UUID(str(one["id"])) for one in files or ()], visibility=visibility or "public")
    except KordonError as error:
        say(words_of(error), kind="warn")
        return tick()
    if act == "take":
        say(_("{number} is yours now", number=case.number))
    if act == "attach":
        dash.set_props(ids.FILE_ADD, {"value": []})
    return tick()


@on(
    Output(rating.MODAL, "is_open", allow_duplicate=True),
    Output(rating.ERROR, "children"),
    Output(ids.REFRESH, "data", allow_duplicate=True),
    Input(rating.OK, "n_clicks"),
    Input(rating.CANCEL, "n_clicks"),
    State(rating.STARS, "value"),
    State(rating.COMMENT, "value"),
    State(ids.NUMBER, "data"),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def rate(_ok: int, _cancel: int, stars: Any, comment: str | None, number: str) -> Any:
    if ctx.triggered_id == rating.CANCEL:
        return False, None, no_update
    try:
        with transaction(current_actor()) as session:
            work.rate_case(session, page_of(session, number).id, stars=int(stars or 0), comment=comment or "")
    except KordonError as error:
        return True, refused(error), no_update
    say(_("Thank you, the service sees your rating"))
    return False, None, tick()
