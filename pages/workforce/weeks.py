"""The weeks of a group: who has handed in, what is remarkable, approve and return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.workforce.effort import DAYS_OF_A_WEEK, WeekState
from models.workforce.weeks import Remark
from pages.components.buttons import button
from pages.components.dialogs import confirm, drawer, results
from pages.components.forms import field, text_input
from pages.components.icons import Icon, icon
from pages.components.marks import tag
from pages.components.page import page
from pages.components.presses import presses
from pages.components.states import empty, skeleton_rows
from pages.components.tables import Column, short_table
from pages.formats import date_long, day_month, percent
from pages.paths import Path
from pages.translations import N_, _, ngettext
from pages.workforce.week_body import counted, grouped, thing_name, week_steps
from pages.workforce.words import ABSENCES, WEEK_STATES, hours, hours_short, week_words


class ids(StrEnum):
    STATE = "weeks-state"
    ACTIONS = "weeks-actions"
    TABLE = "weeks-table"
    APPROVE = "weeks-approve"
    CHANGED = "weeks-changed"
    OPEN = "weeks-open"
    PANEL = "weeks-panel"
    PANEL_TITLE = "weeks-panel-title"
    PANEL_BODY = "weeks-panel-body"
    RETURN = "weeks-return"
    RETURN_WHOM = "weeks-return-whom"
    RETURN_WORDS = "weeks-return-words"
    RETURN_COMMENT = "weeks-return-comment"
    RETURN_ERROR = "weeks-return-error"
    RETURN_YES = "weeks-return-yes"
    RETURN_NO = "weeks-return-no"
    RESULT = "weeks-result"
    RESULT_LIST = "weeks-result-list"
    RESULT_TITLE = "weeks-result-title"
    RESULT_DONE = "weeks-result-done"
    LOCK = "weeks-lock"
    LOCK_WORDS = "weeks-lock-words"
    LOCK_YES = "weeks-lock-yes"
    LOCK_NO = "weeks-lock-no"


ACTS = "weeks-act"
CHOICE = "weeks-choice"
_REMARKS = {Remark.OVER: N_("more than the calendar"), Remark.UNDER: N_("less than half")}


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """A line as it is drawn; `row` is `WeekRow`, `name` in the reader's language."""

    name: str
    row: Any


def act_id(act: str, subject: str = "") -> dict[str, str]:
    """A button that opens a week (`open`), returns it (`return`) or locks (`lock`)."""
    return {"type": ACTS, "act": act, "subject": subject}


def choice_id(person: Any, week: Any, revision: Any) -> dict[str, Any]:
    """The box that chooses a week as it was seen. The week stands in it: what is chosen here must not be chosen on another one."""
    return {"type": CHOICE, "person": person, "week": week, "revision": revision}


def layout() -> Component:
    return page(
        _("Weeks of the group"), state="", state_id=ids.STATE, actions_id=ids.ACTIONS, live="figures",
        body=[
            html.Div(
                [
                    button(_("Approve the chosen"), id=ids.APPROVE, kind="primary", sign=Icon.CHECK),
                    html.Span(_("Approved weeks change only by being returned."), className="t2 s12"),
                ],
                className="wk-tools",
            ),
            html.Div(skeleton_rows(8), id=ids.TABLE, className="wk-table"),
            dcc.Store(id=ids.CHANGED, data=0), dcc.Store(id=ids.OPEN, data=""), dcc.Store(id=ids.RETURN_WHOM),
            presses(ACTS),
            drawer("", html.Div(id=ids.PANEL_BODY), id=ids.PANEL, title_id=ids.PANEL_TITLE),
            confirm(
                _("Return the week?"), id=ids.RETURN, verb=_("Return"), confirm_id=ids.RETURN_YES, cancel_id=ids.RETURN_NO,
                body=[
                    html.P(id=ids.RETURN_WORDS, className="dialog-words"),
                    field(_("What should be changed"), text_input(id=ids.RETURN_COMMENT, debounce=False), id=ids.RETURN_COMMENT,
                          is_required=True),
                    html.Div(id=ids.RETURN_ERROR, className="field-error", **{"aria-live": "polite"}),
                ],
            ),
            confirm(
                _("Lock the approved weeks?"), id=ids.LOCK, verb=_("Lock"), confirm_id=ids.LOCK_YES, cancel_id=ids.LOCK_NO,
                body_id=ids.LOCK_WORDS,
            ),
            dbc.Modal(
                [
                    dbc.ModalHeader(dbc.ModalTitle(_("Result"), id=ids.RESULT_TITLE), close_button=False),
                    dbc.ModalBody(id=ids.RESULT_LIST),
                    dbc.ModalFooter(button(_("Close"), id=ids.RESULT_DONE, kind="primary")),
                ],
                id=ids.RESULT, is_open=False, centered=True, labelledby=ids.RESULT_TITLE,
            ),
        ],
    )  # fmt: skip


def state_line(lines: Sequence[PersonWeek], monday: date, *, today: date) -> str:
    """«16–22 ноября: сдали 5 из 8, ждут согласования 3»."""
    handed_in = sum(line.row.state != WeekState.OPEN for line in lines)
    waiting = sum(line.row.state == WeekState.SUBMITTED and not line.row.is_mine for line in lines)
    words = _("{week}: {n} of {all} handed in.", week=week_words(monday, today=today), n=handed_in, all=len(lines))
    return words + " " + ngettext("{n} waits for you.", "{n} wait for you.", waiting)


def actions(monday: date, *, today: date, may_lock: bool) -> list[Component]:
    """To the weeks beside; the head locks what is approved."""
    lock = [button(_("Lock approved"), id=act_id("lock"), sign=Icon.LOCK)] if may_lock else []
    return [week_steps(monday, today=today, path=Path.WEEKS), *lock]


def weeks_table(lines: Sequence[PersonWeek], monday: date) -> Component:
    """One line a person."""
    if not lines:
        return empty(_("Nobody works in the groups that you lead."), sign=Icon.PEOPLE)
    titles = [
        Column(_unseen(_("Choose")), "52px"), Column(_("Name")), Column(_("State"), "150px"), Column(_("Owed"), "84px", is_number=True),
        Column(_("Entered"), "84px", is_number=True), Column(_("Project work"), "150px"), Column(_("Absent"), "170px"),
        Column(_("Remarkable"), "170px"), Column(_unseen(_("What to do")), "120px"),
    ]  # fmt: skip
    return short_table(titles, [_line(line, monday) for line in lines], caption=_("Weeks of the group"))


def _unseen(words: str) -> Any:
    return html.Span(words, className="visually-hidden")


def _line(line: PersonWeek, monday: date) -> list[Any]:
    row = line.row
    waits = row.state == WeekState.SUBMITTED and not row.is_mine
    box = dbc.Checkbox(
        id=choice_id(str(row.person_id), monday.isoformat(), row.revision), value=False, persistence=True, persistence_type="memory",
        label=_unseen(line.name),
    ) if waits else " "  # fmt: skip
    word, sign, tone = WEEK_STATES[row.state]
    share = row.project_share
    project = [
        html.Span(html.I(style={"width": f"{round(100 * share)}%"}), className="wk-share", **{"aria-hidden": "true"}), " ", percent(share),
    ] if share is not None else None  # fmt: skip
    remark = tag(_(_REMARKS[row.remark]), kind="warn", sign=Icon.WARNING) if row.remark else None
    can_return = row.state in (WeekState.SUBMITTED, WeekState.APPROVED) and not row.is_mine
    act = [button(_("Return"), id=act_id("return", f"{row.person_id}|{row.revision}"), small=True)] if can_return else " "
    name = [line.name, *([" ", tag(_("yours"))] if row.is_mine else [])]
    opened = html.Button(name, id=act_id("open", str(row.person_id)), type="button", className="as-link")
    state = html.Span([icon(sign), html.Span(_(word))], className=f"st {tone}".strip())
    return [
        box, opened, state, hours_short(row.owed), hours_short(row.minutes), project, absence_words(row), remark, act,
    ]  # fmt: skip


def absence_words(row: Any) -> str:
    """«Отпуск: 3 дня»."""
    return ", ".join(f"{_(ABSENCES[kind])}: {ngettext('{n} day', '{n} days', days)}" for kind, days in row.absent.items())


def week_panel(week: Any, *, today: date) -> list[Component]:
    """Somebody's week day by day; `week` is `Week`."""
    parts: list[Component] = [
        html.P(_("{week}: {done} of {owed}.", week=week_words(week.monday, today=today), done=hours(week.minutes), owed=hours(week.owed))),
    ]
    for day in week.days:
        if not day.entries and not day.owed and not day.absence:
            continue
        sums = f"{hours_short(day.minutes)} / {hours_short(day.owed)}"
        kind = [" ", tag(_(ABSENCES[day.absence]), kind="acc")] if day.absence else []
        head: list[Any] = [date_long(day.day), *kind, html.Span(sums, className="more num")]
        parts.append(html.H2(head, className="sec"))
        things = [_thing(entries) for entries in grouped(day.entries).values() if counted(entries)]
        nothing = html.P(_("Nothing is written down."), className="t3 s12")
        parts.append(html.Ul(things, className="wk-entries", tabIndex=0) if things else nothing)
    return parts


def _thing(entries: Sequence[Any]) -> Component:
    first = entries[0]
    reasons = "; ".join(dict.fromkeys(entry.reason for entry in entries if entry.reason and not entry.is_cancelled))
    told = " · ".join(part for part in (first.title, reasons) if part)
    return html.Li(
        [
            icon(Icon.BRIEFCASE if first.project_id else Icon.CARD_LIST, size=14, class_name="t3"),
            html.Div([html.Div(thing_name(first), className="fw ell"), html.Div(told, className="s12 t2 ell", title=told)]),
            html.Span(hours_short(counted(entries)), className="num"), html.Span(),
        ]
    )  # fmt: skip


def lock_words(monday: date, count: int, *, today: date) -> list[Component]:
    """What locking does."""
    sunday = monday + timedelta(days=DAYS_OF_A_WEEK - 1)
    many = ngettext("{n} approved week", "{n} approved weeks", count)
    return [
        html.P(_("{many} up to {day} will be locked for good.", many=many, day=day_month(sunday, today=today))),
        html.P(_("Later corrections go to open weeks; what comes late says for which day it is."), className="t2"),
    ]


def result_list(items: list[tuple[str, bool, str]]) -> Component:
    return results(items)
