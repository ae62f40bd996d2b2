"""Draw a case for its reader, and again whenever it changes. What somebody types into is drawn apart (`case_findings`, `case_answer`)."""

from __future__ import annotations

import time
from typing import Any

import dash
from dash import ALL, Input, Output, State, ctx, html, no_update

from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.operations.audit import record_view
from data.queries.processes.case_page import CasePage, case_page
from data.session import Session, reading, transaction
from models.access.actor import Actor, Role
from models.access.permissions import Permission, may
from models.errors import NotFound
from models.processes.definition import Field
from pages import shell
from pages.components.form_reading import reading_list
from pages.components.states import empty, missing
from pages.processes.case import ids, panel_id, tab_options
from pages.processes.case_acts import acts_of
from pages.processes.case_aside import case_aside
from pages.processes.case_documents import add_documents, document_list
from pages.processes.case_findings import counted
from pages.processes.case_head import back_of, case_head, case_next
from pages.translations import _, current_language


def page_of(session: Session, number: str) -> CasePage:
    """The case as this reader may see it. Raises `NotFound`."""
    return case_page(session, number, lang=current_language())


def tick() -> int:
    """A number that was never there before: the page draws itself anew when its `REFRESH` store gets one."""
    return time.time_ns() // 1_000


@on(
    Output(ids.HEAD, "children"),
    Output(ids.NEXT, "children"),
    Output(ids.FORM, "children"),
    Output(ids.DOCUMENTS, "children"),
    Output(ids.ASIDE, "children"),
    Output(ids.TAB, "options"),
    Output(ids.TAB, "value"),
    Output(ids.LIVE, "children"),
    Output(ids.CASE, "data"),
    Input(ids.NUMBER, "data"),
    Input(ids.REFRESH, "data"),
    Input(shell.ids.LIVE_CASE, "data"),
    State(ids.TAB, "value"),
    State(ids.CASE, "data"),
    permission=Permission.USE,
)
def draw_case(number: str, _refresh: int, _live: int, tab: str, drawn: dict[str, Any] | None) -> Any:
    actor = current_actor()
    try:
        with reading(actor) as session:
            case = page_of(session, number)
            now = session.now
    except NotFound:
        dash.set_props(ids.ROOT, {"children": missing()})
        return (no_update,) * 9
    if drawn is None and may(actor, Permission.SEE_ALL_CASES):
        with transaction(actor) as session:
            record_view(session, subject_kind="case", subject_id=case.id, subject_name=case.number, case_id=case.id)
    facts = facts_of(case, actor)
    if drawn is not None and {**drawn, "drawn": 0, "head": ""} == facts and ctx.triggered_id == shell.ids.LIVE_CASE:
        return (no_update,) * 9
    external = actor.has(Role.EXTERNAL)
    acts = acts_of(case)
    shown = tabs_of(case)
    back = back_of(can_work=may(actor, Permission.WORK_CASES) and case.inside, is_external=external)
    documents = document_list(case.files, now=now, inside=case.inside, can_change="share" in case.actions)
    adding = add_documents(inside="share" in case.actions, can_share=any(part == "external" for _one, _name, part in case.participants))
    can_add = "message" in case.actions and not external and case.closed_at is None
    opened = tab if drawn is not None and tab in shown else _first_tab(case, tab, shown)
    facts["drawn"] = ((drawn or {}).get("drawn") or 0) + 1
    facts["head"] = repr((acts, case.title, case.owner, case.risk_level, case.priority, case.amount_kopecks))
    # A head that says the same stays as it is: its menu may be open just now.
    same = drawn is not None and all(drawn.get(key) == facts[key] for key in ("head", "state", "sla", "minutes"))
    return (
        no_update if same else case_head(case, acts, now=now, back=back),
        no_update if same else case_next(case, acts, now=now),
        form_reading(case),
        [documents, *([adding] if can_add else [])] if not _is_adding(drawn, facts) else no_update,
        case_aside(case, now=now, me=actor.user_id, is_external=external),
        tab_options(shown),
        opened,
        html.Span(**{"data-live": f"case:{case.id}"}),
        facts,
    )


def facts_of(case: CasePage, actor: Actor) -> dict[str, Any]:
    """What other callbacks of the page need; equal facts mean that nothing on the page has changed."""
    return {
        "id": str(case.id),
        "revision": case.revision,
        "state": case.state.value,
        "inside": case.inside,
        "sla": case.sla.value,
        "actions": sorted(case.actions),
        "files": [[str(one.id), one.visibility] for one in case.files],
        "answer": [case.answer.version, case.answer.state, str(case.answer.attachment_id)] if case.answer else None,
        "people": [str(one) for one, _name, _part in case.participants],
        "minutes": case.left.minutes if case.left else None,
        "children": [state for _number, _title, state in case.children],
        "me": str(actor.user_id),
        "drawn": 0,
        "head": "",
        "tasks": [[str(task.id), str(task.assignee_id), len(task.waiting_for)] for task in case.tasks],
    }


def _is_adding(drawn: dict[str, Any] | None, facts: dict[str, Any]) -> bool:
    """Files that are being chosen must not vanish because somebody else wrote a message."""
    return drawn is not None and all(drawn[key] == facts[key] for key in ("files", "actions", "people"))


def tabs_of(case: CasePage) -> dict[str, str]:
    """The tabs of this reader with what stands behind their names."""
    shown = {"form": ""}
    if case.inside and case.definition is not None:
        shown["findings"] = counted(finding_fields(case), case.values)
    shown["documents"] = str(len(case.files)) if case.files else ""
    if case.definition is not None and (case.inside or case.answer is not None or case.requester_id == current_actor().user_id):
        shown["answer"] = ""
    return shown


def _first_tab(case: CasePage, asked: str, shown: dict[str, str]) -> str:
    if asked in shown and asked != "form":
        return asked
    if case.answer is not None and case.answer.state == "delivered" and not case.inside:
        return "answer"
    return "findings" if "findings" in shown and any(task.mine or task.my_decision for task in case.tasks) else "form"


def finding_fields(case: CasePage) -> list[Field]:
    """Fields that are not asked of the requester: what the service has found out."""
    asked = set(case.definition.start_fields) if case.definition else set()
    return [one for one in case.fields if one.key not in asked]


def form_reading(case: CasePage) -> Any:
    """What was ordered, in words."""
    if case.definition is None:
        pairs = [part for key, value in case.values.items() for part in (html.Dt(key), html.Dd(str(value)))]
        return (
            html.Dl(pairs, className="kv case-kv")
            if pairs
            else empty(_("This case came from another system without a form."), compact=True)
        )
    asked = set(case.definition.start_fields)
    fields = [one for one in case.fields if one.key in asked] if not current_actor().has(Role.EXTERNAL) else list(case.fields)
    if not fields or not any(one.key in case.values for one in fields):
        return empty(_("Nothing of the form was shared with you."), compact=True)
    return reading_list(fields, case.values, sections=case.definition.sections, names=case.names)


in_browser(
    "caseTab",
    Output(panel_id(ALL), "hidden"),
    Input(ids.TAB, "value"),
    State(panel_id(ALL), "id"),
)
