"""Background work in words: nothing technical reaches the screen, nothing of the timetable is without words."""

from __future__ import annotations

import pytest

from jobs.tasks import TASKS
from jobs.timetable import TIMETABLE
from pages.processes import job_words
from pages.translations import use_language


def test_every_task_has_a_name_and_a_purpose_in_words() -> None:
    assert {task.name for task in TASKS} == set(job_words.JOBS)


def test_every_line_of_the_timetable_asks_for_a_task_that_exists() -> None:
    assert {line.task for line in TIMETABLE} <= {task.name for task in TASKS}
    assert len({line.name for line in TIMETABLE}) == len(TIMETABLE)


@pytest.mark.parametrize(
    ("rhythm", "ru", "en"),
    [
        ({"every_seconds": 1}, "каждую секунду", "every second"),
        ({"every_seconds": 15}, "каждые 15 с", "every 15 s"),
        ({"every_seconds": 60}, "каждую минуту", "every minute"),
        ({"every_seconds": 300}, "каждые 5 мин", "every 5 min"),
        ({"daily_at": "3:10"}, "ежедневно в 3:10", "daily at 3:10"),
    ],
)
def test_a_rhythm_is_said_as_people_say_it(rhythm: dict[str, object], ru: str, en: str) -> None:
    with use_language("ru"):
        assert job_words.rhythm_words(rhythm).replace("\u00a0", " ") == ru
    with use_language("en"):
        assert job_words.rhythm_words(rhythm) == en


def test_a_result_is_said_with_its_plural() -> None:
    with use_language("ru"):
        assert job_words.result_words("sweep_deadlines", {"moved": 12, "late": 3}).replace("\u00a0", " ") == "12 напоминаний, из них 3 о просрочке"
        assert job_words.result_words("seal_audit", {"items": 1}).replace("\u00a0", " ") == "опечатана 1 запись"
        assert job_words.result_words("refresh_rollups", {}) == "делать было нечего"


@pytest.mark.parametrize(
    "error",
    [
        {"kind": "worker_died"},
        {"kind": "lost"},
        {"kind": "kordon", "code": "calendar_year_not_loaded", "params": {"year": 2028}},
        {"kind": "kordon", "code": "of_tomorrow", "params": {"field": "x", "n": 1}},
        {"kind": "defect", "code": "OperationalError", "reference": "1f3c9a02"},
    ],
)
def test_an_error_never_shows_its_code(error: dict[str, object]) -> None:
    for language in ("ru", "en"):
        with use_language(language):
            words = job_words.error_words(error)
        assert words
        assert str(error.get("code", "worker_died")) not in words
        assert "{" not in words


def test_the_number_of_a_defect_can_be_read_out() -> None:
    with use_language("ru"):
        assert "1f3c9a02" in job_words.error_words({"kind": "defect", "code": "X", "reference": "1f3c9a02"})


def test_progress_tells_how_much_and_how_long() -> None:
    with use_language("ru"):
        assert job_words.progress_words(100, 400, seconds_running=60).replace("\u00a0", " ") == "100 из 400, осталось 3 мин"
        assert job_words.progress_words(0, None, seconds_running=0) == "началось"
