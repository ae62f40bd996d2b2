"""The head of a dashboard: period, filters, the report. Every choice is a link: it can be copied and gone back from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from models.analytics.period import PeriodKind, following_period, parse_period, period_of, previous_period
from pages.analytics.address import Asked
from pages.analytics.view import FILTER_NAMES, PeriodView, filter_label
from pages.components.icons import Icon, icon
from pages.components.page import live_mark
from pages.formats import clock, month_label, quarter_label
from pages.translations import LANGUAGES, _, current_language, text_of

Choices = Mapping[str, Sequence[tuple[str, Mapping[str, str]]]]


def actions(
    view: PeriodView, asked: Asked, *, today: date, everything: tuple[date, date], as_of_id: str, report: Component | None = None
) -> list[Component]:
    """Live mark, month/quarter/year, the period itself with its neighbours, the report."""
    parts = [
        live_mark(_("as of {time}", time=clock(view.as_of)), id=as_of_id),
        _kinds(view, asked, today),
        _period(view, asked, everything),
    ]
    words = _("Full screen, for a wall display")
    wall = html.Button(icon(Icon.FULLSCREEN), type="button", className="icb", title=words, **{"aria-label": words, "data-wall": "1"})
    return [*parts, wall, *([report] if report is not None else [])]


def _kinds(view: PeriodView, asked: Asked, today: date) -> Component:
    """A month becomes its quarter and its year; a year becomes the month of it that is nearest to today."""
    near = today if view.kind is PeriodKind.ALL else min(max(today, view.first_day), view.last_day)
    words = {PeriodKind.MONTH: _("Month"), PeriodKind.QUARTER: _("Quarter"), PeriodKind.YEAR: _("Year"), PeriodKind.ALL: _("Everything")}
    links = [
        html.A(text, href=asked.at("all" if kind is PeriodKind.ALL else period_of(near, kind).code).href, **_current(kind is view.kind))
        for kind, text in words.items()
    ]
    return html.Nav(links, className="seg", **{"aria-label": _("Length of the period")})


def _current(is_current: bool) -> dict[str, str]:
    return {"aria-current": "true"} if is_current else {}


def _period(view: PeriodView, asked: Asked, everything: tuple[date, date]) -> Component:
    if view.kind is PeriodKind.ALL:
        return html.Span([icon(Icon.CALENDAR), html.B(view.period_label())], className="pill pill-l")
    period = parse_period(view.code, everything=everything)
    before, after = previous_period(period), following_period(period)
    assert before is not None
    assert after is not None
    menu: list[Any] = []
    one = period_of(everything[1], view.kind)
    while one.end > everything[0] and len(menu) < 120:
        menu.append(dbc.DropdownMenuItem(_name(one.start, view.kind), href=asked.at(one.code).href, active=one.code == view.code))
        earlier = previous_period(one)
        assert earlier is not None
        one = earlier
    face = [icon(Icon.CALENDAR), html.B(view.period_label())]
    return html.Div(
        [
            _step(Icon.CHEVRON_LEFT, _("Earlier period"), asked.at(before.code).href),
            dbc.DropdownMenu(menu, label=face, caret=False, toggle_class_name="pill pill-l", class_name="periods", align_end=True),
            _step(Icon.CHEVRON_RIGHT, _("Later period"), asked.at(after.code).href),
        ],
        className="period-k",
    )


def _name(day: date, kind: PeriodKind) -> str:
    if kind is PeriodKind.YEAR:
        return str(day.year)
    words = quarter_label(day) if kind is PeriodKind.QUARTER else month_label(day)
    return words[:1].upper() + words[1:]


def _step(sign: Icon, label: str, href: str) -> Component:
    return html.A(icon(sign, size=12), href=href, className="icb", title=label, **{"aria-label": label})


def report_button(view: PeriodView, report: str) -> Component:
    """One click makes the usual file; the caret offers the other formats and the other language."""
    lang = current_language()
    other = next(one for one in LANGUAGES if one != lang)
    names = {"ru": _("in Russian"), "en": _("in English")}
    kinds = (
        ("pdf", _("PDF"), Icon.FILE_PDF), ("pptx", _("PPTX, slides"), Icon.FILE_SLIDES),
        ("xlsx", _("XLSX, figures and tables"), Icon.FILE_SHEET),
    )  # fmt: skip
    asked = (report, view.code, view.document["where"])
    lines = [(text, sign, order_of(*asked, kind, lang)) for kind, text, sign in kinds]
    lines += [(f"{kind.upper()} {names[other]}", sign, order_of(*asked, kind, other)) for kind, _text, sign in kinds]
    items = [html.Button([icon(sign), text], type="button", className="dropdown-item", **order) for text, sign, order in lines]
    head = html.Div(_("Report for {period}", period=view.period_label()), className="dropdown-header")
    main = html.Button(
        [icon(Icon.REPORT_DOWN), _("Report")], type="button", className="btn btn-primary",
        **order_of(*asked, "pdf", lang),
    )  # fmt: skip
    caret = dbc.DropdownMenu(
        [head, *items], label=[icon(Icon.CHEVRON_DOWN, size=12), html.Span(_("Format and language"), className="visually-hidden")],
        color="primary", caret=False, align_end=True,
    )  # fmt: skip
    return html.Div([main, caret], className="split")


def order_of(report: str, period: str, where: Mapping[str, Any], format: str, lang: str) -> dict[str, str]:
    """What a button orders; `assets/dashboards.js` sends it."""
    order = {"report": report, "period": period, "where": where, "format": format, "lang": lang}
    return {"data-report": json.dumps(order, ensure_ascii=False), "data-report-words": _("The report is being made")}


def filters(asked: Asked, choices: Choices, *, names: Sequence[str] = FILTER_NAMES) -> Component:
    """A pill per filter; a filter nobody could use is not shown."""
    pills = [_pill(key, asked, choices[key]) for key in names if len(choices.get(key, ())) > 1 or key in asked.where]
    parts: list[Any] = [html.Span(icon(Icon.FILTER, size=14), className="t3"), *pills]
    if asked.where:
        parts.append(html.A(_("Clear all"), href=asked.cleared().href, className="btn btn-link btn-sm"))
    return html.Div(parts, className="bar")


def _pill(key: str, asked: Asked, known: Sequence[tuple[str, Mapping[str, str]]]) -> Component:
    chosen = asked.where.get(key, ())
    names = {value: text_of(name) or value for value, name in known}
    label, target = filter_label(key), f"analytics-filter-{key.replace('_', '-')}"
    shown = ", ".join(names.get(value, value) for value in chosen)
    face: list[Any] = [
        f"{label}:" if chosen else label,
        *([html.B(shown, className="ell")] if chosen else [icon(Icon.CHEVRON_DOWN, size=12)]),
    ]
    opener = html.Button(face, id=target, type="button", className="pill" + (" on" if chosen else ""), **{"aria-haspopup": "dialog"})
    lines = [
        html.A(
            [html.I(className="tick" + (" on" if value in chosen else ""), **{"aria-hidden": "true"}), html.Span(name, className="ell")],
            href=asked.toggled(key, value).href, className="pick", **_current(value in chosen),
        )
        for value, name in sorted(names.items(), key=lambda pair: pair[1].lower())
    ]  # fmt: skip
    parts: list[Any] = [opener]
    if chosen:
        words = _("Clear the filter: {name}", name=label)
        parts.append(
            html.A(icon(Icon.CROSS, size=12), href=asked.without(key).href, className="pill-x", title=words, **{"aria-label": words})
        )
    parts.append(
        dbc.Popover(
            html.Div(lines, className="pill-body picks"),
            target=target,
            trigger="legacy",
            placement="bottom-start",
            class_name="pop-k pop-picks",
        )
    )
    return html.Span(parts, className="pill-box" + (" on" if chosen else ""))


def filter_link(asked: Asked, key: str, value: str, name: str) -> Component:
    """A name in a table that turns the whole dashboard to what it names, and back when it is chosen already."""
    chosen = value in asked.where.get(key, ())
    words = _("Clear the filter: {name}", name=name) if chosen else _("Only this: {name}", name=name)
    return html.A(name, href=asked.toggled(key, value).href, className="ell only-k", title=words, **_current(chosen))
