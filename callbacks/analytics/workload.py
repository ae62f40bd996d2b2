"""The dashboard of labour: every cell and sum opens the entries it is made of."""

from __future__ import annotations

from callbacks.analytics.asked import asked_of_this_month
from callbacks.analytics.dashboard_frame import PAGE_OF_ROWS, Behind, Shown, connect_dashboard, connect_rows, period_head
from data.queries.access import bank_day
from data.queries.analytics.documents import workload_document
from data.queries.analytics.filters import filter_choices
from data.queries.analytics.labour_rows import labour_behind
from data.queries.analytics.workload import labour_period, workload_figures
from data.session import Session
from models.access.permissions import Permission
from pages.analytics.address import Asked
from pages.analytics.workload import FILTERS, ids
from pages.analytics.workload_body import body, row_items, rows_head, rows_title
from pages.analytics.workload_view import WorkloadView
from pages.paths import Path


def _asked(session: Session, search: str) -> Asked:
    return asked_of_this_month(search, Path.WORKLOAD, today=bank_day(session.now))


def show(session: Session, search: str) -> Shown:
    asked, choices = _asked(session, search), filter_choices(session)
    view = WorkloadView(workload_document(workload_figures(session, asked.period, asked.where), choices))
    everything = labour_period(session, bank_day(session.now))
    head = period_head(session, ids, view, asked, everything=everything, report="workload", choices=choices, names=FILTERS)
    return Shown(view.document, asked, head, lambda: body(view, asked))


def behind(session: Session, search: str, after: str) -> Behind:
    asked = _asked(session, search)
    page = labour_behind(session, asked.rows, asked.row_filters(), after=after, limit=PAGE_OF_ROWS)
    view = WorkloadView(workload_document(workload_figures(session, asked.period, asked.where), filter_choices(session)))
    head = rows_head(page.total, page.minutes, view.period_label())
    return Behind(rows_title(asked.rows, view), head, row_items(page.rows, view), page.next_after)


connect_dashboard(ids, show, permission=Permission.SEE_DASHBOARDS, doubts="workload")
connect_rows(ids, Path.WORKLOAD, behind, permission=Permission.SEE_DASHBOARDS, charts=(ids.DAYS_CHART,))
