"""Prepared figures are the figures: whatever is inserted, changed and deleted, in whatever order, refreshed or not."""

from __future__ import annotations

import random
import statistics
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, text, update

from data.operations.analytics import refresh_rollups
from data.queries.analytics.filters import Scope, UnknownFilter, read_scope
from data.queries.analytics.measures import CASE_MEASURES, TASK_MEASURES, flows
from data.queries.analytics.operations import operations_figures
from data.session import Session, reading, transaction
from data.tables.analytics import dirty, rollup
from data.tables.processes import cases, task
from models.access.actor import SYSTEM
from models.analytics.flow import median, total, values_of
from tests.data.analytics.desk import NOW, Desk, set_up

MOSCOW = ZoneInfo("Europe/Moscow")
EVERY = (*CASE_MEASURES, *TASK_MEASURES)
WHOLE = (date(2025, 12, 1), date(2027, 1, 1))


def some_moment(chance: random.Random) -> datetime:
    """Often at the turn of a month in Moscow, where a day in UTC is another month."""
    if chance.random() < 0.4:
        turn = datetime(2026, chance.randint(2, 6), 1, tzinfo=MOSCOW)
        return turn + timedelta(minutes=chance.randint(-240, 240))
    return datetime(2026, 1, 1, tzinfo=MOSCOW) + timedelta(minutes=chance.randint(0, 200 * 1440))


def do_something(desk: Desk, chance: random.Random) -> None:
    """One random statement on random rows."""
    session = desk.session
    ids = [row.id for row in session.rows(select(cases.c.id))]
    what = chance.choice(["open", "open", "close", "move", "rate", "task", "task", "done", "delete_task", "delete", "touch"]) if ids else "open"
    one = chance.choice(ids) if ids else None
    at = some_moment(chance)
    if what == "open":
        desk.add_case(
            opened_at=at, service=chance.choice(["check", "visit"]), reaction_minutes=chance.choice([None, 5, 30, 90]),
            group_id=chance.choice([None, *desk.groups.values()]), unit_id=chance.choice([None, *desk.units.values()]),
            source=chance.choice(["kordon", "old-log"]), source_key=str(desk.count),
        )  # fmt: skip
    elif what == "close":
        closing = {"state": chance.choice(["done", "refused", "withdrawn"]), "closed_at": at, "sla_met": chance.choice([True, False, None])}
        session.execute(update(cases).where(cases.c.id.in_(chance.sample(ids, min(3, len(ids))))).values(handling_minutes=chance.randint(1, 900), **closing))
    elif what == "move":
        session.execute(update(cases).where(cases.c.id == one).values(group_id=chance.choice([None, *desk.groups.values()]), opened_at=at))
    elif what == "rate":
        session.execute(update(cases).where(cases.c.id == one).values(rating=chance.randint(1, 5)))
    elif what == "task" and one:
        desk.add_task(one, visit=chance.randint(1, 3), entered_at=at - timedelta(hours=3), done_at=chance.choice([None, at]), step=chance.choice(["look", "decide"]))
    elif what == "done":
        session.execute(update(task).where(task.c.case_id == one).values(state="done", done_at=at, working_minutes=chance.choice([None, 7])))
    elif what == "delete_task":
        session.execute(delete(task).where(task.c.case_id == one))
    elif what == "delete":
        session.execute(delete(task).where(task.c.case_id == one))
        session.execute(delete(cases).where(cases.c.id == one))
    else:
        session.execute(update(cases).where(cases.c.id == one).values(revision=cases.c.revision + 1))


def by_hand(session: Session, scope: Scope) -> dict[str, Any]:
    """The same facts by plain SQL over the tables, without a rollup and without our expressions."""
    where, extra = "true", {}
    if scope.group_id:
        where, extra = "c.group_id::text = :group", {"group": scope.group_id[0]}
    zone = "AT TIME ZONE 'Europe/Moscow'"
    counts = session.rows(text(f"""
        SELECT to_char(c.opened_at {zone}, 'YYYY-MM') AS month, c.service, count(*) AS n FROM cases c WHERE {where} GROUP BY 1, 2"""), extra)  # noqa: S608
    closed = session.rows(text(f"""
        SELECT to_char(c.closed_at {zone}, 'YYYY-MM') AS month, c.state, c.sla_met, c.handling_minutes FROM cases c
        WHERE c.closed_at IS NOT NULL AND {where}"""), extra)  # noqa: S608
    visits = session.rows(text(f"""
        SELECT to_char(t.done_at {zone}, 'YYYY-MM') AS month, t.step, t.visit,
               coalesce(t.working_minutes * 60, round(extract(epoch FROM t.done_at - t.entered_at))) AS seconds
        FROM task t JOIN cases c ON c.id = t.case_id WHERE t.state = 'done' AND {where}"""), extra)  # noqa: S608
    return {"opened": counts, "closed": closed, "visits": visits}


def check(session: Session, scope: Scope) -> None:
    raw = by_hand(session, scope)
    counted = flows(session, *WHOLE, scope=scope, names=EVERY, by=("month", "service", "step"))

    def of(name: str, month: str) -> list[Any]:
        return [flow for flow in counted if flow.name == name and flow.month is not None and flow.month.strftime("%Y-%m") == month]

    for month in {row.month for rows in raw.values() for row in rows}:
        for service in ("check", "visit"):
            expected = sum(row.n for row in raw["opened"] if (row.month, row.service) == (month, service))
            assert total(flow for flow in of("opened", month) if flow.service == service) == expected
        closed = [row for row in raw["closed"] if row.month == month]
        for state in ("done", "refused", "withdrawn"):
            assert total(flow for flow in of("closed", month) if flow.step == state) == sum(row.state == state for row in closed)
        for mark, met in (("met", True), ("broken", False)):
            assert total(flow for flow in of("sla", month) if flow.step == mark) == sum(row.sla_met is met for row in closed)
        minutes = [row.handling_minutes for row in closed if row.handling_minutes is not None]
        assert median(values_of(of("handling", month))) == (statistics.median(minutes) if minutes else None)
        visits = [row for row in raw["visits"] if row.month == month]
        assert total(of("visit", month)) == len(visits)
        assert total(of("first_visit", month)) == sum(row.visit == 1 for row in visits)
        assert total(of("rework", month)) == sum(row.visit > 1 for row in visits)
        seconds = [int(row.seconds) for row in visits]
        assert median(values_of(of("visit", month))) == (statistics.median(seconds) if seconds else None)


@given(seed=st.integers(0, 10**9))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rollups_equal_plain_sql_after_any_changes(database: str, seed: int) -> None:
    chance = random.Random(seed)
    with transaction(SYSTEM, at=NOW) as session:
        example = session.connection.begin_nested()
        desk = set_up(session)
        for _round in range(3):
            for _step in range(chance.randint(1, 25)):
                do_something(desk, chance)
            scopes = (Scope(), read_scope(session, {"group": "duty"}))
            for scope in scopes:
                check(session, scope)  # before the refresh: stale months are read from the cases
            if chance.random() < 0.8:
                refresh_rollups(session)
                for scope in scopes:
                    check(session, scope)
        refresh_rollups(session)
        assert refresh_rollups(session) == 0
        assert session.scalar(select(func.count()).select_from(dirty)) == 0
        example.rollback()


@pytest.fixture
def desk(database: str) -> Desk:
    with transaction(SYSTEM, at=NOW) as session:
        made = set_up(session)
        for day in range(1, 29):
            made.add_case(opened_at=datetime(2026, 3, day, 9, tzinfo=MOSCOW), closed_at=datetime(2026, 3, day, 19, tzinfo=MOSCOW), sla_met=day % 4 > 0)
        refresh_rollups(session)
    return made


def test_a_changed_form_leaves_figures_alone(desk: Desk) -> None:
    with transaction(SYSTEM, at=NOW) as session:
        session.execute(update(cases).values(revision=cases.c.revision + 1, fields={"a": 1}))
        assert session.scalar(select(func.count()).select_from(dirty)) == 0


def test_two_workers_do_not_collide(desk: Desk) -> None:
    with transaction(SYSTEM, at=NOW) as session:
        session.execute(update(cases).values(sla_met=True))

    def refresh(_number: int) -> int:
        with transaction(SYSTEM) as session:
            return refresh_rollups(session, wait=True)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(refresh, range(4))) == [0, 0, 0, 1]
    with reading(SYSTEM, at=NOW) as session:
        assert operations_figures(session, "2026-03", {}).figures["sla_met"] == 28
        narrow = session.scalar(select(func.sum(rollup.c.n)).where(rollup.c.grain == "narrow", rollup.c.name == "opened", rollup.c.day.is_(None)))
        assert narrow == 28


def test_a_worker_that_finds_another_at_it_goes_away(desk: Desk) -> None:
    with transaction(SYSTEM, at=NOW) as first:
        first.execute(update(cases).values(sla_met=True))
        assert refresh_rollups(first) == 1
        with transaction(SYSTEM, at=NOW) as second:
            assert refresh_rollups(second) == 0


def test_another_zone_counts_everything_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORDON_ZONE", "Asia/Vladivostok")
    with transaction(SYSTEM, at=NOW) as session:
        session.execute(cases.update().where(cases.c.number.like("T-28-%")).values(closed_at=datetime(2026, 3, 31, 20, tzinfo=MOSCOW)))
        figures = operations_figures(session, "2026-04", {}).figures
        assert figures["closed"] == 1  # eight in the evening of 31 March in Moscow is 1 April in Vladivostok
        refresh_rollups(session)
        assert operations_figures(session, "2026-04", {}).figures == figures


def test_a_unit_means_everything_under_it(desk: Desk) -> None:
    with transaction(SYSTEM, at=NOW) as session:
        for code in ("bank", "branch"):
            desk.session = session
            desk.add_case(unit_id=desk.units[code])
        assert operations_figures(session, "2026-11", {"unit": "bank"}).figures["opened"] == 2
        assert operations_figures(session, "2026-11", {"unit": "branch"}).figures["opened"] == 1
        assert operations_figures(session, "2026-03", {"unit": "none"}).figures["opened"] == 28


@pytest.mark.parametrize("where", [{"colour": "red"}, {"service": "nothing"}, {"source": "nowhere"}, {"group": "x"}])
def test_an_unknown_filter_is_refused(desk: Desk, where: dict[str, str]) -> None:
    with reading(SYSTEM, at=NOW) as session, pytest.raises(UnknownFilter):
        operations_figures(session, "all", where)


@pytest.mark.parametrize("where", [{}, {"service": "check"}, {"unit": "none"}])
def test_months_and_services_say_together_what_the_period_says(desk: Desk, where: dict[str, str]) -> None:
    with transaction(SYSTEM, at=NOW) as session:
        desk.session = session
        for day in range(1, 20):
            desk.add_case(service="visit", opened_at=datetime(2026, 5, day, 9, tzinfo=MOSCOW), closed_at=datetime(2026, 6, day, 9, tzinfo=MOSCOW),
                          sla_met=day % 3 > 0, handling_minutes=day * 11, state="refused" if day % 5 == 0 else "done")  # fmt: skip
        for _state in ("stale", "fresh"):
            figures = operations_figures(session, "2026", where).figures
            for key in ("opened", "closed", "sla_known", "sla_met", "sla_broken"):
                for part in ("by_month", "by_service"):
                    assert sum(row[key] for row in figures[part]) == figures[key], (part, key)
            for key in ("sla_known", "sla_met", "sla_broken"):
                assert sum(row[key] for row in figures["sla_by_service_month"]) == figures[key]
            assert figures["sla_known"] >= 28
            refresh_rollups(session)
