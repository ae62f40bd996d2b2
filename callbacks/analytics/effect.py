"""The dashboard of effect: every measure opens the rows it is made of."""

from __future__ import annotations

from datetime import timedelta

from callbacks.analytics.asked import asked_of_month_over
from callbacks.analytics.dashboard_frame import Behind, Shown, connect_dashboard, connect_rows, period_head
from data.queries.access import bank_day
from data.queries.analytics.effect import FILTERS, effect_figures
from data.queries.analytics.effect_documents import effect_document
from data.queries.analytics.effect_rows import effect_behind
from data.queries.analytics.filters import filter_choices
from data.queries.analytics.measures import first_and_last_day
from data.session import Session
from models.access.permissions import Permission, may
from pages.analytics.address import Asked
from pages.analytics.effect import ids
from pages.analytics.effect_body import body
from pages.analytics.effect_rows import row_items, rows_head
from pages.analytics.effect_view import EffectView, measure_name
from pages.paths import Path


def _asked(session: Session, search: str) -> Asked:
    return asked_of_month_over(search, Path.EFFECT, today=bank_day(session.now))


def _view(session: Session, asked: Asked) -> EffectView:
    return EffectView(effect_document(effect_figures(session, asked.period, asked.where), filter_choices(session)))


def show(session: Session, search: str) -> Shown:
    asked, today = _asked(session, search), bank_day(session.now)
    view, choices = _view(session, asked), filter_choices(session)
    everything = first_and_last_day(session) or (today, today + timedelta(days=1))
    keeps = may(session.actor, Permission.MANAGE_EFFECT)
    head = period_head(session, ids, view, asked, everything=everything, report="effect", choices=choices, names=FILTERS)
    return Shown(view.document, asked, head, lambda: body(view, asked, keeps=keeps))


def behind(session: Session, search: str, _after: str) -> Behind:
    asked = _asked(session, search)
    found = effect_behind(session, asked.rows, asked.period, service=asked.rows_service)
    view = _view(session, asked)
    title = measure_name(asked.rows) + (f": {view.service(asked.rows_service)}" if asked.rows_service else "")
    head = rows_head(found, view, asked, reconciles=may(session.actor, Permission.RECONCILE))
    return Behind(title, head, row_items(found, view, asked.rows))


connect_dashboard(ids, show, permission=Permission.SEE_EFFECT, doubts="effect")
connect_rows(ids, Path.EFFECT, behind, permission=Permission.SEE_EFFECT)
