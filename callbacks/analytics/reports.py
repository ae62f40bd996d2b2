"""Reports: what can be made, make one, list them, take the file again, check that it comes out alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from dash import Input, Output, no_update
from dash.exceptions import PreventUpdate
from flask import Response, jsonify, request

from callbacks.analytics.asked import asked_of_month_over
from callbacks.analytics.making_reports import make_report
from callbacks.components.toast import say
from callbacks.components.wire import endpoint, on
from callbacks.web.current import current_actor
from data.operations.audit import record_view
from data.operations.effect import record_report_preparation
from data.operations.reports import ReportOrder, UnknownReport
from data.queries.access import bank_day
from data.queries.analytics.documents import labelled
from data.queries.analytics.filters import UnknownFilter, filter_choices
from data.queries.analytics.measures import first_and_last_day
from data.queries.analytics.report_parts import asked_period, offered_reports
from data.queries.analytics.reports import kept_report, kept_reports
from data.session import reading, transaction
from models.access.permissions import Permission, may
from models.analytics.effect import read_preparation
from models.analytics.period import UnknownPeriod
from models.analytics.reports import MEDIA
from pages import shell
from pages.analytics.dashboard_head import actions, filters
from pages.analytics.report_model import render_report
from pages.analytics.reports import CHECKS, FILTERS, catalogue, ids, report_list, report_told, state_words
from pages.analytics.view import PeriodView
from pages.components.presses import pressed
from pages.components.states import failure
from pages.errors import words_of
from pages.paths import Path
from pages.translations import _, current_language


@endpoint("/reports/make", permission=Permission.EXPORT_REPORTS, methods=("POST",))
def order_report() -> Any:
    """Order: `{"report": "management", "period": "2026-Q1", "where": {"service": ["a"]}, "format": "pdf", "lang": "ru"}`.

    `"preparation": {"seconds": 12.4, "clicks": 2}` is how long the person needed; without it nothing is measured.
    """
    given = request.get_json(silent=True)
    number, name, _content = make_report(current_actor(), _read_order(given))
    took = read_preparation(given["preparation"] if given and "preparation" in given else None)
    if took is not None:
        with transaction(current_actor()) as session:
            record_report_preparation(session, number, took)
    return jsonify(report_told(name, number))


def _read_order(order: Any) -> ReportOrder:
    if not isinstance(order, dict):
        raise UnknownReport
    where = order.get("where") or {}
    values_are_right = isinstance(where, dict) and all(
        isinstance(values, str) or (isinstance(values, list) and all(isinstance(one, str) for one in values)) for values in where.values()
    )
    if not values_are_right:
        raise UnknownReport
    return ReportOrder(
        str(order.get("report") or ""), str(order.get("period") or "all"), str(order.get("lang") or current_language()),
        str(order.get("format") or "pdf"), where,
    )  # fmt: skip


@endpoint("/reports/file/<uuid:report_id>", permission=Permission.EXPORT_REPORTS)
def hand_out_report(report_id: UUID) -> Response:
    """The file exactly as it was made; whoever takes it leaves a trace."""
    with transaction(current_actor()) as session:
        found, content = kept_report(session, report_id)
        record_view(session, subject_kind="report", subject_id=report_id, subject_name=found.file_name)
    response = Response(content, mimetype=MEDIA[found.format])
    response.headers["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@on(
    Output(ids.STATE, "children"), Output(ids.LIST, "children"), Input(ids.LIST, "id"), Input(shell.ids.LIVE_FIGURES, "data"),
    permission=Permission.EXPORT_REPORTS,
)  # fmt: skip
def list_reports(_id: str, _live: Any) -> tuple[Any, Any]:
    """What was made, newest first."""
    with reading(current_actor()) as session:
        reports, now = kept_reports(session), session.now
    return state_words(len(reports)), report_list(reports, now=now)


@on(
    Output(ids.ACTIONS, "children"), Output(ids.FILTERS, "children"), Output(ids.CATALOGUE, "children"), Input(ids.ASKED, "data"),
    permission=Permission.EXPORT_REPORTS,
)  # fmt: skip
def show_catalogue(search: str) -> tuple[Any, ...]:
    """What this reader may have made of the asked days; without a wish, of the month that is over."""
    with reading(current_actor()) as session:
        today = bank_day(session.now)
        asked = asked_of_month_over(search, Path.REPORTS, today=today)
        everything = first_and_last_day(session) or (today, today + timedelta(days=1))
        try:
            view = PeriodView(asked_period(session, asked.period, everything=everything))
        except (UnknownPeriod, UnknownFilter) as wrong:
            return no_update, [], failure(words_of(wrong), advice=_("Choose a period and filters anew."))
        reports = offered_reports(session)
        choices = labelled(filter_choices(session)) if may(session.actor, Permission.SEE_DASHBOARDS) else {}
    head = actions(view, asked, today=today, everything=everything, as_of_id=ids.AS_OF)
    return head, filters(asked, choices, names=FILTERS) if choices else [], catalogue(reports, view, asked)


@on(
    Output(shell.ids.SINK, "data", allow_duplicate=True), Input(pressed(CHECKS), "data"), permission=Permission.EXPORT_REPORTS,
    prevent_initial_call=True,
)  # fmt: skip
def check_report(press: Mapping[str, str] | None) -> Any:
    """Print a kept report again from its stored input and compare."""
    if not press:
        raise PreventUpdate
    with reading(current_actor()) as session:
        found, content = kept_report(session, UUID(press["report"]))
    if render_report(found.input) == content:
        say(_("{name}: printed again, it is the same byte for byte.", name=found.file_name))
    else:
        say(_("{name}: printed again, it comes out different. The file itself is unchanged.", name=found.file_name), kind="warn")
    return no_update
