"""Reports as files: the same document gives the same bytes, figures are those of the document, nothing blank and nothing alive gets out."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from models.analytics.reports import FORMATS, REPORTS, WrongReport, write_report
from pages.analytics.blocks import BLOCKS, SOURCES
from pages.analytics.report_model import file_name, render_report, report_model, sheets
from pages.paper.chart_schema import ChartNotPrintable, check_printable
from pages.paper.model import Chart
from pages.paper.report import report_job
from pages.paper.sandbox import PrintingFailed, print_document
from pages.translations import use_language
from tests.pages.analytics.sample import MILLION, MONTHS, allocation_document, document
from tests.pages.analytics.test_effect import effect_document, roi_document
from tests.pages.analytics.test_losses import document as loss_document
from tests.pages.analytics.test_workload import document as workload_document

PARTS: Mapping[str, Any] = {
    "operations": document(), "prevented-loss": loss_document(), "allocations": allocation_document(), "workload": workload_document(),
    "effect": effect_document(), "roi": roi_document(),
}  # fmt: skip


def made(kind: str = "management", *, lang: str = "ru", format: str = "pdf", **changed: Any) -> dict[str, Any]:
    report = REPORTS[kind]
    parts = {key: PARTS[key] for key in report.sources}
    first = parts[report.sources[0]]
    head = {key: first[key] for key in ("period", "compared_with", "where_names", "data_as_of")}
    told = {"lang": lang, "format": format, "author": "Орлов А. В.", "made_at": "2026-11-18T11:12:00+00:00", "zone": "Europe/Moscow"}
    return {**report.as_document(), **head, "where": {}, "parts": parts, "left_out": [], "doubted": [], "report": told, **changed}


def model(kind: str = "management", *, lang: str = "ru", **changed: Any) -> Any:
    with use_language(lang):
        return report_model(made(kind, lang=lang, **changed))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_same_document_gives_the_same_bytes(lang: str, format: str) -> None:
    first = render_report(made(lang=lang, format=format))
    assert first == render_report(made(lang=lang, format=format))
    assert first.startswith(b"%PDF" if format == "pdf" else b"PK")


def test_every_ready_report_is_made_of_known_blocks() -> None:
    assert {block for report in REPORTS.values() for block in report.blocks} <= set(BLOCKS)
    assert all(key.partition(".")[0] in SOURCES for key in BLOCKS)


@pytest.mark.parametrize("kind", REPORTS)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_chart_of_every_report_can_be_printed_and_says_itself_in_a_sentence(kind: str, lang: str) -> None:
    charts = [block for section in model(kind, lang=lang).sections for block in section.blocks if isinstance(block, Chart)]
    for chart in charts:
        check_printable(chart.figure)
        assert chart.summary.endswith(".")


def test_the_report_says_the_figures_of_the_document() -> None:
    told = model("operations", lang="en")
    with use_language("en"):
        tables = {sheet.name: list(sheet.rows) for sheet in sheets(made("operations", lang="en"))}
    figures = PARTS["operations"]["figures"]
    assert [tile.value for tile in told.tiles] == ["98.3", "8.0", "53", "0.5", "4"]
    assert dict(told.filters)["Service"] == "Check"
    summary = {row[0]: row[1] for row in tables["Figures"]}
    assert summary["Opened"] == figures["opened"]
    assert summary["In time"] == figures["sla_compliance"]
    assert summary["Resolution time"] == figures["median_handling_hours"]
    assert [row[0] for row in tables["By month"]] == MONTHS


def test_sums_of_the_workbook_are_those_of_the_figures_and_stay_alive() -> None:
    book = load_workbook(io.BytesIO(render_report(made(lang="en", format="xlsx"))))
    values = load_workbook(io.BytesIO(render_report(made(lang="en", format="xlsx"))), data_only=True)
    formulas = [cell.value for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert all(formula.startswith("=SUBTOTAL(109,") for formula in formulas)
    loss, costs = values["Loss by category"], values["Costs by unit"]
    assert loss.cell(loss.max_row, 3).value == PARTS["prevented-loss"]["figures"]["kopecks"] / 100
    assert costs.cell(costs.max_row, 2).value == PARTS["allocations"]["figures"]["kopecks"] / 100
    assert [cell.value for cell in values["Why it bears it"][2]][-1] == "=cmd"
    assert sum(len(page._charts) for page in book) == 8


def test_slides_have_native_charts_with_the_numbers_of_the_figures() -> None:
    deck = Presentation(io.BytesIO(render_report(made(lang="en", format="pptx"))))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 5
    losses = charts[0].plots[0]
    assert [name.replace("\u00a0", " ") for name in losses.categories] == [
        f"{name} 2026"
        for name in ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November")
    ]
    assert list(losses.series[0].values) == [row["kopecks"] / MILLION for row in PARTS["prevented-loss"]["figures"]["by_month"]]
    assert {series.name for series in losses.series} == {"prevented", "plan"}
    assert all(slide.shapes.title.text for slide in deck.slides)
    described = [
        frame.get("descr")
        for slide in deck.slides
        for frame in slide._element.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr")
    ]
    assert sum(bool(words) for words in described) == 5


def test_a_doubt_and_what_was_left_out_stand_on_the_first_page() -> None:
    told = model(lang="en", doubted=["operations"], left_out=["allocations"])
    assert [finding.text for finding in told.findings[:2]] == [
        "Reconciliation found rows that break a rule these figures rest on: Deadlines and load.",
        "“Allocation of costs” is left out: the chosen filter does not apply to it.",
    ]


def test_of_several_sources_each_has_a_say_on_the_first_page() -> None:
    told = model(lang="en")
    assert len(told.tiles) == 9
    assert {"Prevented loss", "Costs of the service", "In time"} <= {tile.label for tile in told.tiles}
    assert {definition.term for definition in told.definitions} <= {tile.label for tile in told.tiles} | {"Allocation of costs"}


@pytest.mark.parametrize("template", ["report", "slides"])
def test_a_blank_chart_fails_the_report(template: str) -> None:
    with use_language("ru"):
        job = report_job(model(), template=template)
    blank = {"figure": {"data": [{"type": "bar", "x": [1, 2], "y": [None, None]}], "layout": {}}, "width_mm": 100, "height_mm": 50}
    with pytest.raises(ChartNotPrintable):
        check_printable(blank["figure"])
    with pytest.raises(PrintingFailed, match="without a single value"):
        print_document(type(job)(job.template, job.data, (blank, *job.charts[1:]), job.lang, job.zone, job.formed_at))


def test_a_file_is_named_the_same_in_every_language() -> None:
    assert file_name(made(lang="en", format="pptx")) == "Kordon-management-2026-11-en.pptx"


@pytest.mark.parametrize(("ru", "en", "blocks", "field"), [
    ("", "Mine", ["operations.steps"], "name_ru"), ("Мой", "x" * 81, ["operations.steps"], "name_en"), ("Мой", "Mine", [], "blocks"),
    ("Мой", "Mine", ["operations.steps"] * 2, "blocks"), ("Мой", "Mine", ["operations.secrets"], "blocks"),
])  # fmt: skip
def test_a_report_of_the_banks_own_is_checked(ru: str, en: str, blocks: list[str], field: str) -> None:
    with pytest.raises(WrongReport) as caught:
        write_report("own", ru=ru, en=en, blocks=blocks, known=BLOCKS)
    assert caught.value.field == field
