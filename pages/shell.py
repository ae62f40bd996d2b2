"""The frame round every page: menu, top bar, tabs of a phone, search, toasts, the stores that live changes arrive in.

The shell is built once per load from what the actor may open. Everything that changes afterwards is filled by `callbacks/shell.py`
or moved in the browser by `assets/kordon.js` and `assets/live.js`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

import dash_bootstrap_components as dbc
from dash import dcc, html, page_container
from dash.development.base_component import Component

from models.access.actor import Actor
from pages import sitemap
from pages.components.icons import Icon, icon
from pages.components.people import avatar
from pages.formats import short_name
from pages.paths import Path
from pages.translations import _, ngettext


class ids(StrEnum):
    """`LIVE_*` hold a counter that rises when the topic changes: `Input(shell.ids.LIVE_CASES, "data")`."""

    APP = "shell-app"
    NAV = "shell-nav"
    LOCATION = "_pages_location"  # Dash's own; there is never a second one
    LIVE_CASES = "shell-live-cases"
    LIVE_CASE = "shell-live-case"
    LIVE_FIGURES = "shell-live-figures"
    LIVE_BOARD = "shell-live-board"
    LIVE_JOBS = "shell-live-jobs"
    LIVE_USER = "shell-live-user"
    TOAST = "shell-toast"
    SINK = "shell-sink"
    HERE = "shell-here"
    BELL = "shell-bell"
    BELL_NEWS = "shell-bell-news"
    SEARCH = "shell-search"
    SEARCH_TEXT = "shell-search-text"
    SEARCH_RESULTS = "shell-search-results"


def count_id(page: Any) -> dict[str, Any]:
    """The id of the count beside a page in the menu."""
    return {"type": "shell-count", "page": page}


Heat = Literal["", "hot"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the search: where it leads, what it is called, what else tells it from its neighbours."""

    href: str
    title: str
    detail: str = ""
    icon: Icon = Icon.LIST_TASK


@dataclass(frozen=True, slots=True)
class HitGroup:
    title: str
    hits: Sequence[Hit]


def shell(actor: Actor, *, lang: str, is_rail: bool) -> Component:
    """The whole frame for this actor."""
    return html.Div(
        [
            html.A(_("Skip to the content"), href="#main", className="skip"),
            _menu(actor),
            _top_bar(actor, lang=lang),
            html.Main(page_container, id="main", className="main", tabIndex="-1"),
            _phone_tabs(actor),
            _search(),
            *_stores(),
        ],
        id=ids.APP,
        className="app rail" if is_rail else "app",
    )


def _stores() -> list[Component]:
    live = (ids.LIVE_CASES, ids.LIVE_CASE, ids.LIVE_FIGURES, ids.LIVE_BOARD, ids.LIVE_JOBS, ids.LIVE_USER)
    return [*(dcc.Store(id=name) for name in live), dcc.Store(id=ids.TOAST), dcc.Store(id=ids.SINK), dcc.Store(id=ids.HERE)]


# --- menu --------------------------------------------------------------------------------------------------------------------


def _menu(actor: Actor) -> Component:
    entries: list[Component] = []
    for group, pages in sitemap.menu_of(actor).items():
        if group is not sitemap.Group.NONE:
            entries.append(html.H2(_(str(group))))
        entries += [_menu_entry(page) for page in pages]
    brand = dcc.Link(
        [icon(Icon.LOGO), html.Span(_("Kordon"))],
        href=sitemap.first_page_of(actor),
        className="brand",
        title=_("Kordon, to the first page"),
    )
    fold = html.Button(
        [icon(Icon.SIDEBAR), html.Span(_("Collapse"))], className="n", type="button", title=_("Collapse the menu"), **{"data-act": "rail"}
    )
    return html.Nav(
        [brand, html.Div(entries, className="nav-list"), html.Span(className="sp"), fold],
        id=ids.NAV,
        className="nav-k",
        **{"aria-label": _("Sections")},
    )


def _menu_entry(page: sitemap.Page) -> Component:
    title = _(page.title)
    return dcc.Link(
        [icon(page.icon), html.Span(title), html.B(id=count_id(page.key), className="n-count")],
        href=str(page.path),
        className="n",
        title=title,
    )


def _phone_tabs(actor: Actor) -> Component:
    tabs: list[Component] = [
        dcc.Link([icon(page.icon), html.Span(_(page.title))], href=str(page.path), className="p-tab")
        for page in sitemap.phone_tabs_of(actor)[:4]
    ]
    tabs.append(html.Button([icon(Icon.DOTS), html.Span(_("More"))], className="p-tab", type="button", **{"data-act": "drawer"}))
    return html.Nav(tabs, className="tabs-phone", **{"aria-label": _("Main sections")})


def menu_count(number: int, *, is_hot: bool = False) -> tuple[str, str]:
    """The text beside a menu entry and its class; nothing is shown for nothing."""
    return ("" if number <= 0 else "99+" if number > 99 else str(number)), "n-count hot" if is_hot else "n-count"


# --- top bar -----------------------------------------------------------------------------------------------------------------


def _top_bar(actor: Actor, *, lang: str) -> Component:
    other, words = ("en", "English") if lang == "ru" else ("ru", "Русский")
    find = html.Button(
        [icon(Icon.SEARCH, size=14), html.Span(_("Case, party, INN, name"), className="sp"), html.Kbd("Ctrl K")],
        className="find",
        type="button",
        **{"data-act": "search", "aria-label": _("Search")},
    )
    return html.Header(
        [
            html.Button(
                icon(Icon.SIDEBAR), className="icb only-narrow", type="button", **{"data-act": "drawer", "aria-label": _("Open the menu")}
            ),
            dcc.Link(
                [icon(Icon.LOGO), html.Span(_("Kordon"))],
                href=sitemap.first_page_of(actor),
                className="brand only-phone",
                title=_("Kordon, to the first page"),
            ),
            find if _can_search(actor) else html.Span(),
            html.Span(className="sp"),
            _bell(),
            html.Button(
                lang.upper(),
                className="icb icb-lang",
                type="button",
                title=words,
                lang=other,
                **{"data-act": "lang", "data-value": other, "aria-label": words},
            ),
            html.Button(
                icon(Icon.HALF),
                className="icb icb-theme",
                type="button",
                title=_("Switch the theme"),
                **{"data-act": "theme", "aria-label": _("Switch the theme")},
            ),
            _profile(actor),
        ],
        className="top",
    )


def _can_search(actor: Actor) -> bool:
    from models.access.permissions import Permission, may

    return may(actor, Permission.ORDER_SERVICES)


def _bell() -> Component:
    """The bell opens the newest notifications; they are filled in as they come."""
    return dbc.DropdownMenu(
        html.Div(id=ids.BELL_NEWS, className="bell-pop"), label=html.Span(bell_face(0), id=ids.BELL), caret=False, align_end=True,
        class_name="bell-menu", toggleClassName="icb", toggle_class_name="icb",
    )  # fmt: skip


def bell_face(unread: int) -> list[Component]:
    """What is drawn inside the bell."""
    words = ngettext("Notifications: {n} new", "Notifications: {n} new", unread) if unread else _("Notifications")
    face: list[Component] = [icon(Icon.BELL), html.Span(words, className="visually-hidden")]
    if unread:
        face.append(html.Span("99+" if unread > 99 else str(unread), className="dot", **{"aria-hidden": "true"}))
    return face


def _profile(actor: Actor) -> Component:
    name = short_name(actor.shown_name)
    entries: list[Any] = [
        html.Div([html.Div(actor.shown_name, className="fwb"), html.Div(actor.login, className="t3 s12")], className="who-head"),
        dbc.DropdownMenuItem(divider=True),
    ]
    if any(page.path is Path.PROFILE and sitemap.may_open(actor, page) for page in sitemap.PAGES):
        entries.append(dbc.DropdownMenuItem([icon(Icon.PERSON), _("Profile and substitution")], href=str(Path.PROFILE)))
    entries += [
        html.Button(
            [icon(Icon.HALF), _("Switch the theme")], type="button", className="dropdown-item only-phone-flex", **{"data-act": "theme"}
        ),
        html.Button([icon(Icon.SIGN_OUT), _("Sign out")], type="button", className="dropdown-item", **{"data-act": "sign-out"}),
    ]
    return dbc.DropdownMenu(
        entries,
        label=[
            avatar(actor.shown_name),
            html.Span(_("Your account"), className="visually-hidden"),
            html.Span(name, className="fw who-name"),
            icon(Icon.CHEVRON_DOWN, size=12, class_name="t3 who-name"),
        ],
        caret=False,
        align_end=True,
        toggle_class_name="who",
        class_name="who-menu",
        toggleClassName="who",
    )


# --- search ------------------------------------------------------------------------------------------------------------------


def _search() -> Component:
    field = html.Div(
        [
            icon(Icon.SEARCH),
            dcc.Input(
                id=ids.SEARCH_TEXT,
                type="text",
                debounce=0.2,
                placeholder=_("Case, party, INN, name"),
                autoComplete="off",
                className="find-input",
            ),
            html.Kbd("Esc"),
        ],
        className="find-field",
    )
    return html.Dialog(
        [
            field,
            html.Div(search_hint(), id=ids.SEARCH_RESULTS, className="find-results", **{"aria-live": "polite"}),
            html.Div(
                [html.Span([html.Kbd("↑"), html.Kbd("↓"), _("choose")]), html.Span([html.Kbd("↵"), _("open")])], className="find-keys"
            ),
        ],
        id=ids.SEARCH,
        className="find-dialog",
        **{"aria-label": _("Search")},
    )


def search_hint() -> Component:
    """Before anything is typed."""
    return html.P(_("Type a number, a name or an INN: at least two characters."), className="find-hint")


def search_results(groups: Sequence[HitGroup], *, text: str) -> Component:
    """Hits by kind; arrow keys walk through them in `assets/kordon.js`."""
    if not any(group.hits for group in groups):
        return html.P(_("Nothing found for “{text}”.", text=text), className="find-hint")
    return html.Div(
        [
            html.Section(
                [html.H3(group.title)]
                + [
                    dcc.Link(
                        [
                            icon(hit.icon),
                            html.Span([html.Span(hit.title, className="fw"), html.Span(hit.detail, className="t3")], className="ell"),
                        ],
                        href=hit.href,
                        className="find-hit",
                    )
                    for hit in group.hits
                ]
            )
            for group in groups
            if group.hits
        ]
    )


# --- for the browser -----------------------------------------------------------------------------------------------------------


def browser_texts(actor: Actor | None) -> dict[str, str]:
    """Words that scripts in the browser need, in the reader's language."""
    return {
        "login": actor.login if actor else "",
        "lost": _("Connection lost. Refreshed once a minute."),
        "live": _("Live"),
        "close": _("Close"),
        "not_saved": _("Not saved: no connection. What you typed is still here."),
        "session_ended": _("Your session has ended"),
        "session_words": _("Sign in again: everything you typed stays on the page."),
        "login_label": _("Login"),
        "password_label": _("Password"),
        "sign_in": _("Sign in"),
        "other_person": _("Sign in as somebody else"),
        "no_connection": _("No connection to the server. Try again."),
        "copied": _("Copied"),
        "collapse": _("Collapse the menu"),
        "expand": _("Expand the menu"),
        "loading": _("Loading"),
    }
