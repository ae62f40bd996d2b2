"""The list of projects on a line of time, and one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from models.workforce.projects import ProjectState, is_overspending, time_share, used_share
from pages.components.buttons import button
from pages.components.icons import Icon, icon
from pages.components.marks import tag
from pages.components.page import block, section
from pages.components.states import empty
from pages.components.tables import Column, short_table
from pages.formats import date_short, money_compact, month_short, number, percent, short_name
from pages.paths import Path, to
from pages.translations import _, ngettext, text_of
from pages.workforce.projects import act_id, open_id
from pages.workforce.words import hours

_QUIET = "btn btn-link btn-sm"
_MOST_MONTHS = 14


def state_words(known: Sequence[Any], *, today: date) -> str:
    running = [one for one in known if one.row.state == ProjectState.ACTIVE]
    if not running:
        return _("No project runs.")
    words = ngettext("{n} project runs", "{n} projects run", len(running))
    troubled = sum(1 for one in running if trouble(one, today=today))
    return f"{words}; " + ngettext("{n} needs a look", "{n} need a look", troubled) if troubled else words


def trouble(one: Any, *, today: date) -> list[str]:
    """What is wrong with a running project, in words; empty when nothing is."""
    row, found = one.row, []
    if row.state != ProjectState.ACTIVE or row.first_day is None or row.last_day is None:
        return []
    if today > row.last_day:
        found.append(_("past its last day"))
    late = [stage.name for stage in one.stages if stage.done_at is None and stage.last_day < today]
    if late:
        found.append(_("late: {stage}", stage=late[0]))
    if is_overspending(one.kopecks, row.budget_kopecks, gone=time_share(row.first_day, row.last_day, today)):
        found.append(_("money runs ahead of the calendar"))
    return found


def projects_body(known: Sequence[Any], chosen: Any | None, *, today: date, manages: bool) -> list[Component]:
    """`known` are `Project`s; `manages`: the reader plans them."""
    if not known:
        return [empty(_("There is no project yet."), sign=Icon.KANBAN)]
    columns = [
        Column(_("Project"), "26%"), Column(_("Answers for it"), "140px"), Column(_("How it stands")),
        *(Column(title, width, is_number=True) for title, width in (
            (_("Labour"), "96px"), (_("Spent"), "108px"), (_("Budget"), "108px"), (_("Used"), "72px"))),
    ]  # fmt: skip
    table = short_table(columns, [_row(one, today=today) for one in known], caption=_("Projects"))
    parts = [block(section(_("On one line of time"), small=_("stages; the line is today")), _gantt(known, today)), block(table)]
    return [*parts, *(_one(chosen, today=today, manages=manages) if chosen is not None else [])]


def _row(one: Any, *, today: date) -> list[Any]:
    row, name = one.row, text_of(one.row.name)
    link = dcc.Link(name, href=to(Path.PROJECTS, search={"project": row.code}), className="fw subj ell", title=name)
    used, labour = used_share(one.kopecks, row.budget_kopecks), _("{n} h", n=number(one.minutes / 60, digits=0))
    return [
        link, short_name(row.owner or ""), _standing(one, today=today), labour, money_compact(one.kopecks),
        money_compact(row.budget_kopecks) if row.budget_kopecks else "", percent(used, digits=0) if used is not None else "",
    ]  # fmt: skip


def _standing(one: Any, *, today: date) -> Component:
    """A sign and words, never colour alone."""
    if one.row.state != ProjectState.ACTIVE:
        return tag(_("done") if one.row.state == ProjectState.DONE else _("stopped"))
    found = trouble(one, today=today)
    if found:
        words = "; ".join(found)
        return html.Span([icon(Icon.WARNING, size=14, class_name="c-warn"), " ", words], className="ell", title=words)
    return html.Span([icon(Icon.CHECK_CIRCLE, size=14, class_name="c-ok"), " ", _("as planned")])


def _gantt(known: Sequence[Any], today: date) -> Component:
    shown = [one for one in known if one.row.first_day and one.row.last_day and one.row.state == ProjectState.ACTIVE]
    if not shown:
        return empty(_("No running project has days yet."), compact=True, sign=Icon.CALENDAR)
    first = min(min(one.row.first_day for one in shown), today).replace(day=1)
    last = max(max(one.row.last_day for one in shown), today)
    length = (last - first).days + 1

    def place(begin: date, end: date) -> dict[str, str]:
        left, right = max(0, (begin - first).days), min(length, (end - first).days + 1)
        return {"left": f"{left / length:.3%}", "width": f"{max(right - left, 1) / length:.3%}"}

    rows = []
    for one in shown:
        bars: list[Component] = [html.I(className="g-whole", style=place(one.row.first_day, one.row.last_day))]
        for stage in one.stages:
            late = stage.done_at is None and stage.last_day < today
            kind = "g-done" if stage.done_at else "g-late" if late else "g-open"
            title = f"{stage.name}: {date_short(stage.first_day)} – {date_short(stage.last_day)}"
            bars.append(html.I(className=f"g-stage {kind}", style=place(stage.first_day, stage.last_day), title=title))
        name = text_of(one.row.name)
        rows.append(html.Li([html.Span(name, className="ell", title=name), html.Span(bars, className="g-line", **{"aria-hidden": "true"})]))
    months = _months(first, last)
    step = max(1, -(-len(months) // _MOST_MONTHS))
    ticks = [html.Span(month_short(month), style={"left": f"{max(0, (month - first).days) / length:.3%}"}) for month in months[::step]]
    mark = html.Div(html.I(className="g-today", style={"left": f"{(today - first).days / length:.3%}"}), className="g-line g-over")
    head = html.Li([html.Span(), html.Span(ticks, className="g-line g-head")], **{"aria-hidden": "true"})
    return html.Div([html.Ul([head, *rows]), mark], className="gantt")


def _months(first: date, last: date) -> list[date]:
    found = [first.replace(day=1)]
    while (following := (found[-1] + timedelta(days=32)).replace(day=1)) <= last:
        found.append(following)
    return found


def _one(one: Any, *, today: date, manages: bool) -> list[Component]:
    row, acts = one.row, []
    plans = manages and row.state == ProjectState.ACTIVE
    if plans:
        acts = [
            button(_("Edit"), id=open_id("edit", row.code), small=True),
            button(_("Finish"), id=act_id("finish", row.code, str(row.revision)), small=True),
            button(_("Stop"), id=act_id("stop", row.code, str(row.revision)), small=True),
        ]  # fmt: skip
    days = f"{date_short(row.first_day)} – {date_short(row.last_day)}" if row.first_day and row.last_day else _("no days yet")
    head = section([text_of(row.name)], small=f"{row.code} · {days}", aside=html.Div(acts, className="row-f"))
    way = dcc.Link(_("Sprint board"), href=str(Path.BOARD))
    return [block(head, html.P(text_of(row.goal or {}) or _("No goal is written down.")), html.P(way), class_name="init-k"),
            _stages(one, today=today, plans=plans), _team(one, plans=plans)]  # fmt: skip


def _stages(one: Any, *, today: date, plans: bool) -> Component:
    columns = [Column(_("Stage")), Column(_("Days"), "220px"), Column(_("State"), "180px"), Column("", "170px")]
    rows = [
        [
            html.Span(stage.name, className="ell"), f"{date_short(stage.first_day)} – {date_short(stage.last_day)}",
            _stage_state(stage, today), _stage_acts(one.row.code, stage) if plans else "",
        ]
        for stage in one.stages
    ]  # fmt: skip
    adding = button(_("Add a stage"), id=open_id("stage", one.row.code), sign=Icon.PLUS, small=True) if plans else None
    nothing = empty(_("No stages yet."), compact=True, sign=Icon.KANBAN)
    return block(section([_("Stages")], aside=adding), short_table(columns, rows, caption=_("Stages")) if rows else nothing)


def _stage_state(stage: Any, today: date) -> Component:
    if stage.done_at is not None:
        return tag(_("done"), kind="ok")
    return tag(_("late"), kind="danger") if stage.last_day < today else tag(_("runs") if stage.first_day <= today else _("ahead"))


def _stage_acts(code: str, stage: Any) -> Component:
    turn, words = ("undone", _("Not yet")) if stage.done_at else ("done", _("Done"))
    acts = [
        html.Button(words, type="button", id=act_id(turn, code, str(stage.id)), className=_QUIET),
        _edit(open_id("stage", code, str(stage.id))),
    ]
    return html.Span(acts, className="row-f")


def _edit(id: dict[str, str]) -> Component:
    return html.Button(_("Edit"), type="button", id=id, className=_QUIET)


def _team(one: Any, *, plans: bool) -> Component:
    columns = [
        Column(_("Person")), Column(_("Share, %"), "90px", is_number=True), Column(_("Days"), "220px"),
        Column(_("Worked"), "110px", is_number=True), Column("", "100px"),
    ]  # fmt: skip
    rows = [
        [
            short_name(member.name), number(member.share), f"{date_short(member.first_day)} – {date_short(member.last_day)}",
            hours(member.minutes), _edit(open_id("member", one.row.code, str(member.person_id))) if plans else "",
        ]
        for member in one.team
    ]  # fmt: skip
    adding = button(_("Add a person"), id=open_id("member", one.row.code), sign=Icon.PLUS, small=True) if plans else None
    nothing = empty(_("Nobody is in the team yet."), compact=True, sign=Icon.PEOPLE)
    small = _("labour so far: {minutes}, {money}", minutes=hours(one.minutes), money=money_compact(one.kopecks))
    return block(section([_("Team")], small=small, aside=adding), short_table(columns, rows, caption=_("Team")) if rows else nothing)
