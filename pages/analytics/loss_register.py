"""The register of prevented losses: what arose by itself, what waits for a decision, what counts; each entry in a panel beside the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.prevented_loss import LossState
from pages.components.dialogs import drawer
from pages.components.filters import Tab, bar, find_in_list, tabs
from pages.components.forms import dropdown
from pages.components.grid import GridColumn, grid
from pages.components.marks import status_cell
from pages.components.page import page
from pages.components.presses import presses
from pages.formats import day_month, money
from pages.paths import Path, to
from pages.translations import N_, _, ngettext, text_of


class ids(StrEnum):
    STATE = "analytics-loss-register-state"
    TAB = "analytics-loss-register-tab"
    SEARCH = "analytics-loss-register-search"
    CATEGORY = "analytics-loss-register-category"
    GRID = "analytics-loss-register-grid"
    OPEN = "analytics-loss-register-open"
    CHANGED = "analytics-loss-register-changed"
    ADDRESS = "analytics-loss-register-address"
    DRAWER = "analytics-loss-register-drawer"
    DRAWER_TITLE = "analytics-loss-register-drawer-title"
    CARD = "analytics-loss-register-card"


ACTS = "analytics-loss-act"
TABS = {
    "submitted": N_("To be confirmed"), "candidates": N_("Candidates"), "confirmed": N_("Confirmed"), "declined": N_("Declined"),
    "all": N_("All"),
}  # fmt: skip
_STATES: Mapping[str, tuple[str, str]] = {
    LossState.CANDIDATE: ("new", N_("Candidate")), LossState.SUBMITTED: ("approval", N_("To be confirmed")),
    LossState.CONFIRMED: ("done", N_("Confirmed")), LossState.REJECTED: ("refused", N_("Rejected")),
    LossState.DOUBLE: ("refused", N_("Double")),
}  # fmt: skip


def layout(search: Mapping[str, str]) -> Component:
    """The frame; `?tab=candidates&open=<id>` leads straight to an entry."""
    tab = search.get("tab", "submitted")
    columns = [
        GridColumn("object", _("What was protected"), "Subject", flex=3, min_width=240),
        GridColumn("category", _("Category"), flex=2, min_width=150),
        GridColumn("day", _("Day"), width=120),
        GridColumn("stake", _("At stake"), "Number", width=150),
        GridColumn("worth", _("Prevented"), "Number", width=150),
        GridColumn("state", _("State"), "Status", width=190),
    ]
    category = dropdown([], id=ids.CATEGORY, placeholder=_("Any category"), clearable=True)
    return page(
        _("Register of prevented losses"), state="", state_id=ids.STATE, live="figures",
        body=[
            tabs([Tab(key, _(words)) for key, words in TABS.items()], id=ids.TAB, chosen=tab if tab in TABS else "submitted"),
            html.Div(
                [
                    html.Div(
                        bar(
                            find_in_list(id=ids.SEARCH, placeholder=_("Object, number, case")),
                            html.Div(category, className="bar-dd", style={"width": 260}, role="group", **{"aria-label": _("Category")}),
                        ),
                        className="bar-wrap",
                    ),
                    grid(columns, id=ids.GRID),
                ],
                className="tab-body", **{"data-opens": str(ids.OPEN)},
            ),
            dcc.Store(id=ids.OPEN, data=search.get("open", "")),
            dcc.Store(id=ids.CHANGED, data=0),
            dcc.Store(id=ids.ADDRESS),
            presses(ACTS),
            drawer("", html.Div(id=ids.CARD), id=ids.DRAWER, title_id=ids.DRAWER_TITLE),
        ],
    )  # fmt: skip


def state_line(counts: Mapping[str, int]) -> str:
    """The line under the title."""
    waiting, arisen = counts["submitted"], counts["candidates"]
    words = (
        [ngettext("{n} entry waits for a decision", "{n} entries wait for a decision", waiting)]
        if waiting
        else [_("Nothing waits for a decision")]
    )
    if arisen:
        words.append(ngettext("{n} candidate waits for its evidence", "{n} candidates wait for their evidence", arisen))
    return ", ".join(words) + "."


def loss_state_words(state: str) -> str:
    return _(_STATES[state][1])


def category_options(categories: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    return [{"value": code, "label": text_of(name)} for code, name in categories.items()]


def grid_row(row: Any, *, categories: Mapping[str, Mapping[str, str]], tab: str, today: date) -> dict[str, Any]:
    """An entry as the grid wants it."""
    sign, words = _STATES[row.state]
    detail = " · ".join(part for part in (row.number, row.case_number, _("correction") if row.is_correction else "") if part)
    return {
        "id": str(row.id),
        "object": {"text": row.object_name, "detail": detail, "href": to(Path.LOSS_REGISTER, search={"tab": tab, "open": str(row.id)})},
        "category": text_of(categories.get(row.category) or {}),
        "day": day_month(row.counted_on, today=today),
        "stake": money(row.at_stake_kopecks, signed=row.is_correction),
        "worth": money(row.loss_kopecks, signed=row.is_correction),
        "state": status_cell(sign, _(words)),
    }


def neighbour_lines(rows: Sequence[Any], *, today: date) -> list[Component]:
    """Other entries about the same object, each with its state."""
    return [
        html.Li(
            [
                html.A(row.number, href=to(Path.LOSS_REGISTER, search={"tab": "all", "open": str(row.id)}), className="fw nw"),
                html.Span(f"{day_month(row.counted_on, today=today)} · {loss_state_words(row.state)}", className="t2 ell"),
                html.Span(className="sp"),
                html.Span(money(row.loss_kopecks), className="num nw"),
            ],
            className="row-f",
        )
        for row in rows
    ]
