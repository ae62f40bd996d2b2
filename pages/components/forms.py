"""Fields: label above, hint below, the error in the hint's place. What the fields mean is decided elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.icons import Icon, icon
from pages.translations import _


def field(
    label: str, control: Component, *, id: Any = None, hint: str = "", error: str = "", is_required: bool = False, error_id: Any = None,
    class_name: str = "",
) -> Component:  # fmt: skip
    """A control in its dress. `id` is the control's own (plain string ids get a real label); `error_id` receives errors later."""
    words: list[Any] = [label]
    if is_required:
        words += [html.Span(" *", **{"aria-hidden": "true"}), html.Span(_("required"), className="visually-hidden")]
    html_for = {"htmlFor": str(id)} if isinstance(id, str) else {}
    below = {"id": error_id} if error_id is not None else {}
    return html.Div(
        [
            html.Label(words, className="form-label", **html_for),
            control,
            *([html.Div(hint, className="hint")] if hint else []),
            html.Div(field_error(error), className="field-error", **{"aria-live": "polite"}, **below),
        ],
        className=f"field {'is-wrong' if error else ''} {class_name}".replace("  ", " ").strip(),
    )


def labelled(label: str, control: Component, *, error_id: Any, hint: str = "", is_required: bool = False) -> Component:
    """A field whose label wraps the control, for forms drawn anew: their dict ids are no HTML ids."""
    words: list[Any] = [label]
    if is_required:
        words += [html.Span(" *", **{"aria-hidden": "true"}), html.Span(_("required"), className="visually-hidden")]
    return html.Div(
        [
            html.Label([html.Span(words, className="form-label"), control], className="label-box"),
            *([html.Div(hint, className="hint")] if hint else []),
            html.Div(id=error_id, className="field-error", **{"aria-live": "polite"}),
        ],
        className="field",
    )


def field_error(words: str) -> Any:
    """The children of an `error_id`: icon and words, or nothing."""
    return [icon(Icon.LATE, size=12), html.Span(words)] if words else None


def text_input(
    *,
    id: Any,
    value: str = "",
    placeholder: str = "",
    kind: str = "text",
    max_length: int = 500,
    debounce: bool = True,
    **more: Any,
) -> Component:
    """One line. The value goes to the server when the field is left, without `debounce` at each letter."""
    return dbc.Input(
        id=id, value=value, placeholder=placeholder, type=kind, maxlength=max_length, debounce=debounce, autocomplete="off", **more
    )  # type: ignore[arg-type]


def dropdown(
    options: Sequence[tuple[str, str]], *, id: Any, value: Any = None, placeholder: str = "", multi: bool = False, clearable: bool = False
) -> Component:
    """More than five choices: pairs of value and text."""
    return dcc.Dropdown(
        options=[{"value": key, "label": text} for key, text in options],
        value=value,
        id=id,
        placeholder=placeholder or _("Choose"),
        multi=multi,
        clearable=clearable,
        labels=dropdown_words(),
    )


def dropdown_words() -> dict[str, str]:
    """What the drop-down itself says."""
    return {
        "select_all": _("Choose all"),
        "deselect_all": _("Choose none"),
        "selected_count": _("{num_selected} chosen", num_selected="{num_selected}"),
        "search": _("Find"),
        "clear_search": _("Clear the search"),
        "clear_selection": _("Clear"),
        "no_options_found": _("Nothing found"),
    }
