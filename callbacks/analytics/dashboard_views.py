"""Saved views of dashboards: the menu, a new one of what is on screen, throwing one away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from dash import Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.days import read_day
from callbacks.components.toast import say
from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.operations.annotations import annotate, remove_annotation
from data.operations.saved_views import delete_view, save_view
from data.queries.analytics.annotations import latest_annotations
from data.queries.saved_views import saved_views
from data.session import reading, transaction
from models.access.permissions import Permission, may
from models.errors import InvalidInput, KordonError, NotFound
from pages.analytics.dashboard_views import DELETES, OPENS, UNMARKS, events_list, ids, views_menu
from pages.components.forms import field_error
from pages.components.presses import pressed
from pages.errors import words_of
from pages.paths import Path
from pages.translations import _

_PREFIX = "/dashboards/"


def _dashboard(screen: str) -> Path:
    """Raises `NotFound` for anything else."""
    if not screen.startswith(_PREFIX) or screen not in set(Path):
        raise NotFound(screen)
    return Path(screen)


@on(Output(ids.MENU, "children"), Input(ids.SCREEN, "data"), Input(ids.CHANGED, "data"), permission=Permission.USE)
def draw_menu(screen: str, _changed: Any) -> Any:
    path = _dashboard(screen)
    with reading(current_actor()) as session:
        marks = may(session.actor, Permission.SET_TARGETS)
        return views_menu(path, saved_views(session, path, of_everybody=True), marks_events=marks)


@on(
    Output(ids.DIALOG, "is_open"), Output(ids.NAME, "value"), Output(ids.ERROR, "children"), Input(pressed(OPENS), "data"),
    Input(ids.CANCEL, "n_clicks"), permission=Permission.USE, prevent_initial_call=True,
)  # fmt: skip
def open_dialog(press: Mapping[str, str] | None, cancelled: int | None) -> Any:
    if ctx.triggered_id == ids.CANCEL:
        return False, no_update, None
    if not press or press["what"] != "dialog":
        raise PreventUpdate
    return True, "", None


@on(
    Output(ids.EVENTS, "is_open"), Output(ids.EVENT_LIST, "children"), Output(ids.DAY, "value"), Output(ids.WORDS, "value"),
    Output(ids.EVENT_ERROR, "children"), Input(pressed(OPENS), "data"), Input(ids.CLOSE, "n_clicks"), Input(ids.MARK, "n_clicks"),
    Input(pressed(UNMARKS), "data"), State(ids.DAY, "value"), State(ids.WORDS, "value"), permission=Permission.SET_TARGETS,
    prevent_initial_call=True,
)  # fmt: skip
def keep_events(
    opened: Mapping[str, str] | None, _closed: int | None, _marked: int | None, unmarked: Mapping[str, str] | None, day: Any, words: Any
) -> Any:
    """The dialog of events: opened, closed, one more, one less."""
    asked = ctx.triggered_id
    if asked == ids.CLOSE:
        return False, no_update, "", "", None
    if asked == pressed(OPENS) and (not opened or opened["what"] != "events"):
        raise PreventUpdate
    try:
        with transaction(current_actor()) as session:
            if asked == ids.MARK:
                annotate(session, read_day(day, field="day"), str(words or ""))
            elif asked == pressed(UNMARKS) and unmarked:
                remove_annotation(session, UUID(str(unmarked["event"])))
            listed = events_list(latest_annotations(session))
    except InvalidInput as error:
        return no_update, no_update, no_update, no_update, field_error(words_of(error))
    return True, listed, "", "", None


@on(
    Output(ids.DIALOG, "is_open", allow_duplicate=True), Output(ids.ERROR, "children", allow_duplicate=True), Output(ids.CHANGED, "data"),
    Input(ids.SAVE, "n_clicks"), State(ids.NAME, "value"), State(ids.SHARED, "value"), State(ids.QUERY, "data"), State(ids.SCREEN, "data"),
    State(ids.CHANGED, "data"), permission=Permission.USE, prevent_initial_call=True,
)  # fmt: skip
def keep_view(clicks: int | None, name: str | None, shared: bool, query: str | None, screen: str, changed: int) -> Any:
    """The question of the address, whatever it asks of this dashboard; open rows are no part of a view."""
    if not clicks:
        raise PreventUpdate
    path = _dashboard(screen)
    pairs = [(key, value) for key, value in parse_qsl(query or "") if not key.startswith("rows")]
    try:
        with transaction(current_actor()) as session:
            save_view(session, path, name or "", query=urlencode(pairs, safe=",:"), is_shared=bool(shared))
    except KordonError as error:
        return no_update, field_error(words_of(error)), no_update
    say(_("The view is saved"))
    return False, None, (changed or 0) + 1


@on(
    Output(ids.CHANGED, "data", allow_duplicate=True), Input(pressed(DELETES), "data"), State(ids.CHANGED, "data"),
    permission=Permission.USE, prevent_initial_call=True,
)  # fmt: skip
def throw_view_away(press: Mapping[str, str] | None, changed: int) -> Any:
    if not press:
        raise PreventUpdate
    with transaction(current_actor()) as session:
        delete_view(session, UUID(str(press["view"])))
    say(_("The view was deleted"))
    return (changed or 0) + 1


in_browser("questionOfPage", Output(ids.QUERY, "data"), Input(pressed(OPENS), "data"), prevent_initial_call=True)
