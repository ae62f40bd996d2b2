"""The letter a report goes out with: which one, of what period, where it is. Figures stand in the report alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pages.analytics.report_model import ReportView
from pages.paths import Path, to_report
from pages.translations import _


def report_letter(document: Mapping[str, Any], report_id: Any, *, site: str, is_attached: bool) -> tuple[str, str]:
    """Subject and body in the current language."""
    view = ReportView(document)
    subject = _("{report}: {period}", report=view.title, period=view.period_label())
    parts = [
        _("The report “{report}” for {period} is ready.", report=view.title, period=view.stretch_label()),
        *view.notes(),
        *([_("The file is attached; it is confidential.")] if is_attached else []),
        _("Open in Kordon: {link}", link=site + to_report(report_id)),
        _("All reports and schedules: {link}", link=site + str(Path.REPORTS)),
        _("This letter was written by Kordon. Please do not reply to it."),
    ]
    return subject, "\n\n".join(parts) + "\n"
