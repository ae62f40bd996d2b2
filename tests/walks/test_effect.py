"""Measured effect and return: the head and the board read them, a lead moves a scenario, a made report is measured."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import Visitor, axe, opened, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]


@pytest.mark.parametrize(("lang", "theme"), [("ru", "light"), ("en", "dark"), ("ru", "dark"), ("en", "light")])
def test_the_board_reads_effect_and_return(visitor: Visit, lang: str, theme: str) -> None:
    board = visitor(lang=lang, theme=theme)
    page = opened(board, "klimov", "/dashboards/effect", ".strip .fig")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    page = board.open("/dashboards/roi")
    page.wait_for_selector(".scenario input[type=range]")
    settle(page)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366


def test_a_scenario_stands_in_the_address_and_changes_what_is_ahead(visitor: Visit) -> None:
    page = opened(visitor(lang="en"), "lebedev", "/dashboards/roi", ".scenario input[type=range]")
    tiles = page.locator(".strip")
    before = tiles.inner_text()
    slider = page.locator(".scenario input[name=benefit]")
    slider.focus()
    for _press in range(3):
        slider.press("ArrowLeft")
    page.wait_for_url("**/dashboards/roi?**benefit=**")
    expect(tiles).not_to_have_text(before)
    settle(page)
    page.reload()
    page.wait_for_selector(".scenario input[type=range]")
    settle(page)
    assert page.locator(".scenario input[name=benefit]").input_value() != "100"


def test_how_long_a_report_took_is_measured(visitor: Visit) -> None:
    page = opened(visitor(), "orlov", "/dashboards/operations?period=all", ".quad")
    with page.expect_request("**/reports/make") as ordered, page.expect_download():
        page.locator(".split > button").click()
    told = ordered.value.post_data_json
    assert told["preparation"]["clicks"] >= 1
    assert told["preparation"]["seconds"] >= 0
