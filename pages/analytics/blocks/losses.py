"""Prevented loss in a report: the dashboard on paper and in the workbook. Objects and cases are not told, only sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pages.analytics.blocks.block import MOODS, Block, Source
from pages.analytics.figures import events_words
from pages.analytics.loss_charts import losses_by_month, losses_summary
from pages.analytics.loss_view import LossView, change_of, entries, loss_name, sentences
from pages.formats import ABSENT, money, money_compact, money_parts, number, percent
from pages.paper.model import Chart, Column, Definition, Section, Table, Tile
from pages.paper.workbook import Sheet, SheetChart, SheetColumn
from pages.translations import N_, _, text_of


def _tiles(view: LossView) -> list[Tile]:
    told, share = view.figures, view.plan_share
    change, verdict = change_of(told["kopecks"], told["previous_kopecks"])
    before = told["previous_kopecks"]
    base = _("from {before}", before=money_compact(before)) if before is not None and change else ""
    plan = _("plan {sum}", sum=money_compact(told["plan_kopecks"])) if share is not None else _("no plan is set")
    decided = _("rejected {n}, doubles {m}", n=number(told["rejected"]), m=number(told["doubles"]))
    return [
        Tile(loss_name("confirmed"), *money_parts(told["kopecks"]), change, base, mood=MOODS[verdict]),
        Tile(
            loss_name("plan"),
            percent(share, digits=0).rstrip("%").rstrip() if share is not None else ABSENT,
            "%" if share is not None else "",
            base=plan,
        ),
        Tile(loss_name("losses"), number(told["losses"]), base=decided),
        Tile(loss_name("submitted"), *money_parts(told["submitted_kopecks"]), base=entries(told["submitted"])),
    ]


def _definitions(view: LossView) -> list[Definition]:
    return [Definition(text_of(rule["name"]), text_of(rule["formula"])) for rule in view.document["rules"]]


def _months(view: LossView) -> Section | None:
    if not any(row["kopecks"] for row in view.months):
        return None
    chart = Chart(
        _("Prevented loss by month"), losses_by_month(view), losses_summary(view), unit=_("millions of roubles; the line is the plan"),
        note=events_words(view.figures.get("annotations") or ()),
    )
    return Section(_("Prevented loss"), (chart,))


def _categories(view: LossView) -> Section:
    columns = (
        Column(_("Category"), share=1),
        Column(_("events"), "number"),
        Column(_("prevented"), "number"),
        Column(_("period before"), "number"),
        Column(_("change"), "number"),
        Column(_("plan"), "number"),
        Column(_("of plan"), "number"),
    )
    rows = tuple(_category_cells(view.category(row["category"]), row) for row in view.categories)
    note = _("Of it corrections: {sum}.", sum=money(view.figures["corrections"], signed=True)) if view.figures["corrections"] else ""
    table = Table(_("By category"), columns, rows, total=_category_cells(_("Total"), view.figures), note=note)
    return Section(_("Prevented loss by category"), (table,))


def _category_cells(name: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    before, plan = row["previous_kopecks"], row["plan_kopecks"]
    of_plan = percent(row["kopecks"] / plan, digits=0) if plan else ABSENT
    return (
        name,
        number(row["losses"]),
        money(row["kopecks"]),
        money(before),
        change_of(row["kopecks"], before)[0],
        money(plan),
        of_plan,
    )


def _services(view: LossView) -> Section | None:
    rows = [(view.service(row["key"]), row) for row in view.figures["by_service"]]
    return _grouped(view, rows, title=_("What found it"), head=_("Service"))


def _lines(view: LossView) -> Section | None:
    rows = [(view.line(row["key"]), row) for row in view.figures["by_business_line"]]
    return _grouped(view, rows, title=_("Whom it was for"), head=_("Business line"))


def _grouped(view: LossView, rows: Sequence[tuple[str, Mapping[str, Any]]], *, title: str, head: str) -> Section | None:
    if not rows:
        return None
    columns = (Column(head, share=1), Column(_("events"), "number"), Column(_("prevented"), "number"))
    cells = tuple((name, number(row["losses"]), money(row["kopecks"])) for name, row in rows)
    return Section(
        title, (Table(title, columns, cells, total=(_("Total"), number(view.figures["losses"]), money(view.figures["kopecks"]))),)
    )


def _sheets(view: LossView) -> list[Sheet]:
    money_column, count = SheetColumn(_("Prevented"), "money", is_summed=True), SheetColumn(_("Events"), "integer", is_summed=True)
    categories = [
        (view.category(row["category"]), row["losses"], row["kopecks"], row["corrections"], row["previous_kopecks"], row["plan_kopecks"])
        for row in view.categories
    ]
    of_category = [
        SheetColumn(_("Category"), width=34),
        count,
        money_column,
        SheetColumn(_("Of it corrections"), "money", is_summed=True),
        SheetColumn(_("Period before"), "money", is_summed=True),
        SheetColumn(_("Plan"), "money", is_summed=True),
    ]
    months = [(row["month"], row["kopecks"], row["plan_kopecks"]) for row in view.months]
    grouped = [
        Sheet(
            title,
            [SheetColumn(head), count, money_column],
            [(name(row["key"]), row["losses"], row["kopecks"]) for row in view.figures[key]],
        )
        for title, head, key, name in (
            (_("Loss by service"), _("Service"), "by_service", view.service),
            (_("Loss by business line"), _("Business line"), "by_business_line", view.line),
        )
    ]
    return [
        Sheet(_("Loss by category"), of_category, categories, charts=(SheetChart(_("Prevented loss by category"), "bar", (2,)),)),
        Sheet(
            _("Loss by month"),
            [SheetColumn(_("Month"), width=12), money_column, SheetColumn(_("Plan"), "money")],
            months,
            charts=(SheetChart(_("Prevented loss by month"), "column", (1,), lines=(2,)),),
        ),
        *grouped,
    ]


SOURCE = Source(
    "prevented-loss",
    N_("Prevented loss"),
    LossView,
    tiles=_tiles,
    findings=sentences,
    definitions=_definitions,
    sheets=_sheets,
    blocks=(
        Block("prevented-loss.months", N_("Prevented loss by month"), _months),
        Block("prevented-loss.categories", N_("Prevented loss by category"), _categories),
        Block("prevented-loss.services", N_("Prevented loss by service"), _services),
        Block("prevented-loss.lines", N_("Prevented loss by business line"), _lines),
    ),
)
