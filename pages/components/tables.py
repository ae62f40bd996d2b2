"""Tables of up to twenty rows; longer ones are grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.formats import ABSENT


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `width` as in CSS ("98px", "20%"), empty for what is left over. Numbers stand at the right."""

    title: str
    width: str = ""
    is_number: bool = False


def short_table(
    columns: Sequence[Column], rows: Sequence[Sequence[Any]], *, caption: str, show_head: bool = True, flush: bool = False, id: Any = None
) -> Component:
    """Cells are texts or components; an empty one is a dash. `caption` is read out, `flush` drops the outer gutter.

    On a phone a table without a head shows each row as a block of its own, one with a head scrolls sideways in its place.
    """
    given = {"id": id} if id is not None else {}
    head = html.Thead(html.Tr([html.Th(column.title, scope="col", className="num" if column.is_number else "") for column in columns]))
    if not show_head:
        head = html.Thead(html.Tr([html.Th(column.title, scope="col") for column in columns]), className="visually-hidden")
    body = html.Tbody(
        [
            html.Tr(
                [html.Td(_filled(cell), className="num" if column.is_number else "") for column, cell in zip(columns, row, strict=True)]
            )
            for row in rows
        ]
    )
    widths = html.Colgroup([html.Col(style={"width": column.width} if column.width else {}) for column in columns])
    classes = " ".join(["t", *(["flush"] if flush else []), *([] if show_head else ["stack"])])
    table = html.Table([html.Caption(caption, className="visually-hidden"), widths, head, body], className=classes, **given)
    return html.Div(table, className="t-box")


def subject_cell(subject: str, *, service: str = "", href: str = "") -> Component:
    """The main column: the subject in medium weight, the service behind a dot."""
    name = dcc.Link(subject, href=href, className="fw subj") if href else html.Span(subject, className="fw")
    return html.Span(
        [name, *([html.Span(f" · {service}", className="t3")] if service else [])],
        className="ell",
        title=f"{subject} · {service}" if service else subject,
    )


def details(pairs: Sequence[tuple[str, Any]]) -> Component:
    """Name and value below each other, as on a form that is read."""
    return html.Dl([part for name, value in pairs for part in (html.Dt(name), html.Dd(_filled(value)))], className="kv")


def _filled(cell: Any) -> Any:
    return ABSENT if cell is None or cell == "" else cell
