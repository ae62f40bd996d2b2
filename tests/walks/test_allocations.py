"""Allocations: the head sees who bears the costs and why; the head of a unit sees that unit's share and no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import Visitor, axe, opened

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]
SHEET = ".drawer-rows"


@pytest.mark.parametrize(("lang", "theme"), [("ru", "light"), ("en", "dark")])
def test_the_head_opens_the_share_of_a_unit_down_to_driver_quantity_and_price(visitor: Visit, lang: str, theme: str) -> None:
    page = opened(visitor(lang=lang, theme=theme), "orlov", "/dashboards/allocations", ".quad")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    page.locator(".steps.cats li:not(.steps-head):not(.sum) a").first.click()
    rows = page.locator(f"{SHEET} .behind > li")
    expect(rows.first).to_be_visible()
    expect(rows.filter(has_text=" × ").first).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(page.locator(SHEET)).to_have_count(0)
    page.get_by_role("link", name={"ru": "Квартал", "en": "Quarter"}[lang]).click()
    expect(page.locator(".month-states li")).not_to_have_count(1)


def test_a_unit_disputes_a_share_after_looking_at_its_rows_and_the_head_answers(visitor: Visit) -> None:
    page = opened(visitor(), "morozov", "/dashboards/allocations?period=all", ".quad")
    page.locator(".steps.cats li:not(.steps-head):not(.sum) a").first.click()
    share = page.locator(f"{SHEET} .behind > li", has_text="Телефония").first
    share.get_by_role("link", name="Открыть строки").click()
    expect(page.locator(f"{SHEET} .behind-head")).to_contain_text("₽")
    axe(page)
    page.get_by_role("link", name="Назад к долям подразделения").click()
    page.locator(f"{SHEET} .behind > li", has_text="Телефония").first.get_by_role("link", name="Оспорить").click()
    form = page.locator(".drawer-k.show")
    expect(form.locator("input")).to_be_visible()
    form.get_by_role("button", name="Оспорить долю").click()
    expect(form.locator(".field-error svg")).to_be_visible()
    axe(page)
    form.locator("input").fill("Эти звонки сделаны не для розницы")
    form.get_by_role("button", name="Оспорить долю").click()
    expect(page.locator(".disp-k", has_text="сделаны не для розницы")).to_be_visible()
    axe(page)
    head = opened(visitor(lang="en", theme="dark"), "orlov", "/costs/disputes", ".disp-k")
    head.locator(".blk", has_text="сделаны не для розницы").get_by_role("button", name="Answer").click()
    answer = head.locator(".drawer-k.show")
    answer.locator("input").last.fill("Checked against the log of the robot")
    axe(head)
    answer.get_by_role("button", name="Answer").click()
    expect(head.locator(".blk", has_text="сделаны не для розницы")).to_contain_text("accepted")
    axe(head)


def test_the_head_of_a_unit_sees_what_it_bears_and_nothing_of_others(visitor: Visit) -> None:
    page = opened(visitor(), "morozov", "/dashboards/allocations", ".quad")
    axe(page)
    expect(page.locator(".steps.cats")).to_contain_text("Автозаводский")
    expect(page.locator("main")).not_to_contain_text("рисков")
    expect(page.locator("main")).not_to_contain_text("Не распределено")
    page.goto(page.url.split("?")[0] + "?period=2026-10&unit=risk")
    expect(page.locator(".state-sign")).to_be_visible()
