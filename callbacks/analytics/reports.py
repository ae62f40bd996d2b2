"""Reports: make one, list them, take the file again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dash import Input, Output
from flask import Response, jsonify, request

from callbacks.analytics.making_reports import UnknownReport, make_operations_report
from callbacks.components.wire import endpoint, on
from callbacks.web.current import current_actor
from data.operations.audit import record_view
from data.queries.analytics.reports import kept_report, kept_reports
from data.session import reading, transaction
from models.access.permissions import Permission
from pages import shell
from pages.analytics.reports import ids, report_list, report_told, state_words
from pages.translations import current_language

_MEDIA = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@endpoint("/reports/make", permission=Permission.EXPORT_REPORTS, methods=("POST",))
def make_report() -> Any:
    """Order: `{"dashboard": "operations", "period": "2026-Q1", "where": {"service": ["a"]}, "format": "pdf", "lang": "ru"}`."""
    order = request.get_json(silent=True)
    if not isinstance(order, dict) or order.get("dashboard") != "operations":
        raise UnknownReport
    where = order.get("where") or {}
    values_are_right = isinstance(where, dict) and all(
        isinstance(values, str) or (isinstance(values, list) and all(isinstance(one, str) for one in values)) for values in where.values()
    )
    if not values_are_right:
        raise UnknownReport
    number, name, _content = make_operations_report(
        current_actor(), period=str(order.get("period") or "all"), where=where, lang=str(order.get("lang") or current_language()),
        format=str(order.get("format") or "pdf"),
    )  # fmt: skip
    return jsonify(report_told(name, number))


@endpoint("/reports/file/<uuid:report_id>", permission=Permission.EXPORT_REPORTS)
def hand_out_report(report_id: UUID) -> Response:
    """The file exactly as it was made; whoever takes it leaves a trace."""
    with transaction(current_actor()) as session:
        found, content = kept_report(session, report_id)
        record_view(session, subject_kind="report", subject_id=report_id, subject_name=found.file_name)
    response = Response(content, mimetype=_MEDIA[found.format])
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
