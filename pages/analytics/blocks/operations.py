"""Deadlines and load in a report: the operations dashboard on paper and in the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.analytics.figure_rules import FIGURES
from pages.analytics import figures
from pages.analytics.blocks.block import MOODS, Block, Source
from pages.analytics.findings import findings
from pages.analytics.view import View, bucket_name, change_text, hours_text, load_name, value_text
from pages.formats import number, percent
from pages.paper.model import Chart, Column, Definition, Section, Table, Tile
from pages.paper.workbook import Sheet, SheetChart, SheetColumn
from pages.translations import N_, _, text_of

_TILES = ("sla_compliance", "median_handling", "open_at_end", "median_reaction", "overdue")
_SUMMARY = (
    "opened",
    "closed",
    "open_at_end",
    "open",
    "overdue",
    "at_risk",
    "sla_compliance",
    "sla_broken",
    "median_reaction",
    "median_handling",
    "median_duration",
    "rating",
    "rework",
    "withdrawn",
    "refused",
)
_MONTH_KEYS = (
    "opened",
    "closed",
    "sla_broken",
    "sla_compliance",
    "median_reaction_hours",
    "median_handling_hours",
    "median_duration_hours",
)
_MOST_STEPS = 24


def _tiles(view: View) -> list[Tile]:
    return [_tile(view, key) for key in _TILES]


def _definitions(view: View) -> list[Definition]:
    return [Definition(text_of(rule["name"]), text_of(rule["formula"])) for rule in view.rules]


def _tile(view: View, key: str) -> Tile:
    value, unit = value_text(key, view.value(key))
    change, verdict = ("", "same") if key == "overdue" else change_text(key, view.value(key), view.before(key))
    before = view.before(key)
    base = _("from {before}", before=" ".join(value_text(key, before)).strip()) if before is not None and change else ""
    target = _("target {value}", value=percent(view.target, digits=None)) if key == "sla_compliance" and view.target is not None else ""
    return Tile(view.name_of(key), value, unit, change, base, target, MOODS[verdict])


def _deadlines(view: View) -> Section:
    blocks: list[Any] = []
    if any(row["sla_compliance"] is not None for row in view.months):
        drawn = figures.sla_by_month(view), figures.sla_summary(view)
        note = figures.events_words(view.figures.get("annotations") or ())
        blocks.append(Chart(_("Closed in time"), *drawn, unit=_("% of cases, by month"), note=note))
    blocks.append(_service_table(view))
    return Section(_("Deadlines"), tuple(blocks))


def _service_table(view: View) -> Table:
    counted = [
        Column(title, "number")
        for title in (_("Opened cases"), _("Closed cases"), _("Late"), _("In time"), _("Reaction, h"), _("Resolution, h"))
    ]
    rows = [_service_cells(view.service(row["service"]), row) for row in view.figures["by_service"] if row["opened"] or row["closed"]]
    return Table(_("By service"), (Column(_("Service"), share=1), *counted), tuple(rows), total=_service_cells(_("Total"), view.figures))


def _service_cells(name: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        name,
        number(row["opened"]),
        number(row["closed"]),
        number(row["sla_broken"]),
        percent(row["sla_compliance"], digits=1),
        hours_text(row["median_reaction_hours"]),
        hours_text(row["median_handling_hours"]),
    )


def _speed(view: View) -> Section | None:
    blocks: list[Any] = []
    if view.value("open"):
        age = (figures.ageing_bars(view), figures.ageing_summary(view))
        blocks.append(Chart(_("Age of open cases"), *age, unit=_("days since opening"), width="half"))
    if any(row["median_handling_hours"] is not None for row in view.months):
        times = (figures.times_by_month(view), figures.times_summary(view))
        blocks.append(Chart(_("Reaction and resolution"), *times, unit=_("median hours"), width="half"))
    return Section(_("Speed and queue"), tuple(blocks)) if blocks else None


def _steps(view: View) -> Section | None:
    steps = sorted((row for row in view.figures["funnel"] if row["cases"] or row["open_now"]), key=lambda row: -row["visits"])[:_MOST_STEPS]
    kept = {(row["service"], row["step"]) for row in steps}
    rows = [
        (
            view.service(row["service"]),
            text_of(row["name"]) or row["step"],
            number(row["cases"]),
            hours_text(row["median_hours"]),
            number(row["open_now"]),
        )
        for row in view.figures["funnel"]
        if (row["service"], row["step"]) in kept
    ]
    counted = [Column(title, "number") for title in (_("Cases"), _("Median, h"), _("There now"))]
    columns = (Column(_("Service"), share=1), Column(_("Step"), share=1), *counted)
    return Section(_("Where cases spend their time"), (Table(_("Steps"), columns, tuple(rows)),)) if rows else None


def _people(view: View) -> Section | None:
    counted = [Column(title, "number") for title in (_("Open cases"), _("Overdue"), _("At risk"), _("Capacity"))]
    tables = [
        Table(title, (Column(title, share=1), *counted), tuple(_load_cells(load) for load in view.figures[key]))
        for title, key in ((_("Groups"), "workload_groups"), (_("Officers"), "workload_officers"))
        if view.figures[key]
    ]
    return Section(_("Workload now"), tuple(tables)) if tables else None


def _load_cells(load: Mapping[str, Any]) -> tuple[str, ...]:
    return (load_name(load), *(number(load[key]) for key in ("open", "overdue", "at_risk", "capacity")))


def _sheets(view: View) -> list[Sheet]:
    """Every figure with the one before, then services, months, steps and loads as tables."""
    kept = sorted((rule for rule in view.rules if rule["key"] in _SUMMARY), key=lambda rule: _SUMMARY.index(rule["key"]))
    summary = [
        (text_of(rule["name"]), view.value(rule["key"]), view.before(rule["key"]), _unit(rule["key"]), text_of(rule["formula"]))
        for rule in kept
    ]
    figure_columns = [
        SheetColumn(_("Figure")),
        SheetColumn(_("Value"), "number"),
        SheetColumn(_("Before"), "number"),
        SheetColumn(_("Unit"), width=12),
        SheetColumn(_("How it is computed"), width=90),
    ]
    integers = [SheetColumn(title, "integer", is_summed=True) for title in (_("Opened cases"), _("Closed cases"), _("Late"))]
    hours = [SheetColumn(title, "number") for title in (_("Reaction, h"), _("Resolution, h"), _("By the clock, h"))]
    measures = [*integers, SheetColumn(_("In time"), "percent"), *hours]
    step_columns = [
        SheetColumn(_("Service")),
        SheetColumn(_("Step")),
        SheetColumn(_("Cases"), "integer"),
        SheetColumn(_("Visits"), "integer"),
        SheetColumn(_("Median, h"), "number"),
        SheetColumn(_("There now"), "integer"),
    ]
    loads = [SheetColumn(title, "integer") for title in (_("Open cases"), _("Overdue"), _("At risk"), _("Capacity"))]
    return [
        Sheet(_("Figures"), figure_columns, summary),
        Sheet(
            _("By service"),
            [SheetColumn(_("Service")), *measures],
            [_measured(view.service(row["service"]), row) for row in view.figures["by_service"]],
        ),
        Sheet(
            _("By month"),
            [SheetColumn(_("Month"), width=12), *measures],
            [_measured(row["month"], row) for row in view.months],
            charts=(
                SheetChart(_("Opened and closed"), "column", (1, 2)),
                SheetChart(_("Closed in time"), "line", (4,)),
                SheetChart(_("Reaction and resolution"), "line", (5, 6)),
            ),
        ),
        Sheet(
            _("Steps"),
            step_columns,
            [
                (
                    view.service(row["service"]),
                    text_of(row["name"]) or row["step"],
                    row["cases"],
                    row["visits"],
                    row["median_hours"],
                    row["open_now"],
                )
                for row in view.figures["funnel"]
            ],
        ),
        Sheet(_("Workload"), [SheetColumn(_("Whose"), width=14), SheetColumn(_("Name")), *loads], _load_rows(view)),
        Sheet(
            _("Age"),
            [SheetColumn(_("Days since opening")), SheetColumn(_("Cases"), "integer", is_summed=True)],
            [(bucket_name(row["bucket"]), row["cases"]) for row in view.figures["ageing"]],
            charts=(SheetChart(_("Age of open cases"), "column", (1,)),),
        ),
    ]


def _measured(name: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (name, *(row[key] for key in _MONTH_KEYS))


def _load_rows(view: View) -> list[tuple[Any, ...]]:
    return [
        (title, load_name(load, short=False), load["open"], load["overdue"], load["at_risk"], load["capacity"])
        for title, key in ((_("Group"), "workload_groups"), (_("Officer"), "workload_officers"))
        for load in view.figures[key]
    ]


def _unit(key: str) -> str:
    return {"cases": _("cases"), "share": _("share"), "hours": _("hours"), "points": _("points")}[FIGURES[key].unit]


SOURCE = Source(
    "operations",
    N_("Deadlines and load"),
    View,
    tiles=_tiles,
    findings=findings,
    definitions=_definitions,
    sheets=_sheets,
    blocks=(
        Block("operations.deadlines", N_("Deadlines"), _deadlines),
        Block("operations.speed", N_("Speed and queue"), _speed),
        Block("operations.steps", N_("Where cases spend their time"), _steps),
        Block("operations.people", N_("Workload now"), _people),
    ),
)
