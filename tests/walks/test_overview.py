"""The overview reads itself in three sentences, fits one screen and leads to the dashboards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import Visitor, axe, opened

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]


@pytest.mark.parametrize(("login", "lang", "theme"), [("klimov", "ru", "light"), ("orlov", "en", "dark")])
def test_the_board_reads_one_screen_and_opens_what_it_doubts(visitor: Visit, login: str, lang: str, theme: str) -> None:
    page = opened(visitor(lang=lang, theme=theme), login, "/dashboards/overview", ".quad .js-plotly-plot")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    assert page.locator(".strip .fig").count() == 5
    assert page.locator(".sents li").count() == 3
    last = page.locator(".quad > section").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= 768
    month = page.locator(".period-k b").inner_text()
    page.locator(".strip .fig-link").first.click()
    page.wait_for_url("**/dashboards/prevented-loss?period=*")
    expect(page.locator(".period-k b")).to_have_text(month)
