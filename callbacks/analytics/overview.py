"""The overview for the board: what the management report of the same days says."""

from __future__ import annotations

from datetime import timedelta

from callbacks.analytics.asked import asked_of_month_over
from callbacks.analytics.dashboard_frame import Shown, connect_dashboard, period_head
from data.queries.access import bank_day
from data.queries.analytics.documents import labelled
from data.queries.analytics.filters import filter_choices
from data.queries.analytics.measures import first_and_last_day
from data.queries.analytics.report_parts import gather_report
from data.session import Session
from models.access.permissions import Permission
from models.analytics.reports import REPORTS
from pages.analytics.overview import FILTERS, ids
from pages.analytics.overview_body import body
from pages.analytics.report_model import ReportView
from pages.paths import Path


def show(session: Session, search: str) -> Shown:
    today = bank_day(session.now)
    asked, choices = asked_of_month_over(search, Path.OVERVIEW, today=today), labelled(filter_choices(session))
    view = ReportView(gather_report(session, REPORTS["management"], asked.period, asked.where))
    everything = first_and_last_day(session) or (today, today + timedelta(days=1))
    head = period_head(session, ids, view, asked, everything=everything, report="management", choices=choices, names=FILTERS)
    return Shown(view.document, asked, head, lambda: body(view, asked))


connect_dashboard(ids, show, permission=Permission.SEE_DASHBOARDS)
