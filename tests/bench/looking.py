"""What screens ask the database: every list, page and dashboard, against an empty query and against plain SQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import text

from data.queries.access import actor_of_login
from data.queries.analytics.allocations import allocation_figures
from data.queries.analytics.costs import month_of_costs
from data.queries.analytics.effect import effect_figures
from data.queries.analytics.labour_rows import labour_behind
from data.queries.analytics.loss_register import losses_behind
from data.queries.analytics.losses import loss_figures
from data.queries.analytics.operations import operations_figures
from data.queries.analytics.own_work import own_figures
from data.queries.analytics.report_parts import gather_report
from data.queries.analytics.roi import roi_figures
from data.queries.analytics.rows import rows_behind
from data.queries.analytics.workload import workload_figures
from data.queries.home import led_groups, opened_by_week, urgent_rows
from data.queries.processes.case_page import case_page
from data.queries.processes.lists import SORTS, CaseFilter, case_count, case_rows
from data.queries.processes.notices import new_notice_count, notices
from data.queries.processes.timeline import timeline
from data.queries.requests import pressing_requests, request_counts, request_lines
from data.queries.search import search
from data.session import Session, reading
from models.access.actor import SYSTEM, Actor
from models.analytics.reports import REPORTS
from tests.bench.measuring import Figure, measured

# The same as the tiles "closed, share in time, median hours" without rollups.
PLAIN_SQL = """
SELECT date_trunc('month', closed_at), service, count(*), avg(sla_met::int), percentile_cont(0.5) WITHIN GROUP (ORDER BY handling_minutes)
FROM cases WHERE closed_at IS NOT NULL GROUP BY 1, 2
"""
# What the heat map of labour shows, without prepared days.
PLAIN_LABOUR = """
SELECT person_id, day, sum(minutes) FROM effort WHERE cancelled_at IS NULL AND day >= make_date(:year, 1, 1) AND day < make_date(:year + 1, 1, 1) GROUP BY 1, 2
"""
EVERYTHING = CaseFilter(states=frozenset({"any"}))


def person(login: str) -> Actor:
    """Somebody of the demo bank. Raises `LookupError`."""
    with reading(SYSTEM) as session:
        found = actor_of_login(session, login)
    if found is None:
        raise LookupError(login)
    return found


def measure_looks() -> dict[str, Figure]:
    """Every look by name: server time of its questions in milliseconds."""
    return {name: measured(look) for name, look in _looks().items()}


def _looks() -> dict[str, Callable[[], object]]:
    head, officer, requester = person("orlov"), person("belova"), person("zaitseva")
    with reading(head) as session:
        some = case_rows(session, EVERYTHING, sort="opened", descending=True, limit=1)[0]

    def by(actor: Actor, query: Callable[[Session], object]) -> Callable[[], object]:
        def look() -> object:
            with reading(actor) as session:
                return query(session)

        return look

    filters = {
        "mine": CaseFilter(scope="mine"), "group": CaseFilter(scope="group"), "unassigned": CaseFilter(scope="unassigned"),
        "late": CaseFilter(sla="late"), "soon": CaseFilter(sla="soon"), "due today": CaseFilter(sla="today"),
        "one service": CaseFilter(services=frozenset({"company_check"})), "high risk": CaseFilter(risks=frozenset({"high"})),
        "on hold": CaseFilter(states=frozenset({"paused"})), "closed": CaseFilter(states=frozenset({"closed"})),
        "a word": replace(EVERYTHING, search="ООО"), "a rare word": replace(EVERYTHING, search="ромашка"),
    }  # fmt: skip
    found = {"empty query": by(head, lambda s: s.scalar(text("SELECT 1")))}
    found |= {f"list by {sort}": by(head, lambda s, sort=sort: case_rows(s, EVERYTHING, sort=sort)) for sort in SORTS}
    found |= {f"list by {sort}, deepest page": by(head, _deepest(head, sort)) for sort in SORTS}
    found |= {f"list: {name}": by(head, lambda s, chosen=chosen: case_rows(s, chosen)) for name, chosen in filters.items()}
    return found | {
        "my queue": by(officer, lambda s: case_rows(s, CaseFilter(scope="mine"))),
        "my requests": by(requester, lambda s: (request_counts(s), request_lines(s, limit=31))),
        "count to 1,001": by(head, lambda s: case_count(s, EVERYTHING)),
        "case page": by(head, lambda s: case_page(s, some.number)),
        "time line": by(head, lambda s: timeline(s, some.id, inside=True, lang="ru")),
        "Ctrl+K by number": by(head, lambda s: search(s, some.number)),
        "Ctrl+K by name": by(head, lambda s: search(s, "ромашка")),
        "notifications": by(officer, lambda s: (notices(s), new_notice_count(s))),
        "home of the requester": by(requester, lambda s: (pressing_requests(s, limit=4), request_counts(s))),
        "home of the head, its lists": by(head, _head_lists),
        "dashboard, all figures, all time": by(head, lambda s: operations_figures(s, "all", {})),
        "dashboard, one month": by(head, lambda s: operations_figures(s, _last_month(s), {})),
        "dashboard, one service": by(head, lambda s: operations_figures(s, "all", {"service": ("company_check",)})),
        "dashboard of prevented loss, all time": by(head, lambda s: loss_figures(s, "all", {})),
        "dashboard of allocations, a year": by(head, lambda s: allocation_figures(s, f"{s.now:%Y}", {})),
        "dashboard of labour, one month": by(head, lambda s: workload_figures(s, _last_month(s))),
        "dashboard of labour, a year": by(head, lambda s: workload_figures(s, f"{s.now:%Y}")),
        "dashboard of effect, one month": by(head, lambda s: effect_figures(s, _last_month(s), {})),
        "dashboard of return": by(head, lambda s: roi_figures(s, {})),
        "own results, one month": by(officer, lambda s: own_figures(s, _last_month(s), {})),
        "own results, a year": by(officer, lambda s: own_figures(s, f"{s.now:%Y}", {})),
        "overview, one month": by(head, lambda s: gather_report(s, REPORTS["management"], _last_month(s), {})),
        "costs of a month shared": by(head, lambda s: month_of_costs(s, s.now.date().replace(day=1))),
        "rows behind labour": by(head, lambda s: labour_behind(s, "minutes", {"period": _last_month(s)}, limit=61)),
        "minutes by person and day of a year by plain SQL": by(head, lambda s: s.rows(text(PLAIN_LABOUR), {"year": s.now.year})),
        "rows behind prevented loss": by(head, lambda s: losses_behind(s, "confirmed", {"period": "all"}, limit=61)),
        "rows behind a figure": by(head, lambda s: rows_behind(s, "closed", {"period": "all"}, limit=61)),
        "three of its columns by plain SQL": by(head, lambda s: s.rows(text(PLAIN_SQL))),
    }


def _head_lists(session: Session) -> object:
    groups = led_groups(session)
    return urgent_rows(session, groups), opened_by_week(session, groups)


def _last_month(session: Session) -> str:
    return f"{session.now:%Y-%m}"


def _deepest(actor: Actor, sort: str) -> Callable[[Session], object]:
    """The page that starts after the last but hundredth row, found from the other end."""
    with reading(actor) as session:
        tail = case_rows(session, EVERYTHING, sort=sort, descending=True, limit=100)
        after: Any = list(tail[-1].cursor)
    return lambda s: case_rows(s, EVERYTHING, sort=sort, after=after)
