"""The figures of labour add up, and nobody sees people he may not see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import insert

from callbacks.commands.figures import workload_document
from data.ids import new_id
from data.operations.workforce import Target, add_effort
from data.queries.analytics.workload import workload_figures
from data.session import reading, transaction
from data.tables.access import person
from data.tables.workforce import absence
from models.access.actor import SYSTEM
from models.analytics.period import UnknownPeriod
from models.errors import Forbidden
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
    document = orjson.loads(orjson.dumps(workload_document(figures(SYSTEM, "all"))))
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
