"""What changes the database: an action of the process, the sweep, the rollups, an import, a report."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

from sqlalchemy import text

from callbacks.analytics.making_reports import make_report
from data.importers.event_log import import_event_log, read_mapping_file
from data.operations.analytics import refresh_rollups
from data.operations.processes import pause_case, post_message, resume_case, sweep_deadlines
from data.operations.reports import ReportOrder
from data.queries.processes.lists import CaseFilter, case_rows
from data.session import Session, reading, transaction
from models.access.actor import SYSTEM
from tests.bench.bank import ROOT
from tests.bench.looking import person
from tests.bench.measuring import REPEATS, Figure, measured, spread, taken

OVERDUE, CHANGES, LOG_EVENTS = 50_000, 10_000, 20_000
_OVERDUE = f"""
CREATE TABLE bench_before AS SELECT id, state, closed_at, sla_met, paused_at, remind_times FROM cases ORDER BY opened_at DESC LIMIT {OVERDUE};
UPDATE cases SET state = 'in_work', closed_at = NULL, sla_met = NULL, paused_at = NULL, remind_times = ARRAY[now() - interval '1 minute']
WHERE id IN (SELECT id FROM bench_before)
"""  # noqa: S608 - our own number
_AS_BEFORE = """
UPDATE cases c SET state = b.state, closed_at = b.closed_at, sla_met = b.sla_met, paused_at = b.paused_at, remind_times = b.remind_times
FROM bench_before b WHERE b.id = c.id;
DROP TABLE bench_before
"""
_CHANGES = f"""
UPDATE cases SET handling_minutes = handling_minutes WHERE id IN (
    SELECT id FROM cases TABLESAMPLE SYSTEM (100) WHERE closed_at IS NOT NULL ORDER BY md5(id::text) LIMIT {CHANGES})
"""  # noqa: S608 - our own number


class _Undo(Exception):
    """Rolls a measurement back."""


def measure_deeds() -> dict[str, Figure]:
    """Every deed by name, in milliseconds of server time."""
    head, officer = person("orlov"), person("belova")
    with reading(officer) as session:
        own = case_rows(session, CaseFilter(scope="mine", states=frozenset({"in_work"})), limit=5)

    def by_officer(deed: Callable[[Session], object]) -> Callable[[], object]:
        def act() -> object:
            with transaction(officer) as session:
                return deed(session)

        return act

    found = {
        "empty change, committed": measured(by_officer(lambda s: s.scalar(text("SELECT pg_current_xact_id()::text")))),
        "process action: an internal note": measured(by_officer(lambda s: post_message(s, own[0].id, "Отметка для замера", internal=True))),
    }
    pauses, resumes = [], []
    for _round, row in zip(range(REPEATS), cycle(own), strict=False):
        pauses.append(taken(by_officer(lambda s, row=row: pause_case(s, row.id, reason="Замер"))))
        resumes.append(taken(by_officer(lambda s, row=row: resume_case(s, row.id))))
    found |= {"process action: on hold": spread(pauses), "process action: resumed, deadlines anew": spread(resumes)}
    found["SLA sweep, nothing due"] = measured(_sweep)
    found[f"SLA sweep, {OVERDUE:,} overdue (or all there are)"] = spread(_sweeps_of_overdue(rounds=3))
    found[f"rollups after {CHANGES:,} changes in every month"] = spread([_refresh_after_changes() for _round in range(3)])
    found[f"import of a case log, {LOG_EVENTS:,} events"] = spread([_import_log(number) for number in range(2)])
    for format in ("pdf", "xlsx"):
        order = lambda format=format: make_report(head, ReportOrder("operations", "all", "ru", format))  # noqa: E731
        found[f"management report, {format.upper()}"] = measured(order, repeats=3)
    return found


def _sweep() -> object:
    with transaction(SYSTEM) as session:
        return sweep_deadlines(session)


def _sweeps_of_overdue(*, rounds: int) -> list[float]:
    """The sweep alone, over cases that were made overdue before it began and are put back after it."""
    found: list[float] = []
    with transaction(SYSTEM) as session:
        session.execute(text(_OVERDUE))
    for _round in range(rounds):
        try:
            with transaction(SYSTEM) as session:
                found.append(taken(lambda session=session: sweep_deadlines(session)))
                raise _Undo
        except _Undo:
            continue
    with transaction(SYSTEM) as session:
        session.execute(text(_AS_BEFORE))
    return found


def _refresh_after_changes() -> float:
    with transaction(SYSTEM) as session:
        session.execute(text(_CHANGES))
    with transaction(SYSTEM) as session:
        return taken(lambda: refresh_rollups(session, wait=True))


def _import_log(number: int) -> float:
    """A log of three events a case, in the shape of docs/event-logs/helpdesk.toml."""
    mapping, document = read_mapping_file(ROOT / "docs" / "event-logs" / "helpdesk.toml")
    begun = datetime(2026, 1, 12, 9, 0)  # noqa: DTZ001 - logs of that shape name no zone
    with tempfile.TemporaryDirectory(prefix="kordon-bench-log-") as place:
        path = Path(place) / f"log-{number}.csv"
        with path.open("w") as file:
            file.write("CaseID,ActivityID,CompleteTimestamp\n")
            for case in range(LOG_EVENTS // 3):
                at = begun + timedelta(minutes=7 * case)
                file.writelines(f"{number}-{case},{step},{at + timedelta(hours=hours)}\n" for step, hours in ((1, 0), (8, 2), (6, 30)))
        with transaction(SYSTEM) as session:
            return taken(lambda: import_event_log(session, path, mapping, document=document))
