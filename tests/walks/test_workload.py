"""Labour: the head reads who was how busy down to an entry, a lead his groups, the board sums without names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import Visitor, axe, opened, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]
SHEET = ".drawer-rows"


@pytest.mark.parametrize(("lang", "theme"), [("ru", "light"), ("en", "dark"), ("ru", "dark"), ("en", "light")])
def test_the_head_reads_labour_down_to_its_entries(visitor: Visit, lang: str, theme: str) -> None:
    page = opened(visitor(lang=lang, theme=theme), "orlov", "/dashboards/workload?period=all", ".names-k a")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    page.locator(".names-k a").first.click()
    expect(page.locator(f"{SHEET} .behind > li").first).to_be_visible()
    settle(page)
    axe(page)


def test_a_lead_narrows_to_his_group_and_opens_a_case_of_an_entry(visitor: Visit) -> None:
    page = opened(visitor(), "lebedev", "/dashboards/workload?period=all&rows=minutes", f"{SHEET} .behind > li")
    page.locator(f"{SHEET} .behind a.subj").first.click()
    page.wait_for_url("**/case/**")


def test_the_board_sees_sums_and_no_names(visitor: Visit) -> None:
    page = opened(visitor(lang="en"), "klimov", "/dashboards/workload?period=all", ".quad")
    axe(page)
    assert page.locator(".names-k").count() == 0
    page.locator(".steps .sum a").first.click()
    expect(page.locator(f"{SHEET} .behind > li").first).to_be_visible()
    assert page.locator(f"{SHEET} .behind a").count() == 0
