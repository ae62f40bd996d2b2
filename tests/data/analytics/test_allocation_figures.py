"""The dashboard of allocations adds up to the costs, and shows the head of a unit what that unit bears."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.operations.cost_months import close_month
from data.queries.analytics.allocations import AllocationFigures, allocation_figures
from data.queries.analytics.filters import UnknownFilter
from data.session import reading
from models.access.actor import Actor, Role
from models.analytics.allocation import Driver
from models.errors import Forbidden
from tests.data.analytics.desk import reader
from tests.data.analytics.test_costs import NOW, OCTOBER, SEPTEMBER, Books, books

__all__ = ["books"]  # the fixture


@pytest.fixture
def shared(books: Books) -> Books:
    """Two pools in September (closed) and October; one of them without a key in force in October's draft world."""
    books.key("payroll", Driver.HOURS)
    books.key("licences", Driver.FIXED, {"shares": {"bank": "0.4", "branch": "0.6"}})
    for month in (SEPTEMBER, OCTOBER):
        books.cost("payroll", month, 1_000_000_00)
        books.cost("licences", month, 200_000_01)
    books.work("bank", 4_000)
    books.work("branch", 2_000)
    books.work(None, 1_000)
    books.do("head", lambda s: close_month(s, SEPTEMBER))
    return books


def figures(who: Actor, period: str = "2026-10", **where: Any) -> AllocationFigures:
    with reading(who, at=NOW) as session:
        return allocation_figures(session, period, where)


@pytest.mark.parametrize("period", ["2026-09", "2026-10", "2026-11", "2026-Q3", "2026", "all"])
def test_what_units_bear_and_what_nobody_used_add_up_to_the_costs(shared: Books, period: str) -> None:
    told = figures(shared.people["head"], period).figures
    assert told["allocated"] + told["idle"] + told["without_unit"] + told["unshared"] == told["kopecks"]
    assert sum(row["kopecks"] for row in told["by_unit"]) == told["kopecks"] - told["unshared"]
    for row in told["by_unit"]:
        assert sum(part["kopecks"] for part in row["parts"]) == row["kopecks"]
        for part in row["parts"]:
            if part["price"] is not None:
                assert part["quantity"] * part["price"] == pytest.approx(part["kopecks"], abs=1)


def test_work_of_no_unit_stands_apart_from_what_nobody_used(shared: Books) -> None:
    rows = {row["unit"]: row for row in figures(shared.people["head"]).figures["by_unit"]}
    assert (rows["~"]["parts"][0]["quantity"], rows[""]["parts"][0]["quantity"]) == (1_000, 2 * 22 * 480 - 7_000)


def test_a_period_is_compared_with_as_many_months_before(shared: Books) -> None:
    told = figures(shared.people["lead"]).figures
    assert (told["kopecks"], told["previous"]) == (1_200_000_01, 1_200_000_01)
    assert [(month["month"], month["closed_at"] is not None) for month in told["months"]] == [("2026-10", False)]
    assert figures(shared.people["lead"], "2026-Q3").figures["months"][0]["closed_at"] is not None
    assert [row["kopecks"] for row in told["by_month"]][-2:] == [1_200_000_01] * 2


def test_the_head_of_a_unit_sees_its_share_and_no_other(shared: Books) -> None:
    units = shared.desk.units
    mine = reader(Role.UNIT_HEAD, unit_ids=frozenset({units["branch"]}))
    found = figures(mine)
    whole = {row["unit"]: row["kopecks"] for row in figures(shared.people["head"]).figures["by_unit"]}
    assert found.is_part
    assert found.units.keys() == {"branch"}
    assert {row["unit"]: row["kopecks"] for row in found.figures["by_unit"]} == {"branch": whole["branch"]}
    assert (found.figures["kopecks"], found.figures["idle"], found.figures["unshared"]) == (whole["branch"], None, None)
    assert found.figures["by_month"][-1]["kopecks"] == whole["branch"]
    with pytest.raises(UnknownFilter):
        figures(mine, unit="bank")
    assert figures(shared.people["head"], unit="branch").figures["kopecks"] == whole["branch"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.REQUESTER, Role.DESIGNER, Role.AUDITOR, Role.EXTERNAL, Role.ADMIN])
def test_others_see_no_costs(shared: Books, role: Role) -> None:
    with pytest.raises(Forbidden):
        figures(reader(role))


def test_a_bank_without_costs_says_nothing(books: Books) -> None:
    told = figures(books.people["head"], "all").figures
    assert (told["kopecks"], told["by_unit"], told["months"]) == (0, [], [])
    assert date.fromisoformat(f"{told['by_month'][-1]['month']}-01") <= NOW.date()
