"""Costs come in, are shared to the kopeck, and stay as they were when their month was closed."""

from __future__ import annotations

import hmac
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, text, update

from data.audit_evidence import audit_key_file, audit_keys
from data.ids import new_id
from data.operations.allocation_keys import discard_key, draft_key, publish_key
from data.operations.cost_months import close_month
from data.operations.costs import add_pool, enter_cost, rename_pool
from data.queries.analytics.cost_seals import broken_months, missing_months
from data.queries.analytics.costs import drivers_of
from data.session import reading, transaction
from data.tables.costs import allocation, closed_month, cost_entry
from data.tables.workforce import absence, effort_week
from models.access.actor import SYSTEM
from models.analytics.allocation import Driver, KeyDraftThere, KeyNotDraft, MonthChanged, MonthNotClosable, SharesAreWrong, WrongPool
from models.analytics.bookkeeping import SecondPersonNeeded, WrongAmount
from models.errors import Conflict, Forbidden, NotFound
from tests.data.analytics.cost_desk import NOVEMBER, NOW, OCTOBER, SEPTEMBER, Books, open_books, shares

MINUTES_OF_OCTOBER = 22 * 480  # working days of the shipped calendar


@pytest.fixture
def books(database: str) -> Books:
    return open_books()


def test_a_month_is_shared_by_minutes_with_what_nobody_used_apart(books: Books) -> None:
    books.key("payroll", Driver.HOURS)
    books.cost("payroll", OCTOBER, 1_000_000_00)
    books.work("bank", 480 * 11)
    books.work("branch", 480 * 5)
    books.work("branch", 480 * 6, day=date(2026, 11, 2))  # not of this month
    with reading(SYSTEM, at=NOW) as session:
        drivers = drivers_of(session, OCTOBER)
    assert drivers.capacity_minutes == 2 * MINUTES_OF_OCTOBER
    assert shares(books.month(OCTOBER), "payroll") == {("", ""): 636_363_64, ("bank", ""): 250_000_00, ("branch", ""): 113_636_36}


def test_leave_makes_the_staff_smaller_and_a_trip_does_not(books: Books) -> None:
    for kind, first in (("vacation", date(2026, 10, 5)), ("trip", date(2026, 10, 12))):
        books.do("system", lambda s, kind=kind, first=first: s.execute(insert(absence).values(
            id=new_id(), person_id=books.desk.people["gusev"], first_day=first, last_day=first + timedelta(days=4), kind=kind, source="hr",
            source_key=kind, entered_at=NOW,
        )))  # fmt: skip
    with reading(SYSTEM, at=NOW) as session:
        assert drivers_of(session, OCTOBER).capacity_minutes == 2 * MINUTES_OF_OCTOBER - 5 * 480


def test_a_pool_without_a_key_in_force_is_not_shared_and_its_month_not_closed(books: Books) -> None:
    books.cost("licences", OCTOBER, 5_000_00)
    books.do("lead", lambda s: draft_key(s, books.pools["licences"], first_month=SEPTEMBER, driver=Driver.REQUESTS, parameters={}))
    assert books.month(OCTOBER).pools[0].shares == ()
    with pytest.raises(MonthNotClosable):
        books.do("head", lambda s: close_month(s, OCTOBER))


def test_a_closed_month_stays_as_it_was(books: Books) -> None:
    books.key("payroll", Driver.FIXED, {"shares": {"bank": "0.25", "branch": "0.75"}})
    books.cost("payroll", OCTOBER, 999_99)
    assert books.do("head", lambda s: close_month(s, OCTOBER)) is True
    before = books.month(OCTOBER)
    assert before.closed_at is not None
    assert shares(before, "payroll") == {("bank", ""): 250_00, ("branch", ""): 749_99}
    assert books.do("lead", lambda s: close_month(s, OCTOBER)) is False
    assert books.cost("payroll", OCTOBER, -100_00, document="Кредит-нота") == NOVEMBER
    books.key("payroll", Driver.FIXED, {"shares": {"bank": "1"}}, first=NOVEMBER)
    assert books.month(OCTOBER) == before
    late = books.month(NOVEMBER)
    assert (late.kopecks, shares(late, "payroll")) == (-100_00, {("bank", ""): -100_00})
    with reading(SYSTEM) as session:
        assert session.scalar(select(cost_entry.c.of_month).where(cost_entry.c.month == NOVEMBER)) == OCTOBER
        assert broken_months(session) == []


@pytest.mark.parametrize("damage", [
    "UPDATE allocation SET kopecks = kopecks + 1", "UPDATE allocation SET quantity = 0.3", "DELETE FROM allocation WHERE kopecks = 25000",
    "UPDATE closed_month SET kopecks = kopecks - 1", "UPDATE cost_entry SET kopecks = kopecks + 1",
    "INSERT INTO cost_entry SELECT gen_random_uuid(), pool_id, month, of_month, 5, '', '', '', 'manual', 'later', NULL, NULL, now(), NULL, '' FROM cost_entry",
])  # fmt: skip
def test_whatever_is_changed_in_a_closed_month_breaks_its_seal(books: Books, damage: str) -> None:
    books.key("payroll", Driver.FIXED, {"shares": {"bank": "0.25", "branch": "0.75"}})
    books.cost("payroll", OCTOBER, 1_000_00)
    books.do("head", lambda s: close_month(s, OCTOBER))
    with transaction(SYSTEM) as session:
        assert session.execute(text(damage)).rowcount == (2 if "allocation SET" in damage else 1)
        assert broken_months(session) == ["2026-10"]


@pytest.mark.parametrize("damage", [
    "UPDATE closed_month SET closed_at = closed_at - interval '1 day'", "UPDATE closed_month SET closed_by = NULL",
    "UPDATE allocation SET is_idle = NOT is_idle", "UPDATE allocation_key SET words = 'Иначе'",
    """UPDATE allocation_key SET parameters = '{"shares": {"bank": "1"}}'""", "UPDATE closed_month SET seal_key = ''",
])  # fmt: skip
def test_the_seal_covers_who_closed_and_the_words_of_the_key(books: Books, damage: str) -> None:
    books.key("payroll", Driver.FIXED, {"shares": {"bank": "0.25", "branch": "0.75"}})
    books.cost("payroll", OCTOBER, 1_000_00)
    books.do("head", lambda s: close_month(s, OCTOBER))
    with transaction(SYSTEM) as session:
        session.execute(text(damage))
        assert broken_months(session) == ["2026-10"]


def test_a_changed_audit_key_breaks_no_seal(books: Books) -> None:
    books.key("payroll", Driver.REQUESTS)
    for month in (SEPTEMBER, OCTOBER):
        books.cost("payroll", month, 100_00)
    books.do("head", lambda s: close_month(s, SEPTEMBER))
    with audit_key_file().open("a") as file:
        file.write("ab" * 32 + "\n")
    books.do("head", lambda s: close_month(s, OCTOBER))
    with reading(SYSTEM) as session:
        assert len({row.seal_key for row in session.rows(select(closed_month.c.seal_key))}) == 2
        assert broken_months(session) == []


@pytest.mark.parametrize(("gone", "broken"), [(SEPTEMBER, ["2026-10"]), (OCTOBER, [])])
def test_a_month_taken_out_is_missed_and_breaks_the_next_seal(books: Books, gone: date, broken: list[str]) -> None:
    books.key("payroll", Driver.REQUESTS)
    for month in (SEPTEMBER, OCTOBER):
        books.cost("payroll", month, 100_00)
        books.do("head", lambda s, month=month: close_month(s, month))
    with transaction(SYSTEM) as session:
        assert missing_months(session) == []
        session.execute(delete(allocation).where(allocation.c.month == gone))
        session.execute(delete(closed_month).where(closed_month.c.month == gone))
        assert (missing_months(session), broken_months(session)) == ([f"{gone:%Y-%m}"], broken)


def test_a_month_of_the_first_form_of_the_seal_stays_whole(books: Books) -> None:
    books.key("payroll", Driver.FIXED, {"shares": {"bank": "1"}})
    books.cost("payroll", OCTOBER, 1_000_00)
    books.do("head", lambda s: close_month(s, OCTOBER))
    with transaction(SYSTEM) as session:
        share = session.rows(select(*(allocation.c[name] for name in ("pool_id", "key_id", "unit_id", "service", "quantity", "kopecks"))))[0]
        content = ["2026-10", 1_000_00, {"payroll": 1_000_00}, [[str(value) for value in share]]]
        seal = hmac.new(audit_keys()[0], orjson.dumps(content, option=orjson.OPT_SORT_KEYS), "sha256").digest()
        session.execute(update(closed_month).values(seal=seal, seal_key=""))
        assert broken_months(session) == []
        session.execute(update(allocation).values(kopecks=5))
        assert broken_months(session) == ["2026-10"]


def test_pressing_twice_is_one_cost(books: Books) -> None:
    assert [books.cost("payroll", OCTOBER, 5_00, form_key="form-1") for _time in range(2)] == [OCTOBER, OCTOBER]
    assert books.month(OCTOBER).kopecks == 5_00


def test_a_month_is_closed_with_the_sum_that_was_seen(books: Books) -> None:
    books.key("payroll", Driver.REQUESTS)
    books.cost("payroll", OCTOBER, 100_00)
    with pytest.raises(MonthChanged):
        books.do("lead", lambda s: close_month(s, OCTOBER, seen_kopecks=99_00))
    assert books.do("lead", lambda s: close_month(s, OCTOBER, seen_kopecks=100_00)) is True


def test_closing_by_the_head_locks_the_approved_weeks_of_the_month(books: Books) -> None:
    books.key("payroll", Driver.REQUESTS)
    weeks = (date(2026, 8, 24), date(2026, 9, 21), date(2026, 9, 28), date(2026, 10, 19))
    books.do("system", lambda s: s.execute(insert(effort_week), [
        {"id": new_id(), "person_id": books.desk.people["belova"], "monday": monday, "state": "approved"} for monday in weeks
    ]))  # fmt: skip
    locked = []
    for who, month in (("lead", SEPTEMBER), ("head", OCTOBER)):
        books.cost("payroll", month, 100_00)
        books.do(who, lambda s, month=month: close_month(s, month))
        with reading(SYSTEM) as session:
            locked.append([row.monday for row in session.rows(select(effort_week.c.monday).where(effort_week.c.state == "locked").order_by("monday"))])
    assert locked == [[], list(weeks)]


def test_anothers_draft_is_not_replaced_but_thrown_away_by_name(books: Books) -> None:
    def draft(who: str, share: str = "1") -> UUID:
        return UUID(str(books.do(who, lambda s: draft_key(
            s, books.pools["payroll"], first_month=OCTOBER, driver=Driver.FIXED, parameters={"shares": {"bank": share}}))))  # fmt: skip

    draft("lead")
    mine = draft("lead")
    with pytest.raises(KeyDraftThere) as refused:
        draft("head")
    assert refused.value.params["name"] == "Lead"
    books.do("head", lambda s: discard_key(s, mine))
    with pytest.raises(NotFound):
        books.do("head", lambda s: publish_key(s, mine))
    theirs = draft("head")
    books.do("lead", lambda s: publish_key(s, theirs))
    with pytest.raises(KeyNotDraft):
        books.do("lead", lambda s: discard_key(s, theirs))
    with pytest.raises(SharesAreWrong):
        books.do("lead", lambda s: draft_key(
            s, books.pools["payroll"], first_month=OCTOBER, driver=Driver.FIXED, parameters={"shares": {"nowhere": "1"}}))  # fmt: skip


def test_a_pool_is_renamed_by_whoever_saw_its_last_name(books: Books) -> None:
    books.do("lead", lambda s: rename_pool(s, books.pools["payroll"], name={"ru": "Оплата", "en": "Pay"}, revision=1))
    with pytest.raises(Conflict):
        books.do("lead", lambda s: rename_pool(s, books.pools["payroll"], name={"ru": "Труд", "en": "Work"}, revision=1))
    for wrong in ({"ru": "", "en": "Pay"}, {"ru": "Оплата"}, {"ru": "я" * 121, "en": "Pay"}):
        with pytest.raises(WrongPool):
            books.do("lead", lambda s, wrong=wrong: rename_pool(s, books.pools["payroll"], name=wrong, revision=2))
    for code in ("payroll", "", "Оплата", "a b"):
        with pytest.raises(WrongPool):
            books.do("lead", lambda s, code=code: add_pool(s, code=code, name={"ru": "а", "en": "a"}))


def test_months_are_closed_in_their_order_and_when_they_are_over(books: Books) -> None:
    books.key("payroll", Driver.REQUESTS)
    for month in (SEPTEMBER, OCTOBER, NOVEMBER):
        books.cost("payroll", month, 100_00)
    for month in (OCTOBER, NOVEMBER):
        with pytest.raises(MonthNotClosable):
            books.do("head", lambda s, month=month: close_month(s, month))
    assert [books.do("head", lambda s, month=month: close_month(s, month)) for month in (SEPTEMBER, OCTOBER)] == [True, True]
    with pytest.raises(MonthNotClosable):
        books.do("head", lambda s: close_month(s, NOVEMBER))


def test_two_who_close_a_month_at_once_close_it_once(books: Books) -> None:
    books.key("payroll", Driver.FIXED, {"shares": {"bank": "1"}})
    books.cost("payroll", OCTOBER, 100_00)
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lambda who: books.do(who, lambda s: close_month(s, OCTOBER)), ("head", "lead"))) == [False, True]
    with reading(SYSTEM) as session:
        assert (session.scalar(select(func.count()).select_from(closed_month)), session.scalar(select(func.count()).select_from(allocation))) == (1, 1)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-(10**10), 10**10).filter(bool), st.sampled_from(Driver), st.lists(st.tuples(st.sampled_from(["bank", "branch", ""]), st.integers(1, 900)), max_size=6))
def test_the_frozen_shares_add_up_to_the_costs_and_closing_again_changes_nothing(books: Books, kopecks: int, driver: Driver, worked: list[tuple[str, int]]) -> None:
    with transaction(SYSTEM) as session:
        for table in ("allocation", "closed_month", "allocation_key", "cost_entry", "effort"):
            session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names
    books.key("payroll", driver, {"shares": {"bank": "0.4", "branch": "0.6"}, "weights": {"check": "1.5"}})
    books.cost("payroll", OCTOBER, kopecks)
    for unit, minutes in worked:
        books.work(unit or None, minutes)
    preview = books.month(OCTOBER)
    books.do("head", lambda s: close_month(s, OCTOBER))
    once = books.month(OCTOBER)
    books.do("lead", lambda s: close_month(s, OCTOBER))
    assert sum(shares(once, "payroll").values()) == kopecks
    assert shares(once, "payroll") == shares(preview, "payroll")
    assert books.month(OCTOBER) == once


def test_a_key_is_published_by_a_second_person_for_an_open_month(books: Books) -> None:
    with pytest.raises(SharesAreWrong):
        books.do("lead", lambda s: draft_key(s, books.pools["payroll"], first_month=OCTOBER, driver=Driver.FIXED, parameters={"shares": {"bank": "0.9"}}))
    with pytest.raises(NotFound):
        books.do("lead", lambda s: draft_key(s, new_id(), first_month=OCTOBER, driver=Driver.HOURS, parameters={}))
    books.key("payroll", Driver.REQUESTS)
    books.cost("payroll", OCTOBER, 1)
    books.do("head", lambda s: close_month(s, OCTOBER))
    made = books.do("lead", lambda s: draft_key(s, books.pools["payroll"], first_month=OCTOBER, driver=Driver.HOURS, parameters={}))
    with pytest.raises(SecondPersonNeeded):
        books.do("lead", lambda s: publish_key(s, made))
    with pytest.raises(KeyNotDraft):
        books.do("head", lambda s: publish_key(s, made))


def test_costs_are_for_those_who_keep_them(books: Books) -> None:
    for who in ("officer", "executive"):
        with pytest.raises(Forbidden):
            books.do(who, lambda s: enter_cost(s, books.pools["payroll"], OCTOBER, 1))
        with pytest.raises(Forbidden):
            books.do(who, lambda s: close_month(s, OCTOBER))
    for wrong in (0, 10**15):
        with pytest.raises(WrongAmount):
            books.cost("payroll", OCTOBER, wrong)
    with pytest.raises(NotFound):
        books.do("head", lambda s: enter_cost(s, new_id(), OCTOBER, 1))
