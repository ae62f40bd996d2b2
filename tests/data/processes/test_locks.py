"""Who waits for whom: a row that only names a case or a group never stands against the work on it."""

from __future__ import annotations

from sqlalchemy import text

from data.session import transaction
from models.access.actor import SYSTEM
from tests.data.processes.conftest import Stage


def test_work_does_not_wait_for_those_who_write_rows_that_name_its_case_or_group(stage: Stage) -> None:
    case_id = stage.order()
    with transaction(SYSTEM) as other:  # what the foreign keys of a task or a letter do, in a transaction that goes on
        other.execute(text("SELECT 1 FROM work_group FOR KEY SHARE"))
        other.execute(text("SELECT 1 FROM cases FOR KEY SHARE"))
        stage.until_approval(case_id)
    assert {one.kind for one in stage.open_tasks(case_id).values()} == {"approval"}
