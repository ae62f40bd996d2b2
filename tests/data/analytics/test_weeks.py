"""Cases by week on the first page of those who lead."""

from __future__ import annotations

from datetime import datetime, timedelta

from data.operations.analytics import refresh_rollups
from data.queries.home import WEEKS, opened_by_week
from data.session import transaction
from models.access.actor import SYSTEM
from tests.data.analytics.desk import NOW, set_up


def test_each_week_counts_what_was_opened_from_its_monday_on_prepared_or_not(database: str) -> None:
    with transaction(SYSTEM, at=NOW) as session:
        desk = set_up(session)
        monday = opened_by_week(session, None)[-1][0]
        begin = datetime(monday.year, monday.month, monday.day, tzinfo=NOW.tzinfo) + timedelta(hours=9)
        for weeks_ago, count in ((0, 1), (1, 3), (WEEKS - 1, 2), (WEEKS, 5)):
            for _number in range(count):
                desk.add_case(opened_at=begin - timedelta(weeks=weeks_ago), group_id=desk.groups["duty"])
        expected = [2, *[0] * (WEEKS - 3), 3, 1]
        for _state in ("stale", "fresh"):
            assert [count for _monday, count in opened_by_week(session, None)] == expected
            assert [count for _monday, count in opened_by_week(session, ["duty"])] == expected
            assert {count for _monday, count in opened_by_week(session, None, service="visit")} == {0}
            refresh_rollups(session)
