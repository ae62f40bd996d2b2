"""The page "Rules of labour": shows rules, grades and rates, changes them from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash
from dash import Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.days import read_day
from callbacks.components.toast import say
from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from callbacks.workforce.address import read_id, today
from data.operations.workforce import add_grade, add_rule, change_rule, set_grade, set_rate
from data.queries.processes.definitions import published_definitions
from data.queries.workforce.rules import effort_rules, grade_lines, graded_people
from data.session import Session, reading, transaction
from models.access.people import FieldRequired
from models.access.permissions import Permission
from models.errors import InvalidInput, NotFound
from models.workforce.effort_rules import Rule, RuleMinutesWrong
from models.workforce.grades import read_rate
from pages import shell
from pages.components.forms import field_error
from pages.components.presses import pressed
from pages.errors import words_of
from pages.formats import date_short
from pages.translations import _, text_of
from pages.workforce.labour_rules import (
    ACTS,
    GRADES,
    NEW_WORDS,
    PEOPLE,
    RULES,
    grades_state,
    grades_table,
    ids,
    people_state,
    people_table,
    person_name,
    rule_name,
    rules_state,
    rules_table,
)

_MAY = Permission.MANAGE_LABOUR
_HIDDEN = "d-none"  # people are added by the administrator

in_browser("keepAddress", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.ADDRESS, "data"), prevent_initial_call=True)


@on(
    Output(ids.STATE, "children"), Output(ids.CONTENT, "children"), Output(ids.NEW, "children"), Output(ids.NEW, "class_name"),
    Output(ids.ADDRESS, "data"),
    Input(ids.TAB, "value"), Input(ids.CHANGED, "data"),
    permission=_MAY,
)  # fmt: skip
def show_tab(tab: str | None, _changed: Any) -> tuple[Any, ...]:
    now = today()
    with reading(current_actor()) as session:
        if tab == GRADES:
            lines = grade_lines(session)
            return grades_state(len(lines)), grades_table(lines, today=now), _(NEW_WORDS[GRADES]), "", {"tab": GRADES}
        if tab == PEOPLE:
            people, grades = graded_people(session), {line.id: line.name for line in grade_lines(session)}
            without = sum(not any(one.first_day <= now for one in person.grades) for person in people)
            return people_state(len(people), without), people_table(people, grades, today=now), no_update, _HIDDEN, {"tab": PEOPLE}
        rules = effort_rules(session, day=now)
        return rules_state(len(rules)), rules_table(rules, _names(session)), _(NEW_WORDS[RULES]), "", {}


def _names(session: Session) -> dict[str, str]:
    """Services by code and their steps by "service/step", in the reader's words."""
    names: dict[str, str] = {}
    for definition in published_definitions(session):
        names[definition.code] = text_of(definition.case_name)
        names |= {f"{definition.code}/{step.key}": text_of(step.name) for step in definition.steps}
    return names


@on(
    Output(ids.RULE, "is_open", allow_duplicate=True), Output(ids.GRADE, "is_open", allow_duplicate=True),
    Output(ids.RULE_SERVICE, "options"), Output(ids.RULE_DAY, "value"),
    Input(ids.NEW, "n_clicks"), State(ids.TAB, "value"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def ask_for_new(clicks: int | None, tab: str | None) -> tuple[Any, ...]:
    if not clicks or tab == PEOPLE:
        raise PreventUpdate
    if tab == GRADES:
        return no_update, True, no_update, no_update
    with reading(current_actor()) as session:
        services = [(one.code, text_of(one.case_name)) for one in published_definitions(session)]
    return True, no_update, [{"value": code, "label": name} for code, name in services], date_short_typed()


def date_short_typed() -> str:
    """Today as people type it."""
    return today().strftime("%d.%m.%Y")


@on(
    Output(ids.RULE_STEP, "options"), Output(ids.RULE_STEP, "value"), Input(ids.RULE_SERVICE, "value"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def offer_steps(service: str | None) -> tuple[Any, None]:
    with reading(current_actor()) as session:
        found = next((one for one in published_definitions(session) if one.code == service), None)
    steps = [] if found is None else [step for step in found.steps if step.kind.value in ("task", "approval", "wait")]
    return [{"value": step.key, "label": text_of(step.name)} for step in steps], None


@on(
    Output(ids.RULE, "is_open", allow_duplicate=True), Output(ids.RULE_ERROR, "children", allow_duplicate=True),
    Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.RULE_YES, "n_clicks"),
    State(ids.RULE_EVENT, "value"), State(ids.RULE_SERVICE, "value"), State(ids.RULE_STEP, "value"), State(ids.RULE_MINUTES, "value"),
    State(ids.RULE_DAY, "value"), State(ids.CHANGED, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def save_rule(
    clicks: int | None, event: str | None, service: str | None, step: str | None, minutes: Any, day: Any, changed: int | None
) -> tuple[Any, ...]:
    if not clicks:
        raise PreventUpdate
    try:
        rule = Rule(str(event or ""), str(service or ""), str(step or ""), _minutes(minutes), _day(day))
        with transaction(current_actor()) as session:
            add_rule(session, rule)
    except InvalidInput as error:
        return no_update, field_error(words_of(error)), no_update
    say(_("The rule is in force."))
    return False, None, (changed or 0) + 1


def _minutes(typed: Any) -> int:
    text = str(typed or "").strip()
    if not (text.isascii() and text.isdecimal()):
        raise RuleMinutesWrong(field="minutes", given=text)
    return int(text)


def _day(typed: Any) -> Any:
    day = read_day(typed, field="day")
    if day is None:
        raise FieldRequired(field="day")
    return day


@on(Output(ids.VALUE, "is_open", allow_duplicate=True), Input(pressed(ACTS), "data"), permission=_MAY, prevent_initial_call=True)
def ask_for_value(press: Mapping[str, Any] | None) -> bool:
    """One dialog for the three: minutes of a rule, rate of a grade, grade of a person."""
    act, subject = (str((press or {}).get(key, "")) for key in ("act", "subject"))
    number, _bar, revision = subject.partition("|")
    identifier = read_id(number)
    with reading(current_actor()) as session:
        if act == "rule":
            rule = next((one for one in effort_rules(session, day=today()) if one.id == identifier), None)
            words, value = ("", "") if rule is None else (rule_name(rule, _names(session)), str(rule.minutes))
        elif act == "rate":
            words, value = next((text_of(line.name) for line in grade_lines(session) if line.id == identifier), ""), ""
        else:
            words, value = next((person_name(one) for one in graded_people(session) if one.id == identifier), ""), ""
        grades = [{"value": str(line.id), "label": text_of(line.name)} for line in grade_lines(session)]
    if not words:
        raise NotFound(what="rule")
    dash.set_props(ids.VALUE_WHAT, {"data": {"act": act, "id": number, "revision": int(revision) if revision.isdecimal() else 0}})
    dash.set_props(ids.VALUE_WORDS, {"children": words})
    dash.set_props(ids.VALUE_LABEL, {"children": _("Minutes") if act == "rule" else _("Roubles an hour")})
    dash.set_props(ids.VALUE_TEXT, {"value": value})
    dash.set_props(ids.VALUE_TEXT_BOX, {"hidden": act == "person"})
    dash.set_props(ids.VALUE_GRADE, {"options": grades, "value": None})
    dash.set_props(ids.VALUE_GRADE_BOX, {"hidden": act != "person"})
    dash.set_props(ids.VALUE_DAY, {"value": date_short_typed()})
    dash.set_props(ids.VALUE_ERROR, {"children": None})
    return True


@on(
    Output(ids.VALUE, "is_open", allow_duplicate=True), Output(ids.VALUE_ERROR, "children", allow_duplicate=True),
    Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.VALUE_YES, "n_clicks"),
    State(ids.VALUE_WHAT, "data"), State(ids.VALUE_TEXT, "value"), State(ids.VALUE_GRADE, "value"), State(ids.VALUE_DAY, "value"),
    State(ids.CHANGED, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def save_value(
    clicks: int | None, what: Mapping[str, Any] | None, typed: Any, grade: Any, day: Any, changed: int | None
) -> tuple[Any, ...]:
    if not clicks or not what:
        raise PreventUpdate
    identifier, act = read_id(what.get("id")), what.get("act")
    try:
        from_day = _day(day)
        with transaction(current_actor()) as session:
            if act == "rule":
                change_rule(session, identifier, minutes=_minutes(typed), from_day=from_day, revision=int(what.get("revision") or 0))
            elif act == "rate":
                set_rate(session, identifier, from_day=from_day, kopecks=read_rate(str(typed or "")))
            else:
                if not grade:
                    raise FieldRequired(field="grade")
                set_grade(session, identifier, read_id(grade), from_day=from_day)
    except InvalidInput as error:
        return no_update, field_error(words_of(error)), no_update
    say(_("In force from {day}.", day=date_short(from_day)))
    return False, None, (changed or 0) + 1


@on(
    Output(ids.GRADE, "is_open", allow_duplicate=True), Output(ids.GRADE_ERROR, "children", allow_duplicate=True),
    Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.GRADE_YES, "n_clicks"),
    State(ids.GRADE_CODE, "value"), State(ids.GRADE_RU, "value"), State(ids.GRADE_EN, "value"), State(ids.CHANGED, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def save_grade(clicks: int | None, code: Any, ru: Any, en: Any, changed: int | None) -> tuple[Any, ...]:
    if not clicks:
        raise PreventUpdate
    try:
        with transaction(current_actor()) as session:
            add_grade(session, code=str(code or ""), ru=str(ru or ""), en=str(en or ""))
    except InvalidInput as error:
        return no_update, field_error(words_of(error)), no_update
    say(_("The grade is added. Now say what an hour of it costs."))
    return False, None, (changed or 0) + 1


@on(Output(ids.RULE, "is_open", allow_duplicate=True), Input(ids.RULE_NO, "n_clicks"), permission=_MAY, prevent_initial_call=True)
def close_rule(_clicks: int | None) -> bool:
    return False


@on(Output(ids.VALUE, "is_open", allow_duplicate=True), Input(ids.VALUE_NO, "n_clicks"), permission=_MAY, prevent_initial_call=True)
def close_value(_clicks: int | None) -> bool:
    return False


@on(Output(ids.GRADE, "is_open", allow_duplicate=True), Input(ids.GRADE_NO, "n_clicks"), permission=_MAY, prevent_initial_call=True)
def close_grade(_clicks: int | None) -> bool:
    return False
