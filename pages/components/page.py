"""A page: one title, one line that says the state in words, what can be done, the content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.translations import _

Content = Component | str | Sequence[Any] | None


def page(
    title: Content, *, state: Content = None, actions: Content = None, body: Content = None, crumbs: Sequence[tuple[str, str]] = (),
    title_id: Any = None, state_id: Any = None, actions_id: Any = None, live: str = "",
) -> Component:  # fmt: skip
    """The frame of a screen. With `…_id` a callback may fill that part; `live` names topics this page wants to hear (`"cases figures"`)."""
    head: list[Any] = []
    if crumbs:
        head.append(breadcrumbs(crumbs))
    head.append(html.H1(title, **_id(title_id)))
    if state is not None or state_id is not None:
        head.append(html.P(state, className="state", **_id(state_id)))
    parts: list[Any] = [html.Div(head, className="head-words")]
    if actions is not None or actions_id is not None:
        parts.append(html.Div(actions, className="acts", **_id(actions_id)))
    return html.Div(
        [html.Div(parts, className="head"), html.Div(body, className="page-body")],
        className="page",
        **({"data-live": live} if live else {}),
    )


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> Component:
    """The way here: pairs of text and address; the last one may have no address."""
    parts: list[Any] = []
    for text, href in steps:
        if parts:
            parts.append(html.Span("/", **{"aria-hidden": "true"}))
        parts.append(dcc.Link(text, href=href) if href else html.Span(text))
    return html.Nav(parts, className="crumb", **{"aria-label": _("The way here")})


def live_mark(text: str, *, id: Any = None) -> Component:
    """The green dot with the time of the data; without a connection it turns amber by itself and says so."""
    return html.Span(
        [html.Span(text, className="on", **_id(id)), html.Span(_("no connection, refreshed once a minute"), className="lost")],
        className="live",
    )


def section(
    title: Content,
    *,
    small: Content = None,
    more: tuple[str, str] | None = None,
    aside: Content = None,
    id: Any = None,
    small_id: Any = None,
) -> Component:
    """The head of a block: `more` is a link to all of it, `aside` stands at its right end."""
    parts: list[Any] = [html.Span(title, **_id(id))]
    if small is not None or small_id is not None:
        parts.append(html.Small(small, **_id(small_id)))
    if aside is not None:
        parts.append(html.Span(aside, className="more row-f"))
    if more:
        parts.append(dcc.Link(more[0], href=more[1], className="more"))
    return html.H2(parts, className="sec")


def block(*content: Any, id: Any = None, class_name: str = "") -> Component:
    """A part of a page between hairlines."""
    return html.Section(list(content), className=f"blk {class_name}".strip(), **_id(id))


def columns(*content: Any, widths: str, class_name: str = "") -> Component:
    """Blocks side by side with a hairline between; `widths` as in CSS grid: "minmax(0, 1fr) 336px". One below the other on a phone."""
    return html.Div(list(content), className=f"cols {class_name}".strip(), style={"--cols": widths})


def next_step(words: Content, *, action: Content = None, label: str = "", id: Any = None) -> Component:
    """The most visible thing of a case page: what has to happen now, and the button for it."""
    text = html.Div([html.Div(label or _("Next step"), className="s12 c-acc"), html.Div(words, className="fwb")], className="next-words")
    return html.Div([text, *([html.Div(action, className="next-act")] if action is not None else [])], className="next", **_id(id))


def note(text: Content, *, kind: str = "info", sign: Component | None = None) -> Component:
    """A soft message inside a page: `info`, `warn` or `danger`; at most one per region."""
    return html.Div([*([sign] if sign is not None else []), html.Span(text)], className=f"note note-{kind}")


def _id(value: Any) -> dict[str, Any]:
    return {} if value is None else {"id": value}
