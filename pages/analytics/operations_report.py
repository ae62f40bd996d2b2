"""The operations report: from the stored document to what stands on paper and in the workbook. The same document, the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from models.analytics.figure_rules import FIGURES
from pages.analytics import figures
from pages.analytics.findings import findings
from pages.analytics.view import View, bucket_name, change_text, hours_text, load_name, value_text
from pages.formats import number, percent
from pages.paper.model import Chart, Column, Definition, Finding, Mood, ReportModel, Section, Table, Tile
from pages.paper.report import render_pdf
from pages.paper.workbook import About, Sheet, SheetColumn, render_workbook
from pages.translations import _, text_of, use_language

Format = Literal["pdf", "xlsx"]
FORMATS: tuple[Format, ...] = ("pdf", "xlsx")
_TILES = ("open_at_end", "overdue", "sla_compliance", "median_reaction", "median_handling")
_SUMMARY = (
    "opened", "closed", "open_at_end", "open", "overdue", "at_risk", "sla_compliance", "sla_broken", "median_reaction", "median_handling",
    "median_duration", "rating", "rework", "withdrawn", "refused",
)  # fmt: skip
_MOODS: Mapping[str, Mood] = {"good": "good", "bad": "bad", "same": "neutral"}
_MOST_STEPS = 24


def render_report(document: Mapping[str, Any]) -> bytes:
    """The file of a stored document: everything it needs, language and author too, is in it."""
    with use_language(document["report"]["lang"]):
        if document["report"]["format"] == "pdf":
            return render_pdf(report_model(document))
        return render_workbook(sheets(document), _about(document))


def file_name(document: Mapping[str, Any]) -> str:
    """«Kordon-operations-2026-Q1-ru.pdf»: the same in all languages, harmless on every disk."""
    told = document["report"]
    return f"Kordon-operations-{document['period']['code']}-{told['lang']}.{told['format']}"


def report_model(document: Mapping[str, Any]) -> ReportModel:
    """What the PDF says. The language must be the report's own."""
    view, told = View(document), document["report"]
    return ReportModel(
        title=_("Deadlines and load"), subtitle=_("Report of the security service"), lang=told["lang"], organisation=_("Security service"),
        period_label=view.period_label(), author=told["author"], data_as_of=view.as_of,
            generated_at=datetime.fromisoformat(told["made_at"]),
        zone=told["zone"], compared_with=view.compared_label(), filters=tuple([(_("Days"), view.stretch_label()), *view.filters()]),
        tiles=tuple(_tile(view, key) for key in _TILES),
        findings=tuple(Finding(sentence.text, sentence.mood) for sentence in findings(view)),
        sections=tuple(section for section in (_deadlines(view), _load(view), _course(view), _people(view)) if section.blocks),
        definitions=tuple(Definition(text_of(rule["name"]), text_of(rule["formula"])) for rule in view.rules),
    )  # fmt: skip


def _tile(view: View, key: str) -> Tile:
    value, unit = value_text(key, view.value(key))
    change, verdict = ("", "same") if key == "overdue" else change_text(key, view.value(key), view.before(key))
    before = view.before(key)
    base = _("from {before}", before=" ".join(value_text(key, before)).strip()) if before is not None and change else ""
    target = _("target {value}", value=percent(view.target, digits=None)) if key == "sla_compliance" and view.target is not None else ""
    return Tile(view.name_of(key), value, unit, change, base, target, _MOODS[verdict])


def _deadlines(view: View) -> Section:
    blocks: list[Any] = []
    if any(row["sla_compliance"] is not None for row in view.months):
        blocks.append(Chart(_("Closed in time"), figures.sla_by_month(view), figures.sla_summary(view), unit=_("% of cases, by month")))
    blocks.append(_service_table(view))
    return Section(_("Deadlines"), tuple(blocks))


def _service_table(view: View) -> Table:
    columns = (
        Column(_("Service"), share=1), Column(_("Opened cases"), "number"), Column(_("Closed cases"), "number"), Column(_("Late"),
            "number"),
        Column(_("In time"), "number"), Column(_("Reaction, h"), "number"), Column(_("Resolution, h"), "number"),
    )  # fmt: skip
    rows = [_service_cells(view.service(row["service"]), row) for row in view.figures["by_service"] if row["opened"] or row["closed"]]
    return Table(_("By service"), columns, tuple(rows), total=_service_cells(_("Total"), view.figures))


def _service_cells(name: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        name, number(row["opened"]), number(row["closed"]), number(row["sla_broken"]), percent(row["sla_compliance"], digits=1),
        hours_text(row["median_reaction_hours"]), hours_text(row["median_handling_hours"]),
    )  # fmt: skip


def _load(view: View) -> Section:
    blocks: list[Any] = []
    if view.value("open"):
        blocks.append(
            Chart(
                _("Age of open cases"), figures.ageing_bars(view), figures.ageing_summary(view), unit=_("days since opening"), width="half"
            )
        )
    if any(row["median_handling_hours"] is not None for row in view.months):
        blocks.append(
            Chart(
                _("Reaction and resolution"),
                figures.times_by_month(view),
                figures.times_summary(view),
                unit=_("median hours"),
                width="half",
            )
        )
    return Section(_("Speed and queue"), tuple(blocks))


def _course(view: View) -> Section:
    steps = [row for row in view.figures["funnel"] if row["cases"] or row["open_now"]]
    steps = sorted(steps, key=lambda row: -row["visits"])[:_MOST_STEPS]
    kept = {(row["service"], row["step"]) for row in steps}
    rows = [
        (view.service(row["service"]), text_of(row["name"]) or row["step"], number(row["cases"]), hours_text(row["median_hours"]),
            number(row["open_now"]))
        for row in view.figures["funnel"] if (row["service"], row["step"]) in kept
    ]  # fmt: skip
    columns = (
        Column(_("Service"), share=1), Column(_("Step"), share=1), Column(_("Cases"), "number"), Column(_("Median, h"), "number"),
            Column(_("There now"), "number"),
    )  # fmt: skip
    return Section(_("Where cases spend their time"), (Table(_("Steps"), columns, tuple(rows)),) if rows else ())


def _people(view: View) -> Section:
    columns = (
        Column(_("Group"), share=1), Column(_("Open cases"), "number"), Column(_("Overdue"), "number"), Column(_("At risk"), "number"),
            Column(_("Capacity"), "number"),
    )  # fmt: skip
    tables = []
    for title, key in ((_("Groups"), "workload_groups"), (_("Officers"), "workload_officers")):
        rows = tuple(_load_cells(load) for load in view.figures[key])
        if rows:
            named = (Column(title, share=1), *columns[1:])
            tables.append(Table(title, named, rows))
    return Section(_("Workload now"), tuple(tables))


def _load_cells(load: Mapping[str, Any]) -> tuple[str, ...]:
    return (load_name(load), *(number(load[key]) for key in ("open", "overdue", "at_risk", "capacity")))


def _about(document: Mapping[str, Any]) -> About:
    view, told = View(document), document["report"]
    return About(
        title=f"{_('Deadlines and load')}: {view.period_label()}", lang=told["lang"], author=told["author"],
        formed_at=datetime.fromisoformat(told["made_at"]), data_as_of=view.as_of,
        filters=tuple([(_("Period"), view.period_label()), (_("Days"), view.stretch_label()), *view.filters()]),
        notes=tuple(f"{text_of(rule['name'])}: {text_of(rule['formula'])}" for rule in view.rules), zone=told["zone"],
    )  # fmt: skip


def sheets(document: Mapping[str, Any]) -> list[Sheet]:
    """The workbook: every figure with the one before, then services, months, steps and loads as tables."""
    view = View(document)
    summary = [
        (text_of(rule["name"]), view.value(rule["key"]), view.before(rule["key"]), _unit(rule["key"]), text_of(rule["formula"]))
        for rule in sorted((rule for rule in view.rules if rule["key"] in _SUMMARY), key=lambda rule: _SUMMARY.index(rule["key"]))
    ]
    months = [(row["month"], *(row[name] for name in _MONTH_KEYS)) for row in view.months]
    services = [(view.service(row["service"]), *(row[name] for name in _MONTH_KEYS)) for row in view.figures["by_service"]]
    measures = [
        SheetColumn(_("Opened cases"), "integer"), SheetColumn(_("Closed cases"), "integer"), SheetColumn(_("Late"), "integer"),
            SheetColumn(_("In time"), "percent"),
        SheetColumn(_("Reaction, h"), "number"), SheetColumn(_("Resolution, h"), "number"), SheetColumn(_("By the clock, h"), "number"),
    ]  # fmt: skip
    steps = [
        (
            view.service(row["service"]),
            text_of(row["name"]) or row["step"],
            row["cases"],
            row["visits"],
            row["median_hours"],
            row["open_now"],
        )
        for row in view.figures["funnel"]
    ]
    loads = [
        (title, load_name(load, short=False), load["open"], load["overdue"], load["at_risk"], load["capacity"])
        for title, key in ((_("Group"), "workload_groups"), (_("Officer"), "workload_officers"))
        for load in view.figures[key]
    ]
    counts = [SheetColumn(title, "integer") for title in (_("Open cases"), _("Overdue"), _("At risk"), _("Capacity"))]
    return [
        Sheet(_("Figures"), [SheetColumn(_("Figure")), SheetColumn(_("Value"), "number"), SheetColumn(_("Before"), "number"),
            SheetColumn(_("Unit"), width=12),
                             SheetColumn(_("How it is computed"), width=90)], summary),
        Sheet(_("By service"), [SheetColumn(_("Service")), *measures], services),
        Sheet(_("By month"), [SheetColumn(_("Month"), width=12), *measures], months),
        Sheet(_("Steps"), [SheetColumn(_("Service")), SheetColumn(_("Step")), SheetColumn(_("Cases"), "integer"),
            SheetColumn(_("Visits"), "integer"),
                           SheetColumn(_("Median, h"), "number"), SheetColumn(_("There now"), "integer")], steps),
        Sheet(_("Workload"), [SheetColumn(_("Whose"), width=14), SheetColumn(_("Name")), *counts], loads),
        Sheet(_("Age"), [SheetColumn(_("Days since opening")), SheetColumn(_("Cases"), "integer")],
              [(bucket_name(row["bucket"]), row["cases"]) for row in view.figures["ageing"]]),
    ]  # fmt: skip


_MONTH_KEYS = (
    "opened",
    "closed",
    "sla_broken",
    "sla_compliance",
    "median_reaction_hours",
    "median_handling_hours",
    "median_duration_hours",
)


def _unit(key: str) -> str:
    return {"cases": _("cases"), "share": _("share"), "hours": _("hours"), "points": _("points")}[FIGURES[key].unit]
