"""The work queue and the list of all cases: tabs of views, filters in the address, the grid, a preview of the row under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.buttons import button
from pages.components.filters import Tab, bar, checklist, find_in_list, tabs
from pages.components.grid import GridColumn, grid
from pages.components.icons import Icon, icon
from pages.components.page import live_mark, page
from pages.components.presses import presses
from pages.components.states import skeleton
from pages.processes.preview import ACTS as PREVIEW_ACTS
from pages.processes.queue_bulk import bulk_bar, bulk_dialog
from pages.processes.queue_views import VIEWS, Screen, chosen_view, view_of
from pages.translations import _

BLOCK = 60


class ids(StrEnum):
    """`VIEW` holds what the list shows (as in the address), `CURSORS` where its blocks begin, `CURRENT` the case under the cursor."""

    SCREEN = "processes-queue-screen"
    VIEW = "processes-queue-view"
    CURSORS = "processes-queue-cursors"
    CURRENT = "processes-queue-current"
    GRID = "processes-queue-grid"
    STATE = "processes-queue-state"
    TIME = "processes-queue-time"
    TABS = "processes-queue-tabs"
    OWN_VIEWS = "processes-queue-own-views"
    VIEW_NAME = "processes-queue-view-name"
    VIEW_SHARED = "processes-queue-view-shared"
    VIEW_SAVED = "processes-queue-view-save"
    NEXT = "processes-queue-next"
    FIND = "processes-queue-find"
    PILLS = "processes-queue-pills"
    SORT = "processes-queue-sort"
    COLUMNS = "processes-queue-columns"
    EXPORT = "processes-queue-export"
    PREVIEW = "processes-queue-preview"
    FOOT = "processes-queue-foot"
    WRAP = "processes-queue-wrap"
    TICK = "processes-queue-tick"


CLEARERS = "processes-queue-clear"
DELETERS = "processes-queue-view-delete"


def filter_id(part: str, name: Any) -> dict[str, Any]:
    """A part (filter, clear, order, popover) of one of the filters above the list."""
    return {"type": f"processes-queue-{part}", "name": name}


def delete_view_id(view: Any) -> dict[str, Any]:
    """The cross that deletes a saved view."""
    return {"type": DELETERS, "view": view}


def columns(hidden: Sequence[str] = ()) -> list[GridColumn]:
    """The grid's columns. Sorting goes through the server, so only what it can sort is sortable."""
    return [
        GridColumn("title", _("Case"), "Subject", flex=1, min_width=220, is_sortable=True),
        GridColumn("number", _("Number"), width=128, is_sortable=True, is_hidden=True),
        GridColumn("state", _("Status"), "Status", width=152),
        GridColumn("step", _("Step"), width=180, is_hidden=True),
        GridColumn("due", _("Deadline"), "Sla", width=196, is_sortable=True),
        GridColumn("risk", _("Risk"), "Risk", width=128),
        GridColumn("owner", _("Executor"), "Person", width=160, is_hidden=True),
        GridColumn("requester", _("Requester"), width=150, is_hidden=True),
        GridColumn("unit", _("Unit"), width=170, is_hidden=True),
        GridColumn("group", _("Group"), width=150, is_hidden=True),
        GridColumn("priority", _("Priority"), width=120, is_sortable=True, is_hidden=True),
        GridColumn("amount", _("Amount, ₽"), "Number", width=120, is_sortable=True, is_hidden=True),
        GridColumn("opened", _("Opened"), width=150, is_sortable=True, is_hidden=True),
    ]


def queue_layout(search: Any = None) -> Component:
    return _layout(Screen.QUEUE, search)


def cases_layout(search: Any = None) -> Component:
    return _layout(Screen.CASES, search)


def _layout(screen: Screen, search: Any) -> Component:
    given = {str(key): str(value) for key, value in (search or {}).items()}
    list_of_cases: Any = grid(columns(), id=ids.GRID, is_selectable=True)
    list_of_cases.eventListeners = {"cellFocused": ["kordonCurrentRow(params)"]}
    title = _("My queue") if screen is Screen.QUEUE else _("Cases")
    actions = [
        live_mark("", id=ids.TIME),
        *([button(_("Take the next one"), id=ids.NEXT, kind="primary", key="N")] if screen is Screen.QUEUE else []),
    ]
    body = [
        dcc.Store(id=ids.SCREEN, data=screen.value),
        dcc.Store(id=ids.VIEW, data=view_of(screen, given)),
        dcc.Store(id=ids.CURSORS, data={}),
        dcc.Store(id=ids.CURRENT),
        dcc.Store(id=ids.TICK),
        presses(CLEARERS, DELETERS, PREVIEW_ACTS),
        html.Div(
            [
                tabs(
                    [Tab(view.key, _(view.name)) for view in VIEWS[screen]],
                    id=ids.TABS,
                    chosen=chosen_view(screen, given),
                    label=_("Views"),
                ),
                dbc.DropdownMenu(
                    [_view_form(), html.Div(id=ids.OWN_VIEWS)],
                    label=[icon(Icon.PLUS, size=14), _("Save the view")],
                    caret=False,
                    color="link",
                    size="sm",
                    class_name="save-view",
                ),
            ],
            className="tabs-row",
        ),
        bar(
            find_in_list(id=ids.FIND),
            html.Div(id=ids.PILLS, className="pills"),
            html.Span(className="sp"),
            html.Div(id=ids.SORT),
            html.Div(_columns_menu(), className="columns-menu"),
            html.A(
                icon(Icon.DOWNLOAD),
                id=ids.EXPORT,
                href="/export/cases.xlsx",
                className="icb",
                title=_("Export to XLSX"),
                **{"aria-label": _("Export to XLSX")},
            ),
        ),
        html.Div(
            [
                html.Div(
                    [html.Div(list_of_cases, className="queue-grid"), bulk_bar(), html.Div(_foot(), className="queue-foot")],
                    className="queue-list",
                ),
                html.Aside(skeleton(40, 70, 60), id=ids.PREVIEW, className="preview", **{"aria-label": _("Preview of the case")}),
            ],
            id=ids.WRAP,
            className="queue-wrap",
        ),
        *bulk_dialog(),
    ]
    return page(title, state=html.Span("\u00a0"), state_id=ids.STATE, actions=actions, body=body, live="cases")


def _columns_menu() -> list[Component]:
    names = [(column.name, column.title) for column in columns() if column.name != "title"]
    shown = [column.name for column in columns() if not column.is_hidden and column.name != "title"]
    opener = html.Button(
        icon(Icon.COLUMNS),
        id="processes-queue-columns-open",
        type="button",
        className="icb",
        title=_("Columns"),
        **{"aria-label": _("Columns")},
    )
    body = html.Div(checklist(names, id=ids.COLUMNS, chosen=shown, label=_("Columns")), className="pill-body", style={"width": 220})
    return [opener, dbc.Popover(body, target="processes-queue-columns-open", trigger="legacy", placement="bottom-end", class_name="pop-k")]


def _foot() -> list[Component]:
    keys = [(("J", "K"), _("along the rows")), (("X",), _("choose")), (("Enter",), _("open"))]
    return [
        html.Span(id=ids.FOOT),
        html.Span(className="sp"),
        *[html.Span([*[html.Kbd(key) for key in group], html.Span(words)], className="foot-keys only-desk") for group, words in keys],
    ]


def _view_form() -> Component:
    """Name the present filters."""
    return html.Div(
        [
            html.Label(_("Name of the view"), className="form-label", htmlFor=ids.VIEW_NAME),
            dbc.Input(id=ids.VIEW_NAME, maxlength=60, value=""),
            dbc.Checkbox(id=ids.VIEW_SHARED, label=_("Show it to my groups"), value=False, class_name="view-shared"),
            dbc.Button(_("Save"), id=ids.VIEW_SAVED, color="primary", size="sm", n_clicks=0),
        ],
        className="view-form",
    )


def own_view_lines(own: Sequence[tuple[str, str]]) -> list[Component]:
    """Own views to delete: id and name."""
    lines = [
        dbc.DropdownMenuItem(
            [icon(Icon.TRASH, size=14), _("Delete “{name}”", name=words)], id=delete_view_id(key), n_clicks=0, class_name="danger"
        )
        for key, words in own
    ]
    return [*([dbc.DropdownMenuItem(divider=True)] if lines else []), *lines]
