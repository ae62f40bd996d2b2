"""What a browser asks the server for on a visit of a page: recorded once for every role in Chromium, replayed by many."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, Request, sync_playwright

from data.session import reading
from models.access.actor import SYSTEM
from pages import sitemap
from tests.bench.looking import person
from tests.bench.serving import Visitor
from tests.walks.conftest import CHROMIUM_OPTIONS, DESK, settle

CALLBACKS = "/_dash-update-component"
# Those whose work it is all day; the others look in now and then.
ROLES = ("belova", "titova", "nazarov", "lebedev", "orlov", "zaitseva", "zaitseva", "morozov", "klimov", "sorokin")
# What a link inside Kordon does: the page stays, its content is another one.
_GO = """path => {
    history.pushState({}, "", path);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
}"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One page as one person opens it: the bodies of its callbacks, in their order."""

    name: str
    bodies: tuple[bytes, ...]


def record_visits(visitors: Sequence[Visitor]) -> dict[str, list[Visit]]:
    """The visits of each login: the arrival, then every page of the site map that this person may open, gone to as by a link of the menu.

    Pages with a variable in their address are left out.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise FileNotFoundError("The bench needs Chromium: apt-get install chromium")
    found: dict[str, list[Visit]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_OPTIONS))
        for visitor in visitors:
            page = open_window(browser, visitor)
            arrival = _record(page, visitor.server.url, lambda page=page, visitor=visitor: page.goto(visitor.server.url + "/"))
            paths = pages_of(visitor.login)
            found[visitor.login] = [arrival, *[_record(page, path, lambda page=page, path=path: page.evaluate(_GO, path)) for path in paths]]
            page.context.close()
        browser.close()
    return found


def pages_of(login: str) -> list[str]:
    actor = person(login)
    with reading(SYSTEM):
        return [str(one.path) for one in sitemap.PAGES if sitemap.may_open(actor, one) and "<" not in str(one.path)]


def open_window(browser: Browser, visitor: Visitor) -> Page:
    """A window of Chromium in which this person is signed in."""
    context = browser.new_context(viewport=DESK, locale="ru-RU")  # type: ignore[arg-type]
    pairs = [pair.split("=", 1) for pair in visitor.headers["Cookie"].split("; ")]
    context.add_cookies([{"name": name, "value": value, "url": visitor.server.url} for name, value in pairs])
    return context.new_page()


def _record(page: Page, name: str, go: Callable[[], object]) -> Visit:
    bodies: list[bytes] = []

    def keep(request: Request) -> None:
        if CALLBACKS in request.url and request.post_data_buffer:
            bodies.append(request.post_data_buffer)

    page.on("request", keep)
    go()
    settle(page)
    page.remove_listener("request", keep)
    return Visit(name, tuple(bodies))
