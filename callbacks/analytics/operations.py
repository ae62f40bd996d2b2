"""The operations dashboard: asked by its address, drawn anew when something changed, with the rows behind every figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dash import Input, Output, Patch, State, ctx, no_update

from callbacks.analytics.dashboard_document import digest, state_words, time_of_data
from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.queries.analytics.documents import labelled, operations_document
from data.queries.analytics.filters import UnknownFilter, filter_choices
from data.queries.analytics.measures import bank_zone, first_and_last_day
from data.queries.analytics.operations import operations_figures
from data.queries.analytics.reconciliation_runs import marked_dashboards
from data.queries.analytics.rows import RowsBehind, rows_behind
from data.session import Session, reading
from models.access.permissions import Permission, may
from models.analytics.period import PeriodKind, UnknownPeriod, period_of
from pages import shell
from pages.analytics.address import Asked, read_address
from pages.analytics.dashboard_head import actions, filters, report_button
from pages.analytics.operations import ids
from pages.analytics.operations_body import body
from pages.analytics.reconciliation import doubt_note
from pages.analytics.rows_behind import is_live, row_items, rows_head, rows_title
from pages.analytics.view import View, load_name
from pages.components.states import failure
from pages.errors import words_of
from pages.translations import _, text_of

PAGE_OF_ROWS = 50


@on(
    Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.FILTERS, "children"), Output(ids.BODY, "children"),
    Output(ids.SEEN, "data"),
    Input(ids.ASKED, "data"), Input(shell.ids.LIVE_CASES, "data"), Input(shell.ids.LIVE_FIGURES, "data"), State(ids.SEEN, "data"),
    permission=Permission.SEE_DASHBOARDS,
)  # fmt: skip
def draw_operations(search: str, _cases: Any, _figures: Any, seen: str) -> tuple[Any, ...]:
    """The whole screen; after a live change only if a figure is another one than before, so that nothing open is closed for nothing."""
    actor = current_actor()
    asked = read_address(search or "")
    with reading(actor) as session:
        today = session.now.astimezone(bank_zone()).date()
        everything = first_and_last_day(session) or (today, today + timedelta(days=1))
        asked = asked if asked.period else asked.at(usual_period(today, everything))
        choices = filter_choices(session)
        doubted = "operations" in marked_dashboards(session)
        try:
            found = operations_figures(session, asked.period, asked.where)
        except (UnknownPeriod, UnknownFilter) as wrong:
            return "", no_update, [], failure(words_of(wrong), advice=_("Choose a period and filters anew.")), ""
    document = operations_document(found, choices)
    told = digest({**document, "data_as_of": "", "asked": asked.search(), "lang": actor.lang, "doubted": doubted})
    if ctx.triggered_id != ids.ASKED and told == seen:
        return no_update, no_update, no_update, no_update, no_update
    view = View(document)
    report = report_button(view, "operations") if may(actor, Permission.EXPORT_REPORTS) else None
    head = actions(view, asked, today=today, everything=everything, as_of_id=ids.AS_OF, report=report)
    doubt = [doubt_note(may_open=may(actor, Permission.RECONCILE))] if doubted else []
    blocks = [*doubt, *body(view, asked, sets_target=may(actor, Permission.SET_TARGETS))]
    return state_words(view), head, filters(asked, labelled(choices)), blocks, told


@on(
    Output(ids.AS_OF, "children"), Input(shell.ids.LIVE_CASES, "data"), Input(shell.ids.LIVE_FIGURES, "data"),
    permission=Permission.SEE_DASHBOARDS, prevent_initial_call=True,
)  # fmt: skip
def tell_time(_cases: Any, _figures: Any) -> str:
    return time_of_data()


@on(
    Output(ids.SHEET_TITLE, "children"), Output(ids.SHEET_BODY, "children"), Output(ids.SHEET_LIST, "children"),
    Output(ids.SHEET_AFTER, "data"), Output(ids.SHEET_MORE, "hidden"), Output(ids.SHEET, "is_open"),
    Input(ids.ROWS, "data"), permission=Permission.SEE_DASHBOARDS, prevent_initial_call=False,
)  # fmt: skip
def open_rows(search: str) -> tuple[Any, ...]:
    """The rows of the figure named in the address; closed when there is none."""
    asked = read_address(search or "")
    if not asked.rows:
        return no_update, no_update, no_update, no_update, no_update, False
    with reading(current_actor()) as session:
        asked = asked if asked.period else usual_question(session, asked)
        page = rows_behind(session, asked.rows, asked.row_filters(), limit=PAGE_OF_ROWS)
        found = operations_figures(session, asked.rows_period or asked.period, asked.where)
        services = {code: text_of(name) for code, name in found.services.items()}
        items = row_items(page.rows, services=services, now=session.now)
    view = View(operations_document(found, {}))
    days = _("as of now") if is_live(asked.rows) else view.period_label()
    words = ", ".join(part for part in (days, services.get(asked.rows_service, "")) if part)
    head = rows_head(page.total, closed_to_reader=page.closed_to_reader, words=words)
    return rows_title(asked.rows, names=names_of(view)), head, items, page.next_after, not page.next_after, True


@on(
    Output(ids.SHEET_LIST, "children", allow_duplicate=True), Output(ids.SHEET_AFTER, "data", allow_duplicate=True),
    Output(ids.SHEET_MORE, "hidden", allow_duplicate=True),
    Input(ids.SHEET_MORE, "n_clicks"), State(ids.ROWS, "data"), State(ids.SHEET_AFTER, "data"),
    permission=Permission.SEE_DASHBOARDS, prevent_initial_call=True,
)  # fmt: skip
def show_more(clicks: int, search: str, after: str) -> tuple[Any, ...]:
    """The next rows below those that are there."""
    asked = read_address(search or "")
    if not clicks or not asked.rows or not after:
        return no_update, no_update, no_update
    with reading(current_actor()) as session:
        asked = asked if asked.period else usual_question(session, asked)
        page: RowsBehind = rows_behind(session, asked.rows, asked.row_filters(), after=after, limit=PAGE_OF_ROWS)
        services = {code: text_of(name) for code, name in filter_choices(session)["service"]}
        items = row_items(page.rows, services=services, now=session.now)
    added = Patch()
    added.extend(items)
    return added, page.next_after, not page.next_after


# A point or a bar carries the address of its rows; closing the sheet takes them out of the address.
for chart in (ids.SLA_CHART, ids.AGEING_CHART):
    in_browser(
        "openRowsOfPoint", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(chart, "clickData"), prevent_initial_call=True
    )
in_browser("closeRows", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.SHEET, "is_open"), prevent_initial_call=True)


def usual_period(today: date, everything: tuple[date, date]) -> str:
    """This month; where nothing has happened for long (an imported log), everything."""
    month = period_of(today, PeriodKind.MONTH)
    return month.code if everything[1] > period_of(month.start - timedelta(days=1), PeriodKind.MONTH).start else "all"


def usual_question(session: Session, asked: Asked) -> Asked:
    """The same question about the period one sees when one has not chosen any."""
    today = session.now.astimezone(bank_zone()).date()
    return replace(asked, period=usual_period(today, first_and_last_day(session) or (today, today)))


def names_of(view: View) -> dict[str, str]:
    """Words for the figures that name a person, a group or a step."""
    names = {}
    for row in view.figures["funnel"]:
        for kind in ("step", "standing"):
            names[f"{kind}:{row['service']}:{row['step']}"] = text_of(row["name"]) or row["step"]
    for kind, loads in (("officer", view.figures["workload_officers"]), ("group", view.figures["workload_groups"])):
        names |= {f"{kind}:{load['key']}": load_name(load) for load in loads}
    return names
