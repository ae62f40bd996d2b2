"""Capacity: who has how much time for the sprint that runs and the one to come, who is overloaded, who could take what nobody has."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.analytics.view import days_label
from pages.components.buttons import button
from pages.components.dialogs import confirm
from pages.components.drawings import Load, load_bar
from pages.components.forms import labelled, text_input
from pages.components.icons import Icon, icon
from pages.components.page import block, page, section
from pages.components.states import empty, skeleton_rows
from pages.components.tables import Column, short_table
from pages.formats import number, percent, percentage_points, short_name
from pages.paths import Path
from pages.translations import _, ngettext, text_of
from pages.workforce.words import hours


class ids(StrEnum):
    STATE = "capacity-state"
    BODY = "capacity-body"
    CHANGED = "capacity-changed"
    OPEN = "capacity-target-open"
    TARGET = "capacity-target"
    TARGET_VALUE = "capacity-target-value"
    TARGET_ERROR = "capacity-target-error"
    TARGET_YES = "capacity-target-yes"
    TARGET_NO = "capacity-target-no"


def layout() -> Component:
    hint = _("What part of the labour of the service is to go into projects.")
    control = text_input(id=ids.TARGET_VALUE, debounce=False, max_length=5, inputmode="decimal")
    dialog = confirm(
        _("Target of project work"), id=ids.TARGET, verb=_("Set the target"), confirm_id=ids.TARGET_YES, cancel_id=ids.TARGET_NO,
        body=labelled(_("Share, %"), control, error_id=ids.TARGET_ERROR, hint=hint, is_required=True),
    )
    way = button(_("Sprint board"), href=str(Path.BOARD), sign=Icon.KANBAN)
    body = [html.Div(skeleton_rows(10), id=ids.BODY), dcc.Store(id=ids.CHANGED, data=0), dialog]
    return page(_("Team capacity"), state="\u00a0", state_id=ids.STATE, actions=way, body=body, live="board figures")


def state_words(view: Any) -> str:
    """«На проекты ушло 18 % труда за четыре недели, на 2 п. п. меньше цели»"""
    if view.project_share is None:
        return _("Nothing was entered in four weeks.")
    words = _("{share} of the labour of four weeks went into projects", share=percent(view.project_share, digits=0))
    if view.balance is None or view.target is None:
        return words
    target, change = percent(view.target, digits=0), percentage_points(view.balance)
    return _("{words}; target {target}, {change}", words=words, target=target, change=change)


def capacity_body(view: Any, *, sets_target: bool) -> list[Component]:
    """`view` is a `CapacityView`."""
    if not view.sprints:
        return [empty(_("No sprint runs and none is planned. Plan one on the board."), sign=Icon.KANBAN)]
    parts: list[Component] = []
    if sets_target:
        parts.append(html.Div(button(_("Target of project work"), id=ids.OPEN, sign=Icon.PENCIL, small=True), className="blk"))
    return [*parts, *(block for one in view.sprints for block in _sprint(one))]


def _sprint(one: Any) -> list[Component]:
    row = one.sprint
    title = _("The sprint that runs") if row.state == "running" else _("The sprint to come")
    over = sum(person.capacity.is_over or person.is_promised_twice for person in one.people)
    small = f"{row.goal} · {days_label(row.first_day, row.last_day)}"
    words = ngettext("{n} person is overloaded", "{n} people are overloaded", over) if over else _("nobody is overloaded")
    sign = icon(Icon.WARNING if over else Icon.CHECK_CIRCLE, size=14, class_name="c-warn" if over else "c-ok")
    head = section([title], small=small, aside=html.Span([sign, " ", words]))
    nothing = empty(_("Nobody is in a team and nobody has a card."), compact=True, sign=Icon.PEOPLE)
    parts = [block(head, _people(one) if one.people else nothing)]
    return [*parts, *([_needs(one)] if one.needs else [])]


def _people(one: Any) -> Component:
    scale = max([1, *(max(person.capacity.planned, person.capacity.capacity) for person in one.people)])
    columns = [
        Column(_("Person"), "200px"), Column(_("At work"), "96px", is_number=True), Column(_("Shares"), "84px", is_number=True),
        Column(_("For projects"), "116px", is_number=True), Column(_("Planned"), "104px", is_number=True), Column(_("Load")),
        Column("", "230px"),
    ]  # fmt: skip
    rows = []
    for person in one.people:
        told = person.capacity
        name, planned, capacity = short_name(person.name), hours(told.planned), hours(told.capacity)
        words = _("{name}: {planned} planned of {capacity}", name=name, planned=planned, capacity=capacity)
        bar = load_bar(Load(told.planned, max(0, told.planned - told.capacity), 0, told.capacity), scale=scale, label=words)
        rows.append([name, hours(told.owed), f"{number(person.shares)}\u00a0%", capacity, planned, bar, _care(person)])
    return short_table(columns, rows, caption=_("Team capacity"))


def _care(person: Any) -> Any:
    if person.is_promised_twice:
        words = _("projects want {share} % of him", share=number(person.shares))
    elif person.capacity.is_over:
        words = _("over by {time}", time=hours(person.capacity.planned - person.capacity.capacity))
    else:
        return html.Span(_("free {time}", time=hours(person.capacity.free)), className="t3")
    return html.Span([icon(Icon.WARNING, size=14, class_name="c-warn"), " ", words])


def _needs(one: Any) -> Component:
    """Cards nobody has, and who should take each: the team first, then who knows the project, then who has most time."""
    names = {str(person.person_id): short_name(person.name) for person in one.people}
    columns = [
        Column(_("Nobody has"), "34%"), Column(_("Project")), Column(_("Estimate"), "100px", is_number=True), Column(_("Who could"), "36%"),
    ]  # fmt: skip
    rows = [
        [html.Span(card.title, className="ell", title=card.title), text_of(card.project), hours(card.minutes), _advice(told, names)]
        for card, told in zip(one.needs, one.advice, strict=True)
    ]
    return block(section([_("Work without hands")], small=_("the team first, then experience, then free time")),
                 short_table(columns, rows, caption=_("Work without hands")))  # fmt: skip


def _advice(told: Any, names: Mapping[str, str]) -> Any:
    if told.person is None:
        return html.Span(_("nobody has room for all of it"), className="c-warn")
    why = [_("of the team") if told.in_team else "", _("worked {time} on it", time=hours(told.experience)) if told.experience else "",
           _("then free {time}", time=hours(told.free_after))]  # fmt: skip
    return html.Span([html.B(names.get(told.person, "")), " · ", ", ".join(part for part in why if part)], className="ell")

