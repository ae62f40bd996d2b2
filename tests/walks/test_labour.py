"""Labour: an officer's week from the clock to handing it in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.walks.conftest import Visitor, axe, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]
DAYS = "#week-days .wk-day"
OPEN = {"ru": "Не сдана", "en": "Not handed in"}
HANDED_IN = {"ru": "Сдана", "en": "Handed in"}
ADDED = {"ru": "Звонок в полицию", "en": "Call to the police"}


def _number_of_a_case(page: Page) -> str:
    return page.locator(".wk-thing-head .fw", has_text=re.compile(r"^\D+-\d{4}-\d+$")).first.inner_text()


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_an_officer_adds_corrects_measures_and_hands_in(visitor: Visit, lang: str) -> None:
    officer = visitor(lang=lang, theme="light" if lang == "ru" else "dark")
    officer.sign_in("belova" if lang == "ru" else "gusev")
    page = officer.open("/week")
    expect(page.locator(DAYS)).to_have_count(7)
    expect(page.locator("#week-state")).to_contain_text(OPEN[lang])
    expect(page.locator(".wk-thing").first).to_be_visible()
    axe(page)
    number = _number_of_a_case(page)

    # by hand: first without a reason, then rightly
    page.click("button[id*='\"act\":\"add\"']")
    page.fill("#week-add-case", number)
    page.fill("#week-add-minutes", "1:15")
    page.click("#week-add-yes")
    expect(page.locator("#week-add-error")).not_to_be_empty()
    page.fill("#week-add-reason", ADDED[lang])
    page.mouse.move(1, 1)
    axe(page)
    page.click("#week-add-yes")
    expect(page.locator("#week-add")).to_be_hidden()

    # it stands with its case; it is corrected, and what was before stays crossed out
    thing = page.locator(".wk-day.today .wk-thing", has_text=number)
    expect(thing).to_be_visible()
    thing.click()
    entry = page.locator(".wk-entries li", has_text=ADDED[lang])
    expect(entry).to_contain_text("1:15")
    axe(page)
    entry.locator("button").click()
    page.fill("#week-fix-minutes", "40")
    page.fill("#week-fix-reason", "!" + ADDED[lang])
    page.click("#week-fix-yes")
    expect(page.locator(".wk-entries li.gone")).to_contain_text("1:15")
    expect(page.locator(".wk-entries li:not(.gone)", has_text="!" + ADDED[lang])).to_contain_text("0:40")
    page.locator(".offcanvas .btn-close").click()

    # the clock outlives a reload and writes what it measured
    page.fill("#week-clock-case", number)
    page.click("#week-clock-start")
    expect(page.locator("#week-clock")).to_contain_text(number)
    page.reload()
    settle(page)
    expect(page.locator("#week-clock-form")).to_be_hidden()
    page.click("button[id*='\"act\":\"stop\"']")
    expect(page.locator("#week-clock-form")).to_be_visible()

    # to the week before and back; then this week is handed in and stands still from then on
    page.locator("#week-actions nav a").first.click()
    expect(page).to_have_url(re.compile(r"week=\d{4}-\d\d-\d\d"))
    settle(page)
    expect(page.locator("#week-state")).not_to_contain_text(OPEN[lang])
    page.locator("#week-actions nav a").first.click()
    expect(page).to_have_url(re.compile(r"/week$"))
    settle(page)
    expect(page.locator("#week-state")).to_contain_text(OPEN[lang])
    page.click("button[id*='\"act\":\"submit\"']")
    expect(page.locator("#week-submit-words")).not_to_be_empty()
    page.click("#week-submit-yes")
    expect(page.locator("#week-state")).to_contain_text(HANDED_IN[lang])
    expect(page.locator("button[id*='\"act\":\"add\"']")).to_have_count(0)
    axe(page)


def test_a_week_without_work_says_what_to_do_and_a_year_nobody_has_loaded_says_so(visitor: Visit) -> None:
    officer = visitor(phone=True)
    officer.sign_in("lapin")
    page = officer.open("/week?week=2022-02-09")
    expect(page.locator("#week-days .empty")).to_be_visible()
    page = officer.open("/week?week=2040-01-02")
    expect(page.locator("#week-days .empty[role=alert]")).to_be_visible()
    page = officer.open("/week?week=nonsense")
    expect(page.locator(DAYS)).to_have_count(7)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_week_fills_while_it_is_looked_at(visitor: Visit) -> None:
    """What a second window writes appears in the first without a touch."""
    first, second = visitor(), visitor()
    for one in (first, second):
        one.sign_in("rodin")
        one.open("/week")
    second.page.click("button[id*='\"act\":\"add\"']")
    second.page.click("#week-add-project")
    second.page.locator(".dash-dropdown-option, .dash-options-list-option").first.click()
    second.page.fill("#week-add-minutes", "25")
    second.page.fill("#week-add-reason", "Сверка списков")
    second.page.click("#week-add-yes")
    expect(first.page.locator(".wk-day.today .wk-thing", has_text="0:25")).to_be_visible()


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_lead_approves_several_at_once_and_returns_one_whose_person_is_told(visitor: Visit, lang: str) -> None:
    lead = visitor(lang=lang, theme="dark" if lang == "ru" else "light")
    lead.sign_in("orlov")
    page = lead.open("/weeks")
    axe(page)
    page.locator("#weeks-actions nav a").first.click()  # last week
    settle(page)
    rows = page.locator("#weeks-table tbody tr")
    waiting = rows.filter(has=page.locator("input[type=checkbox]"))
    expect(waiting.first).to_be_visible()
    own = rows.filter(has=page.locator(".tag", has_text="ваше" if lang == "ru" else "yours"))
    expect(own.locator("input[type=checkbox]")).to_have_count(0)
    before = waiting.count()
    assert before >= 3
    axe(page)

    # somebody's week is looked at before it is decided about
    waiting.first.locator(".as-link").click()
    expect(page.locator(".offcanvas .wk-entries").first).to_be_visible()
    page.mouse.move(1, 1)
    axe(page)
    page.locator(".offcanvas .btn-close").click()

    # without a choice nothing happens; two are approved at once with a result each
    names = [waiting.nth(number).locator(".as-link").inner_text() for number in range(2)]
    for number in range(2):
        waiting.nth(number).locator("input[type=checkbox]").check()
    page.click("#weeks-approve")
    expect(page.locator("#weeks-result-list li")).to_have_count(2)
    axe(page)
    page.click("#weeks-result-done")
    expect(waiting).to_have_count(before - 2)
    for name in names:
        expect(rows.filter(has_text=name)).to_contain_text("Согласована" if lang == "ru" else "Approved")

    # an approved one is returned with a comment
    rows.filter(has_text=names[0]).locator("button[id*='\"act\":\"return\"']").click()
    page.click("#weeks-return-yes")
    expect(page.locator("#weeks-return-error")).not_to_be_empty()
    page.fill("#weeks-return-comment", "Нет выезда во вторник")
    page.click("#weeks-return-yes")
    expect(rows.filter(has_text=names[0])).to_contain_text(OPEN[lang])


def test_the_head_locks_what_is_approved(visitor: Visit) -> None:
    head = visitor()
    head.sign_in("orlov")
    page = head.open("/weeks")
    for _week in range(2):
        page.locator("#weeks-actions nav a[title='Предыдущая неделя']").click()
        settle(page)
    expect(page.locator("#weeks-table")).to_contain_text("Согласована")
    page.click("button[id*='\"act\":\"lock\"']")
    expect(page.locator("#weeks-lock-words")).not_to_be_empty()
    page.click("#weeks-lock-yes")
    expect(page.locator("#weeks-table")).to_contain_text("Месяц закрыт")
    expect(page.locator("button[id*='\"act\":\"return\"']")).to_have_count(0)


@pytest.mark.parametrize(("login", "lang"), [("kim", "ru"), ("orlov", "en")])
def test_rules_grades_and_rates_change_from_a_day_on(visitor: Visit, login: str, lang: str) -> None:
    keeper = visitor(lang=lang, theme="dark" if lang == "ru" else "light")
    keeper.sign_in(login)
    page = keeper.open("/labour-rules")
    expect(page.locator("#labour-rules-content tbody tr").nth(5)).to_be_visible()
    axe(page)
    page.locator("#labour-rules-content tbody button").nth(2 if lang == "ru" else 4).click()
    page.fill("#labour-rules-value-text", "много")
    page.click("#labour-rules-value-yes")
    expect(page.locator("#labour-rules-value-error")).not_to_be_empty()
    page.mouse.move(1, 1)
    axe(page)
    page.fill("#labour-rules-value-text", "17" if lang == "ru" else "19")
    page.click("#labour-rules-value-yes")
    expect(page.locator("#labour-rules-content")).to_contain_text("17 мин" if lang == "ru" else "19 min")

    page = keeper.open("/labour-rules?tab=grades")
    page.locator("#labour-rules-content tbody button").first.click()
    page.fill("#labour-rules-value-text", "3000,50")
    page.fill("#labour-rules-value-day", "01.02.2027" if lang == "ru" else "01.03.2027")
    page.click("#labour-rules-value-yes")
    expect(page.locator("#labour-rules-content")).to_contain_text("3 000,50" if lang == "ru" else "3,000.50")
    expect(page.locator(".modal")).to_have_count(0)
    axe(page)
    page = keeper.open("/labour-rules?tab=people")
    expect(page.locator("#labour-rules-content tbody tr")).to_have_count(10)
    axe(page)


def test_the_clock_beside_a_case_is_started_and_stopped(visitor: Visit) -> None:
    officer = visitor(theme="dark")
    officer.sign_in("rodin")
    address = officer.open("/queue").locator(".ag-row a[href^='/case/']").first.get_attribute("href")
    page = officer.open(str(address))
    labour = page.locator(".case-labour")
    labour.get_by_role("button", name="Запустить таймер").click()
    expect(labour.get_by_role("button", name="Остановить и записать")).to_be_visible()
    settle(page)
    axe(page)
    labour.get_by_role("button", name="Не записывать").click()
    expect(labour.get_by_role("button", name="Запустить таймер")).to_be_visible()
