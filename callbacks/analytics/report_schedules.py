"""Reports that go out by themselves: what does, a new one, its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.fields import error_at_its_field, typed_by_name
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.report_schedules import end_schedule, schedule_report
from data.operations.reports import ReportOrder
from data.queries.analytics.report_parts import offered_reports
from data.queries.analytics.report_schedules import latest_deliveries, possible_recipients, report_schedules
from data.queries.analytics.reports import report_definitions
from data.session import Session, reading, transaction
from models.access.permissions import Permission, may
from models.analytics.report_schedule import Moments, Rhythm, WrongSchedule
from models.errors import InvalidInput
from pages import shell
from pages.analytics.report_schedules import ENDS, OPENS, error_id, ids, input_id, schedule_form, schedules_body
from pages.components.presses import pressed
from pages.translations import _, current_language

_MAY = Permission.SCHEDULE_REPORTS


@on(
    Output(ids.BODY, "children"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_FIGURES, "data"), permission=Permission.EXPORT_REPORTS
)  # fmt: skip
def show_schedules(_changed: Any, _figures: Any) -> Any:
    """Nothing for readers who may not send reports."""
    with reading(current_actor()) as session:
        if not may(session.actor, _MAY):
            return None
        names = {report.key: report.name for report in report_definitions(session)}
        return schedules_body(report_schedules(session), latest_deliveries(session), names, now=session.now)


@on(
    Output(ids.DRAWER, "is_open"), Output(ids.DRAWER_TITLE, "children"), Output(ids.FORM, "children"), Input(pressed(OPENS), "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def open_form(press: Mapping[str, str] | None) -> Any:
    if not press:
        raise PreventUpdate
    with reading(current_actor()) as session:
        form = schedule_form(offered_reports(session), possible_recipients(session), lang=current_language())
    return True, _("New schedule"), form


@on(
    Output(error_id(ALL), "children"),  # type: ignore[arg-type]
    Output(ids.DRAWER, "is_open", allow_duplicate=True), Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.SAVE, "n_clicks"), State(input_id(ALL), "value"), State(input_id(ALL), "id"), State(ids.CHANGED, "data"),  # type: ignore[arg-type]
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def save_schedule(clicks: int | None, values: list[Any], names: list[Any], changed: int) -> Any:
    if not clicks:
        raise PreventUpdate
    typed = typed_by_name(values, names)
    places = [place["id"]["name"] for place in ctx.outputs_list[0]]
    try:
        with transaction(current_actor()) as session:
            _schedule(session, typed)
    except InvalidInput as error:
        return error_at_its_field(error, places), no_update, no_update
    say(_("The report goes out by itself from now on."))
    return [None] * len(places), False, (changed or 0) + 1


def _schedule(session: Session, typed: Mapping[str, Any]) -> UUID:
    if typed.get("rhythm") not in set(Rhythm):
        raise WrongSchedule(field="rhythm")
    moments = Moments(Rhythm(typed["rhythm"]), _whole(typed, "day"), _whole(typed, "hour"))
    order = ReportOrder(str(typed.get("report") or ""), lang=str(typed.get("lang") or ""), format=str(typed.get("format") or ""))
    return schedule_report(session, order, moments, _people(typed.get("recipients")), is_attached=typed.get("attached") == "file")


def _whole(typed: Mapping[str, Any], field: str) -> int:
    text = str(typed.get(field) or "").strip()
    if not text.isdecimal() or len(text) > 2:
        raise WrongSchedule(field=field)
    return int(text)


def _people(chosen: Any) -> list[UUID]:
    try:
        return [UUID(str(one)) for one in chosen or ()]
    except (ValueError, TypeError):
        raise WrongSchedule(field="recipients") from None


@on(
    Output(ids.CHANGED, "data", allow_duplicate=True), Input(pressed(ENDS), "data"), State(ids.CHANGED, "data"), permission=_MAY,
    prevent_initial_call=True,
)  # fmt: skip
def end(press: Mapping[str, str] | None, changed: int) -> Any:
    if not press:
        raise PreventUpdate
    with transaction(current_actor()) as session:
        end_schedule(session, UUID(press["schedule"]))
    say(_("This report goes out no more."))
    return (changed or 0) + 1
