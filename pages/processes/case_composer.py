"""Where one writes on a case's time line. One line high until it is used, so that the conversation stays in sight."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.buttons import Choice
from pages.components.filters import seg
from pages.components.form import draft_sign
from pages.components.form_fields import file_texts
from pages.components.form_ids import target_of, value_id
from pages.components.form_parts import FileField, TextField
from pages.components.icons import Icon, icon
from pages.components.presses import presses
from pages.translations import _


class ids(StrEnum):
    BOX = "processes-composer"
    TO = "processes-composer-to"
    TO_BOX = "processes-composer-to-box"
    MENTION = "processes-composer-mention"
    MENTION_BOX = "processes-composer-mention-box"
    MENTIONED = "processes-composer-mentioned"
    SEND = "processes-composer-send"


PEOPLE = "processes-composer-person"


def mention_id(person: str) -> dict[str, str]:
    """A person that can be mentioned."""
    return {"type": PEOPLE, "person": person}


def composer(form: str) -> Component:
    """The box with its text, files, mentions; whom it goes to is chosen below the text."""
    body = TextField(
        id=value_id(form, "body"),
        target=target_of(form, "body"),
        value="",
        lines=1,
        limit=20_000,
        label=_("Message"),
        placeholder=_("Write a message"),
    )
    files = FileField(id=value_id(form, "files"), target=target_of(form, "files"), value=[], limit=10, megabytes=25, texts=file_texts(25))
    whom = seg([("public", _("To the requester")), ("internal", _("Internal note"))], id=ids.TO, chosen="public", label=_("Who reads it"))
    mention = dbc.DropdownMenu(
        [],
        id=ids.MENTION,
        label=[icon(Icon.AT), html.Span(_("Mention a colleague"), className="visually-hidden")],
        caret=False,
        color="link",
        size="sm",
        toggle_class_name="ic",
        direction="up",
    )
    return html.Div(
        [
            body,
            html.Div(
                [
                    html.Div(whom, id=ids.TO_BOX),
                    html.Div(mention, id=ids.MENTION_BOX, className="composer-mention"),
                    files,
                    html.Span(className="sp"),
                    draft_sign(form),
                    dbc.Button(_("Send"), id=ids.SEND, color="primary", size="sm", n_clicks=0),
                ],
                className="ft",
            ),
            dcc.Store(id=ids.MENTIONED, data={}),
            presses(PEOPLE),
        ],
        id=ids.BOX,
        className="comp",
    )


def mention_items(people: Sequence[tuple[str, str, str]]) -> list[Component]:
    """Lines of the menu: id, name, what they do here."""
    from pages.components.buttons import menu_items

    if not people:
        return [dbc.DropdownMenuItem(_("Nobody to mention here"), disabled=True)]
    return menu_items([Choice(f"{name}, {part}" if part else name, id=mention_id(person)) for person, name, part in people])
