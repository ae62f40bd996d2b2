"""The time line of a case: the conversation and the events in one order, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from models.processes.definition import Definition
from pages.components.icons import Icon
from pages.components.route import Attached, Entry, timeline
from pages.components.states import empty
from pages.formats import file_size, moment
from pages.processes.words import Facts, actor_shown, event_words
from pages.translations import _, text_of


def case_timeline(items: Sequence[Any], *, definition: Definition | None, now: datetime, me: Any, roles: Mapping[Any, str]) -> Component:
    """`items` are `TimelineItem`s, `roles` says what people are here ("requester", "executor")."""
    if not items:
        return empty(_("Nothing here yet."), sign=Icon.CHAT_TEXT, compact=True)
    return timeline([_entry(item, definition, now=now, me=me, roles=roles) for item in items])


def _entry(item: Any, definition: Definition | None, *, now: datetime, me: Any, roles: Mapping[Any, str]) -> Entry:
    when = moment(item.at, now=now)
    if item.kind == "message":
        files = [Attached(file.name, f"/files/{file.id}", file_size(file.size)) for file in item.files]
        author = actor_shown(item.actor, item.on_behalf_of) if item.actor else _("Anonymous")
        return Entry(
            author,
            when,
            text=item.body,
            role=roles.get(item.actor_id, ""),
            is_internal=item.internal,
            is_me=item.actor_id == me,
            files=files,
            key=str(item.id),
        )
    told = event_words(item.kind, facts_of(item, definition, now=now))
    words: list[Any] = [html.B(told.strong, className="fw")]
    if told.rest:
        words.append(f": {told.rest}")
    who = actor_shown(item.actor, item.on_behalf_of)
    if item.actor:
        words.append(html.Span(f" · {who}", className="t3"))
    tone = told.tone if told.tone in {"danger", "warn"} else ""
    return Entry(item.actor, when, words=html.Span(words), sign=told.sign, tone=tone, key=str(item.id))  # type: ignore[arg-type]


def facts_of(item: Any, definition: Definition | None, *, now: datetime) -> Facts:
    """Keys of the definition become its words."""
    data = item.data or {}
    steps = {step.key: step for step in definition.steps} if definition else {}
    step = steps.get(item.step)
    outcome = next((one.name for one in step.outcomes if one.key == data.get("outcome")), {}) if step else {}
    ending = next((one.name for one in definition.outcomes if one.key == data.get("outcome")), {}) if definition else {}
    labels = {field.key: text_of(field.label) for field in definition.fields} if definition else {}
    return Facts(
        data,
        item.names or {},
        now,
        step=text_of(step.name) if step else "",
        outcome=text_of(outcome) if outcome else "",
        ending=text_of(ending) if ending else "",
        fields=[labels.get(key, "") for key in data.get("fields") or ()],
    )
