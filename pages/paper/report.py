"""The management report as PDF: the model is put into words and handed to the printing process."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pages import formats
from pages.paper.model import Chart, Paragraph, ReportModel, Section, Table
from pages.paper.sandbox import PrintJob, print_document
from pages.translations import _, use_language

TEXT_WIDTH_MM = 174.0
GUTTER_MM = 8.0
_STRONG = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def render_pdf(model: ReportModel) -> bytes:
    """The report as PDF/A-2a and PDF/UA-1. The same model always gives the same bytes; see `sandbox` for what may go wrong."""
    with use_language(model.lang):
        return print_document(report_job(model, template="report"))


def report_job(model: ReportModel, *, template: str) -> PrintJob:
    """Everything the printing process needs, as plain data. The language must be the report's own."""
    charts: list[dict[str, Any]] = []
    sections = [_section(section, charts) for section in model.sections]
    data = {
        "title": model.title,
        "subtitle": model.subtitle,
        "organisation": model.organisation,
        "lang": model.lang,
        "author": model.author,
        "period": model.period_label,
        "confidentiality": model.confidentiality or _("Confidential"),
        "facts": [{"label": label, "value": value} for label, value in _facts(model) if value],
        "running": f"{model.title} · {model.period_label}",
        "footer": _footer(model),
        "method": [spans(text) for text in _method(model)],
        "tiles": [asdict(tile) for tile in model.tiles],
        "findings": [{"mood": finding.mood, "text": spans(finding.text)} for finding in model.findings],
        "sections": sections,
        "definitions": [
            {"term": one.term, "text": spans(one.text), "source": _("Source: {source}", source=one.source) if one.source else ""}
            for one in model.definitions
        ],
        "words": {
            "summary": _("In short"),
            "contents": _("Contents"),
            "method": _("Method and data"),
            "definitions": _("How it is computed"),
            "definitions_lead": _("Every figure of this report comes from Kordon’s own records. The rules are below."),
            "page": _("Page"),
            "of": _("of"),
        },
    }
    return PrintJob(template, data, tuple(charts), model.lang, model.zone, _epoch(model.generated_at))


def spans(text: str) -> list[dict[str, Any]]:
    """«выросло на **28 млн ₽**» as pieces, strong or not; no other mark-up exists."""
    pieces = _STRONG.split(text)
    return [{"text": piece, "strong": at % 2 == 1} for at, piece in enumerate(pieces) if piece]


def _facts(model: ReportModel) -> list[tuple[str, str]]:
    return [
        (_("Period"), model.period_label),
        (_("Compared with"), model.compared_with),
        (_("Prepared for"), model.audience),
        *model.filters,
        (_("Data as of"), _moment(model, model.data_as_of)),
        (_("Formed"), _moment(model, model.generated_at)),
        (_("Author"), model.author),
    ]


def _method(model: ReportModel) -> list[str]:
    """What a reader of the board has to know before he believes a figure."""
    compared = model.compared_with
    return [
        _(
            "Figures are computed from Kordon’s own records as of **{as_of}**; nothing was entered for this report.",
            as_of=_moment(model, model.data_as_of),
        ),
        _("Changes are against **{days}**.", days=compared) if compared else _("There is no earlier period to compare with."),
        _("Money is counted in kopecks and rounded only where it is shown. A dash means that there is nothing to compute from."),
        _("The rule of every figure stands in the last section. The report is kept with its input: printed again, it comes out the same."),
    ]


def _footer(model: ReportModel) -> list[str]:
    chosen = "; ".join(f"{label}: {value}" for label, value in model.filters)
    formed = _("Formed {formed}, data as of {as_of}", formed=_moment(model, model.generated_at), as_of=_moment(model, model.data_as_of))
    return [f"{formed} · {model.author}", chosen or _("Without filters")]


def _moment(model: ReportModel, when: datetime) -> str:
    return formats.moment_long(when, zone=model.zone)


def _section(section: Section, charts: list[dict[str, Any]]) -> dict[str, Any]:
    """Halves are paired here, so that the template only has to put rows under each other."""
    rows: list[dict[str, Any]] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            rows.append({"kind": "paragraph", "text": spans(block.text)})
        elif isinstance(block, Table):
            rows.append({"kind": "table", **asdict(block)})
        else:
            half = block.width == "half"
            chart = _chart(block, charts, width=(TEXT_WIDTH_MM - GUTTER_MM) / 2 if half else TEXT_WIDTH_MM)
            if half and rows and rows[-1]["kind"] == "halves" and len(rows[-1]["charts"]) == 1:
                rows[-1]["charts"].append(chart)
            else:
                rows.append({"kind": "halves" if half else "chart", "charts": [chart]})
    return {"title": section.title, "lead": spans(section.lead), "rows": rows}


def _chart(chart: Chart, charts: list[dict[str, Any]], *, width: float) -> dict[str, Any]:
    charts.append({"figure": chart.figure, "width_mm": width, "height_mm": chart.height_mm})
    return {
        "file": f"chart-{len(charts) - 1}.svg", "title": chart.title, "unit": chart.unit, "note": chart.note, "alt": chart.summary,
        "width": width, "height": chart.height_mm,
    }  # fmt: skip


def _epoch(when: datetime) -> int:
    if when.tzinfo is None:
        raise ValueError("a report is formed at a moment, and a moment has a zone")
    return int(when.timestamp())
