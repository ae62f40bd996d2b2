"""React components of our own for forms, written in `assets/form.js`: what Bootstrap and Dash lack or do in one language only."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component


class _FormPart(Component):
    _namespace = "kordon_form"
    _type = "Frame"
    _base_nodes = ["children"]
    _children_props: list[str] = []
    _prop_names: list[str] = ["id"]
    _valid_wildcard_attributes: list[str] = []
    available_properties: list[str] = ["id"]
    available_wildcard_properties: list[str] = []

    def __init__(self, children: Any = None, **properties: Any) -> None:
        given = {name: value for name, value in properties.items() if value is not None}
        super().__init__(**({"children": children} if children is not None else {}), **given)


class Frame(_FormPart):
    """Label, hint and error round one input. `group`: several inputs under one name, such as radio buttons.

    `required` is the word that a screen reader adds to the label; `target` the HTML id of the input; `error` marks it as invalid.
    """

    _type = "Frame"
    _prop_names = ["id", "children", "label", "hint", "error", "required", "group", "target", "className"]
    available_properties = _prop_names


class TextField(_FormPart):
    """Text of one line, or of several (`lines`). The server hears of it after a short silence, and at once when the field is left."""

    _type = "TextField"
    _prop_names = ["id", "value", "target", "lines", "mode", "placeholder", "suffix", "limit", "autoComplete", "label"]
    available_properties = _prop_names


class DateField(_FormPart):
    """A date as people type it, with a calendar in the page's language beside it. `time`: the time of day stands after the date."""

    _type = "DateField"
    _prop_names = ["id", "value", "target", "time", "placeholder", "label", "texts"]
    available_properties = _prop_names


class FileField(_FormPart):
    """Attachments: `value` is a list of {id, name, size}. Files are sent one by one and show how far they are."""

    _type = "FileField"
    _prop_names = ["id", "value", "target", "limit", "megabytes", "texts"]
    available_properties = _prop_names
