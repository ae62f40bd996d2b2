"""Blocks of the first page: urgent rows, what has changed, load, cases by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from models.analytics.figure_rules import FIGURES
from pages.analytics.address import Asked
from pages.analytics.operations_body import explanation
from pages.analytics.view import View, change_text, load_name, value_text
from pages.components.drawings import Load, legend, load_bar
from pages.components.figures import Change, Figure, strip
from pages.components.marks import SlaWords, sla_mark
from pages.components.page import section
from pages.components.people import person
from pages.components.tables import Column, short_table, subject_cell
from pages.formats import day_month, month_short, number, percent
from pages.paths import Path, to_case
from pages.services.notifications import NoticeView, notice_row
from pages.translations import _, current_language, ngettext, text_of


@dataclass(frozen=True, slots=True)
class UrgentView:
    """A case in a short list: what, whose, how long it has, what is being done."""

    number: str
    title: str
    service: Mapping[str, str]
    owner: str
    sla: SlaWords
    doing: str


def urgent_table(rows: Sequence[UrgentView], *, caption: str, with_owner: bool = True) -> Component:
    """Short table, the title is the link."""
    heads = [
        Column(_("Case")),
        *([Column(_("Owner"), "132px")] if with_owner else []),
        Column(_("Time left"), "194px"),
        Column(_("Step"), "174px"),
    ]
    cells = []
    for row in rows:
        subject = subject_cell(row.title, service=text_of(row.service), href=to_case(row.number))
        owner = [person(row.owner)] if with_owner else []
        cells.append([subject, *owner, sla_mark(row.sla), html.Span(row.doing, className="t2 ell", title=row.doing)])
    return short_table(heads, cells, caption=caption, show_head=False)


def notice_block(notices: Sequence[NoticeView], *, now: datetime) -> Component:
    """What has changed since one looked last."""
    new = sum(1 for one in notices if one.is_new)
    small = ngettext("{n} new", "{n} new", new) if new else None
    head = html.Div(section(_("What has changed"), small=small, more=(_("All"), str(Path.NOTIFICATIONS))), className="blk-head blk-pad")
    if not notices:
        return html.Div([head, html.P(_("Quiet so far."), className="t3 blk-pad")])
    return html.Div([head, html.Ul([html.Li(notice_row(one, now=now, short_date=True)) for one in notices], className="nts nts-s")])


def live_strip(view: View, asked: Asked) -> Component:
    """Open, overdue, at risk now; in time and closed this month."""
    shown = []
    for key in ("open", "overdue", "at_risk", "sla_compliance", "median_handling"):
        value, unit = value_text(key, view.value(key))
        change, verdict = ("", "eq") if FIGURES[key].live else change_text(key, view.value(key), view.before(key))
        tone = {"overdue": "late", "at_risk": "soon"}.get(key, "") if view.value(key) else ""
        figure = Figure(
            label=_label(key, view), value=value, unit=unit, change=Change(change, _base(key, view), verdict),  # type: ignore[arg-type]
            tone=tone, href=asked.behind(key), explanation=explanation(view, asked, key),  # type: ignore[arg-type]
        )  # fmt: skip
        shown.append(figure)
    return strip(shown, key="home")


def in_sentence(label: str) -> str:
    """«ноябрь 2026» inside a Russian sentence; English months keep their capital."""
    return label[:1].lower() + label[1:] if current_language() == "ru" else label


def _label(key: str, view: View) -> str:
    if key == "sla_compliance":
        return _("In time, {month}", month=in_sentence(view.period_label()))
    return {"open": _("In work")}.get(key) or text_of(FIGURES[key].name)


def _base(key: str, view: View) -> str:
    if key == "open":
        return _("+{opened}, −{closed} this month", opened=number(view.value("opened")), closed=number(view.value("closed")))
    if key == "overdue":
        return _("past the promised time")
    if key == "at_risk":
        return _("the first reminder has passed")
    if key == "sla_compliance" and view.target is not None:
        return _("target {value}", value=percent(view.target, digits=None))
    before = view.before(key)
    if before is None:
        return ""
    value, unit = value_text(key, before)
    return _("from {before}", before=f"{value}\u00a0{unit}".rstrip())


MOST_PEOPLE = 7


def load_block(loads: Sequence[Mapping[str, Any]], *, with_aside: bool = True) -> Component:
    """Open cases of each officer against capacity, on one scale."""
    marks = legend([("sla-late-fill", _("overdue")), ("sla-soon-fill", _("at risk"))])
    head = section(_("Load"), small=_("cases / capacity"), aside=marks if with_aside else None)
    if not loads:
        return html.Div([head, html.P(_("Nobody carries an open case."), className="t3")])
    shown = sorted(loads, key=lambda load: (load["key"] == "none", -load["open"]))[:MOST_PEOPLE]
    scale = max(max(load["open"], load["capacity"] or 0) for load in shown)
    return html.Div([head, html.Ul([_load_row(load, scale) for load in shown], className="load")])


def _load_row(load: Mapping[str, Any], scale: int) -> Component:
    name, capacity = load_name(load), load["capacity"]
    over = capacity is not None and load["open"] > capacity
    words = _(
        "{name}: {open} open, {late} overdue, {soon} at risk", name=name, open=load["open"], late=load["overdue"], soon=load["at_risk"]
    )
    bar = load_bar(Load(load["open"], late=load["overdue"], soon=load["at_risk"], capacity=capacity), scale=scale, label=words)
    share: list[Any] = [number(load["open"]), *([html.Span(f" / {number(capacity)}", className="t3")] if capacity is not None else [])]
    return html.Li(
        [
            html.Span(name, className="ell" + (" t3" if load["key"] == "none" else "")),
            bar,
            html.Span(share, className="num " + ("fw" if over else "t2")),
        ]
    )


def weeks_figure(weeks: Sequence[tuple[date, int]]) -> dict[str, Any]:
    """Cases opened week by week; the week that is not over stands in the accent, the mean of the others as a line."""
    counts = [count for _monday, count in weeks]
    whole = counts[:-1]
    mean = sum(whole) / len(whole) if whole else 0
    places = list(range(len(weeks)))
    ticks = [place for place in places if place and weeks[place][0].month != weeks[place - 1][0].month]
    colours = ["var(--k-c-prev)"] * len(whole) + ["var(--k-accent)"]
    bars = {
        "type": "bar", "x": places, "y": counts, "marker": {"color": colours, "cornerradius": 2},
        "customdata": [day_month(monday) for monday, _count in weeks], "hovertemplate": "%{customdata}<br><b>%{y}</b><extra></extra>",
    }  # fmt: skip
    dashed = {"color": "var(--k-c-target)", "width": 1, "dash": "4px,3px"}
    this_week = {
        "x": places[-1], "y": counts[-1], "text": f"<b>{number(counts[-1])}</b>", "showarrow": False, "yshift": 9,
        "font": {"size": 12, "color": "var(--k-accent-text)"},
    }  # fmt: skip
    usual = {
        "xref": "paper", "x": 0, "y": mean, "text": _("mean {n}", n=number(mean, digits=0)), "showarrow": False, "xanchor": "left",
        "yanchor": "bottom", "font": {"size": 11, "color": "var(--k-ink-2)"},
    }  # fmt: skip
    layout = {
        "margin": {"l": 24, "r": 8, "t": 6, "b": 20}, "bargap": 0.35, "hovermode": "closest", "annotations": [this_week, usual],
        "xaxis": {"tickvals": ticks, "ticktext": [month_short(weeks[place][0]) for place in ticks], "fixedrange": True, "showgrid": False},
        "yaxis": {"range": [0, max([*counts, mean, 1]) * 1.18], "visible": False, "fixedrange": True},
        "shapes": [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": mean, "y1": mean, "line": dashed}],
    }  # fmt: skip
    return {"data": [bars], "layout": layout}


def weeks_summary(weeks: Sequence[tuple[date, int]]) -> str:
    """The weeks in one sentence."""
    whole = [count for _monday, count in weeks[:-1]]
    mean = sum(whole) / len(whole) if whole else 0
    return ngettext(
        "{n} case opened this week so far; the weeks before had {mean} on average.",
        "{n} cases opened this week so far; the weeks before had {mean} on average.",
        weeks[-1][1] if weeks else 0,
        mean=number(mean, digits=0),
    )
