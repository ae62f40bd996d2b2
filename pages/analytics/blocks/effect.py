"""Measured effect and return in a report: before and now, the course of the year, services, initiatives, the flow of cash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.analytics.effect import Measure
from pages.analytics.blocks.block import MOODS, Block, Source
from pages.analytics.blocks.returns import cash_section, cash_sheets, returns_section
from pages.analytics.effect_charts import left_of_baseline, left_summary
from pages.analytics.effect_view import EffectView, change_text, doubt_words, measure_name, sentences, value_parts, value_text
from pages.formats import ABSENT, number
from pages.paper.model import Chart, Column, Definition, Section, Table, Tile
from pages.paper.workbook import Sheet, SheetColumn
from pages.translations import N_, _, text_of

_TILES = (Measure.HANDLING, Measure.LABOUR, Measure.REPORT_ERRORS, Measure.REPORT_TIME)


def _tiles(view: EffectView) -> list[Tile]:
    told = []
    for measure in _TILES:
        row = view.measure(measure)
        change, verdict = change_text(row)
        base = _("was {before}", before=value_text(measure, row["before"])) if row["before"] is not None else _("no baseline yet")
        told.append(Tile(measure_name(measure), *value_parts(measure, row["now"]), change, base, mood=MOODS[verdict]))
    return told


def _definitions(view: EffectView) -> list[Definition]:
    return [Definition(text_of(rule["name"]), text_of(rule["formula"])) for rule in view.document["rules"]]


def _columns(first: str) -> tuple[Column, ...]:
    return (
        Column(first, share=1), Column(_("before"), "number"), Column(_("now"), "number"), Column(_("change"), "number"),
        Column(_("rows now"), "number"),
    )  # fmt: skip


def _cells(name: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    measure = row["measure"]
    now, before = value_text(measure, row["now"]), value_text(measure, row["before"])
    return name, before, now, change_text(row)[0] or ABSENT, number(row["rows"])


def _measures(view: EffectView) -> Section:
    rows = tuple(_cells(measure_name(row["measure"]), row) for row in view.measures)
    doubts = [f"{measure_name(row['measure'])}: {' '.join(doubt_words(row))}" for row in view.measures if row["doubts"]]
    sources = [f"{measure_name(row['measure'])} — {row['baseline']['source']}" for row in view.measures if row["baseline"]]
    note = " ".join([*doubts, *([_("Sources of the baselines. {list}.", list="; ".join(sources))] if sources else [])])
    return Section(_("Before and now"), (Table(_("Before and now"), _columns(_("Measure")), rows, note=note),))


def _course(view: EffectView) -> Section | None:
    drawn = left_of_baseline(view)
    if not drawn["data"]:
        return None
    return Section(_("What is left of it"), (
        Chart(_("What is left of it"), drawn, left_summary(view), unit=_("% of the baseline, by month")),
    ))  # fmt: skip


def _services(view: EffectView) -> Section | None:
    tables = []
    for measure in (Measure.HANDLING, Measure.LABOUR):
        rows = tuple(
            _cells(view.service(row["service"]), row) for row in view.services if row["measure"] == measure and row["change"] is not None
        )
        if rows:
            tables.append(Table(measure_name(measure), _columns(_("Service")), rows))
    return Section(_("Effect by service"), tuple(tables)) if tables else None


def _returns(view: EffectView) -> Section | None:
    return returns_section(view.initiatives)


def _cash(view: EffectView) -> Section | None:
    return cash_section(view.initiatives)


def _sheets(view: EffectView) -> list[Sheet]:
    columns = [
        SheetColumn(_("Measure"), width=30), SheetColumn(_("Service"), width=30), SheetColumn(_("Unit"), width=12),
        SheetColumn(_("Before"), "number"), SheetColumn(_("Now"), "number"), SheetColumn(_("Change"), "percent"),
        SheetColumn(_("Rows now"), "integer"), SheetColumn(_("Care"), width=60),
    ]  # fmt: skip
    rows = [
        (measure_name(row["measure"]), view.service(row["service"]) if row["service"] else "", _unit(row["unit"]),
         row["before"], row["now"], row["change"], row["rows"], " ".join(doubt_words(row)))
        for row in (*view.measures, *view.services)
    ]  # fmt: skip
    return [Sheet(_("Before and now"), columns, rows), *cash_sheets(view.initiatives)]


def _unit(unit: str) -> str:
    return {
        "hours": _("hours"), "minutes": _("minutes"), "share": _("share"), "clicks": _("clicks"), "kopecks": _("kopecks"),
    }[unit]  # fmt: skip


SOURCE = Source(
    "effect",
    N_("Effect"),
    EffectView,
    tiles=_tiles,
    findings=sentences,
    definitions=_definitions,
    sheets=_sheets,
    blocks=(
        Block("effect.measures", N_("Before and now"), _measures),
        Block("effect.course", N_("What is left of it"), _course),
        Block("effect.services", N_("Effect by service"), _services),
        Block("effect.returns", N_("Return and pay-back"), _returns),
        Block("effect.cash", N_("Flow of cash"), _cash),
    ),
)
