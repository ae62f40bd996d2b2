"""figures operations --period all|2026|2026-Q1|2026-03 [--where key=value]: every figure of a dashboard as JSON (docs/figures.md)."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

import orjson

from callbacks.commands import open_database
from data.operations.analytics import refresh_rollups
from data.queries.analytics.operations import OperationsFigures, operations_figures
from data.session import reading, transaction
from models.access.actor import SYSTEM
from models.errors import InvalidInput


def run(arguments: list[str]) -> int:
    """Print the figures of one period."""
    parser = argparse.ArgumentParser(prog="app.py figures", description=__doc__)
    parser.add_argument("dashboard", choices=["operations"])
    parser.add_argument("--period", default="all")
    parser.add_argument("--where", action="append", default=[], metavar="KEY=VALUE", help="source, service, group, unit, business_line")
    given = parser.parse_args(arguments)
    where = read_where(given.where)
    with open_database():
        with transaction(SYSTEM) as session:
            refresh_rollups(session)
        with reading(SYSTEM) as session:
            found = operations_figures(session, given.period, where)
    print(orjson.dumps(figures_document(found), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode())
    return 0


def read_where(pairs: Iterable[str]) -> dict[str, str]:
    """`service=a,b` → filter. A key given twice means both values. Raises `InvalidInput`."""
    where: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key or not value:
            raise InvalidInput(f"{pair!r}: key=value expected", field="where")
        where[key] = f"{where[key]},{value}" if key in where else value
    return where


def figures_document(found: OperationsFigures) -> dict[str, Any]:
    """The documented form of the figures: docs/figures.md."""
    return {
        "dashboard": "operations",
        "period": {"code": found.period.code, "first_day": found.stretch[0], "day_after": found.stretch[1]},
        "where": {key: list(values) for key, values in found.scope.chosen.items()},
        "data_as_of": found.data_as_of,
        "targets": dict(found.targets),
        "figures": dict(found.figures),
        "previous": dict(found.previous) if found.previous is not None else None,
        "compared_with": None if found.compared is None else {"first_day": found.compared[0], "day_after": found.compared[1]},
    }
