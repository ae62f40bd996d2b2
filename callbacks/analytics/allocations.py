"""The dashboard of allocations: asked by its address, drawn anew when something changed, with the why of every share."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, ctx, no_update

from callbacks.analytics.dashboard_document import asked_of_month_over, digest, state_words, time_of_data
from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.queries.access import bank_day
from data.queries.analytics.allocations import allocation_figures
from data.queries.analytics.costs import months_with_costs
from data.queries.analytics.documents import allocation_document
from data.queries.analytics.filters import UnknownFilter, filter_choices
from data.queries.analytics.reconciliation_runs import marked_dashboards
from data.session import Session, reading
from models.access.permissions import Permission, may
from models.analytics.period import UnknownPeriod, month_after
from pages import shell
from pages.analytics.address import Asked, read_address
from pages.analytics.allocations import ids
from pages.analytics.allocations_body import AllocationView, body, why_items
from pages.analytics.dashboard_head import actions, filters, report_button
from pages.analytics.reconciliation import doubt_note
from pages.components.states import failure
from pages.errors import words_of
from pages.paths import Path
from pages.translations import _


def _asked(session: Session, search: str) -> Asked:
    return asked_of_month_over(search, Path.ALLOCATIONS, today=bank_day(session.now))


def _view(session: Session, asked: Asked) -> AllocationView:
    found = allocation_figures(session, asked.period, asked.where)
    return AllocationView(allocation_document(found, filter_choices(session)))


@on(
    Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.FILTERS, "children"), Output(ids.BODY, "children"),
    Output(ids.SEEN, "data"),
    Input(ids.ASKED, "data"), Input(shell.ids.LIVE_FIGURES, "data"), State(ids.SEEN, "data"),
    permission=Permission.SEE_ALLOCATIONS,
)  # fmt: skip
def draw_allocations(search: str, _figures: Any, seen: str) -> tuple[Any, ...]:
    """The whole screen; after a live change only if a sum is another one than before."""
    actor = current_actor()
    with reading(actor) as session:
        asked, today = _asked(session, search), bank_day(session.now)
        known, doubted = months_with_costs(session), "allocations" in marked_dashboards(session)
        try:
            view = _view(session, asked)
        except (UnknownPeriod, UnknownFilter) as wrong:
            return "", no_update, [], failure(words_of(wrong), advice=_("Choose a period and filters anew.")), ""
    told = digest({**view.document, "data_as_of": "", "asked": asked.search(), "lang": actor.lang, "doubted": doubted})
    if ctx.triggered_id != ids.ASKED and told == seen:
        return no_update, no_update, no_update, no_update, no_update
    everything = (known[0], month_after(max(known[-1], today.replace(day=1)), 1)) if known else (today, month_after(today, 1))
    report = report_button(view, "allocations") if may(actor, Permission.EXPORT_REPORTS) else None
    head = actions(view, asked, today=today, everything=everything, as_of_id=ids.AS_OF, report=report)
    doubt = [doubt_note(may_open=may(actor, Permission.RECONCILE))] if doubted else []
    choices = {"unit": [(code, name) for code, name in view.document["units"].items()]}
    return state_words(view), head, filters(asked, choices, names=("unit",)), [*doubt, *body(view, asked)], told


@on(Output(ids.AS_OF, "children"), Input(shell.ids.LIVE_FIGURES, "data"), permission=Permission.SEE_ALLOCATIONS, prevent_initial_call=True)
def tell_time(_figures: Any) -> str:
    return time_of_data()


@on(
    Output(ids.SHEET_TITLE, "children"), Output(ids.SHEET_BODY, "children"), Output(ids.SHEET_LIST, "children"),
    Output(ids.SHEET, "is_open"), Input(ids.ROWS, "data"), permission=Permission.SEE_ALLOCATIONS, prevent_initial_call=False,
)  # fmt: skip
def open_why(search: str) -> tuple[Any, ...]:
    """Why the unit named in the address bears what it bears; closed when there is none."""
    if not read_address(search or "", path=Path.ALLOCATIONS).rows.startswith("unit:"):
        return no_update, no_update, no_update, False
    with reading(current_actor()) as session:
        asked = _asked(session, search)
        view = _view(session, asked)
    code = asked.rows.removeprefix("unit:")
    return view.unit(code), view.period_label(), why_items(view, code), True


in_browser("closeRows", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.SHEET, "is_open"), prevent_initial_call=True)
