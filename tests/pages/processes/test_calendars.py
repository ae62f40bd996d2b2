"""The year of the calendar page: every day a button, one stop for the keyboard, words beside colours."""

from __future__ import annotations

from datetime import date, timedelta

from dash.development.base_component import Component

from pages.processes.calendars import DayCell, Kind, recompute_words, state_line, year_view
from pages.translations import use_language

TODAY = date(2026, 3, 2)


def _cells(year: int = 2026) -> list[DayCell]:
    first = date(year, 1, 1)
    days = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
    return [DayCell(day, Kind.OFF if day.weekday() > 4 else Kind.WORKING, "" if day.weekday() > 4 else "9:00–18:00", "", False) for day in days]


def _buttons(view: Component) -> list[Component]:
    return [part for part in view._traverse() if type(part).__name__ == "Button"]


def test_every_day_is_a_button_with_words() -> None:
    with use_language("ru"):
        buttons = _buttons(year_view(_cells(), year=2026, today=TODAY, chosen=None))
    assert len(buttons) == 365
    labels = [getattr(button, "aria-label").replace("\u00a0", " ") for button in buttons]
    assert labels[0] == "1 января 2026 г.: рабочий день, 9:00–18:00"
    assert labels[2] == "3 января 2026 г.: выходной"


def test_the_keyboard_stops_once_at_the_year() -> None:
    for chosen, stop in ((None, TODAY), (date(2026, 5, 5), date(2026, 5, 5)), (date(2025, 5, 5), TODAY)):
        buttons = _buttons(year_view(_cells(), year=2026, today=TODAY, chosen=chosen))
        assert [getattr(button, "data-day") for button in buttons if button.tabIndex == 0] == [stop.isoformat()]


def test_a_year_begins_on_its_weekday() -> None:
    with use_language("ru"):
        view = year_view(_cells(), year=2026, today=TODAY, chosen=None)
    january = next(part for part in view._traverse() if getattr(part, "className", "") == "cal-grid")
    weekdays, rest = january.children[:7], january.children[7:]
    assert [day.children for day in weekdays] == ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]
    assert sum(1 for part in rest if type(part).__name__ == "Span") == date(2026, 1, 1).weekday()


def test_the_state_line_counts_the_year() -> None:
    with use_language("ru"):
        words = state_line(year=2026, cells=_cells(), minutes=1972 * 60, open_cases=2).replace("\u00a0", " ")
    assert words == "2026 год: 261 рабочий день, 0 сокращённых, 1 972 часа. По нему считаются сроки 2 открытых дел."


def test_saving_says_how_many_cases_it_will_touch() -> None:
    with use_language("ru"):
        assert recompute_words(21).replace("\u00a0", " ") == "Будет пересчитан срок 21 открытого дела."
        assert recompute_words(0).replace("\u00a0", " ").endswith("сроки не сдвинутся.")
