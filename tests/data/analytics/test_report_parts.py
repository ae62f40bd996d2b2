"""Every figure of a report is the dashboard's for the same filter, and that is the sum of the rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select

from callbacks.commands.figures import DASHBOARDS
from data.operations.calendars import seed_calendars
from data.queries.analytics.report_parts import PARTS, gather_report, offered_reports
from data.session import Session, reading, transaction
from data.tables.processes import cases
from models.access.actor import SYSTEM, Role
from models.analytics.reports import REPORTS
from models.errors import Forbidden, InvalidInput
from pages.analytics.blocks import SOURCES
from tests.data.analytics.desk import NOW, reader, set_up


@pytest.fixture
def bank(database: str) -> None:
    with transaction(SYSTEM, at=NOW) as session:
        desk = set_up(session)
        seed_calendars(session)
        for number in range(40):
            moment = NOW - timedelta(days=number * 3)
            desk.add_case(
                service="visit" if number % 3 else "check",
                opened_at=moment,
                closed_at=moment,
                sla_met=number % 4 > 0,
                handling_minutes=number * 7,
            )


@pytest.mark.parametrize("kind", REPORTS)
@pytest.mark.parametrize("where", [{}, {"service": ["check"]}], ids=["whole", "service"])
@pytest.mark.parametrize("period", ["2026-10", "2026-Q3", "2026"])
def test_a_report_says_what_the_dashboards_say(bank: None, kind: str, where: Mapping[str, Any], period: str) -> None:
    with reading(reader(Role.HEAD), at=NOW) as session:
        try:
            document = gather_report(session, REPORTS[kind], period, where)
        except InvalidInput:
            assert where
            assert not any(set(where) <= set(PARTS[source].filters) for source in REPORTS[kind].sources)
            return
        for source, part in document["parts"].items():
            told = DASHBOARDS[source](session, period, where)
            assert _plain(part["figures"]) == _plain(told["figures"])


def _plain(figures: Mapping[str, Any]) -> Any:
    return orjson.loads(orjson.dumps(figures))


@pytest.mark.parametrize("month", [8, 9, 10])
def test_what_was_closed_is_the_number_of_the_rows(bank: None, month: int) -> None:
    with reading(reader(Role.HEAD), at=NOW) as session:
        document = gather_report(session, REPORTS["management"], f"2026-{month:02}", {})
        told = document["parts"]["operations"]["figures"]["closed"]
        assert told == _closed(session, date(2026, month, 1), date(2026, month + 1, 1)) > 0


def _closed(session: Session, first: date, after: date) -> int:
    day = func.date(func.timezone("Europe/Moscow", cases.c.closed_at))
    return int(session.scalar(select(func.count()).where(day >= first, day < after)))


def test_every_source_of_figures_has_its_pages_and_the_other_way_round() -> None:
    assert set(PARTS) == set(SOURCES)


def test_who_may_see_nothing_of_a_report_is_refused_and_not_offered_it(bank: None) -> None:
    with reading(reader(Role.UNIT_HEAD), at=NOW) as session:
        assert [report.key for report in offered_reports(session)] == ["management", "allocations"]
        with pytest.raises(Forbidden):
            gather_report(session, REPORTS["operations"], "2026-10", {})
        assert list(gather_report(session, REPORTS["management"], "2026-10", {})["parts"]) == ["allocations"]


def test_a_filter_that_no_source_knows_is_refused_by_its_name(bank: None) -> None:
    with reading(reader(Role.HEAD), at=NOW) as session, pytest.raises(InvalidInput) as caught:
        gather_report(session, REPORTS["management"], "2026-10", {"colour": ["red"]})
    assert caught.value.field == "colour"
