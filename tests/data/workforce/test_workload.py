"""The figures of labour add up, and nobody sees people he may not see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import insert, select

from data.ids import new_id
from data.operations.workforce import Target, add_effort
from data.queries.analytics.documents import workload_figures_document
from data.queries.analytics.filters import UnknownFilter
from data.queries.analytics.labour_rows import labour_behind
from data.queries.analytics.workload import workload_figures
from data.session import reading, transaction
from data.tables.access import person
from data.tables.processes import cases
from data.tables.workforce import absence
from models.access.actor import SYSTEM
from models.analytics.period import UnknownPeriod
from models.errors import Forbidden, NotFound
from tests.data.workforce.conftest import MONDAY, NOON, Bureau, write


@pytest.fixture
def busy(bureau: Bureau) -> Bureau:
    with transaction(SYSTEM) as session:
        session.execute(insert(absence).values(
            id=new_id(), person_id=bureau.people["rodin"], first_day=MONDAY, last_day=MONDAY + timedelta(days=20), kind="vacation", source="hr",
            source_key="1", entered_at=NOON,
        ))  # fmt: skip
        session.execute(insert(person).values(id=new_id(), login="board", full_name="Board", roles=["executive"], created_at=NOON))
    bureau.happens("belova")
    bureau.happens("gusev", service="person_check")
    bureau.happens("gusev", at=NOON - timedelta(days=40))
    write(everything=True)
    bureau.do("belova", lambda s: add_effort(s, Target(project_id=bureau.project_id), day=MONDAY, minutes=600, reason="x"))
    return bureau


def figures(session_actor: Any, code: str = "2026-11") -> Any:
    with reading(session_actor, at=NOON) as session:
        return workload_figures(session, code)


def test_weeks_people_and_days_add_up_to_the_whole(busy: Bureau) -> None:
    found = figures(SYSTEM)
    told = found.figures
    assert (told["minutes"], told["project_minutes"], told["routine_minutes"], told["overfull_days"]) == (750, 600, 150, 1)
    assert told["absent_days"] == 3  # Monday to Wednesday, the period is not over
    for part in (told["by_week"], told["people"]):
        for name in ("minutes", "project_minutes", "owed_minutes", "norm_minutes", "absent_days"):
            assert sum(row[name] for row in part) == told[name], name
    assert sum(row["minutes"] for row in told["days"]) == 750
    assert sum(row["owed"] for row in told["days"]) == told["owed_minutes"]
    assert told["norm_minutes"] - told["owed_minutes"] == 3 * 480
    assert told["load"] == pytest.approx(750 / told["owed_minutes"])
    assert found.previous["minutes"] == 90


def test_the_document_is_sound_json_with_whole_minutes(busy: Bureau) -> None:
    document = orjson.loads(orjson.dumps(workload_figures_document(figures(SYSTEM, "all"))))
    assert document["period"] == {"code": "all", "first_day": "2026-10-09", "day_after": "2026-11-19"}
    assert (document["figures"]["minutes"], document["previous"]) == (840, None)
    assert {row["login"] for row in document["figures"]["people"]} == {"belova", "gusev", "rodin", "lebedev", "orlov"}


def test_a_lead_sees_his_groups_a_board_sums_only_an_officer_nothing(busy: Bureau) -> None:
    assert {row["login"] for row in figures(busy.actor("lebedev")).figures["people"]} == {"belova", "gusev", "lebedev"}
    with reading(SYSTEM) as session:
        board = session.scalar(person.select().with_only_columns(person.c.id).where(person.c.login == "board"))
    busy.people["board"] = board
    told = figures(busy.actor("board")).figures
    assert (told["minutes"], told["people"], told["days"]) == (750, [], [])
    with pytest.raises(Forbidden):
        figures(busy.actor("belova"))
    with pytest.raises(UnknownPeriod):
        figures(SYSTEM, "2026-13")


def test_rows_behind_every_sum_add_up_to_it(busy: Bureau) -> None:
    def behind(who: Any, figure: str, **where: str) -> Any:
        with reading(who, at=NOON) as session:
            return labour_behind(session, figure, {"period": "2026-11", **where})

    told = figures(SYSTEM).figures
    assert behind(SYSTEM, "minutes").minutes == told["minutes"]
    assert behind(SYSTEM, "projects").minutes == told["project_minutes"]
    for row in told["people"]:
        assert behind(SYSTEM, f"person:{row['login']}").minutes == row["minutes"]
    for row in told["days"]:
        assert behind(SYSTEM, f"day:{row['login']}:{row['day']}").minutes == row["minutes"]
    in_weeks = figures(SYSTEM, "2026").figures
    assert sum(row["minutes"] for row in in_weeks["days"]) == in_weeks["minutes"]
    for row in in_weeks["days"]:
        assert date.fromisoformat(str(row["day"])).weekday() == 0
        assert behind(SYSTEM, f"week:{row['login']}:{row['day']}", period="2026").minutes == row["minutes"]
    for row in told["by_service"]:
        assert behind(SYSTEM, f"service:{row['service']}").minutes == row["minutes"]
    lead = behind(busy.actor("lebedev"), "minutes")
    assert {row.number for row in lead.rows} == {"", "T-1", "T-2"}
    for nobody in ("person:rodin", "day:belova:yesterday", "day:belova", "luck"):
        with pytest.raises(NotFound):
            behind(busy.actor("lebedev"), nobody)


def test_pages_of_rows_meet_without_a_gap(busy: Bureau) -> None:
    with reading(SYSTEM, at=NOON) as session:
        whole = labour_behind(session, "minutes", {"period": "all"}).rows
        found, after = [], ""
        while True:
            page = labour_behind(session, "minutes", {"period": "all"}, after=after, limit=1)
            found += page.rows
            if not page.next_after:
                break
            after = page.next_after
    assert tuple(found) == whole


def test_a_reader_of_sums_gets_rows_without_people_and_cases(busy: Bureau) -> None:
    with reading(SYSTEM) as session:
        busy.people["board"] = session.scalar(person.select().with_only_columns(person.c.id).where(person.c.login == "board"))
    with reading(busy.actor("board"), at=NOON) as session:
        page = labour_behind(session, "minutes", {"period": "2026-11"})
        assert (page.total, page.minutes) == (3, 750)
        assert {(row.name, row.number, row.title) for row in page.rows} == {("", "", "")}
        with pytest.raises(NotFound):
            labour_behind(session, "person:belova", {"period": "2026-11"})


def test_a_group_narrows_people_and_open_work(busy: Bureau) -> None:
    with reading(SYSTEM, at=NOON) as session:
        of_group = workload_figures(session, "2026-11", {"group": "company_checks"}).figures
        assert {row["login"] for row in of_group["people"]} == {"belova", "gusev", "lebedev"}
        assert of_group["ahead"]["open_cases"] == 3
        assert workload_figures(session, "2026-11", {"group": "none"}).figures["ahead"]["open_cases"] == 0
        with pytest.raises(UnknownFilter):
            workload_figures(session, "2026-11", {"service": "company_check"})


def test_what_lies_ahead_is_counted_from_open_work_and_the_pace_of_the_last_months(busy: Bureau) -> None:
    # One case of company_check was closed ten days after it was opened; all labour of its service before today was for it.
    with transaction(SYSTEM) as session:
        first = session.first(select(cases).where(cases.c.service == "company_check"))
        values = {name: getattr(first, name) for name in ("process_id", "version_id", "service", "title", "fields", "unit_id", "business_line_id", "group_id")}
        session.execute(insert(cases).values(
            id=new_id(), number="T-9", state="done", opened_at=NOON - timedelta(days=20), closed_at=NOON - timedelta(days=10),
            changed_at=NOON - timedelta(days=10), **values,
        ))  # fmt: skip
    busy.happens("belova", at=NOON - timedelta(days=2))
    write(everything=True)
    ahead = figures(SYSTEM).figures["ahead"]
    minutes = sum(row.minutes for row in busy.efforts() if row.service == "company_check" and row.day < NOON.date())
    service = next(row for row in ahead["by_service"] if row["service"] == "company_check")
    assert (service["open"], service["median_days"]) == (1, 10.0)
    assert service["minutes"] == minutes > 0
    # Opened today, it ends ten days from now: in the first whole week.
    carried = [week["carried_minutes"] for week in ahead["weeks"]]
    assert carried == [0, service["minutes"], 0, 0, 0]
    assert ahead["unknown_cases"] == 2
    assert all(week["capacity_minutes"] > 0 for week in ahead["weeks"])
