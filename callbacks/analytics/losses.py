"""The dashboard of prevented loss: asked by its address, drawn anew when something changed, with the rows behind every sum."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, Patch, State, ctx, no_update

from callbacks.analytics.dashboard_document import asked_of_this_month, digest, state_words, time_of_data
from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.queries.access import bank_day
from data.queries.analytics.documents import loss_document
from data.queries.analytics.filters import UnknownFilter, filter_choices
from data.queries.analytics.loss_register import losses_behind
from data.queries.analytics.losses import loss_categories, loss_days, loss_figures
from data.queries.analytics.reconciliation_runs import marked_dashboards
from data.session import Session, reading
from models.access.permissions import Permission, may
from models.analytics.period import UnknownPeriod
from pages import shell
from pages.analytics.address import Asked, read_address
from pages.analytics.dashboard_head import actions, filters, report_button
from pages.analytics.loss_view import LossView, loss_name
from pages.analytics.losses import FILTERS, ids
from pages.analytics.losses_body import body, row_items, rows_head
from pages.analytics.reconciliation import doubt_note
from pages.components.states import failure
from pages.errors import words_of
from pages.paths import Path
from pages.translations import _

PAGE_OF_ROWS = 50


def _asked(session: Session, search: str) -> Asked:
    """What the address asks; this month when it names no period."""
    return asked_of_this_month(search, Path.LOSSES, today=bank_day(session.now))


@on(
    Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.FILTERS, "children"), Output(ids.BODY, "children"),
    Output(ids.SEEN, "data"),
    Input(ids.ASKED, "data"), Input(shell.ids.LIVE_FIGURES, "data"), State(ids.SEEN, "data"),
    permission=Permission.SEE_DASHBOARDS,
)  # fmt: skip
def draw_losses(search: str, _figures: Any, seen: str) -> tuple[Any, ...]:
    """The whole screen; after a live change only if a sum is another one than before."""
    actor = current_actor()
    with reading(actor) as session:
        asked, today = _asked(session, search), bank_day(session.now)
        everything = loss_days(session, today)
        choices = {**filter_choices(session), "category": [(code, dict(name)) for code, name in loss_categories(session).items()]}
        doubted = "prevented-loss" in marked_dashboards(session)
        try:
            found = loss_figures(session, asked.period, asked.where)
        except (UnknownPeriod, UnknownFilter) as wrong:
            return "", no_update, [], failure(words_of(wrong), advice=_("Choose a period and filters anew.")), ""
    document = loss_document(found, choices)
    told = digest({**document, "data_as_of": "", "asked": asked.search(), "lang": actor.lang, "doubted": doubted})
    if ctx.triggered_id != ids.ASKED and told == seen:
        return no_update, no_update, no_update, no_update, no_update
    view = LossView(document)
    report = report_button(view, "prevented-loss") if may(actor, Permission.EXPORT_REPORTS) else None
    head = actions(view, asked, today=today, everything=everything, as_of_id=ids.AS_OF, report=report)
    blocks = body(view, asked, sets_plan=may(actor, Permission.SET_TARGETS), opens_register=may(actor, Permission.REGISTER_LOSS))
    doubt = [doubt_note(may_open=may(actor, Permission.RECONCILE))] if doubted else []
    return state_words(view), head, filters(asked, choices, names=FILTERS), [*doubt, *blocks], told


@on(Output(ids.AS_OF, "children"), Input(shell.ids.LIVE_FIGURES, "data"), permission=Permission.SEE_DASHBOARDS, prevent_initial_call=True)
def tell_time(_figures: Any) -> str:
    return time_of_data()


@on(
    Output(ids.SHEET_TITLE, "children"), Output(ids.SHEET_BODY, "children"), Output(ids.SHEET_LIST, "children"),
    Output(ids.SHEET_AFTER, "data"), Output(ids.SHEET_MORE, "hidden"), Output(ids.SHEET, "is_open"),
    Input(ids.ROWS, "data"), permission=Permission.SEE_DASHBOARDS, prevent_initial_call=False,
)  # fmt: skip
def open_rows(search: str) -> tuple[Any, ...]:
    """The rows of the sum named in the address; closed when there is none."""
    if not read_address(search or "", path=Path.LOSSES).rows:
        return no_update, no_update, no_update, no_update, no_update, False
    with reading(current_actor()) as session:
        asked = _asked(session, search)
        page = losses_behind(session, asked.rows, asked.row_filters(), limit=PAGE_OF_ROWS)
        view = _view(session, asked)
    head = rows_head(page, view, asked)
    return loss_name(asked.rows), head, row_items(page.rows, view), page.next_after, not page.next_after, True


@on(
    Output(ids.SHEET_LIST, "children", allow_duplicate=True), Output(ids.SHEET_AFTER, "data", allow_duplicate=True),
    Output(ids.SHEET_MORE, "hidden", allow_duplicate=True),
    Input(ids.SHEET_MORE, "n_clicks"), State(ids.ROWS, "data"), State(ids.SHEET_AFTER, "data"),
    permission=Permission.SEE_DASHBOARDS, prevent_initial_call=True,
)  # fmt: skip
def show_more(clicks: int, search: str, after: str) -> tuple[Any, ...]:
    """The next rows below those that are there."""
    if not clicks or not after or not read_address(search or "", path=Path.LOSSES).rows:
        return no_update, no_update, no_update
    with reading(current_actor()) as session:
        asked = _asked(session, search)
        page = losses_behind(session, asked.rows, asked.row_filters(), after=after, limit=PAGE_OF_ROWS)
        items = row_items(page.rows, _view(session, asked))
    added = Patch()
    added.extend(items)
    return added, page.next_after, not page.next_after


def _view(session: Session, asked: Asked) -> LossView:
    found = loss_figures(session, asked.rows_period or asked.period, asked.where)
    return LossView(loss_document(found, filter_choices(session)))


# A bar carries the address of its rows; closing the sheet takes them out of the address.
in_browser(
    "openRowsOfPoint", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.CHART, "clickData"), prevent_initial_call=True
)
in_browser("closeRows", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.SHEET, "is_open"), prevent_initial_call=True)
