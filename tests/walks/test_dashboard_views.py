"""A lead names what he looks at and shares it; the board opens it with its own rights; a dashboard fills a wall display."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import Visitor, axe, opened, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]


@pytest.mark.parametrize(("lang", "theme"), [("ru", "light"), ("en", "dark")])
def test_a_view_is_saved_shared_opened_and_thrown_away(visitor: Visit, lang: str, theme: str) -> None:
    words = {"ru": ("Виды", "Сохранить вид…", "Сохранить"), "en": ("Views", "Save this view…", "Save")}[lang]
    lead = opened(visitor(lang=lang, theme=theme), "lebedev", "/dashboards/workload?period=2026&rows=minutes", ".quad")
    lead.keyboard.press("Escape")
    expect(lead.locator(".drawer-rows.show")).to_have_count(0)
    menu = lead.locator("#analytics-views-menu")
    menu.get_by_role("button", name=words[0]).click()
    axe(lead)
    menu.get_by_role("button", name=words[1]).click()
    dialog = lead.locator(".modal.show")
    expect(dialog).to_be_visible()
    axe(lead)
    dialog.get_by_role("button", name=words[2], exact=True).click()
    expect(dialog.locator(".field-error, [id='analytics-views-error']:not(:empty)").first).to_be_visible()
    dialog.locator("input[type='text'], input:not([type])").first.fill(f"Year {lang}")
    dialog.locator(".form-check-input").check()
    dialog.get_by_role("button", name=words[2], exact=True).click()
    expect(lead.locator(".modal.show")).to_have_count(0)
    board = opened(visitor(lang=lang), "klimov", "/dashboards/workload", ".quad")
    board.locator("#analytics-views-menu").get_by_role("button", name=words[0]).click()
    link = board.locator("#analytics-views-menu a", has_text=f"Year {lang}")
    link.click()
    board.wait_for_url("**/dashboards/workload?period=2026")
    settle(board)
    assert board.locator(".names-k").count() == 0
    menu.get_by_role("button", name=words[0]).click()
    row = menu.locator(".row-f", has_text=f"Year {lang}")
    row.locator("button").click()
    expect(row).to_have_count(0)


def test_a_dashboard_fills_the_wall_and_comes_back(visitor: Visit) -> None:
    page = opened(visitor(), "orlov", "/dashboards/operations?period=all", ".quad")
    page.locator("[data-wall]").click()
    expect(page.locator("html.wall")).to_have_count(1)
    expect(page.locator(".nav-k").first).to_be_hidden()
    expect(page.locator(".strip").first).to_be_visible()
    page.locator("[data-wall]").click()
    expect(page.locator("html.wall")).to_have_count(0)
    expect(page.locator(".nav-k").first).to_be_visible()
