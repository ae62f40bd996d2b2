"""Reports that were made: one's own, and everybody's for those who may see cases behind figures anyway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.sql.elements import ColumnElement

from data.queries.access_names import shown_name
from data.session import Session
from data.tables.access import person
from data.tables.analytics import bank_report, report_run
from models.access.permissions import Permission, may, require
from models.analytics.reports import REPORTS, ReportDefinition
from models.errors import NotFound

MOST_REPORTS = 200


@dataclass(frozen=True, slots=True)
class KeptReport:
    """One made report without its content. `where_names` are the chosen filters in both languages."""

    id: UUID
    kind: str
    period: str
    lang: str
    format: str
    file_name: str
    size: int
    sha256: str
    author: str
    made_at: datetime
    data_as_of: datetime
    input: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BankReport:
    """A report of the bank's own as it stands, with who changed it last."""

    definition: ReportDefinition
    revision: int
    changed_at: datetime
    author: str


def report_definitions(session: Session) -> list[ReportDefinition]:
    """The ready reports, then the published ones of the bank's own."""
    return [*REPORTS.values(), *(one.definition for one in bank_reports(session))]


def bank_reports(session: Session) -> list[BankReport]:
    """The bank's own reports that are in use, by name. Their definitions tell no figures, so everybody may know them."""
    rows = session.rows(
        select(bank_report, shown_name(session.actor.lang).label("author"))
        .outerjoin_from(bank_report, person, person.c.id == bank_report.c.changed_by)
        .where(bank_report.c.state == "published")
        .order_by(bank_report.c.name["ru"].astext, bank_report.c.code)
    )
    nothing = {"ru": "", "en": ""}
    return [
        BankReport(ReportDefinition(row.code, row.name, nothing, tuple(row.blocks)), row.revision, row.changed_at, row.author or "")
        for row in rows
    ]


def report_definition(session: Session, kind: str) -> ReportDefinition | None:
    """One of them; None when there is none of that name."""
    return next((report for report in report_definitions(session) if report.key == kind), None)


def _readable(session: Session) -> ColumnElement[bool]:
    require(session.actor, Permission.EXPORT_REPORTS)
    # Reports of heads name people; whoever may not see people gets only what was made for him.
    return literal(True) if may(session.actor, Permission.DRILL_TO_CASES) else report_run.c.made_by == session.actor.user_id


def kept_reports(session: Session, *, limit: int = MOST_REPORTS) -> list[KeptReport]:
    """The latest reports this actor may open, newest first."""
    columns = [column for column in report_run.c if column.name != "content"]
    query = select(*columns).where(_readable(session)).order_by(report_run.c.made_at.desc(), report_run.c.id.desc()).limit(limit)
    return [_kept(row) for row in session.rows(query)]


def kept_report(session: Session, report_id: UUID) -> tuple[KeptReport, bytes]:
    """One report with its file. Raises `NotFound` also for one that this actor may not open."""
    row = session.first(select(report_run).where(report_run.c.id == report_id, _readable(session)))
    if row is None:
        raise NotFound(str(report_id))
    return _kept(row), bytes(row.content)


def _kept(row: Any) -> KeptReport:
    return KeptReport(
        id=row.id, kind=row.kind, period=row.period, lang=row.lang, format=row.format, file_name=row.file_name, size=row.size,
        sha256=bytes(row.sha256).hex(), author=row.made_by_name, made_at=row.made_at, data_as_of=row.data_as_of, input=dict(row.input),
    )  # fmt: skip
