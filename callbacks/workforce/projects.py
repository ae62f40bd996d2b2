"""The portfolio: the list, one project, its forms, ending it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.days import read_day
from callbacks.components.fields import error_at_its_field, typed_by_name
from callbacks.components.money import read_roubles
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.workforce.projects import add_project, change_project, end_project, finish_stage, set_member, set_stage
from data.queries.access import bank_day
from data.queries.workforce.projects import Project, people_of_projects, projects
from data.session import Session, reading, transaction
from models.access.people import FieldRequired
from models.access.permissions import Permission, may
from models.errors import KordonError, NotFound
from models.workforce.projects import Plan, ProjectState, ShareWrong
from pages import shell
from pages.components.buttons import button
from pages.components.icons import Icon
from pages.components.presses import pressed
from pages.translations import _, text_of
from pages.workforce.projects import ACTS, OPENS, error_id, ids, input_id, open_id
from pages.workforce.projects_body import projects_body, state_words
from pages.workforce.projects_forms import member_form, project_form, stage_form

_MAY = Permission.MANAGE_PROJECTS


def _find(session: Session, code: str) -> Project:
    found = next((one for one in projects(session) if one.row.code == code), None)
    if found is None:
        raise NotFound(code)
    return found


@on(
    Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.BODY, "children"),
    Input(ids.CODE, "data"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_FIGURES, "data"),
    permission=Permission.WORK_PROJECTS,
)  # fmt: skip
def show_projects(code: str, _changed: Any, _figures: Any) -> Any:
    actor = current_actor()
    with reading(actor) as session:
        known, today = projects(session), bank_day(session.now)
    chosen = next((one for one in known if one.row.code == code), known[0] if known else None)
    manages = may(actor, _MAY)
    ways = [button(_("New project"), id=open_id("new"), kind="primary", sign=Icon.PLUS)] if manages else []
    return state_words(known, today=today), ways, projects_body(known, chosen, today=today, manages=manages)


@on(
    Output(ids.DRAWER, "is_open"), Output(ids.DRAWER_TITLE, "children"), Output(ids.FORM, "children"), Output(ids.EDITED, "data"),
    Input(pressed(OPENS), "data"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def open_form(press: Mapping[str, str] | None) -> Any:
    if not press:
        raise PreventUpdate
    form, code, of = press["form"], press["code"], press["of"]
    with reading(current_actor()) as session:
        people = people_of_projects(session)
        if form == "new":
            return True, _("New project"), project_form(None, people), {"form": form}
        one = _find(session, code)
    edited = {"form": form, "id": str(one.row.id), "revision": one.row.revision, "of": of}
    if form == "edit":
        return True, text_of(one.row.name), project_form(one.row, people), edited
    if form == "stage":
        stage = next((each for each in one.stages if str(each.id) == of), None)
        return True, _("Stage"), stage_form(stage), edited
    member = next((each for each in one.team if str(each.person_id) == of), None)
    return True, _("Member of the team"), member_form(member, people, first=one.row.first_day, last=one.row.last_day), edited


@on(
    Output(error_id(ALL), "children"),  # type: ignore[arg-type]
    Output(ids.DRAWER, "is_open", allow_duplicate=True), Output(ids.CHANGED, "data"),
    Input(ids.SAVE, "n_clicks"), State(input_id(ALL), "value"), State(input_id(ALL), "id"),  # type: ignore[arg-type]
    State(ids.EDITED, "data"), State(ids.CHANGED, "data"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def save(clicks: int | None, values: list[Any], names: list[Any], edited: Mapping[str, Any] | None, changed: int) -> Any:
    if not clicks or not edited:
        raise PreventUpdate
    places = [place["id"]["name"] for place in ctx.outputs_list[0]]
    typed = {name: str(value or "") for name, value in typed_by_name(values, names).items()}
    try:
        with transaction(current_actor()) as session:
            _SAVES[str(edited["form"])](session, typed, edited)
    except KordonError as error:
        return error_at_its_field(error, places, renamed={"name": "name_ru", "goal": "goal_ru"}), no_update, no_update
    say(_("Saved."))
    return [None] * len(places), False, (changed or 0) + 1


def _save_project(session: Session, typed: Mapping[str, str], edited: Mapping[str, Any]) -> None:
    budget = read_roubles(typed["budget"], field="budget") if typed["budget"].strip() else 0
    plan = Plan(
        typed.get("code", ""), {"ru": typed["name_ru"], "en": typed["name_en"]}, {"ru": typed["goal_ru"], "en": typed["goal_en"]},
        _day(typed, "first_day"), _day(typed, "last_day"), budget,
    )  # fmt: skip
    owner = _uuid(typed["owner"], "owner")
    if "id" in edited:
        change_project(session, UUID(str(edited["id"])), plan, owner_id=owner, revision=int(edited["revision"]))
    else:
        add_project(session, plan, owner_id=owner)


def _save_stage(session: Session, typed: Mapping[str, str], edited: Mapping[str, Any]) -> None:
    stage = UUID(str(edited["of"])) if edited.get("of") else None
    set_stage(session, UUID(str(edited["id"])), typed["stage_name"], _day(typed, "first_day"), _day(typed, "last_day"), stage_id=stage)


def _save_member(session: Session, typed: Mapping[str, str], edited: Mapping[str, Any]) -> None:
    if not typed["share"].strip().isdecimal():
        raise ShareWrong(field="share")
    who, days = _uuid(typed["person"], "person"), (_day(typed, "first_day"), _day(typed, "last_day"))
    set_member(session, UUID(str(edited["id"])), who, int(typed["share"]), *days)


_SAVES = {"new": _save_project, "edit": _save_project, "stage": _save_stage, "member": _save_member}


def _day(typed: Mapping[str, str], name: str) -> date:
    day = read_day(typed.get(name), field=name)
    if day is None:
        raise FieldRequired(field=name)
    return day


def _uuid(given: str, field: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise FieldRequired(field=field) from None


@on(
    Output(ids.CHANGED, "data", allow_duplicate=True), Input(pressed(ACTS), "data"), State(ids.CHANGED, "data"), permission=_MAY,
    prevent_initial_call=True,
)  # fmt: skip
def act(press: Mapping[str, str] | None, changed: int) -> Any:
    """A stage is done or not yet; a project is finished or stopped."""
    if not press:
        raise PreventUpdate
    with transaction(current_actor()) as session:
        row = _find(session, press["code"]).row
        if press["act"] in ("done", "undone"):
            finish_stage(session, row.id, _uuid(press["of"], "stage"), done=press["act"] == "done")
        else:
            state = ProjectState.DONE if press["act"] == "finish" else ProjectState.STOPPED
            end_project(session, row.id, state, revision=int(press["of"]) if press["of"].isdecimal() else 0)
            say(_("The project is over: no more labour is written on it."))
    return (changed or 0) + 1
