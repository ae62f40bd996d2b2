"""The dashboard of own work: of one person alone, by the same rules as everybody's, and every number is as many cases as it says."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

import pytest

from data.operations.calendars import seed_calendars
from data.queries.analytics.filters import UnknownFilter
from data.queries.analytics.own_work import own_figures
from data.queries.analytics.rows import own_rows_behind
from data.session import reading, transaction
from models.access.actor import SYSTEM, Actor, Role
from models.errors import Forbidden
from tests.data.analytics.desk import NOW, Desk, reader, set_up

PERIOD = "2026-11"
MINE = [30, 90, 60, 45, 20]
THEIRS = [10, 200]


@pytest.fixture
def me(database: str) -> Actor:
    """An officer with five closed cases (two of them late) and three open ones (one overdue); another with two and one."""
    with transaction(SYSTEM, at=NOW) as session:
        seed_calendars(session)
        desk = set_up(session)
        for who, minutes in (("belova", MINE), ("gusev", THEIRS)):
            _close(desk, who, minutes)
        for who, due in (("belova", -1), ("belova", 2), ("belova", 9), ("gusev", -1)):
            desk.add_case(owner_id=desk.people[who], opened_at=NOW - timedelta(days=3), due_at=NOW + timedelta(days=due))
        desk.add_case(
            owner_id=desk.people["belova"], opened_at=NOW - timedelta(days=40), closed_at=NOW - timedelta(days=30), handling_minutes=600,
            sla_met=False, service="visit",
        )  # fmt: skip
    return reader(Role.OFFICER, user_id=desk.people["belova"])


def _close(desk: Desk, who: str, minutes: list[int]) -> None:
    for place, took in enumerate(minutes):
        opened = NOW - timedelta(days=place + 2)
        desk.add_case(
            owner_id=desk.people[who], opened_at=opened, closed_at=opened + timedelta(minutes=took), handling_minutes=took, sla_met=place > 1,
            service="visit" if place == 4 else "check",
        )  # fmt: skip


def test_own_figures_are_of_one_person_by_the_rules_of_all(me: Actor) -> None:
    with reading(me, at=NOW) as session:
        found = own_figures(session, PERIOD, {})
    told = found.figures
    assert (told["closed"], told["sla_met"], told["sla_broken"]) == (5, 3, 2)
    assert told["median_handling_hours"] == pytest.approx(median(MINE) / 60)
    assert (told["open"], told["overdue"], sum(row["cases"] for row in told["ageing"])) == (3, 1, 3)
    assert found.previous is not None
    assert (found.previous["closed"], found.previous["sla_broken"]) == (0, 0)  # the case of October was closed after the compared days
    assert [row["closed"] for row in told["by_month"]][-2:] == [1, 5]


def test_beside_own_medians_stand_those_of_everybody(me: Actor) -> None:
    with reading(me, at=NOW) as session:
        rows = {row["service"]: row for row in own_figures(session, PERIOD, {}).figures["by_service"]}
    assert set(rows) == {"check", "visit"}
    assert rows["check"]["median_handling_hours"] == pytest.approx(median(MINE[:4]) / 60)
    assert rows["check"]["everybody_median_handling_hours"] == pytest.approx(median([*MINE[:4], *THEIRS]) / 60)


@pytest.mark.parametrize("where", [{}, {"service": "check"}, {"service": "visit"}])
def test_every_number_is_as_many_own_cases(me: Actor, where: dict[str, str]) -> None:
    with reading(me, at=NOW) as session:
        told = own_figures(session, PERIOD, where).figures
        for figure in ("closed", "sla_broken", "sla_known", "open", "overdue", "at_risk"):
            page = own_rows_behind(session, figure, {**where, "period": PERIOD})
            assert page.total == len(page.rows) + page.closed_to_reader == told[figure], figure
        for row in told["ageing"]:
            assert own_rows_behind(session, f"ageing:{row['bucket']}", {**where, "period": PERIOD}).total == row["cases"]


def test_other_filters_and_other_people_have_no_place_here(me: Actor) -> None:
    with reading(me, at=NOW) as session, pytest.raises(UnknownFilter):
        own_figures(session, PERIOD, {"group": "duty"})
    with reading(reader(Role.EXECUTIVE), at=NOW) as session:
        with pytest.raises(Forbidden):
            own_figures(session, PERIOD, {})
        with pytest.raises(Forbidden):
            own_rows_behind(session, "closed", {"period": PERIOD})
