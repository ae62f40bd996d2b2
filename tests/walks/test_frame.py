"""The frame round every page: signing in, theme and language, search by keyboard, a session that ends, a change that arrives by itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import ROOT, Visitor, axe, settle

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]
BYTES_OF_THE_FIRST_VISIT = 1_500_000


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_page_and_the_frame_are_accessible(visitor: Visit, lang: str, theme: str) -> None:
    someone = visitor(lang=lang, theme=theme)
    someone.page.goto(f"{someone.product.url}/sign-in")
    axe(someone.page)
    someone.page.locator("[data-login]").first.click()
    settle(someone.page)
    axe(someone.page)
    someone.page.keyboard.press("Control+k")
    expect(someone.page.locator("#shell-search-text")).to_be_focused()
    axe(someone.page)


def test_the_frame_is_accessible_on_a_phone(visitor: Visit) -> None:
    someone = visitor(phone=True)
    page = someone.sign_in("titova")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".tabs-phone button").click()
    expect(page.locator("#shell-nav")).to_be_visible()


def test_the_first_visit_is_light_on_the_wire(visitor: Visit) -> None:
    someone = visitor()
    sizes: list[int] = []
    someone.page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    someone.sign_in("titova")
    assert sum(sizes) < BYTES_OF_THE_FIRST_VISIT, f"{sum(sizes):,} bytes"


def test_a_theme_is_chosen_at_once_and_kept(visitor: Visit) -> None:
    someone = visitor()
    page = someone.sign_in("titova")
    page.click(".icb-theme")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_language_is_switched_everywhere(visitor: Visit) -> None:
    someone = visitor()
    page = someone.sign_in("titova")
    expect(page.locator("#shell-nav .brand")).to_contain_text("Кордон")
    page.click(".icb-lang")
    expect(page.locator("#shell-nav .brand")).to_contain_text("Kordon")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_folded_menu_stays_folded(visitor: Visit) -> None:
    page = visitor().sign_in("titova")
    page.click('[data-act="rail"]')
    page.reload()
    expect(page.locator("#shell-app")).to_have_class("app rail")


def test_a_session_that_ends_asks_for_the_password_over_the_page(visitor: Visit) -> None:
    someone = visitor()
    page = someone.sign_in("titova")
    page.keyboard.press("Control+k")
    page.fill("#shell-search-text", "typed before")
    someone.context.clear_cookies(name=next(c["name"] for c in someone.context.cookies() if c["name"].endswith("_session")))  # type: ignore[typeddict-item]
    page.fill("#shell-search-text", "typed after")
    dialog = page.locator(".signin-again")
    expect(dialog).to_be_visible()
    axe(page)
    page.fill("#again-password", "wrong")
    dialog.locator("button").click()
    expect(dialog.locator(".note")).to_be_visible()
    page.fill("#again-password", "demo-bank-kordon")
    dialog.locator("button").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("#shell-search-text")).to_have_value("typed after")


def test_another_person_sees_only_the_menu_of_the_role(visitor: Visit) -> None:
    page = visitor().sign_in("belova")
    expect(page.locator('.nav-k a[href="/admin/users"]')).to_have_count(0)
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/admin/users")
    settle(page)
    expect(page.locator("h1")).to_have_text("Эта страница не для вашей роли")


_TELL = """
import sys
from sqlalchemy import text
from callbacks.commands import open_database
from data.live import CHANNEL
from data.connection import engine
with open_database(), engine().begin() as connection:
    connection.execute(text("SELECT pg_notify(:channel, '[\\"cases\\"]')"), {"channel": CHANNEL})
"""


def test_a_change_elsewhere_arrives_without_a_reload(visitor: Visit) -> None:
    someone = visitor()
    page = someone.sign_in("titova")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    with page.expect_request(lambda asked: "shell-count" in (asked.post_data or ""), timeout=20_000):
        subprocess.run([sys.executable, "-c", _TELL], cwd=ROOT, env=someone.product.environment, check=True)


def test_a_lost_connection_is_said_and_found_again(visitor: Visit) -> None:
    someone = visitor()
    page = someone.sign_in("titova")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    someone.context.set_offline(True)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<i data-live=jobs hidden></i>')")  # another topic: the stream opens anew
    expect(page.locator("html")).to_have_attribute("data-live", "lost")
    someone.context.set_offline(False)
    expect(page.locator("html")).to_have_attribute("data-live", "on")
