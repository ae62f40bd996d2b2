"""From a figure to its rows: as many as the figure says, and only as much of them as the reader may see."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from data.queries.analytics.operations import operations_figures
from data.queries.analytics.rows import rows_behind
from data.session import Session, reading, transaction
from models.access.actor import SYSTEM, Role
from models.errors import Forbidden, NotFound
from tests.data.analytics.desk import NOW, Desk, reader, set_up

HOUR = timedelta(hours=1)
PERIOD = {"period": "2026-11"}


@pytest.fixture
def desk(database: str) -> Desk:
    with transaction(SYSTEM, at=NOW) as session:
        made = set_up(session)
        people = [None, *made.people.values()]
        for number in range(40):
            closed = number % 3 == 0
            opened = NOW - timedelta(days=number)
            case = made.add_case(
                opened_at=opened, service="visit" if number % 5 == 0 else "check", owner_id=people[number % 3],
                group_id=made.groups["secret" if number % 8 == 7 else "duty"], reaction_minutes=number or None,
                closed_at=opened + HOUR if closed else None, sla_met=(number % 2 == 0) if closed else None,
                handling_minutes=60 if closed else None, rating=5 if number % 6 == 0 else None,
                state=("withdrawn" if number % 9 == 0 else "refused" if number % 12 == 0 else "done") if closed else "in_work",
                due_at=opened + timedelta(days=20), title=f"Company {number}",
            )  # fmt: skip
            made.add_task(case, entered_at=opened, done_at=opened + HOUR if number % 2 else None)
            made.add_task(case, entered_at=opened, done_at=opened + HOUR, visit=2, step="decide")
    return made


def all_rows(session: Session, figure: str, **filters: Any) -> list[Any]:
    """Page after page, seven at a time."""
    found, after = [], ""
    while True:
        page = rows_behind(session, figure, {**PERIOD, **filters}, after=after, limit=7)
        found.extend(page.rows)
        after = page.next_after
        if not after:
            return found


@pytest.mark.parametrize("where", [{}, {"service": "visit"}, {"group": "duty"}])
def test_every_number_is_as_many_rows_as_it_says(desk: Desk, where: dict[str, str]) -> None:
    with reading(reader(Role.HEAD), at=NOW) as session:
        figures = operations_figures(session, "2026-11", where).figures
        counts = {key: figures[key] for key in (
            "opened", "closed", "sla_known", "sla_met", "sla_broken", "withdrawn", "refused", "open_at_end", "open", "overdue", "at_risk", "rework",
        )}  # fmt: skip
        counts["rating"] = figures["rated"]
        counts |= {f"ageing:{row['bucket']}": row["cases"] for row in figures["ageing"]}
        counts |= {f"step:{row['service']}:{row['step']}": row["cases"] for row in figures["funnel"]}
        counts |= {f"standing:{row['service']}:{row['step']}": row["open_now"] for row in figures["funnel"]}
        for kind, loads in (("officer", figures["workload_officers"]), ("group", figures["workload_groups"])):
            counts |= {f"{kind}:{row['key']}:{part}": row[part] for row in loads for part in ("open", "overdue", "at_risk")}
        assert figures["overdue"] or where
        for figure, count in counts.items():
            rows = all_rows(session, figure, **where)
            assert len(rows) == len({row.key for row in rows}) == count, figure
            assert rows_behind(session, figure, {**PERIOD, **where}).total == count, figure


def test_an_executive_sees_rows_without_titles_and_people(desk: Desk) -> None:
    with reading(reader(Role.EXECUTIVE), at=NOW) as session:
        page = rows_behind(session, "opened", PERIOD, limit=100)
        assert len(page.rows) == page.total
        assert {(row.id, row.title, row.owner, row.owner_en) for row in page.rows} == {(None, "", "", "")}
        with pytest.raises(Forbidden):
            rows_behind(session, f"officer:{desk.people['belova']}", PERIOD)
        assert operations_figures(session, "2026-11", {}).figures["workload_officers"] == []


def test_a_closed_group_is_counted_but_not_shown_to_others(desk: Desk) -> None:
    member = reader(Role.LEAD, group_ids=frozenset({desk.groups["duty"]}), user_id=desk.people["belova"])
    with reading(member, at=NOW) as session:
        page = rows_behind(session, "opened", PERIOD, limit=100)
        secret = [number for number in range(40) if number % 8 == 7 and NOW - timedelta(days=number) >= datetime(2026, 10, 31, 21, tzinfo=NOW.tzinfo)]
        assert page.closed_to_reader == page.total - len(page.rows) > 0
        assert not {f"Company {number}" for number in secret if number % 3 != 1} & {row.title for row in page.rows}


@pytest.mark.parametrize("role", [Role.REQUESTER, Role.UNIT_HEAD, Role.OFFICER, Role.DESIGNER, Role.ADMIN, Role.AUDITOR, Role.EXTERNAL])
def test_who_may_not_see_figures_sees_neither_them_nor_their_rows(desk: Desk, role: Role) -> None:
    with reading(reader(role), at=NOW) as session:
        with pytest.raises(Forbidden):
            operations_figures(session, "all", {})
        with pytest.raises(Forbidden):
            rows_behind(session, "opened", {})


@pytest.mark.parametrize("figure", ["", "nothing", "ageing:7", "officer", "step"])
def test_a_figure_nobody_draws_is_not_found(desk: Desk, figure: str) -> None:
    with reading(SYSTEM, at=NOW) as session, pytest.raises(NotFound):
        rows_behind(session, figure, {})


def test_a_bent_page_mark_is_not_found(desk: Desk) -> None:
    with reading(SYSTEM, at=NOW) as session, pytest.raises(NotFound):
        rows_behind(session, "opened", {}, after=f"yesterday~{UUID(int=1)}")
