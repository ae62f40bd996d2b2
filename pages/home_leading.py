"""The first page of those who lead: what burns and who carries it; for the board five figures and three charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.analytics.address import Asked
from pages.analytics.dashboard_head import report_button
from pages.analytics.figures import ageing_bars, ageing_summary, sla_by_month, sla_summary, times_by_month, times_summary
from pages.analytics.findings import findings
from pages.analytics.operations_body import tiles
from pages.analytics.sentences import strong
from pages.analytics.view import View
from pages.components.charts import graph
from pages.components.icons import Icon
from pages.components.page import block, columns, page, section
from pages.components.states import empty
from pages.formats import current_zone
from pages.home import as_of, day_title, ids
from pages.home_parts import (
    UrgentView,
    in_sentence,
    live_strip,
    load_block,
    notice_block,
    urgent_table,
    weeks_figure,
    weeks_summary,
)
from pages.paths import Path, to
from pages.services.notifications import NoticeView
from pages.translations import _, ngettext


@dataclass(frozen=True, slots=True)
class Watch:
    """What a lead or the head watches over. `groups`: codes for links, None for everything."""

    urgent: Sequence[UrgentView]
    notices: Sequence[NoticeView]
    unassigned: int
    approvals: int
    weeks: Sequence[tuple[date, int]]
    groups: Sequence[str] | None


def leading_home(view: View, asked: Asked, watch: Watch, *, now: datetime, may_export: bool) -> Component:
    """Strip of figures, what is overdue and at risk, what has changed, load, deadlines, weeks."""
    today = now.astimezone(current_zone()).date()
    late, soon = int(view.value("overdue")), int(view.value("at_risk"))
    count = ngettext("{n} case, the most urgent first", "{n} cases, the most urgent first", late + soon)
    urgent: Component = urgent_table(watch.urgent, caption=_("Overdue and at risk")) if watch.urgent else _calm()
    head = section(
        _("Overdue and at risk"),
        small=count if late + soon else None,
        more=(_("All {n}", n=late + soon), queue_address(watch)) if late + soon else None,
    )
    first = html.Div([html.Div(head, className="pad blk-head"), urgent])
    third = [
        block(load_block(view.figures["workload_officers"])),
        block(
            section(_("In time"), small=_("% of closed cases by month"), more=(_("Dashboard"), asked.href)),
            graph(sla_by_month(view), summary=sla_summary(view), id=ids.SLA_CHART, height=190),
        ),
        block(
            section(_("New cases"), small=_("by week")),
            html.P(weeks_summary(watch.weeks), className="s12 t2"),
            graph(weeks_figure(watch.weeks), summary=weeks_summary(watch.weeks), id=ids.WEEKS_CHART, height=160),
        ),
    ]
    return page(
        day_title(today),
        state=leading_state(late, soon, watch),
        actions=[as_of(now), *([report_button(view, "management")] if may_export else [])],
        body=[
            live_strip(view, asked),
            columns(first, notice_block(watch.notices, now=now), widths="minmax(0, 1fr) 336px"),
            columns(*third, widths="1.12fr 1.12fr .86fr", class_name="home-r3"),
        ],
    )


def _calm() -> Component:
    return empty(_("Nothing is late and nothing is about to be."), sign=Icon.CHECK_CIRCLE, compact=True)


def queue_address(watch: Watch, sla: str = "late") -> str:
    search = {"scope": "all", "sla": sla} | ({"groups": ",".join(watch.groups)} if watch.groups else {})
    return to(Path.CASES, search=search)


def leading_state(late: int, soon: int, watch: Watch) -> list[Any]:
    """«4 дела просрочены, 9 под риском; 3 не назначены, одно ждёт вашего решения.»"""
    parts: list[Any] = []
    if late:
        parts.append(
            dcc.Link(ngettext("{n} case is overdue", "{n} cases are overdue", late), href=queue_address(watch), className="c-danger")
        )
    if soon:
        words = ngettext("{n} is at risk", "{n} are at risk", soon)
        parts += [*([", "] if parts else []), dcc.Link(words, href=queue_address(watch, "soon"))]
    sentence = parts or [_("Nothing is late")]
    if watch.unassigned:
        sentence = [*sentence, "; ", ngettext("{n} is not assigned", "{n} are not assigned", watch.unassigned)]
    if watch.approvals:
        words = ngettext("{n} waits for your decision", "{n} wait for your decision", watch.approvals)
        sentence = [*sentence, ", ", dcc.Link(words, href=str(Path.APPROVALS))]
    return [*sentence, "."]


def executive_home(view: View, asked: Asked, *, now: datetime, may_export: bool) -> Component:
    """Five figures with their direction, three charts, one button."""
    said = [piece for sentence in findings(view)[:2] for piece in [*strong(sentence.text), " "]]
    charts = [
        block(
            section(_("In time"), small=_("% of closed cases by month")),
            graph(sla_by_month(view), summary=sla_summary(view), id=ids.SLA_CHART, height=340),
        ),
        block(
            section(_("Reaction and resolution"), small=_("median hours by month")),
            graph(times_by_month(view), summary=times_summary(view), id=ids.TIMES_CHART, height=340),
        ),
        block(
            section(_("How long cases are open"), small=_("by days")),
            graph(ageing_bars(view), summary=ageing_summary(view), id=ids.AGEING_CHART, height=340),
        ),
    ]
    return page(
        _("Security service: {period}", period=in_sentence(view.period_label())),
        state=said or _("Nothing has happened in this period yet."),
        actions=[
            as_of(now),
            dcc.Link(_("Dashboard"), href=asked.href, className="btn btn-outline-secondary"),
            *([report_button(view, "management")] if may_export else []),
        ],
        body=[tiles(view, asked), columns(*charts, widths="1fr 1fr 1fr", class_name="home-r3 home-charts")],
    )
