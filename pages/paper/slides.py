"""The same report as slides: PPTX with native charts that a speaker can edit. Built in the printing process, like the PDF."""

from __future__ import annotations

from pages.paper.model import ReportModel
from pages.paper.report import report_job
from pages.paper.sandbox import print_document
from pages.translations import use_language


def render_slides(model: ReportModel) -> bytes:
    """The report as PPTX, 16:9. The same model always gives the same bytes; see `sandbox` for what may go wrong."""
    with use_language(model.lang):
        return print_document(report_job(model, template="slides"))
