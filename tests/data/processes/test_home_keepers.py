"""What the first page says to designers, auditors and administrators."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.operations.audit import record
from data.operations.processes import publish_definition
from data.queries.home_keepers import actions_lately, audit_rows_today, people_here, service_lines
from data.session import reading, transaction
from models.access.actor import SYSTEM
from models.errors import Forbidden
from tests.data.processes.conftest import MONDAY, Stage
from tests.data.processes.sample import sample_process


def test_a_service_counts_its_open_cases_and_those_that_began_on_an_earlier_version(stage: Stage) -> None:
    stage.order()
    with transaction(SYSTEM, at=MONDAY) as session:
        publish_definition(session, sample_process(summary={"ru": "Иначе", "en": "Otherwise"}))
    stage.order()
    line = next(one for one in stage.do("kim", service_lines) if one.name["en"] == "Check")
    assert (line.version, line.open, line.older, line.minutes) == (2, 2, 1, 480)


def test_the_trail_of_a_week_is_compared_with_the_week_before(stage: Stage) -> None:
    for days in (0, 6, 7, 13, 14):
        with transaction(SYSTEM, at=MONDAY - timedelta(days=days)) as session:
            record(session, "person_edited", subject_kind="person", subject_id="7")
    auditor = stage.actor("fedorova")
    with reading(auditor, at=MONDAY) as session:
        edited = next(line for line in actions_lately(session) if line.action == "person_edited")
        assert (edited.now, edited.before) == (2, 2)
        assert audit_rows_today(session) >= 1


@pytest.mark.parametrize("look", [service_lines, actions_lately, audit_rows_today, people_here])
def test_it_is_told_to_nobody_else(stage: Stage, look: object) -> None:
    with reading(stage.actor("zaitseva")) as session, pytest.raises(Forbidden):
        look(session)  # type: ignore[operator]
