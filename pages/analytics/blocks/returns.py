"""Return, pay-back and the flow of cash as sections: the report of effect tells them as planned, that of return under its scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pages.analytics.effect_charts import cash_flow, cash_summary
from pages.analytics.roi_view import months_text, rate_words, share_text
from pages.formats import ABSENT, money, money_compact
from pages.paper.model import Chart, Column, Section, Table
from pages.paper.workbook import Sheet, SheetChart, SheetColumn
from pages.translations import _, text_of


def returns_section(told: Mapping[str, Any]) -> Section | None:
    """Each initiative and what is chosen together; `told`: the figures of `figures roi`."""
    if not told["initiatives"]:
        return None
    columns = (
        Column(_("Initiative"), share=1), Column(_("costs"), "number"), Column(_("benefits"), "number"), Column("ROI", "number"),
        Column(_("pay-back"), "number"), Column(_("NPV"), "number"), Column(_("IRR"), "number"),
    )  # fmt: skip
    chosen = told["initiative"]
    rows = tuple(_cells(text_of(row["name"]), row) for row in told["initiatives"] if chosen in ("", row["code"]))
    apart = told["prevented"] and not told["losses"]
    note = _("Discount rate: {words}", words=rate_words(told["rate"]))
    if apart:
        note += " " + _("Prevented loss of {sum} stands apart and is not counted in.", sum=money(told["prevented"]))
    total = None if chosen else _cells(_("Together"), told["together"])
    return Section(_("Return and pay-back"), (Table(_("Return and pay-back"), columns, rows, total=total, note=note),))


def _cells(name: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    value = row["present_value"]
    return (
        name, money_compact(row["costs"]), money_compact(row["benefits"]), share_text(row["roi"]), months_text(row["pay_back"]),
        ABSENT if value is None else money_compact(value), share_text(row["internal_rate"]),
    )  # fmt: skip


def cash_section(told: Mapping[str, Any]) -> Section | None:
    """Costs and benefits summed up, with the month in which they meet."""
    if not told["months"]:
        return None
    chart = Chart(
        _("Flow of cash"), cash_flow(told, told["together"]), cash_summary(told, told["together"]),
        unit=_("millions of roubles in all; dashed: still ahead"),
    )  # fmt: skip
    return Section(_("Flow of cash"), (chart,))


def cash_sheets(told: Mapping[str, Any]) -> list[Sheet]:
    """The months as a sheet with live totals and a native chart; none without months."""
    months = [(row["month"], row["cost"], row["benefit"], row["cumulative"]) for row in told["months"]]
    columns = [
        SheetColumn(_("Month"), width=12), SheetColumn(_("Costs"), "money", is_summed=True),
        SheetColumn(_("Benefits"), "money", is_summed=True), SheetColumn(_("In all"), "money"),
    ]  # fmt: skip
    chart = SheetChart(_("Flow of cash"), "column", (1, 2), lines=(3,))
    return [Sheet(_("Flow of cash"), columns, months, charts=(chart,))] if months else []
