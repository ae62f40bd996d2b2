"""Production calendars: filled, edited by one at a time, never stale, never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select, text

from data.ids import new_id
from data.operations.calendars import (
    CalendarDayChangedMeanwhile,
    CalendarYearAlreadyLoaded,
    edit_day,
    load_year,
    seed_calendars,
)
from data.queries.calendars import CalendarUnknown, calendar_head, days_of_year, loaded_years, work_calendar
from data.session import transaction
from data.tables.access import audit_event
from data.tables.jobs import job_run
from models.access.actor import SYSTEM, Actor, Role
from models.errors import Forbidden
from models.processes.production_calendar import FULL_DAY, SHORT_DAY
from models.processes.working_time import CalendarDayIsWrong, CalendarYearNotLoaded

DESIGNER = Actor(user_id=new_id(), name="Методолог", roles=frozenset({Role.DESIGNER}))
OFFICER = Actor(user_id=new_id(), name="Сотрудник", roles=frozenset({Role.OFFICER}))
MONDAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _seeded(database: str) -> None:
    with transaction(SYSTEM) as session:
        seed_calendars(session)


def test_the_seeded_year_has_the_official_working_days() -> None:
    with transaction(SYSTEM) as session:
        days = days_of_year(session, calendar_head(session, "standard").id, 2026)
    assert len(days) == 365
    assert sum(1 for day in days if day.work) == 247
    assert sum(day.minutes for day in days) == 1972 * 60


def test_the_round_the_clock_calendar_counts_every_minute() -> None:
    with transaction(SYSTEM) as session:
        due = work_calendar(session, "around_the_clock").due_at(datetime(2026, 1, 1, tzinfo=UTC), 20 * 60)
    assert due == datetime(2026, 1, 1, 20, tzinfo=UTC)


def test_seeding_again_keeps_what_people_have_changed() -> None:
    with transaction(DESIGNER) as session:
        edit_day(session, "standard", MONDAY, work=(), note="Выходной по приказу")
    with transaction(SYSTEM) as session:
        seed_calendars(session)
        assert next(day for day in days_of_year(session, calendar_head(session, "standard").id, 2026) if day.day == MONDAY).work == ()


def test_an_edited_day_counts_at_once_and_everywhere() -> None:
    morning = datetime(2026, 3, 2, 6, tzinfo=UTC)
    with transaction(DESIGNER) as session:
        before = work_calendar(session, "standard").due_at(morning, 60)
        assert edit_day(session, "standard", MONDAY, work=(), note="Выходной")
        assert work_calendar(session, "standard").due_at(morning, 60) == datetime(2026, 3, 3, 7, tzinfo=UTC)
    with transaction(SYSTEM) as session:
        assert work_calendar(session, "standard").due_at(morning, 60) > before


def test_an_edit_that_was_rolled_back_leaves_no_trace_in_later_deadlines() -> None:
    def edit_and_fail() -> None:
        with transaction(DESIGNER) as session:
            edit_day(session, "standard", MONDAY, work=(), note="")
            work_calendar(session, "standard")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        edit_and_fail()
    with transaction(DESIGNER) as session:
        edit_day(session, "standard", date(2026, 3, 3), work=(), note="")
        assert work_calendar(session, "standard").is_working(datetime(2026, 3, 2, 7, tzinfo=UTC))


def test_a_calendar_is_laid_out_once_while_nobody_edits_it() -> None:
    with transaction(SYSTEM) as session:
        assert work_calendar(session, "standard") is work_calendar(session, "standard")


def test_an_edit_is_audited_and_deadlines_are_recomputed_once() -> None:
    with transaction(DESIGNER) as session:
        edit_day(session, "standard", MONDAY, work=SHORT_DAY, note="Короткий день")
        edit_day(session, "standard", date(2026, 3, 3), work=(), note="")
        assert session.scalar(select(func.count()).select_from(audit_event).where(audit_event.c.action == "calendar_changed")) == 2
        assert session.scalar(select(audit_event.c.subject_name).order_by(audit_event.c.seq)) == "Производственный календарь, 02.03.2026"
        assert session.rows(select(job_run.c.job, job_run.c.arguments)) == [("recompute_due_dates", {"calendar": "standard"})]


def test_a_note_alone_moves_no_deadline() -> None:
    with transaction(DESIGNER) as session:
        assert edit_day(session, "standard", MONDAY, work=FULL_DAY, note="Ревизия")
        assert not edit_day(session, "standard", MONDAY, work=FULL_DAY, note=" Ревизия ")
        assert session.scalar(select(func.count()).select_from(job_run)) == 0


def test_the_second_of_two_editors_is_told_what_stands_there_now() -> None:
    with transaction(DESIGNER) as session:
        edit_day(session, "standard", MONDAY, work=(), note="Выходной")
    with transaction(DESIGNER) as session, pytest.raises(CalendarDayChangedMeanwhile) as told:
        edit_day(session, "standard", MONDAY, work=SHORT_DAY, note="", seen=FULL_DAY)
    assert told.value.params == {"day": MONDAY, "work": (), "note": "Выходной"}


@pytest.mark.parametrize("work", [((600, 540),), ((540, 780), (700, 900)), ((0, 1441),)])
def test_intervals_that_cannot_be_are_refused(work: tuple[tuple[int, int], ...]) -> None:
    with transaction(DESIGNER) as session, pytest.raises(CalendarDayIsWrong):
        edit_day(session, "standard", MONDAY, work=work)


def test_a_year_whose_days_are_not_known_is_not_guessed() -> None:
    with transaction(DESIGNER) as session:
        with pytest.raises(CalendarYearNotLoaded):
            load_year(session, "standard", 2028)
        load_year(session, "standard", 2028, pattern="week")
        head = calendar_head(session, "standard")
        assert loaded_years(session, head.id)[-1] == 2028
        assert sum(1 for day in days_of_year(session, head.id, 2028) if day.work) == 260
        with pytest.raises(CalendarYearAlreadyLoaded):
            load_year(session, "standard", 2028, pattern="week")


def test_a_day_of_a_year_that_is_not_loaded_cannot_be_edited() -> None:
    with transaction(DESIGNER) as session, pytest.raises(CalendarYearNotLoaded):
        edit_day(session, "standard", date(2031, 1, 1), work=())


def test_only_those_who_manage_calendars_edit_them() -> None:
    with transaction(OFFICER) as session:
        with pytest.raises(Forbidden):
            edit_day(session, "standard", MONDAY, work=())
        with pytest.raises(Forbidden):
            load_year(session, "standard", 2028, pattern="week")


def test_a_calendar_that_nobody_has_made_is_an_error() -> None:
    with transaction(SYSTEM) as session, pytest.raises(CalendarUnknown):
        work_calendar(session, "lunar")


def test_a_day_in_the_database_cannot_stand_twice() -> None:
    with transaction(SYSTEM) as session:
        assert session.scalar(text("SELECT count(*) FROM (SELECT calendar_id, day FROM calendar_day GROUP BY 1, 2 HAVING count(*) > 1) AS twice")) == 0
