"""How a screen feels in Chromium: first paint, time until it is usable, what jumps, what blocks, what stays in memory."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence

from playwright.sync_api import Page, sync_playwright

from tests.bench.measuring import Figure, one, spread
from tests.bench.serving import Visitor
from tests.bench.visits import open_window, pages_of
from tests.walks.conftest import CHROMIUM_OPTIONS, settle

PAGE_CHANGES = 200
_WATCH = """
window.kordonSeen = { shift: 0, long: 0 };
new PerformanceObserver((list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) window.kordonSeen.shift += one.value; }))
  .observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((one) => { window.kordonSeen.long = Math.max(window.kordonSeen.long, one.duration); }))
  .observe({ type: 'longtask', buffered: true });
"""
_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
_USABLE = """() => document.querySelector('main h1')
  && ![...document.querySelectorAll('main .sk')].some(one => one.getClientRects().length)
  && [...document.querySelectorAll('.ag-root')].every(grid => grid.querySelector('.ag-row, [class*=no-rows]'))
  && [...document.querySelectorAll('figure .ch')].every(one => one.querySelector('.main-svg'))"""


def measure_smoothness(visitors: Sequence[Visitor]) -> dict[str, Figure]:
    """Each page of each of these people cold and warm; then one of them walks about for a long time."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise FileNotFoundError("The bench needs Chromium: apt-get install chromium")
    paints: list[float] = []
    usable: dict[str, list[float]] = {"cold": [], "warm": []}
    shifts: list[float] = []
    longest: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*CHROMIUM_OPTIONS, "--js-flags=--expose-gc"])
        for visitor in visitors:
            for path in pages_of(visitor.login):
                page = open_window(browser, visitor)
                page.add_init_script(_WATCH)
                for state in ("cold", "warm"):
                    usable[state].append(_open(page, visitor.server.url + path))
                paints.append(page.evaluate(_PAINT))
                seen = page.evaluate("() => window.kordonSeen")
                shifts.append(seen["shift"])
                longest.append(seen["long"])
                page.context.close()
        grown = _walk_about(open_window(browser, visitors[0]), visitors[0])
        browser.close()
    return {
        "page: first paint": spread(paints),
        "page: usable, nothing kept": spread(usable["cold"]),
        "page: usable, opened before": spread(usable["warm"]),
        "page: layout shift": spread(shifts, ""),
        "page: longest task": spread(longest),
        f"memory of the page after {PAGE_CHANGES // 2} page changes": one(grown[0], "MB"),
        f"memory of the page after {PAGE_CHANGES} page changes": one(grown[1], "MB"),
    }


def _open(page: Page, address: str) -> float:
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(_USABLE, timeout=60_000)
    return (time.perf_counter() - begun) * 1000


def _walk_about(page: Page, visitor: Visitor) -> tuple[float, float]:
    """From page to page by the menu, without loading anew; the heap half-way and at the end, rubbish collected."""
    page.goto(visitor.server.url + "/")
    settle(page)
    links = [link for link in page.eval_on_selector_all("#shell-nav a.n", "all => all.map(one => one.getAttribute('href'))") if link]
    heaps = []
    for number in range(PAGE_CHANGES):
        page.click(f'#shell-nav a.n[href="{links[number % len(links)]}"]')
        settle(page)
        if (number + 1) * 2 % PAGE_CHANGES == 0:
            heaps.append(page.evaluate("() => { window.gc(); return performance.memory.usedJSHeapSize / 1048576; }"))
    return heaps[0], heaps[-1]
