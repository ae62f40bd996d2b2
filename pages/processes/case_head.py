"""The head of a case: number, title, status, clock, owner, the two or three actions that are possible now, and the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.processes.case import CLOSED, CaseState
from models.processes.definition import StepKind
from models.processes.sla import SlaState
from pages.components.buttons import Choice, menu_items
from pages.components.icons import Icon, icon
from pages.components.marks import priority_text, risk_mark, risk_text, sla_mark, status_mark, tag
from pages.components.page import next_step
from pages.components.people import person
from pages.formats import listing, money_compact, short_name
from pages.paths import Path
from pages.processes.case import act_id
from pages.processes.case_acts import Act
from pages.processes.words import clock_words, due_words, state_words
from pages.translations import _, current_language, text_of


def case_head(case: Any, acts: Sequence[Act], *, now: datetime, back: tuple[str, str]) -> list[Component]:
    """`case` is a `CasePage`, `back` the list it was reached from."""
    title = f"{text_of(case.case_name)}: {case.title}" if case.title else text_of(case.case_name)
    number = html.Button(
        icon(Icon.COPY, size=14),
        className="icb icb-s",
        type="button",
        title=_("Copy the number"),
        **{"data-act": "copy", "data-value": case.number, "aria-label": _("Copy the number")},
    )
    crumbs = html.Nav(
        [dcc.Link(back[0], href=back[1]), html.Span("/", **{"aria-hidden": "true"}), html.Span(case.number), number],
        className="crumb",
        **{"aria-label": _("The way here")},
    )
    return [
        html.Div(
            [html.Div([crumbs, html.H1(title, title=title)], className="head-words"), html.Div(_buttons(acts), className="acts")],
            className="head",
        ),
        html.Div(_meta(case, now=now), className="case-meta"),
    ]


def _meta(case: Any, *, now: datetime) -> list[Component]:
    here = next((task.step.name for task in case.tasks if task.kind == StepKind.TASK), None)
    outcome = text_of(case.outcome_name) if case.outcome_name else ""
    marks: list[Component] = [
        status_mark(case.state.value, outcome if case.state in CLOSED and outcome else state_words(case.state.value, here))
    ]
    if case.sla is not SlaState.NONE:
        due = due_words(case.due_at, now=now, sla=case.sla)
        clock = sla_mark(clock_words(case.sla, case.left, now=now, resume_on=case.resume_on))
        marks.append(html.Span([clock, *([html.Span(due, className="t3 only-desk")] if due else [])], className="row-f"))
    if case.inside and case.risk_level:
        marks.append(
            risk_mark(
                case.risk_level,
                _("{level} risk", level=risk_text(case.risk_level).lower() if current_language() == "ru" else risk_text(case.risk_level)),
            )
        )
    if case.inside and case.priority >= 2:
        marks.append(tag(priority_text(case.priority), kind="warn"))
    if case.inside and case.amount_kopecks:
        marks.append(html.Span(money_compact(case.amount_kopecks), className="t2"))
    if case.owner:
        marks.append(html.Span(person(case.owner), title=_("Executor: {name}", name=case.owner)))
    elif case.state not in CLOSED and case.group:
        marks.append(html.Span(text_of(case.group), className="t3"))
    return marks


_IN_THE_OPEN = ("decide", "ask", "pause", "resume", "outcome", "rate")


def _rank(act: Act) -> int:
    """Other decisions of an approval come first, other endings of a task after the question and the pause."""
    return _IN_THE_OPEN.index("decide" if act.act == "outcome" and act.is_decision else act.act)


def _buttons(acts: Sequence[Act]) -> list[Component]:
    """At most three in the open, the primary one last; the others behind "…"."""
    first = next((act for act in acts if act.style == "primary"), None)  # the next-step line has it in colour; here it is quiet on a desk
    open_ones = [act for act in acts if act is not first and act.act in _IN_THE_OPEN and act.style != "danger"]
    shown = sorted(open_ones, key=_rank)[: 2 if first else 3]
    hidden = [act for act in acts if act is not first and act not in shown]
    buttons = [_button(act, loud=False) for act in shown] + ([_button(first, loud=False)] if first else [])
    if hidden:
        choices = [
            Choice(
                act.text,
                id=None if act.href else act_id(act.act, act.key, "menu"),
                sign=act.sign,
                href=act.href,
                danger=act.style == "danger",
            )
            for act in hidden
        ]
        calm, dangerous = [one for one in choices if not one.danger], [one for one in choices if one.danger]
        divider = [dbc.DropdownMenuItem(divider=True)] if calm and dangerous else []
        face = [icon(Icon.DOTS), html.Span(_("More actions"), className="visually-hidden")]
        items = [*menu_items(calm), *divider, *menu_items(dangerous)]
        buttons.append(
            dbc.DropdownMenu(items, label=face, caret=False, align_end=True, toggle_class_name="as-outline ic", class_name="acts-more")
        )
    return buttons


def _button(act: Act, place: str = "head", *, loud: bool = True) -> Component:
    colour = {"primary": "primary" if loud else "outline-secondary", "danger": "outline-danger"}.get(act.style, "outline-secondary")
    classes = "act-first" if act.style == "primary" else ""
    face = [*([icon(act.sign)] if act.sign else []), act.text]
    if act.href:
        return dcc.Link(face, href=act.href, className=f"btn btn-{colour} {classes}")
    return dbc.Button(face, id=act_id(act.act, act.key, place), color=colour, class_name=classes, n_clicks=0)


# --- the next step -----------------------------------------------------------------------------------------------------------


def case_next(case: Any, acts: Sequence[Act], *, now: datetime) -> Component | None:
    """One line: what has to happen now and the button for it; who is waited for, if it is not the reader."""
    words, act, label = _next_words(case, acts, now=now)
    if not words:
        return None
    return next_step(words, action=_button(act, "next") if act else None, label=label)


def _next_words(case: Any, acts: Sequence[Act], *, now: datetime) -> tuple[str, Act | None, str]:
    by_name: Mapping[str, Act] = {act.act: act for act in reversed(acts)}
    mine = "withdraw" in by_name or "rate" in by_name or "resubmit" in by_name
    if case.state in CLOSED:
        if "rate" in by_name:
            return _("Say how useful the answer was"), by_name["rate"], ""
        if "resubmit" in by_name:
            return _("You may correct the request and submit it again"), by_name["resubmit"], ""
        return "", None, ""
    if case.state is CaseState.WAITING_REQUESTER:
        if mine and not case.inside:
            return (
                _("Answer the question below: work stands still until you do"),
                Act("write", _("Answer"), style="primary"),
                _("Your turn"),
            )
        return (
            _("{name} has to answer the question", name=short_name(case.requester) or _("The requester")),
            by_name.get("resume"),
            _("Waiting"),
        )
    if case.state is CaseState.PAUSED:
        reason = case.pause_reason
        until = clock_words(case.sla, case.left, now=now, resume_on=case.resume_on).text
        return f"{until[:1].upper()}{until[1:]}: {reason}" if reason else until, by_name.get("resume"), _("On hold")
    for task in case.tasks:
        found = _of_task(task, acts)
        if found:
            return found
    return _waiting_words(case), None, _("Now")


def _of_task(task: Any, acts: Sequence[Act]) -> tuple[str, Act | None, str] | None:
    step = text_of(task.step.name)
    own = [act for act in acts if act.key.partition(":")[0] == str(task.id)]
    take = next((act for act in own if act.act == "take"), None)
    if take is not None:
        return _("Take it into work: {step}", step=step), take, ""
    primary = next((act for act in own if act.act == "outcome" and act.style == "primary"), None)
    if task.my_decision:
        return _("Your decision: {step}", step=step), primary, ""
    happened = next((act for act in own if act.act == "event"), None)
    if happened is not None:
        return step, happened, ""
    if task.mine:
        return (primary.hint or step, primary, "") if primary else (step, None, "")
    return None


def _waiting_words(case: Any) -> str:
    """«Акцепт руководителя группы: Лебедев Г. Р.»; a requester is told the step only."""
    said = []
    for task in case.tasks:
        names = [short_name(one) for one in ([task.assignee] if task.assignee else task.waiting_for) if one] if case.inside else []
        who = listing(names) or (text_of(task.group) if case.inside and task.group else "")
        said.append(f"{text_of(task.step.name)}: {who}" if who else text_of(task.step.name))
    if not said:
        return next((text_of(step.name) for step in case.route if step.state == "here"), "")
    return "; ".join(said)


def back_of(*, can_work: bool, is_external: bool) -> tuple[str, str]:
    """The list this reader comes from."""
    if is_external:
        return _("Shared with me"), str(Path.SHARED)
    return (_("My queue"), str(Path.QUEUE)) if can_work else (_("My requests"), str(Path.REQUESTS))
