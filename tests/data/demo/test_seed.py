"""The demo bank holds together: its numbers, its clocks, its people, and what is open today."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from callbacks.commands.demo import run
from data.demo.seed import BankNotEmpty, seed_bank, seed_if_empty
from data.operations.processes.files import path_of
from data.queries.access import actor_of_person
from data.queries.audit_verification import verify_audit
from data.session import reading, transaction
from models.access.actor import SYSTEM

FRIDAY = datetime(2026, 11, 20, 12, 10, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
LATE = "SELECT count(*) AS n FROM cases WHERE closed_at IS NULL AND paused_at IS NULL AND due_at < :now"


def rows(statement: str) -> list[Any]:
    """`:now` in a statement is the moment at which the bank was made."""
    with reading(SYSTEM, at=FRIDAY) as session:
        known = text(statement)
        return list(session.rows(known, {"now": FRIDAY} if ":now" in statement else None))


def none(statement: str) -> None:
    """No row may be like this."""
    assert rows(statement + " LIMIT 5") == []


def test_the_bank_holds_together(database: str) -> None:
    made = seed_bank(cases_wanted=420, months=5, seed=3, now=FRIDAY)
    assert 380 <= made.cases <= 480
    assert made.lived > 40
    closed_cases_have_no_open_task()
    clocks_agree()
    people_work_in_business_hours()
    what_was_said_fits()
    everything_is_in_the_past()
    every_role_finds_something()
    files_are_there()
    with reading(SYSTEM) as session:
        assert verify_audit(session).is_whole


def closed_cases_have_no_open_task() -> None:
    none("SELECT 1 FROM cases c JOIN task t ON t.case_id = c.id WHERE c.closed_at IS NOT NULL AND t.state = 'open'")
    none("SELECT 1 FROM cases c WHERE closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM task t WHERE t.case_id = c.id AND t.state = 'open')")
    none("SELECT 1 FROM cases c JOIN cases p ON p.id = c.parent_id WHERE c.opened_at < p.opened_at")
    assert rows("SELECT count(DISTINCT number) = count(*) AS unique FROM cases")[0].unique


def clocks_agree() -> None:
    none("SELECT 1 FROM cases WHERE reacted_at < opened_at OR reacted_at > closed_at OR closed_at < opened_at OR handling_minutes < 0")
    none("SELECT 1 FROM cases WHERE closed_at IS NULL AND sla_met IS NOT NULL OR state IN ('done', 'refused') AND sla_met IS NULL")
    none("SELECT 1 FROM cases WHERE state = 'withdrawn' AND sla_met")
    # The clock of a case that was withdrawn while it stood has stopped where it stood.
    none("""SELECT 1 FROM cases c LEFT JOIN sla_pause p ON p.case_id = c.id AND p.resumed_at IS NULL
            WHERE closed_at IS NOT NULL AND sla_met <> (least(closed_at, coalesce(p.paused_at, closed_at)) <= due_at)""")
    none("SELECT 1 FROM cases WHERE remind_times[cardinality(remind_times)] <> due_at")
    # What came due in the past was told of in the past.
    none("""SELECT 1 FROM cases c LEFT JOIN reminded r ON r.subject_id = c.id WHERE closed_at IS NULL AND paused_at IS NULL
            AND remind_times[1] <= :now AND (r.until IS NULL OR remind_times[1] > r.until)""")
    none("SELECT 1 FROM task WHERE taken_at < entered_at OR done_at < entered_at OR done_at < taken_at")
    none("SELECT 1 FROM cases WHERE resume_on IS NOT NULL AND resume_on <= '2026-11-20'")


def people_work_in_business_hours() -> None:
    """Officers work from nine to six on working days; incidents are dealt with by those on duty, from eight to ten."""
    none("""SELECT e.at, e.kind FROM case_event e JOIN cases c ON c.id = e.case_id JOIN person p ON p.id = e.actor_id
            WHERE 'officer' = ANY (p.roles) AND c.service <> 'incident_report' AND c.parent_id IS NULL
              AND NOT EXISTS (SELECT 1 FROM calendar_day d JOIN calendar k ON k.id = d.calendar_id, jsonb_array_elements(d.work) AS w
                  WHERE k.code = 'standard' AND d.day = (e.at AT TIME ZONE 'Europe/Moscow')::date
                    AND extract(hour FROM e.at AT TIME ZONE 'Europe/Moscow') * 60 + extract(minute FROM e.at AT TIME ZONE 'Europe/Moscow')
                        BETWEEN (w->>0)::int AND (w->>1)::int)""")
    none("""SELECT e.at, e.kind FROM case_event e JOIN person p ON p.id = e.actor_id
            WHERE 'officer' = ANY (p.roles) AND (e.at AT TIME ZONE 'Europe/Moscow')::time NOT BETWEEN '08:00' AND '22:00'""")


def what_was_said_fits() -> None:
    none("SELECT 1 FROM message WHERE body LIKE '%{%' OR body = ''")
    none("SELECT 1 FROM message m JOIN cases c ON c.id = m.case_id WHERE m.at < c.opened_at")
    none("SELECT 1 FROM answer WHERE body LIKE '%{%' OR subject = ''")
    none("SELECT 1 FROM cases c WHERE state = 'done' AND NOT EXISTS (SELECT 1 FROM answer a WHERE a.case_id = c.id AND a.state = 'delivered')")
    assert rows("SELECT count(*) AS n FROM message WHERE visibility = 'internal'")[0].n > 20
    assert rows("SELECT count(*) AS n FROM cases WHERE resubmits_id IS NOT NULL")[0].n > 0
    assert rows("SELECT count(*) AS n FROM cases WHERE anonymous AND requester_id IS NULL")[0].n > 0
    assert {row.state for row in rows("SELECT DISTINCT state FROM cases WHERE closed_at IS NOT NULL")} == {"done", "refused", "withdrawn"}


def everything_is_in_the_past() -> None:
    none("SELECT 1 FROM cases WHERE opened_at > :now OR changed_at > :now")
    none("SELECT 1 FROM task WHERE entered_at > :now OR done_at > :now")
    none("SELECT 1 FROM case_event WHERE at > :now")
    none("SELECT 1 FROM message WHERE at > :now")
    none("SELECT 1 FROM notification WHERE at > :now OR read_at > :now")
    none("SELECT 1 FROM audit_event WHERE at > :now")


def every_role_finds_something() -> None:
    opened = {row.state: row.n for row in rows("SELECT state, count(*) AS n FROM cases WHERE closed_at IS NULL GROUP BY 1")}
    assert set(opened) >= {"new", "in_work", "waiting_requester", "paused", "approval", "waiting"}
    of = "SELECT count(*) AS n FROM cases c JOIN person p ON p.id = c.requester_id WHERE p.login = 'zaitseva' AND "
    assert rows(of + "state = 'waiting_requester'")[0].n > 0
    assert rows(of + "state = 'done' AND rating IS NULL")[0].n > 0
    assert rows(of + "state = 'refused'")[0].n > 0
    carried = "SELECT count(*) AS n FROM cases c JOIN person p ON p.id = c.owner_id WHERE c.closed_at IS NULL AND p.login = 'belova'"
    assert rows(carried)[0].n >= 5
    asked = """SELECT p.login, count(*) AS n FROM approver a JOIN task t ON t.id = a.task_id JOIN person p ON p.id = a.person_id
               WHERE t.state = 'open' AND a.decision = '' GROUP BY 1"""
    assert {row.login for row in rows(asked)} >= {"lebedev", "vershinina", "morozov"}
    shared = "SELECT count(*) AS n FROM participant x JOIN person p ON p.id = x.person_id WHERE p.login = 'petrenko'"
    assert rows(shared)[0].n >= 1
    assert 1 <= rows(LATE)[0].n <= 8
    assert rows("SELECT count(*) AS n FROM draft WHERE kind = 'order'")[0].n == 1
    assert rows("SELECT count(*) AS n FROM notification WHERE read_at IS NULL")[0].n > 0


def files_are_there() -> None:
    found = rows("SELECT id, size FROM attachment")
    assert found
    assert all(path_of(row.id).stat().st_size == row.size for row in found)


def picture() -> str:
    """What the bank says, without ids."""
    told = rows("""SELECT c.number, c.title, c.state, c.opened_at, c.closed_at, c.rating, c.handling_minutes, o.login AS owner, r.login AS requester
                   FROM cases c LEFT JOIN person o ON o.id = c.owner_id LEFT JOIN person r ON r.id = c.requester_id ORDER BY c.number""")
    said = rows("SELECT c.number, m.at, m.body FROM message m JOIN cases c ON c.id = m.case_id ORDER BY 1, 2, 3")
    return hashlib.sha256(repr((told, said)).encode()).hexdigest()


def test_the_same_seed_gives_the_same_bank(database: str) -> None:
    with_seed = []
    for _ in range(2):
        seed_bank(cases_wanted=60, months=2, seed=9, now=SUNDAY_NIGHT)
        with_seed.append(picture())
        empty_again()
    assert with_seed[0] == with_seed[1]


def empty_again() -> None:
    with transaction(SYSTEM, at=FRIDAY) as session:
        session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
        session.execute(text("TRUNCATE cases, person, unit, work_group, business_line, process, audit_event, calendar CASCADE"))
        session.execute(text("ALTER SEQUENCE case_number RESTART"))


def test_a_weekend_shows_the_end_of_the_last_working_day(database: str) -> None:
    seed_bank(cases_wanted=60, months=2, seed=4, now=SUNDAY_NIGHT)
    assert rows(LATE)[0].n <= 8
    assert rows("SELECT count(*) AS n FROM cases WHERE closed_at IS NULL")[0].n > 30


def test_a_bank_is_not_seeded_twice(database: str) -> None:
    assert seed_if_empty(cases_wanted=40, months=1, now=FRIDAY) is not None
    assert seed_if_empty(cases_wanted=40, months=1, now=FRIDAY) is None
    with pytest.raises(BankNotEmpty):
        seed_bank(cases_wanted=40, months=1, now=FRIDAY)
    before = rows("SELECT count(*) AS n FROM cases")[0].n
    more = seed_bank(cases_wanted=40, months=1, seed=8, now=FRIDAY, add=True)
    assert more.cases > before


def test_two_starters_seed_once(database: str) -> None:
    with ThreadPoolExecutor(2) as starters:
        made = list(starters.map(lambda _: seed_if_empty(cases_wanted=30, months=1, now=FRIDAY), range(2)))
    assert sorted(one is None for one in made) == [False, True]
    assert rows("SELECT count(*) AS n FROM person WHERE login = 'belova'")[0].n == 1


def test_a_large_bank_is_written_in_echoes(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.demo.seed.MANY", 100)
    monkeypatch.setattr("data.demo.seed.MOST_STORIES", 60)
    indexes = "SELECT count(*) AS n FROM pg_indexes WHERE schemaname = 'public'"
    before = rows(indexes)[0].n, rows("SELECT count(*) AS n FROM pg_constraint")[0].n
    made = seed_bank(cases_wanted=180, months=2, seed=5, now=FRIDAY)
    assert made.cases > 180
    closed_cases_have_no_open_task()
    clocks_agree_at_closing()
    assert (rows(indexes)[0].n, rows("SELECT count(*) AS n FROM pg_constraint")[0].n) == before
    none("SELECT 1 FROM cases WHERE number LIKE '%\ue000%' OR search_text LIKE '%\ue000%'")
    none("SELECT 1 FROM answer WHERE body LIKE '%\ue000%'")
    assert rows("SELECT count(DISTINCT owner_id) AS n FROM cases")[0].n > 6
    assert rows("SELECT sum(n) AS n FROM rollup WHERE name = 'opened' AND grain = 'narrow' AND day IS NULL")[0].n == made.cases


def clocks_agree_at_closing() -> None:
    none("SELECT 1 FROM cases WHERE (state IN ('done', 'refused')) <> (sla_met IS NOT NULL) AND state <> 'withdrawn' OR reacted_at > closed_at")


def test_the_demo_signs_in_with_hints(database: str) -> None:
    seed_bank(cases_wanted=30, months=1, now=FRIDAY)
    hinted = rows("SELECT id, login, demo_hint FROM person WHERE demo_hint <> ''")
    assert {row.demo_hint for row in hinted} == {"requester", "unit_head", "officer", "lead", "head", "executive", "designer", "admin", "auditor", "external"}
    with reading(SYSTEM, at=FRIDAY) as session:
        assert all(actor_of_person(session, row.id) for row in hinted)


def test_the_command_prints_what_it_made_and_refuses_a_second_time(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--cases", "40", "--months", "1"]) == 0
    assert "40" not in capsys.readouterr().err
    assert run(["--cases", "40", "--months", "1"]) == 1
    assert "--add" in capsys.readouterr().err
    assert run(["--cases", "0"]) == 2
