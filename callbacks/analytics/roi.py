"""The dashboard of return: asked by its address, the scenario included; drawn anew when something changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Input, Output, State, ctx, no_update

from callbacks.analytics.dashboard_document import digest, time_of_data
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.queries.analytics.effect_documents import roi_document
from data.queries.analytics.filters import UnknownFilter, filter_choices
from data.queries.analytics.reconciliation_runs import marked_dashboards
from data.queries.analytics.roi import roi_figures
from data.session import reading
from models.access.permissions import Permission, may
from models.analytics.cash_flow import WrongScenario
from pages import shell
from pages.analytics.address import read_address
from pages.analytics.reconciliation import doubt_note
from pages.analytics.roi import ids
from pages.analytics.roi_body import body
from pages.analytics.roi_view import RoiView, confidence
from pages.components.buttons import button
from pages.components.icons import Icon
from pages.components.page import live_mark
from pages.components.states import failure
from pages.errors import words_of
from pages.formats import clock
from pages.paths import Path
from pages.translations import _


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
    manages = may(actor, Permission.MANAGE_EFFECT)
    head = [
        live_mark(_("as of {time}", time=clock(view.as_of)), id=ids.AS_OF),
        *([button(_("Initiatives"), href=str(Path.INITIATIVES), sign=Icon.INITIATIVE)] if manages else []),
    ]
    doubt = [doubt_note(may_open=may(actor, Permission.RECONCILE))] if doubted else []
    return confidence(view), head, [], [*doubt, *body(view, asked, manages=manages)], told


@on(Output(ids.AS_OF, "children"), Input(shell.ids.LIVE_FIGURES, "data"), permission=Permission.SEE_EFFECT, prevent_initial_call=True)
def tell_time(_figures: Any) -> str:
    return time_of_data()
