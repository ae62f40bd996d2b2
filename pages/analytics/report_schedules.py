"""Reports that go out by themselves: what, when, to whom; what became of each; a new one in a drawer. Stands on the page of reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.report_schedule import LAST_DAY, Rhythm
from models.analytics.reports import FORMATS, ReportDefinition
from pages.components.buttons import button
from pages.components.dialogs import drawer
from pages.components.forms import dropdown, labelled, text_input
from pages.components.icons import Icon
from pages.components.marks import tag
from pages.components.page import block, section
from pages.components.presses import presses
from pages.components.states import empty
from pages.components.tables import Column, short_table
from pages.formats import listing, moment, weekday_names
from pages.paths import to_report
from pages.translations import LANGUAGES, _, text_of

ENDS, OPENS = "analytics-report-schedule-end", "analytics-report-schedule-new"


class ids(StrEnum):
    BODY = "analytics-report-schedules-body"
    CHANGED = "analytics-report-schedules-changed"
    DRAWER = "analytics-report-schedules-drawer"
    DRAWER_TITLE = "analytics-report-schedules-drawer-title"
    FORM = "analytics-report-schedules-form"
    SAVE = "analytics-report-schedules-save"


def input_id(name: Any) -> dict[str, Any]:
    return {"type": "analytics-report-schedule-input", "name": name}


def error_id(name: Any) -> dict[str, Any]:
    return {"type": "analytics-report-schedule-error", "name": name}


def end_id(schedule: Any) -> dict[str, str]:
    return {"type": ENDS, "schedule": str(schedule)}


def schedules_frame() -> Component:
    """Places for the list and the drawer; empty for whoever may not send reports."""
    return html.Div(
        [
            html.Div(id=ids.BODY),
            dcc.Store(id=ids.CHANGED, data=0),
            presses(ENDS, OPENS),
            drawer("", html.Div(id=ids.FORM), id=ids.DRAWER, title_id=ids.DRAWER_TITLE),
        ]
    )


def schedules_body(
    schedules: Sequence[Any], deliveries: Sequence[Any], names: Mapping[str, Mapping[str, str]], *, now: datetime
) -> Component:
    """What goes out, then the log of the latest deliveries."""
    opener = button(_("New schedule"), id={"type": OPENS, "what": "schedule"}, sign=Icon.PLUS, small=True)
    parts: list[Component] = [section(_("By mail on schedule"), aside=opener)]
    if schedules:
        columns = [
            Column(_("Report")),
            Column(_("When"), "24%"),
            Column(_("To whom"), "28%"),
            Column(_("Next time"), "140px"),
            Column(_("End"), "110px"),
        ]
        parts.append(
            short_table(columns, [_schedule(one, names, now) for one in schedules], caption=_("Reports that go out by themselves"))
        )
    else:
        parts.append(empty(_("No report goes out by itself yet."), sign=Icon.CLOCK_HISTORY, compact=True))
    if deliveries:
        columns = [
            Column(_("Report")),
            Column(_("Period"), "110px"),
            Column(_("To whom"), "22%"),
            Column(_("Due"), "140px"),
            Column(_("State"), "30%"),
        ]
        rows = [_delivery(one, names, now) for one in deliveries]
        parts += [section(_("Deliveries"), small=_("the latest first")), short_table(columns, rows, caption=_("Log of deliveries"))]
    return block(*parts)


def _schedule(one: Any, names: Mapping[str, Mapping[str, str]], now: datetime) -> Sequence[Any]:
    file = f"{one.format.upper()}, {one.lang.upper()}" + (f", {_('attached')}" if one.is_attached else "")
    name = html.Span([html.Span(text_of(names.get(one.kind) or {}) or one.kind, className="fw"), " ", html.Span(file, className="t3 s12")])
    people = listing(list(one.recipients))
    end = html.Button(_("End"), type="button", id=end_id(one.id), className="btn btn-link btn-sm")
    return name, when_words(one.rhythm, one.day, one.hour), html.Span(people, title=people), moment(one.next_at, now=now), end


def when_words(rhythm: Rhythm, day: int, hour: int) -> str:
    """«по понедельникам в 9:00: месяц на сегодня»."""
    time = f"{hour}:00"
    if rhythm is Rhythm.WEEKLY:
        return _("weekly, {weekday}, {time}: the month so far", weekday=weekday_names()[day - 1], time=time)
    if rhythm is Rhythm.MONTHLY:
        return _("monthly on day {day}, {time}: the month before", day=day, time=time)
    return _("quarterly, day {day} of its first month, {time}: the quarter before", day=day, time=time)


def _delivery(one: Any, names: Mapping[str, Mapping[str, str]], now: datetime) -> Sequence[Any]:
    name: Any = text_of(names.get(one.kind) or {}) or one.kind
    if one.report_id:
        name = html.A(name, href=to_report(one.report_id), className="subj")
    words, kind = _states()[one.state]
    said = [tag(words, kind=kind), html.Span(_refusals().get(one.why, one.why), className="t2 s12")]  # type: ignore[arg-type]
    return name, one.period, one.reader, moment(one.due_at, now=now), html.Span(said, className="row-f")


def _states() -> Mapping[str, tuple[str, str]]:
    return {
        "waiting": (_("waits"), ""),
        "making": (_("is being made"), ""),
        "queued": (_("waits for the mail server"), "warn"),
        "sent": (_("sent"), "ok"),
        "given_up": (_("not delivered"), "danger"),
        "refused": (_("not made"), "danger"),
    }


def _refusals() -> Mapping[str, str]:
    return {
        "no_account": _("the account is closed"),
        "no_rights": _("the reader may not see these figures any more"),
        "no_address": _("the reader has no mail address"),
        "not_printed": _("the report could not be printed"),
    }


def schedule_form(reports: Sequence[ReportDefinition], people: Sequence[tuple[Any, str]], *, lang: str) -> Component:
    """Which report, when, to whom."""
    rhythms = [
        (Rhythm.WEEKLY.value, _("weekly: the month so far")),
        (Rhythm.MONTHLY.value, _("monthly: the month before")),
        (Rhythm.QUARTERLY.value, _("quarterly: the quarter before")),
    ]
    languages = {"ru": _("in Russian"), "en": _("in English")}
    kinds = [(report.key, text_of(report.name)) for report in reports]
    hint = _("Weekly: 1 (Monday) to {week}. Monthly and quarterly: 1 to {month}.", week=LAST_DAY["weekly"], month=LAST_DAY["monthly"])

    def choice(name: str, label: str, options: Sequence[tuple[str, str]], value: Any, **more: Any) -> Component:
        return labelled(label, dropdown(options, id=input_id(name), value=value, **more), error_id=error_id(name), is_required=True)

    def line(name: str, label: str, value: str, *, hint: str = "") -> Component:
        control = text_input(id=input_id(name), value=value, debounce=False, inputmode="numeric", max_length=2)
        return labelled(label, control, error_id=error_id(name), hint=hint, is_required=True)

    return html.Div(
        [
            choice("report", _("Report"), kinds, kinds[0][0] if kinds else None),
            choice("rhythm", _("How often"), rhythms, Rhythm.MONTHLY.value),
            html.Div([line("day", _("Day"), "3"), line("hour", _("Hour"), "9")], className="field-row"),
            html.P(hint, className="hint"),
            html.Div(
                [
                    choice("format", _("Format"), [(format, format.upper()) for format in FORMATS], "pdf"),
                    choice("lang", _("Language"), [(one, languages[one]) for one in LANGUAGES], lang),
                ],
                className="field-row",
            ),
            choice("recipients", _("To whom"), [(str(person), name) for person, name in people], [], multi=True),
            choice("attached", _("How"), [("link", _("a link into Kordon")), ("file", _("the file itself, attached"))], "link"),
            html.P(
                _("Every reader gets the figures he may see himself. Whoever may see none gets no letter, and the log says so."),
                className="hint",
            ),
            html.Div(button(_("Send by schedule"), id=ids.SAVE, kind="primary"), className="form-foot"),
        ]
    )
