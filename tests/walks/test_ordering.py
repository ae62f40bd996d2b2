"""An employee orders: told at the field as he types, the draft is kept, files go with it, a refused request is sent again, nobody's name leaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.walks.conftest import Visitor, axe, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]

REQUESTER = "zaitseva"
WORDS = {
    "ru": {
        "wrong": "Такого ИНН не бывает", "short": "В ИНН 10 цифр", "send": "Отправить заявку", "sent": "отправлена", "kept": "Черновик сохранён",
        "fill": "Заполните поле", "mine": "Мои заявки", "promise": "6 рабочих часов", "lost": "Не сохранено: нет связи",
    },
    "en": {
        "wrong": "There is no such INN", "short": "An INN has 10 digits", "send": "Send the request", "sent": "is on its way", "kept": "Draft saved",
        "fill": "Fill this in", "mine": "My requests", "promise": "6 working hours", "lost": "Not saved: no connection",
    },
}  # fmt: skip


def open_order(visitor: Visit, service: str, *, lang: str = "ru", phone: bool = False) -> Page:
    someone = visitor(lang=lang, phone=phone)
    someone.sign_in(REQUESTER)
    page = someone.open(f"/order/{service}")
    page.wait_for_selector(".form-k")
    return page


def start_clean(page: Page) -> None:
    """Throw away what an earlier walk of the same person has left."""
    words = page.locator(".ds-kept > span")
    if words.inner_text():
        page.click("#services-order-ask-discard")
        page.click("#services-order-discard")
        expect(words).to_be_empty()


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_wrong_inn_is_told_at_the_field_and_a_right_one_is_sent(visitor: Visit, lang: str) -> None:
    words = WORDS[lang]
    page = open_order(visitor, "company_check", lang=lang)
    start_clean(page)
    expect(page.locator(".order-promise")).to_have_text(words["promise"])
    page.fill("#order-company-inn", "770708389")
    expect(page.locator("#order-company-inn-error")).to_contain_text(words["short"])
    page.fill("#order-company-inn", "7707083894")
    expect(page.locator("#order-company-inn-error")).to_contain_text(words["wrong"])
    expect(page.locator("#order-company-inn")).to_have_attribute("aria-invalid", "true")
    axe(page)
    page.click("#services-order-send")
    expect(page.locator("#order-subject-error")).to_contain_text(words["fill"])
    expect(page.locator("#order-company-inn")).to_be_focused()
    page.fill("#order-company-inn", "77 07-083 893")
    expect(page.locator("#order-company-inn-error")).to_be_empty()
    page.fill("#order-company-name", "ООО «Рябина-Трейд»")
    page.locator(".ff-choice input[type=radio]").first.check()
    page.fill("#order-subject", "Поставка кабеля")
    page.fill("#order-amount", "1 250 000,50")
    page.locator("#order-amount").blur()
    expect(page.locator("#order-subject-error")).to_be_empty()
    page.click("#services-order-send")
    expect(page.locator(".sent h1")).to_contain_text(words["sent"])
    axe(page)
    page.locator(".sent").get_by_role("link", name=words["mine"]).click()
    expect(page.locator(".rq-title").filter(has_text="Рябина-Трейд").first).to_be_visible()
    axe(page)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_draft_survives_a_reload(visitor: Visit, lang: str) -> None:
    page = open_order(visitor, "field_visit", lang=lang)
    start_clean(page)
    page.fill("#order-address", "г. Дзержинск, ул. Речная, 14")
    page.fill("#order-amount", "12 000 000")
    expect(page.locator(".ds-kept")).to_contain_text(WORDS[lang]["kept"])
    expect(page.locator(".ds-kept")).to_be_visible()
    page.reload()
    page.wait_for_selector(".form-k")
    expect(page.locator("#order-address")).to_have_value("г. Дзержинск, ул. Речная, 14")
    expect(page.locator("#order-amount")).to_have_value("12 000 000")
    expect(page.locator(".draft-sign")).to_contain_text(WORDS[lang]["kept"])
    page.goto(page.url.replace("/order/field_visit", "/catalogue"))
    expect(page.locator(".svc").filter(has_text="Выехать на место" if lang == "ru" else "Visit a site").locator(".tag")).to_be_visible()


def test_what_could_not_be_kept_is_said_and_kept_later(visitor: Visit) -> None:
    page = open_order(visitor, "field_visit")
    start_clean(page)
    page.fill("#order-address", "г. Бор, ул. Ленина, 3")
    expect(page.locator(".ds-kept")).to_be_visible()

    def cut(route: Route) -> None:
        route.abort("internetdisconnected")

    page.route("**/_dash-update-component", cut)
    page.fill("#order-address", "г. Бор, ул. Ленина, 33")
    expect(page.locator(".ds-failed")).to_contain_text(WORDS["ru"]["lost"])
    expect(page.locator("#order-address")).to_have_value("г. Бор, ул. Ленина, 33")
    page.unroute("**/_dash-update-component", cut)
    expect(page.locator(".ds-kept")).to_be_visible(timeout=20_000)
    page.reload()
    page.wait_for_selector(".form-k")
    expect(page.locator("#order-address")).to_have_value("г. Бор, ул. Ленина, 33")


def test_fields_come_and_go_with_what_is_chosen(visitor: Visit) -> None:
    page = open_order(visitor, "consultation")
    start_clean(page)
    expect(page.locator("#order-inn")).to_be_hidden()
    page.locator(".ff-choice .dash-dropdown").click()
    page.get_by_text("Клиент или контрагент").or_(page.locator(".dash-dropdown-option")).first.click()
    expect(page.locator("#order-inn")).to_be_visible()


def test_files_go_with_the_request_and_come_back_as_a_download(visitor: Visit, tmp_path: Path) -> None:
    paper = tmp_path / "Договор поставки.pdf"
    paper.write_bytes(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n" + b" " * 2000)
    script = tmp_path / "run.exe"
    script.write_bytes(b"MZ" + b"\0" * 100)
    page = open_order(visitor, "field_visit")
    start_clean(page)
    page.set_input_files("#order-papers", [str(paper), str(script)])
    expect(page.locator(".up a").filter(has_text="Договор поставки.pdf")).to_be_visible()
    expect(page.locator(".up.bad .up-error")).to_contain_text("не принимаем")
    axe(page)
    expect(page.locator(".ds-kept")).to_be_visible()
    page.reload()
    link = page.locator(".up a").filter(has_text="Договор поставки.pdf")
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "Договор поставки.pdf"


def test_an_incident_is_reported_without_a_name(visitor: Visit) -> None:
    page = open_order(visitor, "incident_report", phone=True)
    page.get_by_label("Сообщить без имени").check()
    page.fill("#order-what", "Коллега просит коды из сообщений клиентов.")
    page.locator(".ff-choice .dash-dropdown").first.click()
    page.locator(".dash-dropdown-option").first.click()
    page.locator(".ff-yes_no").first.get_by_label("Нет").check()
    axe(page)
    page.click("#services-order-send")
    expect(page.locator(".sent")).to_contain_text("Вашего имени в сообщении нет")
    number = page.locator(".sent h1").inner_text().split()[1]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    settle(page)
    page.goto(page.url.split("/order")[0] + "/requests")
    expect(page.locator(".rqs")).not_to_contain_text(number)


@pytest.mark.parametrize("path", ["/", "/catalogue", "/requests", "/notifications", "/order/company_check", "/order/incident_report"])
@pytest.mark.parametrize(("theme", "phone"), [("light", True), ("dark", False)])
def test_the_requesters_pages_are_accessible_and_fit(visitor: Visit, path: str, theme: str, phone: bool) -> None:
    someone = visitor(theme=theme, phone=phone)
    someone.sign_in(REQUESTER)
    page = someone.open(path)
    page.wait_for_selector("main :is(.svc, .rq, .nt, .form-k, .empty)")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= (390 if phone else 1366)


@pytest.mark.parametrize("login", ["orlov", "lebedev", "belova", "klimov", "kim", "sorokin", "fedorova", "morozov"])
def test_the_home_of_each_role_is_accessible(visitor: Visit, login: str) -> None:
    someone = visitor()
    someone.sign_in(login)
    page = someone.open("/")
    page.wait_for_selector("#home-body h1")
    settle(page)
    axe(page)


def test_an_external_participant_sees_shared_cases_and_nothing_else(visitor: Visit) -> None:
    someone = visitor()
    someone.sign_in("petrenko")
    page = someone.open("/shared")
    page.wait_for_selector("#services-shared-list .rq, #services-shared-list .empty")
    axe(page)
    expect(page.locator("#shell-nav a.n")).to_have_count(1)
    assert page.goto(f"{someone.product.url}/catalogue").status == 403  # type: ignore[union-attr]


def test_opening_a_case_reads_what_was_told_about_it(visitor: Visit) -> None:
    someone = visitor()
    someone.sign_in("belova")
    page = someone.open("/queue")
    page.locator(".bell-menu > button").click()
    newest = page.locator(".bell-menu .nt.new").first
    expect(newest).to_be_visible()
    axe(page)
    newest.click()
    page.wait_for_url("**/case/**")
    number = page.url.rsplit("/", 1)[1]
    expect(page.locator("#processes-case-head h1")).to_be_visible()
    settle(page)
    page.goto(f"{someone.product.url}/notifications")
    page.wait_for_selector("main .nt")
    expect(page.locator(f".nt.new[href$='{number}']")).to_have_count(0)
