"""Behind a share: as many rows as its quantity says, whatever the driver, and no more of them than the reader may open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from data.operations.cost_months import close_month
from data.queries.analytics.share_rows import share_rows
from data.session import reading
from models.access.actor import Role
from models.analytics.allocation import Driver
from models.errors import Forbidden, NotFound
from tests.data.analytics.cost_desk import NOW, OCTOBER, SEPTEMBER, Books, open_books

OPENED = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def books(database: str) -> Books:
    """Seven cases of the bank closed in October, two of them visits, one of a closed group; three of its branch; work for both."""
    made = open_books()
    made.cost("payroll", OCTOBER, 1_000_000_00)
    made.cost("licences", OCTOBER, 300_000_01)
    with_session = made.do

    def close(session: object, unit: str, count: int) -> None:
        made.desk.session = session  # type: ignore[assignment]
        for number in range(count):
            made.desk.add_case(
                unit_id=made.desk.units[unit], opened_at=OPENED, closed_at=OPENED + timedelta(days=number), handling_minutes=60,
                service="visit" if number in (1, 2) else "check", group_id=made.desk.groups["secret" if number == 3 else "duty"],
            )  # fmt: skip

    with_session("system", lambda s: (close(s, "bank", 7), close(s, "branch", 3)))
    made.work("bank", 2_400)
    made.work("branch", 600)
    return made


@pytest.mark.parametrize(("driver", "parameters"), [
    (Driver.HOURS, {}), (Driver.REQUESTS, {}), (Driver.WEIGHTED, {"weights": {"visit": "2.5"}}), (Driver.TWO_STEP, {}),
])  # fmt: skip
@pytest.mark.parametrize("is_closed", [False, True])
def test_the_rows_of_every_share_come_to_its_quantity(books: Books, driver: Driver, parameters: dict[str, object], is_closed: bool) -> None:
    books.key("payroll", driver, parameters)
    books.key("licences", Driver.REQUESTS)
    if is_closed:
        books.cost("payroll", SEPTEMBER, 1)
        books.do("head", lambda s: close_month(s, SEPTEMBER))
        books.do("head", lambda s: close_month(s, OCTOBER))
    with reading(books.people["head"], at=NOW) as session:
        told = 0
        for pool in books.month(OCTOBER).pools:
            for share in pool.shares:
                if share.unit not in ("bank", "branch"):
                    continue
                rows, after = [], ""
                while True:
                    page = share_rows(session, OCTOBER, share.unit, pool.code, share.service, after=after, limit=2)
                    rows += page.rows
                    after = page.next_after
                    if not after:
                        break
                assert sum(row.quantity for row in rows) == pytest.approx(float(share.quantity)) == page.quantity == page.frozen
                assert (len(rows), page.kopecks) == (page.total, share.kopecks)
                told += 1
    assert told >= 4


def test_a_head_of_a_unit_opens_only_his_own_and_no_closed_group(books: Books) -> None:
    books.key("licences", Driver.REQUESTS)
    his = replace(books.people["officer"], roles=frozenset({Role.UNIT_HEAD}), unit_ids=frozenset({books.desk.units["bank"]}))
    with reading(his, at=NOW) as session:
        found = share_rows(session, OCTOBER, "bank", "licences", "")
        assert (found.total, sum(1 for row in found.rows if not row.number)) == (7, 1)
        with pytest.raises(NotFound):
            share_rows(session, OCTOBER, "branch", "licences", "")
    with reading(books.people["executive"], at=NOW) as session:
        assert {row.number for row in share_rows(session, OCTOBER, "bank", "licences", "").rows} == {""}
    with reading(books.people["officer"], at=NOW) as session, pytest.raises(Forbidden):
        share_rows(session, OCTOBER, "bank", "licences", "")


def test_what_has_no_rows_says_so(books: Books) -> None:
    books.key("licences", Driver.FIXED, {"shares": {"bank": "1"}})
    with reading(books.people["head"], at=NOW) as session:
        for month, unit, pool, service in (
            (OCTOBER, "bank", "licences", ""), (OCTOBER, "bank", "nothing", ""), (OCTOBER, "nowhere", "licences", ""), (date(2026, 3, 1), "bank", "licences", ""),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                share_rows(session, month, unit, pool, service)
