"""Rules of labour: how many minutes an action is worth, what an hour of a grade costs, who has which grade. Everything has dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from models.workforce.effort import EFFORT_EVENTS
from models.workforce.effort_rules import SHIPPED_FIRST_DAY
from pages.access.trail_names import action_words
from pages.components.buttons import button, icon_button
from pages.components.dialogs import confirm
from pages.components.filters import Tab, tabs
from pages.components.forms import dropdown, field, text_input
from pages.components.icons import Icon
from pages.components.page import page
from pages.components.presses import presses
from pages.components.states import empty, skeleton_rows
from pages.components.tables import Column, short_table
from pages.formats import date_short, money, short_name
from pages.translations import N_, _, current_language, ngettext, text_of
from pages.workforce.words import hours


class ids(StrEnum):
    STATE = "labour-rules-state"
    TAB = "labour-rules-tab"
    NEW = "labour-rules-new"
    CONTENT = "labour-rules-content"
    CHANGED = "labour-rules-changed"
    ADDRESS = "labour-rules-address"
    RULE = "labour-rules-rule"
    RULE_EVENT = "labour-rules-rule-event"
    RULE_SERVICE = "labour-rules-rule-service"
    RULE_STEP = "labour-rules-rule-step"
    RULE_MINUTES = "labour-rules-rule-minutes"
    RULE_DAY = "labour-rules-rule-day"
    RULE_ERROR = "labour-rules-rule-error"
    RULE_YES = "labour-rules-rule-yes"
    RULE_NO = "labour-rules-rule-no"
    VALUE = "labour-rules-value"
    VALUE_WHAT = "labour-rules-value-what"
    VALUE_WORDS = "labour-rules-value-words"
    VALUE_TEXT = "labour-rules-value-text"
    VALUE_LABEL = "labour-rules-value-label"
    VALUE_TEXT_BOX = "labour-rules-value-text-box"
    VALUE_GRADE = "labour-rules-value-grade"
    VALUE_GRADE_BOX = "labour-rules-value-grade-box"
    VALUE_DAY = "labour-rules-value-day"
    VALUE_ERROR = "labour-rules-value-error"
    VALUE_YES = "labour-rules-value-yes"
    VALUE_NO = "labour-rules-value-no"
    GRADE = "labour-rules-grade"
    GRADE_RU = "labour-rules-grade-ru"
    GRADE_EN = "labour-rules-grade-en"
    GRADE_CODE = "labour-rules-grade-code"
    GRADE_ERROR = "labour-rules-grade-error"
    GRADE_YES = "labour-rules-grade-yes"
    GRADE_NO = "labour-rules-grade-no"


ACTS = "labour-rules-act"
RULES, GRADES, PEOPLE = "rules", "grades", "people"
TABS = {RULES: N_("Minutes of actions"), GRADES: N_("Grades and rates"), PEOPLE: N_("Grades of people")}
NEW_WORDS = {RULES: N_("New rule"), GRADES: N_("New grade"), PEOPLE: ""}


def act_id(act: str, subject: str) -> dict[str, str]:
    """A button that changes a value from a day on: `rule`, `rate`, `person`."""
    return {"type": ACTS, "act": act, "subject": subject}


def layout(search: Mapping[str, str]) -> Component:
    """The frame; `?tab=grades` leads straight to a tab."""
    tab = search.get("tab", RULES)
    tab = tab if tab in TABS else RULES
    return page(
        _("Rules of labour"), state="", state_id=ids.STATE,
        actions=button(_(NEW_WORDS[tab] or NEW_WORDS[RULES]), id=ids.NEW, sign=Icon.PLUS),
        body=[
            tabs([Tab(key, _(words)) for key, words in TABS.items()], id=ids.TAB, chosen=tab),
            html.Div(skeleton_rows(10), id=ids.CONTENT, className="wk-table wk-rules"),
            dcc.Store(id=ids.CHANGED, data=0), dcc.Store(id=ids.ADDRESS), dcc.Store(id=ids.VALUE_WHAT),
            presses(ACTS), _rule_dialog(), _value_dialog(), _grade_dialog(),
        ],
    )  # fmt: skip


def _labelled(label: Any, control: Component, *, id: Any = None, hidden: bool = False) -> Component:
    given = {"id": id} if id is not None else {}
    box = html.Label([html.Span(label, className="form-label"), control], className="label-box")
    return html.Div(box, className="field", hidden=hidden, **given)


def _error(id: Any) -> Component:
    return html.Div(id=id, className="field-error", **{"aria-live": "polite"})


def _rule_dialog() -> Component:
    minutes = text_input(id=ids.RULE_MINUTES, max_length=4, debounce=False, inputmode="numeric")
    events = [(event, action_words(event)) for event in EFFORT_EVENTS]
    return confirm(
        _("New rule"), id=ids.RULE, verb=_("Add the rule"), confirm_id=ids.RULE_YES, cancel_id=ids.RULE_NO,
        body=[
            _labelled(_("Action"), dropdown(events, id=ids.RULE_EVENT, value=EFFORT_EVENTS[1])),
            _labelled(_("Service"), dropdown([], id=ids.RULE_SERVICE, placeholder=_("Any"), clearable=True)),
            _labelled(_("Step"), dropdown([], id=ids.RULE_STEP, placeholder=_("Any step"), clearable=True)),
            html.Div(
                [
                    field(_("Minutes"), minutes, id=ids.RULE_MINUTES),
                    field(_("From"), text_input(id=ids.RULE_DAY, max_length=10, debounce=False), id=ids.RULE_DAY),
                ],
                className="field-row",
            ),
            _error(ids.RULE_ERROR),
        ],
    )  # fmt: skip


def _value_dialog() -> Component:
    text = text_input(id=ids.VALUE_TEXT, max_length=12, debounce=False, inputmode="decimal")
    return confirm(
        _("Change from a day on"), id=ids.VALUE, verb=_("Change"), confirm_id=ids.VALUE_YES, cancel_id=ids.VALUE_NO,
        body=[
            html.P(id=ids.VALUE_WORDS, className="dialog-words"),
            _labelled(html.Span(_("Minutes"), id=ids.VALUE_LABEL), text, id=ids.VALUE_TEXT_BOX),
            _labelled(_("Grade"), dropdown([], id=ids.VALUE_GRADE), id=ids.VALUE_GRADE_BOX, hidden=True),
            field(_("From"), text_input(id=ids.VALUE_DAY, max_length=10, debounce=False), id=ids.VALUE_DAY,
                  hint=_("Days before keep the present value.")),
            _error(ids.VALUE_ERROR),
        ],
    )  # fmt: skip


def _grade_dialog() -> Component:
    return confirm(
        _("New grade"), id=ids.GRADE, verb=_("Add the grade"), confirm_id=ids.GRADE_YES, cancel_id=ids.GRADE_NO,
        body=[
            field(_("Title in Russian"), text_input(id=ids.GRADE_RU, max_length=80, debounce=False), id=ids.GRADE_RU, is_required=True),
            field(_("Title in English"), text_input(id=ids.GRADE_EN, max_length=80, debounce=False), id=ids.GRADE_EN, is_required=True),
            field(_("Code"), text_input(id=ids.GRADE_CODE, max_length=40, debounce=False), id=ids.GRADE_CODE, is_required=True),
            _error(ids.GRADE_ERROR),
        ],
    )  # fmt: skip


# --- what callbacks fill in ------------------------------------------------------------------------------------------------------


def rules_state(count: int) -> str:
    return ngettext("{n} rule. The most exact one counts: step, then service, then any.",
                    "{n} rules. The most exact one counts: step, then service, then any.", count)  # fmt: skip


def grades_state(count: int) -> str:
    return ngettext("{n} grade. An hour costs what was in force on its day.",
                    "{n} grades. An hour costs what was in force on its day.", count)  # fmt: skip


def people_state(count: int, without: int) -> str:
    words = ngettext("{n} person of the service.", "{n} people of the service.", count)
    return words + (" " + ngettext("{n} has no grade: that labour costs nothing.", "{n} have no grade: that labour costs nothing.", without)
                    if without else "")  # fmt: skip


def rules_table(rules: Sequence[Any], names: Mapping[str, str]) -> Component:
    """`names` word services ("company_check") and steps ("company_check/check")."""
    if not rules:
        return empty(_("No action is worth minutes yet."), sign=Icon.STOPWATCH)
    titles = [
        Column(_("Action"), "200px"), Column(_("Service")), Column(_("Step"), "220px"), Column(_("Time"), "110px", is_number=True),
        Column(_("In force"), "220px"), Column(html.Span(_("What to do"), className="visually-hidden"), "60px"),
    ]  # fmt: skip
    return short_table(titles, [_rule(rule, names) for rule in rules], caption=_("Minutes of actions"))


def rule_name(rule: Any, names: Mapping[str, str]) -> str:
    """«Задача завершена, Проверка юрлица, Проверка»."""
    parts = [action_words(rule.event_kind), names.get(rule.service, rule.service)]
    parts.append(names.get(f"{rule.service}/{rule.step}", rule.step))
    return ", ".join(part for part in parts if part)


def _rule(rule: Any, names: Mapping[str, str]) -> list[Any]:
    act: Any = " "
    if rule.last_day is None:
        act = _pencil(rule_name(rule, names), "rule", f"{rule.id}|{rule.revision}")
    return [
        action_words(rule.event_kind), names.get(rule.service, rule.service) or html.Span(_("any"), className="t3"),
        names.get(f"{rule.service}/{rule.step}", rule.step) or html.Span(_("any step"), className="t3"),
        hours(rule.minutes) if rule.minutes else _("not labour"), _span_words(rule.first_day, rule.last_day), act,
    ]  # fmt: skip


def _pencil(what: str, act: str, subject: str) -> Component:
    return icon_button(Icon.PENCIL, _("Change: {what}", what=what), id=act_id(act, subject), small=True)


def _span_words(first: date, last: date | None) -> str:
    if first == SHIPPED_FIRST_DAY:
        return _("until {day}", day=date_short(last)) if last else _("always")
    return f"{date_short(first)} – {date_short(last)}" if last else _("since {day}", day=date_short(first))


def grades_table(lines: Sequence[Any], *, today: date) -> Component:
    """A grade with the rate of today, and the others below it."""
    if not lines:
        return empty(_("No grade yet. Add the first one, then say what an hour of it costs."), sign=Icon.PEOPLE)
    rows = []
    for line in lines:
        now = next((one for one in line.rates if one.first_day <= today), None)
        others = [_rate(one) for one in line.rates if one is not now]
        name = text_of(line.name)
        rows.append([
            name, money(now.value, exact=True) if now else None, date_short(now.first_day) if now else None, "; ".join(others),
            _pencil(name, "rate", str(line.id)),
        ])  # fmt: skip
    titles = [
        Column(_("Grade"), "240px"), Column(_("An hour"), "120px", is_number=True), Column(_("Since"), "130px"),
        Column(_("Before and later")), Column(html.Span(_("What to do"), className="visually-hidden"), "60px"),
    ]  # fmt: skip
    return short_table(titles, rows, caption=_("Grades and rates"))


def _rate(one: Any) -> str:
    return _("{rate} since {day}", rate=money(one.value, exact=True), day=date_short(one.first_day))


def person_name(person: Any) -> str:
    return short_name(person.name_en if current_language() == "en" and person.name_en else person.name)


def people_table(people: Sequence[Any], names: Mapping[Any, Mapping[str, str]], *, today: date) -> Component:
    """Who has which grade since when; `names` by the grade's id."""
    if not people:
        return empty(_("Nobody works in the security service yet."), sign=Icon.PEOPLE)
    rows = []
    for one in people:
        now = next((grade for grade in one.grades if grade.first_day <= today), None)
        others = [f"{text_of(names.get(grade.value, {}))}, {date_short(grade.first_day)}" for grade in one.grades if grade is not now]
        rows.append([
            person_name(one), one.position, text_of(names.get(now.value, {})) if now else None, date_short(now.first_day) if now else None,
            "; ".join(others), _pencil(person_name(one), "person", str(one.id)),
        ])  # fmt: skip
    titles = [
        Column(_("Name"), "200px"), Column(_("Position")), Column(_("Grade"), "180px"), Column(_("Since"), "120px"),
        Column(_("Before and later"), "260px"), Column(html.Span(_("What to do"), className="visually-hidden"), "60px"),
    ]  # fmt: skip
    return short_table(titles, rows, caption=_("Grades of people"))
