"""gallery: a screenshot of every page for every role, in both languages and themes, from the demo bank"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path as Folder
from typing import Any

from callbacks.commands import FAILED, OK, SUPERVISED, open_database
from callbacks.commands.demo import found_demo_bank
from callbacks.web.cookies import LANG, THEME
from data.demo.sign_in import PASSWORD
from data.queries.access import actor_of_login, demo_hints
from data.queries.processes.definitions import published_definitions
from data.queries.processes.lists import CaseFilter, case_rows
from data.session import reading
from data.settings import Settings
from models.access.actor import SYSTEM
from pages import sitemap
from pages.paths import Path

WIDE, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
# Drawn: no skeleton is to be seen, nothing says that it is busy, charts have their marks.
_DRAWN = """() => document.querySelector('main h1')
  && ![...document.querySelectorAll('main .sk, main [aria-busy=true], ._dash-loading-callback')].some(one => one.getClientRects().length)
  && [...document.querySelectorAll('.ag-root')].every(grid => grid.querySelector('.ag-row, [class*=no-rows]'))
  && [...document.querySelectorAll('figure .ch')].every(one => one.querySelector('.main-svg'))"""


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="app.py gallery", description=__doc__)
    parser.add_argument("--only", default="", help="a person's login, a page's name or part of an address")
    chosen = parser.parse_args(arguments)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("The gallery needs the packages of requirements-dev.txt (make gallery installs them).", file=sys.stderr)
        return FAILED
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("The gallery needs Chromium on PATH.", file=sys.stderr)
        return FAILED
    with open_database() as settings, ExitStack() as open_things:
        found_demo_bank()
        address, playwright = open_things.enter_context(_served(settings)), open_things.enter_context(sync_playwright())
        target = settings.home / "gallery"
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        taken = sum(_visit(browser, address, target, only=chosen.only))
        browser.close()
        print(f"{taken} pictures in {target}")
    return OK


def _visit(browser: Any, address: str, target: Folder, *, only: str) -> Iterator[int]:
    """Sign in as each demo person and photograph every page that person may open. Yields how many pictures each page gave."""
    with reading(SYSTEM) as session:
        people = [(hint.login, hint.hint) for hint in demo_hints(session)]
    for login, role in people:
        context = browser.new_context(viewport=WIDE, locale="ru-RU", reduced_motion="reduce")
        page = context.new_page()
        page.goto(f"{address}/sign-in")
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        for name, place, phone in _places(login):
            if only and only != name and only not in login and only not in place:
                continue
            for lang in ("ru", "en"):
                for theme in ("light", "dark"):
                    context.add_cookies(
                        [{"name": cookie, "value": value, "url": address} for cookie, value in ((LANG, lang), (THEME, theme))]
                    )
                    yield _photograph(page, address + place, target / role / f"{name}-{lang}-{theme}.png", size=WIDE)
                if phone:
                    context.add_cookies([{"name": THEME, "value": "light", "url": address}])
                    yield _photograph(page, address + place, target / role / f"{name}-{lang}-phone.png", size=PHONE)
        context.close()


def _photograph(page: Any, address: str, target: Folder, *, size: dict[str, int]) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size(size)
    page.goto(address)
    page.wait_for_function(_DRAWN, timeout=20_000)
    page.screenshot(path=target, animations="disabled")
    return 1


def _places(login: str) -> list[tuple[str, str, bool]]:
    """(name, address, also on a phone) of every page this person may open; one example where the address has a variable."""
    with reading(SYSTEM) as session:
        actor = actor_of_login(session, login)
    if actor is None:
        return []
    with reading(actor) as session:
        services = [definition.code for definition in published_definitions(session) if definition.listed][:1]
        shown = case_rows(session, CaseFilter(scope="mine"), limit=1) or case_rows(session, CaseFilter(scope="all"), limit=1)
    examples = {Path.ORDER: [f"/order/{code}" for code in services], Path.CASE: [f"/case/{row.number}" for row in shown]}
    return [
        (page.key, address, page.phone or page.path in examples)
        for page in sitemap.PAGES
        if sitemap.may_open(actor, page)
        for address in examples.get(page.path, [str(page.path)])
    ]


@contextmanager
def _served(settings: Settings) -> Iterator[str]:
    """A web process of its own on a free port, and a jobs process, on this instance's database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = Folder(__file__).resolve().parents[2] / "app.py"
    environment = os.environ | {"KORDON_PORT": str(port), "KORDON_HOST": "127.0.0.1", "KORDON_HOME": str(settings.home), SUPERVISED: "1"}
    web, jobs = (
        subprocess.Popen([sys.executable, str(app), kind], env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        for kind in ("web", "jobs")
    )
    try:
        _wait_until_open(f"http://127.0.0.1:{port}/health", web)
        yield f"http://127.0.0.1:{port}"
    finally:
        for process in (web, jobs):
            process.terminate()
        for process in (web, jobs):
            process.wait(20)


def _wait_until_open(address: str, process: subprocess.Popen[bytes]) -> None:
    stop, deadline = threading.Event(), time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            stop.wait(0.1)
    raise RuntimeError("the web process did not open its port")
