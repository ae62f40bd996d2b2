"""reconcile [--period all|2026|2026-Q1|2026-03]: check Kordon's own figures; exit code 1 when a rule fails."""

from __future__ import annotations

import argparse

from callbacks.commands import open_database
from data.operations.analytics import refresh_rollups
from data.operations.reconciliation import reconcile
from data.queries.analytics.reconciliation_runs import reconciliation_of
from data.session import reading, transaction
from models.access.actor import SYSTEM
from models.analytics.reconciliation import RULES
from pages.formats import number
from pages.translations import _, text_of


def run(arguments: list[str]) -> int:
    """Print every rule with the rows that were checked and those that break it."""
    parser = argparse.ArgumentParser(prog="app.py reconcile", description=__doc__)
    parser.add_argument("--period", default="all")
    given = parser.parse_args(arguments)
    with open_database():
        with transaction(SYSTEM) as session:
            refresh_rollups(session)
        with transaction(SYSTEM) as session:
            made = reconcile(session, given.period)
        with reading(SYSTEM) as session:
            found = reconciliation_of(session, made)
    assert found is not None
    for result in sorted(found.results, key=lambda one: list(RULES).index(one.rule)):
        mark, name = "!" if result.failed else " ", text_of(RULES[result.rule].name)
        print(f"{mark} {name:52} {number(result.checked):>12} {number(result.failed):>8}")
        if result.examples:
            print("   ", ", ".join(result.examples))
    print(_("Checked: {checked}; broken: {failed}.", checked=number(found.checked), failed=number(found.failed)))
    return 1 if found.failed else 0
