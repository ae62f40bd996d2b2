"""Costs out of a file: looked at as soon as it has arrived, brought in when somebody says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.sent_file import sent_file
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.importers.costs import import_costs, look_at_costs
from data.importers.tables import SheetUnreadable
from data.operations.processes import discard_upload, remove_content
from data.operations.processes.files import path_of
from data.queries.analytics.costs import cost_pools
from data.session import reading, transaction
from models.access.permissions import Permission
from models.errors import KordonError
from pages.analytics.costs import ids as books
from pages.analytics.costs_file import ids, seen
from pages.analytics.import_words import table_words
from pages.components.forms import field_error
from pages.errors import words_of
from pages.translations import ngettext

_MAY = Permission.MANAGE_COSTS


def _fault(error: KordonError) -> Any:
    return field_error(table_words(str(error)) if isinstance(error, SheetUnreadable) else words_of(error))


@on(Output(ids.SEEN, "children"), Output(ids.YES, "disabled"), Input(ids.DATA, "value"), permission=_MAY)
def look(files: Sequence[Any] | None) -> Any:
    if not files:
        return None, True
    try:
        with reading(current_actor()) as session:
            file = sent_file(session, files)
            told = look_at_costs(session, path_of(file.id).read_bytes())
            pools = {row.code: row.name for row in cost_pools(session)}
    except KordonError as error:
        return _fault(error), True
    return seen(told, file_name=file.name, pools=pools), bool(told.rejects) or not told.new


@on(
    Output(ids.DIALOG, "is_open"), Output(ids.DATA, "value"), Output(ids.SEEN, "children", allow_duplicate=True),
    Output(books.CHANGED, "data", allow_duplicate=True),
    Input(ids.YES, "n_clicks"), State(ids.DATA, "value"), State(books.CHANGED, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def bring_in(clicks: int | None, files: Sequence[Any] | None, changed: int) -> Any:
    if not clicks or not files:
        raise PreventUpdate
    try:
        with transaction(current_actor()) as session:
            file = sent_file(session, files)
            told = import_costs(session, path_of(file.id).read_bytes(), file_name=file.name)
            gone = discard_upload(session, file.id) if told.batch_id is not None else []
            pools = {row.code: row.name for row in cost_pools(session)}
    except KordonError as error:
        return no_update, no_update, _fault(error), no_update
    remove_content(gone)
    if told.batch_id is None:  # something has changed since it was looked at
        return no_update, no_update, seen(told, file_name=file.name, pools=pools), no_update
    say(ngettext("{n} cost is brought in.", "{n} costs are brought in.", told.new))
    return False, [], None, (changed or 0) + 1


@on(
    Output(ids.DIALOG, "is_open", allow_duplicate=True), Output(ids.DATA, "value", allow_duplicate=True), Input(ids.NO, "n_clicks"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def leave(_clicks: Any) -> Any:
    return False, []
