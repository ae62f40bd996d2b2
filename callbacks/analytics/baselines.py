"""What was before the hub: the list, and a form for another baseline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.days import read_day
from callbacks.components.fields import error_at_its_field, typed_by_name
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.effect import enter_baseline
from data.queries.analytics.effect import all_baselines
from data.queries.analytics.filters import filter_choices
from data.session import Session, reading, transaction
from models.access.people import FieldRequired
from models.access.permissions import Permission
from models.analytics.effect import BY_SERVICE, Baseline, Measure, WrongBaseline, read_value
from models.errors import KordonError
from pages import shell
from pages.analytics.baselines import OPENS, baseline_form, baselines_body, error_id, ids, input_id, places_of, state_words
from pages.components.presses import pressed
from pages.translations import _

_MAY = Permission.MANAGE_EFFECT


def _services(session: Session) -> dict[str, Mapping[str, str]]:
    return dict(filter_choices(session)["service"])


@on(
    Output(ids.STATE, "children"), Output(ids.LIST, "children"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_FIGURES, "data"),
    permission=_MAY,
)  # fmt: skip
def show_baselines(_changed: Any, _figures: Any) -> Any:
    with reading(current_actor()) as session:
        rows, services = all_baselines(session), _services(session)
        known = {(row.measure, row.service) for row in rows}
        missing = sum(1 for place in places_of(services) if place not in known)
        return state_words(missing), baselines_body(rows, services, now=session.now)


@on(
    Output(ids.DRAWER, "is_open"), Output(ids.DRAWER_TITLE, "children"), Output(ids.FORM, "children"), Input(pressed(OPENS), "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def open_form(press: Mapping[str, str] | None) -> Any:
    if not press:
        raise PreventUpdate
    with reading(current_actor()) as session:
        return True, _("Enter a baseline"), baseline_form(press["measure"], press["service"], _services(session))


@on(
    Output(error_id(ALL), "children"),  # type: ignore[arg-type]
    Output(ids.DRAWER, "is_open", allow_duplicate=True), Output(ids.CHANGED, "data"),
    Input(ids.SAVE, "n_clicks"), State(input_id(ALL), "value"), State(input_id(ALL), "id"), State(ids.CHANGED, "data"),  # type: ignore[arg-type]
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def save(clicks: int | None, values: list[Any], names: list[Any], changed: int) -> Any:
    if not clicks:
        raise PreventUpdate
    places = [place["id"]["name"] for place in ctx.outputs_list[0]]
    try:
        given = _read(typed_by_name(values, names))
        with transaction(current_actor()) as session:
            enter_baseline(session, given)
    except KordonError as error:
        return error_at_its_field(error, places), no_update, no_update
    say(_("The baseline counts from now on."))
    return [None] * len(places), False, (changed or 0) + 1


def _read(typed: Mapping[str, Any]) -> Baseline:
    """What was typed. Raises with the field that is wrong."""
    if typed.get("measure") not in set(Measure):
        raise FieldRequired(field="measure")
    measure = Measure(str(typed["measure"]))
    rows = "".join(str(typed.get("rows") or "").split())
    if rows and not rows.isdecimal():
        raise WrongBaseline(field="rows")
    return Baseline(
        measure, str(typed.get("service") or "") if measure in BY_SERVICE else "", read_value(measure, str(typed.get("value") or "")),
        str(typed.get("source") or ""), _day(typed, "first_day"), _day(typed, "last_day"), int(rows) if rows else None,
    )  # fmt: skip


def _day(typed: Mapping[str, Any], name: str) -> date:
    day = read_day(typed.get(name), field=name)
    if day is None:
        raise FieldRequired(field=name)
    return day
