"""Make a report: the figures of this moment, printed, kept. The button and the command do the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from callbacks.analytics.dashboard_document import dashboard_document
from data.operations.analytics import MadeReport, keep_report
from data.queries.analytics.filters import filter_choices
from data.queries.analytics.operations import operations_figures
from data.session import reading, transaction
from data.settings import read_settings
from models.access.actor import Actor
from models.access.permissions import Permission, require
from models.errors import InvalidInput
from pages.analytics.operations_report import FORMATS, file_name, render_report
from pages.translations import LANGUAGES


class UnknownReport(InvalidInput):
    """There is no such report, language or format."""

    code = "unknown_report"


def make_operations_report(actor: Actor, *, period: str, where: Mapping[str, Any], lang: str, format: str) -> tuple[UUID, str, bytes]:
    """Compute, print and keep a report; returns its number, the name of its file and the file.

    Printing takes seconds and happens outside of any transaction. Raises `Forbidden`, `UnknownReport`, `UnknownPeriod`, `UnknownFilter`.
    """
    require(actor, Permission.EXPORT_REPORTS)
    if lang not in LANGUAGES or format not in FORMATS:
        raise UnknownReport(f"{format} {lang}", field="format")
    with reading(actor) as session:
        found = operations_figures(session, period, where)
        document = dashboard_document(found, filter_choices(session))
        as_of = session.now
    document["report"] = {
        "lang": lang, "format": format, "author": actor.name, "made_at": as_of.isoformat(timespec="seconds"), "zone": read_settings().zone,
    }  # fmt: skip
    content = render_report(document)
    made = MadeReport(
        kind="operations", period=document["period"]["code"], lang=lang, format=format, filters=document["where"], input=document,
        file_name=file_name(document), content=content, data_as_of=as_of,
    )  # fmt: skip
    with transaction(actor) as session:
        number = keep_report(session, made)
    return number, made.file_name, content
