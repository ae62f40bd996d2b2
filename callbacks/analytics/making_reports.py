"""Make a report: the figures of this moment, printed, kept. The button and the command do the same, the clock too (`jobs/analytics.py`)."""

from __future__ import annotations

from uuid import UUID

from data.operations.reports import ReportOrder, compute_report, keep_report
from data.session import reading, transaction
from models.access.actor import Actor
from pages.analytics.report_model import file_name, render_report


def make_report(actor: Actor, order: ReportOrder) -> tuple[UUID, str, bytes]:
    """Compute, print and keep a report; returns its number, the name of its file and the file.

    Printing takes seconds and happens outside of any transaction. Raises as `compute_report` does.
    """
    with reading(actor) as session:
        document = compute_report(session, order)
    name, content = file_name(document), render_report(document)
    with transaction(actor) as session:
        number = keep_report(session, document, file_name=name, content=content)
    return number, name, content
