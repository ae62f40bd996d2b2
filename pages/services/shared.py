"""The landing page of an external participant: the cases shared with him, nothing else of the bank."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.icons import Icon, icon
from pages.components.marks import status_mark
from pages.components.page import page
from pages.components.states import empty, skeleton_rows
from pages.formats import moment
from pages.paths import to_case
from pages.services.words import RequestView
from pages.translations import _, ngettext, text_of


class ids(StrEnum):
    STATE = "services-shared-state"
    LIST = "services-shared-list"


def layout() -> Component:
    return page(
        _("Shared with you"), state="", state_id=ids.STATE, live="cases",
        body=html.Div(skeleton_rows(4, height=60), id=ids.LIST, className="rqs"),
    )  # fmt: skip


def shared_state(count: int) -> str:
    if not count:
        return _("The security service shares cases with you here.")
    return ngettext("{n} case. You see the shared fields and files only.", "{n} cases. You see the shared fields and files only.", count)


def shared_list(views: Sequence[RequestView], *, now: datetime) -> Component:
    if not views:
        return empty(_("No case is shared with you yet. As soon as one is, you find it here and get a notification."), sign=Icon.SHARED)
    return html.Ul([html.Li(_row(one, now=now)) for one in views], className="rq-list")


def _row(view: RequestView, *, now: datetime) -> Component:
    """A case whose title is not shared is called by its service."""
    kind = text_of(view.service)
    name = [html.Span(view.title or kind, className="rq-title ell")]
    if view.title:
        name.append(html.Span(f" · {kind}", className="t3 rq-service"))
    return html.Div(
        dcc.Link(
            [
                icon(Icon.SHARED, class_name="rq-icon"),
                html.Span([html.Span(name, className="rq-line"), status_mark(view.state)], className="rq-words"),
                html.Span([html.Span(_("opened")), html.Span(moment(view.opened_at, now=now), className="rq-when")], className="rq-right"),
                icon(Icon.CHEVRON_RIGHT, size=12, class_name="t3"),
            ],
            href=to_case(view.number),
            className="rq",
        ),
        className="rq-box",
    )
