"""Administrator, auditor and everybody at the own profile."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.walks.conftest import Visitor, axe, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]
USERS = "/admin/users"


def _field(page: Page, name: str) -> object:
    return page.locator(f'input[id*=\'"name":"{name}"\']')


def _open_person(visit: Visitor, name: str) -> Page:
    page = visit.open(USERS)
    page.fill("#access-users-search", name)
    expect(page.locator("#access-users-grid .ag-row")).to_have_count(1)
    page.locator("#access-users-grid a", has_text=name).click()
    expect(page.locator(".offcanvas-title")).to_contain_text(name)
    return page


def test_a_new_colleague_is_let_in_chooses_a_password_and_everything_opens(visitor: Visit) -> None:
    admin = visitor()
    admin.sign_in("sorokin")
    page = admin.open(USERS)
    page.click("#access-users-new")
    _field(page, "login").fill("Новиков")
    expect(page.locator(".offcanvas .field-error", has_text="латинские")).to_be_visible()
    _field(page, "full_name").fill("Новиков Семён Львович")
    _field(page, "login").fill("novikov")
    expect(page.locator(".offcanvas .field-error", has_text="латинские")).to_have_count(0)
    page.click("#access-user-save")
    password = page.locator(".secret code").nth(1).inner_text()
    page.click("#access-users-secret-done")

    newcomer = visitor()
    at = newcomer.page
    at.goto(f"{newcomer.product.url}/sign-in")
    at.fill("#login", "novikov")
    at.fill("#password", password)
    at.click(".si-enter")
    settle(at)
    newcomer.open("/profile")
    expect(at.locator("#shell-nav a[href='/catalogue']")).to_have_count(0)
    at.fill("#access-profile-present", password)
    at.fill("#access-profile-new", "сосны и туман 42")
    at.fill("#access-profile-again", "сосны и туман 42")
    at.click("#access-profile-change")
    expect(at.locator("#shell-nav a[href='/catalogue']")).to_have_count(1)


def test_the_second_of_two_administrators_sees_both_versions_and_chooses(visitor: Visit) -> None:
    first, second = visitor(), visitor()
    for one in (first, second):
        one.sign_in("sorokin")
        _open_person(one, "Гусев Иван Олегович")
    _field(first.page, "phone").fill("+7 900 111-11-11")
    first.page.click("#access-user-save")
    expect(first.page.locator(".offcanvas-title")).to_be_hidden()
    _field(second.page, "phone").fill("+7 900 222-22-22")
    second.page.click("#access-user-save")
    conflict = second.page.locator(".conflict")
    expect(conflict).to_contain_text("+7 900 111-11-11")
    expect(conflict).to_contain_text("+7 900 222-22-22")
    conflict.get_by_text("Сохранить моё").click()
    expect(second.page.locator(".offcanvas-title")).to_be_hidden()
    page = _open_person(first, "Гусев Иван Олегович")
    expect(_field(page, "phone")).to_have_value("+7 900 222-22-22")


def test_the_auditor_finds_what_was_done_verifies_the_trail_and_takes_it_along(visitor: Visit) -> None:
    auditor = visitor()
    auditor.sign_in("fedorova")
    page = auditor.open("/audit?period=today&action=signed_in")
    expect(page.locator("table.trail tbody tr td", has_text="Вход").first).to_be_visible()
    page.fill("#access-audit-subject", "Фёдорова")
    expect(page).to_have_url(re.compile("q="))
    expect(page.locator("table.trail tbody td:nth-child(2)").first).to_contain_text("Фёдорова")
    page.click("#access-audit-verify")
    expect(page.locator("#access-audit-verdict")).to_contain_text("След цел", timeout=60_000)
    with page.expect_download() as download:
        page.click("#access-audit-export")
    assert download.value.suggested_filename.endswith(".xlsx")


def test_one_arranges_a_substitution_and_takes_it_back(visitor: Visit) -> None:
    someone = visitor()
    someone.sign_in("rodin")
    page = someone.open("/profile")
    page.get_by_text("Назначить замещение").click()
    page.click("#access-profile-substitute")
    page.locator("input.dash-dropdown-search").fill("гусев")  # waits for the list, which a busy machine opens late
    page.get_by_role("option", name=re.compile("Гусев Иван")).click()
    page.fill("#access-profile-first-day-typed", "31.02.2099")
    page.fill("#access-profile-last-day-typed", "31.12.2099")
    page.click("#access-profile-arrange")
    expect(page.locator("#access-profile-first-day-frame .fp-error")).not_to_be_empty()
    page.fill("#access-profile-first-day-typed", "30.12.2099")
    page.click("#access-profile-arrange")
    expect(page.locator("#access-profile-absences")).to_contain_text("Гусев")
    page.locator("#access-profile-absences").get_by_text("Отменить").click()
    expect(page.locator("#access-profile-absences")).to_contain_text("Замещений не назначено")


@pytest.mark.parametrize(("lang", "theme"), [("ru", "light"), ("en", "dark"), ("ru", "dark"), ("en", "light")])
def test_the_pages_of_access_are_accessible(visitor: Visit, lang: str, theme: str) -> None:
    auditor = visitor(lang=lang, theme=theme)
    auditor.sign_in("fedorova")
    expect(auditor.open("/audit").locator("table.trail td").first).to_be_visible()
    axe(auditor.page)
    auditor.open("/profile")
    auditor.page.locator(".fold > summary").click()
    axe(auditor.page)

    admin = visitor(lang=lang, theme=theme)
    admin.sign_in("sorokin")
    page = admin.open(USERS)
    expect(page.locator("#access-users-grid .ag-row").first).to_be_visible()
    axe(page)
    for kind, tab in (("group", "groups"), ("unit", "units"), ("line", "lines"), ("absence", "absences"), ("person", "people")):
        admin.open(f"{USERS}?tab={tab}&open={kind}:new")
        expect(page.locator("#access-user-save")).to_be_visible()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366
