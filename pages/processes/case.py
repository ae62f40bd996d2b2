"""The page of one case: what it is, what has to happen next, what was asked and found, the conversation. Its parts stand in `case_*.py`.

Everything on it is filled by `callbacks/processes/case*.py`. What somebody types into lives outside of what live changes redraw.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.filters import Tab, seg, tabs
from pages.components.form import draft_sign
from pages.components.form_ids import Kind, form_id
from pages.components.presses import presses
from pages.components.states import skeleton
from pages.processes.case_composer import composer
from pages.processes.case_dialog import dialog
from pages.processes.case_labour import ACTS as LABOUR_ACTS
from pages.processes.case_labour import ids as labour
from pages.processes.rating import rating_dialog
from pages.translations import _

CHAT = "message"  # the kind of the composer's form
WORK = "task"  # the kind of the officer's form
TABS = ("form", "findings", "documents", "answer")


class ids(StrEnum):
    """`CASE` holds what callbacks need to know of the drawn case; `REFRESH` rises when something was done here."""

    NUMBER = "processes-case-number"
    CASE = "processes-case-facts"
    REFRESH = "processes-case-refresh"
    ROOT = "processes-case-root"
    HEAD = "processes-case-head"
    NEXT = "processes-case-next"
    LIVE = "processes-case-live"
    TAB = "processes-case-tab"
    FORM = "processes-case-form"
    FINDINGS = "processes-case-findings"
    FINDINGS_KEY = "processes-case-findings-key"
    SEEN = "processes-case-seen"
    CONFLICT = "processes-case-conflict"
    CONFLICT_SAVE = "processes-case-conflict-save"
    SAVE_BAR = "processes-case-save-bar"
    SAVE = "processes-case-save"
    DOCUMENTS = "processes-case-documents"
    FILE_ADD = "processes-case-file-add"
    FILE_WHO = "processes-case-file-who"
    ANSWER = "processes-case-answer"
    ANSWER_KEY = "processes-case-answer-key"
    ASIDE = "processes-case-aside"
    FEED = "processes-case-feed"
    TIMELINE = "processes-case-timeline"
    EARLIER = "processes-case-earlier"
    SHOWN = "processes-case-shown"
    TALK = "processes-case-talk"


def panel_id(name: str) -> dict[str, str]:
    """The panel under a tab."""
    return {"type": "processes-case-panel", "tab": name}


ACTS = "processes-case-act"


def act_id(act: str, key: str = "", place: str = "head") -> dict[str, str]:
    """A button that does something to the case. `key` says to what, `place` keeps equal buttons in two places apart."""
    return {"type": ACTS, "act": act, "key": key, "place": place}


def page_title(number: str) -> str:
    return number


def layout(number: str, search: Any = None) -> Component:
    """The frame of the case with this number; `?tab=` names the open tab."""
    chosen = (search or {}).get("tab", "")
    return html.Div(
        [
            dcc.Store(id=ids.NUMBER, data=number),
            dcc.Store(id=ids.CASE),
            dcc.Store(id=ids.REFRESH, data=0),
            dcc.Store(id=ids.FINDINGS_KEY, data=""),
            dcc.Store(id=ids.ANSWER_KEY, data=""),
            dcc.Store(id=ids.SEEN, data={}),
            dcc.Store(id=ids.SHOWN, data=40),
            presses(ACTS),
            presses(LABOUR_ACTS),
            html.Div(id=ids.LIVE, hidden=True),
            html.Div(skeleton(18, 46, 38, height=16), id=ids.HEAD, className="case-head"),
            html.Div(
                [
                    html.Div(
                        [
                            html.Div(skeleton(30, 60), id=ids.NEXT, className="case-next"),
                            tabs(
                                [Tab(name, _tab_name(name)) for name in TABS],
                                id=ids.TAB,
                                chosen=chosen or "form",
                                label=_("Parts of the case"),
                            ),
                            *_panels(),
                            _talk(),
                        ],
                        className="case-scroll",
                        tabIndex="0",
                        role="region",
                        **{"aria-label": _("Case")},
                    ),
                    html.Aside(
                        [html.Div(skeleton(40, 80, 70, 60), id=ids.ASIDE), html.Div(id=labour.BOX), dcc.Store(id=labour.CHANGED, data=0)],
                        className="aside case-aside",
                        tabIndex="0",
                        **{"aria-label": _("About the case")},
                    ),
                ],
                className="split-l",
            ),
            *dialog(),
            rating_dialog(),
        ],
        id=ids.ROOT,
        className="page case-page",
        **{"data-tab": chosen},
    )


def _tab_name(name: str) -> str:
    return {"form": _("Form"), "findings": _("Findings"), "documents": _("Documents"), "answer": _("Answer")}[name]


def tab_options(shown: dict[str, str]) -> list[dict[str, Any]]:
    """The tabs that exist for this reader, with what stands behind each name."""
    return [
        {
            "value": name,
            "label": html.Span([_tab_name(name), *([html.Small(shown[name])] if shown[name] else [])], className="tab-face"),
        }
        for name in TABS
        if name in shown
    ]


def _panels() -> list[Component]:
    findings = html.Div(
        [
            html.Div(id=ids.CONFLICT),
            html.Div(skeleton(50, 80, 70), id=ids.FINDINGS),
            html.Div(
                [draft_sign(WORK), html.Span(className="sp"), dbc.Button(_("Save"), id=ids.SAVE, color="outline-secondary", n_clicks=0)],
                id=ids.SAVE_BAR,
                className="case-save",
                hidden=True,
            ),
        ]
    )
    inner = {
        "form": html.Div(id=ids.FORM),
        "findings": findings,
        "documents": html.Div(id=ids.DOCUMENTS),
        "answer": html.Div(id=ids.ANSWER),
    }
    return [html.Div(inner[name], id=panel_id(name), className="case-panel", hidden=name != "form") for name in TABS]


def _talk() -> Component:
    feeds = [("all", _("All")), ("messages", _("Messages")), ("notes", _("Notes")), ("events", _("Events"))]
    return html.Section(
        [
            html.Div(
                [
                    html.H2(_("Time line"), className="sec"),
                    html.Span(className="sp"),
                    seg(feeds, id=ids.FEED, chosen="all", label=_("What to show")),
                ],
                className="row-f talk-head",
            ),
            composer(CHAT),
            html.Div(skeleton(60, 80, 40), id=ids.TIMELINE, className="talk-list"),
            dbc.Button(_("Show earlier"), id=ids.EARLIER, color="link", size="sm", n_clicks=0, style={"display": "none"}),
            dcc.Store(id=form_id(Kind.SUBJECT, CHAT)),
            dcc.Store(id=form_id(Kind.ASKED, CHAT), data=False),
            dcc.Store(id=form_id(Kind.FOCUS, CHAT)),
            dcc.Store(id=form_id(Kind.AGAIN, CHAT)),
        ],
        id=ids.TALK,
        className="case-talk",
    )
