"""The list of cases: blocks for the grid by keyset, the line that says the state in words, tabs, filters, the next task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import dash
from dash import ALL, Input, Output, State, html, no_update

from callbacks.components.toast import say
from callbacks.components.wire import in_browser, on
from callbacks.processes.queue_rows import foot_words, grid_row, state_line
from callbacks.processes.queue_view import cursor_of, cursor_text, filter_of, order_of
from callbacks.web.current import current_actor
from data.operations.processes import take_next_task
from data.operations.saved_views import delete_view, save_view
from data.queries.processes.definitions import published_definitions
from data.queries.processes.lists import COUNT_LIMIT, by_promise, case_counts, case_rows
from data.queries.processes.reading import case_number_of
from data.queries.saved_views import saved_views
from data.session import Session, reading, transaction
from models.access.permissions import Permission
from pages import shell
from pages.components.filters import checklist, pill
from pages.components.forms import dropdown
from pages.components.grid import asked_block
from pages.components.marks import STATES, priority_text, risk_text, status_text
from pages.components.presses import pressed
from pages.formats import clock, number
from pages.paths import to_case
from pages.processes.queue import CLEARERS, DELETERS, filter_id, ids, own_view_lines
from pages.processes.queue_views import FILTERS, SORTS, VIEWS, Screen, query_text, read_query, view_of
from pages.translations import _, text_of

_MOST_STEPS = 40  # pages of 200 to walk when a block's beginning is not known; the infinite grid never jumps that far


@on(
    Output(ids.GRID, "getRowsResponse"),
    Output(ids.CURSORS, "data"),
    Output(ids.FOOT, "children"),
    Output(ids.CURRENT, "data", allow_duplicate=True),
    Input(ids.GRID, "getRowsRequest"),
    State(ids.VIEW, "data"),
    State(ids.SCREEN, "data"),
    State(ids.CURSORS, "data"),
    State(ids.CURRENT, "data"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def give_block(
    request: Mapping[str, Any] | None, view: Mapping[str, Any], screen: str, cursors: Mapping[str, Any], current: str | None
) -> Any:
    """A block begins after the last row of the one before: its cursor was kept, so the thousandth block costs what the first does."""
    if not request:
        return (no_update,) * 4
    start, size, clicked = asked_block(request)
    shown = view_of(Screen(screen), view)
    sort, descending = order_of(shown, clicked)
    key = f"{query_text(shown)}|{sort}|{descending}"
    known: dict[str, Any] = dict(cursors) if start and cursors.get("key") == key else {"key": key}
    with reading(current_actor()) as session:
        after = _beginning(session, shown, start, sort=sort, descending=descending, known=known)
        rows = case_rows(session, filter_of(shown), sort=sort, descending=descending, after=after, limit=size)
        now = session.now
    if rows:
        known[str(start + len(rows))] = cursor_text(rows[-1].cursor)
    last = start + len(rows) if len(rows) < size else -1
    first = str(rows[0].id) if rows and start == 0 and (not current or cursors.get("key") != key) else no_update
    asked = {"view": view, "sort": [list(one) for one in clicked]}  # the browser drops an answer to a question that is no longer asked
    answer = {"rowData": [grid_row(row, now=now) for row in rows], "rowCount": last, "asked": asked}
    return answer, known, foot_words(start + len(rows), is_all=last >= 0), first


def _beginning(session: Session, view: Mapping[str, str], start: int, *, sort: str, descending: bool, known: dict[str, Any]) -> Any:
    """The cursor after which block `start` begins; walks on from the nearest known one if it must."""
    if start == 0:
        return None
    if (found := cursor_of(sort, known.get(str(start)))) is not None:
        return found
    place, after = 0, None
    for _step in range(_MOST_STEPS):
        rows = case_rows(session, filter_of(view), sort=sort, descending=descending, after=after, limit=min(200, start - place))
        if not rows:
            break
        place, after = place + len(rows), list(rows[-1].cursor)
        if place >= start:
            break
    return after


@on(
    Output(ids.STATE, "children"),
    Output(ids.TIME, "children"),
    Output(ids.TABS, "options"),
    Output(ids.EXPORT, "href"),
    Output(ids.OWN_VIEWS, "children"),
    Input(ids.VIEW, "data"),
    Input(ids.TICK, "data"),
    Input(shell.ids.LIVE_CASES, "data"),
    State(ids.SCREEN, "data"),
    permission=Permission.WORK_CASES,
)
def say_state(view: Mapping[str, Any], _tick: Any, _live: Any, screen: str) -> Any:
    place = Screen(screen)
    shown = view_of(place, view)
    with reading(current_actor()) as session:
        base = replace(filter_of(shown), sla="", states=frozenset(), search="")
        own = saved_views(session, place)
        lists = {**by_promise(base), "all": base}
        lists |= {state: replace(base, states=frozenset({state})) for state in ("waiting_requester", "paused")}
        lists |= {f"t:{one.key}": filter_of(one.query) for one in VIEWS[place] if one.key != "closed"}
        lists |= {f"v:{one.id}": filter_of(read_query(one.query)) for one in own}
        counts = dict(zip(lists, case_counts(session, list(lists.values())), strict=True))
        now = session.now
    tabs = [(one.key, _(one.name), counts.get(f"t:{one.key}", 0)) for one in VIEWS[place]]
    tabs += [(f"v:{one.id}", one.name, counts[f"v:{one.id}"]) for one in own]
    options = [{"value": key, "label": html.Span([text, *_count(count)], className="tab-face")} for key, text, count in tabs]
    mine = [(str(one.id), one.name) for one in own if one.mine]
    export = f"/export/cases.xlsx?{query_text(shown)}"
    return state_line(counts), _("updated {time}", time=clock(now)), options, export, own_view_lines(mine)


def _count(count: int) -> list[Any]:
    return [html.Small(f"{number(COUNT_LIMIT - 1)}+" if count >= COUNT_LIMIT else number(count))] if count else []


@on(
    Output(ids.VIEW, "data", allow_duplicate=True),
    Output(ids.FIND, "value"),
    Input(ids.TABS, "value"),
    State(ids.VIEW, "data"),
    State(ids.SCREEN, "data"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def choose_view(chosen: str, view: Mapping[str, Any], screen: str) -> Any:
    place = Screen(screen)
    if chosen == view_of(place, view).get("view"):
        return no_update, no_update
    built_in = next((one for one in VIEWS[place] if one.key == chosen), None)
    if built_in is not None:
        return {**built_in.query, "view": chosen}, ""
    with reading(current_actor()) as session:
        saved = next((one for one in saved_views(session, place) if f"v:{one.id}" == chosen), None)
    if saved is None:
        return no_update, no_update
    found = read_query(saved.query)
    return {**found, "view": chosen}, found.get("q", "")


@on(
    Output(ids.PILLS, "children"),
    Output(ids.SORT, "children"),
    Input(ids.VIEW, "data"),
    Input(filter_id("popover", ALL), "is_open"),
    State(ids.SCREEN, "data"),
    permission=Permission.WORK_CASES,
)
def draw_pills(view: Mapping[str, Any], opened: list[bool], screen: str) -> Any:
    """Not while one of them is open: it would shut under the hand."""
    if any(opened):
        return no_update, no_update
    place = Screen(screen)
    shown = view_of(place, view)
    with reading(current_actor()) as session:
        choices = _choices(session)
    pills = []
    for name in FILTERS[:4]:
        title, options = choices[name]
        chosen = [part for part in shown.get(name, "").split(",") if part]
        words = ", ".join(text for key, text in options if key in chosen)
        pills.append(
            pill(
                title,
                checklist(options, id=filter_id("filter", name), chosen=chosen, label=title),
                id=f"processes-queue-pill-{name}",
                value=words if len(words) < 40 else number(len(chosen)),
                clear_id=filter_id("clear", name),
                popover_id=filter_id("popover", name),
            )
        )
    sort, _descending = order_of(shown, [])
    order = dropdown([(key, _(text)) for key, text in SORTS.items()], id=filter_id("order", "sort"), value=sort)
    return pills, html.Div(order, className="sort-box", **{"aria-label": _("Order")})


def _choices(session: Session) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    services = [(one.code, text_of(one.case_name)) for one in published_definitions(session)]
    return {
        "states": (_("Status"), [*[(state, status_text(state)) for state in STATES], ("any", _("All, closed too"))]),
        "services": (_("Service"), services),
        "risks": (
            _("Risk"),
            [("high", risk_text("high")), ("medium", risk_text("medium")), ("low", risk_text("low")), ("none", risk_text(""))],
        ),
        "priorities": (_("Priority"), [(str(place), priority_text(place)) for place in (3, 2, 1, 0)]),
    }


@on(
    Output(ids.TICK, "data"),
    Input(ids.NEXT, "n_clicks"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def take_next(clicks: int | None) -> Any:
    """The most urgent free task becomes the actor's, and its case opens."""
    if not clicks:
        return no_update
    with transaction(current_actor()) as session:
        case_id = take_next_task(session)
        number_of = case_number_of(session, case_id)
    say(_("{number} is yours now", number=number_of), href=to_case(number_of), link=_("Open"))
    dash.set_props(shell.ids.LOCATION, {"pathname": to_case(number_of), "search": ""})
    return clicks


@on(
    Output(ids.TABS, "value"),
    Output(ids.TICK, "data", allow_duplicate=True),
    Output(ids.VIEW_NAME, "value"),
    Input(ids.VIEW_SAVED, "n_clicks"),
    State(ids.VIEW_NAME, "value"),
    State(ids.VIEW_SHARED, "value"),
    State(ids.VIEW, "data"),
    State(ids.SCREEN, "data"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def keep_view(_clicks: int, name: str | None, shared: bool, view: Mapping[str, Any], screen: str) -> Any:
    """Name what the list shows now."""
    place = Screen(screen)
    with transaction(current_actor()) as session:
        kept = save_view(session, place, name or "", query=query_text(view_of(place, view)), is_shared=bool(shared))
    say(_("The view is saved"))
    return f"v:{kept}", str(kept), ""


@on(
    Output(ids.TABS, "value", allow_duplicate=True),
    Output(ids.TICK, "data", allow_duplicate=True),
    Input(pressed(DELETERS), "data"),
    State(ids.SCREEN, "data"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def throw_view_away(chosen: Mapping[str, Any], screen: str) -> Any:
    with transaction(current_actor()) as session:
        delete_view(session, UUID(str(chosen["view"])))
    say(_("The view was deleted"))
    return VIEWS[Screen(screen)][0].key, str(chosen["view"])


# In the browser, because the filters are drawn anew with every view: an answer of the server's would be forgotten on the way.
in_browser(
    "queueNarrow",
    Output(ids.VIEW, "data", allow_duplicate=True),
    Input(ids.FIND, "value"),
    Input(filter_id("filter", ALL), "value"),
    Input(filter_id("order", ALL), "value"),
    Input(pressed(CLEARERS), "data"),
    State(ids.VIEW, "data"),
    prevent_initial_call=True,
)
in_browser("queueAddress", Output(ids.WRAP, "data-view"), Input(ids.VIEW, "data"), prevent_initial_call=True)
in_browser(
    "queueRefresh", Output(ids.WRAP, "data-fresh"), Input(shell.ids.LIVE_CASES, "data"), Input(ids.TICK, "data"), prevent_initial_call=True
)
in_browser(
    "queueArrived", Output(ids.WRAP, "data-arrived"), Input(ids.GRID, "getRowsResponse"), State(ids.VIEW, "data"), prevent_initial_call=True
)
in_browser("shutMenus", Output(ids.WRAP, "data-shut"), Input(ids.TICK, "data"), prevent_initial_call=True)
in_browser("queueColumns", Output(ids.WRAP, "data-columns"), Input(ids.COLUMNS, "value"), prevent_initial_call=True)
