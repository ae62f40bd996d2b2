"""Paper takes its colours from the same file as the screen."""

from __future__ import annotations

import re

import pytest

from pages.tokens import TOKENS_FILE, UnknownColour, colour_of, palette


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_has_every_colour_that_charts_use(theme: str) -> None:
    names = [f"c{n}" for n in range(1, 7)] + [f"s{n}" for n in range(1, 7)] + [f"d{n}" for n in range(1, 8)]
    colours = palette(theme)  # type: ignore[arg-type]
    assert {*names, "c-prev", "c-target", "c-grid", "c-axis", "ink", "ink-2", "ink-3", "sheet", "line"} <= set(colours)


def test_both_themes_name_the_same_colours() -> None:
    assert set(palette("light")) == set(palette("dark"))


def test_the_palette_says_what_the_file_says() -> None:
    first = re.search(r"--k-c1:\s*(#[0-9A-F]{6})", TOKENS_FILE.read_text(encoding="utf-8"))
    assert first is not None
    assert palette("light")["c1"] == first[1]


@pytest.mark.parametrize("name", ["c1", "k-c1", "--k-c1", "var(--k-c1)"])
def test_a_colour_is_found_by_any_of_its_spellings(name: str) -> None:
    assert colour_of(name) == palette("light")["c1"]


def test_the_dark_theme_has_its_own_values() -> None:
    assert colour_of("c1", "dark") != colour_of("c1", "light")


@pytest.mark.parametrize("value", ["#1F4FCC", "rgba(0,0,0,.5)"])
def test_a_plain_value_stays_itself(value: str) -> None:
    assert colour_of(value) == value


@pytest.mark.parametrize("name", ["hotpink", "var(--bs-primary)", ""])
def test_a_colour_outside_the_look_is_refused(name: str) -> None:
    with pytest.raises(UnknownColour):
        colour_of(name)
