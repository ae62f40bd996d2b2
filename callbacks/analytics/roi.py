"""The dashboard of return: asked by its address, the scenario included; drawn anew when something changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Input, Output, State, ctx, no_update

from callbacks.analytics.dashboard_document import digest, time_of_data
from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.queries.analytics.effect_documents import roi_document
from data.queries.analytics.filters import UnknownFilter, filter_choices
from data.queries.analytics.initiatives import initiatives
from data.queries.analytics.reconciliation_runs import marked_dashboards
from data.queries.analytics.roi import roi_figures
from data.session import reading
from models.access.permissions import Permission, may
from models.analytics.cash_flow import WrongScenario
from pages import shell
from pages.analytics.address import read_address
from pages.analytics.reconciliation import doubt_note
from pages.analytics.roi import ids
from pages.analytics.roi_body import body, cash_items
from pages.analytics.roi_view import RoiView, confidence
from pages.components.page import live_mark
from pages.components.states import failure
from pages.errors import words_of
from pages.formats import clock
from pages.paths import Path
from pages.translations import _, text_of


@on(
    Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.FILTERS, "children"), Output(ids.BODY, "children"),
    Output(ids.SEEN, "data"),
    Input(ids.ASKED, "data"), Input(shell.ids.LIVE_FIGURES, "data"), State(ids.SEEN, "data"),
    permission=Permission.SEE_EFFECT,
)  # fmt: skip
def draw_roi(search: str, _figures: Any, seen: str) -> tuple[Any, ...]:
    """The whole screen; after a live change only if something is another than before."""
    actor, asked = current_actor(), read_address(search or "", path=Path.ROI)
    where: Mapping[str, str] = asked.what_if
    with reading(actor) as session:
        doubted = "roi" in marked_dashboards(session)
        try:
            view = RoiView(roi_document(roi_figures(session, where), filter_choices(session)))
        except (WrongScenario, UnknownFilter) as wrong:
            return "", no_update, [], failure(words_of(wrong), advice=_("Choose the scenario anew.")), ""
    told = digest({**view.document, "data_as_of": "", "asked": asked.search(), "lang": actor.lang, "doubted": doubted})
    if ctx.triggered_id != ids.ASKED and told == seen:
        return no_update, no_update, no_update, no_update, no_update
    head = [live_mark(_("as of {time}", time=clock(view.as_of)), id=ids.AS_OF)]
    doubt = [doubt_note(may_open=may(actor, Permission.RECONCILE))] if doubted else []
    return confidence(view), head, [], [*doubt, *body(view, asked)], told


@on(Output(ids.AS_OF, "children"), Input(shell.ids.LIVE_FIGURES, "data"), permission=Permission.SEE_EFFECT, prevent_initial_call=True)
def tell_time(_figures: Any) -> str:
    return time_of_data()


@on(
    Output(ids.SHEET_TITLE, "children"), Output(ids.SHEET_BODY, "children"), Output(ids.SHEET_LIST, "children"),
    Output(ids.SHEET, "is_open"), Input(ids.ROWS, "data"), permission=Permission.SEE_EFFECT, prevent_initial_call=False,
)  # fmt: skip
def open_months(search: str) -> tuple[Any, ...]:
    """The months of cash behind all figures, as entered and read live; a scenario does not change them."""
    asked = read_address(search or "", path=Path.ROI)
    if asked.rows != "cash":
        return no_update, no_update, no_update, False
    code = asked.what_if.get("initiative", "")
    with reading(current_actor()) as session:
        chosen = [one for one in initiatives(session) if one.row.state == "confirmed" and code in ("", one.row.code)]
    found = sorted(((text_of(one.row.name), month) for one in chosen for month in one.months), key=lambda pair: (pair[1].month, pair[0]))
    title = found[0][0] if code and found else _("All initiatives together")
    return title, _("Months of cash as entered and read, without a scenario"), cash_items(found), True


in_browser("closeRows", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.SHEET, "is_open"), prevent_initial_call=True)
