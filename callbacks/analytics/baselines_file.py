"""Baselines from a file: read when it has arrived, brought in when somebody says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.sent_file import sent_file
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.importers.baselines import import_baselines, read_baselines
from data.operations.processes import discard_upload, remove_content
from data.operations.processes.files import path_of
from data.queries.analytics.filters import filter_choices
from data.session import reading, transaction
from models.access.permissions import Permission
from models.errors import KordonError
from pages.analytics.baselines import ids as page
from pages.analytics.baselines_file import ids, preview
from pages.components.forms import field_error
from pages.components.page import note
from pages.errors import words_of
from pages.translations import _, ngettext

_MAY = Permission.MANAGE_EFFECT


@on(
    Output(ids.PANEL, "is_open"), Output(ids.FILE, "value"), Input(ids.OPEN, "n_clicks"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def open_panel(clicks: int | None) -> Any:
    if not clicks:
        raise PreventUpdate
    return True, []


@on(
    Output(ids.PREVIEW, "children"), Output(ids.BRING, "disabled"), Input(ids.FILE, "value"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def show_preview(files: Sequence[Any] | None) -> Any:
    if not files:
        return [], True
    try:
        with reading(current_actor()) as session:
            found = read_baselines(session, path_of(sent_file(session, files).id))
            services = dict(filter_choices(session)["service"])
    except KordonError as error:
        return note(field_error(words_of(error)), kind="danger"), True
    return preview(found, services), bool(found.rejects) or not found.new


@on(
    Output(ids.PANEL, "is_open", allow_duplicate=True), Output(ids.PREVIEW, "children", allow_duplicate=True),
    Output(page.CHANGED, "data", allow_duplicate=True),
    Input(ids.BRING, "n_clicks"), State(ids.FILE, "value"), State(page.CHANGED, "data"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def bring_in(clicks: int | None, files: Sequence[Any] | None, changed: int) -> Any:
    if not clicks:
        raise PreventUpdate
    try:
        with transaction(current_actor()) as session:
            file = sent_file(session, files)
            found = import_baselines(session, path_of(file.id), file_name=file.name)
            services = dict(filter_choices(session)["service"])
            gone = [] if found.rejects else discard_upload(session, file.id)
    except KordonError as error:
        return no_update, note(field_error(words_of(error)), kind="danger"), no_update
    remove_content(gone)
    if found.rejects:  # something has changed since the preview
        return no_update, preview(found, services), no_update
    say(ngettext("{n} baseline counts from now on.", "{n} baselines count from now on.", len(found.new)) if found.new
        else _("There is nothing new in this file."))  # fmt: skip
    return False, [], (changed or 0) + 1
