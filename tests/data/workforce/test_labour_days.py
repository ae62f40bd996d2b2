"""Prepared minutes are the minutes: whatever is written, changed, cancelled and deleted, in whatever order, refreshed or not."""

from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, text, update

from data.ids import new_id
from data.operations.analytics import refresh_rollups
from data.queries.workforce.labour_days import minutes_by_service, minutes_by_unit, minutes_in_all, minutes_of_days, stale_labour_days
from data.session import Session, reading, transaction
from data.tables.workforce import effort, labour_day
from models.access.actor import SYSTEM
from tests.data.workforce.conftest import MONDAY, NOON, Bureau

_BY_HAND = text("""
    SELECT person_id, day, sum(minutes) AS minutes, coalesce(sum(minutes) FILTER (WHERE project_id IS NOT NULL), 0) AS on_projects
    FROM effort WHERE cancelled_at IS NULL GROUP BY person_id, day
""")


_UNITS_BY_HAND = text("SELECT unit_id, service, sum(minutes) AS minutes FROM effort WHERE cancelled_at IS NULL GROUP BY unit_id, service")


def do_something(session: Session, bureau: Bureau, chance: random.Random) -> None:
    """One random statement on random efforts."""
    ids = [row.id for row in session.rows(select(effort.c.id))]
    day = MONDAY + timedelta(days=chance.randint(0, 9))
    what = chance.choice(["add", "add", "add", "minutes", "day", "cancel", "delete", "project", "unit"]) if ids else "add"
    one = effort.c.id == chance.choice(ids) if ids else None
    if what == "add":
        values = {
            "person_id": bureau.people[chance.choice(["belova", "gusev"])], "minutes": chance.randint(1, 200), "origin": "manual", "entered_at": NOON,
            "service": chance.choice(["", "company_check"]), "project_id": chance.choice([None, bureau.project_id]),
        }  # fmt: skip
        session.execute(insert(effort), [{"id": new_id(), "day": day, **values} for _turn in range(chance.randint(1, 3))])
    elif what == "minutes":
        session.execute(update(effort).where(one).values(minutes=chance.randint(1, 200)))
    elif what == "day":
        session.execute(update(effort).where(effort.c.id.in_(chance.sample(ids, min(2, len(ids))))).values(day=day))
    elif what == "cancel":
        session.execute(update(effort).where(one).values(cancelled_at=chance.choice([None, NOON])))
    elif what == "unit":
        session.execute(update(effort).where(one).values(unit_id=chance.choice([None, bureau.unit_id])))
    elif what == "project":
        session.execute(update(effort).where(one).values(project_id=chance.choice([None, bureau.project_id])))
    else:
        session.execute(delete(effort).where(one))


def check(session: Session, bureau: Bureau) -> None:
    span = MONDAY, MONDAY + timedelta(days=10)
    people = [bureau.people["belova"], bureau.people["gusev"]]
    told = {
        (one, span[0] + timedelta(days=int(place))): (int(minutes), int(on_projects))
        for one, days in minutes_of_days(session, people, *span).items()
        for place, minutes, on_projects in zip(days.places, days.minutes, days.on_projects, strict=True)
    }
    assert minutes_in_all(session, people, *span) == tuple(map(sum, zip((0, 0), *told.values(), strict=True)))
    assert told == {(row.person_id, row.day): (row.minutes, row.on_projects) for row in session.rows(_BY_HAND)}
    of_units = {(row.unit_id, row.service): row.minutes for row in minutes_by_unit(session, *span)}
    assert of_units == {(row.unit_id, row.service): row.minutes for row in session.rows(_UNITS_BY_HAND)}
    assert sum(minutes_by_service(session, people, *span).values()) == sum(minutes for minutes, _projects in told.values())


@given(seed=st.integers(0, 10**9))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_prepared_minutes_equal_plain_sql_after_any_changes(bureau: Bureau, seed: int) -> None:
    chance = random.Random(seed)
    with transaction(SYSTEM) as session:
        session.execute(delete(effort))
    for _turn in range(12):
        with transaction(SYSTEM, at=NOON) as session:
            do_something(session, bureau, chance)
            check(session, bureau)
        if chance.random() < 0.4:
            with transaction(SYSTEM, at=NOON) as session:
                refresh_rollups(session)
        with reading(SYSTEM) as session:
            check(session, bureau)
    with transaction(SYSTEM, at=NOON) as session:
        refresh_rollups(session)
    with reading(SYSTEM) as session:
        assert stale_labour_days(session) == frozenset()
        check(session, bureau)


def test_labour_committed_while_days_are_counted_is_counted_the_next_time(bureau: Bureau) -> None:
    values = {"person_id": bureau.people["belova"], "day": MONDAY, "minutes": 30, "origin": "manual", "service": "", "entered_at": NOON}
    with transaction(SYSTEM) as late:
        late.execute(insert(effort).values(id=new_id(), **values))
        with transaction(SYSTEM) as session:
            refresh_rollups(session)
    with reading(SYSTEM) as session:
        check(session, bureau)
        assert stale_labour_days(session) == {MONDAY}
    with transaction(SYSTEM) as session:
        refresh_rollups(session)
    with reading(SYSTEM) as session:
        assert session.scalar(select(func.sum(labour_day.c.minutes))) == 30
        check(session, bureau)


def test_an_emptied_table_leaves_nothing_prepared(bureau: Bureau) -> None:
    with transaction(SYSTEM) as session:
        values = {"person_id": bureau.people["belova"], "day": MONDAY, "minutes": 30, "origin": "manual", "service": "", "entered_at": NOON}
        session.execute(insert(effort).values(id=new_id(), **values))
        refresh_rollups(session)
        session.execute(text("TRUNCATE effort CASCADE"))
        check(session, bureau)
        refresh_rollups(session)
        assert session.scalar(select(func.count()).select_from(labour_day)) == 0
