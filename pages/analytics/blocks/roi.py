"""Return and pay-back under a scenario in a report: initiatives, the flow of cash, plan against fact, what is read live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pages.analytics.blocks.block import Block, Source
from pages.analytics.blocks.returns import cash_section, cash_sheets, returns_section
from pages.analytics.roi_view import TILES, RoiView, confidence, figure_parts, roi_name, sentences, words_under
from pages.formats import money_compact, percent
from pages.paper.model import Column, Definition, Section, Table, Tile
from pages.paper.workbook import Sheet, SheetColumn
from pages.translations import N_, _, text_of


def _tiles(view: RoiView) -> list[Tile]:
    return [Tile(roi_name(key), *figure_parts(key, view.together[key]), "", words_under(view, key)) for key in TILES]


def _definitions(view: RoiView) -> list[Definition]:
    return [Definition(text_of(rule["name"]), text_of(rule["formula"])) for rule in view.document["rules"]]


def _facts(view: RoiView) -> Section | None:
    """Plan against fact over the months that are over and told."""
    rows = [row for row in view.initiatives if view.figures["initiative"] in ("", row["code"])]
    if not any(row["months_told"] for row in rows):
        return None
    columns = (
        Column(_("Initiative"), share=1), Column(_("planned costs"), "number"), Column(_("costs in fact"), "number"),
        Column(_("planned benefits"), "number"), Column(_("benefits in fact"), "number"),
    )  # fmt: skip
    total = None if view.figures["initiative"] else _fact_cells(_("Together"), view.figures)
    table = Table(
        _("Plan and fact"), columns, tuple(_fact_cells(text_of(row["name"]), row) for row in rows), total=total, note=confidence(view) + "."
    )
    return Section(_("Plan and fact"), (table,))


def _fact_cells(name: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    return name, *(money_compact(row[key]) for key in ("planned_cost", "actual_cost", "planned_benefit", "actual_benefit"))


def _sources(view: RoiView) -> Section | None:
    rows = tuple(
        (text_of(row["name"]), view.source(one["kind"], one["ref"]), percent(one["share"], digits=None))
        for row in view.initiatives if view.figures["initiative"] in ("", row["code"]) for one in row["sources"]
    )  # fmt: skip
    columns = (Column(_("Initiative"), share=1), Column(_("Source"), share=1), Column(_("Share, %"), "number"))
    return Section(_("What is read live"), (Table(_("What is read live"), columns, rows),)) if rows else None


def _sheets(view: RoiView) -> list[Sheet]:
    columns = [
        SheetColumn(_("Initiative"), width=34), SheetColumn(_("Costs"), "money"), SheetColumn(_("Benefits"), "money"),
        SheetColumn("ROI", "percent"), SheetColumn(_("pay-back, months"), "number"), SheetColumn(_("NPV"), "money"),
        SheetColumn(_("IRR"), "percent"),
    ]  # fmt: skip
    rows = [_sheet_row(text_of(row["name"]), row) for row in view.initiatives]
    return [
        Sheet(_("Return and pay-back"), columns, [*rows, _sheet_row(view.chosen_name, view.together)]), *cash_sheets(view.figures)
    ] if rows else []  # fmt: skip


def _sheet_row(name: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return name, row["costs"], row["benefits"], row["roi"], row["pay_back"], row["present_value"], row["internal_rate"]


SOURCE = Source(
    "roi",
    N_("Return and pay-back"),
    RoiView,
    tiles=_tiles,
    findings=sentences,
    definitions=_definitions,
    sheets=_sheets,
    blocks=(
        Block("roi.returns", N_("Return and pay-back"), lambda view: returns_section(view.figures)),
        Block("roi.cash", N_("Flow of cash"), lambda view: cash_section(view.figures)),
        Block("roi.facts", N_("Plan and fact"), _facts),
        Block("roi.sources", N_("What is read live"), _sources),
    ),
)
