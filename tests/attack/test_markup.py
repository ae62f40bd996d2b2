"""Words of people are text everywhere: on the page, in the frame, in a workbook. Nothing of them becomes markup, a link, a formula or code."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson
import pytest
from sqlalchemy import update

from callbacks.components.wire import permission_of
from callbacks.web.server import Web
from data.operations.processes import open_case
from data.session import transaction
from data.tables.access import person, unit, work_group
from data.tables.processes import cases
from models.access.actor import SYSTEM
from models.access.permissions import may
from tests.attack.asking import fills, names_of
from tests.attack.knocking import PAGE_LOAD, browser_with, call
from tests.attack.victim import MARKER, Victim, make_victim
from tests.callbacks.web.doors import body_of, callbacks_of
from tests.house.sources import ROOT, modules

PAYLOAD = f"{MARKER}</script><img src=x onerror=alert(1)>{{{{7*7}}}}javascript:alert(1)"
RUNS = frozenset({"Script", "Iframe", "ObjectEl", "Embed", "Markdown", "DangerouslySetInnerHTML", "Base", "Meta", "Style", "LinkEl"})
PLACES = frozenset({"href", "src", "srcDoc", "action", "formAction", "xlinkHref", "data", "dangerouslySetInnerHTML", "style"})


@pytest.fixture(scope="module")
def victim(web: Web) -> Victim:
    """The victim whose every word is an attack on the reader, and whose colleagues, groups and units are called so too."""
    found = make_victim(PAYLOAD)
    names = {"ru": PAYLOAD, "en": PAYLOAD}
    with transaction(SYSTEM) as session:
        session.execute(update(person).where(person.c.login.in_(["zaitseva", "lapin", "orlov"])).values(full_name=PAYLOAD, full_name_en=PAYLOAD, position=PAYLOAD))
        session.execute(update(work_group).values(name=names))
        session.execute(update(unit).values(name=names))
        session.execute(update(cases).values(rating_comment=PAYLOAD, pause_reason=PAYLOAD))
    return found


def _dangers(node: Any) -> Iterator[str]:
    """Where in a tree of components words of people would be more than text."""
    if isinstance(node, list):
        for one in node:
            yield from _dangers(one)
    elif isinstance(node, dict):
        props = node.get("props")
        if isinstance(props, dict) and isinstance(node.get("type"), str):
            if node["type"] in RUNS:
                yield f"{node['type']} holds {str(props)[:200]}"
            for name, value in props.items():
                if (name in PLACES or name.startswith("on") or name.startswith("dangerously")) and _is_led_by_words(node["type"], name, value):
                    yield f"{node['type']}.{name} = {value!r}"
        for value in node.values():
            yield from _dangers(value)


def _is_led_by_words(kind: str, name: str, value: Any) -> bool:
    """An address of ours may name a thing by its words; it begins with our own path and holds them encoded. A store's data is read by nobody's eye."""
    if kind == "Store" or not isinstance(value, (str, dict)) or MARKER not in str(value):
        return False
    return not (name == "href" and isinstance(value, str) and re.match(r"/[a-z]|mailto:|tel:", value) and "<" not in value and "javascript" not in value)


@pytest.mark.parametrize("login", ["lapin", "zaitseva", "orlov", "sorokin", "fedorova"])
def test_what_people_write_is_text_on_every_page(web: Web, victim: Victim, login: str) -> None:
    browser, actor = browser_with(web, victim.cookie_of(login)), victim.stage.actor(login)
    shown = 0
    for name, output, entry in callbacks_of(web):
        needed = permission_of(entry["callback"])
        if needed is None or not may(actor, needed):
            continue
        for fill in islice(fills(names_of(victim), thorough=False), 1, 3):
            answer = call(browser, body_of(output, entry, fill))
            shown += MARKER in answer.text
            if answer.status_code == 200:
                assert not (found := list(_dangers(orjson.loads(answer.data)))), f"{name}: {found[:3]}"
    assert shown > 0, "this reader is shown nothing of it: the test proves nothing"


def test_the_first_page_holds_names_as_text(web: Web, victim: Victim) -> None:
    for login in ("orlov", "zaitseva"):
        text = browser_with(web, victim.cookie_of(login)).client.get("/profile", headers=PAGE_LOAD).text
        assert "<img src=x" not in text
        assert f"{MARKER}</script>" not in text


def test_the_sign_in_page_gives_back_what_was_typed_as_text(web: Web) -> None:
    client = web.flask.test_client()
    client.get("/sign-in")
    token = next(one.value for one in client._cookies.values() if one.key.endswith("_csrf"))
    typed = '"><script>alert(1)</script>'
    page = client.post("/sign-in", data={"login": typed, "password": "x", "next": f"/{typed}", "csrf": token}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    client.set_cookie(next(one.key for one in client._cookies.values() if one.key.endswith("_csrf")), '"><script>')
    assert '"><script>' not in client.get("/sign-in").text


def test_a_title_that_looks_like_a_formula_is_a_text_in_the_workbook(web: Web, victim: Victim) -> None:
    names = ['=HYPERLINK("http://evil.example","x")', "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "%0A=1+1", "；=1"]
    for name in names:
        victim.stage.do("kotova", lambda s, name=name: open_case(s, "sample", {"company": {"name": name, "inn": "7707083893"}}))
    lead = browser_with(web, victim.cookie_of("lebedev"))
    for address, browser in (("/export/cases.xlsx?scope=all&states=any&q=%3DHYPERLINK", lead), ("/export/cases.xlsx?scope=all&states=any", lead),
                             ("/audit/export.xlsx?q=%3D1%2B1&person=%3D2", browser_with(web, victim.cookie_of("fedorova")))):  # fmt: skip
        book = zipfile.ZipFile(io.BytesIO(browser.client.get(address, headers=browser.headers).data))
        parts = {part: book.read(part) for part in book.namelist()}
        assert not [part for part, content in parts.items() if b"<f>" in content or b"<f " in content or b"hyperlink " in content.lower()]
        assert not [part for part in parts if "externalLink" in part or "vba" in part.lower()]
    assert b"=HYPERLINK" in b"".join(parts.values()) or any(b"HYPERLINK" in content for content in _export(lead).values())


def _export(browser: Any) -> dict[str, bytes]:
    content = browser.client.get("/export/cases.xlsx?scope=all&states=any", headers=browser.headers).data
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {part: book.read(part) for part in book.namelist()}


def test_no_component_of_ours_can_hold_markup() -> None:
    """Dash writes text as text, unless one of these is used; so none is."""
    found = []
    for path, module in modules("pages", "callbacks"):
        for node in ast.walk(module):
            if isinstance(node, ast.Attribute) and node.attr in {"Markdown", "Script", "Iframe", "ObjectEl", "Embed"}:
                found.append(f"{path}:{node.lineno} {node.attr}")
            if isinstance(node, ast.keyword) and (node.arg or "").startswith("dangerously"):
                found.append(f"{path}:{node.value.lineno} {node.arg}")
    assert not found


def test_our_scripts_write_words_as_text() -> None:
    """One helper makes elements from our own markup; it is given constants only. Nothing else turns text into markup or code."""
    forbidden = re.compile(r"insertAdjacentHTML|outerHTML\s*=|document\.write|\beval\(|new Function\(|innerHTML\s*=")
    for path in sorted((ROOT / "assets").rglob("*.js")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            assert not forbidden.search(line) or line.strip().startswith("const element = (html) =>"), f"{path.name}:{number}: {line.strip()[:120]}"

