"""The dashboard of labour: asked by its address, drawn anew when something changed, with the entries behind every sum."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, Patch, State, ctx, no_update

from callbacks.analytics.dashboard_document import asked_of_this_month, digest, state_words, time_of_data
from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.queries.access import bank_day
from data.queries.analytics.documents import workload_document
from data.queries.analytics.filters import UnknownFilter, filter_choices
from data.queries.analytics.labour_rows import labour_behind
from data.queries.analytics.reconciliation_runs import marked_dashboards
from data.queries.analytics.workload import labour_period, workload_figures
from data.session import Session, reading
from models.access.permissions import Permission, may
from models.analytics.period import UnknownPeriod
from models.processes.working_time import CalendarYearNotLoaded
from pages import shell
from pages.analytics.address import Asked, read_address
from pages.analytics.dashboard_head import actions, filters, report_button
from pages.analytics.reconciliation import doubt_note
from pages.analytics.workload import FILTERS, ids
from pages.analytics.workload_body import body, row_items, rows_head, rows_title
from pages.analytics.workload_view import WorkloadView
from pages.components.states import failure
from pages.errors import words_of
from pages.paths import Path
from pages.translations import _

PAGE_OF_ROWS = 50


def _asked(session: Session, search: str) -> Asked:
    """What the address asks; this month when it names no period."""
    return asked_of_this_month(search, Path.WORKLOAD, today=bank_day(session.now))


@on(
    Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.FILTERS, "children"), Output(ids.BODY, "children"),
    Output(ids.SEEN, "data"),
    Input(ids.ASKED, "data"), Input(shell.ids.LIVE_FIGURES, "data"), State(ids.SEEN, "data"),
    permission=Permission.SEE_DASHBOARDS,
)  # fmt: skip
def draw_workload(search: str, _figures: Any, seen: str) -> tuple[Any, ...]:
    """The whole screen; after a live change only if a sum is another one than before."""
    actor = current_actor()
    with reading(actor) as session:
        asked, today = _asked(session, search), bank_day(session.now)
        everything, choices = labour_period(session, today), filter_choices(session)
        doubted = "workload" in marked_dashboards(session)
        try:
            found = workload_figures(session, asked.period, asked.where)
        except (UnknownPeriod, UnknownFilter, CalendarYearNotLoaded) as wrong:
            return "", no_update, [], failure(words_of(wrong), advice=_("Choose a period and filters anew.")), ""
    document = workload_document(found, choices)
    told = digest({**document, "data_as_of": "", "asked": asked.search(), "lang": actor.lang, "doubted": doubted})
    if ctx.triggered_id != ids.ASKED and told == seen:
        return no_update, no_update, no_update, no_update, no_update
    view = WorkloadView(document)
    report = report_button(view, "workload") if may(actor, Permission.EXPORT_REPORTS) else None
    head = actions(view, asked, today=today, everything=everything, as_of_id=ids.AS_OF, report=report)
    doubt = [doubt_note(may_open=may(actor, Permission.RECONCILE))] if doubted else []
    return state_words(view), head, filters(asked, choices, names=FILTERS), [*doubt, *body(view, asked)], told


@on(Output(ids.AS_OF, "children"), Input(shell.ids.LIVE_FIGURES, "data"), permission=Permission.SEE_DASHBOARDS, prevent_initial_call=True)
def tell_time(_figures: Any) -> str:
    return time_of_data()


@on(
    Output(ids.SHEET_TITLE, "children"), Output(ids.SHEET_BODY, "children"), Output(ids.SHEET_LIST, "children"),
    Output(ids.SHEET_AFTER, "data"), Output(ids.SHEET_MORE, "hidden"), Output(ids.SHEET, "is_open"),
    Input(ids.ROWS, "data"), permission=Permission.SEE_DASHBOARDS, prevent_initial_call=False,
)  # fmt: skip
def open_rows(search: str) -> tuple[Any, ...]:
    """The entries of the sum named in the address; closed when there is none."""
    if not read_address(search or "", path=Path.WORKLOAD).rows:
        return no_update, no_update, no_update, no_update, no_update, False
    with reading(current_actor()) as session:
        asked = _asked(session, search)
        page = labour_behind(session, asked.rows, asked.row_filters(), limit=PAGE_OF_ROWS)
        view = _view(session, asked)
    head = rows_head(page.total, page.minutes, view.period_label())
    return rows_title(asked.rows, view), head, row_items(page.rows, view), page.next_after, not page.next_after, True


@on(
    Output(ids.SHEET_LIST, "children", allow_duplicate=True), Output(ids.SHEET_AFTER, "data", allow_duplicate=True),
    Output(ids.SHEET_MORE, "hidden", allow_duplicate=True),
    Input(ids.SHEET_MORE, "n_clicks"), State(ids.ROWS, "data"), State(ids.SHEET_AFTER, "data"),
    permission=Permission.SEE_DASHBOARDS, prevent_initial_call=True,
)  # fmt: skip
def show_more(clicks: int, search: str, after: str) -> tuple[Any, ...]:
    """The next entries below those that are there."""
    if not clicks or not after or not read_address(search or "", path=Path.WORKLOAD).rows:
        return no_update, no_update, no_update
    with reading(current_actor()) as session:
        asked = _asked(session, search)
        page = labour_behind(session, asked.rows, asked.row_filters(), after=after, limit=PAGE_OF_ROWS)
        items = row_items(page.rows, _view(session, asked))
    added = Patch()
    added.extend(items)
    return added, page.next_after, not page.next_after


def _view(session: Session, asked: Asked) -> WorkloadView:
    return WorkloadView(workload_document(workload_figures(session, asked.period, asked.where), filter_choices(session)))


# A cell of the heat map carries the address of its entries; closing the sheet takes them out of the address.
in_browser(
    "openRowsOfPoint", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.DAYS_CHART, "clickData"), prevent_initial_call=True
)
in_browser("closeRows", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.SHEET, "is_open"), prevent_initial_call=True)
