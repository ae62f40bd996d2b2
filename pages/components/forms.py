"""Fields: label above, hint below, the error in the hint's place. What the fields mean is decided elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.icons import Icon, icon
from pages.translations import _, current_language


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
    debounce: bool | float = True,
    **more: Any,
) -> Component:
    """One line. By default the value goes to the server when the field is left."""
    return dbc.Input(
        id=id, value=value, placeholder=placeholder, type=kind, maxlength=max_length, debounce=debounce, autocomplete="off", **more
    )  # type: ignore[arg-type]


def text_area(*, id: Any, value: str = "", placeholder: str = "", rows: int = 3, max_length: int = 20_000, **more: Any) -> Component:
    return dbc.Textarea(id=id, value=value, placeholder=placeholder, rows=rows, maxlength=max_length, debounce=True, **more)  # type: ignore[arg-type]


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


def radios(options: Sequence[tuple[str, str]], *, id: Any, value: Any = None, inline: bool = True) -> Component:
    """Up to five choices: pairs of value and text."""
    return dbc.RadioItems(
        options=[{"value": key, "label": text} for key, text in options], value=value, id=id, inline=inline, class_name="radios"
    )


def date_picker(
    *, id: Any, value: date | None = None, earliest: date | None = None, latest: date | None = None, placeholder: str = ""
) -> Component:
    """A day in the reader's order: 18.11.2026. Weeks begin on Monday."""
    given: dict[str, Any] = {}
    if earliest:
        given["min_date_allowed"] = earliest.isoformat()
    if latest:
        given["max_date_allowed"] = latest.isoformat()
    return dcc.DatePickerSingle(
        id=id,
        date=value.isoformat() if value else None,
        display_format=_date_pattern(),
        month_format="MMMM YYYY",
        first_day_of_week=1,
        placeholder=placeholder or _("Choose a day"),
        clearable=True,
        **given,
    )


def date_range(*, id: Any, first: date | None = None, last: date | None = None) -> Component:
    """From a day to a day."""
    return dcc.DatePickerRange(
        id=id,
        start_date=first.isoformat() if first else None,
        end_date=last.isoformat() if last else None,
        display_format=_date_pattern(),
        month_format="MMMM YYYY",
        first_day_of_week=1,
        start_date_placeholder_text=_("from"),
        end_date_placeholder_text=_("to"),
        clearable=True,
    )


def _date_pattern() -> str:
    return "DD.MM.YYYY" if current_language() == "ru" else "D MMM YYYY"
