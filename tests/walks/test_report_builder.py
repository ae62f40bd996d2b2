"""A designer copies a ready report and puts it together otherwise; the head finds it in the catalogue and makes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import Visitor, axe, opened

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]


@pytest.mark.parametrize(("lang", "theme"), [("ru", "light"), ("en", "dark")])
def test_a_report_is_copied_changed_made_and_withdrawn(visitor: Visit, lang: str, theme: str) -> None:
    words = {
        "ru": ("Копировать", "Сохранить отчёт", "Отозвать", "Отчёт в каталоге."), "en": ("Copy", "Save the report", "Withdraw", "The report stands"),
    }[lang]  # fmt: skip
    name = f"Committee {lang}"
    page = opened(visitor(lang=lang, theme=theme), "kim", "/reports/builder", ".blk .t")
    axe(page)
    page.get_by_role("button", name=words[0], exact=True).first.click()
    form = page.locator(".drawer-k.show")
    expect(form.locator("input").first).to_be_visible()
    axe(page)
    first, second = (form.locator(".parts-k li").nth(place).inner_text() for place in (0, 1))
    form.locator(".parts-k li").nth(1).locator("button").first.click()
    expect(form.locator(".parts-k li").first).to_have_text(second)
    expect(form.locator(".parts-k li").nth(1)).to_have_text(first)
    form.locator("input").nth(0).fill("")
    page.get_by_role("button", name=words[1]).click()
    expect(form.locator(".field-error").first).to_be_visible()
    form.locator("input").nth(0).fill(name)
    form.locator("input").nth(1).fill(name)
    page.get_by_role("button", name=words[1]).click()
    expect(page.locator(".toast-k").last).to_contain_text(words[3])
    row = page.locator(".blk").first.locator("tr", has_text=name)
    expect(row).to_be_visible()
    head = opened(visitor(lang=lang), "orlov", "/reports", ".reports-k li")
    offer = head.locator(".reports-k li", has_text=name)
    with head.expect_download() as download:
        offer.get_by_role("button", name="XLSX").click()
    assert download.value.suggested_filename.startswith("Kordon-own-")
    row.get_by_role("button", name=words[2], exact=True).click()
    expect(row).to_have_count(0)
