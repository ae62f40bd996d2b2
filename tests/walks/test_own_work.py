"""The officer's own dashboard: from a service to its cases, in both languages; nobody else's cases are there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import Visitor, axe, opened, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]
SHEET = ".drawer-rows"


@pytest.mark.parametrize(("lang", "theme"), [("ru", "light"), ("en", "dark")])
def test_an_officer_reads_his_results_and_opens_a_case_of_a_service(visitor: Visit, lang: str, theme: str) -> None:
    page = opened(visitor(lang=lang, theme=theme), "rodin", "/dashboards/mine?period=all", ".steps.six .only-k")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    page.locator(".steps.six .only-k").first.click()
    page.wait_for_url(re.compile("service="))
    expect(page.locator(".steps.six .only-k")).to_have_count(1)
    expect(page.locator(".steps.six .only-k")).to_have_attribute("aria-current", "true")
    settle(page)
    page.locator(".steps.six .num a").first.click()
    expect(page.locator(f"{SHEET} .behind > li").first).to_be_visible()
    settle(page)
    axe(page)
    page.locator(f"{SHEET} .behind a.subj").first.click()
    page.wait_for_url("**/case/**")
