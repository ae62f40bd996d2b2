"""The overview for the board: asked by its address, drawn anew when a figure has changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import Input, Output, State, ctx, no_update

from callbacks.analytics.dashboard_document import asked_of_month_over, digest, state_words, time_of_data
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.queries.access import bank_day
from data.queries.analytics.documents import labelled
from data.queries.analytics.filters import UnknownFilter, filter_choices
from data.queries.analytics.measures import first_and_last_day
from data.queries.analytics.report_parts import gather_report
from data.session import reading
from models.access.permissions import Permission, may
from models.analytics.period import UnknownPeriod
from models.analytics.reports import REPORTS
from pages import shell
from pages.analytics.dashboard_head import actions, filters, report_button
from pages.analytics.overview import FILTERS, ids
from pages.analytics.overview_body import body
from pages.analytics.report_model import ReportView
from pages.components.states import failure
from pages.errors import words_of
from pages.paths import Path
from pages.translations import _


@on(
    Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.FILTERS, "children"), Output(ids.BODY, "children"),
    Output(ids.SEEN, "data"),
    Input(ids.ASKED, "data"), Input(shell.ids.LIVE_FIGURES, "data"), State(ids.SEEN, "data"),
    permission=Permission.SEE_DASHBOARDS,
)  # fmt: skip
def draw_overview(search: str, _figures: Any, seen: str) -> tuple[Any, ...]:
    """What the management report of the same days says; without a wish, of the month that is over."""
    actor = current_actor()
    with reading(actor) as session:
        today = bank_day(session.now)
        asked = asked_of_month_over(search, Path.OVERVIEW, today=today)
        everything = first_and_last_day(session) or (today, today + timedelta(days=1))
        try:
            document = gather_report(session, REPORTS["management"], asked.period, asked.where)
        except (UnknownPeriod, UnknownFilter) as wrong:
            return "", no_update, [], failure(words_of(wrong), advice=_("Choose a period and filters anew.")), ""
        choices = labelled(filter_choices(session))
    parts = {key: {**part, "data_as_of": ""} for key, part in document["parts"].items()}
    told = digest({**document, "parts": parts, "data_as_of": "", "asked": asked.search(), "lang": actor.lang})
    if ctx.triggered_id != ids.ASKED and told == seen:
        return no_update, no_update, no_update, no_update, no_update
    view = ReportView(document)
    report = report_button(view, "management") if may(actor, Permission.EXPORT_REPORTS) else None
    head = actions(view, asked, today=today, everything=everything, as_of_id=ids.AS_OF, report=report)
    return state_words(view), head, filters(asked, choices, names=FILTERS), body(view, asked), told


@on(Output(ids.AS_OF, "children"), Input(shell.ids.LIVE_FIGURES, "data"), permission=Permission.SEE_DASHBOARDS, prevent_initial_call=True)
def tell_time(_figures: Any) -> str:
    return time_of_data()
