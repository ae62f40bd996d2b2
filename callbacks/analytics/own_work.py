"""The officer's own dashboard: every figure opens his own cases."""

from __future__ import annotations

from datetime import timedelta

from callbacks.analytics.asked import asked_of_this_month
from callbacks.analytics.dashboard_frame import PAGE_OF_ROWS, Behind, Shown, connect_dashboard, connect_rows, period_head
from data.queries.access import bank_day
from data.queries.analytics.documents import own_document
from data.queries.analytics.filters import filter_choices
from data.queries.analytics.measures import first_and_last_day
from data.queries.analytics.own_work import own_figures
from data.queries.analytics.rows import own_rows_behind
from data.session import Session
from models.access.permissions import Permission
from pages import shell
from pages.analytics.address import Asked
from pages.analytics.own_work import FILTERS, ids
from pages.analytics.own_work_body import OwnView, body
from pages.analytics.rows_behind import is_live, row_items, rows_head, rows_title
from pages.paths import Path
from pages.translations import _, text_of


def _asked(session: Session, search: str) -> Asked:
    return asked_of_this_month(search, Path.OWN_WORK, today=bank_day(session.now))


def show(session: Session, search: str) -> Shown:
    asked, choices, today = _asked(session, search), filter_choices(session), bank_day(session.now)
    view = OwnView(own_document(own_figures(session, asked.period, asked.where), choices))
    everything = first_and_last_day(session) or (today, today + timedelta(days=1))
    head = period_head(session, ids, view, asked, everything=everything, report="", choices=choices, names=FILTERS)
    return Shown(view.document, asked, head, lambda: body(view, asked))


def behind(session: Session, search: str, after: str) -> Behind:
    asked = _asked(session, search)
    page = own_rows_behind(session, asked.rows, asked.row_filters(), after=after, limit=PAGE_OF_ROWS)
    services = {code: text_of(name) for code, name in filter_choices(session)["service"]}
    days = _("as of now") if is_live(asked.rows) else ""
    words = ", ".join(part for part in (days, services.get(asked.rows_service, "")) if part)
    head = rows_head(page.total, closed_to_reader=page.closed_to_reader, words=words)
    return Behind(rows_title(asked.rows, names={}), head, row_items(page.rows, services=services, now=session.now), page.next_after)


connect_dashboard(ids, show, permission=Permission.WORK_CASES, live=(shell.ids.LIVE_CASES, shell.ids.LIVE_FIGURES))
connect_rows(ids, Path.OWN_WORK, behind, permission=Permission.WORK_CASES, charts=(ids.SLA_CHART, ids.AGEING_CHART))
