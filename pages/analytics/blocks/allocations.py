"""Allocation of costs in a report: what each unit bears and why, to the kopeck."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.analytics.allocation import NOBODY, Driver
from pages.analytics.allocations_body import AllocationView, costs_by_month, costs_summary, driver_words, explanation
from pages.analytics.blocks.block import Block, Source
from pages.analytics.findings import Sentence
from pages.analytics.loss_view import change_of
from pages.formats import ABSENT, money, money_compact, money_parts, month_label, number, percent
from pages.paper.model import LONGEST_TABLE, Chart, Column, Definition, Mood, Section, Table, Tile
from pages.paper.workbook import Sheet, SheetChart, SheetColumn
from pages.translations import N_, _, ngettext, text_of

_MOODS: Mapping[str, Mood] = {"good": "bad", "bad": "good", "same": "neutral"}  # more costs are worse


def _tiles(view: AllocationView) -> list[Tile]:
    told = view.figures
    change, verdict = change_of(told["kopecks"], told["previous"])
    base = _("from {before}", before=money_compact(told["previous"])) if told["previous"] is not None and change else ""
    name = _("Costs of the service") if told["idle"] is not None else _("Borne by the unit")
    tiles = [Tile(name, *money_parts(told["kopecks"]), change, base, mood=_MOODS[verdict])]
    if told["idle"] is not None:
        whole = (("allocated", _("Borne by units")), ("idle", _("Idle capacity")), ("without_unit", _("Work without a unit")))
        for key, label in (one for one in whole if told[one[0]] or one[0] != "without_unit"):
            share = _("{share} of the costs", share=percent(told[key] / told["kopecks"], digits=0)) if told["kopecks"] else ""
            tiles.append(Tile(label, *money_parts(told[key]), base=share))
    return tiles


def _findings(view: AllocationView) -> list[Sentence]:
    told = view.figures
    found: list[Sentence] = []
    borne = [row for row in view.rows if row["unit"] not in NOBODY and row["kopecks"] > 0]
    if borne and told["allocated"] > 0 and len(borne) > 1:
        most = max(borne, key=lambda row: row["kopecks"])
        text = _(
            "“{unit}” bears most of the costs: **{sum}**, {share} of what units bear.",
            unit=view.unit(most["unit"]),
            sum=money_compact(most["kopecks"]),
            share=percent(most["kopecks"] / told["allocated"], digits=0),
        )
        found.append(Sentence(text, "neutral"))
    open_months = sum(1 for month in told["months"] if not month["closed_at"])
    if open_months:
        text = ngettext(
            "**{n} month** is not closed yet: its shares are a preview.",
            "**{n} months** are not closed yet: their shares are a preview.",
            open_months,
        )
        found.append(Sentence(text, "neutral"))
    return found


def _definitions(view: AllocationView) -> list[Definition]:
    told = explanation(view)
    return [Definition(told.title, told.sentence, is_general=True)]


def _months(view: AllocationView) -> Section | None:
    if not any(row["kopecks"] for row in view.months):
        return None
    return Section(_("Costs"), (Chart(_("Costs by month"), costs_by_month(view), costs_summary(view), unit=_("millions of roubles")),))


def _units(view: AllocationView) -> Section | None:
    if not view.rows:
        return None
    whole = view.figures["kopecks"]
    is_compared = bool(view.compared_label())
    rows = [
        (
            view.unit(row["unit"]),
            money(row["kopecks"]),
            money(row["previous"]) if is_compared else ABSENT,
            change_of(row["kopecks"], row["previous"] if is_compared else None)[0],
            percent(row["kopecks"] / whole, digits=1) if whole else ABSENT,
        )
        for row in view.rows
    ]
    if view.figures["unshared"]:
        rows.append((_("no key in force"), money(view.figures["unshared"]), "", "", percent(view.figures["unshared"] / whole, digits=1)))
    columns = (
        Column(_("Unit"), share=1),
        Column(_("bears"), "number"),
        Column(_("period before"), "number"),
        Column(_("change"), "number"),
        Column(_("share"), "number"),
    )
    table = Table(_("Who bears it"), columns, tuple(rows), total=(_("Total"), money(whole), money(view.figures["previous"]), "", ""))
    return Section(_("Allocation of costs"), (table,))


def _why(view: AllocationView) -> Section | None:
    """A table per unit: pool, driver, quantity, price. What does not fit on paper is in the workbook, and the report says so."""
    tables: list[Table] = []
    room = LONGEST_TABLE
    for row in view.rows:
        parts = sorted(row["parts"], key=lambda part: (part["month"], -part["kopecks"]))
        if not parts or row["unit"] in NOBODY:
            continue
        if len(parts) > room:
            return Section(_("Why it bears it"), tuple(tables), lead=_("Only a part fits on paper; the workbook holds every row."))
        room -= len(parts)
        tables.append(_why_table(view, row, parts))
    return Section(_("Why it bears it"), tuple(tables)) if tables else None


def _why_table(view: AllocationView, row: Mapping[str, Any], parts: list[Mapping[str, Any]]) -> Table:
    columns = (
        Column(_("Month")),
        Column(_("Pool"), share=1),
        Column(_("Driver"), share=1),
        Column(_("Quantity"), "number"),
        Column(_("Price, ₽"), "number"),
        Column(_("Sum, ₽"), "number"),
    )
    rows = tuple(
        (
            month_label(date.fromisoformat(f"{part['month']}-01")),
            text_of(part["name"]),
            _driver(view, part),
            _quantity(part),
            _price(part),
            _roubles(part["kopecks"]),
        )
        for part in parts
    )
    return Table(view.unit(row["unit"]), columns, rows, total=(_("Total"), "", "", "", "", _roubles(row["kopecks"])))


def _roubles(kopecks: int) -> str:
    return money(kopecks, exact=True).removesuffix("₽").rstrip()


def _driver(view: AllocationView, part: Mapping[str, Any]) -> str:
    service = text_of(view.document["services"].get(part["service"]) or {}) or part["service"]
    return ", ".join(word for word in (driver_words(part["driver"]), service) if word)


def _quantity(part: Mapping[str, Any]) -> str:
    return percent(part["quantity"], digits=None) if part["driver"] == Driver.FIXED else number(part["quantity"], digits=None)


def _price(part: Mapping[str, Any]) -> str:
    return ABSENT if part["price"] is None or part["driver"] == Driver.FIXED else _roubles(round(part["price"]))


def _sheets(view: AllocationView) -> list[Sheet]:
    of_unit = [
        SheetColumn(_("Unit"), width=36),
        SheetColumn(_("Bears"), "money", is_summed=True),
        SheetColumn(_("Period before"), "money", is_summed=True),
    ]
    of_part = [
        SheetColumn(_("Unit"), width=36),
        SheetColumn(_("Month"), width=12),
        SheetColumn(_("Pool"), width=32),
        SheetColumn(_("Driver"), width=32),
        SheetColumn(_("Service")),
        SheetColumn(_("Quantity"), "number"),
        SheetColumn(_("Price"), "money"),
        SheetColumn(_("Sum"), "money", is_summed=True),
        SheetColumn(_("Key"), width=40),
    ]
    units: list[tuple[Any, ...]] = [(view.unit(row["unit"]), row["kopecks"], row["previous"]) for row in view.rows]
    if view.figures["unshared"]:
        units.append((_("no key in force"), view.figures["unshared"], None))
    parts = [
        (
            view.unit(row["unit"]),
            part["month"],
            text_of(part["name"]),
            driver_words(part["driver"]),
            text_of(view.document["services"].get(part["service"]) or {}) or part["service"],
            part["quantity"],
            None if part["price"] is None else round(part["price"]),
            part["kopecks"],
            part["words"],
        )
        for row in view.rows
        for part in row["parts"]
    ]
    months = [(row["month"], row["kopecks"]) for row in view.months]
    return [
        Sheet(_("Costs by unit"), of_unit, units, charts=(SheetChart(_("Who bears it"), "bar", (1,)),)),
        Sheet(_("Why it bears it"), of_part, parts),
        Sheet(
            _("Costs by month"),
            [SheetColumn(_("Month"), width=12), SheetColumn(_("Costs"), "money", is_summed=True)],
            months,
            charts=(SheetChart(_("Costs by month"), "column", (1,)),),
        ),
    ]


SOURCE = Source(
    "allocations",
    N_("Allocation of costs"),
    AllocationView,
    tiles=_tiles,
    findings=_findings,
    definitions=_definitions,
    sheets=_sheets,
    blocks=(
        Block("allocations.months", N_("Costs by month"), _months),
        Block("allocations.units", N_("Who bears the costs"), _units),
        Block("allocations.why", N_("Why a unit bears what it bears"), _why),
    ),
)
