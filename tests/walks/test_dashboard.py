"""The operations dashboard: read, filtered, opened down to the rows, changed by others while one looks, taken along as a report."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.walks.conftest import Visitor, axe, settle
from tests.walks.test_case import order_check

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]
DASHBOARD, SHEET = "/dashboards/operations", ".drawer-rows"


def opened(someone: Visitor, path: str = DASHBOARD) -> Page:
    page = someone.open(path)
    page.wait_for_selector(".quad")
    settle(page)
    return page


def tile(page: Page, name: str) -> int:
    words = page.locator(".strip .fig").filter(has=page.get_by_text(name, exact=True)).locator(".v").inner_text()
    return int(re.sub(r"\D", "", words))


@pytest.mark.parametrize(("lang", "theme"), [("ru", "light"), ("en", "dark"), ("ru", "dark"), ("en", "light")])
def test_the_head_reads_the_dashboard_and_opens_a_figure_down_to_its_rows(visitor: Visit, lang: str, theme: str) -> None:
    head = visitor(lang=lang, theme=theme)
    head.sign_in("orlov")
    page = opened(head)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    name = {"ru": "В работе", "en": "In work"}[lang]
    count = tile(page, name)
    page.locator(".strip").get_by_role("link", name=name, exact=True).click()
    rows = page.locator(f"{SHEET} .behind > li")
    expect(rows.first).to_be_visible()
    expect(page.locator(SHEET)).to_contain_text(str(count))
    axe(page)
    page.keyboard.press("Escape")
    expect(page.locator(SHEET)).to_have_count(0)
    page.locator(".strip .fx").first.click()
    expect(page.locator(".popover")).to_be_visible()
    axe(page)


def test_a_filter_stands_in_the_address_and_comes_back_with_it(visitor: Visit) -> None:
    head = visitor()
    head.sign_in("orlov")
    page = opened(head)
    everything = tile(page, "В работе")
    page.get_by_role("button", name="Услуга").click()
    page.locator(".popover a", has_text="Проверка юрлица").first.click()
    page.wait_for_url("**service=company_check**")
    expect(page.locator(".bar")).to_contain_text("Проверка юрлица")
    settle(page)
    part = tile(page, "В работе")
    assert 0 < part < everything
    page.reload()
    page.wait_for_selector(".quad")
    assert tile(page, "В работе") == part


def test_a_request_of_somebody_else_moves_an_open_dashboard(visitor: Visit) -> None:
    head = visitor()
    head.sign_in("orlov")
    page = opened(head)
    before = tile(page, "В работе")
    order_check(visitor, "ООО «Живая витрина»")
    expect(page.locator(".strip .fig").filter(has=page.get_by_text("В работе", exact=True)).locator(".v")).to_have_text(str(before + 1))


def test_the_head_sets_the_target_and_is_told_what_cannot_be_one(visitor: Visit) -> None:
    head = visitor()
    head.sign_in("orlov")
    page = opened(head)
    page.get_by_role("button", name="Цель").click()
    page.fill("#analytics-operations-target-share", "сто")
    page.click("#analytics-operations-target-save")
    expect(page.locator("#analytics-operations-target-error")).to_contain_text("между 0 и 100")
    axe(page)
    page.fill("#analytics-operations-target-share", "92,5")
    page.click("#analytics-operations-target-save")
    expect(page.locator(".modal.show")).to_have_count(0)
    expect(page.locator("#analytics-operations-target-open")).to_contain_text("92,5")


def test_one_button_makes_the_report_and_it_is_kept(visitor: Visit, tmp_path: Path) -> None:
    head = visitor()
    head.sign_in("orlov")
    page = opened(head)
    with page.expect_download(timeout=60_000) as coming:
        page.locator(".split > .btn").click()
    kept = tmp_path / "report.pdf"
    coming.value.save_as(kept)
    assert kept.read_bytes().startswith(b"%PDF")
    page = head.open("/reports")
    expect(page.locator("#analytics-reports-list tbody tr").first).to_contain_text("Сроки и нагрузка")
    axe(page)
