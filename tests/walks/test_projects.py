"""The portfolio: a lead plans a project with a stage and a team; capacity says who is overloaded; an officer only looks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import Visitor, axe, opened, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]
FORM = ".drawer-k.show"
WORDS = {
    "ru": {"new": "Новый проект", "save": "Сохранить", "stage": "Добавить этап", "done": "Готово"},
    "en": {"new": "New project", "save": "Save", "stage": "Add a stage", "done": "Done"},
}  # fmt: skip


@pytest.mark.parametrize(("lang", "theme"), [("ru", "light"), ("en", "dark")])
def test_a_lead_plans_a_project_and_its_stage(visitor: Visit, lang: str, theme: str) -> None:
    words, code = WORDS[lang], f"walk-{lang}"
    page = opened(visitor(lang=lang, theme=theme), "lebedev", "/projects", ".gantt li")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366

    def fill(name: str, text: str) -> None:
        page.locator(f"{FORM} input[id*='\"name\":\"{name}\"']").fill(text)

    page.get_by_role("button", name=words["new"]).click()
    expect(page.locator(f"{FORM} input").first).to_be_visible()
    axe(page)
    for name, text in (
        ("name_ru", f"Проба {lang}"), ("name_en", f"Trial {lang}"), ("code", code), ("goal_ru", "Цель"), ("goal_en", "Goal"), ("first_day", "01.11.2026"),
        ("last_day", "01.10.2026"), ("budget", "1 500 000"),
    ):  # fmt: skip
        fill(name, text)
    page.locator(f"{FORM} [id*='\"name\":\"owner\"']").first.click()
    page.locator("[role=option]").first.click()
    page.get_by_role("button", name=words["save"], exact=True).click()
    expect(page.locator(f"{FORM} .field-error svg").first).to_be_visible()
    fill("last_day", "31.12.2027")
    page.get_by_role("button", name=words["save"], exact=True).click()
    page.locator("a.subj", has_text=f"Проба {lang}" if lang == "ru" else f"Trial {lang}").click()
    page.wait_for_url(f"**project={code}")
    settle(page)
    page.get_by_role("button", name=words["stage"]).click()
    fill("stage_name", f"Этап {lang}")
    fill("first_day", "01.11.2026")
    fill("last_day", "31.01.2027")
    page.get_by_role("button", name=words["save"], exact=True).click()
    row = page.locator("tr", has_text=f"Этап {lang}")
    expect(row).to_be_visible()
    axe(page)


@pytest.mark.parametrize(("lang", "theme"), [("ru", "dark"), ("en", "light")])
def test_capacity_names_who_is_overloaded_and_the_head_sets_the_balance(visitor: Visit, lang: str, theme: str) -> None:
    page = opened(visitor(lang=lang, theme=theme), "orlov", "/capacity", ".blk .t")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    page.locator("#capacity-target-open").click()
    page.fill("#capacity-target-value", "200")
    page.click("#capacity-target-yes")
    expect(page.locator("#capacity-target-error svg")).to_be_visible()
    page.mouse.move(1, 1)
    axe(page)
    page.fill("#capacity-target-value", "25")
    page.click("#capacity-target-yes")
    expect(page.locator("#capacity-state")).to_contain_text("25")


def test_an_officer_looks_and_plans_nothing(visitor: Visit) -> None:
    page = opened(visitor(), "rodin", "/projects", ".gantt li")
    assert page.get_by_role("button", name="Новый проект").count() == 0
    assert page.get_by_role("button", name="Добавить этап").count() == 0
    axe(page)
