"""`make bench`: the same looks and changes on small, middle and full size, in one run on one machine, so that the ratios hold.

Each line says p50 and p95 in milliseconds at every size and how much the last is slower than the first. The bottom line of comparison is an
empty query; dashboards are also compared with the same figures by plain SQL without rollups.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from data import embedded
from data.connection import engine
from data.operations.analytics import refresh_rollups
from data.operations.processes import post_message, sweep_deadlines
from data.queries.access import actor_of_login
from data.queries.analytics.operations import operations_figures
from data.queries.processes.case_page import case_page
from data.queries.processes.lists import SORTS, CaseFilter, case_count, case_rows
from data.queries.processes.notices import new_notice_count, notices
from data.queries.processes.timeline import timeline
from data.queries.search import search
from data.session import Session, reading, transaction
from data.settings import read_settings
from models.access.actor import SYSTEM, Actor

APP = Path(__file__).resolve().parents[2] / "app.py"
REPEATS = 15
# The same as the tile "closed, share in time, median hours" without rollups.
PLAIN_SQL = """
SELECT date_trunc('month', closed_at), service, count(*), avg(sla_met::int), percentile_cont(0.5) WITHIN GROUP (ORDER BY handling_minutes)
FROM cases WHERE closed_at IS NOT NULL GROUP BY 1, 2
"""


def measured(look: Callable[[], object]) -> tuple[float, float]:
    """p50 and p95 of one call in milliseconds, after one that warms up."""
    look()
    times = []
    for _round in range(REPEATS):
        begun = time.perf_counter()
        look()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[18]


def looks(actor: Actor) -> dict[str, Callable[[], object]]:
    """Everything that is measured, by name."""

    def read(query: Callable[[Session], object]) -> Callable[[], object]:
        def look() -> object:
            with reading(actor) as session:
                return query(session)

        return look

    everything = CaseFilter(states=frozenset({"any"}))
    with reading(actor) as session:
        deep = _deepest(session, everything)
        some = case_rows(session, everything, sort="opened", descending=True, limit=1)[0]
    found: dict[str, Callable[[], object]] = {"empty query": read(lambda s: s.scalar(text("SELECT 1")))}
    found |= {f"queue by {sort}": read(lambda s, sort=sort: case_rows(s, CaseFilter(), sort=sort)) for sort in SORTS}
    found |= {
        f"queue, {name}": read(lambda s, chosen=chosen: case_rows(s, chosen))
        for name, chosen in {
            "mine": CaseFilter(scope="mine"), "group": CaseFilter(scope="group"), "unassigned": CaseFilter(scope="unassigned"),
            "late": CaseFilter(sla="late"), "soon": CaseFilter(sla="soon"), "one service": CaseFilter(services=frozenset({"company_check"})),
            "high risk": CaseFilter(risks=frozenset({"high"})), "search": replace(everything, search="ООО"),
        }.items()
    }  # fmt: skip
    return found | {
        "all cases, first page": read(lambda s: case_rows(s, everything, sort="opened", descending=True)),
        "all cases, deepest page": read(lambda s: case_rows(s, everything, sort="opened", descending=True, after=deep)),
        "count to 1,001": read(lambda s: case_count(s, everything)),
        "case page": read(lambda s: case_page(s, some.number)),
        "time line": read(lambda s: timeline(s, some.id, inside=True, lang="ru")),
        "Ctrl+K by number": read(lambda s: search(s, some.number)),
        "Ctrl+K by name": read(lambda s: search(s, "ромашка")),
        "notifications": read(lambda s: (notices(s), new_notice_count(s))),
        "dashboard, all figures": read(lambda s: operations_figures(s, "all", {})),
        "three of its columns by plain SQL": read(lambda s: s.rows(text(PLAIN_SQL))),
        "process action (an internal note)": lambda: _write_note(actor, some.id),
        "SLA sweep, nothing due": _sweep,
    }


def _deepest(session: Session, chosen: CaseFilter) -> tuple[object, ...]:
    """A cursor three quarters down the list, found without walking there."""
    row = session.connection.execute(
        text("SELECT opened_at, id FROM cases ORDER BY opened_at OFFSET (SELECT count(*) / 4 FROM cases) LIMIT 1")
    ).one()
    return row.opened_at, row.id


def _write_note(actor: Actor, case_id: object) -> None:
    with transaction(actor) as session:
        post_message(session, case_id, "Отметка для замера", internal=True)  # type: ignore[arg-type]


def _sweep() -> object:
    with transaction(SYSTEM) as session:
        return sweep_deadlines(session)


def measure_size(cases: int) -> dict[str, tuple[float, float]]:
    """Load so many cases into a database of their own and measure everything on it."""
    with tempfile.TemporaryDirectory(prefix="kordon-bench-") as home:
        Path(home).chmod(0o755)
        environment = {"KORDON_HOME": home, "KORDON_DEMO": "0"}
        os.environ.update(environment)
        os.environ.pop("KORDON_DATABASE_URL", None)
        with embedded.running(read_settings()):
            begun = time.perf_counter()
            subprocess.run([sys.executable, str(APP), "demo", "--cases", str(cases), "--months", "18", "--seed", "1"], check=True)
            loaded = time.perf_counter() - begun
            with transaction(SYSTEM) as session:
                refresh_rollups(session, wait=True)
            _sweep()
            with reading(SYSTEM) as session:
                actor = actor_of_login(session, "orlov")
            assert actor is not None
            found = {name: measured(look) for name, look in looks(actor).items()}
            engine().dispose()
        return {"load, seconds": (loaded, loaded), **found}


def main(cases: int) -> None:
    """Measure at a hundredth, a tenth and the whole of `cases`; print one table."""
    sizes = sorted({max(1000, cases // 100), max(1000, cases // 10), cases})
    results = [measure_size(size) for size in sizes]
    print(f"\n{'p50 / p95, ms':<38}" + "".join(f"{size:>20,}" for size in sizes) + f"{'growth':>10}")
    for name in results[0]:
        cells = "".join(f"{'{:.1f} / {:.1f}'.format(*result[name]):>20}" for result in results)
        print(f"{name:<38}{cells}{results[-1][name][0] / results[0][name][0]:>9.1f}×")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
