"""The one form of Kordon: drawn from `Field`s, for an order as for an officer's task, to fill in or to read.

`form()` draws; `callbacks/components/form.py` checks as one types, shows and hides fields, keeps the draft, collects the values.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from dash import dcc, html
from dash.development.base_component import Component

from models.processes.definition import Field, Section
from models.processes.form import required_fields, visible_fields
from pages.components.form_fields import Known, field_body
from pages.components.form_ids import Kind, field_id, form_id, section_id
from pages.components.form_reading import reading_list
from pages.components.icons import Icon, icon
from pages.formats import clock
from pages.translations import _, text_of


def form(
    fields: Sequence[Field],
    values: Mapping[str, Any],
    *,
    prefix: str,
    subject: str,
    sections: Sequence[Section] = (),
    required: Collection[str] = (),
    errors: Mapping[str, str] | None = None,
    mode: Literal["edit", "read"] = "edit",
    known: Known | None = None,
    context: Mapping[str, Any] | None = None,
    again: bool = True,
) -> Component:
    """A form of the kind `prefix` about `subject` (service code, task id).

    `values` may be stored ones or what was typed (of a draft). `errors`: words by "field" or "field.part". `required`: keys that the step
    asks for besides the fields' own rule. `context`: other values of the case that conditions ask for. `again`: stores for keeping a
    draft are drawn too. In `mode="read"` nothing can be changed.
    """
    surroundings = known or Known()
    if mode == "read":
        return reading_list(visible_fields(fields, {**(context or {}), **values}), values, sections=sections, names=surroundings.names)
    every_value = {**(context or {}), **values}
    shown = {one.key for one in visible_fields(fields, every_value)}
    musts = required_fields(fields, every_value, required)
    blocks: list[Component] = []
    for section, group in _by_section(fields, sections):
        body: list[Any] = [html.H2(text_of(section.name), className="form-title")] if section and text_of(section.name) else []
        for one in group:
            drawn = field_body(one, values.get(one.key), form=prefix, must=one.key in musts, errors=errors or {}, known=surroundings)
            body.append(html.Div(drawn, id=field_id(prefix, one.key), hidden=one.key not in shown, className=f"ff ff-{one.type}"))
        is_hidden = all(one.key not in shown for one in group)
        blocks.append(html.Section(body, id=section_id(prefix, section.key if section else ""), hidden=is_hidden, className="form-sec"))
    stores: list[Component] = [
        dcc.Store(id=form_id(Kind.SUBJECT, prefix), data=subject),
        dcc.Store(id=form_id(Kind.ASKED, prefix), data=bool(errors)),
        dcc.Store(id=form_id(Kind.FOCUS, prefix)),
    ]
    if again:
        stores.append(dcc.Store(id=form_id(Kind.AGAIN, prefix)))
    return html.Div([*blocks, *stores], className="form-k")


def draft_sign(prefix: str, words: str = "") -> Component:
    """The sign beside the buttons: what was typed is being kept, is kept, is not kept. `assets/form.js` and the form's callback move it."""
    failed = _("Not saved: no connection. Your text is kept here and will be sent.")
    state = {"data-state": "kept" if words else "", "data-again": _json_id(form_id(Kind.AGAIN, prefix))}
    return html.Span(
        [
            html.Span([icon(Icon.CHECK, size=14), html.Span(words, id=form_id(Kind.SIGN, prefix))], className="ds ds-kept"),
            html.Span([icon(Icon.ARROW_REPEAT, size=14), _("Saving the draft…")], className="ds ds-typing"),
            html.Span([icon(Icon.WIFI_OFF, size=14), failed], className="ds ds-failed"),
        ],
        className="draft-sign",
        role="status",
        **state,
    )


def draft_kept_words(saved_at: Any) -> str:
    """«Черновик сохранён в 14:12»."""
    return _("Draft saved at {time}", time=clock(saved_at))


def _json_id(name: Mapping[str, Any]) -> str:
    return json.dumps(dict(name), sort_keys=True, separators=(",", ":"))


def _by_section(fields: Sequence[Field], sections: Sequence[Section]) -> list[tuple[Section | None, list[Field]]]:
    """Fields under their sections in the sections' order; what belongs to none stands first."""
    loose = [one for one in fields if one.section not in {section.key for section in sections}]
    found: list[tuple[Section | None, list[Field]]] = [(None, loose)] if loose else []
    return found + [(section, group) for section in sections if (group := [one for one in fields if one.section == section.key])]
