"""The board: an officer moves his card by keyboard and mouse, a lead plans, begins and closes sprints; two hands do not undo each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.walks.conftest import Visitor, axe, opened, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]


def add_card(page: Page, title: str, words: tuple[str, str]) -> None:
    """A new card of two hours of whoever is signed in, in the backlog."""
    page.get_by_role("button", name=words[0]).click()
    form = page.locator(".drawer-k.show")
    expect(form.locator("input").first).to_be_visible()
    axe(page)
    form.get_by_role("button", name=words[1], exact=True).click()
    expect(form.locator(".field-error:not(:empty)").first).to_be_visible()
    form.locator("input").nth(0).fill(title)
    page.locator("[id*='\"minutes\"'][id*='board-input']").fill("2:00")
    form.get_by_role("button", name=words[1], exact=True).click()
    expect(page.locator(".backlog-k li", has_text=title)).to_be_visible()


@pytest.mark.parametrize(("lang", "theme"), [("ru", "light"), ("en", "dark")])
def test_a_card_is_added_taken_into_the_sprint_and_moved(visitor: Visit, lang: str, theme: str) -> None:
    words = {"ru": ("Новая карточка", "Сохранить"), "en": ("New card", "Save")}[lang]
    title = f"Проверить печати {lang}"
    lead = opened(visitor(lang=lang, theme=theme), "lebedev", "/board", ".board-k")
    axe(lead)
    assert lead.evaluate("document.documentElement.scrollWidth") <= 1366
    add_card(lead, title, words)
    lead.locator(".backlog-k li", has_text=title).locator("button").first.click()
    card = lead.locator(".card-k", has_text=title)
    expect(lead.locator("[data-column=todo] .card-k", has_text=title)).to_be_visible()
    settle(lead)
    card.locator("[data-grip]").focus()
    lead.keyboard.press("Space")
    expect(lead.locator(".card-k.shadow")).to_have_count(1)
    expect(lead.locator("#workforce-board-says")).to_contain_text(title)
    lead.keyboard.press("ArrowRight")
    lead.keyboard.press("ArrowRight")
    lead.keyboard.press("Escape")
    expect(lead.locator(".card-k.shadow")).to_have_count(0)
    lead.keyboard.press("Space")
    lead.keyboard.press("ArrowRight")
    lead.keyboard.press("Space")
    expect(lead.locator("[data-column=doing] .card-k", has_text=title)).to_be_visible()
    settle(lead)
    officer = opened(visitor(lang=lang), "rodin", "/board", ".board-k")
    assert officer.locator(".card-k", has_text=title).get_attribute("draggable") == "false"
    lead.locator(".card-k", has_text=title).drag_to(lead.locator("[data-column=done]"))
    expect(lead.locator("[data-column=done] .card-k", has_text=title)).to_be_visible()
    expect(officer.locator("[data-column=done] .card-k", has_text=title)).to_be_visible()  # the other screen follows


def test_a_sprint_is_planned_closed_and_the_next_one_begun(visitor: Visit) -> None:
    lead = opened(visitor(), "lebedev", "/board", ".board-k")
    lead.get_by_role("button", name="Запланировать спринт").click()
    form = lead.locator(".drawer-k.show")
    expect(form.locator("input").first).to_be_visible()
    form.locator("input").nth(0).fill("Проверить печати")
    form.locator("input").nth(1).fill("01.01.2026")
    form.locator("input").nth(2).fill("10.01.2026")
    form.get_by_role("button", name="Запланировать", exact=True).click()
    expect(form.locator(".field-error:not(:empty)").first).to_be_visible()
    first = datetime.now(UTC) + timedelta(days=60)
    form.locator("input").nth(1).fill(f"{first:%d.%m.%Y}")
    form.locator("input").nth(2).fill(f"{first + timedelta(days=11):%d.%m.%Y}")
    form.get_by_role("button", name="Запланировать", exact=True).click()
    expect(lead.locator(".drawer-k.show")).to_have_count(0)
    lead.get_by_role("button", name="Закрыть спринт", exact=True).first.click()
    dialog = lead.locator(".modal.show")
    expect(dialog).to_be_visible()
    axe(lead)
    dialog.get_by_role("button", name="Закрыть спринт").click()
    expect(lead.locator(".toast-k").last).to_contain_text("Спринт закрыт")
    lead.get_by_role("button", name="Начать спринт").click()
    expect(lead.locator(".board-k")).to_be_visible()
    expect(lead.locator("[data-column=todo] .card-k").first).to_be_visible()
