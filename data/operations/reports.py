"""Reports: computed from the figures of a moment, kept with their input and hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import insert

from data.ids import new_id
from data.operations.audit import record
from data.queries.analytics.report_parts import gather_report
from data.queries.analytics.reports import report_definition
from data.session import Session
from data.settings import read_settings
from data.tables.analytics import report_run
from models.access.permissions import Permission, require
from models.analytics.reports import FORMATS
from models.errors import InvalidInput

_LANGUAGES = ("ru", "en")


class UnknownReport(InvalidInput):
    """There is no such report, language or format."""

    code: ClassVar[str] = "unknown_report"


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What somebody wants: which report, of what time, in which language and format, filtered how."""

    kind: str
    period: str = "all"
    lang: str = "ru"
    format: str = "pdf"
    where: Mapping[str, Any] = field(default_factory=dict)


def compute_report(session: Session, order: ReportOrder) -> dict[str, Any]:
    """Everything the report will say, as plain data; nothing is written yet, so it can be printed outside of any transaction.

    Raises `Forbidden`, `UnknownReport`, `UnknownPeriod`, `UnknownFilter`.
    """
    require(session.actor, Permission.EXPORT_REPORTS)
    if order.lang not in _LANGUAGES or order.format not in FORMATS:
        raise UnknownReport(f"{order.format} {order.lang}", field="format")
    definition = report_definition(session, order.kind)
    if definition is None:
        raise UnknownReport(order.kind, field="report")
    document = gather_report(session, definition, order.period, order.where)
    made_at = session.now.isoformat(timespec="seconds")
    told = {"lang": order.lang, "format": order.format, "author": session.actor.name, "made_at": made_at, "zone": read_settings().zone}
    return {**document, "report": told}


def keep_report(session: Session, document: Mapping[str, Any], *, file_name: str, content: bytes) -> UUID:
    """Store a printed report with its input and hash, so that it can be opened, checked and printed again."""
    require(session.actor, Permission.EXPORT_REPORTS)
    number, digest, told = new_id(), hashlib.sha256(content).digest(), document["report"]
    kind, period, where = document["kind"], document["period"]["code"], document["where"]
    session.execute(insert(report_run).values(
        id=number, kind=kind, period=period, lang=told["lang"], format=told["format"], filters=dict(where), input=dict(document),
        sha256=digest, size=len(content), file_name=file_name, content=content, made_by=session.actor.user_id,
        made_by_name=session.actor.name, made_at=session.now, data_as_of=datetime.fromisoformat(told["made_at"]),
    ))  # fmt: skip
    record(
        session, "report_made", subject_kind="report", subject_id=number, subject_name=file_name,
        after={"kind": kind, "period": period, "filters": dict(where), "sha256": digest.hex()},
    )  # fmt: skip
    session.changed("figures")
    return number
