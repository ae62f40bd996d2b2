"""What was found: the officer's form while he works on it, a list with marks for everybody else who may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.processes.condition import is_empty
from models.processes.definition import Field, FieldType, Section
from models.processes.field_words import field_words
from pages.components.form import Known, form
from pages.components.form_reading import field_reading
from pages.components.icons import Icon, icon
from pages.components.page import note
from pages.components.states import empty
from pages.formats import short_name
from pages.processes.case import WORK, ids
from pages.translations import _, current_language, text_of

_SIGNS = {"clear": (Icon.CHECK_CIRCLE, "c-ok"), "attention": (Icon.WARNING, "c-warn"), "hit": (Icon.CROSS_CIRCLE, "c-danger")}


def findings_form(
    fields: Sequence[Field],
    values: Mapping[str, Any],
    *,
    task_id: str,
    sections: Sequence[Section],
    required: frozenset[str],
    context: Mapping[str, Any],
    known: Known,
    fixed: Component | None = None,
) -> Component:
    """The form of the actor's task. `fixed` shows what the step only reads."""
    drawn = form(
        fields,
        values,
        prefix=WORK,
        subject=task_id,
        sections=sections,
        required=required,
        context=context,
        known=known,
        errors=None,
        again=True,
    )
    return html.Div([html.Div(drawn, className="case-form"), *([html.Div(fixed, className="case-fixed")] if fixed else [])])


def findings_list(fields: Sequence[Field], values: Mapping[str, Any], *, names: Mapping[str, str]) -> Component:
    """Findings as a table of mark, subject and words; other filled fields below as label and value."""
    marked = [one for one in fields if one.type is FieldType.FINDING]
    others = [one for one in fields if one.type is not FieldType.FINDING and not is_empty(values.get(one.key))]
    if not any(not is_empty(values.get(one.key)) for one in fields):
        return empty(_("Nothing has been found out yet. Results appear as the officer saves them."), sign=Icon.CARD_LIST, compact=True)
    rows = [_row(one, values.get(one.key)) for one in marked]
    table = html.Table([html.Caption(_("Findings"), className="visually-hidden"), html.Tbody(rows)], className="t findings")
    pairs = [part for one in others for part in (html.Dt(text_of(one.label)), html.Dd(field_reading(one, values[one.key], names=names)))]
    return html.Div([*([table] if rows else []), *([html.Dl(pairs, className="kv case-kv")] if pairs else [])])


def _row(field: Field, value: Any) -> Component:
    given = value if isinstance(value, Mapping) else {}
    result = str(given.get("result") or "")
    sign, colour = _SIGNS.get(result, (Icon.STEP_TODO, "t3"))
    words = (
        str(given.get("note") or "")
        or field_words(field, {"result": result} if result else None, current_language())
        or _("not checked yet")
    )
    heading = field_words(field, {"result": result}, current_language()) if result else _("not checked yet")
    return html.Tr(
        [
            html.Td(icon(sign, size=14, class_name=colour, label=heading)),
            html.Th(text_of(field.label), scope="row", className="t2"),
            html.Td(words[:1].upper() + words[1:], className="fw" if result in {"attention", "hit"} else "" if result else "t3"),
        ]
    )


def counted(fields: Sequence[Field], values: Mapping[str, Any]) -> str:
    """«8 из 9»: how many findings have a result."""
    marked = [one for one in fields if one.type is FieldType.FINDING]
    done = sum(1 for one in marked if not is_empty(values.get(one.key)))
    return _("{done} of {total}", done=done, total=len(marked)) if marked else ""


def conflict_choice(conflicts: Mapping[str, Mapping[str, Any]], fields: Mapping[str, Field], *, names: Mapping[str, str]) -> Component:
    """Both versions side by side: one of each pair is chosen, then saved."""
    rows = []
    for key, sides in conflicts.items():
        field = fields[key]
        options = [
            {
                "value": side,
                "label": html.Span([html.Span(word, className="s12 t3"), html.Div(_words(field, sides[side], names))], className="side"),
            }
            for side, word in (("theirs", _("saved meanwhile")), ("mine", _("yours")))
        ]
        rows.append(
            html.Fieldset(
                [
                    html.Legend(text_of(field.label), className="form-label"),
                    dbc.RadioItems(options=options, value="mine", id=conflict_id(key), class_name="sides"),
                ]
            )
        )
    return html.Div(
        [
            note(
                _("Somebody saved other values while you were typing. Choose for each field what should stand."),
                kind="warn",
                sign=icon(Icon.WARNING, size=14),
            ),
            *rows,
            dbc.Button(_("Save what I chose"), id=ids.CONFLICT_SAVE, color="primary", n_clicks=0),
            dcc.Store(id=conflict_store_id(), data={key: dict(sides) for key, sides in conflicts.items()}),
        ],
        className="case-conflict",
    )


def conflict_id(key: str) -> dict[str, str]:
    return {"type": "processes-case-conflict-side", "field": key}


def conflict_store_id() -> str:
    return "processes-case-conflict-values"


def _words(field: Field, value: Any, names: Mapping[str, str]) -> Any:
    if is_empty(value):
        return html.Span(_("empty"), className="t3")
    try:
        return field_words(field, value, current_language(), names=names) or str(value)
    except (ValueError, TypeError, KeyError):  # as it was typed, not yet in its normal form
        return str(value)


def typed_before(step: str, by: str, when: str, *, typed: Sequence[tuple[str, str]], task_id: str) -> Component:
    """What the reader had typed into a step that somebody else ended: kept, to be copied or thrown away."""
    from pages.processes.case import act_id

    told = _(
        "{name} ended the step “{step}” {when}. What you had typed is kept here:",
        name=short_name(by) or _("Somebody"),
        step=step,
        when=when,
    )
    pairs = [part for label, words in typed for part in (html.Dt(label), html.Dd(words, className="pre"))]
    return html.Div(
        [
            note(told, kind="warn", sign=icon(Icon.WARNING, size=14)),
            html.Dl(pairs, className="kv case-kv"),
            dbc.Button(_("Throw away what I typed"), id=act_id("forget", task_id, "findings"), color="link", size="sm", n_clicks=0),
        ],
        className="case-conflict",
    )
