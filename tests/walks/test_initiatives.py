"""Before the hub and what is to pay back: a lead enters a baseline, writes an initiative with its cash; the head confirms it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.walks.conftest import Visitor, axe, opened, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]
FORM = ".drawer-k.show"
WORDS = {
    "ru": {"enter": "Внести", "keep": "Внести значение", "kept": "Базовое значение действует.", "new": "Новая инициатива", "save": "Сохранить",
           "confirm": "Подтвердить", "counts": "Инициатива действует.", "rate": "Выезд на место"},
    "en": {"enter": "Enter", "keep": "Enter the baseline", "kept": "The baseline counts", "new": "New initiative", "save": "Save",
           "confirm": "Confirm", "counts": "The initiative counts", "rate": "Field visit"},
}  # fmt: skip


def fill(page: Page, name: str, text: str) -> None:
    page.locator(f"{FORM} input[id*='\"name\":\"{name}\"']").fill(text)


def choose_first(page: Page, name: str) -> None:
    page.locator(f"{FORM} [id*='\"name\":\"{name}\"']").first.click()
    page.locator("[role=option]").first.click()


@pytest.mark.parametrize(("lang", "theme"), [("ru", "light"), ("en", "dark")])
def test_a_baseline_is_entered_with_its_source(visitor: Visit, lang: str, theme: str) -> None:
    words = WORDS[lang]
    page = opened(visitor(lang=lang, theme=theme), "lebedev", "/effect/baselines", ".blk .t")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    row = page.locator("tr", has_text=words["rate"]).nth(0 if lang == "ru" else 1)
    row.get_by_role("button", name=words["enter"], exact=True).click()
    expect(page.locator(f"{FORM} input").first).to_be_visible()
    axe(page)
    fill(page, "value", "6,5")
    fill(page, "first_day", "01.02.2025")
    fill(page, "last_day", "30.04.2025")
    page.get_by_role("button", name=words["keep"]).click()
    expect(page.locator(f"{FORM} .field-error svg").first).to_be_visible()  # without a source it is an opinion
    fill(page, "source", "Журнал выездов 2025, лист 4")
    page.get_by_role("button", name=words["keep"]).click()
    expect(page.locator(".toast-k").last).to_contain_text(words["kept"])
    expect(row).to_contain_text("Журнал выездов 2025")


@pytest.mark.parametrize(("lang", "theme"), [("ru", "dark"), ("en", "light")])
def test_baselines_come_from_a_file_when_all_of_it_is_sound(visitor: Visit, lang: str, theme: str) -> None:
    page = opened(visitor(lang=lang, theme=theme), "lebedev", "/effect/baselines", ".blk .t")
    head = "measure;service;value;rows;first_day;last_day;source\n"
    page.locator("#analytics-baselines-file-open").click()
    send, bring = page.locator(f"{FORM} input[type=file]"), page.locator("#analytics-baselines-file-bring")
    row = f"report_clicks;;{'341' if lang == 'ru' else '342'};7;2025-01-01;2025-06-30;"
    send.set_input_files({"name": "before.csv", "mimeType": "text/csv", "buffer": f"{head}{row}heard\n".encode()})
    expect(page.locator(f"{FORM} .note-danger")).to_be_visible()
    expect(bring).to_be_disabled()
    settle(page)
    axe(page)
    page.locator(f"{FORM} .up button").click()
    send.set_input_files({"name": "before.csv", "mimeType": "text/csv", "buffer": f"{head}{row}Log of reports, sheet 9\n".encode()})
    expect(page.locator(f"{FORM} .note-info")).to_be_visible()
    bring.click()
    expect(page.locator(FORM)).to_have_count(0)
    expect(page.locator("tr", has_text="Log of reports, sheet 9").first).to_be_visible()


@pytest.mark.parametrize(("lang", "theme"), [("ru", "dark"), ("en", "light")])
def test_an_initiative_is_written_by_one_and_confirmed_by_another(visitor: Visit, lang: str, theme: str) -> None:
    words, code = WORDS[lang], f"walk-{lang}"
    page = opened(visitor(lang=lang, theme=theme), "lebedev", "/effect/initiatives", ".blk .t")
    axe(page)
    page.get_by_role("button", name={"ru": "Внести ставку", "en": "Enter the rate"}[lang]).click()
    for name, text in (("percent", "18,5"), ("first_day", f"{datetime.now(UTC):%d.%m.%Y}"), ("source", "Протокол финансового комитета № 40")):
        fill(page, name, text)
    page.get_by_role("button", name=words["save"], exact=True).click()
    expect(page.locator(f"{FORM} .field-error svg").first).to_be_visible()
    fill(page, "percent", "19")
    page.get_by_role("button", name=words["save"], exact=True).click()
    expect(page.locator(FORM)).to_have_count(0)
    expect(page.locator(".init-rate").first).to_contain_text("№ 40")
    page.get_by_role("button", name=words["new"]).click()
    expect(page.locator(f"{FORM} input").first).to_be_visible()
    axe(page)
    for name, text in (("name_ru", f"Проба {lang}"), ("name_en", f"Trial {lang}"), ("code", code), ("first_month", "13.2026"), ("horizon", "6")):
        fill(page, name, text)
    choose_first(page, "owner")
    page.get_by_role("button", name=words["save"], exact=True).click()
    expect(page.locator(f"{FORM} .field-error svg").first).to_be_visible()
    fill(page, "first_month", "01.2026")
    page.get_by_role("button", name=words["save"], exact=True).click()
    page.locator("a.subj", has_text=f"Проба {lang}" if lang == "ru" else f"Trial {lang}").click()
    page.wait_for_url(f"**initiative={code}")
    settle(page)
    page.locator(".t").last.get_by_role("button", name=words["enter"], exact=True).first.click()
    fill(page, "planned_cost", "1 200 000")
    fill(page, "planned_benefit", "90 000,50")
    page.get_by_role("button", name=words["save"], exact=True).click()
    expect(page.locator(".t").last).to_contain_text("1,2" if lang == "ru" else "1.2")
    axe(page)
    assert page.get_by_role("button", name=words["confirm"], exact=True).count() == 0
    head = opened(visitor(lang=lang), "orlov", f"/effect/initiatives?initiative={code}", ".init-k")
    head.get_by_role("button", name=words["confirm"], exact=True).click()
    expect(head.locator(".toast-k").last).to_contain_text(words["counts"])
