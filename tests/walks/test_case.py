"""A case from hand to hand: taken, asked about, paused, worked on, approved, answered; two people at once; on a phone; in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.walks.conftest import Visitor, axe, settle

pytestmark = pytest.mark.walk
expect.set_options(timeout=20_000)  # two windows and their server share the machine with other work
Visit = Callable[..., Visitor]

FINDINGS = ("registry", "address_check", "director", "owners", "lists", "bankruptcy", "court", "debts", "accounts")
WORDS = {
    "ru": {
        "take": "Взять в работу", "ask": "Спросить заявителя", "pause": "Поставить на паузу", "resume": "Возобновить работу", "ready": "Передать на акцепт",
        "approve": "Согласовать", "rework": "Вернуть на доработку", "answer": "Ответ", "findings": "Результаты", "closed": "Дело закрыто", "more": "Другие действия",
        "reassign": "Передать коллеге", "missing": "Заполните", "withdraw": "Отозвать заявку", "withdrawn": "Отозвана", "rate": "Оценить ответ", "hold": "На паузе",
    },
    "en": {
        "take": "Take into work", "ask": "Ask the requester", "pause": "Put the case on hold", "resume": "Resume", "ready": "Submit for approval",
        "approve": "Approve", "rework": "Return for rework", "answer": "Answer", "findings": "Findings", "closed": "Case closed", "more": "More actions",
        "reassign": "Pass on to a colleague", "missing": "Fill in", "withdraw": "Withdraw the request", "withdrawn": "Withdrawn", "rate": "Rate the answer", "hold": "On hold",
    },
}  # fmt: skip
HEAD, NEXT, MODAL, TIMELINE = "#processes-case-head", "#processes-case-next", ".modal.show", "#processes-case-timeline"


def order_check(visitor: Visit, company: str, *, lang: str = "ru") -> tuple[Visitor, str]:
    """The requester orders a check of a company; the window and the number of the case."""
    requester = visitor(lang=lang)
    requester.sign_in("zaitseva")
    page = requester.open("/order/company_check")
    page.wait_for_selector(".form-k")
    page.fill("#order-company-name", company)
    page.fill("#order-company-inn", "7707083893")
    page.locator(".ff-choice input[type=radio]").first.check()
    page.fill("#order-subject", "Поставка кабеля")
    page.fill("#order-amount", "1 250 000")
    page.locator("#order-amount").blur()
    page.click("#services-order-send")
    words = page.locator(".sent h1").inner_text()
    found = re.search(r"[А-Я]+-\d{4}-\d+", words)
    assert found, words
    return requester, found[0]


def open_case(person: Visitor, number: str) -> Page:
    page = person.open(f"/case/{number}")
    page.wait_for_selector(f"{HEAD} h1")
    return page


def sign_in(visitor: Visit, login: str, *, lang: str = "ru", **options: object) -> Visitor:
    person = visitor(lang=lang, **options)
    person.sign_in(login)
    return person


def press(page: Page, words: str) -> None:
    """A button of the head, wherever it stands: in the open, in the line of the next step, or behind "…"."""
    shown = page.locator(f"{HEAD} .acts > .btn, {NEXT} .btn").get_by_text(words, exact=True)
    if shown.count():
        shown.first.click()
        return
    page.locator(f"{HEAD} .acts .dropdown > button").click()
    page.locator(f"{HEAD} .dropdown-menu").get_by_text(words, exact=True).click()


def answer_dialog(page: Page, text: str = "") -> None:
    expect(page.locator(MODAL)).to_be_visible()
    if text:
        page.fill("#processes-dialog-text", text)
    page.click("#processes-dialog-ok")
    expect(page.locator(MODAL)).to_have_count(0)


def take(page: Page, words: dict[str, str]) -> None:
    page.locator(NEXT).get_by_text(words["take"], exact=True).click()
    expect(page.locator("#task-registry-note")).to_be_visible()


def fill_findings(page: Page) -> None:
    for key in FINDINGS:
        page.locator(f"[id*='\"field\":\"{key}\"'][id*='form-value'] input[value=clear]").first.check()
    page.fill("#task-court-note", "Три дела за два года, исковые требования погашены.")
    page.locator("[id*='\"field\":\"verdict\"'][id*='form-value'] input[value=recommended]").check()
    page.fill("#task-conclusion", "Компания действует, отчётность сдаёт, связей с перечнями нет.")
    page.locator("#task-conclusion").blur()


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_case_is_taken_asked_about_paused_worked_on_approved_and_answered(visitor: Visit, lang: str) -> None:
    words = WORDS[lang]
    requester, number = order_check(visitor, "ООО «Ясень-Кабель»", lang=lang)
    officer = sign_in(visitor, "belova", lang=lang)
    page = open_case(officer, number)
    axe(page)
    take(page, words)

    press(page, words["ask"])
    answer_dialog(page, "Пришлите, пожалуйста, договор аренды склада.")
    expect(page.locator(TIMELINE)).to_contain_text("договор аренды склада")

    asked = open_case(requester, number)
    expect(asked.locator(NEXT)).to_contain_text("Ответьте" if lang == "ru" else "Answer the question")
    expect(asked.locator("body")).not_to_contain_text("Заключение для службы")
    asked.fill("#message-body", "Договор до 2028 года, склад наш.")
    asked.click("#processes-composer-send")
    expect(asked.locator(TIMELINE)).to_contain_text("склад наш")
    axe(asked)

    expect(page.locator(TIMELINE)).to_contain_text("склад наш")  # live, without a reload
    expect(page.locator(HEAD)).to_contain_text(words["pause"])
    press(page, words["pause"])
    answer_dialog(page, "Ждём выписку из реестра")
    expect(page.locator(f"{HEAD} .case-meta")).to_contain_text(words["hold"])
    expect(page.locator(NEXT)).to_contain_text(words["resume"])
    press(page, words["resume"])
    expect(page.locator(HEAD)).to_contain_text(words["ready"])

    press(page, words["ready"])
    page.click("#processes-dialog-ok")
    expect(page.locator("#task-registry-result-error")).not_to_be_empty()
    fill_findings(page)
    press(page, words["ready"])
    answer_dialog(page)
    expect(page.locator(".case-meta")).not_to_contain_text(words["hold"])
    expect(page.locator("table.findings")).to_contain_text("Три дела за два года")
    for place in range(4):
        page.locator("#processes-case-tab label").nth(place).click()
        axe(page)

    lead = sign_in(visitor, "lebedev", lang=lang)
    waiting = lead.open("/approvals")
    expect(waiting.locator(".approval-list")).to_contain_text("Ясень-Кабель")
    axe(waiting)
    decided = open_case(lead, number)
    press(decided, words["approve"])
    answer_dialog(decided)
    expect(decided.locator(TIMELINE)).to_contain_text(words["closed"])

    read = open_case(requester, number)
    expect(read.locator(".letter")).to_contain_text("Ясень-Кабель")
    pdf = read.locator(".answer-head a[href^='/files/']")
    expect(pdf).to_be_visible(timeout=30_000)
    with read.expect_download() as download:
        pdf.click()
    with open(download.value.path(), "rb") as file:
        assert file.read(5) == b"%PDF-"
    expect(read.locator("body")).not_to_contain_text("Три дела за два года")
    read.locator(NEXT).get_by_text(words["rate"], exact=True).click()
    read.locator(".stars input[value='5']").check()
    read.click("#processes-rating-ok")
    expect(read.locator(TIMELINE)).to_contain_text("5")
    axe(read)


def both_at_one_case(visitor: Visit, company: str, field: str) -> tuple[Page, Page]:
    """The officer who took a case and the lead who has its form open as well."""
    _requester, number = order_check(visitor, company)
    officer, lead = sign_in(visitor, "belova"), sign_in(visitor, "lebedev")
    first = open_case(officer, number)
    take(first, WORDS["ru"])
    second = open_case(lead, number)
    expect(second.locator(field)).to_be_visible()
    return first, second


def test_the_second_who_completes_is_told_who_was_first_and_keeps_his_words(visitor: Visit) -> None:
    words = WORDS["ru"]
    first, second = both_at_one_case(visitor, "ООО «Сосна-Кабель»", "#task-registry-note")
    second.fill("#task-director-note", "Директор сменился в марте")
    second.locator("#task-director-note").blur()
    expect(second.locator('.case-save .draft-sign[data-state="kept"]')).to_be_visible()
    fill_findings(first)
    press(second, words["ready"])
    expect(second.locator(MODAL)).to_be_visible()
    press(first, words["ready"])
    answer_dialog(first)
    second.click("#processes-dialog-ok")
    expect(second.locator("#processes-dialog-error")).to_contain_text("Белова Марина Сергеевна")
    second.click("#processes-dialog-cancel")
    expect(second.locator(".case-conflict")).to_contain_text("Директор сменился в марте")
    expect(second.locator(".case-conflict")).to_contain_text("Белова")


def test_two_versions_of_one_field_stand_side_by_side_until_somebody_chooses(visitor: Visit) -> None:
    first, second = both_at_one_case(visitor, "ООО «Клён-Кабель»", "#task-conclusion")
    first.fill("#task-conclusion", "Ответчик в трёх делах")
    first.locator("#task-conclusion").blur()
    first.click("#processes-case-save")
    expect(first.locator(".toast-k").last).to_contain_text("сохранены")
    second.fill("#task-conclusion", "Ответчик в четырёх делах")
    second.locator("#task-conclusion").blur()
    second.click("#processes-case-save")
    box = second.locator(".case-conflict")
    expect(box).to_contain_text("в трёх делах")
    expect(box).to_contain_text("в четырёх делах")
    axe(second)
    box.locator("input[value=theirs]").check()
    second.click("#processes-case-conflict-save")
    expect(box).to_have_count(0)
    expect(second.locator("#task-conclusion")).to_have_value("Ответчик в трёх делах")


def test_who_approves_a_withdrawn_request_is_told_so(visitor: Visit) -> None:
    words = WORDS["ru"]
    requester, number = order_check(visitor, "ООО «Липа-Кабель»")
    officer = sign_in(visitor, "belova")
    page = open_case(officer, number)
    take(page, words)
    fill_findings(page)
    press(page, words["ready"])
    answer_dialog(page)
    lead = sign_in(visitor, "lebedev")
    decided = open_case(lead, number)
    press(decided, words["approve"])
    expect(decided.locator(MODAL)).to_be_visible()
    gone = open_case(requester, number)
    press(gone, words["withdraw"])
    answer_dialog(gone, "Сделка не состоялась")
    expect(gone.locator(f"{HEAD} .case-meta")).to_contain_text(words["withdrawn"])
    decided.fill("#processes-dialog-text", "Согласен с выводом")
    decided.click("#processes-dialog-ok")
    expect(decided.locator("#processes-dialog-error")).to_contain_text("закрыто")
    expect(decided.locator("#processes-dialog-text")).to_have_value("Согласен с выводом")


@pytest.mark.parametrize(("lang", "theme"), [("ru", "light"), ("en", "dark")])
def test_the_queue_is_walked_by_keys_filtered_changed_in_bulk_and_taken_along(visitor: Visit, lang: str, theme: str) -> None:
    _requester, number = order_check(visitor, "ООО «Осина-Кабель»", lang=lang)
    officer = sign_in(visitor, "belova", lang=lang, theme=theme)
    page = officer.open("/queue?scope=unassigned")
    page.fill("#processes-queue-find", number)
    expect(page.locator(".grid-k .ag-row").filter(has_text="Осина-Кабель")).to_have_count(1)
    expect(page.locator(".grid-k .ag-row")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=%D0%9F"))
    page.locator(".grid-k .ag-cell[col-id=due]").first.click()
    expect(page.locator(".preview h2")).to_contain_text("Осина-Кабель")
    axe(page)
    page.keyboard.press("x")
    expect(page.locator(".bulk")).to_be_visible()
    page.click("#processes-bulk-take")
    expect(page.locator(MODAL)).to_be_visible()
    page.click("#processes-bulk-ok")
    expect(page.locator(".results li")).to_have_count(1)
    expect(page.locator(".results .c-ok")).to_have_count(1)
    page.click("#processes-bulk-cancel")
    expect(page.locator(MODAL)).to_have_count(0)
    page.locator("#processes-queue-tabs label").first.click()
    expect(page).to_have_url(re.compile("view=mine"))
    expect(page.locator("#processes-queue-find")).to_have_value("")
    page.fill("#processes-queue-find", number)
    expect(page).to_have_url(re.compile("q=%D0%9F"))
    expect(page.locator(".grid-k .ag-row").filter(has_text="Осина-Кабель")).to_have_count(1)
    expect(page.locator(".grid-k .ag-row")).to_have_count(1)
    with page.expect_download() as download:
        page.click("#processes-queue-export")
    with open(download.value.path(), "rb") as file:
        assert file.read(2) == b"PK"
    page.locator(".grid-k .ag-cell[col-id=due]").first.click()
    page.keyboard.press("Enter")
    expect(page.locator(f"{HEAD} h1")).to_contain_text("Осина-Кабель")


def test_a_new_request_appears_on_an_open_queue_and_keeps_what_is_chosen(visitor: Visit) -> None:
    officer = sign_in(visitor, "belova")
    page = officer.open("/queue?scope=unassigned&sort=opened&desc=1")
    page.locator(".grid-k .ag-row").first.wait_for()
    page.locator(".grid-k .ag-cell[col-id=due]").first.click()
    page.keyboard.press("x")
    expect(page.locator(".grid-k .ag-row-selected")).to_have_count(1)
    order_check(visitor, "ООО «Верба-Кабель»")
    expect(page.locator(".grid-k .ag-row").filter(has_text="Верба-Кабель")).to_have_count(1, timeout=5_000)
    expect(page.locator(".grid-k .ag-row-selected")).to_have_count(1)


def test_a_lead_decides_on_a_phone_and_the_requester_talks_on_one(visitor: Visit) -> None:
    words = WORDS["ru"]
    _requester, number = order_check(visitor, "ООО «Ольха-Кабель»")
    officer = sign_in(visitor, "belova")
    page = open_case(officer, number)
    take(page, words)
    fill_findings(page)
    press(page, words["ready"])
    answer_dialog(page)
    lead = sign_in(visitor, "lebedev", phone=True)
    list_of = lead.open("/approvals")
    entry = list_of.locator(".approval-list > li").filter(has_text="Ольха-Кабель")
    axe(list_of)
    entry.locator(".approval-act a").click()
    list_of.wait_for_selector(f"{HEAD} h1")
    settle(list_of)
    assert list_of.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    press(list_of, words["rework"])
    answer_dialog(list_of, "Проверьте ещё раз владельцев")
    expect(page.locator(TIMELINE)).to_contain_text("Проверьте ещё раз владельцев")
    phone = sign_in(visitor, "zaitseva", phone=True)
    talk = open_case(phone, number)
    assert talk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    talk.fill("#message-body", "Пишу с телефона")
    talk.click("#processes-composer-send")
    expect(talk.locator(TIMELINE)).to_contain_text("Пишу с телефона")
    axe(talk)


def test_a_named_view_keeps_its_filters_and_its_columns_are_chosen(visitor: Visit) -> None:
    officer = sign_in(visitor, "titova")
    page = officer.open("/queue?scope=mine&sort=amount&desc=1")
    page.click(".save-view button")
    page.fill("#processes-queue-view-name", "Крупные суммы")
    page.click("#processes-queue-view-save")
    tab = page.locator("#processes-queue-tabs label").filter(has_text="Крупные суммы")
    expect(tab).to_have_count(1)
    expect(page).to_have_url(re.compile("sort=amount"))
    page.click("#processes-queue-columns-open")
    page.locator(".pop-k label").filter(has_text="Заявитель").click()
    expect(page.locator(".ag-header-cell[col-id=requester]")).to_have_count(1)
    page.keyboard.press("Escape")
    again = officer.open("/queue")
    again.locator("#processes-queue-tabs label").filter(has_text="Крупные суммы").click()
    expect(again).to_have_url(re.compile("sort=amount"))
    again.click(".save-view button")
    again.locator(".save-view .danger").filter(has_text="Крупные суммы").click()
    expect(again.locator("#processes-queue-tabs label").filter(has_text="Крупные суммы")).to_have_count(0)


def test_n_takes_the_next_one_and_it_is_passed_on_with_a_reason(visitor: Visit) -> None:
    words = WORDS["ru"]
    order_check(visitor, "ООО «Ива-Кабель»")
    officer = sign_in(visitor, "yusupova")
    page = officer.open("/queue")
    page.locator(".queue-foot").wait_for()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/case/"))
    page.wait_for_selector(f"{HEAD} h1")
    expect(page.locator(HEAD)).to_contain_text("Юсупова")
    press(page, words["reassign"])
    expect(page.locator(MODAL)).to_be_visible()
    page.click("#processes-dialog-ok")
    expect(page.locator("#processes-dialog-error")).to_contain_text("Напишите почему")
    page.fill("#processes-dialog-text", "Ухожу на выезд")
    page.click("#processes-dialog-ok")
    expect(page.locator(MODAL)).to_have_count(0)
    expect(page.locator(TIMELINE)).to_contain_text("Ухожу на выезд")


def test_an_appraiser_sees_what_was_shared_and_nothing_else(visitor: Visit, tmp_path: Path) -> None:
    words = WORDS["ru"]
    _requester, number = order_check(visitor, "ООО «Рябь-Кабель»")
    officer = sign_in(visitor, "belova")
    page = open_case(officer, number)
    take(page, words)
    page.locator("#processes-case-aside .as-link").click()
    expect(page.locator(MODAL)).to_be_visible()
    page.locator("#processes-dialog-person").click()
    page.get_by_text("Петренко Олег Игнатьевич").last.click()
    page.click("#processes-dialog-ok")
    expect(page.locator("#processes-case-aside")).to_contain_text("Петренко")
    page.locator("#processes-case-tab label").filter(has_text="Документы").click()
    for name, whom in (("План склада.txt", "И внешние участники"), ("Справка из архива.txt", "Только служба")):
        file = tmp_path / name
        file.write_text("Содержание", encoding="utf-8")
        page.set_input_files("#processes-case-file", str(file))
        expect(page.locator(".doc-add .up a")).to_have_count(1)
        page.locator(".doc-add label").filter(has_text=whom).click()
        page.get_by_role("button", name="Приложить к делу").click()
        expect(page.locator("#processes-case-documents table")).to_contain_text(name)
        expect(page.locator(".doc-add .up a")).to_have_count(0)
    outsider = sign_in(visitor, "petrenko")
    seen = open_case(outsider, number)
    settle(seen)
    expect(seen.locator("#processes-case-documents")).to_contain_text("План склада.txt")
    for secret in ("Справка из архива", "Зайцева", "Белова", "1 250 000", "Поставка кабеля"):
        expect(seen.locator("body")).not_to_contain_text(secret)
    axe(seen)
    page.locator("#processes-case-documents tr", has_text="Справка из архива.txt").locator(".as-menu").click()
    page.locator(".dropdown-menu.show .dropdown-item", has_text="и внешние участники").click()
    expect(seen.locator("#processes-case-documents")).to_contain_text("Справка из архива.txt")  # live, without a reload
