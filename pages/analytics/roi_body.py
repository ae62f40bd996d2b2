"""The body of the dashboard of return: tiles, sentences, the cumulative chart, the scenario, initiatives, what the sums come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.cash_flow import LIMITS
from models.analytics.effect_figure_rules import ROI_FIGURES
from pages.analytics.address import Asked
from pages.analytics.effect_charts import cash_flow, cash_summary
from pages.analytics.operations_body import SENTENCE_SIGNS, strong
from pages.analytics.roi import ids, slider_id
from pages.analytics.roi_view import RoiView, confidence, months_text, roi_name, sentences, share_text, why_words
from pages.components.buttons import button
from pages.components.charts import graph
from pages.components.figures import Change, Explanation, Figure, explain, strip
from pages.components.icons import Icon, icon
from pages.components.page import section
from pages.components.states import empty
from pages.formats import moment, money, money_compact, money_parts, number, percent
from pages.paths import Path
from pages.translations import _, text_of

_CHART_HEIGHT = 260
_TILES = ("roi", "pay_back", "discounted_pay_back", "present_value", "internal_rate")


def body(view: RoiView, asked: Asked, *, manages: bool) -> list[Component]:
    """Everything under the filters."""
    if not view.initiatives:
        words = _("No initiative is confirmed yet. One person writes its plan of costs and benefits, another confirms it.")
        way = button(_("Initiatives"), href=str(Path.INITIATIVES), kind="primary") if manages else None
        return [empty(words, sign=Icon.PAY_BACK, action=way)]
    blocks = [_chart(view), _scenario(view, asked), _initiatives(view, asked), _sources(view)]
    return [tiles(view), _sentences(view), html.Div(blocks, className="quad")]


def tiles(view: RoiView) -> Component:
    """Five figures of what is chosen, each with its formula."""
    told, planned = view.together, view.figures["as_planned"]
    shown = []
    for key in _TILES:
        value, unit = _parts(key, told[key])
        usual = _beside(key, told, planned) if view.is_changed else _under(key, view)
        base = why_words(told["why"].get(key, "")) if told[key] is None else usual
        shown.append(Figure(label=roi_name(key), value=value, unit=unit, change=Change(base=base), explanation=explanation(view, key)))
    return strip(shown, key="roi")


def _parts(key: str, value: Any) -> tuple[str, str]:
    words, unit = _text(key, value), ""
    if value is None:
        return words, unit
    if key == "present_value":
        return money_parts(value)
    if key in ("roi", "internal_rate"):
        return words.rstrip("%").rstrip(), "%"
    number_part, _space, unit = words.replace("\u00a0", " ").partition(" ")
    return (number_part, unit) if number_part.isdecimal() else (words, "")


def _text(key: str, value: Any) -> str:
    if key == "present_value":
        return money_compact(value)
    return share_text(value) if key in ("roi", "internal_rate") else months_text(value)


def _beside(key: str, told: Mapping[str, Any], planned: Mapping[str, Any]) -> str:
    return _("as planned") if told[key] == planned[key] else _("planned {value}", value=_text(key, planned[key]))


def _under(key: str, view: RoiView) -> str:
    if key in ("present_value", "discounted_pay_back"):
        return _("at {rate} a year", rate=percent(view.figures["scenario"]["rate"] / 100, digits=0))
    return _("costs {sum}", sum=money_compact(view.together["costs"])) if key == "roi" else ""


def explanation(view: RoiView, key: str) -> Explanation:
    """Behind the ƒ: the rule, the sums, the scenario, what it rests on."""
    told, scenario = view.together, view.figures["scenario"]
    ledger = [(_("benefits"), money(told["benefits"])), (_("costs"), money(told["costs"])), (roi_name(key), _text(key, told[key]))]
    facts = [
        (_("Scenario"), _scenario_words(scenario)), (_("Rests on"), confidence(view)), (_("Data"), moment(view.as_of, now=view.as_of)),
    ]  # fmt: skip
    if told["why"].get(key):
        facts.insert(0, (_("Absent"), why_words(told["why"][key])))
    rule = ROI_FIGURES[key]
    return Explanation(title=text_of(rule.name), sentence=text_of(rule.formula), ledger=ledger, facts=facts)


def _scenario_words(scenario: Mapping[str, int]) -> str:
    return _(
        "benefits {benefit}%, costs {cost}%, delay {delay} mo., {rate}% a year", benefit=number(scenario["benefit"]),
        cost=number(scenario["cost"]), delay=number(scenario["delay"]), rate=number(scenario["rate"]),
    )  # fmt: skip


def _sentences(view: RoiView) -> Component:
    lines = []
    for sentence in sentences(view):
        sign, colour = SENTENCE_SIGNS[sentence.mood]
        lines.append(html.Li([icon(sign, size=14, class_name=colour), html.Span(strong(sentence.text))]))
    return html.Ul(lines, className="sents")


def _chart(view: RoiView) -> Component:
    figures = view.figures
    drawn = graph(cash_flow(figures, view.together), summary=cash_summary(figures, view.together), id=ids.CHART, height=_CHART_HEIGHT)
    small = _("millions of roubles in all; dashed: still ahead")
    title = view.name(figures["initiative"]) if figures["initiative"] else _("All initiatives together")
    head = html.Div([section(title, small=small), html.Span(explain(explanation(view, "pay_back"), key="roi-chart"), className="sec-fx")],
                    className="sec-row")  # fmt: skip
    return html.Section([head, drawn])


def _scenario(view: RoiView, asked: Asked) -> Component:
    """Four sliders and the switch of prevented loss; each changes the address."""
    scenario, base = view.figures["scenario"], view.figures["base"]
    labels = {
        "benefit": (_("Benefits ahead"), "%"), "cost": (_("Costs ahead"), "%"), "delay": (_("Delay of benefits"), _("mo.")),
        "rate": (_("Discount rate a year"), "%"),
    }  # fmt: skip
    lines = [_slider(name, label, unit, scenario[name], base[name]) for name, (label, unit) in labels.items()]
    with_losses = view.figures["losses"]
    switch = html.A(
        [html.I(className="tick" + (" on" if with_losses else ""), **{"aria-hidden": "true"}),
         html.Span(_("Count prevented loss in: {sum}", sum=money_compact(view.figures["prevented"])))],
        href=asked.supposing(losses="" if with_losses else "1").href, className="pick", role="switch",
        **{"aria-checked": "true" if with_losses else "false"},
    )  # fmt: skip
    usual = replace(asked, what_if={key: value for key, value in asked.what_if.items() if key in ("initiative", "losses")})
    aside = html.A(_("As planned"), href=usual.href, className="as-link") if view.is_changed else None
    note = html.P(_("Only months ahead change; what has happened stays as it is."), className="t3 s12")
    return html.Section([section(_("What if"), aside=aside), html.Div(lines, className="scenario"), switch, note])


def _slider(name: str, label: str, unit: str, value: int, base: int) -> Component:
    low, high = LIMITS[name]
    step = 1 if name in ("delay", "rate") else 5
    control = dcc.Input(id=slider_id(name), name=name, type="range", min=low, max=high, step=step, value=value, debounce=True)
    return html.Div(
        [
            html.Label(label, htmlFor=slider_id(name)), control,
            html.Output([html.Span(number(value), className="fw"), f" {unit}"], className="num", **{"data-base": str(base)}),
        ],
        className="scenario-line" + (" on" if value != base else ""),
    )  # fmt: skip


def _initiatives(view: RoiView, asked: Asked) -> Component:
    """Each initiative under the scenario; a click shows it alone."""
    cells = [html.Span(_("initiative")), html.Span(_("NPV"), className="num"), html.Span(_("IRR"), className="num")]
    lines = [html.Li([*cells, html.Span("ROI", className="num"), html.Span(_("pay-back"), className="num")], className="steps-head")]
    chosen = view.figures["initiative"]
    for row in view.initiatives:
        is_chosen = row["code"] == chosen
        href = asked.supposing(initiative="" if is_chosen else row["code"]).href
        name = text_of(row["name"])
        link = html.A(name, href=href, **({"aria-current": "true"} if is_chosen else {}))
        lines.append(html.Li([
            html.Span(link, className="ell" + (" fw" if is_chosen else ""), title=name),
            html.Span(money_compact(row["present_value"]) if row["present_value"] is not None else "—", className="num t2"),
            html.Span(share_text(row["internal_rate"]), className="num t2"), html.Span(share_text(row["roi"]), className="num fw"),
            html.Span(months_text(row["pay_back"]), className="num"),
        ]))  # fmt: skip
    aside = html.A(_("Show all together"), href=asked.supposing(initiative="").href, className="as-link") if chosen else None
    return html.Section([section(_("Initiatives"), small=_("under the scenario"), aside=aside), html.Ul(lines, className="steps returns")])


def _sources(view: RoiView) -> Component:
    """Plan against fact, and where the live part of the sums is read from."""
    told = view.figures
    lines = [html.Li([html.Span(""), html.Span(_("plan"), className="num"), html.Span(_("fact"), className="num")], className="steps-head")]
    for label, planned, actual in (
        (_("Costs"), told["planned_cost"], told["actual_cost"]),
        (_("Benefits"), told["planned_benefit"], told["actual_benefit"]),
    ):
        lines.append(html.Li([html.Span(label), html.Span(money_compact(planned), className="num t2"),
                              html.Span(money_compact(actual), className="num fw")]))  # fmt: skip
    rows = [view.chosen] if view.chosen else view.initiatives
    items = [
        html.Li([html.Span(view.source(one["kind"], one["ref"]), className="ell"), html.Span(className="sp"),
                 html.Span(percent(one["share"], digits=None), className="num fw")], className="row-f")
        for row in rows for one in row["sources"]
    ]  # fmt: skip
    head = html.Div([section(roi_name("budget"), small=confidence(view)),
                     html.Span(explain(_budget(view), key="roi-budget"), className="sec-fx")], className="sec-row")  # fmt: skip
    live = [section(_("Read live"), small=_("share of the source")), html.Ul(items, className="month-states")] if items else []
    return html.Section([head, html.Ul(lines, className="steps three"), *live])


def _budget(view: RoiView) -> Explanation:
    rule = ROI_FIGURES["budget"]
    return Explanation(title=text_of(rule.name), sentence=text_of(rule.formula), facts=[(_("Rests on"), confidence(view))])
