"""Reports: the head makes one in one click, checks it, sends it by schedule; an executive and the head of a unit get what is theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import Visitor, axe, opened, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]


@pytest.mark.parametrize(("lang", "theme", "size"), [("ru", "light", 1366), ("en", "dark", 1366)])
def test_the_page_says_what_can_be_made_and_fits(visitor: Visit, lang: str, theme: str, size: int) -> None:
    page = opened(visitor(lang=lang, theme=theme), "orlov", "/reports", ".reports-k li")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size
    page.locator(".btn", has_text={"ru": "Новая рассылка", "en": "New schedule"}[lang]).click()
    expect(page.locator(".drawer-k.show .form-foot")).to_be_visible()
    settle(page)
    axe(page)


@pytest.mark.parametrize(("format", "beginning"), [("PDF", b"%PDF-"), ("PPTX", b"PK")])
def test_one_click_makes_the_management_report(visitor: Visit, tmp_path: Path, format: str, beginning: bytes) -> None:
    page = opened(visitor(), "orlov", "/reports", ".reports-k li")
    with page.expect_download(timeout=60_000) as coming:
        page.get_by_role("button", name=f"Управленческий отчёт: {format}", exact=True).click()
    coming.value.save_as(tmp_path / "report")
    assert (tmp_path / "report").read_bytes().startswith(beginning)
    assert coming.value.suggested_filename.startswith("Kordon-management-")
    expect(page.locator("#analytics-reports-list tbody tr").filter(has_text=format).first).to_contain_text("Управленческий отчёт")


def test_a_kept_report_is_printed_again_and_is_the_same(visitor: Visit) -> None:
    page = opened(visitor(), "orlov", "/reports", ".reports-k li")
    page.locator("#analytics-reports-list").get_by_role("button", name="Проверить").first.click()
    expect(page.locator(".toast-k, [role=status], .toast").filter(has_text="совпал до байта").first).to_be_visible(timeout=60_000)


def test_a_report_is_sent_by_schedule_and_stopped(visitor: Visit) -> None:
    page = opened(visitor(), "orlov", "/reports", ".reports-k li")
    page.get_by_role("button", name="Новая рассылка").click()
    form = page.locator(".drawer-k.show")
    form.get_by_role("button", name="Отправлять по расписанию").click()
    expect(form.locator(".field-error").filter(has_text="получателей")).to_be_visible()
    form.get_by_label("День").fill("17")
    form.locator(".dash-dropdown").nth(4).click()
    page.locator(".dash-dropdown-option", has_text="Климов").first.click()
    page.keyboard.press("Escape")
    form.get_by_role("button", name="Отправлять по расписанию").click()
    row = page.locator(".t-box tr").filter(has_text="ежемесячно 17-го числа, 9:00")
    expect(row).to_contain_text("Климов")
    row.get_by_role("button", name="Прекратить").click()
    expect(row).to_have_count(0)


@pytest.mark.parametrize(("login", "reports", "schedules"), [("klimov", 8, 0), ("morozov", 2, 0)])
def test_others_are_offered_what_they_may_see(visitor: Visit, login: str, reports: int, schedules: int) -> None:
    page = opened(visitor(), login, "/reports", ".reports-k li")
    axe(page)
    assert page.locator(".reports-k li").count() == reports
    assert page.get_by_role("button", name="Новая рассылка").count() == schedules
    expect(page.locator(".toast")).to_have_count(0)
