"""Reconciliation: shown as it stands, asked for by its readers, done by a worker."""

from __future__ import annotations

from typing import Any

from dash import Input, Output
from dash.exceptions import PreventUpdate

from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.reconciliation import ask_for_reconciliation
from data.queries.analytics.reconciliation_runs import error_rates, reconciliation_of
from data.session import reading, transaction
from models.access.permissions import Permission
from pages import shell
from pages.analytics.reconciliation import ids, months_table, rules_table, state_line
from pages.translations import _


@on(
    Output(ids.STATE, "children"), Output(ids.RULES, "children"), Output(ids.MONTHS, "children"), Input(shell.ids.LIVE_FIGURES, "data"),
    permission=Permission.RECONCILE,
)  # fmt: skip
def show_found(_figures: Any) -> Any:
    with reading(current_actor()) as session:
        run, rates, now = reconciliation_of(session), error_rates(session), session.now
    return state_line(run, now=now), rules_table(run), months_table(rates)


@on(Output(ids.CHECK, "title"), Input(ids.CHECK, "n_clicks"), permission=Permission.RECONCILE, prevent_initial_call=True)
def check_now(clicks: int | None) -> Any:
    """The result comes to the open page by itself."""
    if not clicks:
        raise PreventUpdate
    with transaction(current_actor()) as session:
        ask_for_reconciliation(session)
    say(_("The check is on its way. What it finds appears here."))
    raise PreventUpdate
