"""The dashboard of effect: asked by its address, drawn anew when something changed, with the rows behind every measure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import Input, Output, State, ctx, no_update

from callbacks.analytics.dashboard_document import asked_of_month_over, digest, state_words, time_of_data
from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.queries.access import bank_day
from data.queries.analytics.effect import FILTERS, effect_figures
from data.queries.analytics.effect_documents import effect_document
from data.queries.analytics.effect_rows import effect_behind
from data.queries.analytics.filters import UnknownFilter, filter_choices
from data.queries.analytics.measures import first_and_last_day
from data.queries.analytics.reconciliation_runs import marked_dashboards
from data.session import Session, reading
from models.access.permissions import Permission, may
from models.analytics.period import UnknownPeriod
from pages import shell
from pages.analytics.address import Asked, read_address
from pages.analytics.dashboard_head import actions, filters, report_button
from pages.analytics.effect import ids
from pages.analytics.effect_body import body
from pages.analytics.effect_rows import row_items, rows_head
from pages.analytics.effect_view import EffectView, measure_name
from pages.analytics.reconciliation import doubt_note
from pages.components.states import failure
from pages.errors import words_of
from pages.paths import Path
from pages.translations import _


def _asked(session: Session, search: str) -> Asked:
    return asked_of_month_over(search, Path.EFFECT, today=bank_day(session.now))


def _view(session: Session, asked: Asked) -> EffectView:
    return EffectView(effect_document(effect_figures(session, asked.period, asked.where), filter_choices(session)))


@on(
    Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.FILTERS, "children"), Output(ids.BODY, "children"),
    Output(ids.SEEN, "data"),
    Input(ids.ASKED, "data"), Input(shell.ids.LIVE_FIGURES, "data"), State(ids.SEEN, "data"),
    permission=Permission.SEE_EFFECT,
)  # fmt: skip
def draw_effect(search: str, _figures: Any, seen: str) -> tuple[Any, ...]:
    """The whole screen; after a live change only if something is another than before."""
    actor = current_actor()
    with reading(actor) as session:
        asked, today = _asked(session, search), bank_day(session.now)
        everything = first_and_last_day(session) or (today, today + timedelta(days=1))
        doubted = "effect" in marked_dashboards(session)
        choices = filter_choices(session)
        try:
            view = _view(session, asked)
        except (UnknownPeriod, UnknownFilter) as wrong:
            return "", no_update, [], failure(words_of(wrong), advice=_("Choose a period and filters anew.")), ""
    known = {**view.document, "figures": {**view.figures, "initiatives": {**view.initiatives}}}
    told = digest({**known, "data_as_of": "", "asked": asked.search(), "lang": actor.lang, "doubted": doubted})
    if ctx.triggered_id != ids.ASKED and told == seen:
        return no_update, no_update, no_update, no_update, no_update
    report = report_button(view, "effect") if may(actor, Permission.EXPORT_REPORTS) else None
    head = actions(view, asked, today=today, everything=everything, as_of_id=ids.AS_OF, report=report)
    doubt = [doubt_note(may_open=may(actor, Permission.RECONCILE))] if doubted else []
    return state_words(view), head, filters(asked, choices, names=FILTERS), [*doubt, *body(view, asked)], told


@on(Output(ids.AS_OF, "children"), Input(shell.ids.LIVE_FIGURES, "data"), permission=Permission.SEE_EFFECT, prevent_initial_call=True)
def tell_time(_figures: Any) -> str:
    return time_of_data()


@on(
    Output(ids.SHEET_TITLE, "children"), Output(ids.SHEET_BODY, "children"), Output(ids.SHEET_LIST, "children"),
    Output(ids.SHEET, "is_open"), Input(ids.ROWS, "data"), permission=Permission.SEE_EFFECT, prevent_initial_call=False,
)  # fmt: skip
def open_rows(search: str) -> tuple[Any, ...]:
    """The rows of the measure named in the address; closed when there is none."""
    if not read_address(search or "", path=Path.EFFECT).rows:
        return no_update, no_update, no_update, False
    actor = current_actor()
    with reading(actor) as session:
        asked = _asked(session, search)
        found = effect_behind(session, asked.rows, asked.period, service=asked.rows_service)
        view = _view(session, asked)
    title = measure_name(asked.rows) + (f": {view.service(asked.rows_service)}" if asked.rows_service else "")
    head = rows_head(found, view, asked, reconciles=may(actor, Permission.RECONCILE))
    return title, head, row_items(found, view, asked.rows), True


in_browser("closeRows", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.SHEET, "is_open"), prevent_initial_call=True)
