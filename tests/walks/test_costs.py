"""The books of costs: the lead enters a cost and looks at the keys; nothing breaks in either language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import Visitor, axe, opened, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]


@pytest.mark.parametrize(("login", "lang", "theme"), [("orlov", "ru", "light"), ("lebedev", "en", "dark")])
def test_a_month_and_its_keys_are_read_in_both_languages(visitor: Visit, login: str, lang: str, theme: str) -> None:
    page = opened(visitor(lang=lang, theme=theme), login, "/costs", ".t-box tbody tr")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    page.get_by_text({"ru": "Пулы и ключи", "en": "Pools and keys"}[lang], exact=True).click()
    expect(page.locator(".nt-day").first).to_be_visible()
    settle(page)
    axe(page)


def test_a_cost_is_entered_and_stands_in_its_month(visitor: Visit) -> None:
    page = opened(visitor(), "lebedev", "/costs", ".t-box tbody tr")
    page.get_by_role("button", name="Внести затрату").click()
    dialog = page.locator(".modal.show")
    expect(dialog).to_be_visible()
    settle(page)
    axe(page)
    dialog.get_by_role("button", name="Внести", exact=True).click()
    expect(dialog.locator(".field-error .i, .field-error span").first).to_be_visible()
    dialog.locator(".dash-dropdown").click()
    page.locator(".dash-dropdown-option", has_text="Телефония").click()
    dialog.get_by_label("Сумма, ₽").fill("12 345,67")
    dialog.get_by_label("Документ").fill("СФ-717")
    dialog.get_by_role("button", name="Внести", exact=True).click()
    expect(page.locator(".modal.show")).to_have_count(0)
    row = page.locator(".t-box tr").filter(has_text="СФ-717")
    expect(row).to_contain_text("12\u00a0345,67")
    expect(row).to_contain_text("Телефония")


@pytest.mark.parametrize(("lang", "theme"), [("ru", "dark"), ("en", "light")])
def test_costs_come_out_of_a_file_that_is_looked_at_first(visitor: Visit, lang: str, theme: str) -> None:
    opens, brings = {"ru": ("Из файла", "Загрузить"), "en": ("From a file", "Bring it in")}[lang]
    page = opened(visitor(lang=lang, theme=theme), "lebedev", "/costs", ".blk .t")
    page.get_by_role("button", name=opens).click()
    dialog = page.locator(".modal.show")
    expect(dialog.get_by_role("button", name=brings)).to_be_disabled()
    for content, good in ((f"pool;month;amount\npayroll;11.2026;{lang}\n", False), (f"pool;month;amount;document\npayroll;11.2026;12,50;{lang}\n", True)):
        if good:
            dialog.locator(".up button").click()  # the first file is taken away
        page.set_input_files("input[type=file]", {"name": "costs.csv", "mimeType": "text/csv", "buffer": content.encode()})
        expect(dialog.locator(".file-seen .t" if good else ".file-seen .file-rejects")).to_be_visible()
        axe(page)
    dialog.get_by_role("button", name=brings).click()
    expect(page.locator(".modal.show")).to_have_count(0)
    expect(page.locator(".toast-k").last).to_contain_text("1")
