"""The board: drawn when it changes, cards moved, added and edited, sprints planned, begun and closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.days import read_day
from callbacks.components.fields import error_at_its_field, typed_by_name
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.workforce.board import add_card, change_card, move_card, schedule_card
from data.operations.workforce.sprints import close_sprint, plan_sprint, start_sprint
from data.queries.workforce.board import board, card_of, choices
from data.session import Session, reading, transaction
from models.access.permissions import Permission, may
from models.errors import KordonError, NotFound
from models.workforce.duration import read_minutes
from models.workforce.sprints import LONGEST_ESTIMATE, SprintDatesWrong
from pages import shell
from pages.components.presses import pressed
from pages.errors import words_of
from pages.translations import _, ngettext
from pages.workforce.board import ACTS, EDITS, PLANS, error_id, ids, input_id
from pages.workforce.board_body import actions, body, card_form, sprint_form, state_words

_MAY, _MANAGES = Permission.WORK_PROJECTS, Permission.MANAGE_PROJECTS


@on(
    Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.BODY, "children"), Input(ids.CHANGED, "data"),
    Input(shell.ids.LIVE_BOARD, "data"), permission=_MAY,
)  # fmt: skip
def show_board(_changed: Any, _live: Any) -> Any:
    actor = current_actor()
    manages = may(actor, _MANAGES)
    with reading(actor) as session:
        found = board(session)
    return state_words(found), actions(found, manages=manages), body(found, me=actor.user_id, manages=manages)


@on(
    Output(ids.CHANGED, "data"), Input(ids.MOVE, "data"), State(ids.CHANGED, "data"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def move(asked: Mapping[str, Any] | None, changed: int) -> Any:
    """Where a card was put down. What somebody else has moved meanwhile stays as it is now, and the reader is told."""
    if not asked:
        raise PreventUpdate
    try:
        with transaction(current_actor()) as session:
            move_card(
                session, UUID(str(asked["card"])), column=str(asked["column"]), place=int(asked["place"]), revision=int(asked["revision"])
            )
    except KordonError as error:
        say(words_of(error), kind="warn")
    return (changed or 0) + 1


@on(
    Output(ids.CHANGED, "data", allow_duplicate=True), Input(pressed(PLANS), "data"), State(ids.CHANGED, "data"), permission=_MANAGES,
    prevent_initial_call=True,
)  # fmt: skip
def schedule(press: Mapping[str, str] | None, changed: int) -> Any:
    """Into a sprint, or back into the backlog."""
    if not press:
        raise PreventUpdate
    try:
        with transaction(current_actor()) as session:
            target = UUID(press["sprint"]) if press["sprint"] else None
            schedule_card(session, UUID(press["card"]), sprint_id=target, revision=int(press["revision"]))
    except KordonError as error:
        say(words_of(error), kind="warn")
    return (changed or 0) + 1


@on(
    Output(ids.DRAWER, "is_open"), Output(ids.DRAWER_TITLE, "children"), Output(ids.FORM, "children"), Output(ids.EDITED, "data"),
    Input(pressed(EDITS), "data"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def open_form(press: Mapping[str, str] | None) -> Any:
    """A new card, a card as it stands, a sprint to plan."""
    if not press:
        raise PreventUpdate
    if press["what"] == "sprint":
        return True, _("Plan a sprint"), sprint_form(), {"what": "sprint"}
    with reading(current_actor()) as session:
        projects, people = choices(session)
        card = card_of(session, UUID(press["card"])) if press["what"] == "card" else None
    edited = {"what": press["what"], "card": press["card"], "revision": card.revision if card else 0}
    return True, _("Card") if card else _("New card"), card_form(card, projects, people), edited


@on(
    Output(error_id(ALL), "children"),  # type: ignore[arg-type]
    Output(ids.DRAWER, "is_open", allow_duplicate=True), Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.SAVE, "n_clicks"), State(input_id(ALL), "value"), State(input_id(ALL), "id"),  # type: ignore[arg-type]
    State(ids.EDITED, "data"), State(ids.CHANGED, "data"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def save(clicks: int | None, values: list[Any], names: list[Any], edited: Mapping[str, Any] | None, changed: int) -> Any:
    if not clicks or not edited:
        raise PreventUpdate
    typed = typed_by_name(values, names)
    places = [place["id"]["name"] for place in ctx.outputs_list[0]]
    try:
        with transaction(current_actor()) as session:
            _save(session, typed, edited)
    except KordonError as error:
        return error_at_its_field(error, places), no_update, no_update
    return [None] * len(places), False, (changed or 0) + 1


def _save(session: Session, typed: Mapping[str, Any], edited: Mapping[str, Any]) -> None:
    if edited["what"] == "sprint":
        first, last = read_day(typed.get("first_day"), field="first_day"), read_day(typed.get("last_day"), field="last_day")
        if first is None or last is None:
            raise SprintDatesWrong(field="first_day" if first is None else "last_day")
        plan_sprint(session, goal=str(typed.get("goal") or ""), first_day=first, last_day=last)
        return
    minutes = read_minutes(str(typed.get("minutes") or ""), zero=True, most=10 * LONGEST_ESTIMATE)  # the operation says what is too long
    content: dict[str, Any] = {"title": str(typed.get("title") or ""), "minutes": minutes, "assignee_id": _id(typed.get("assignee"))}
    if edited["what"] == "card":
        change_card(session, UUID(str(edited["card"])), revision=int(edited["revision"]), **content)
        return
    project = _id(typed.get("project"))
    if project is None:
        raise NotFound(what="project")
    add_card(session, project_id=project, **content)


def _id(value: Any) -> UUID | None:
    return UUID(str(value)) if value else None


@on(
    Output(ids.CHANGED, "data", allow_duplicate=True), Output(ids.CLOSING, "is_open"), Input(pressed(ACTS), "data"),
    Input(ids.CLOSE, "n_clicks"), Input(ids.CANCEL, "n_clicks"), State(ids.CHANGED, "data"), permission=_MANAGES, prevent_initial_call=True,
)  # fmt: skip
def turn_sprint(press: Mapping[str, str] | None, _closed: int | None, _cancelled: int | None, changed: int) -> Any:
    """A sprint is begun at once; closing it is asked about."""
    asked = ctx.triggered_id
    if asked == ids.CANCEL or not press:
        return no_update, False
    sprint_id = UUID(press["sprint"])
    if asked != ids.CLOSE and press["what"] == "close":
        return no_update, True
    try:
        with transaction(current_actor()) as session:
            if asked == ids.CLOSE:
                done, carried = close_sprint(session, sprint_id)
                words = ngettext(
                    "The sprint is closed: {n} card is done, {carried} go on.",
                    "The sprint is closed: {n} cards are done, {carried} go on.", done, carried=carried,
                )  # fmt: skip
            else:
                start_sprint(session, sprint_id)
                words = _("The sprint has begun.")
    except KordonError as error:
        say(words_of(error), kind="warn")
        return (changed or 0) + 1, False
    say(words)
    return (changed or 0) + 1, False
