"""Labour beside a case: what it has taken so far, the clock that measures what no action writes down."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.buttons import button
from pages.components.icons import Icon, icon
from pages.formats import moment
from pages.paths import Path, to_case
from pages.translations import _, ngettext, text_of
from pages.workforce.words import hours


class ids(StrEnum):
    BOX = "processes-case-labour"
    CHANGED = "processes-case-labour-changed"


ACTS = "processes-case-labour-act"


def act_id(act: str) -> dict[str, str]:
    """`start`, `stop`, `discard`."""
    return {"type": ACTS, "act": act}


def labour_section(labour: Any, *, now: datetime, is_open: bool) -> Component:
    """`labour` is a `CaseLabour`. The clock can be started while the case is open; what runs can always be stopped."""
    whole: list[Any] = [html.B(hours(labour.minutes))]
    if labour.people > 1 or labour.own_minutes != labour.minutes:
        whole += [" · ", ngettext("{n} person", "{n} people", labour.people), " · ", _("yours {time}", time=hours(labour.own_minutes))]
    words = html.Span(whole) if labour.minutes else html.Span(_("Nothing is written down yet."), className="t3")
    head = html.H2([_("Labour"), html.Small(dcc.Link(_("My week"), href=str(Path.WEEK)))], className="sec")
    return html.Section([head, html.Div(words), *_clock(labour, now=now, is_open=is_open)], className="case-labour")


def _clock(labour: Any, *, now: datetime, is_open: bool) -> list[Component]:
    timer = labour.timer
    if labour.runs_here:
        gone = max(0, int((now - timer.started_at).total_seconds()) // 60)
        words = _("Timer since {moment}, {time}", moment=moment(timer.started_at, now=now), time=hours(gone))
        buttons = [
            button(_("Stop and write down"), id=act_id("stop"), kind="primary", small=True),
            button(_("Discard"), id=act_id("discard"), kind="link", small=True),
        ]
        line = html.Div([icon(Icon.CLOCK, class_name="c-acc"), html.Span(words)], className="row-f")
        return [line, html.Div(buttons, className="row-f")]
    if timer is not None:
        name = text_of(timer.project_name)
        what: Any = html.B(name) if name else dcc.Link(timer.number, href=to_case(timer.number))
        return [html.Div([icon(Icon.CLOCK, class_name="t3"), html.Span([_("Your timer runs on"), " ", what])], className="row-f")]
    if not is_open:
        return []
    return [html.Div(button(_("Start the timer"), id=act_id("start"), sign=Icon.PLAY, small=True), className="row-f")]
