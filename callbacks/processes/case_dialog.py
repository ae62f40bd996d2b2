"""The actions of the case page: a button opens the dialog, the dialog does it. What is refused is said there, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import dash
from dash import ALL, Input, Output, State, no_update

from callbacks.components.days import read_day
from callbacks.components.form import show_form_errors
from callbacks.components.toast import say
from callbacks.components.wire import in_browser, on
from callbacks.processes.case import page_of, tick
from callbacks.web.current import current_actor
from data.operations import processes as work
from data.queries.access_people import all_groups, people_directory
from data.queries.processes.case_page import CasePage
from data.session import Session, reading, transaction
from models.access.actor import Role
from models.access.permissions import Permission
from models.errors import InvalidFields, InvalidInput, KordonError
from models.processes.case import FormChangedMeanwhile
from pages.components.form_ids import Kind, collected, every
from pages.components.icons import Icon, icon
from pages.components.page import note
from pages.components.presses import pressed
from pages.errors import words_of
from pages.processes.case import ACTS, WORK, ids
from pages.processes.case_acts import asked_for
from pages.processes.case_dialog import ids as box
from pages.processes.case_dialog import person_options, text_label
from pages.processes.case_findings import conflict_choice
from pages.translations import _

AT_ONCE = frozenset({"take", "resume", "unshare", "forget", "attach", "show", "write", "rate"})


@on(
    Output(box.MODAL, "is_open"),
    Output(box.ACT, "data"),
    Output(box.TITLE, "children"),
    Output(box.WORDS, "children"),
    Output(box.PERSON_BOX, "hidden"),
    Output(box.PERSON_LABEL, "children"),
    Output(box.PERSON, "options"),
    Output(box.PERSON, "value"),
    Output(box.TEXT_BOX, "hidden"),
    Output(box.TEXT_LABEL, "children"),
    Output(box.TEXT, "value"),
    Output(box.DATE_BOX, "hidden"),
    Output(box.DATE, "value"),
    Output(box.ERROR, "children"),
    Output(box.OK, "children"),
    Output(box.OK, "color"),
    Input(pressed(ACTS), "data"),
    State(ids.NUMBER, "data"),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def open_dialog(button: Mapping[str, str], number: str) -> Any:
    if button["act"] in AT_ONCE:
        return (no_update,) * 16
    act, key = str(button["act"]), str(button["key"])
    with reading(current_actor()) as session:
        case = page_of(session, number)
        asked = asked_for(act, key, case, people=_people_for(session, act, key, case))
    if asked is None:
        say(_("The case has moved on meanwhile. The page now shows how it stands."), kind="warn")
        _refresh()
        return (no_update,) * 16
    return (
        True,
        {"act": act, "key": key},
        asked.title,
        asked.words,
        not asked.person,
        asked.person,
        person_options(asked.people),
        None,
        not asked.text,
        text_label(asked),
        "",
        not asked.date,
        "",
        None,
        asked.verb,
        "danger" if asked.danger else "primary",
    )


in_browser("shutDialog", Output(box.MODAL, "is_open", allow_duplicate=True), Input(box.CANCEL, "n_clicks"), prevent_initial_call=True)


def _people_for(session: Session, act: str, key: str, case: CasePage) -> list[tuple[str, str]]:
    """Whom this action may choose from: id and words."""
    if act == "reassign":
        task = next((one for one in case.tasks if str(one.id) == key), None)
        code = task.step.group if task else ""
        group = next((one for one in all_groups(session) if one.code == code), None)
        return [(str(one.person_id), one.name) for one in group.members if one.person_id != task.assignee_id] if group and task else []
    if act == "forward":
        found = people_directory(session, roles=(Role.OFFICER, Role.LEAD, Role.HEAD, Role.UNIT_HEAD), limit=200)
        return [
            (str(one.id), ", ".join(part for part in (one.name, one.position) if part)) for one in found if one.id != session.actor.user_id
        ]
    if act == "share":
        from data.queries.access_people import people_to_share_with

        known = {one for one, _name, _part in case.participants} | {case.requester_id}
        return [
            (str(one.id), ", ".join(part for part in (one.name, one.position) if part))
            for one in people_to_share_with(session)
            if one.id not in known
        ]
    return []


@on(
    Output(box.MODAL, "is_open", allow_duplicate=True),
    Output(box.ERROR, "children", allow_duplicate=True),
    Output(ids.REFRESH, "data", allow_duplicate=True),
    Input(box.OK, "n_clicks"),
    State(box.ACT, "data"),
    State(box.PERSON, "value"),
    State(box.TEXT, "value"),
    State(box.DATE, "value"),
    State(ids.NUMBER, "data"),
    State(ids.SEEN, "data"),
    State(every(Kind.VALUE, WORK, ALL), "value"),
    State(every(Kind.VALUE, WORK, ALL), "id"),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def do_it(
    clicks: int,
    asked: Mapping[str, str] | None,
    person: str | None,
    text: str | None,
    day: str | None,
    number: str,
    seen: Mapping[str, Any] | None,
    values: list[Any],
    names: list[dict[str, Any]],
) -> Any:
    if not clicks or not asked:
        return no_update, no_update, no_update
    typed = collected(names, values)
    try:
        with transaction(current_actor()) as session:
            case = page_of(session, number)
            _act(session, case, asked, person=person, text=text or "", day=day or "", typed=typed, seen=seen or {})
    except InvalidFields as error:
        dash.set_props(ids.TAB, {"value": "findings"})
        show_form_errors(WORK, error, names, fields=case.fields)
        say(_("Check the marked fields of the findings. Nothing was sent."), kind="warn")
        return False, None, no_update
    except FormChangedMeanwhile as error:
        with reading(current_actor()) as session:
            case = page_of(session, number)
        show_conflict(case, error)
        return False, None, no_update
    except KordonError as error:
        if not isinstance(error, InvalidInput):
            _refresh()
        return True, refused(error), no_update
    say(_done_words(asked["act"], case))
    return False, None, tick()


def _act(
    session: Session,
    case: CasePage,
    asked: Mapping[str, str],
    *,
    person: str | None,
    text: str,
    day: str,
    typed: Mapping[str, Any],
    seen: Mapping[str, Any],
) -> None:
    key = asked["key"]
    chosen = UUID(person) if person else None
    match asked["act"]:
        case "outcome":
            task_id, _colon, outcome = key.partition(":")
            task = next((one for one in case.tasks if str(one.id) == task_id), None)
            if task is not None and task.kind == "approval":
                work.decide_approval(session, UUID(task_id), outcome, comment=text)
            else:
                work.complete_task(session, UUID(task_id), outcome, values=typed, seen=seen, comment=text)
        case "event":
            task = next(one for one in case.tasks if str(one.id) == key)
            work.raise_event(session, case.id, task.step.event, comment=text)
        case "reassign":
            work.reassign_task(session, UUID(key), to_person=chosen, reason=text)
        case "forward":
            work.forward_approval(session, UUID(key), to_person=_needed(chosen), comment=text)
        case "share":
            work.add_participant(session, case.id, _needed(chosen))
        case "pause":
            work.pause_case(session, case.id, reason=text, resume_on=read_day(day, field="day"))
        case "ask":
            work.ask_requester(session, case.id, text)
        case "withdraw":
            work.withdraw_case(session, case.id, reason=text)


class PersonNeeded(InvalidInput):
    """Somebody has to be chosen."""

    code = "person_needed"


def _needed(person: UUID | None) -> UUID:
    if person is None:
        raise PersonNeeded(field="person")
    return person


def refused(error: KordonError) -> Any:
    return note(words_of(error), kind="danger", sign=icon(Icon.LATE, size=14))


def _refresh() -> None:
    dash.set_props(ids.REFRESH, {"data": tick()})


def _done_words(act: str, case: CasePage) -> str:
    return {
        "event": _("Done. {number} has moved on.", number=case.number),
        "outcome": _("Done. {number} has moved on.", number=case.number),
        "reassign": _("The task was passed on"),
        "forward": _("The approval was forwarded"),
        "share": _("The case was shared"),
        "pause": _("{number} is on hold", number=case.number),
        "ask": _("The question was sent, the clock stands still"),
        "withdraw": _("{number} was withdrawn", number=case.number),
    }.get(act, _("Done"))


def show_conflict(case: CasePage, error: FormChangedMeanwhile) -> None:
    """Both versions side by side above the form, which keeps what was typed."""
    fields = {one.key: one for one in case.fields}
    conflicts: Mapping[str, Mapping[str, Any]] = {key: sides for key, sides in error.params["conflicts"].items() if key in fields}
    dash.set_props(ids.CONFLICT, {"children": conflict_choice(conflicts, fields, names=case.names)})
    dash.set_props(ids.TAB, {"value": "findings"})
    say(_("Somebody saved other values first. Choose what should stand."), kind="warn")
