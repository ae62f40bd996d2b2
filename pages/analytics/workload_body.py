"""The body of the dashboard of labour: tiles, sentences, people by day, weeks behind and ahead, where the time went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from models.analytics.workload import LONGEST_BY_DAY
from models.analytics.workload_figure_rules import WORKLOAD_FIGURES
from pages.analytics.address import Asked
from pages.analytics.sentences import sentence_list
from pages.analytics.view import days_label
from pages.analytics.workload import ids
from pages.analytics.workload_charts import ahead_chart, ahead_summary, days_chart, days_summary, weeks_chart, weeks_summary
from pages.analytics.workload_view import (
    WorkloadView,
    change_of_share,
    days_of_work_words,
    entries_words,
    expected_load,
    person_name,
    sentences,
    workload_name,
)
from pages.components.charts import graph
from pages.components.drawings import legend
from pages.components.figures import Change, Explanation, Figure, explain, strip
from pages.components.icons import Icon, icon
from pages.components.page import section
from pages.components.states import empty
from pages.formats import ABSENT, date_long, moment, number, percent
from pages.paths import to_case
from pages.translations import _, text_of
from pages.workforce.words import ORIGINS, hours

_CHART_HEIGHT = 200
_HEAD_OF_DAYS, _ROW_OF_DAYS = 30, 20  # pixels of the heat map
_MOST_SERVICES = 9


def body(view: WorkloadView, asked: Asked) -> list[Component]:
    """Everything under the filters."""
    if view.is_empty:
        return [empty(_("Nobody has entered labour here, and nobody owes any. Choose another period or group."), sign=Icon.CLOCK)]
    blocks = [_weeks(view, asked), _ahead(view, asked), _services(view, asked), _open_work(view, asked)]
    people = [_days(view, asked)] if view.people else []
    return [tiles(view, asked), _sentences(view, asked), *people, html.Div(blocks, className="quad")]


def tiles(view: WorkloadView, asked: Asked) -> Component:
    """Five figures; each opens its entries and its formula."""
    told, before = view.figures, view.before
    return strip(
        [
            _share_tile(view, asked, "load", rows="minutes"),
            Figure(
                label=workload_name("minutes"), value=number(told["minutes"] / 60, digits=0), unit=_("h"), href=asked.behind("minutes"),
                spark=[row["minutes"] for row in told["by_week"]], explanation=explanation(view, asked, "minutes"),
                change=Change(base=_("of {owed} h owed", owed=number(told["owed_minutes"] / 60, digits=0))),
            ),
            _share_tile(view, asked, "project_share", rows="projects"),
            Figure(
                label=workload_name("absent_days"), value=number(told["absent_days"]), explanation=explanation(view, asked, "absent_days"),
                change=Change(base=_("from {before}", before=number(before("absent_days"))) if before("absent_days") is not None else ""),
            ),
            Figure(
                label=workload_name("open_work"), value=number(view.ahead["open_minutes"] / 60, digits=0), unit=_("h"),
                change=Change(base=days_of_work_words(view)), explanation=explanation(view, asked, "open_work"),
            ),
        ],
        key="workload",
    )  # fmt: skip


def _share_tile(view: WorkloadView, asked: Asked, key: str, *, rows: str) -> Figure:
    value, before = view.figures[key], view.before(key)
    words, verdict = change_of_share(value, before)
    return Figure(
        label=workload_name(key), value=percent(value).rstrip("%").rstrip() if value is not None else ABSENT,
        unit="%" if value is not None else "", href=asked.behind(rows), explanation=explanation(view, asked, key),
        change=Change(words, _("from {before}", before=percent(before)) if before is not None else "", verdict),
    )  # fmt: skip


def explanation(view: WorkloadView, asked: Asked, key: str) -> Explanation:
    """What stands behind the ƒ: the rule, the sums, the day, the entries."""
    rule, told, ahead = WORKLOAD_FIGURES[key], view.figures, view.ahead
    ledger: list[tuple[str, str]] = []
    if key == "load":
        sums = [(_("Entered"), told["minutes"]), (_("Owed"), told["owed_minutes"])]
        ledger = [*((name, hours(minutes)) for name, minutes in sums), (workload_name(key), percent(told["load"]))]
    elif key == "project_share":
        ledger = [(_("on projects"), hours(told["project_minutes"])), (_("on cases"), hours(told["routine_minutes"]))]
    elif key in {"open_work", "forecast"}:
        ledger = [
            (_("Open cases"), number(ahead["open_cases"])), (_("of them without a pace"), number(ahead["unknown_cases"])),
            (_("Share of time for cases"), percent(ahead["for_cases"])), (workload_name("open_work"), hours(ahead["open_minutes"])),
        ]  # fmt: skip
    facts = [(_("Days"), _("as of now") if rule.live else view.stretch_label()), (_("Data"), moment(view.as_of, now=view.as_of))]
    if view.compared_label() and not rule.live:
        facts.insert(1, (_("Compared with"), view.compared_label()))
    href = {"load": asked.behind("minutes"), "minutes": asked.behind("minutes"), "project_share": asked.behind("projects")}.get(key, "")
    return Explanation(
        title=text_of(rule.name), sentence=text_of(rule.formula), ledger=ledger, facts=facts, href=href, link=_("Open the entries")
    )


def _sentences(view: WorkloadView, asked: Asked) -> Component:
    return sentence_list(sentences(view), proof=lambda sentence: (_("Open the entries"), asked.behind(sentence.rows)))


def _block(
    view: WorkloadView, asked: Asked, *content: Any, title: str, rule: str, key: str, small: str = "", aside: Any = None
) -> Component:
    head = section([title], small=small or None, aside=aside)
    ways = html.Span(explain(explanation(view, asked, rule), key=f"block-{key}"), className="sec-fx")
    return html.Section([html.Div([head, ways], className="sec-row"), *content])


def _days(view: WorkloadView, asked: Asked) -> Component:
    """The heat map, and below it the people as links, for keyboards and those who do not see colours."""
    each = "day" if (view.last_day - view.first_day).days < LONGEST_BY_DAY else "week"
    links = {(row["login"], str(row["day"])): asked.behind(f"{each}:{row['login']}:{row['day']}") for row in view.figures["days"]}
    links |= {(row["login"], ""): asked.behind(f"person:{row['login']}") for row in view.people}
    height = _HEAD_OF_DAYS + _ROW_OF_DAYS * len(view.people)
    chart = graph(days_chart(view, links), summary=days_summary(view), id=ids.DAYS_CHART, height=height, clickable=True)
    names = [html.A(person_name(row), href=links[row["login"], ""]) for row in view.people]
    marks = legend([("d7", _("less than owed")), ("d4", _("as owed")), ("d1", _("more than owed"))])
    ways = html.Nav(names, className="names-k", **{"aria-label": _("Entries of a person")})
    block = _block(
        view, asked, chart, ways, title=_("Hours by person and day"), small=_("colour: entered against owed; a dash: absent"),
        rule="load", aside=marks, key="days",
    )  # fmt: skip
    return html.Div(block, className="wide-k")


def _weeks(view: WorkloadView, asked: Asked) -> Component:
    marks = legend([("accent", _("on cases")), ("c2", _("on projects")), ("ink", _("owed"))])
    chart = graph(weeks_chart(view), summary=weeks_summary(view), id=ids.WEEKS_CHART, height=_CHART_HEIGHT)
    return _block(view, asked, chart, title=_("By week"), small=_("hours"), rule="minutes", aside=marks, key="weeks")


def _ahead(view: WorkloadView, asked: Asked) -> Component:
    if not view.weeks_ahead:
        content: Component = empty(_("The calendar of the coming weeks is not loaded."), compact=True, sign=Icon.CALENDAR)
        return _block(view, asked, content, title=_("What lies ahead"), rule="forecast", key="ahead")
    marks = legend([("accent", _("open now")), ("c2", _("to come")), ("ink", _("the crew's time"))])
    chart = graph(ahead_chart(view), summary=ahead_summary(view), id=ids.AHEAD_CHART, height=_CHART_HEIGHT)
    loads = [percent(expected_load(week)) for week in view.weeks_ahead]
    words = html.P(_("Of the crew's time for cases: {loads}", loads=" · ".join(loads)), className="t3 s12")
    return _block(view, asked, chart, words, title=_("What lies ahead"), small=_("hours"), rule="forecast", aside=marks, key="ahead")


def _services(view: WorkloadView, asked: Asked) -> Component:
    rows = view.figures["by_service"]
    whole = view.figures["minutes"]
    lines = [_line(_("service"), _("hours"), _("share"), class_name="steps-head")]
    for row in rows[:_MOST_SERVICES]:
        link = html.A(number(row["minutes"] / 60, digits=0), href=asked.behind(f"service:{row['service']}"))
        lines.append(_line(view.service(row["service"]), link, percent(row["minutes"] / whole, digits=0)))
    rest = sum(row["minutes"] for row in rows[_MOST_SERVICES:])
    if rest:
        lines.append(_line(_("other services"), number(rest / 60, digits=0), percent(rest / whole, digits=0)))
    lines.append(_line(_("Total"), html.A(number(whole / 60, digits=0), href=asked.behind("minutes")), "", class_name="sum"))
    nothing = empty(_("Nothing is entered in this period."), compact=True, sign=Icon.CLOCK)
    content = html.Ul(lines, className="steps three") if rows else nothing
    return _block(view, asked, content, title=_("Where the time went"), small=view.period_label(), rule="minutes", key="services")


def _line(name: str, *cells: Any, class_name: str = "") -> Component:
    return html.Li(
        [html.Span(name, className="ell", title=name), *(html.Span(cell, className="num") for cell in cells)], className=class_name
    )


def _open_work(view: WorkloadView, asked: Asked) -> Component:
    rows: list[Mapping[str, Any]] = view.ahead["by_service"]
    lines = [_line(_("service"), _("cases"), _("h per case"), _("hours"), class_name="steps-head")]
    lines += [
        _line(
            view.service(row["service"]), number(row["open"]), number(_per_hour(row["minutes_per_case"]), digits=1),
            number(_per_hour(row["minutes"]), digits=0),
        )
        for row in rows[:_MOST_SERVICES]
    ]  # fmt: skip
    rest = rows[_MOST_SERVICES:]
    if rest:
        minutes = sum(row["minutes"] or 0 for row in rest)
        lines.append(_line(_("other services"), number(sum(row["open"] for row in rest)), "", number(minutes / 60, digits=0)))
    total = number(view.ahead["open_minutes"] / 60, digits=0)
    lines.append(_line(_("Total"), number(view.ahead["open_cases"]), "", total, class_name="sum"))
    content = html.Ul(lines, className="steps four") if rows else empty(_("Nothing is open."), compact=True, sign=Icon.INBOX)
    return _block(view, asked, content, title=_("Labour on open cases"), small=_("as of now"), rule="open_work", key="open")


def _per_hour(minutes: float | None) -> float | None:
    return None if minutes is None else minutes / 60


def rows_title(figure: str, view: WorkloadView) -> str:
    """What the entries are of."""
    kind, _colon, rest = figure.partition(":")
    if kind == "service":
        return view.service(rest)
    login, _colon, day = rest.partition(":")
    if kind in {"person", "day", "week"}:
        name = next((person_name(row) for row in view.figures["people"] if row["login"] == login), login)
        if kind == "week":
            monday = date.fromisoformat(day)
            return f"{name}, {days_label(monday, monday + timedelta(days=6))}"
        return f"{name}, {date_long(date.fromisoformat(day))}" if day else name
    return workload_name("project_share" if figure == "projects" else "minutes")


def rows_head(total: int, minutes: int, words: str) -> Component:
    """How many entries there are and what they come to."""
    lines: list[Any] = [html.P([html.B(entries_words(total, minutes)), f" · {words}"], className="behind-head")]
    if not total:
        lines.append(empty(_("There are no entries."), compact=True, sign=Icon.INBOX))
    return html.Div(lines)


def row_items(rows: Any, view: WorkloadView) -> list[Component]:
    """One line of two storeys per entry. A reader of sums sees neither people nor cases."""
    return [_row_item(row, view) for row in rows]


def _row_item(row: Any, view: WorkloadView) -> Component:
    project = text_of(row.project_name)
    what = row.title or project or view.service(row.service)
    sign, origin = ORIGINS[row.origin]
    subject: Component = html.Span(what, className="fw ell")
    if row.number:
        subject = html.A(what, href=to_case(row.number), className="fw subj ell", **{"data-leave": "1"})
    name = person_name({"name": {"ru": row.name, "en": row.name_en or row.name}}) if row.name else ""
    facts = [date_long(row.day), name, row.number, view.service(row.service) if row.title and row.service else ""]
    words = [html.Span(fact, className="nw") for fact in facts if fact]
    return html.Li(
        [
            html.Div([subject, html.Span(className="sp"), html.Span(hours(row.minutes), className="num fw nw")], className="row-f"),
            html.Div([*words, html.Span(icon(sign, size=12, label=_(origin)), title=_(origin))], className="behind-facts"),
        ]
    )
