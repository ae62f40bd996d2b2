"""The filtered list as a workbook: the reader's rights and filters, streamed page by page."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from flask import request, send_file

from callbacks.components.wire import endpoint
from callbacks.processes.queue_view import filter_of, order_of
from callbacks.web.current import current_actor
from data.operations.audit import record
from data.queries.processes.lists import CaseRow, case_rows
from data.session import Session, transaction
from data.settings import read_settings
from models.access.permissions import Permission
from pages.components.marks import priority_text, risk_text, status_text
from pages.paper.workbook import About, Sheet, SheetColumn, render_workbook
from pages.processes.queue_views import clean_view, query_text
from pages.processes.words import clock_words
from pages.translations import _, current_language, text_of

_MOST_ROWS = 50_000
_PAGE = 200


@endpoint("/export/cases.xlsx", permission=Permission.WORK_CASES)
def export_cases() -> Any:
    """Only rows this reader may see; that they were taken out is in the trail."""
    view = clean_view(request.args.to_dict())
    actor = current_actor()
    with transaction(actor) as session:
        record(session, "cases_exported", subject_kind="list", subject_id=query_text(view) or "all", after=dict(view))
        about = About(
            _("Cases"),
            current_language(),
            actor.name,
            session.now,
            session.now,
            tuple(_filter_words(view)),
            zone=read_settings().zone,
            notes=(_("At most {limit} rows are exported.", limit=_MOST_ROWS),),
        )
        book = render_workbook([Sheet(_("Cases"), _columns(), _rows(session, view))], about)
        name = f"{_('Cases')} {session.now:%Y-%m-%d}.xlsx"
    return send_file(
        io.BytesIO(book),
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_attachment=True,
        download_name=name,
    )


def _columns() -> list[SheetColumn]:
    return [
        SheetColumn(_("Number")),
        SheetColumn(_("Case"), width=44),
        SheetColumn(_("Service")),
        SheetColumn(_("Status")),
        SheetColumn(_("Step")),
        SheetColumn(_("Risk"), width=14),
        SheetColumn(_("Priority"), width=18),
        SheetColumn(_("Executor")),
        SheetColumn(_("Group")),
        SheetColumn(_("Requester")),
        SheetColumn(_("Unit")),
        SheetColumn(_("Amount"), "money"),
        SheetColumn(_("Opened"), "moment"),
        SheetColumn(_("Deadline"), "moment"),
        SheetColumn(_("Closed"), "moment"),
        SheetColumn(_("SLA")),
        SheetColumn(_("Rating"), "integer"),
    ]


def _rows(session: Session, view: Mapping[str, str]) -> Iterator[list[Any]]:
    sort, descending = order_of(view, [])
    after, given = None, 0
    while given < _MOST_ROWS:
        rows = case_rows(session, filter_of(view), sort=sort, descending=descending, after=after, limit=_PAGE)
        yield from (_cells(row, session) for row in rows)
        given += len(rows)
        if len(rows) < _PAGE:
            return
        after = rows[-1].cursor


def _cells(row: CaseRow, session: Session) -> list[Any]:
    return [
        row.number,
        row.title,
        text_of(row.service_name),
        status_text(row.state),
        text_of(row.step) if row.step else "",
        risk_text(row.risk_level),
        priority_text(row.priority),
        row.owner,
        text_of(row.group) if row.group else "",
        row.requester,
        text_of(row.unit) if row.unit else "",
        row.amount_kopecks,
        row.opened_at,
        row.due_at,
        row.closed_at,
        clock_words(row.sla, row.left, now=session.now, resume_on=row.resume_on).text,
        row.rating,
    ]


def _filter_words(view: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    names = {
        "scope": _("Scope"),
        "states": _("Status"),
        "services": _("Service"),
        "risks": _("Risk"),
        "priorities": _("Priority"),
        "sla": _("Deadline"),
        "q": _("Search"),
    }
    for key, value in view.items():
        if key in names:
            yield names[key], value
