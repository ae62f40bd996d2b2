"""Prevented loss: the head reads the dashboard down to an entry, a lead hands a candidate in, the head decides, a method gets a new version."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.walks.conftest import Visitor, axe, opened, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]
SHEET = ".drawer-rows"


def first_entry(page: Page) -> None:
    """Open the first row of the register in its panel."""
    page.locator(".ag-row a").first.click()
    expect(page.locator(".drawer-k.show .loss-how").first).to_be_visible()


@pytest.mark.parametrize(("lang", "theme"), [("ru", "light"), ("en", "dark"), ("ru", "dark"), ("en", "light")])
def test_the_head_reads_what_was_prevented_down_to_the_entry_and_its_method(visitor: Visit, lang: str, theme: str) -> None:
    page = opened(visitor(lang=lang, theme=theme), "orlov", "/dashboards/prevented-loss?period=all", ".quad")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    page.locator(".steps.cats .sum a").click()
    expect(page.locator(f"{SHEET} .behind > li").first).to_be_visible()
    axe(page)
    page.locator(f"{SHEET} .behind a.subj").first.click()
    page.wait_for_url("**/prevented-loss?**open=**")
    expect(page.locator(".drawer-k.show .fx-ledger")).to_be_visible()
    settle(page)
    axe(page)


def test_an_executive_sees_sums_and_no_names(visitor: Visit) -> None:
    page = opened(visitor(), "klimov", "/dashboards/prevented-loss?period=all", ".quad")
    page.locator(".steps.cats .sum a").click()
    expect(page.locator(f"{SHEET} .behind > li").first).to_be_visible()
    assert page.locator(f"{SHEET} .behind a").count() == 0
    assert page.locator("#analytics-loss-plan-open").count() == 0


def test_a_lead_hands_in_with_evidence_and_the_head_confirms(visitor: Visit) -> None:
    lead = opened(visitor(), "lebedev", "/prevented-loss?tab=candidates", ".ag-row")
    axe(lead)
    name = lead.locator(".ag-row a").first.inner_text()
    first_entry(lead)
    axe(lead)
    lead.get_by_role("button", name="Передать", exact=True).click()
    expect(lead.locator(".drawer-k .field-error").filter(has_text="одной фразой")).to_be_visible()
    lead.locator(".loss-form textarea").fill("Подразделение подтвердило отказ от сделки после заключения.")
    lead.get_by_role("button", name="Передать", exact=True).click()
    expect(lead.locator(".drawer-k.show")).to_have_count(0)
    head = opened(visitor(), "orlov", "/prevented-loss?tab=submitted", ".ag-row")
    head.locator(".ag-row a", has_text=name).first.click()
    expect(head.locator(".drawer-k.show")).to_contain_text("Подразделение подтвердило отказ")
    axe(head)
    head.locator(".loss-form textarea").fill("Отдельная сделка по новому договору.")
    head.get_by_role("button", name="Подтвердить", exact=True).click()
    expect(head.locator(".drawer-k.show")).to_have_count(0)
    expect(head.locator(".toast-k").last).to_contain_text("Подтверждено")


def test_the_head_sets_the_plan_and_is_told_what_is_no_amount(visitor: Visit) -> None:
    page = opened(visitor(), "orlov", "/dashboards/prevented-loss", ".strip")
    page.click("#analytics-loss-plan-open")
    amount = page.locator(".modal.show input[maxlength='20']").first
    expect(amount).to_be_visible()
    amount.fill("много")
    page.click("#analytics-loss-plan-save")
    expect(page.locator("#analytics-loss-plan-error")).to_contain_text("1 250 000,50")
    axe(page)
    amount.fill("750 000")
    page.click("#analytics-loss-plan-save")
    expect(page.locator(".modal.show")).to_have_count(0)


def test_a_method_is_drafted_by_one_and_published_by_another(visitor: Visit) -> None:
    designer = opened(visitor(lang="en"), "kim", "/prevented-loss/methods", ".loss-version")
    axe(designer)
    designer.get_by_role("button", name="New version").click()
    form = designer.locator(".drawer-k.show")
    expect(form.locator("textarea").first).to_be_visible()
    axe(designer)
    form.locator(".dash-dropdown").first.click()
    designer.get_by_text("Retail business", exact=True).last.click()
    for place, text in enumerate(("Месячный оборот по счёту, умноженный на доли.", "Monthly turnover of the account times the shares.")):
        form.locator("textarea").nth(place).fill(text)
    inputs = form.locator("input[inputmode='decimal']")
    inputs.nth(0).fill("7,5")
    inputs.nth(1).fill("сорок")
    form.locator("input[maxlength='500']").fill("Protocol 12")
    designer.get_by_role("button", name="Save the draft").click()
    expect(form.locator(".field-error").filter(has_text="Shares lie")).to_be_visible()
    inputs.nth(1).fill("40")
    designer.get_by_role("button", name="Save the draft").click()
    expect(designer.locator(".drawer-k.show")).to_have_count(0)
    expect(designer.locator(".loss-version").filter(has_text="7.5%")).to_be_visible()
    assert designer.get_by_role("button", name="Publish").count() == 0
    head = opened(visitor(), "orlov", "/prevented-loss/methods", ".loss-version")
    head.get_by_role("button", name="Ввести в действие").click()
    expect(head.locator(".loss-version").filter(has_text="7,5 %").locator(".tag")).to_have_text("действует")
