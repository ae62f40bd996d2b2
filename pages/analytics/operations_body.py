"""The body of the operations dashboard: five tiles, what they say in sentences, and four blocks of charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from models.analytics.figure_rules import FIGURES
from models.analytics.period import PeriodKind
from pages.analytics import figures
from pages.analytics.address import Asked
from pages.analytics.dashboard_head import filter_link
from pages.analytics.findings import Sentence, findings
from pages.analytics.operations import ids
from pages.analytics.operations_target import target_button
from pages.analytics.sentences import sentence_list
from pages.analytics.view import View, change_text, figure_name, hours_text, load_name, value_text
from pages.components.charts import graph
from pages.components.drawings import Load, legend, load_bar
from pages.components.figures import Change, Explanation, Figure, Tone, explain, strip
from pages.components.icons import Icon, icon
from pages.components.page import section
from pages.components.states import empty
from pages.formats import moment, number, percent
from pages.translations import _, ngettext, text_of

_CHART_HEIGHT = 212
_MOST_BARS = 8
_MOST_STEPS = 9


def body(view: View, asked: Asked, *, sets_target: bool = False) -> list[Component]:
    """Everything under the filters."""
    if not view.value("opened") and not view.value("closed") and not view.value("open"):
        words = _("There are no cases here in this period. Choose another period or clear the filters.")
        return [empty(words, sign=Icon.BAR_CHART)]
    blocks = [
        sla_block(view, asked, id=ids.SLA_CHART, aside=target_button(view.target) if sets_target else None),
        _workload(view, asked),
        _funnel(view, asked),
        ageing_block(view, asked, id=ids.AGEING_CHART),
        _times(view, asked),
        _services(view, asked),
    ]
    return [tiles(view, asked), _sentences(view, asked), html.Div(blocks, className="quad")]


def event_words(told: Mapping[str, Any]) -> list[Component]:
    """What the numbers on a chart of months stand for."""
    words = figures.events_words(told.get("annotations") or ())
    return [html.P(words, className="t3 s12 event-words")] if words else []


def tiles(view: View, asked: Asked) -> Component:
    """Five figures with what they were before; each opens its rows and its formula."""
    late = view.value("overdue")
    shown = [
        figure_tile(view, asked, "open_at_end"),
        figure_tile(view, asked, "overdue", tone="late" if late else "", base=_at_risk_words(view)),
        figure_tile(view, asked, "sla_compliance", spark=_course(view, "sla_compliance"), base=target_words(view)),
        figure_tile(view, asked, "median_reaction", spark=_course(view, "median_reaction_hours")),
        figure_tile(view, asked, "median_handling", spark=_course(view, "median_handling_hours"), base=_duration_words(view)),
    ]
    return strip(shown, key="operations")


def figure_tile(view: View, asked: Asked, key: str, *, spark: Sequence[float | None] = (), base: str = "", tone: Tone = "") -> Figure:
    """A figure with what it was before; it opens its cases."""
    value, unit = value_text(key, view.value(key))
    change, verdict = change_text(key, view.value(key), view.before(key)) if not FIGURES[key].live else ("", "same")
    words = base or _base_words(view, key)
    return Figure(
        label=figure_name(key), value=value, unit=unit, change=Change(change, words, verdict),
        tone=tone, href=asked.behind(key), spark=spark, explanation=explanation(view, asked, key),
    )  # fmt: skip


def _base_words(view: View, key: str) -> str:
    """«к 6,2 ч»: what it is compared with."""
    before = view.before(key)
    if before is None:
        return ""
    value, unit = value_text(key, before)
    return _("from {before}", before=f"{value}\u00a0{unit}".rstrip())


def _at_risk_words(view: View) -> str:
    return ngettext("now; {n} more at risk", "now; {n} more at risk", view.value("at_risk"))


def target_words(view: View) -> str:
    """«цель 95 %»"""
    return _("target {value}", value=percent(view.target, digits=None)) if view.target is not None else ""


def _duration_words(view: View) -> str:
    return _("{hours} h by the clock", hours=hours_text(view.value("median_duration")))


def _course(view: View, key: str) -> list[float | None]:
    return [row[key] for row in view.months][-12:]


def explanation(view: View, asked: Asked, key: str) -> Explanation:
    """What stands behind the ƒ of a figure: the rule, the sums, the day, the rows."""
    rule = FIGURES[key]
    counted = view.value(key)
    value, unit = value_text(key, counted) if isinstance(counted, (int, float)) else ("", "")
    ledger: list[tuple[str, str]] = []
    if key == "sla_compliance":
        ledger = [(_("Closed with a deadline mark"), number(view.value("sla_known"))), (figure_name("sla_broken"),
            number(view.value("sla_broken"))),
                  (_("Closed in time"), number(view.value("sla_met")))]  # fmt: skip
    elif key == "median_handling":
        ledger = [
            (figure_name("closed"), number(view.value("closed"))),
            (_("By the clock, with nights and pauses, h"), hours_text(view.value("median_duration"))),
        ]
    elif key == "open_at_end":
        ledger = [(figure_name("opened"), number(view.value("opened"))), (figure_name("closed"), number(view.value("closed")))]
    elif key == "overdue":
        ledger = [(figure_name("open"), number(view.value("open"))), (figure_name("at_risk"), number(view.value("at_risk")))]
    if ledger and value:
        ledger.append((f"{text_of(rule.name)}{', ' + unit if unit else ''}", value))
    facts = [(_("Days"), _("as of now") if rule.live else view.stretch_label()), (_("Data"), moment(view.as_of, now=view.as_of))]
    if view.compared_label() and not rule.live:
        facts.insert(1, (_("Compared with"), view.compared_label()))
    has_rows = key not in {"funnel"}
    return Explanation(
        title=text_of(rule.name), sentence=text_of(rule.formula), ledger=ledger, facts=facts,
        href=asked.behind(key) if has_rows else "", link=_("Open the rows"),
    )  # fmt: skip


def _sentences(view: View, asked: Asked) -> Component:
    return sentence_list(findings(view), proof=lambda sentence: cases_of(sentence, asked))


def cases_of(sentence: Sentence, asked: Asked) -> tuple[str, str]:
    """How many cases prove a sentence, and where they are."""
    return ngettext("{n} case", "{n} cases", sentence.count), asked.behind(sentence.rows, service=sentence.service)


def figure_block(view: View, asked: Asked, key: str, *content: Any, small: str = "", aside: Any = None, title: str = "") -> Component:
    """A quarter of the dashboard with the ƒ of its figure."""
    head = section([title or figure_name(key)], small=small or None, aside=aside)
    ways = html.Span(explain(explanation(view, asked, key), key=f"block-{key}"), className="sec-fx")
    return html.Section([html.Div([head, ways], className="sec-row"), *content])


def sla_block(view: View, asked: Asked, *, id: str, aside: Component | None = None) -> Component:
    """The share closed in time month by month; every point opens its cases."""
    links = [asked.behind("sla_known", period=row["month"]) for row in view.months]
    chart = graph(
        figures.sla_by_month(view, links), summary=figures.sla_summary(view), id=id, height=_CHART_HEIGHT, clickable=True
    )
    known = [row for row in view.months if row["sla_compliance"] is not None]
    content = chart if known else empty(_("Nothing was closed with a deadline in these months."), compact=True, sign=Icon.CLOCK)
    return figure_block(view, asked, "sla_compliance", content, *event_words(view.figures), title=_("Closed in time"),
                  small=_("% of cases, by month"), aside=aside)  # fmt: skip


def _workload(view: View, asked: Asked) -> Component:
    """Who carries how much: late, soon, the rest, and the tick of what one carries comfortably. Groups where people may not be named."""
    officers = view.figures["workload_officers"]
    kind, loads = ("officer", officers) if officers else ("group", view.figures["workload_groups"])
    if not loads:
        return figure_block(view, asked, "workload", empty(_("Nobody has an open case."), compact=True, sign=Icon.PEOPLE))
    shown = [load for load in loads if load["key"] != "none"][: _MOST_BARS - 1] + [load for load in loads if load["key"] == "none"]
    scale = max(max(load["open"], load["capacity"] or 0) for load in shown)
    rows = [_load_row(load, asked, kind, scale) for load in shown]
    rest = len(loads) - len(shown)
    if rest > 0:
        words = ngettext("and {n} more", "and {n} more", rest)
        rows.append(html.Li(html.A(words, href=asked.behind("open"), className="s12 more"), className="more-row"))
    marks = legend([("sla-late-fill", _("overdue")), ("sla-soon-fill", _("at risk"))])
    return figure_block(view, asked, "workload", html.Ul(rows, className="loads"), small=_("cases / capacity, now"), aside=marks)


def _load_row(load: Mapping[str, Any], asked: Asked, kind: str, scale: int) -> Component:
    name, capacity = load_name(load), load["capacity"]
    words = _("{name}: {open} open, {late} overdue, {soon} at risk", name=name, open=number(load["open"]), late=number(load["overdue"]),
              soon=number(load["at_risk"]))  # fmt: skip
    bar = load_bar(Load(load["open"], load["overdue"], load["at_risk"], capacity), scale=scale, label=words)
    over = capacity is not None and load["open"] > capacity
    count = [html.Span(number(load["open"]), className="fwb" if over else ""), f" / {number(capacity)}" if capacity is not None else ""]
    return html.Li(html.A(
        [html.Span(name, className="ell t3" if load["key"] == "none" else "ell"), bar, html.Span(count, className="num")],
        href=asked.behind(f"{kind}:{load['key']}"), title=words,
    ))  # fmt: skip


def _funnel(view: View, asked: Asked) -> Component:
    """The steps of the service with most cases, or of the one that is chosen."""
    rows = view.figures["funnel"]
    totals: dict[str, int] = {}
    for row in rows:
        totals[row["service"]] = totals.get(row["service"], 0) + row["cases"] + row["open_now"]
    if not totals:
        return figure_block(view, asked, "funnel", empty(_("No step was finished in this period."), compact=True, sign=Icon.DIAGRAM))
    service = max(totals, key=lambda code: (totals[code], code))
    steps = [row for row in rows if row["service"] == service and (row["cases"] or row["open_now"])][:_MOST_STEPS]
    top = max([row["cases"] for row in steps] + [1])
    lines = [_step_row(row, asked, top) for row in steps]
    head = html.Li([html.Span(_("step")), html.Span(), html.Span(_("cases"), className="num"), html.Span(_("h"), className="num"),
                    html.Span(_("there now"), className="num")], className="steps-head")  # fmt: skip
    return figure_block(view, asked, "funnel", html.Ul([head, *lines], className="steps"), small=view.service(service))


def _step_row(row: Mapping[str, Any], asked: Asked, top: int) -> Component:
    name = text_of(row["name"]) or row["step"]
    key = f"{row['service']}:{row['step']}"
    bar = html.Span(html.I(style={"width": f"{row['cases'] / top:.1%}"}), className="bb", **{"aria-hidden": "true"})
    standing: Any = (
        html.A(number(row["open_now"]), href=asked.behind(f"standing:{key}")) if row["open_now"] else html.Span("—", className="t3")
    )
    return html.Li([
        html.Span(name, className="ell", title=name), bar, html.Span(html.A(number(row["cases"]), href=asked.behind(f"step:{key}")),
            className="num fw"),
        html.Span(hours_text(row["median_hours"]), className="num t2"), html.Span(standing, className="num"),
    ])  # fmt: skip


def ageing_block(view: View, asked: Asked, *, id: str) -> Component:
    """Open cases by age; every bar opens its cases."""
    links = [asked.behind(f"ageing:{row['bucket']}") for row in view.figures["ageing"]]
    chart = graph(
        figures.ageing_bars(view, links),
        summary=figures.ageing_summary(view),
        id=id,
        height=_CHART_HEIGHT - 12,
        clickable=True,
    )
    total = html.A(ngettext("{n} case open", "{n} cases open", view.value("open")), href=asked.behind("open"), className="s12")
    return figure_block(view, asked, "ageing", chart, small=_("days since opening, now"), aside=total)


def _times(view: View, asked: Asked) -> Component:
    chart = graph(figures.times_by_month(view), summary=figures.times_summary(view), id=ids.TIMES_CHART, height=_CHART_HEIGHT)
    return figure_block(view, asked, "median_reaction", chart, title=_("Reaction and resolution"), small=_("median hours, by month"))


def _services(view: View, asked: Asked) -> Component:
    """Every service with its own deadline share; sorted by how many were closed."""
    rows = [row for row in view.figures["by_service"] if row["opened"] or row["closed"]]
    lines = [html.Li([html.Span(_("service")), html.Span(_("closed cases"), className="num"), html.Span(_("in time"), className="num"),
                      html.Span(_("median, h"), className="num")], className="steps-head")]  # fmt: skip
    lines += [_service_row(row, view, asked) for row in rows[:_MOST_STEPS]]
    totals = [
        html.Span(_("Total")), html.Span(html.A(number(view.value("closed")), href=asked.behind("closed")), className="num"),
        html.Span(share_link(view.figures, asked, ""), className="num"), html.Span(hours_text(view.value("median_handling")),
            className="num"),
    ]  # fmt: skip
    lines.append(html.Li(totals, className="sum"))
    title = _("By service") if view.kind is not PeriodKind.ALL else _("By service, all time")
    return figure_block(view, asked, "closed", html.Ul(lines, className="steps four"), title=title, small=view.period_label())


def _service_row(row: Mapping[str, Any], view: View, asked: Asked) -> Component:
    name, code = view.service(row["service"]), row["service"]
    return html.Li([
        filter_link(asked, "service", code, name),
        html.Span(html.A(number(row["closed"]), href=asked.behind("closed", service=code)), className="num"),
        html.Span(share_link(row, asked, code, target=view.target), className="num"),
            html.Span(hours_text(row["median_handling_hours"]), className="num t2"),
    ])  # fmt: skip


def share_link(row: Mapping[str, Any], asked: Asked, service: str, *, target: float | None = None) -> Any:
    """A share in time that opens its cases; marked where it is below the target."""
    value = row["sla_compliance"]
    if value is None:
        return html.Span("—", className="t3")
    is_low = target is not None and value < target
    face: list[Any] = [*([icon(Icon.ARROW_DOWN, size=12, label=_("below the target"))] if is_low else []), percent(value, digits=1)]
    return html.A(face, href=asked.behind("sla_known", service=service), className="c-warn" if is_low else "")
