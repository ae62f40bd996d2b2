"""The auditor's page: the trail newest first, what changed from what to what, and whether all of it is still what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from models.access.verification import VerificationResult
from pages.access.trail_names import action_words, kind_words
from pages.access.trail_words import change_words
from pages.access.verification import checked_words, finding_words, verdict_words
from pages.components.buttons import button
from pages.components.filters import bar, find_in_list
from pages.components.form_fields import date_field
from pages.components.forms import dropdown
from pages.components.icons import Icon, icon
from pages.components.page import columns, page, section
from pages.components.people import machine_avatar, person
from pages.components.states import empty, skeleton, skeleton_rows
from pages.components.tables import details
from pages.formats import ABSENT, clock, current_zone, date_long, moment, number, short_name
from pages.paths import Path, to
from pages.translations import N_, _, ngettext


class ids(StrEnum):
    STATE = "access-audit-state"
    PERIOD = "access-audit-period"
    FIRST = "access-audit-first"
    LAST_DAY = "access-audit-last-day"
    DAYS_BOX = "access-audit-days-box"
    PERSON = "access-audit-person"
    ACTION = "access-audit-action"
    KIND = "access-audit-kind"
    SUBJECT = "access-audit-subject"
    FILTERS = "access-audit-filters"
    ROWS = "access-audit-rows"
    LAST = "access-audit-last"
    MORE = "access-audit-more"
    EXPORT = "access-audit-export"
    SEAL = "access-audit-seal"
    VERDICT = "access-audit-verdict"
    VERIFY = "access-audit-verify"


TODAY, WEEK, MONTH, ALL_TIME, OWN = "today", "week", "month", "all", "own"
PERIODS = {TODAY: N_("Today"), WEEK: N_("Last 7 days"), MONTH: N_("Last 30 days"), ALL_TIME: N_("All time"), OWN: N_("Own dates")}
_MOST_CHANGES = 3  # of one row; the rest is behind a click
_MOST_FINDINGS = 30


def layout(search: Mapping[str, str]) -> Component:
    """The frame with the filters of the address; callbacks fill it."""
    period = search.get("period", WEEK)
    period = period if period in PERIODS else WEEK
    return page(
        _("Audit trail"), state_id=ids.STATE,
        actions=[
            html.A(
                [icon(Icon.FILE_SHEET), _("Export to XLSX")], id=ids.EXPORT, href=str(Path.AUDIT), className="btn btn-outline-secondary"
            ),
            button(_("Verify the trail"), id=ids.VERIFY, kind="primary", sign=Icon.SHIELD),
        ],
        body=[
            _filters(search, period), columns(_list(), _aside(), widths="minmax(0, 1fr) 300px"),
            dcc.Store(id=ids.FILTERS), dcc.Store(id=ids.LAST),
        ],
    )  # fmt: skip


def _filters(search: Mapping[str, str], period: str) -> Component:
    chosen = {name: search.get(name) or None for name in ("person", "action", "kind")}
    own = html.Span(
        [
            date_field(str(ids.FIRST), f"{ids.FIRST}-typed", search.get("from"), label=_("First day")),
            date_field(str(ids.LAST_DAY), f"{ids.LAST_DAY}-typed", search.get("to"), label=_("Last day")),
        ],
        id=ids.DAYS_BOX,
        hidden=period != OWN,
        className="bar-days",
    )

    def narrow(control: Component, label: str, width: int) -> Component:
        return html.Div(control, className="bar-dd", style={"width": width}, role="group", **{"aria-label": label})

    return html.Div(
        bar(
            find_in_list(id=ids.SUBJECT, placeholder=_("Number, name")),
            narrow(dropdown([(key, _(words)) for key, words in PERIODS.items()], id=ids.PERIOD, value=period), _("Period"), 172),
            own,
            narrow(dropdown([], id=ids.PERSON, value=chosen["person"], placeholder=_("Anybody"), clearable=True), _("Who"), 220),
            narrow(dropdown([], id=ids.ACTION, value=chosen["action"], placeholder=_("Any action"), clearable=True), _("Action"), 200),
            narrow(dropdown([], id=ids.KIND, value=chosen["kind"], placeholder=_("Anything"), clearable=True), _("Subject"), 160),
        ),
        className="bar-wrap",
    )


def _list() -> Component:
    heads = [(_("Time"), 96), (_("Who"), 176), (_("Action"), 176), (_("Subject"), 170), (_("Changes"), None)]
    table = html.Table(
        [
            html.Caption(_("Audit trail"), className="visually-hidden"),
            html.Colgroup([html.Col(style={"width": width} if width else {}) for _words, width in heads]),
            html.Thead(html.Tr([html.Th(words, scope="col") for words, _width in heads])),
            html.Tbody(html.Tr(html.Td(skeleton_rows(12), colSpan=5)), id=ids.ROWS),
        ],
        className="t trail",
    )
    return html.Div(
        [html.Div(table, className="t-box"), html.Div(button(_("Show more"), id=ids.MORE, kind="link"), className="trail-more")]
    )


def _aside() -> Component:
    return html.Div(
        [
            html.Section([section(_("Seals")), html.Div(skeleton(70, 50), id=ids.SEAL)], className="blk"),
            html.Section([section(_("Verification")), html.Div(skeleton(60), id=ids.VERDICT, **{"aria-live": "polite"})], className="blk"),
        ]
    )


# --- filled by callbacks -------------------------------------------------------------------------------------------------------


def state_words(count: int, *, limit: int) -> str:
    """The line under the title; beyond the limit only that there are more."""
    if count > limit:
        return _("More than {n} rows match.", n=number(limit))
    return ngettext("{n} row matches.", "{n} rows match.", count) if count else _("Nothing matches.")


def trail_rows(lines: Sequence[Any], *, names: Mapping[str, str], after_day: str, today: date) -> tuple[list[Component], str]:
    """Rows under headings of their days; the day of the last one, so that the next page goes on under it."""
    rows: list[Component] = []
    day = after_day
    for line in lines:
        local = line.at.astimezone(current_zone()).date()
        if local.isoformat() != day:
            day = local.isoformat()
            words = _("Today") if local == today else date_long(local)
            rows.append(html.Tr(html.Th(words, colSpan=5, scope="colgroup"), className="trail-day"))
        rows.append(_row(line, names))
    return rows, day


def nothing_found() -> list[Component]:
    """Instead of rows."""
    return [html.Tr(html.Td(empty(_("Nothing matches. Choose a longer period or drop a filter."), sign=Icon.AUDIT), colSpan=5))]


def _row(line: Any, names: Mapping[str, str]) -> Component:
    sealed = _("sealed") if line.is_sealed else _("waits for its seal")
    time = html.Span(
        [icon(Icon.SHIELD if line.is_sealed else Icon.HOURGLASS, size=12, label=sealed, class_name="t3"), html.Span(clock(line.at))],
        className="row-f", title=f"{_('row {seq}', seq=line.seq)}, {sealed}" + (f", {line.ip}" if line.ip else ""),
    )  # fmt: skip
    by = person(line.actor_name) if line.actor_id else html.Span([machine_avatar(), html.Span(line.actor_name)], className="row-f person")
    who = [by, *([html.Div(_("for {name}", name=line.behalf_name), className="t3 s12")] if line.behalf_name else [])]
    return html.Tr(
        [
            html.Td(time),
            html.Td(who),
            html.Td(action_words(line.action), className="fw"),
            html.Td(_subject(line)),
            html.Td(_changes(line, names)),
        ]
    )


def _subject(line: Any) -> Any:
    if not line.subject_name:
        return html.Span(kind_words(line.subject_kind), className="t3")
    name = short_name(line.subject_name) if line.subject_kind == "person" else line.subject_name
    return [html.Div(name, title=line.subject_name), html.Div(kind_words(line.subject_kind), className="t3 s12")]


def _changes(line: Any, names: Mapping[str, str]) -> list[Component]:
    told = [_change(*change) for change in change_words(line.before, line.after, names=names)]
    if line.reason:
        told.append(html.Div([html.Span(_("reason:"), className="t3"), " ", line.reason]))
    if len(told) <= _MOST_CHANGES + 1:
        return told
    rest = told[_MOST_CHANGES:]
    more = html.Details([html.Summary(ngettext("{n} more", "{n} more", len(rest))), *rest])
    return [*told[:_MOST_CHANGES], more]


def _change(field: str, before: str, after: str) -> Component:
    told: list[Any] = [html.Span(f"{field}:", className="t3"), " "]
    if before != ABSENT:  # what appears has no past worth a dash
        told += [html.Span(before, className="was"), icon(Icon.ARROW_RIGHT, size=12, label=_("became"), class_name="t3")]
    return html.Div([*told, html.Span(after)], className="change")


def seal_card(number_of_seal: int | None, sealed_at: datetime | None, rows: int, *, now: datetime) -> Component:
    """The newest seal."""
    if number_of_seal is None:
        return html.P(_("There is no seal yet. The first one is made within a minute after the jobs process starts."), className="t2")
    return details(
        [
            (_("Last seal"), f"№ {number(number_of_seal)}"),
            (_("Made"), moment(sealed_at, now=now)),
            (_("Rows under seal"), number(rows)),
        ]
    )


def verdict_card(result: VerificationResult) -> Component:
    """What has just been found."""
    kind, sign = ("ok", Icon.CHECK_CIRCLE_FILL) if result.is_whole else ("danger", Icon.LATE)
    head = html.P([icon(sign), html.Span(verdict_words(result))], className=f"verdict c-{kind}")
    parts: list[Any] = [head, *(html.P(line[:1].upper() + line[1:], className="t2 s12") for line in checked_words(result))]
    if result.findings:
        parts.append(html.Ul([html.Li(finding_words(finding)) for finding in result.findings[:_MOST_FINDINGS]], className="findings"))
    hidden = len(result.findings) + result.more_findings - min(len(result.findings), _MOST_FINDINGS)
    if hidden:
        parts.append(html.P(ngettext("… and {n} more", "… and {n} more", hidden), className="t3"))
    return html.Div(parts)


def past_verdict(line: Any | None, *, now: datetime) -> Component:
    """What the last check found."""
    if line is None:
        return html.P(
            _("The trail has not been verified on screen yet. It compares every row with its digest and its seal."), className="t2"
        )
    found = line.after or {}
    is_whole = bool(found.get("is_whole"))
    words = (
        _("Whole at the last check")
        if is_whole
        else ngettext("Damaged in {n} place", "Damaged in {n} places", int(found.get("findings", 0)))
    )
    head = html.P(
        [icon(Icon.CHECK_CIRCLE if is_whole else Icon.LATE), html.Span(words)], className="verdict" + ("" if is_whole else " c-danger")
    )
    told = _(
        "{moment}, {name}, rows: {rows}", moment=moment(line.at, now=now), name=line.actor_name, rows=number(int(found.get("rows", 0)))
    )
    return html.Div([head, html.P(told, className="t2 s12")])


def export_address(filters: Mapping[str, str]) -> str:
    """Where the register with these filters is made."""
    return to(Path.AUDIT, search={name: value for name, value in filters.items() if value}).replace(str(Path.AUDIT), EXPORT_ROUTE, 1)


EXPORT_ROUTE = "/audit/export.xlsx"
