"""The body of the dashboard of return: tiles, sentences, the cumulative chart, the scenario, initiatives, what the sums come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.cash_flow import LIMITS
from models.analytics.effect_figure_rules import ROI_FIGURES
from pages.analytics.address import Asked
from pages.analytics.effect_charts import cash_flow, cash_summary
from pages.analytics.roi import ids, slider_id
from pages.analytics.roi_view import (
    TILES,
    RoiView,
    confidence,
    figure_parts,
    figure_text,
    months_text,
    rate_words,
    roi_name,
    sentences,
    share_text,
    why_words,
    words_under,
)
from pages.analytics.sentences import sentence_list
from pages.components.charts import graph
from pages.components.figures import Change, Explanation, Figure, explain, strip
from pages.components.icons import Icon, icon
from pages.components.marks import tag
from pages.components.page import section
from pages.components.states import empty
from pages.formats import moment, money, money_compact, month_label, number, percent
from pages.paths import Path, to
from pages.translations import _, text_of

_CHART_HEIGHT = 260


def body(view: RoiView, asked: Asked, *, keeps: bool = False) -> list[Component]:
    """Everything under the filters. `keeps`: the reader writes initiatives."""
    if not view.initiatives:
        words = _("No initiative is confirmed yet. One person writes its plan of costs and benefits, another confirms it.")
        return [empty(words, sign=Icon.PAY_BACK)]
    blocks = [_chart(view), _scenario(view, asked), _initiatives(view, asked, keeps=keeps), _sources(view)]
    return [tiles(view, asked), sentence_list(sentences(view)), html.Div(blocks, className="quad")]


def tiles(view: RoiView, asked: Asked) -> Component:
    """Five figures of what is chosen, each with its formula; all of them rest on the same months of cash."""
    told = view.together
    shown = []
    for key in TILES:
        value, unit = figure_parts(key, told[key])
        base = words_under(view, key)
        behind = asked.behind("cash")
        told_how = explanation(view, key, href=behind)
        shown.append(
            Figure(label=roi_name(key), value=value, unit=unit, change=Change(base=base), href=behind, explanation=told_how)
        )
    return strip(shown, key="roi")


def explanation(view: RoiView, key: str, *, href: str = "") -> Explanation:
    """Behind the ƒ: the rule, the sums, the scenario, what it rests on."""
    told, scenario = view.together, view.figures["scenario"]
    ledger = [(_("benefits"), money(told["benefits"])), (_("costs"), money(told["costs"])), (roi_name(key), figure_text(key, told[key]))]
    facts = [
        (_("Scenario"), _scenario_words(scenario)), (_("Rests on"), confidence(view)), (_("Data"), moment(view.as_of, now=view.as_of)),
    ]  # fmt: skip
    if key in ("present_value", "discounted_pay_back"):
        facts.insert(1, (_("Discount rate"), rate_words(view.figures["rate"])))
    if told["why"].get(key):
        facts.insert(0, (_("Absent"), why_words(told["why"][key])))
    rule = ROI_FIGURES[key]
    title, sentence = text_of(rule.name), text_of(rule.formula)
    return Explanation(title=title, sentence=sentence, ledger=ledger, facts=facts, href=href, link=_("Open the months"))


def _scenario_words(scenario: Mapping[str, int]) -> str:
    return _(
        "benefits {benefit}%, costs {cost}%, delay {delay} mo., {rate}% a year", benefit=number(scenario["benefit"]),
        cost=number(scenario["cost"]), delay=number(scenario["delay"]), rate=number(scenario["rate"]),
    )  # fmt: skip


def _chart(view: RoiView) -> Component:
    figures = view.figures
    drawn = graph(cash_flow(figures, view.together), summary=cash_summary(figures, view.together), id=ids.CHART, height=_CHART_HEIGHT)
    small = _("millions of roubles in all; dashed: still ahead")
    sign = html.Span(explain(explanation(view, "pay_back"), key="roi-chart"), className="sec-fx")
    head = html.Div([section(view.chosen_name, small=small), sign], className="sec-row")
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
    control = dbc.Input(id=slider_id(name), name=name, type="range", min=low, max=high, step=step, value=value, debounce=True)
    return html.Div(
        [
            html.Label(label, htmlFor=slider_id(name)), control,
            html.Output([html.Span(number(value), className="fw"), f" {unit}"], className="num", **{"data-base": str(base)}),
        ],
        className="scenario-line" + (" on" if value != base else ""),
    )  # fmt: skip


def _initiatives(view: RoiView, asked: Asked, *, keeps: bool) -> Component:
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
    ways: list[Component] = []
    if chosen:
        ways.append(html.A(_("Show all together"), href=asked.supposing(initiative="").href, className="as-link"))
    if keeps:
        address = to(Path.INITIATIVES, search={"initiative": chosen} if chosen else {})
        ways.append(dcc.Link([icon(Icon.PENCIL, size=12), _("Edit")], href=address, className="as-link"))
    head = section(_("Initiatives"), small=_("under the scenario"), aside=html.Span(ways, className="asides"))
    return html.Section([head, html.Ul(lines, className="steps returns")])


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
    items = [_source(one, row, view, with_name=not view.chosen) for row in rows for one in row["sources"]]
    head = html.Div([section(roi_name("budget"), small=confidence(view)),
                     html.Span(explain(_budget(view), key="roi-budget"), className="sec-fx")], className="sec-row")  # fmt: skip
    live = [section(_("Read live"), small=_("share of the source")), html.Ul(items, className="month-states")] if items else []
    return html.Section([head, html.Ul(lines, className="steps three"), *live])


_BEHIND = {"pool": Path.ALLOCATIONS, "labour": Path.EFFECT, "prevented": Path.LOSSES}


def _source(one: Mapping[str, Any], row: Mapping[str, Any], view: RoiView, *, with_name: bool) -> Component:
    """A source with its share; it leads to the dashboard whose sum it is a part of."""
    where = {"labour": {"service": (one["ref"],)}, "prevented": {"category": (one["ref"],)}}.get(one["kind"], {})
    href = Asked(where=where, path=_BEHIND[one["kind"]]).href
    name = html.Span(text_of(row["name"]), className="t3 ell") if with_name else None
    parts = [html.A(view.source(one["kind"], one["ref"]), href=href, className="ell"), name, html.Span(className="sp")]
    return html.Li([*(part for part in parts if part is not None), html.Span(percent(one["share"], digits=None), className="num fw")],
                   className="row-f")  # fmt: skip


def _budget(view: RoiView) -> Explanation:
    rule = ROI_FIGURES["budget"]
    return Explanation(title=text_of(rule.name), sentence=text_of(rule.formula), facts=[(_("Rests on"), confidence(view))])


def cash_items(found: Sequence[tuple[str, Any]]) -> list[Component]:
    """The months of cash, the earliest first: (name of the initiative, month) each, with where the facts come from."""
    return [_cash_item(name, month) for name, month in found]


def _cash_item(name: str, month: Any) -> Component:
    flow = month.in_flow(with_losses=False)
    is_plan = flow.is_ahead or not month.is_told
    head = [html.Span(month_label(month.month), className="fw"), *([tag(_("plan"))] if is_plan else []), html.Span(className="sp")]
    sums = html.Span([_("costs {sum}", sum=money_compact(flow.cost)), " · ", _("benefits {sum}", sum=money_compact(flow.benefit))],
                     className="num nw")  # fmt: skip
    live = (month.live_cost or 0, month.live_benefit or 0)
    facts = [html.Span(name, className="nw"), html.Span(month.source, className="ell")]
    if any(live):
        words = _("of it read live: costs {cost}, benefits {benefit}", cost=money_compact(live[0]), benefit=money_compact(live[1]))
        facts.append(html.Span(words))
    return html.Li([html.Div([*head, sums], className="row-f"), html.Div([one for one in facts if one.children], className="behind-facts")])
