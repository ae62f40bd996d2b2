"""The conversation of a case: the time line, what one writes, who is mentioned, documents and who sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from dash import Input, Output, State, no_update

from callbacks.components.form import FormRules, connect_form
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.processes.case import page_of, tick
from callbacks.web.current import current_actor
from data.operations.processes import draft_of, post_message
from data.queries.access_people import all_groups
from data.queries.processes.case_page import CasePage
from data.queries.processes.timeline import timeline, timeline_counts
from data.session import Session, reading, transaction
from models.access.permissions import Permission
from models.processes.definition import Field, FieldType
from pages import shell
from pages.components.form import draft_kept_words
from pages.components.form_ids import Kind, form_id, value_id
from pages.components.presses import pressed
from pages.formats import number as number_words
from pages.formats import short_name
from pages.processes.case import CHAT, ids
from pages.processes.case_composer import PEOPLE, mention_items
from pages.processes.case_composer import ids as box
from pages.processes.case_timeline import case_timeline
from pages.translations import _, current_language, text_of

_NO_TEXT: Mapping[str, str] = {"ru": "", "en": ""}
_FIELDS = (Field("body", FieldType.LONG_TEXT, _NO_TEXT, max_length=20_000), Field("files", FieldType.FILE, _NO_TEXT))
_PAGE = 40

connect_form(CHAT, permission=Permission.USE, rules_of=lambda _session, _subject: FormRules(_FIELDS), draft="message")


@on(
    Output(ids.TIMELINE, "children"),
    Output(ids.FEED, "options"),
    Output(ids.EARLIER, "style"),
    Input(ids.CASE, "data"),
    Input(ids.FEED, "value"),
    Input(ids.SHOWN, "data"),
    Input(ids.REFRESH, "data"),
    Input(shell.ids.LIVE_CASE, "data"),
    State(ids.NUMBER, "data"),
    permission=Permission.USE,
)
def draw_timeline(facts: Mapping[str, Any] | None, show: str, shown: int, _refresh: Any, _live: Any, number: str) -> Any:
    if not facts:
        return (no_update,) * 3
    actor = current_actor()
    with reading(actor) as session:
        case = page_of(session, number)
        items = timeline(session, case.id, inside=case.inside, lang=current_language(), show=show, limit=shown + 1)
        counts = timeline_counts(session, case.id, inside=case.inside)
        now = session.now
    roles = roles_of(case)
    drawn = case_timeline(items[:shown], definition=case.definition, now=now, me=actor.user_id, roles=roles)
    names = {"all": _("All"), "messages": _("Messages"), "notes": _("Notes"), "events": _("Events")}
    hidden = set() if case.inside else {"notes"}
    options = [
        {"value": key, "label": f"{word} {number_words(counts[key])}" if counts.get(key) else word}
        for key, word in names.items()
        if key not in hidden
    ]
    return drawn, options, {} if len(items) > shown else {"display": "none"}


def roles_of(case: CasePage) -> dict[Any, str]:
    """What people are in this case, for the heads of their messages."""
    found: dict[Any, str] = {one: _("takes part") for one, _name, _part in case.participants}
    if case.owner_id:
        found[case.owner_id] = _("executor")
    if case.requester_id:
        found[case.requester_id] = _("requester")
    return found


@on(
    Output(ids.SHOWN, "data"),
    Input(ids.EARLIER, "n_clicks"),
    State(ids.SHOWN, "data"),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def show_earlier(clicks: int, shown: int) -> Any:
    return min(shown + _PAGE, 1000) if clicks else no_update


@on(
    Output(form_id(Kind.SUBJECT, CHAT), "data"),
    Output(value_id(CHAT, "body"), "value"),
    Output(value_id(CHAT, "files"), "value"),
    Output(form_id(Kind.SIGN, CHAT), "children", allow_duplicate=True),
    Output(box.BOX, "hidden"),
    Output(box.TO_BOX, "hidden"),
    Output(box.TO, "value"),
    Output(box.MENTION, "children"),
    Output(box.MENTION_BOX, "hidden"),
    Output(ids.TALK, "hidden"),
    Input(ids.CASE, "data"),
    State(form_id(Kind.SUBJECT, CHAT), "data"),
    State(ids.NUMBER, "data"),
    permission=Permission.USE,
    prevent_initial_call="initial_duplicate",
)
def set_composer(facts: Mapping[str, Any] | None, subject: str | None, number: str) -> Any:
    """Once per case: the kept draft, and whom this reader may write to."""
    if not facts:
        return (no_update,) * 10
    can_write, can_note = "message" in facts["actions"], "note" in facts["actions"]
    silent = not (can_write or can_note)
    if subject == facts["id"]:
        return (*([no_update] * 4), silent, not (can_write and can_note), *([no_update] * 4))
    with reading(current_actor()) as session:
        kept = draft_of(session, "message", facts["id"])
        people = _mentionable(session, page_of(session, number)) if can_note else []
    content = kept.content if kept else {}
    body, files = content.get("values", {}).get("body") or "", content.get("files", {}).get("files", [])
    sign = draft_kept_words(kept.saved_at) if kept else ""
    whom = "public" if can_write else "internal"
    return facts["id"], body, files, sign, silent, not (can_write and can_note), whom, mention_items(people), not people, False


def _mentionable(session: Session, case: CasePage) -> list[tuple[str, str, str]]:
    """Colleagues of the groups that work on the case: id, name, position."""
    codes = {task.step.group for task in case.tasks if task.step.group} | ({case.definition.group} if case.definition else set())
    found: dict[str, tuple[str, str, str]] = {}
    for group in all_groups(session):
        if group.code in codes:
            for one in group.members:
                if one.person_id != session.actor.user_id:
                    found[str(one.person_id)] = (str(one.person_id), one.name, text_of(group.name))
    return sorted(found.values(), key=lambda one: one[1])[:30]


@on(
    Output(value_id(CHAT, "body"), "value", allow_duplicate=True),
    Output(box.MENTIONED, "data"),
    Output(box.TO, "value", allow_duplicate=True),
    Input(pressed(PEOPLE), "data"),
    State(value_id(CHAT, "body"), "value"),
    State(box.MENTIONED, "data"),
    permission=Permission.WORK_CASES,
    prevent_initial_call=True,
)
def mention(chosen: Mapping[str, str], body: str | None, mentioned: Mapping[str, str] | None) -> Any:
    """Put the name into the text; a message to a colleague is a note unless somebody decides otherwise."""
    from data.queries.processes.people import names_of

    person = str(chosen["person"])
    with reading(current_actor()) as session:
        name = short_name(names_of(session, [person], current_language()).get(person, ""))
    text = (body or "").rstrip()
    return f"{text}{' ' if text else ''}@{name} ", {**(mentioned or {}), person: name}, "internal" if not text else no_update


@on(
    Output(value_id(CHAT, "body"), "value", allow_duplicate=True),
    Output(value_id(CHAT, "files"), "value", allow_duplicate=True),
    Output(form_id(Kind.SIGN, CHAT), "children", allow_duplicate=True),
    Output(box.MENTIONED, "data", allow_duplicate=True),
    Output(ids.REFRESH, "data", allow_duplicate=True),
    Input(box.SEND, "n_clicks"),
    State(form_id(Kind.SUBJECT, CHAT), "data"),
    State(value_id(CHAT, "body"), "value"),
    State(value_id(CHAT, "files"), "value"),
    State(box.TO, "value"),
    State(box.MENTIONED, "data"),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def send(
    clicks: int,
    case_id: str | None,
    body: str | None,
    files: Sequence[Mapping[str, Any]] | None,
    to: str,
    mentioned: Mapping[str, str] | None,
) -> Any:
    if not clicks or not case_id:
        return (no_update,) * 5
    text = body or ""
    named = [UUID(person) for person, name in (mentioned or {}).items() if f"@{name}" in text]
    with transaction(current_actor()) as session:
        post_message(
            session,
            UUID(case_id),
            text,
            internal=to == "internal",
            attachments=[UUID(str(one["id"])) for one in files or ()],
            mentions=named,
        )
    say(_("The note is saved") if to == "internal" else _("The message was sent"))
    return "", [], "", {}, tick()
