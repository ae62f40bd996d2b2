"""The figures a report draws from: for each source the same document its dashboard shows. A later system adds a line to `PARTS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.queries.access import bank_day
from data.queries.analytics import losses as loss_queries
from data.queries.analytics import workload as workload_queries
from data.queries.analytics.allocations import allocation_figures
from data.queries.analytics.documents import allocation_document, loss_document, operations_document, workload_document
from data.queries.analytics.effect import FILTERS as EFFECT_FILTERS
from data.queries.analytics.effect import effect_figures
from data.queries.analytics.effect_documents import effect_document, roi_document
from data.queries.analytics.filters import FILTER_KEYS, UnknownFilter, filter_choices
from data.queries.analytics.losses import loss_figures
from data.queries.analytics.operations import operations_figures
from data.queries.analytics.reconciliation_runs import marked_dashboards
from data.queries.analytics.reports import report_definitions
from data.queries.analytics.roi import FILTERS as ROI_FILTERS
from data.queries.analytics.roi import roi_figures
from data.queries.analytics.workload import workload_figures
from data.session import Session
from models.access.actor import Actor
from models.access.permissions import Permission, may
from models.analytics.period import parse_period, so_far
from models.analytics.reports import ReportDefinition
from models.errors import Forbidden

Where = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """`gather` asks the queries, which know what this reader may see; `filters` are those it understands.

    `has_period`: do its figures follow the period that was asked for?
    """

    permission: Permission
    filters: tuple[str, ...]
    gather: Callable[[Session, str, Where], dict[str, Any]]
    has_period: bool = True


def _operations(session: Session, period: str, where: Where) -> dict[str, Any]:
    return operations_document(operations_figures(session, period, where), filter_choices(session))


def _losses(session: Session, period: str, where: Where) -> dict[str, Any]:
    return loss_document(loss_figures(session, period, where), filter_choices(session))


def _allocations(session: Session, period: str, where: Where) -> dict[str, Any]:
    return allocation_document(allocation_figures(session, period, where), filter_choices(session))


def _workload(session: Session, period: str, where: Where) -> dict[str, Any]:
    return workload_document(workload_figures(session, period, where), filter_choices(session))


def _effect(session: Session, period: str, where: Where) -> dict[str, Any]:
    return effect_document(effect_figures(session, period, where), filter_choices(session))


def _roi(session: Session, period: str, where: Where) -> dict[str, Any]:
    today = bank_day(session.now)
    parse_period(period, everything=(today, today))  # its months are those of the initiatives; what nobody can ask is refused all the same
    return roi_document(roi_figures(session, where), filter_choices(session))


PARTS: Mapping[str, Part] = {
    "prevented-loss": Part(Permission.SEE_DASHBOARDS, loss_queries.FILTERS, _losses),
    "allocations": Part(Permission.SEE_ALLOCATIONS, ("unit",), _allocations),
    "operations": Part(Permission.SEE_DASHBOARDS, FILTER_KEYS, _operations),
    "workload": Part(Permission.SEE_DASHBOARDS, workload_queries.FILTERS, _workload),
    "effect": Part(Permission.SEE_EFFECT, EFFECT_FILTERS, _effect),
    "roi": Part(Permission.SEE_EFFECT, ROI_FILTERS, _roi, has_period=False),
}


def readable_sources(actor: Actor) -> frozenset[str]:
    """Which figures this reader may have in a report."""
    return frozenset(key for key, part in PARTS.items() if may(actor, part.permission))


def gather_report(session: Session, report: ReportDefinition, period: str, where: Where) -> dict[str, Any]:
    """The document of a report: every source the reader may see and the filter fits.

    Raises `Forbidden` when the reader may see none of it, `UnknownFilter` for one that no source understands, `UnknownPeriod`.
    """
    seen = readable_sources(session.actor)
    readable = [key for key in report.sources if key in seen]
    if not readable:
        raise Forbidden(permission=Permission.SEE_DASHBOARDS.value)
    fitting = [key for key in readable if set(where) <= set(PARTS[key].filters)]
    if not fitting:
        _refuse(where, readable)
    parts = {key: PARTS[key].gather(session, period, where) for key in fitting}
    first = parts[next((key for key in fitting if PARTS[key].has_period), fitting[0])]
    return {
        **report.as_document(),
        **{key: first[key] for key in ("period", "compared_with", "where", "where_names", "data_as_of")},
        "parts": parts,
        "left_out": [key for key in readable if key not in parts],
        "doubted": sorted(marked_dashboards(session) & set(parts)),
    }


def offered_reports(session: Session) -> list[ReportDefinition]:
    """What this reader can have made: every report of which he may see at least one source."""
    seen = readable_sources(session.actor)
    return [report for report in report_definitions(session) if seen & set(report.sources)]


def asked_period(session: Session, code: str, *, everything: tuple[date, date]) -> dict[str, Any]:
    """The head of a document, without figures: which days are asked about. Raises `UnknownPeriod`."""
    period = parse_period(code, everything=everything)
    first, after = so_far(period, bank_day(session.now))
    return {
        "period": {
            "code": period.code,
            "kind": period.kind.value,
            "first_day": first.isoformat(),
            "day_after": after.isoformat(),
            "is_over": after == period.end and period.code != "all",
        },
        "compared_with": None,
        "where_names": [],
        "data_as_of": session.now.isoformat(),
        "figures": {},
    }


def _refuse(where: Where, sources: Iterable[str]) -> None:
    known = {name for key in sources for name in PARTS[key].filters}
    wrong = next((name for name in where if name not in known), next(iter(where)))
    raise UnknownFilter(wrong, field=wrong, given=wrong, known=", ".join(sorted(known)))
