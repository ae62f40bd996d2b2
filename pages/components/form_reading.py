"""A filled-in form to read: sections of label and value, findings with their sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from models.processes.condition import is_empty
from models.processes.definition import Field, FieldType, Section
from models.processes.field_words import field_words
from pages.components.icons import Icon, icon
from pages.formats import ABSENT
from pages.translations import current_language, text_of

_FINDING_SIGNS = {"clear": (Icon.CHECK_CIRCLE, "c-ok"), "attention": (Icon.WARNING, "c-warn"), "hit": (Icon.LATE, "c-danger")}


def reading_list(
    fields: Sequence[Field], values: Mapping[str, Any], *, sections: Sequence[Section] = (), names: Mapping[str, str] | None = None
) -> Component:
    """Label and value of every field that has one; a section without values is left out."""
    filled = [one for one in fields if not is_empty(values.get(one.key))]
    order: list[Section | None] = [None, *sections]
    blocks = []
    for section in order:
        known = {one.key for one in sections}
        group = [one for one in filled if (one.section == section.key if section else one.section not in known)]
        if group:
            heading = [html.H3(text_of(section.name), className="form-title")] if section and text_of(section.name) else []
            pairs = [
                piece
                for one in group
                for piece in (html.Dt(text_of(one.label)), html.Dd(field_reading(one, values[one.key], names=names or {})))
            ]
            blocks.append(html.Section([*heading, html.Dl(pairs, className="kv")], className="form-sec"))
    return html.Div(blocks, className="form-read")


def field_reading(field: Field, value: Any, *, names: Mapping[str, str]) -> Any:
    """One value as it is read: files are links, a finding has its sign."""
    if is_empty(value):
        return html.Span(ABSENT, className="t3")
    if field.type is FieldType.FILE:
        return html.Span([file_link(str(one), names.get(str(one), "")) for one in value], className="files")
    words = field_words(field, value, current_language(), names=names)
    if field.type is FieldType.FINDING and isinstance(value, Mapping):
        sign, colour = _FINDING_SIGNS.get(str(value.get("result")), (Icon.QUESTION, "t3"))
        return html.Span([icon(sign, size=14, class_name=colour), html.Span(words[:1].upper() + words[1:])], className="finding-line")
    if field.type is FieldType.LONG_TEXT:
        return html.Span(words, className="pre")
    return words


def file_link(file_id: str, name: str) -> Component:
    """An attachment that is downloaded by a click."""
    return html.A([icon(Icon.PAPERCLIP, size=14), html.Span(name, className="ell")], href=f"/files/{file_id}", className="file")
