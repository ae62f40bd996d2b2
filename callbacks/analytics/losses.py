"""The dashboard of prevented loss: every sum opens the entries it is made of."""

from __future__ import annotations

from callbacks.analytics.asked import asked_of_this_month
from callbacks.analytics.dashboard_frame import PAGE_OF_ROWS, Behind, Shown, connect_dashboard, connect_rows, period_head
from data.queries.access import bank_day
from data.queries.analytics.documents import loss_document
from data.queries.analytics.filters import filter_choices
from data.queries.analytics.loss_register import losses_behind
from data.queries.analytics.losses import loss_categories, loss_days, loss_figures
from data.session import Session
from models.access.permissions import Permission, may
from pages.analytics.address import Asked
from pages.analytics.loss_view import LossView, loss_name
from pages.analytics.losses import FILTERS, ids
from pages.analytics.losses_body import body, row_items, rows_head
from pages.paths import Path


def _asked(session: Session, search: str) -> Asked:
    return asked_of_this_month(search, Path.LOSSES, today=bank_day(session.now))


def show(session: Session, search: str) -> Shown:
    asked, actor = _asked(session, search), session.actor
    choices = {**filter_choices(session), "category": [(code, dict(name)) for code, name in loss_categories(session).items()]}
    view = LossView(loss_document(loss_figures(session, asked.period, asked.where), choices))
    everything = loss_days(session, bank_day(session.now))
    head = period_head(session, ids, view, asked, everything=everything, report="prevented-loss", choices=choices, names=FILTERS)
    sets_plan, opens_register = may(actor, Permission.SET_TARGETS), may(actor, Permission.REGISTER_LOSS)
    return Shown(view.document, asked, head, lambda: body(view, asked, sets_plan=sets_plan, opens_register=opens_register))


def behind(session: Session, search: str, after: str) -> Behind:
    asked = _asked(session, search)
    page = losses_behind(session, asked.rows, asked.row_filters(), after=after, limit=PAGE_OF_ROWS)
    found = loss_figures(session, asked.rows_period or asked.period, asked.where)
    view = LossView(loss_document(found, filter_choices(session)))
    return Behind(loss_name(asked.rows), rows_head(page, view, asked), row_items(page.rows, view), page.next_after)


connect_dashboard(ids, show, permission=Permission.SEE_DASHBOARDS, doubts="prevented-loss")
connect_rows(ids, Path.LOSSES, behind, permission=Permission.SEE_DASHBOARDS, charts=(ids.CHART,))
