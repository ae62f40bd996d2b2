"""figures management|operations|… --period all|2026|2026-Q1|2026-03 [--where key=value]: JSON (docs/figures.md)."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson

from callbacks.commands import open_database
from data.operations.analytics import refresh_rollups
from data.operations.workforce import write_efforts
from data.queries.analytics.allocations import allocation_figures
from data.queries.analytics.documents import (
    allocation_figures_document,
    loss_figures_document,
    operations_figures_document,
    workload_figures_document,
)
from data.queries.analytics.effect import effect_figures
from data.queries.analytics.effect_documents import effect_figures_document, roi_figures_document
from data.queries.analytics.losses import loss_figures
from data.queries.analytics.operations import operations_figures
from data.queries.analytics.report_parts import gather_report
from data.queries.analytics.roi import roi_figures
from data.queries.analytics.workload import workload_figures
from data.session import Session, reading, transaction
from models.access.actor import SYSTEM
from models.analytics.reports import REPORTS
from models.errors import InvalidInput


def run(arguments: list[str]) -> int:
    """Print the figures of one period."""
    parser = argparse.ArgumentParser(prog="app.py figures", description=__doc__)
    parser.add_argument("dashboard", choices=list(DASHBOARDS))
    parser.add_argument("--period", default="all")
    parser.add_argument("--where", action="append", default=[], metavar="KEY=VALUE", help="service, unit … (docs/figures.md)")
    given = parser.parse_args(arguments)
    where = read_where(given.where)
    with open_database():
        with transaction(SYSTEM) as session:
            refresh_rollups(session)
            write_efforts(session)
        with reading(SYSTEM) as session:
            document = DASHBOARDS[given.dashboard](session, given.period, where)
    print(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode())
    return 0


# What can be asked for, and how it is told.
DASHBOARDS: Mapping[str, Callable[[Session, str, Mapping[str, str]], dict[str, Any]]] = {
    "operations": lambda session, period, where: operations_figures_document(operations_figures(session, period, where)),
    "workload": lambda session, period, where: workload_figures_document(workload_figures(session, period, where)),
    "allocations": lambda session, period, where: allocation_figures_document(allocation_figures(session, period, where)),
    "management": lambda session, period, where: gather_report(session, REPORTS["management"], period, where),
    "effect": lambda session, period, where: effect_figures_document(effect_figures(session, period, where)),
    "roi": lambda session, _period, where: roi_figures_document(roi_figures(session, where)),
    "prevented-loss": lambda session, period, where: loss_figures_document(loss_figures(session, period, where)),
}


def read_where(pairs: Iterable[str]) -> dict[str, str]:
    """`service=a,b` → filter. A key given twice means both values. Raises `InvalidInput`."""
    where: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key or not value:
            raise InvalidInput(f"{pair!r}: key=value expected", field="where")
        where[key] = f"{where[key]},{value}" if key in where else value
    return where
