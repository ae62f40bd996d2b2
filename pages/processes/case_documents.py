"""The documents of a case: who sees each one, a click opens it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from pages.components.filters import seg
from pages.components.form_fields import file_texts
from pages.components.form_parts import FileField
from pages.components.icons import Icon, icon
from pages.components.marks import tag
from pages.components.route import Attached, file_link
from pages.components.states import empty
from pages.components.tables import Column, short_table
from pages.formats import file_size, moment, short_name
from pages.processes.case import act_id, ids
from pages.processes.words import visibility_words
from pages.translations import _


def document_list(files: Any, *, now: datetime, inside: bool, can_change: bool = False) -> Component:
    """Files with size, time and who may see them; the last column is for the service only."""
    if not files:
        return empty(_("No documents yet. Attach them here or to a message."), sign=Icon.PAPERCLIP, compact=True)
    columns = [Column(_("Document")), Column(_("Size"), "88px", is_number=True), Column(_("Attached"), "220px")]
    if inside:
        columns.append(Column(_("Who sees it"), "220px"))
    rows = []
    for file in files:
        who = short_name(file.uploaded_by)
        row: list[Any] = [
            file_link(Attached(file.name, f"/files/{file.id}")),
            file_size(file.size),
            html.Span([moment(file.uploaded_at, now=now), *([html.Span(f" · {who}", className="t3")] if who else [])], className="ell"),
        ]
        if inside:
            row.append(_who_sees(file, can_change=can_change))
        rows.append(row)
    return short_table(columns, rows, caption=_("Documents"))


def _who_sees(file: Any, *, can_change: bool) -> Component:
    """The word that says it; those who carry the case change it here."""
    words = tag(visibility_words(file.visibility), sign=Icon.LOCK if file.visibility == "internal" else None)
    if not can_change:
        return words
    return dbc.DropdownMenu(
        [
            html.Button(visibility_words(one), id=act_id("show", f"{file.id}:{one}", "documents"), type="button", className="dropdown-item")
            for one in ("public", "internal", "shared")
            if one != file.visibility
        ],
        label=[words, icon(Icon.CHEVRON_DOWN, size=12), html.Span(_("Who sees it"), className="visually-hidden")],
        caret=False, toggleClassName="as-menu", toggle_class_name="as-menu", align_end=True,
    )  # fmt: skip


def add_documents(*, inside: bool, can_share: bool) -> Component:
    """Attach files with a word who will see them."""
    choices = [("public", _("Requester and service")), ("internal", _("Service only"))]
    if can_share:
        choices.append(("shared", _("External too")))
    whom: list[Component] = (
        [seg(choices, id=ids.FILE_WHO, chosen="internal", label=_("Who sees it"))]
        if inside
        else [html.Div(dbc.RadioItems(options=[], value="public", id=ids.FILE_WHO), hidden=True)]
    )
    field = FileField(id=ids.FILE_ADD, target="processes-case-file", value=[], limit=10, megabytes=25, texts=file_texts(25))
    return html.Div(
        [field, *whom, dbc.Button(_("Attach to the case"), id=act_id("attach", "", "documents"), color="outline-secondary", n_clicks=0)],
        className="doc-add",
    )
