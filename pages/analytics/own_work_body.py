"""The body of the officer's own dashboard: tiles, what they say, deadlines by month, hours by week, ages, services beside everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from models.analytics.loss_figure_rules import LOSS_FIGURES
from models.analytics.workload_figure_rules import WORKLOAD_FIGURES
from pages.analytics.address import Asked
from pages.analytics.dashboard_head import filter_link
from pages.analytics.findings import Sentence
from pages.analytics.operations_body import ageing_block, cases_of, figure_block, figure_tile, share_link, sla_block, target_words
from pages.analytics.own_work import ids
from pages.analytics.sentences import sentence_list
from pages.analytics.view import View, hours_text
from pages.analytics.workload_charts import weeks_chart, weeks_summary
from pages.components.charts import graph
from pages.components.drawings import legend
from pages.components.figures import Change, Explanation, Figure, explain, strip
from pages.components.icons import Icon, icon
from pages.components.page import section
from pages.components.states import empty
from pages.formats import moment, money_compact, number, percent, percentage_points
from pages.paths import Path
from pages.translations import _, ngettext, text_of
from pages.workforce.words import hours

_CHART_HEIGHT = 212
_MOST_SERVICES = 8
_LEAST_CASES = 5  # fewer say nothing about a pace
_FASTER, _SLOWER = 0.9, 1.1


@dataclass(frozen=True)
class OwnView(View):
    """Figures of one person; `everybody_…` of his services beside them."""

    @property
    def is_empty(self) -> bool:
        return not self.value("closed") and not self.value("open") and not self.figures["minutes"]


def body(view: OwnView, asked: Asked) -> list[Component]:
    """Everything under the filters."""
    if view.is_empty:
        words = _("You closed no case and entered no labour in this period. Choose another period or service.")
        return [empty(words, sign=Icon.BAR_CHART)]
    blocks = [
        sla_block(view, asked, id=ids.SLA_CHART), _services(view, asked), _weeks(view), ageing_block(view, asked, id=ids.AGEING_CHART),
    ]  # fmt: skip
    told = sentence_list(sentences(view), proof=lambda sentence: cases_of(sentence, asked))
    return [tiles(view, asked), told, html.Div(blocks, className="quad")]


def tiles(view: OwnView, asked: Asked) -> Component:
    """Five figures: those of cases open the cases, hours the week, money the register."""
    told = view.figures
    labour = Figure(
        label=text_of(WORKLOAD_FIGURES["minutes"].name), value=number(told["minutes"] / 60, digits=0), unit=_("h"), href=str(Path.WEEK),
        spark=[row["minutes"] for row in told["by_week"]], explanation=_labour(view),
        change=Change(base=_("of {owed} h owed", owed=number(told["owed_minutes"] / 60, digits=0))),
    )  # fmt: skip
    prevented = Figure(
        label=_("Prevented"), value=money_compact(told["prevented_kopecks"]), href=str(Path.LOSS_REGISTER),
        change=Change(base=ngettext("{n} confirmed entry", "{n} confirmed entries", told["prevented"])), explanation=_prevented(view),
    )  # fmt: skip
    open_words = ngettext("of {n} open", "of {n} open", view.value("open"))
    return strip(
        [
            figure_tile(view, asked, "overdue", tone="late" if view.value("overdue") else "", base=open_words),
            figure_tile(view, asked, "closed"), figure_tile(view, asked, "sla_compliance", base=target_words(view)), labour, prevented,
        ],
        key="own",
    )  # fmt: skip


def _labour(view: OwnView) -> Explanation:
    told = view.figures
    ledger = [(_("Entered"), hours(told["minutes"])), (_("Owed"), hours(told["owed_minutes"]))]
    rule, load = WORKLOAD_FIGURES["minutes"], WORKLOAD_FIGURES["load"]
    ledger.append((text_of(load.name), percent(told["load"])))
    return Explanation(
        text_of(rule.name), text_of(rule.formula), ledger, _facts(view), href=str(Path.WEEK), link=_("Open the entries")
    )


def _prevented(view: OwnView) -> Explanation:
    facts = [(_("Entries"), _("those you handed in")), *_facts(view)]
    rule = LOSS_FIGURES["confirmed"]
    return Explanation(text_of(rule.name), text_of(rule.formula), (), facts, href=str(Path.LOSS_REGISTER), link=_("Open the entries"))


def _facts(view: OwnView) -> list[tuple[str, str]]:
    return [(_("Days"), view.stretch_label()), (_("Data"), moment(view.as_of, now=view.as_of))]


def _weeks(view: OwnView) -> Component:
    marks = legend([("accent", _("on cases")), ("c2", _("on projects")), ("ink", _("owed"))])
    head = section([_("By week")], small=_("hours"), aside=marks)
    ways = html.Span(explain(_labour(view), key="own-weeks"), className="sec-fx")
    chart = graph(weeks_chart(view), summary=weeks_summary(view), id=ids.WEEKS_CHART, height=_CHART_HEIGHT - 12)
    return html.Section([html.Div([head, ways], className="sec-row"), chart])


def _services(view: OwnView, asked: Asked) -> Component:
    """Own figures of each service beside those of everybody."""
    rows = view.figures["by_service"]
    heads = (_("service"), _("closed cases"), _("in time"), _("median, h"), _("everybody, h"), _("hours"))
    lines = [html.Li([html.Span(words, className="num" if place else "") for place, words in enumerate(heads)], className="steps-head")]
    lines += [_service_row(row, view, asked) for row in rows[:_MOST_SERVICES]]
    rest = len(rows) - _MOST_SERVICES
    if rest > 0:
        lines.append(html.Li(html.Span(ngettext("and {n} more", "and {n} more", rest), className="t3")))
    nothing = empty(_("Nothing was closed in this period."), compact=True, sign=Icon.INBOX)
    content = html.Ul(lines, className="steps six") if rows else nothing
    return figure_block(view, asked, "median_handling", content, title=_("By service"), small=view.period_label())


def _service_row(row: Mapping[str, Any], view: OwnView, asked: Asked) -> Component:
    code, mine, theirs = row["service"], row["median_handling_hours"], row["everybody_median_handling_hours"]
    pace = _pace(row)
    colour = {"good": "num good", "bad": "num bad"}.get(pace, "num")
    sign = icon(Icon.CHECK_CIRCLE if pace == "good" else Icon.WARNING, size=12, label=_PACES[pace]()) if pace else None
    return html.Li([
        filter_link(asked, "service", code, view.service(code)),
        html.Span(html.A(number(row["closed"]), href=asked.behind("closed", service=code)), className="num"),
        html.Span(share_link(row, asked, code, target=view.target), className="num"),
        html.Span([*([sign] if sign is not None else []), hours_text(mine)], className=colour),
        html.Span(hours_text(theirs), className="num t2"),
        html.Span(number(row["minutes"] / 60, digits=0), className="num"),
    ])  # fmt: skip


_PACES = {"good": lambda: _("faster than everybody"), "bad": lambda: _("slower than everybody")}


def _pace(row: Mapping[str, Any]) -> str:
    """Is the own median clearly better or worse than everybody's? Empty where it is neither, or there is too little to say so."""
    mine, theirs = row["median_handling_hours"], row["everybody_median_handling_hours"]
    if mine is None or not theirs or row["closed"] < _LEAST_CASES:
        return ""
    return "good" if mine <= theirs * _FASTER else "bad" if mine >= theirs * _SLOWER else ""


def sentences(view: OwnView) -> list[Sentence]:
    """At most three sentences that are counted, none that is invented."""
    found = [_late(view), _deadlines(view), _paces(view)]
    return [sentence for sentence in found if sentence is not None]


def _late(view: OwnView) -> Sentence | None:
    late, soon = view.value("overdue"), view.value("at_risk")
    if late:
        text = ngettext("**{n} case** is past its deadline now.", "**{n} cases** are past their deadline now.", late)
        return Sentence(text, "bad", "overdue", late)
    if soon:
        text = ngettext(
            "Nothing is late; **{n} case** is near its deadline.", "Nothing is late; **{n} cases** are near their deadline.", soon
        )
        return Sentence(text, "neutral", "at_risk", soon)
    return Sentence(_("Nothing is late and nothing is near its deadline."), "good") if view.value("open") else None


def _deadlines(view: OwnView) -> Sentence | None:
    now, before = view.value("sla_compliance"), view.before("sla_compliance")
    if now is None:
        return None
    text = _("Closed in time: **{share}**.", share=percent(now, digits=1))
    if before is not None and abs(now - before) >= 0.0005:
        text += " " + _("That is {change} against the period before.", change=percentage_points(now - before))
    return Sentence(text, "good" if view.target is None or now >= view.target else "bad", "sla_broken", view.value("sla_broken"))


def _paces(view: OwnView) -> Sentence | None:
    """The service in which one is farthest from everybody."""
    told = [row for row in view.figures["by_service"] if _pace(row)]
    if not told:
        return None
    row = max(told, key=lambda one: abs(one["median_handling_hours"] / one["everybody_median_handling_hours"] - 1) * one["closed"])
    words = {
        "service": view.service(row["service"]), "mine": hours_text(row["median_handling_hours"]),
        "theirs": hours_text(row["everybody_median_handling_hours"]),
    }  # fmt: skip
    if _pace(row) == "good":
        text = _("{service}: half of your cases take up to **{mine} h**, of everybody's {theirs} h.", **words)
        return Sentence(text, "good", "closed", row["closed"], row["service"])
    text = _("{service}: half of your cases take up to **{mine} h**, of everybody's only {theirs} h.", **words)
    return Sentence(text, "bad", "closed", row["closed"], row["service"])
