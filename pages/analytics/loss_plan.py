"""The dialog in which the head says how much the service means to prevent in a month, category by category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from dash import html
from dash.development.base_component import Component

from pages.components.dialogs import confirm
from pages.components.forms import dropdown, field, text_input
from pages.components.icons import Icon, icon
from pages.formats import month_label, roubles_to_type
from pages.translations import _, text_of


class ids(StrEnum):
    OPEN = "analytics-loss-plan-open"
    MODAL = "analytics-loss-plan"
    MONTH = "analytics-loss-plan-month"
    FIELDS = "analytics-loss-plan-fields"
    ERROR = "analytics-loss-plan-error"
    SAVE = "analytics-loss-plan-save"
    CANCEL = "analytics-loss-plan-cancel"


def amount_id(category: Any) -> dict[str, Any]:
    """The amount of a category, in roubles."""
    return {"type": "analytics-loss-plan-amount", "category": category}


def plan_button() -> Component:
    return html.Button([icon(Icon.PENCIL, size=12), _("Plan")], id=ids.OPEN, type="button", className="as-link", n_clicks=0)


def plan_dialog() -> Component:
    body = [
        field(_("Month"), dropdown([], id=ids.MONTH), hint=_("The plan of a month is compared with what was prevented in it.")),
        html.Div(id=ids.FIELDS),
        html.Div(id=ids.ERROR, className="field-error", **{"aria-live": "polite"}),
    ]
    return confirm(_("Plan of prevented loss"), id=ids.MODAL, verb=_("Set the plan"), confirm_id=ids.SAVE, cancel_id=ids.CANCEL, body=body)


def month_choices(months: Sequence[date]) -> list[dict[str, str]]:
    """As the list of the dialog wants them."""
    return [{"value": month.isoformat(), "label": month_label(month)} for month in months]


def plan_fields(categories: Mapping[str, Mapping[str, str]], planned: Mapping[str, int]) -> list[Component]:
    """One amount a category."""
    return [
        html.Div(
            html.Label(
                [
                    html.Span([text_of(name), ", ₽"], className="form-label"),
                    text_input(
                        id=amount_id(code), value=roubles_to_type(planned.get(code)), debounce=False, max_length=20, inputmode="decimal"
                    ),
                ],
                className="label-box",
            ),
            className="field",
        )
        for code, name in categories.items()
    ]
