"""The body of the dashboard of effect: tiles, sentences, before and now of every measure and service, the course of the year, return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.effect import BY_SERVICE, Measure
from models.analytics.effect_figure_rules import EFFECT_FIGURES
from pages.analytics.address import Asked
from pages.analytics.effect import ids
from pages.analytics.effect_charts import left_of_baseline, left_summary
from pages.analytics.effect_view import EffectView, change_text, doubt_words, measure_name, sentences, value_parts, value_text
from pages.analytics.findings import Sentence
from pages.analytics.roi_view import months_text, share_text
from pages.analytics.sentences import sentence_list
from pages.components.charts import graph
from pages.components.figures import Change, Explanation, Figure, explain, strip
from pages.components.icons import Icon, icon
from pages.components.page import section
from pages.components.states import empty
from pages.formats import moment, money_compact, number
from pages.paths import Path
from pages.translations import _, ngettext, text_of

TILES = (Measure.HANDLING, Measure.LABOUR, Measure.REPORT_ERRORS, Measure.REPORT_TIME, Measure.BUDGET)
_CHART_HEIGHT = 236


def body(view: EffectView, asked: Asked, *, keeps: bool = False) -> list[Component]:
    """Everything under the filters. `keeps`: the reader enters baselines."""
    if view.is_empty:
        words = _("Nothing is measured in this period and nobody has entered what was before.")
        return [empty(words, sign=Icon.TREND)]
    blocks = [_measures(view, asked, keeps=keeps), _course(view), _services(view, asked), _initiatives(view)]
    return [tiles(view, asked), _sentences(view, asked), html.Div(blocks, className="quad")]


def tiles(view: EffectView, asked: Asked) -> Component:
    """The measures of the whole; each opens its rows and its formula."""
    shown = []
    for measure in TILES:
        row = view.measure(measure)
        value, unit = value_parts(measure, row["now"])
        change, verdict = change_text(row)
        base = _("was {before}", before=value_text(measure, row["before"])) if row["before"] is not None else _("no baseline yet")
        shown.append(Figure(
            label=measure_name(measure), value=value, unit=unit, change=Change(change, base, verdict), href=rows_of(row, asked),
            explanation=explanation(view, row, asked), spark=[month[measure] for month in view.figures["by_month"]],
        ))  # fmt: skip
    return strip(shown, key="effect")


def rows_of(row: Mapping[str, Any], asked: Asked) -> str:
    """Where the rows behind a measured value are; empty where there are none. Resolution times stand on the dashboard of deadlines."""
    if row["now"] is None:
        return ""
    if row["measure"] == Measure.HANDLING:
        services = [row["service"]] if row["service"] else row.get("services", [])
        return Asked(asked.period, {"service": tuple(services)}, rows="median_handling", path=Path.OPERATIONS).href
    return asked.behind(row["measure"], service=row["service"])


def explanation(view: EffectView, row: Mapping[str, Any], asked: Asked) -> Explanation:
    """Behind the ƒ: the rule, both sides with their rows, the source of the baseline, every doubt."""
    rule, measure, known = EFFECT_FIGURES[row["measure"]], row["measure"], row["baseline"]
    ledger = [(_("before the hub"), value_text(measure, row["before"])), (_("now"), value_text(measure, row["now"]))]
    if change_text(row)[0]:
        ledger.append((_("change"), change_text(row)[0]))
    facts = [(_("Days"), view.stretch_label()), (_("Rows now"), number(row["rows"]))]
    if known:
        rows = number(known["rows"]) if known["rows"] is not None else _("unknown")
        facts += [(_("Rows before"), rows), (_("Source"), known["source"]), (_("Entered by"), known["entered_by"])]
    if row.get("services"):
        facts.append((_("Services"), ", ".join(view.service(code) for code in row["services"])))
    facts += [(_("Care"), words) for words in doubt_words(row)]
    facts.append((_("Data"), moment(view.as_of, now=view.as_of)))
    name = text_of(rule.name) + (f": {view.service(row['service'])}" if row["service"] else "")
    return Explanation(
        title=name, sentence=text_of(rule.formula), ledger=ledger, facts=facts, href=rows_of(row, asked), link=_("Open the rows")
    )


def _sentences(view: EffectView, asked: Asked) -> Component:
    def proof(sentence: Sentence) -> tuple[str, str]:
        return ngettext("{n} report", "{n} reports", sentence.count), asked.behind(sentence.rows)

    return sentence_list(sentences(view), proof=proof)


def _measures(view: EffectView, asked: Asked, *, keeps: bool) -> Component:
    """Every measure of the whole: before, now, change, a sign where care is needed."""
    lines = [_head(_("measure"))]
    lines += [_line(measure_name(row["measure"]), row, view, asked) for row in view.measures]
    way = dcc.Link([icon(Icon.PENCIL, size=12), _("Baselines")], href=str(Path.BASELINES), className="as-link") if keeps else None
    head = section(_("Before and now"), small=view.period_label(), aside=html.Span(way, className="asides") if way is not None else None)
    return html.Section([head, html.Ul(lines, className="steps effects")])


def _services(view: EffectView, asked: Asked) -> Component:
    """Resolution and labour service by service, those with a baseline first."""
    parts: list[Component] = []
    for measure in sorted(BY_SERVICE):
        own = [row for row in view.services if row["measure"] == measure]
        compared = [row for row in own if row["change"] is not None]
        if not compared:
            continue
        compared.sort(key=lambda row: row["change"])
        lines = [_head(measure_name(measure).lower()), *(_line(view.service(row["service"]), row, view, asked) for row in compared)]
        parts.append(html.Ul(lines, className="steps effects"))
        alone = [view.service(row["service"]) for row in own if row["before"] is None]
        if alone:
            words = _("Without a baseline: {services}.", services=", ".join(alone))
            parts.append(html.P(words, className="t3 s12"))
    if not parts:
        parts = [empty(_("No service has both a baseline and closed cases."), compact=True, sign=Icon.TREND)]
    return html.Section([section(_("By service"), small=view.period_label()), *parts])


def _head(first: str) -> Component:
    cells = [html.Span(first), html.Span(_("before"), className="num"), html.Span(_("now"), className="num")]
    return html.Li([*cells, html.Span(_("change"), className="num"), html.Span()], className="steps-head")


def _line(name: str, row: Mapping[str, Any], view: EffectView, asked: Asked) -> Component:
    change, verdict = change_text(row)
    now: Any = value_text(row["measure"], row["now"])
    href = rows_of(row, asked)
    doubts = doubt_words(row)
    key = f"effect-{row['measure']}-{row['service'] or 'all'}"
    care = [html.Span(icon(Icon.INFO, size=12, label=" ".join(doubts)), className="t3", title=" ".join(doubts))] if doubts else []
    return html.Li([
        html.Span(name, className="ell", title=name), html.Span(value_text(row["measure"], row["before"]), className="num t2"),
        html.Span(html.A(now, href=href) if href else now, className="num fw"), html.Span(change, className=f"num {verdict}"),
        html.Span([*care, explain(explanation(view, row, asked), key=key)], className="effect-care"),
    ])  # fmt: skip


def _course(view: EffectView) -> Component:
    chart = graph(left_of_baseline(view), summary=left_summary(view), id=ids.CHART, height=_CHART_HEIGHT)
    return html.Section([section(_("What is left of it"), small=_("% of the baseline, by month")), chart])


def _initiatives(view: EffectView) -> Component:
    """Return of the hub and of each initiative, as planned; the dashboard of return tells the rest."""
    told = view.initiatives
    rows: Sequence[Mapping[str, Any]] = told["initiatives"]
    head = section(_("Return on investment"), small=_("over the horizon, as planned"), more=(_("Return and pay-back"), str(Path.ROI)))
    if not rows:
        return html.Section([head, empty(_("No initiative is confirmed yet."), compact=True, sign=Icon.PAY_BACK)])
    cells = [html.Span(_("initiative")), html.Span(_("costs"), className="num")]
    lines = [html.Li([*cells, html.Span("ROI", className="num"), html.Span(_("pay-back"), className="num")], className="steps-head")]
    lines += [_initiative(text_of(row["name"]), row, to=Asked(path=Path.ROI, what_if={"initiative": row["code"]}).href) for row in rows]
    lines.append(_initiative(_("Together"), told["together"], to=str(Path.ROI), is_sum=True))
    return html.Section([head, html.Ul(lines, className="steps returns short")])


def _initiative(name: str, row: Mapping[str, Any], *, to: str, is_sum: bool = False) -> Component:
    return html.Li([
        html.Span(html.A(name, href=to), className="ell", title=name), html.Span(money_compact(row["costs"]), className="num t2"),
        html.Span(share_text(row["roi"]), className="num fw"),
        html.Span(months_text(row["pay_back"]), className="num"),
    ], className="sum" if is_sum else "")  # fmt: skip
