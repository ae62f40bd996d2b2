"""Beside the case: the route with "you are here", what is open, who takes part, the cases it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.processes.definition import StepKind
from models.processes.sla import SlaState
from pages.components.icons import Icon, icon
from pages.components.marks import sla_mark, status_mark
from pages.components.people import avatar
from pages.components.route import Step, route_list
from pages.formats import duration, moment, short_name
from pages.paths import to_case
from pages.processes.case import act_id
from pages.processes.words import clock_words
from pages.translations import _, text_of


def case_aside(case: Any, *, now: datetime, me: Any, is_external: bool) -> list[Component]:
    """Sections between hairlines; what is empty or not for this reader is left out."""
    parts: list[Component] = [_route(case, now=now)]
    if case.inside and case.tasks:
        parts.append(_tasks(case, now=now, me=me))
    if not is_external:
        parts.append(_people(case, me=me))
    if case.parent or case.children or case.resubmits:
        parts.append(_related(case))
    return parts


def _route(case: Any, *, now: datetime) -> Component:
    steps = [_step(step, now=now) for step in case.route]
    first = Step(_("Request received"), "done", when=moment(case.opened_at, now=now))
    small = [html.Small(_("version {number}", number=case.version))] if case.inside and case.definition is not None else []
    return html.Section([html.H2([_("Route"), *small], className="sec"), route_list([first, *steps])])


def _step(step: Any, *, now: datetime) -> Step:
    promised = duration(step.promised_minutes) if step.promised_minutes else ""
    people = ", ".join(short_name(one) for one in step.people)
    if step.state == "here":
        since = moment(step.entered_at, now=now) if step.entered_at else ""
        return Step(
            text_of(step.name), "here", detail=", ".join(part for part in (_("you are here"), people or since) if part), when=promised
        )
    if step.state == "done":
        return Step(text_of(step.name), "done", detail=people, when=duration(step.minutes) if step.minutes else "")
    if step.kind == StepKind.END:  # how it will end is not known yet
        return Step(_("Answer"), "todo")
    return Step(
        text_of(step.name), "skipped" if step.state == "skipped" else "todo", when=_("within {time}", time=promised) if promised else ""
    )


def _tasks(case: Any, *, now: datetime, me: Any) -> Component:
    lines = []
    for task in case.tasks:
        names = [task.assignee] if task.assignee else list(task.waiting_for)
        who = ", ".join(_("you") if task.assignee_id == me else short_name(one) for one in names if one) or text_of(task.group or {})
        body: list[Any] = [html.Span(text_of(task.step.name))]
        if task.sla in {SlaState.SOON, SlaState.LATE, SlaState.OK} and task.due_at:
            body.append(html.Div(sla_mark(clock_words(task.sla, task.left, now=now)), className="s12"))
        if task.child:
            body.append(html.Div(dcc.Link(task.child[0], href=to_case(task.child[0])), className="s12"))
        elif task.wait_until:
            body.append(html.Div(_("until {moment}", moment=moment(task.wait_until, now=now)), className="s12 t3"))
        lines.append(
            html.Li(
                [
                    icon(Icon.STEP_TODO, size=14, class_name="t3"),
                    html.Div(body),
                    html.Span(className="sp"),
                    html.Span(who, className="t3 s12 nw"),
                ]
            )
        )
    return html.Section([html.H2([_("Tasks"), html.Small(str(len(lines)))], className="sec"), html.Ul(lines, className="tasks")])


def _people(case: Any, *, me: Any) -> Component:
    told: list[tuple[Any, str, str]] = []
    if case.owner:
        told.append((case.owner_id, case.owner, _("executor")))
    if case.requester:
        told.append((case.requester_id, case.requester, _("requester")))
    elif case.anonymous:
        told.append((None, _("Anonymous"), _("requester")))
    if case.inside:
        for task in case.tasks:
            told += [(None, one, _("approver")) for one in task.waiting_for if one]
    words = {"external": _("external"), "watcher": _("follows"), "contributor": _("takes part")}
    told += [(one, name, words.get(part, part)) for one, name, part in case.participants if case.inside or one == me]
    removable = {one for one, _name, _part in case.participants} if "share" in case.actions else set()
    lines = [_person(one, name, part, me=me, removable=one in removable) for one, name, part in told]
    more = []
    if "share" in case.actions:
        more = [html.Button(_("Share"), id=act_id("share", "", "aside"), type="button", className="more as-link", n_clicks=0)]
    return html.Section([html.H2([_("Participants"), *more], className="sec"), html.Ul(lines, className="ppl")])


def _person(person: Any, name: str, part: str, *, me: Any, removable: bool) -> Component:
    body: list[Any] = [
        avatar(name, small=True, is_me=person == me),
        html.Span(short_name(name), className="ell"),
        html.Span(className="sp"),
        html.Span(part, className="t3 s12"),
    ]
    if removable:
        words = _("Stop sharing with {name}", name=name)
        body.append(
            dbc.Button(
                icon(Icon.CROSS, size=12),
                id=act_id("unshare", str(person), "aside"),
                color="link",
                size="sm",
                class_name="ic ic-xs",
                title=words,
                n_clicks=0,
            )
        )
    return html.Li(body)


def _related(case: Any) -> Component:
    lines: list[Component] = []
    if case.parent:
        lines.append(_case_line(case.parent[0], case.parent[1], _("main case")))
    if case.resubmits:
        lines.append(_case_line(case.resubmits, "", _("submitted before")))
    lines += [_case_line(number, title, "", state=state) for number, title, state in case.children]
    return html.Section([html.H2(_("Related cases"), className="sec"), html.Ul(lines, className="rel")])


def _case_line(number: str, title: str, part: str, *, state: str = "") -> Component:
    body: Sequence[Any] = [
        html.Div([dcc.Link(number, href=to_case(number), className="fw"), html.Span(f" {title}", className="t2")], className="ell"),
        html.Span(className="sp"),
        status_mark(state) if state else html.Span(part, className="t3 s12 nw"),
    ]
    return html.Li(list(body))
