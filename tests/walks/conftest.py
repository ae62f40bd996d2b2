"""The product as people get it: started as a process of its own over a demo bank of its own, driven in the system's Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from data.demo.sign_in import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
DEMO = ("--cases", "400", "--months", "3", "--seed", "7")
READY_SECONDS = 90
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True, slots=True)
class Product:
    """A running Kordon: its address, its environment for further commands, its main process."""

    url: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """Kordon with a small demo bank, once for all walks."""
    home = Path(tempfile.mkdtemp(prefix="kordon-walk-"))
    home.chmod(0o755)  # PostgreSQL runs as another user when the tests run as root
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KORDON_")}
    environment |= {"KORDON_HOME": str(home), "KORDON_PORT": str(port), "KORDON_DEMO": "1", "KORDON_LANG": "ru"}
    log = home / "walk.log"
    subprocess.run([sys.executable, "-m", "tests.walks.prepare", *DEMO], cwd=ROOT, env=environment, check=True)
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    running = Product(f"http://127.0.0.1:{port}", environment, process, log)
    try:
        wait_until_ready(running)
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
        shutil.rmtree(home, ignore_errors=True)


def wait_until_ready(running: Product) -> None:
    """Until `/health` answers; a process that ends first shows its log."""
    for _attempt in range(READY_SECONDS * 4):
        try:
            with urllib.request.urlopen(f"{running.url}/health", timeout=1) as answer:  # our own address
                if answer.status == 200:
                    return
        except OSError:
            try:
                running.process.wait(0.25)
            except subprocess.TimeoutExpired:
                continue
            break
    raise AssertionError(f"Kordon did not start:\n{running.log.read_text(errors='replace')[-4000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. A machine without it fails, it does not skip."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "The walks need Chromium: apt-get install chromium"
    expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_OPTIONS))
        yield started
        started.close()


class Visitor:
    """One person at one browser window. Errors of the page (scripts, policy, refused answers) fail the walk at its end."""

    def __init__(self, context: BrowserContext, product: Product) -> None:
        self.context = context
        self.product = product
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", lambda answer: self.complaints.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None)
        self.page.on("console", lambda message: self.complaints.append(message.text) if "Content Security Policy" in message.text else None)

    def sign_in(self, login: str) -> Page:
        """Through the form, as people do."""
        sign_in(self.page, login, url=self.product.url)
        return self.page

    def open(self, path: str) -> Page:
        self.page.goto(self.product.url + path)
        settle(self.page)
        return self.page


@pytest.fixture
def visitor(browser: Browser, product: Product) -> Iterator[Callable[..., Visitor]]:
    """`visitor(lang="en", theme="dark", phone=True)` opens a window of its own; any number in one walk."""
    opened: list[Visitor] = []

    def _visit(*, lang: str = "ru", theme: str = "light", phone: bool = False) -> Visitor:
        context = browser.new_context(
            viewport=PHONE if phone else DESK, is_mobile=phone, has_touch=phone, locale="ru-RU" if lang == "ru" else "en-GB"
        )  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        context.add_cookies(
            [{"name": f"kordon_{name}", "value": value, "url": product.url} for name, value in (("lang", lang), ("theme", theme))]
        )  # type: ignore[list-item]
        opened.append(Visitor(context, product))
        return opened[-1]

    yield _visit
    complaints = [line for each in opened for line in each.complaints]
    for each in opened:
        each.context.close()
    assert not complaints, "\n".join(complaints)


def sign_in(page: Page, login: str, *, url: str) -> None:
    """Sign in with a login of the demo bank and wait for the first page."""
    page.goto(f"{url}/sign-in")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click(".si-enter")
    settle(page)


def opened(someone: Visitor, login: str, path: str, ready: str) -> Page:
    """Signed in, on the page, with what it is about on screen."""
    someone.sign_in(login)
    page = someone.open(path)
    page.wait_for_selector(ready)
    settle(page)
    return page


def settle(page: Page) -> None:
    """Until the page of the address is there and Dash has nothing under way."""
    page.wait_for_selector("#_pages_content > *")
    expect(page.locator('[data-dash-is-loading="true"]')).to_have_count(0)


# What has just been shown begins to fade in a frame later.
_FADED_IN = """async () => {
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    await Promise.allSettled(
        document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity).map(one => one.finished));
}"""


def axe(page: Page) -> None:
    """No serious or critical finding of axe on what is on screen now, once it has faded in."""
    page.evaluate(_FADED_IN)
    found = Axe().run(page).response["violations"]
    bad = [one for one in found if one["impact"] in {"serious", "critical"}]
    lines = [
        f"{one['impact']} {one['id']}: {one['help']}\n    " + "\n    ".join(node["html"][:220] for node in one["nodes"][:5]) for one in bad
    ]
    assert not bad, f"{page.url}\n" + "\n".join(lines)
