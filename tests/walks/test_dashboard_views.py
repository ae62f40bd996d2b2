"""A lead names what he looks at and shares it; the board opens it with its own rights; a dashboard fills a wall display."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

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


def test_the_head_marks_an_event_that_the_board_sees_on_the_chart(visitor: Visit) -> None:
    head = opened(visitor(), "orlov", "/dashboards/operations?period=all", ".quad")
    menu = head.locator("#analytics-views-menu")
    menu.get_by_role("button", name="Виды").click()
    menu.get_by_role("button", name="События на графиках…").click()
    dialog = head.locator(".modal.show")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Отметить", exact=True).click()
    expect(dialog.locator(".field-error").first).to_contain_text("Событию нужны день")
    day = datetime.now(UTC) - timedelta(days=20)
    head.fill("#analytics-views-day", f"{day:%d.%m.%Y}")
    head.fill("#analytics-views-words", "Новые правила проверки")
    dialog.get_by_role("button", name="Отметить", exact=True).click()
    expect(dialog.locator(".events-k li")).to_have_count(1)
    axe(head)
    dialog.get_by_role("button", name="Отмена", exact=True).click()
    expect(head.locator(".event-words").first).to_contain_text("Новые правила проверки")
    board = opened(visitor(lang="en", theme="dark"), "klimov", "/dashboards/prevented-loss?period=all", ".quad")
    expect(board.locator(".event-words")).to_contain_text("Новые правила проверки")
    axe(board)


def test_a_dashboard_fills_the_wall_and_comes_back(visitor: Visit) -> None:
    page = opened(visitor(), "orlov", "/dashboards/operations?period=all", ".quad")
    page.locator("[data-wall]").click()
    expect(page.locator("html.wall")).to_have_count(1)
    expect(page.locator(".nav-k").first).to_be_hidden()
    expect(page.locator(".strip").first).to_be_visible()
    page.locator("[data-wall]").click()
    expect(page.locator("html.wall")).to_have_count(0)
    expect(page.locator(".nav-k").first).to_be_visible()
