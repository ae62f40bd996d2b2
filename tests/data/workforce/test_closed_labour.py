"""Labour of closed cases: the prepared days are the cases and their entries, whatever happens to either, in whatever order."""

from __future__ import annotations

import random
from datetime import date, timedelta
from threading import Event, Thread
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from data.ids import new_id
from data.operations.analytics import refresh_rollups
from data.queries.analytics.closed_labour import Worked, worked_on_closed
from data.queries.analytics.effect_now import price_of_labour
from data.session import Session, reading, transaction
from data.tables.processes import cases
from data.tables.workforce import effort, grade, grade_rate, person_grade
from models.access.actor import SYSTEM
from tests.data.workforce.conftest import MONDAY, NOON, Bureau

DAYS = 6
SPANS = [(MONDAY, MONDAY + timedelta(days=DAYS)), (MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)), (MONDAY, MONDAY)]
_BY_HAND = text("""
    SELECT c.service, count(*) AS cases, coalesce(sum(w.minutes), 0) AS minutes, count(w.minutes) AS told
    FROM cases c LEFT JOIN (SELECT case_id, sum(minutes) AS minutes FROM effort WHERE cancelled_at IS NULL GROUP BY case_id) w ON w.case_id = c.id
    WHERE (c.closed_at AT TIME ZONE 'Europe/Moscow')::date >= :first AND (c.closed_at AT TIME ZONE 'Europe/Moscow')::date < :after
      AND c.source = 'kordon' GROUP BY c.service
""")


def do_something(session: Session, bureau: Bureau, chance: random.Random) -> None:
    """One random statement on random cases or efforts."""
    entries = [row.id for row in session.rows(select(effort.c.id))]
    case = cases.c.id == chance.choice(list(bureau.cases.values()))
    closed = NOON - timedelta(days=NOON.weekday()) + timedelta(hours=chance.randint(-14, 24 * DAYS))  # late evenings are another day in UTC
    match chance.choice(["work", "work", "close", "open", "service", "source", "minutes", "move", "cancel", "delete"]):
        case "work":
            session.execute(insert(effort).values(
                id=new_id(), person_id=bureau.people[chance.choice(["belova", "gusev"])], minutes=chance.randint(1, 200), origin="manual",
                day=MONDAY + timedelta(days=chance.randint(0, 9)), case_id=chance.choice([None, *bureau.cases.values()]), entered_at=NOON,
            ))  # fmt: skip
        case "close":
            session.execute(update(cases).where(case).values(state="done", closed_at=closed))
        case "open":
            session.execute(update(cases).where(case).values(state="in_work", closed_at=None))
        case "service":
            session.execute(update(cases).where(case).values(service=chance.choice(["company_check", "other"])))
        case "source":
            session.execute(update(cases).where(case).values(source=chance.choice(["kordon", "log"])))
        case what if entries:
            one = effort.c.id.in_(chance.sample(entries, min(2, len(entries))))
            changes: dict[str, dict[str, Any]] = {
                "minutes": {"minutes": chance.randint(1, 200)}, "move": {"case_id": chance.choice([None, *bureau.cases.values()])},
                "cancel": {"cancelled_at": chance.choice([None, NOON])},
            }  # fmt: skip
            session.execute(delete(effort).where(one) if what == "delete" else update(effort).where(one).values(**changes[what]))


def check(session: Session) -> None:
    for told, (first, after) in zip(worked_on_closed(session, SPANS), SPANS, strict=True):
        rows = session.rows(_BY_HAND, {"first": first, "after": after})
        assert told == {row.service: Worked(row.cases, int(row.minutes), row.told) for row in rows}


@given(seed=st.integers(0, 10**9))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_prepared_labour_of_closed_cases_equals_plain_sql_after_any_changes(bureau: Bureau, seed: int) -> None:
    chance = random.Random(seed)
    with transaction(SYSTEM) as session:
        session.execute(delete(effort))
    for _turn in range(14):
        with transaction(SYSTEM, at=NOON) as session:
            do_something(session, bureau, chance)
            check(session)
        if chance.random() < 0.4:
            with transaction(SYSTEM, at=NOON) as session:
                refresh_rollups(session)
        with reading(SYSTEM) as session:
            check(session)


def test_what_commits_while_days_are_counted_leaves_its_mark(bureau: Bureau) -> None:
    closed, entered, counted = bureau.cases["company_check"], Event(), Event()
    with transaction(SYSTEM, at=NOON) as session:
        session.execute(update(cases).where(cases.c.id == closed).values(state="done", closed_at=NOON))

    def late() -> None:
        with transaction(SYSTEM, at=NOON) as own:
            own.execute(insert(effort).values(
                id=new_id(), person_id=bureau.people["belova"], minutes=77, origin="manual", day=NOON.date(), case_id=closed, entered_at=NOON,
            ))  # fmt: skip
            entered.set()
            counted.wait(20)

    slow = Thread(target=late)
    slow.start()
    assert entered.wait(20)
    with transaction(SYSTEM, at=NOON) as session:
        refresh_rollups(session)
    counted.set()
    slow.join(20)
    with reading(SYSTEM) as session:
        check(session)
        assert worked_on_closed(session, SPANS[:1])[0]["company_check"].minutes == 77


def test_an_hour_costs_what_its_grade_and_rate_said_on_its_day(bureau: Bureau) -> None:
    grades = {name: new_id() for name in ("first", "second")}
    days = [MONDAY + timedelta(days=number) for number in range(4)]
    with transaction(SYSTEM, at=NOON) as session:
        session.execute(insert(grade), [{"id": one, "code": name, "name": {"ru": name, "en": name}} for name, one in grades.items()])
        rates = (("first", date(2026, 1, 1), 60_000), ("first", days[1], 120_000), ("second", date(2026, 1, 1), 300_000))
        session.execute(insert(grade_rate), [
            {"grade_id": grades[name], "first_day": first, "kopecks_per_hour": rate, "changed_at": NOON} for name, first, rate in rates
        ])  # fmt: skip
        session.execute(insert(person_grade), [
            {"person_id": bureau.people["belova"], "grade_id": grades[name], "first_day": first}
            for name, first in (("first", days[0]), ("second", days[3]))
        ])  # fmt: skip
        session.execute(insert(effort), [
            {"id": new_id(), "person_id": bureau.people[who], "minutes": 60, "origin": "manual", "day": day, "service": "other", "entered_at": NOON}
            for who, day in [("belova", one) for one in days] + [("gusev", days[0])]
        ])  # fmt: skip
    expected = {(MONDAY.replace(day=1), "other"): (60_000 + 2 * 120_000 + 300_000, 240)}  # gusev has no grade and no price
    for refreshed in (False, True):
        if refreshed:
            with transaction(SYSTEM, at=NOON) as session:
                refresh_rollups(session)
        with reading(SYSTEM) as session:
            assert price_of_labour(session, MONDAY.replace(day=1), MONDAY + timedelta(days=30), {"other"}) == expected
