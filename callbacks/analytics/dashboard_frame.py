"""What every dashboard does: drawn when its address or a figure changes, with the rows behind a figure in a sheet.

A dashboard gives two functions: what it shows for a question, and one page of what stands behind one of its figures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from dash import Input, Output, Patch, State, ctx, no_update
from dash.development.base_component import Component

from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.queries.access import bank_day
from data.queries.analytics.reconciliation_runs import marked_dashboards
from data.session import Session, reading
from models.access.permissions import Permission, may
from models.errors import KordonError
from pages import shell
from pages.analytics.address import Asked, read_address
from pages.analytics.dashboard_head import Choices, actions, filters, report_button
from pages.analytics.reconciliation import doubt_note
from pages.analytics.view import PeriodView
from pages.components.page import live_mark
from pages.components.states import failure
from pages.errors import words_of
from pages.formats import clock
from pages.paths import Path
from pages.translations import _

PAGE_OF_ROWS = 50


@dataclass(frozen=True, slots=True)
class Head:
    """The line above a dashboard: days in words, what can be chosen and ordered, the filters."""

    state: str
    actions: list[Component]
    filters: Component | list[Component]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a dashboard shows for a question. `head` and `body` are drawn only if `document` or the address differs from what is shown."""

    document: Mapping[str, Any]
    asked: Asked
    head: Callable[[], Head]
    body: Callable[[], list[Component]]


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of what stands behind a figure. `next_after`: where the next page begins, empty at the end."""

    title: str
    head: Any
    items: list[Component]
    next_after: str = ""


def connect_dashboard(
    ids: Any, show: Callable[[Session, str], Shown], *, permission: Permission, doubts: str = "",
    live: Sequence[str] = (shell.ids.LIVE_FIGURES,),
    advice: Callable[[], str] = lambda: _("Choose a period and filters anew."),
) -> None:  # fmt: skip
    """`show(session, search)` answers the query string. `doubts`: whose failed reconciliation is told. `live`: topics that draw anew."""
    changes = [Input(topic, "data") for topic in live]

    @on(
        Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.FILTERS, "children"), Output(ids.BODY, "children"),
        Output(ids.SEEN, "data"),
        Input(ids.ASKED, "data"), State(ids.SEEN, "data"), *changes,
        permission=permission,
    )  # fmt: skip
    def draw(search: str, seen: str, *_changes: Any) -> tuple[Any, ...]:
        """The whole screen; after a live change only if a figure is another than before, so that nothing open is closed for nothing."""
        actor = current_actor()
        with reading(actor) as session:
            doubted = bool(doubts) and doubts in marked_dashboards(session)
            try:
                shown = show(session, search or "")
            except KordonError as wrong:
                return "", no_update, [], failure(words_of(wrong), advice=advice()), ""
        told = _digest(shown.document, shown.asked.search(), actor.lang, doubted)
        if ctx.triggered_id != ids.ASKED and told == seen:
            return (no_update,) * 5
        head = shown.head()
        doubt = [doubt_note(may_open=may(actor, Permission.RECONCILE))] if doubted else []
        return head.state, head.actions, head.filters, [*doubt, *shown.body()], told

    @on(Output(ids.AS_OF, "children"), *changes, permission=permission, prevent_initial_call=True)
    def tell_time(*_changes: Any) -> str:
        """The data are of this minute, also when no figure has changed."""
        with reading(current_actor()) as session:
            return time_of(session)


def connect_rows(
    ids: Any, path: Path, behind: Callable[[Session, str, str], Behind], *, permission: Permission, charts: Sequence[str] = ()
) -> None:
    """`behind(session, search, after)`: a page of what the query string's `rows` names. A point of `charts` carries such an address."""

    @on(
        Output(ids.SHEET_TITLE, "children"), Output(ids.SHEET_BODY, "children"), Output(ids.SHEET_LIST, "children"),
        Output(ids.SHEET_AFTER, "data"), Output(ids.SHEET_MORE, "hidden"), Output(ids.SHEET, "is_open"),
        Input(ids.ROWS, "data"), permission=permission, prevent_initial_call=False,
    )  # fmt: skip
    def open_rows(search: str) -> tuple[Any, ...]:
        """The rows of the figure named in the address; closed when there is none."""
        if not read_address(search or "", path=path).rows:
            return *(no_update,) * 5, False
        with reading(current_actor()) as session:
            page = behind(session, search, "")
        return page.title, page.head, page.items, page.next_after, not page.next_after, True

    @on(
        Output(ids.SHEET_LIST, "children", allow_duplicate=True), Output(ids.SHEET_AFTER, "data", allow_duplicate=True),
        Output(ids.SHEET_MORE, "hidden", allow_duplicate=True),
        Input(ids.SHEET_MORE, "n_clicks"), State(ids.ROWS, "data"), State(ids.SHEET_AFTER, "data"),
        permission=permission, prevent_initial_call=True,
    )  # fmt: skip
    def show_more(clicks: int, search: str, after: str) -> tuple[Any, ...]:
        """The next rows below those that are there."""
        if not clicks or not after or not read_address(search or "", path=path).rows:
            return (no_update,) * 3
        with reading(current_actor()) as session:
            page = behind(session, search, after)
        added = Patch()
        added.extend(page.items)
        return added, page.next_after, not page.next_after

    # A point carries the address of its rows; closing the sheet takes them out of the address.
    sink = Output(shell.ids.SINK, "data", allow_duplicate=True)
    for chart in charts:
        in_browser("openRowsOfPoint", sink, Input(chart, "clickData"), prevent_initial_call=True)
    in_browser("closeRows", sink, Input(ids.SHEET, "is_open"), prevent_initial_call=True)


def period_head(
    session: Session, ids: Any, view: PeriodView, asked: Asked, *,
    everything: tuple[date, date], report: str, choices: Choices, names: Sequence[str],
) -> Callable[[], Head]:  # fmt: skip
    """The head of a period: `everything` bounds the periods offered; `report`: its one click, if any; `names`: its filters."""
    today, reports = bank_day(session.now), bool(report) and may(session.actor, Permission.EXPORT_REPORTS)

    def head() -> Head:
        button = report_button(view, report) if reports else None
        parts = actions(view, asked, today=today, everything=everything, as_of_id=ids.AS_OF, report=button)
        return Head(_state_words(view), parts, filters(asked, choices, names=names))

    return head


def time_of(session: Session) -> str:
    return _("as of {time}", time=clock(session.now))


def plain_head(session: Session, ids: Any, state: str, *, view: PeriodView | None = None, report: str = "") -> Head:
    """The head of a dashboard that asks for no period: when its figures were read, a word about them; `report`: its one click, if any."""
    click = [report_button(view, report)] if view is not None and may(session.actor, Permission.EXPORT_REPORTS) else []
    return Head(state, [live_mark(time_of(session), id=ids.AS_OF), *click], [])


def _state_words(view: PeriodView) -> str:
    """«1–18 ноября 2026 г.; сравнение: 1–18 октября 2026 г.»"""
    compared = view.compared_label()
    return _("{days}; compared with: {before}", days=view.stretch_label(), before=compared) if compared else view.stretch_label()


def _digest(document: Mapping[str, Any], *more: Any) -> str:
    """Equal when everything shown is equal, whenever it was read."""
    return hashlib.sha256(orjson.dumps([_timeless(document), more], option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def _timeless(document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _timeless(value) if isinstance(value, Mapping) else value for key, value in document.items() if key != "data_as_of"
    }  # fmt: skip
