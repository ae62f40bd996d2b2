"""What people say about an initiative: what it is, a month of its cash, a source that is read live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from pages.analytics.initiatives import error_id, ids, input_id
from pages.analytics.initiatives_body import Names
from pages.components.buttons import button
from pages.components.forms import dropdown, labelled, text_input
from pages.formats import roubles_to_type
from pages.translations import _, text_of

Options = Sequence[tuple[str, str]]


def _line(name: str, label: str, value: str = "", *, hint: str = "", must: bool = True, **more: Any) -> Component:
    control = text_input(id=input_id(name), value=value, debounce=False, **more)
    return labelled(label, control, error_id=error_id(name), hint=hint, is_required=must)


def _choice(name: str, label: str, options: Options, value: str | None = None) -> Component:
    return labelled(label, dropdown(options, id=input_id(name), value=value), error_id=error_id(name), is_required=True)


def _form(*fields: Component) -> Component:
    return html.Div([*fields, html.Div(button(_("Save"), id=ids.SAVE, kind="primary"), className="form-foot")])


def initiative_form(row: Any | None, people: Options) -> Component:
    """A new one, or another wording of what is there."""
    names = dict(row.name) if row is not None else {}
    code = [_line("code", _("Code"), hint=_("Small Latin letters, digits, hyphens: it stands in addresses."), max_length=40)]
    first = f"{row.first_month:%m.%Y}" if row is not None else ""
    return _form(
        _line("name_ru", _("Title in Russian"), names.get("ru", ""), max_length=120),
        _line("name_en", _("Title in English"), names.get("en", ""), max_length=120),
        *(code if row is None else []),
        _line("description", _("What it brings"), row.description if row is not None else "", must=False, max_length=2000),
        _choice("owner", _("Answers for it"), people, str(row.owner_id) if row is not None else None),
        html.Div(
            [
                _line("first_month", _("From the month, mm.yyyy"), first, max_length=7),
                _line("horizon", _("Months"), str(row.horizon) if row is not None else "36", max_length=3, inputmode="numeric"),
            ],
            className="field-row",
        ),
        html.P(_("Another wording asks for a second person anew."), className="hint"),
    )


def cash_form(month: Any) -> Component:
    """`month` is a `CashOfMonth`; an empty field leaves the sum open."""


    def amount(name: str, label: str) -> Component:
        return _line(name, label, roubles_to_type(getattr(month, name)), must=False, max_length=24, inputmode="decimal")

    planned = [amount("planned_cost", _("Planned cost, ₽")), amount("planned_benefit", _("Planned benefit, ₽"))]
    actual = [amount("actual_cost", _("Cost in fact, ₽")), amount("actual_benefit", _("Benefit in fact, ₽"))]
    rows = [html.Div(pair, className="field-row") for pair in (planned, actual)]
    hint = _("The document facts come from, in ten letters or more. What is read live is not entered.")
    return _form(*rows, _line("source", _("Source"), month.source, must=False, hint=hint, max_length=500))


def source_form(names: Names) -> Component:
    kinds = (("pool", _("Costs of a pool")), ("labour", _("Saved labour of a service")), ("prevented", _("Prevented loss of a category")))
    options = [(f"{kind}:{ref}", f"{words}: {text_of(name) or ref}") for kind, words in kinds for ref, name in names[kind].items()]
    hint = _("Per cent of it that belongs to this initiative. Initiatives together take no more than the whole.")
    return _form(_choice("ref", _("Of what"), options), _line("share", _("Share, %"), hint=hint, max_length=8, inputmode="decimal"))


def rate_form() -> Component:
    hint = _("The decision it comes from. Earlier decisions stay in the trail.")
    fields = [
        _line("percent", _("Per cent a year"), max_length=4, inputmode="numeric"),
        _line("first_day", _("From the day, dd.mm.yyyy"), max_length=10),
    ]
    return _form(html.Div(fields, className="field-row"), _line("source", _("Source"), hint=hint, max_length=500))
