"""Disputes: only who bears a share objects to it, what is granted moves once, in an open month, and the pool stays whole to the kopeck."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from data.operations.cost_months import close_month
from data.operations.disputes import accept_dispute, open_dispute, refuse_dispute
from data.queries.analytics.allocations import allocation_figures
from data.queries.analytics.cost_seals import broken_months
from data.queries.analytics.disputes import disputes, left_of_share
from data.session import reading, transaction
from data.tables.access import person
from data.tables.costs import allocation_correction, allocation_dispute
from data.tables.processes import notification
from models.access.actor import SYSTEM, Actor, Role
from models.analytics.allocation import ClaimNeeded, DisputeAnswered, DisputeThere, Driver, WrongCorrection
from models.errors import Forbidden, KordonError, NotFound
from tests.data.analytics.cost_desk import NOVEMBER, NOW, OCTOBER, SEPTEMBER, Books, open_books, shares

CLAIM = "Эти звонки сделаны не для нас"


@pytest.fixture
def books(database: str) -> Books:
    """October is closed: the bank bears 250.00, its branch 749.99. The branch has a head."""
    made = open_books()
    made.key("payroll", Driver.FIXED, {"shares": {"bank": "0.25", "branch": "0.75"}})
    for month in (SEPTEMBER, OCTOBER):
        made.cost("payroll", month, 999_99)
        made.do("head", lambda s, month=month: close_month(s, month))
    made.people["branch"] = Actor(
        user_id=made.people["officer"].user_id, name="Branch", roles=frozenset({Role.UNIT_HEAD}), unit_ids=frozenset({made.desk.units["branch"]})
    )
    made.do("system", lambda s: s.execute(update(person).where(person.c.login == "costs-head").values(roles=["head"])))
    return made


def object_to(books: Books, month: date = OCTOBER, *, who: str = "branch", unit: str = "branch", claim: str = CLAIM) -> UUID:
    return UUID(str(books.do(who, lambda s: open_dispute(s, month, unit, "payroll", claim))))


def accept(books: Books, made: UUID, kopecks: int, *, onto: str = "", revision: int = 1) -> Any:
    return books.do("head", lambda s: accept_dispute(s, made, "Проверено по журналу", kopecks=kopecks, onto=onto, revision=revision))


def test_what_is_granted_moves_in_the_first_open_month_and_the_closed_one_stays(books: Books) -> None:
    before = books.month(OCTOBER)
    made = object_to(books)
    assert accept(books, made, 100_00, onto="bank") == NOVEMBER
    assert books.month(OCTOBER) == before
    moved = {(one.unit, one.kopecks) for pool in books.month(NOVEMBER).pools for one in pool.shares}
    assert moved == {("branch", -100_00), ("bank", 100_00)}
    with reading(books.people["branch"], at=NOW) as session:
        (told,) = disputes(session)
        assert (told.state, told.granted, told.counts_in, told.kopecks) == ("accepted", 100_00, NOVEMBER, 749_99)
        assert allocation_figures(session, "2026-11", {}).figures["kopecks"] == -100_00
        assert left_of_share(session, OCTOBER, books.pools["payroll"], books.desk.units["branch"]) == 649_99
        assert broken_months(session) == []
    with reading(SYSTEM) as session:
        kinds = {(row.kind, row.person_id) for row in session.rows(select(notification))}
    assert kinds == {("dispute_opened", books.people["head"].user_id), ("dispute_answered", books.people["branch"].user_id)}


def test_a_refusal_leaves_the_share(books: Books) -> None:
    made = object_to(books)
    books.do("lead", lambda s: refuse_dispute(s, made, "Всё верно, смотрите журнал", revision=1))
    assert books.month(NOVEMBER).pools == ()
    with pytest.raises(DisputeAnswered):
        accept(books, made, 1, revision=2)
    object_to(books)  # answered is not silenced: with new facts one objects again


@pytest.mark.parametrize(("given_", "error"), [
    ({"claim": "  дорого  "}, ClaimNeeded), ({"unit": "bank"}, Forbidden), ({"who": "officer"}, Forbidden), ({"unit": "nowhere"}, NotFound),
    ({"month": date(2026, 3, 1)}, NotFound), ({"who": "head"}, Forbidden),
])  # fmt: skip
def test_what_cannot_be_disputed_is_refused_and_nothing_is_kept(books: Books, given_: dict[str, Any], error: type[KordonError]) -> None:
    with pytest.raises(error):
        object_to(books, **given_)
    with reading(SYSTEM) as session:
        assert session.rows(select(allocation_dispute)) == []


def test_one_share_is_disputed_once_at_a_time_and_no_more_than_it_is_taken_off(books: Books) -> None:
    made = object_to(books)
    with pytest.raises(DisputeThere):
        object_to(books)
    for kopecks, onto in ((0, ""), (-5, ""), (750_00, ""), (1_00, "branch"), (1_00, "nowhere")):
        with pytest.raises(WrongCorrection):
            accept(books, made, kopecks, onto=onto)
    with pytest.raises(ClaimNeeded):
        books.do("head", lambda s: accept_dispute(s, made, "да", kopecks=1, revision=1))
    with pytest.raises(Forbidden):
        books.do("executive", lambda s: accept_dispute(s, made, "Проверено по журналу", kopecks=1, revision=1))
    accept(books, made, 700_00)
    again = object_to(books)
    with pytest.raises(WrongCorrection):
        accept(books, again, 50_00)
    accept(books, again, 49_99)
    with pytest.raises(NotFound):  # nothing is left of it
        object_to(books)


def test_everybody_sees_what_concerns_him(books: Books) -> None:
    object_to(books)
    for who, count in (("head", 1), ("lead", 1), ("executive", 1), ("branch", 1)):
        with reading(books.people[who], at=NOW) as session:
            assert len(disputes(session)) == count
    stranger = Actor(user_id=books.people["lead"].user_id, name="x", roles=frozenset({Role.UNIT_HEAD}), unit_ids=frozenset({books.desk.units["bank"]}))
    with reading(stranger, at=NOW) as session:
        assert disputes(session) == []
    with reading(books.people["officer"], at=NOW) as session, pytest.raises(Forbidden):
        disputes(session)


@given(steps=st.lists(st.tuples(st.sampled_from([SEPTEMBER, OCTOBER]), st.integers(1, 900_00), st.sampled_from(["", "bank"]), st.booleans()), max_size=6))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_granted_no_kopeck_appears_or_is_lost(books: Books, steps: list[tuple[date, int, str, bool]]) -> None:
    with transaction(SYSTEM) as session:
        session.execute(delete(allocation_correction))
        session.execute(delete(allocation_dispute))
    granted = 0
    for month, kopecks, onto, is_granted in steps:
        with reading(SYSTEM, at=NOW) as session:
            left = left_of_share(session, month, books.pools["payroll"], books.desk.units["branch"])
        if not left:
            continue
        made = object_to(books, month)
        if is_granted and kopecks <= left:
            accept(books, made, kopecks, onto=onto)
            granted += kopecks
        else:
            books.do("head", lambda s, made=made: refuse_dispute(s, made, "Доля посчитана верно", revision=1))
    found = books.month(NOVEMBER)
    assert found.kopecks == 0
    assert sum(share.kopecks for pool in found.pools for share in pool.shares) == 0
    assert sum(-share.kopecks for pool in found.pools for share in pool.shares if share.unit == "branch") == granted
    for month in (SEPTEMBER, OCTOBER):
        assert shares(books.month(month), "payroll") == {("bank", ""): 250_00, ("branch", ""): 749_99}
