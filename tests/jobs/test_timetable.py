"""Slots: one grid for all processes, missed ones made good once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from data.operations.job_leader import ScheduledJob, fire, forget_slots_ahead, last_slots, publish_timetable
from data.queries.jobs import figures_are_stale, letters_are_due, notifications_wait_for_mail
from data.session import reading, transaction
from data.tables.jobs import job_firing, job_run, job_schedule
from jobs.leader import clock_ahead, fire_line
from jobs.timetable import Daily, Every, Line
from models.access.actor import SYSTEM

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001 - the zone is set at once
LINE = Line("line", Every(15), "sweep_deadlines", "")
NIGHTLY = Line("nightly", Daily(3, 10), "tidy_up", "")


@given(MOMENTS, st.integers(1, 3600), st.floats(0, 100))
def test_processes_that_start_at_different_moments_have_the_same_slots(now: datetime, seconds: int, later: float) -> None:
    line = Line("line", Every(seconds), "sweep_deadlines", "")
    slot = line.first_slot(None, now)
    assert slot is not None
    assert slot >= now
    other = line.first_slot(None, now + timedelta(seconds=later))
    assert other is not None
    assert (other - slot) % timedelta(seconds=seconds) == timedelta(0)


@given(MOMENTS, st.integers(1, 3600), st.integers(0, 10_000))
def test_a_new_leader_goes_on_after_the_last_slot_and_not_before_the_newest_missed_one(last: datetime, seconds: int, missed: int) -> None:
    line = Line("line", Every(seconds), "sweep_deadlines", "")
    fired = line.first_slot(None, last)
    assert fired is not None
    now = fired + timedelta(seconds=seconds * missed)
    slot = line.first_slot(fired, now)
    assert slot is not None
    assert slot > fired
    assert slot > now - timedelta(seconds=seconds)
    assert (slot - fired) % timedelta(seconds=seconds) == timedelta(0)


def test_a_nightly_job_that_nobody_fired_is_made_good_in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORDON_ZONE", "Europe/Moscow")
    yesterday = datetime(2026, 3, 2, 0, 10, tzinfo=UTC)
    assert NIGHTLY.first_slot(yesterday, datetime(2026, 3, 3, 6, tzinfo=UTC)) == yesterday + timedelta(days=1)


def test_the_clock_of_the_bank_decides_about_the_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORDON_ZONE", "Asia/Vladivostok")
    assert NIGHTLY.first_slot(None, datetime(2026, 3, 2, tzinfo=UTC)) == datetime(2026, 3, 2, 17, 10, tzinfo=UTC)


def test_two_leaders_at_once_fire_a_slot_once(database: str) -> None:
    slot = datetime(2026, 3, 2, 10, tzinfo=UTC)
    with transaction(SYSTEM) as session:
        publish_timetable(session, [ScheduledJob("line", "sweep_deadlines", {"every_seconds": 15}, slot)])
    fire_line(LINE, slot)
    fire_line(LINE, slot)
    with reading(SYSTEM) as session:
        assert last_slots(session) == {"line": slot}
        assert session.scalar(select(func.count()).select_from(job_run)) == 1
        assert session.scalar(select(job_schedule.c.next_at)) == slot + timedelta(seconds=15)


@given(MOMENTS, st.integers(1, 3600), st.floats(-0.49, 0.49))
def test_a_moment_belongs_to_the_nearest_slot(now: datetime, seconds: int, apart: float) -> None:
    line = Line("line", Every(seconds), "sweep_deadlines", "")
    slot = line.first_slot(None, now)
    assert slot is not None
    assert line.slot_at(slot) == slot
    assert line.slot_at(slot + timedelta(seconds=seconds * apart)) == slot


def test_a_slot_that_a_wrong_clock_fired_ahead_fires_again_when_it_comes(database: str) -> None:
    now = datetime.now(UTC)
    with transaction(SYSTEM) as session:
        for slot in (now - timedelta(minutes=1), now + timedelta(hours=1), now + timedelta(days=3)):
            fire(session, LINE.name, slot, task=LINE.task, next_at=None)
    with transaction(SYSTEM) as session:
        assert forget_slots_ahead(session) == 2
        assert last_slots(session) == {LINE.name: now - timedelta(minutes=1)}
        assert fire(session, LINE.name, now + timedelta(hours=1), task=LINE.task, next_at=None) is not None


def test_small_differences_between_clocks_are_none() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert clock_ahead(now + timedelta(seconds=20), now) == timedelta(0)
    assert clock_ahead(now - timedelta(hours=1), now) == -timedelta(hours=1)


def test_a_slot_with_nothing_to_do_leaves_no_job(database: str) -> None:
    fire_line(Line("line", Every(1), "refresh_rollups", "", when=lambda _session: False), datetime(2026, 3, 2, tzinfo=UTC))
    with reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(job_firing)) == 0


def test_an_empty_database_has_nothing_to_do(database: str) -> None:
    with reading(SYSTEM) as session:
        assert not letters_are_due(session)
        assert not notifications_wait_for_mail(session)
        assert not figures_are_stale(session)
