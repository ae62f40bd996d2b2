"""Labour in a report: the dashboard on paper and in the workbook. People are told to readers who may see people."""

from __future__ import annotations

from pages.analytics.blocks.block import MOODS, Block, Source
from pages.analytics.workload_charts import ahead_chart, ahead_summary, days_chart, days_summary, weeks_chart, weeks_summary
from pages.analytics.workload_view import (
    WorkloadView,
    change_of_share,
    days_of_work_words,
    expected_load,
    person_name,
    sentences,
    stretch_words,
    workload_name,
)
from pages.formats import ABSENT, number, percent
from pages.paper.model import Chart, Column, Definition, Section, Table, Tile
from pages.paper.workbook import Sheet, SheetChart, SheetColumn
from pages.translations import N_, _, text_of
from pages.workforce.words import ABSENCES

_MOST_PEOPLE = 40  # rows of the heat map that a page takes
_HEAD_MM, _ROW_MM = 12, 4.6


def _tiles(view: WorkloadView) -> list[Tile]:
    told, before = view.figures, view.before
    words, verdict = change_of_share(told["load"], before("load"))
    base = _("from {before}", before=percent(before("load"))) if before("load") is not None and words else ""
    load = percent(told["load"]).rstrip("%").rstrip() if told["load"] is not None else ABSENT
    owed = _("of {owed} h owed", owed=number(told["owed_minutes"] / 60, digits=0))
    return [
        Tile(workload_name("load"), load, "%" if told["load"] is not None else "", words, base, mood=MOODS[verdict]),
        Tile(workload_name("minutes"), number(told["minutes"] / 60, digits=0), _("h"), base=owed),
        Tile(
            workload_name("project_share"),
            percent(told["project_share"]).rstrip("%").rstrip(),
            "%" if told["project_share"] is not None else "",
        ),
        Tile(workload_name("open_work"), number(view.ahead["open_minutes"] / 60, digits=0), _("h"), base=days_of_work_words(view)),
        Tile(workload_name("absent_days"), number(told["absent_days"])),
    ]


def _definitions(view: WorkloadView) -> list[Definition]:
    return [Definition(text_of(rule["name"]), text_of(rule["formula"])) for rule in view.document["rules"]]


def _weeks(view: WorkloadView) -> Section | None:
    if not view.figures["minutes"]:
        return None
    chart = Chart(_("Hours by week"), weeks_chart(view), weeks_summary(view), unit=_("hours; the line is what was owed"))
    return Section(_("Hours by week"), (chart,))


def _ahead(view: WorkloadView) -> Section | None:
    if not view.weeks_ahead:
        return None
    drawn: list[Chart | Table] = []
    if any(week["carried_minutes"] or week["arriving_minutes"] for week in view.weeks_ahead):
        words = _("hours; the line is the crew's time for cases")
        drawn.append(Chart(_("What lies ahead"), ahead_chart(view), ahead_summary(view), unit=words))
    columns = (
        Column(_("Days"), share=1),
        *(Column(title, "number") for title in (_("open now, h"), _("to come, h"), _("crew, h"), _("load"))),
    )
    rows = tuple(
        (
            stretch_words(week),
            *(number(week[key] / 60, digits=0) for key in ("carried_minutes", "arriving_minutes", "capacity_minutes")),
            percent(expected_load(week)),
        )
        for week in view.weeks_ahead
    )
    return Section(_("What lies ahead"), (*drawn, Table(_("Labour ahead"), columns, rows)))


def _days(view: WorkloadView) -> Section | None:
    if not view.people or len(view.people) > _MOST_PEOPLE or not view.figures["minutes"]:
        return None
    height = _HEAD_MM + _ROW_MM * len(view.people)
    unit = _("colour: entered against owed; a dash: absent")
    chart = Chart(_("Hours by person and day"), days_chart(view), days_summary(view), unit=unit, height_mm=height)
    return Section(_("Hours by person and day"), (chart,))


def _people(view: WorkloadView) -> Section | None:
    if not view.people:
        return None
    counted = [Column(title, "number") for title in (_("entered, h"), _("owed, h"), _("load"), _("on projects"), _("days absent"))]
    rows = tuple(
        (
            person_name(row),
            number(row["minutes"] / 60, digits=0),
            number(row["owed_minutes"] / 60, digits=0),
            percent(row["load"]),
            percent(row["project_share"]),
            number(row["absent_days"]),
        )
        for row in view.people
    )
    told = view.figures
    total = (
        _("Total"),
        number(told["minutes"] / 60, digits=0),
        number(told["owed_minutes"] / 60, digits=0),
        percent(told["load"]),
        percent(told["project_share"]),
        number(told["absent_days"]),
    )
    return Section(_("People"), (Table(_("Labour of people"), (Column(_("Person"), share=1), *counted), rows, total=total),))


def _services(view: WorkloadView) -> Section | None:
    whole = view.figures["minutes"]
    if not whole:
        return None
    columns = (Column(_("Service"), share=1), Column(_("hours"), "number"), Column(_("share"), "number"))
    rows = tuple(
        (view.service(row["service"]), number(row["minutes"] / 60, digits=0), percent(row["minutes"] / whole, digits=1))
        for row in view.figures["by_service"]
    )
    table = Table(_("Where the time went"), columns, rows, total=(_("Total"), number(whole / 60, digits=0), ""))
    return Section(_("Where the time went"), (table,))


def _sheets(view: WorkloadView) -> list[Sheet]:
    minutes = [SheetColumn(title, "integer", is_summed=True) for title in (_("Entered, min"), _("Owed, min"), _("On projects, min"))]
    keys = ("minutes", "owed_minutes", "project_minutes")
    weeks = [(str(row["monday"]), *(row[key] for key in keys)) for row in view.figures["by_week"]]
    people = [(text_of(row["name"]), *(row[key] for key in keys), row["load"], row["absent_days"]) for row in view.people]
    names = {row["login"]: text_of(row["name"]) for row in view.figures["people"]}
    days = [
        (
            names[row["login"]],
            str(row["day"]),
            row["minutes"],
            row["owed"],
            row["on_projects"],
            _(ABSENCES[row["absence"]]) if row["absence"] else "",
        )
        for row in view.figures["days"]
    ]
    ahead = [
        (stretch_words(week), week["carried_minutes"], week["arriving_minutes"], week["capacity_minutes"], expected_load(week))
        for week in view.weeks_ahead
    ]
    of_people = [SheetColumn(_("Load"), "percent"), SheetColumn(_("Days absent"), "integer", is_summed=True)]
    of_ahead = [SheetColumn(title, "integer") for title in (_("Open now, min"), _("To come, min"), _("Crew, min"))]
    person = SheetColumn(_("Person"), width=36)
    sheets = [
        Sheet(
            _("Labour by week"),
            [SheetColumn(_("Monday"), width=12), *minutes],
            weeks,
            charts=(SheetChart(_("Hours by week"), "column", (1,), lines=(2,)),),
        ),
        Sheet(
            _("Labour by service"),
            [SheetColumn(_("Service"), width=36), minutes[0]],
            [(view.service(row["service"]), row["minutes"]) for row in view.figures["by_service"]],
        ),
        Sheet(_("Labour ahead"), [SheetColumn(_("Days"), width=32), *of_ahead, SheetColumn(_("Load"), "percent")], ahead),
    ]
    if people:
        sheets.append(Sheet(_("Labour by person"), [person, *minutes, *of_people], people))
        sheets.append(Sheet(_("Labour by day"), [person, SheetColumn(_("Day"), width=12), *minutes, SheetColumn(_("Absence"))], days))
    return sheets


SOURCE = Source(
    "workload",
    N_("Workload"),
    WorkloadView,
    tiles=_tiles,
    findings=sentences,
    definitions=_definitions,
    sheets=_sheets,
    blocks=(
        Block("workload.weeks", N_("Hours by week"), _weeks),
        Block("workload.ahead", N_("What lies ahead"), _ahead),
        Block("workload.days", N_("Hours by person and day"), _days),
        Block("workload.people", N_("Labour of people"), _people),
        Block("workload.services", N_("Where the time went"), _services),
    ),
)
