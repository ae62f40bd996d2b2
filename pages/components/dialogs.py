"""Dialogs: what will happen, to how many, the verb on the button. Long work reports itself in the corner."""

from __future__ import annotations

from typing import Any, Literal

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from pages.components.icons import Icon, icon
from pages.translations import _


def confirm(
    title: Any, *, id: Any, verb: str, confirm_id: Any, cancel_id: Any, body: Any = None, body_id: Any = None, danger: bool = False,
    size: Literal["sm", "md", "lg", "xl"] = "md",
) -> Component:  # fmt: skip
    """A dialog that opens by `Output(id, "is_open")`. `body` says what will happen; fields for a reason go there too."""
    filled = {"id": body_id} if body_id is not None else {}
    return dbc.Modal(
        [
            dbc.ModalHeader(dbc.ModalTitle(title, id=f"{id}-title"), close_button=False),
            dbc.ModalBody(body, **filled),
            dbc.ModalFooter(
                [
                    dbc.Button(_("Cancel"), id=cancel_id, color="link", n_clicks=0),
                    dbc.Button(verb, id=confirm_id, color="danger" if danger else "primary", n_clicks=0),
                ]
            ),
        ],
        id=id, is_open=False, centered=True, size=None if size == "md" else size, backdrop=True, labelledby=f"{id}-title",
    )  # fmt: skip


def drawer(title: Any, body: Any, *, id: Any, title_id: Any = None) -> Component:
    """A panel from the right, for details that do not deserve a page."""
    name = str(title_id) if title_id is not None else f"{id}-title"
    return dbc.Offcanvas(
        html.Div(body), id=id, title=html.Span(title, id=name), placement="end", is_open=False, class_name="drawer-k", labelledby=name
    )


def results(items: list[tuple[str, bool, str]]) -> Component:
    """The result of a bulk action, one line per item: name, whether it went well, what was said."""
    return html.Ul(
        [
            html.Li(
                [
                    icon(Icon.CHECK_CIRCLE if good else Icon.WARNING, size=14, class_name="c-ok" if good else "c-warn"),
                    html.Span(name, className="fw ell"),
                    html.Span(words, className="t2"),
                ]
            )
            for name, good, words in items
        ],
        className="results",
    )
