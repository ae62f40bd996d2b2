"""The body of the dashboard of allocations: tiles, units as bars, months, and the sheet that says why a unit pays what it pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from models.analytics.allocation import IDLE, NO_UNIT, NOBODY, Driver
from pages.analytics.address import Asked
from pages.analytics.allocations import ids
from pages.analytics.figures import Chart, month_axis, month_names
from pages.analytics.loss_view import change_of
from pages.analytics.view import PeriodView, Verdict
from pages.components.charts import graph
from pages.components.figures import Change, Explanation, Figure, explain, strip
from pages.components.icons import Icon
from pages.components.marks import tag
from pages.components.page import section
from pages.components.states import empty
from pages.formats import moment, money, money_compact, money_parts, month_label, number, percent
from pages.paths import Path, to
from pages.translations import _, text_of

_MILLION = 100_000_000  # kopecks
_CHART_HEIGHT = 212
_WORSE: Mapping[Verdict, Verdict] = {"good": "bad", "bad": "good", "same": "same"}  # more costs are worse


@dataclass(frozen=True)
class AllocationView(PeriodView):
    """Wraps the document of `figures allocations` (docs/figures.md). Money is kopecks."""

    def unit(self, code: str) -> str:
        """The unit in the reader's words; what nobody is charged for has names of its own."""
        return text_of(self.document["units"].get(code) or {}) or nobody_words(code) or code

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.figures["by_unit"]
        return found


def nobody_words(code: str) -> str:
    """What nobody is charged for, in words; empty for a unit."""
    return {IDLE: _("Idle capacity"), NO_UNIT: _("Work without a unit")}.get(code, "")


def driver_words(driver: str | None) -> str:
    """What a pool is shared by."""
    names = {
        Driver.HOURS: _("by minutes of work"), Driver.REQUESTS: _("by closed cases"), Driver.WEIGHTED: _("by closed cases, weighted"),
        Driver.FIXED: _("by agreed shares"), Driver.TWO_STEP: _("over services by minutes, then by closed cases"),
    }  # fmt: skip
    return names[Driver(driver)] if driver else _("no key in force")


def body(view: AllocationView, asked: Asked) -> list[Component]:
    """Everything under the filters."""
    if not view.rows and not view.figures["kopecks"]:
        return [empty(_("No costs are entered for this period. Choose another one."), sign=Icon.CASH)]
    return [tiles(view, asked), html.Div([_units(view, asked), _months(view, asked)], className="quad")]


def tiles(view: AllocationView, asked: Asked) -> Component:
    """The whole and its parts; a reader of one unit sees only what it bears."""
    told = view.figures
    value, unit = money_parts(told["kopecks"])
    change, verdict = change_of(told["kopecks"], told["previous"])
    verdict = _WORSE[verdict]
    before = _("from {before}", before=money_compact(told["previous"])) if told["previous"] is not None else ""
    closed = sum(1 for month in told["months"] if month["closed_at"])
    name = _("Costs of the service") if told["idle"] is not None else _("Borne by the unit")
    shown = [
        Figure(
            label=name, value=value, unit=unit, change=Change(change, before, verdict),
            spark=[row["kopecks"] for row in view.months], explanation=explanation(view),
        )
    ]  # fmt: skip
    if told["idle"] is not None:
        for key, label in (("allocated", _("Borne by units")), ("idle", _("Idle capacity")), ("without_unit", _("Work without a unit"))):
            value, unit = money_parts(told[key])
            share = percent(told[key] / told["kopecks"], digits=0) if told["kopecks"] else ""
            base = _("{share} of the costs", share=share) if share else ""
            shown.append(Figure(label=label, value=value, unit=unit, change=Change(base=base)))
    state = _("{n} of {all} closed", n=number(closed), all=number(len(told["months"])))
    shown.append(Figure(label=_("Months"), value=number(len(told["months"])), change=Change(base=state)))
    return strip(shown, key="allocations")


def explanation(view: AllocationView) -> Explanation:
    """What stands behind the ƒ."""
    told = view.figures
    ledger = [(view.unit(row["unit"]), money(row["kopecks"])) for row in view.rows if row["kopecks"]]
    if told["unshared"]:
        ledger.append((_("no key in force"), money(told["unshared"])))
    ledger.append((_("Total"), money(told["kopecks"])))
    sentence = _(
        "Every pool of a month is shared by the key in force in that month, to the kopeck. What the staff could have worked and nobody "
        "used stands apart. A closed month never changes; what comes later counts in a later month."
    )
    return Explanation(
        title=_("Allocation of costs"), sentence=sentence, ledger=ledger, facts=[(_("Data"), moment(view.as_of, now=view.as_of))]
    )


def _units(view: AllocationView, asked: Asked) -> Component:
    scale = max([1, *(max(row["kopecks"], row["previous"]) for row in view.rows)])
    heads = (_("unit"), "", _("bears"), _("change"), _("share"))
    lines = [html.Li([html.Span(head, className="num" if place > 1 else "") for place, head in enumerate(heads)], className="steps-head")]
    lines += [_unit(row, view, asked, scale) for row in view.rows]
    total = html.Span(money_compact(view.figures["kopecks"]), className="num")
    lines.append(html.Li([html.Span(_("Total")), html.Span(), total, html.Span(), html.Span()], className="sum"))
    return _block(view, html.Ul(lines, className="steps cats"), title=_("Who bears it"), small=view.period_label(), key="units")


def _unit(row: Mapping[str, Any], view: AllocationView, asked: Asked, scale: int) -> Component:
    name, now = view.unit(row["unit"]), row["kopecks"]
    change, verdict = change_of(now, row["previous"] if view.compared_label() else None)
    verdict = _WORSE[verdict] if row["unit"] not in NOBODY else "same"
    bar = html.Span(
        [html.I(style={"width": f"{max(now, 0) / scale:.1%}"}), html.U(style={"left": f"{max(row['previous'], 0) / scale:.1%}"})],
        className="bb" + (" bb-idle" if row["unit"] in NOBODY else ""), **{"aria-hidden": "true"},
    )  # fmt: skip
    share = percent(now / view.figures["kopecks"], digits=0) if view.figures["kopecks"] else ""
    return html.Li([
        html.Span(name, className="ell t3" if row["unit"] in NOBODY else "ell", title=name), bar,
        html.Span(html.A(money_compact(now), href=asked.behind(f"unit:{row['unit']}")), className="num fw"),
        html.Span(change, className=f"num {verdict}"), html.Span(share, className="num t2"),
    ])  # fmt: skip


def _months(view: AllocationView, asked: Asked) -> Component:
    chart = graph(costs_by_month(view), summary=costs_summary(view), id=ids.CHART, height=_CHART_HEIGHT)
    states = [
        html.Li(
            [
                html.Span(month_label(date.fromisoformat(f"{month['month']}-01"))),
                tag(_("closed"), kind="ok", sign=Icon.LOCK) if month["closed_at"] else tag(_("preview")),
                html.Span(_closed_words(month["closed_at"], view), className="t3 s12"),
            ],
            className="row-f",
        )
        for month in view.figures["months"]
    ]
    return _block(view, chart, html.Ul(states, className="month-states"), title=_("By month"), small=_("millions of roubles"), key="months")


def _closed_words(at: str | None, view: AllocationView) -> str:
    return moment(datetime.fromisoformat(at), now=view.as_of) if at else ""


def _block(view: AllocationView, *content: Any, title: str, small: str, key: str) -> Component:
    ways = html.Span(explain(explanation(view), key=f"block-{key}"), className="sec-fx")
    return html.Section([html.Div([section([title], small=small), ways], className="sec-row"), *content])


def costs_by_month(view: AllocationView) -> Chart:
    """Costs month by month in millions of roubles."""
    rows = list(view.months)
    months = [date.fromisoformat(f"{row['month']}-01") for row in rows]
    values = [round(row["kopecks"] / _MILLION, 4) for row in rows]
    data = [{
        "type": "bar", "name": _("costs"), "x": list(range(len(rows))), "y": values, "marker": {"color": "var(--k-c4)"},
        "customdata": [[month_label(month), money_compact(row["kopecks"])] for month, row in zip(months, rows, strict=True)],
        "hovertemplate": "%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
    }]  # fmt: skip
    layout = {
        "margin": {"l": 38, "r": 12, "t": 12, "b": 22}, "xaxis": month_axis(months), "meta": month_names(months),
        "hovermode": "closest", "bargap": 0.35,
        "yaxis": {"range": [min([0.0, *values]) * 1.15, max([0.0, *values]) * 1.15 or 1], "nticks": 4, "fixedrange": True},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def costs_summary(view: AllocationView) -> str:
    """The chart in one sentence."""
    return _("In all {total} in twelve months.", total=money_compact(sum(row["kopecks"] for row in view.months)))


def why_items(view: AllocationView, code: str, asked: Asked, *, disputes: bool = False) -> list[Component]:
    """Each pool and month that makes up the share of a unit: driver, quantity, price. `disputes`: the reader may dispute a share."""
    row = next((one for one in view.rows if one["unit"] == code), None)
    parts = sorted(row["parts"], key=lambda part: (part["month"], -part["kopecks"])) if row else []
    return [_why(part, view, code, asked, disputes=disputes) for part in parts]


def _why(part: Mapping[str, Any], view: AllocationView, unit: str, asked: Asked, *, disputes: bool) -> Component:
    counted = number(part["quantity"], digits=None)
    how = _("{quantity} × {price}", quantity=counted, price=money(round(part["price"]), exact=True)) if part["price"] is not None else ""
    if part["driver"] == Driver.FIXED:
        how = percent(part["quantity"], digits=None)
    facts = [
        html.Span(month_label(date.fromisoformat(f"{part['month']}-01")), className="nw"), html.Span(driver_words(part["driver"])),
        html.Span(text_of(view.document["services"].get(part["service"]) or {}) or part["service"]), html.Span(how, className="nw"),
        html.Span(_("by a dispute") if part["correction"] else part["words"]),
    ]  # fmt: skip
    if unit not in NOBODY and not part["correction"] and part["driver"] not in (None, Driver.FIXED):
        rows = asked.behind(f"share:{part['month']}:{unit}:{part['pool']}:{part['service']}")
        facts.append(html.A(_("Open the rows"), href=rows))
    if disputes and not part["correction"] and part["kopecks"] > 0:
        share = {"month": part["month"], "unit": unit, "pool": part["pool"]}
        facts.append(html.A(_("Dispute"), href=to(Path.DISPUTES, search=share), **{"data-leave": "1"}))
    return html.Li([
        html.Div([html.Span(text_of(part["name"]), className="fw ell"), html.Span(className="sp"),
            html.Span(money(part["kopecks"], exact=True), className="num fw nw")], className="row-f"),
        html.Div([fact for fact in facts if fact.children], className="behind-facts"),
    ])  # fmt: skip
