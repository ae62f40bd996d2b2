"""Preview of the row under the cursor and bulk actions: each case in a transaction of its own, the result per case in the dialog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from dash import Input, Output, State, ctx, no_update

from callbacks.components.days import read_day
from callbacks.components.toast import say
from callbacks.components.wire import in_browser, on
from callbacks.processes.case import page_of, tick
from callbacks.processes.case_talk import roles_of
from callbacks.web.current import current_actor
from data.operations import bulk
from data.operations.processes import resume_case, take_task
from data.queries.access_people import all_groups
from data.queries.processes.reading import case_number_of
from data.queries.processes.timeline import timeline
from data.session import reading, transaction
from models.access.actor import Actor
from models.access.permissions import Permission, may
from models.errors import InvalidInput, KordonError, NotFound
from models.processes.case import EmptyMessage, ReasonNeeded
from pages import shell
from pages.components.dialogs import results
from pages.components.icons import Icon, icon
from pages.components.page import note
from pages.components.presses import pressed
from pages.errors import words_of
from pages.processes.case_acts import acts_of
from pages.processes.preview import ACTS, no_preview, preview
from pages.processes.queue import ids as queue
from pages.processes.queue_bulk import chosen_words, ids, result_words
from pages.translations import _, current_language, ngettext


@on(
    Output(queue.PREVIEW, "children"),
    Input(queue.CURRENT, "data"),
    Input(shell.ids.LIVE_CASES, "data"),
    Input(queue.TICK, "data"),
    permission=Permission.WORK_CASES,
)
def draw_preview(case_id: str | None, _live: Any, _tick: Any) -> Any:
    actor = current_actor()
    if not case_id:
        return no_preview()
    try:
        with reading(actor) as session:
            case = page_of(session, case_number_of(session, UUID(case_id)))
            items = timeline(session, case.id, inside=case.inside, lang=current_language(), limit=4)
            now = session.now
    except (NotFound, ValueError):
        return no_preview()
    return preview(case, acts_of(case), items=items, now=now, me=actor.user_id, roles=roles_of(case))


@on(
    Output(ids.BAR, "hidden"),
    Output(ids.COUNT, "children"),
    Input(queue.GRID, "selectedRows"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def show_bar(chosen: Sequence[Any] | None) -> Any:
    return not chosen, chosen_words(len(chosen or ()))


@on(
    Output(ids.MODAL, "is_open"),
    Output(ids.ACT, "data"),
    Output(ids.TITLE, "children"),
    Output(ids.WORDS, "children"),
    Output(ids.FIELDS, "hidden"),
    Output(ids.PERSON_BOX, "hidden"),
    Output(ids.PERSON, "options"),
    Output(ids.TEXT_BOX, "hidden"),
    Output(ids.TEXT_LABEL, "children"),
    Output(ids.TEXT, "value"),
    Output(ids.DATE_BOX, "hidden"),
    Output(ids.ERROR, "children"),
    Output(ids.RESULT, "children"),
    Output(ids.OK, "children"),
    Output(ids.OK, "style"),
    Output(ids.CANCEL, "children"),
    Input(ids.TAKE, "n_clicks"),
    Input(ids.REASSIGN, "n_clicks"),
    Input(ids.ASK, "n_clicks"),
    Input(ids.PAUSE, "n_clicks"),
    Input(pressed(ACTS), "data"),
    State(queue.GRID, "selectedRows"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def open_bulk(*given: Any) -> Any:
    button: Mapping[str, str] | None = given[-2]
    chosen: Sequence[Mapping[str, Any]] = given[-1] or ()
    acts = {ids.TAKE: "take", ids.REASSIGN: "reassign", ids.ASK: "ask", ids.PAUSE: "pause"}
    if ctx.triggered_id in acts:
        act, cases = acts[ctx.triggered_id], [str(row["id"]) for row in chosen if row.get("id")]
    elif button is None:
        return (no_update,) * 16
    elif button["act"] in {"take", "resume"}:
        _at_once(button["act"], button["key"], button["case"])
        return (no_update,) * 16
    else:
        act, cases = button["act"], [button["case"]]
    if not cases:
        return (no_update,) * 16
    count = len(cases)
    titles = {
        "take": _("Take into work"),
        "reassign": _("Pass on the tasks"),
        "ask": _("Ask the requester"),
        "pause": _("Put the case on hold"),
    }
    return (
        True,
        {"act": act, "cases": cases},
        titles[act],
        _what_happens(act, count),
        act == "take",
        act != "reassign",
        _colleagues() if act == "reassign" else [],
        act == "take",
        _("Question") if act == "ask" else _("Reason"),
        "",
        act != "pause",
        None,
        None,
        _verb(act, count),
        {},
        _("Cancel"),
    )


in_browser("shutDialog", Output(ids.MODAL, "is_open", allow_duplicate=True), Input(ids.CANCEL, "n_clicks"), prevent_initial_call=True)


def _at_once(act: str, key: str, case: str) -> None:
    with transaction(current_actor()) as session:
        if act == "take":
            take_task(session, UUID(key))
        else:
            resume_case(session, UUID(case))
    say(_("The case is yours now") if act == "take" else _("Work goes on"))


def _what_happens(act: str, count: int) -> str:
    match act:
        case "take":
            return ngettext("{n} case becomes yours, if it is still free.", "{n} cases become yours, as far as they are still free.", count)
        case "reassign":
            return ngettext(
                "The task of {n} case goes to the chosen colleague.", "The tasks of {n} cases go to the chosen colleague.", count
            )
        case "ask":
            return ngettext(
                "The requester of {n} case gets this question by mail and in the request; the clock stands still until the answer.",
                "The requesters of {n} cases get this question by mail and in the request; the clocks stand still until the answers.",
                count,
            )
        case _:
            return ngettext(
                "The clock of {n} case stops; the requester sees the reason.",
                "The clocks of {n} cases stop; the requesters see the reason.",
                count,
            )


def _verb(act: str, count: int) -> str:
    return {
        "take": ngettext("Take {n} case", "Take {n} cases", count),
        "reassign": ngettext("Pass on {n} case", "Pass on {n} cases", count),
        "ask": _("Send the question"),
        "pause": ngettext("Put {n} case on hold", "Put {n} cases on hold", count),
    }[act]


def _colleagues() -> list[dict[str, str]]:
    """Members of the groups that the actor belongs to or may distribute in."""
    actor = current_actor()
    with reading(actor) as session:
        groups = all_groups(session)
    found = {
        str(one.person_id): one.name
        for group in groups
        if group.id in actor.group_ids | actor.lead_of or may(actor, Permission.SEE_ALL_CASES)
        for one in group.members
    }
    return [{"value": key, "label": name} for key, name in sorted(found.items(), key=lambda pair: pair[1])]


@on(
    Output(ids.RESULT, "children", allow_duplicate=True),
    Output(ids.ERROR, "children", allow_duplicate=True),
    Output(ids.WORDS, "children", allow_duplicate=True),
    Output(ids.FIELDS, "hidden", allow_duplicate=True),
    Output(ids.OK, "style", allow_duplicate=True),
    Output(ids.CANCEL, "children", allow_duplicate=True),
    Output(queue.GRID, "selectedRows"),
    Output(queue.TICK, "data", allow_duplicate=True),
    Input(ids.OK, "n_clicks"),
    State(ids.ACT, "data"),
    State(ids.PERSON, "value"),
    State(ids.TEXT, "value"),
    State(ids.DATE, "value"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def do_bulk(clicks: int, asked: Mapping[str, Any] | None, person: str | None, text: str | None, day: str | None) -> Any:
    if not clicks or not asked:
        return (no_update,) * 8
    try:
        done = _run(
            current_actor(), str(asked["act"]), [UUID(one) for one in asked["cases"]], person=person, text=text or "", day=day or ""
        )
    except KordonError as error:
        return None, note(words_of(error), kind="danger", sign=icon(Icon.LATE, size=14)), *([no_update] * 6)
    lines = [
        (
            f"{one.title or one.number} · {one.number}" if one.number else _("Unknown case"),
            one.error is None,
            _("done") if one.error is None else words_of(one.error),
        )
        for one in done
    ]
    refused = sum(1 for one in done if one.error is not None)
    left = [{"id": str(one.case_id)} for one in done if one.error is not None]
    return (
        results(lines),
        None,
        result_words(len(done) - refused, refused),
        True,
        {"display": "none"},
        _("Close"),
        {"ids": [one["id"] for one in left]},
        tick(),
    )


def _run(actor: Actor, act: str, cases: list[UUID], *, person: str | None, text: str, day: str) -> list[bulk.ItemResult]:
    """What would be refused for every case alike is refused once, before anything is done."""
    if act in {"reassign", "pause"} and not text.strip():
        raise ReasonNeeded(field="text")
    if act == "ask" and not text.strip():
        raise EmptyMessage(field="text")
    match act:
        case "take":
            return bulk.take_cases(actor, cases)
        case "reassign":
            return bulk.reassign_cases(actor, cases, to_person=UUID(person) if person else None, reason=text)
        case "ask":
            return bulk.ask_in_cases(actor, cases, question=text)
        case "pause":
            return bulk.pause_cases(actor, cases, reason=text, resume_on=read_day(day, field="day"))
        case _:
            raise InvalidInput(act=act)


@on(
    Output(queue.GRID, "selectedRows", allow_duplicate=True),
    Input(ids.CLEAR, "n_clicks"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def choose_none(clicks: int | None) -> Any:
    return [] if clicks else no_update
