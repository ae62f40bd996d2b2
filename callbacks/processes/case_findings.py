"""The officer's form: drawn once per task, so that no live change takes away what is being typed; saved, and reconciled with others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import dash
from dash import ALL, Input, Output, State, html, no_update

from callbacks.components.form import FormRules, connect_form, show_form_errors
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.processes.case import finding_fields, page_of, tick
from callbacks.processes.case_dialog import show_conflict
from callbacks.web.current import current_actor
from data.operations.processes import draft_of, save_draft, save_task_fields
from data.queries.access_people import unit_tree
from data.queries.processes.case_page import CasePage
from data.queries.processes.case_tasks import OpenTask
from data.queries.processes.typed import TypedBefore, typed_before
from data.queries.processes.working import task_form
from data.session import Session, reading, transaction
from data.settings import read_settings
from models.access.permissions import Permission
from models.errors import InvalidFields, KordonError
from models.processes.case import FormChangedMeanwhile
from models.processes.condition import is_empty
from models.processes.definition import Field, FieldType, Section, StepKind
from models.processes.field_words import field_words
from pages.components.form import Known, draft_kept_words
from pages.components.form_ids import Kind, collected, every, form_id
from pages.errors import words_of
from pages.formats import moment
from pages.processes.case import WORK, ids
from pages.processes.case_findings import conflict_id, conflict_store_id, findings_form, findings_list
from pages.processes.case_findings import typed_before as typed_before_note
from pages.translations import _, current_language, text_of


def rules_of(session: Session, task_id: str) -> FormRules:
    """The rules of a task's form. Raises `NotFound` for who may not fill it in."""
    found = task_form(session, UUID(task_id))
    return FormRules(found.fields, found.required, found.context)


connect_form(WORK, permission=Permission.WORK_CASES, rules_of=rules_of, draft="task")


@on(
    Output(ids.FINDINGS, "children"),
    Output(ids.FINDINGS_KEY, "data"),
    Output(ids.SEEN, "data"),
    Output(ids.SAVE_BAR, "hidden"),
    Output(form_id(Kind.SIGN, WORK), "children", allow_duplicate=True),
    Input(ids.CASE, "data"),
    State(ids.FINDINGS_KEY, "data"),
    State(ids.NUMBER, "data"),
    permission=Permission.USE,
    prevent_initial_call="initial_duplicate",
)
def draw_findings(facts: Mapping[str, Any] | None, drawn: str, number: str) -> Any:
    if not facts or not facts["inside"]:
        return (no_update,) * 5
    with reading(current_actor()) as session:
        case = page_of(session, number)
        now = session.now
        task = working_task(case)
        key = f"{task.id}" if task else f"read:{facts['revision']}:{facts['drawn']}"
        if key == drawn or case.definition is None:
            return (no_update,) * 5
        before = [] if task else typed_before(session, case.id, lang=current_language())
        kept = draft_of(session, "task", str(task.id)) if task else None
        units = [(str(one.id), text_of(one.name)) for one in unit_tree(session)] if task and _asks_units(case, task) else []
    if task is None:
        listed = findings_list(finding_fields(case), case.values, names=case.names)
        return [*[_typed_note(one, case, now=now) for one in before], listed], key, {}, True, ""
    stored = {item.key: case.values.get(item.key) for item in task.step.fields if item.edit}
    content = kept.content if kept else {}
    seen = content.get("seen", stored)
    drawn_form = _form(case, task, {**stored, **content.get("values", {})}, files=content.get("files", {}), units=units)
    return drawn_form, key, seen, False, draft_kept_words(kept.saved_at) if kept else ""


def working_task(case: CasePage) -> OpenTask | None:
    """The task whose form this reader fills in now."""
    if case.paused_at is not None:
        return None
    return next((task for task in case.tasks if task.mine and not task.can_take and task.kind == StepKind.TASK), None)


def _form(case: CasePage, task: OpenTask, values: Mapping[str, Any], *, files: Mapping[str, Any], units: list[tuple[str, str]]) -> Any:
    assert case.definition is not None
    editable = [case.definition.field(item.key) for item in task.step.fields if item.edit]
    fixed = [case.definition.field(item.key) for item in task.step.fields if not item.edit]
    stored = {
        one.key: [
            {"id": str(file.id), "name": file.name, "size": file.size, "kept": True}
            for file in case.files
            if str(file.id) in set(values.get(one.key) or ())
        ]
        for one in editable
        if one.type is FieldType.FILE
    }
    known = Known(names=case.names, files={**stored, **files}, units=units, megabytes=read_settings().upload_megabytes)
    return findings_form(
        editable,
        values,
        task_id=str(task.id),
        sections=_work_first(case, editable),
        context=case.values,
        known=known,
        required=frozenset(item.key for item in task.step.fields if item.required),
        fixed=findings_list(fixed, case.values, names=case.names) if any(not is_empty(case.values.get(one.key)) for one in fixed) else None,
    )


def _work_first(case: CasePage, fields: list[Field]) -> list[Section]:
    """Sections in their order, but what the requester has filled in stands below what the officer is to find out."""
    assert case.definition is not None
    asked = set(case.definition.start_fields)
    own = {one.section for one in fields if one.key not in asked}
    return sorted(case.definition.sections, key=lambda section: section.key not in own)


def _asks_units(case: CasePage, task: OpenTask) -> bool:
    assert case.definition is not None
    return any(case.definition.field(item.key).type is FieldType.UNIT for item in task.step.fields)


def _typed_note(one: TypedBefore, case: CasePage, *, now: Any) -> Any:
    """What differs from what was saved; nothing when all of it was."""
    assert case.definition is not None
    fields = {field.key: field for field in case.definition.fields}
    told = []
    for key, value in one.values.items():
        if key in fields and not is_empty(value) and value != case.values.get(key):
            try:
                words = field_words(fields[key], value, current_language(), names=case.names)
            except (ValueError, TypeError, KeyError):  # as it was typed
                words = str(value)
            if words and words != field_words(fields[key], case.values.get(key), current_language(), names=case.names):
                told.append((text_of(fields[key].label), words))
    if not told:
        return html.Span()
    step = next((text_of(each.name) for each in case.definition.steps if each.key == one.step), "")
    return typed_before_note(step, one.by, moment(one.done_at, now=now), typed=told, task_id=str(one.task_id))


@on(
    Output(ids.FINDINGS_KEY, "data", allow_duplicate=True),
    Output(ids.REFRESH, "data", allow_duplicate=True),
    Input(ids.SAVE, "n_clicks"),
    State(form_id(Kind.SUBJECT, WORK), "data"),
    State(ids.SEEN, "data"),
    State(every(Kind.VALUE, WORK, ALL), "value"),
    State(every(Kind.VALUE, WORK, ALL), "id"),
    State(ids.NUMBER, "data"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def save_findings(clicks: int, task_id: str, seen: Mapping[str, Any], values: list[Any], names: list[dict[str, Any]], number: str) -> Any:
    if not clicks:
        return no_update, no_update
    return _save(task_id, collected(names, values), seen=seen, names=names, number=number)


def _save(task_id: str, values: Mapping[str, Any], *, seen: Mapping[str, Any], names: list[dict[str, Any]], number: str) -> Any:
    try:
        with transaction(current_actor()) as session:
            save_task_fields(session, UUID(task_id), values=values, seen=seen)
    except InvalidFields as error:
        with reading(current_actor()) as session:
            show_form_errors(WORK, error, names, fields=rules_of(session, task_id).fields)
        say(_("Check the marked fields. Nothing was saved."), kind="warn")
        return no_update, no_update
    except FormChangedMeanwhile as error:
        with reading(current_actor()) as session:
            show_conflict(page_of(session, number), error)
        return no_update, no_update
    except KordonError as error:
        say(words_of(error), kind="warn")
        return no_update, tick()
    dash.set_props(ids.CONFLICT, {"children": None})
    say(_("The findings are saved"))
    return "", tick()


@on(
    Output(ids.FINDINGS_KEY, "data", allow_duplicate=True),
    Output(ids.REFRESH, "data", allow_duplicate=True),
    Input(ids.CONFLICT_SAVE, "n_clicks"),
    State(conflict_id(ALL), "value"),
    State(conflict_id(ALL), "id"),
    State(conflict_store_id(), "data"),
    State(form_id(Kind.SUBJECT, WORK), "data"),
    State(ids.SEEN, "data"),
    State(every(Kind.VALUE, WORK, ALL), "value"),
    State(every(Kind.VALUE, WORK, ALL), "id"),
    State(ids.NUMBER, "data"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def save_choice(
    clicks: int | None,
    sides: list[str],
    fields: list[dict[str, str]],
    conflicts: Mapping[str, Mapping[str, Any]],
    task_id: str,
    seen: Mapping[str, Any],
    values: list[Any],
    names: list[dict[str, Any]],
    number: str,
) -> Any:
    """Save everything typed, with the chosen side of each disputed field; what the other one saved counts as seen now."""
    if not clicks:
        return no_update, no_update
    chosen = {
        field["field"]: conflicts[field["field"]][side] for field, side in zip(fields, sides, strict=True) if field["field"] in conflicts
    }
    known = {key: conflicts[key]["theirs"] for key in conflicts}
    return _save(task_id, {**collected(names, values), **chosen}, seen={**seen, **known}, names=names, number=number)


@on(
    Output(form_id(Kind.FOCUS, WORK), "data", allow_duplicate=True),
    Input(form_id(Kind.SIGN, WORK), "children"),
    State(form_id(Kind.SUBJECT, WORK), "data"),
    State(ids.SEEN, "data"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def keep_what_was_seen(_sign: Any, task_id: str | None, seen: Mapping[str, Any] | None) -> Any:
    """A draft that is taken up again tomorrow must know what its writer saw, or it would silently put old values over newer ones."""
    if task_id:
        with transaction(current_actor()) as session:
            kept = draft_of(session, "task", task_id)
            if kept is not None and "seen" not in kept.content:
                save_draft(session, "task", task_id, content={**kept.content, "seen": dict(seen or {})})
    return no_update
