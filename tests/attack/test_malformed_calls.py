"""Crooked, huge, deep and foreign bodies: a clean refusal or the calm reference number, never a traceback, never the words of the database."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest

from callbacks.components.wire import permission_of
from callbacks.web.guard import CALLBACK_BYTES, CALLBACKS
from callbacks.web.server import Web
from models.access.permissions import may
from tests.attack.knocking import PAGE_LOAD, browser_with, call
from tests.attack.victim import Victim
from tests.callbacks.web.conftest import Browser
from tests.callbacks.web.doors import ENDPOINTS, address_of, body_of, callbacks_of

# What would tell a stranger how we are built: a traceback, a file of ours, the database's complaint.
GIVEAWAY = re.compile(r"Traceback|File \"|\.py\", line|psycopg|sqlalchemy|SELECT |INSERT |UPDATE .* SET|relation \"|invalid input syntax|DataError", re.IGNORECASE)
BELL = "..shell-bell.children...shell-bell-news.children.."
DEEP = 50_000


@pytest.fixture(scope="module")
def officer(web: Web, victim: Victim) -> Browser:
    return browser_with(web, victim.cookie_of("belova"))


def _raw(browser: Browser, data: bytes, content_type: str = "application/json") -> Any:
    return browser.client.post(CALLBACKS, data=data, content_type=content_type, headers=browser.headers)


def _is_calm(answer: Any) -> bool:
    return answer.status_code < 500 and not GIVEAWAY.search(_words(answer))


def _words(answer: Any) -> str:
    return str(answer.data.decode(errors="replace"))


NOT_JSON = {
    "nothing": b"", "half a text": b'{"output": "', "two texts": b"{}{}", "not UTF-8": b'{"output": "\xff\xfe"}', "a NUL": b"\x00", "XML": b"<?xml version='1.0'?><a/>",
    "a deep list": b"[" * DEEP + b"]" * DEEP, "a deep object": b'{"a":' * DEEP + b"1" + b"}" * DEEP, "not a number": b'{"output": NaN}',
    "an endless number": b'{"output": ' + b"9" * 10_000 + b"}", "UTF-16": '{"output": 1}'.encode("utf-16"), "half a letter": b'{"output": "\\ud800"}',
}  # fmt: skip


@pytest.mark.parametrize("what", NOT_JSON)
def test_a_body_that_is_no_call_is_refused(officer: Browser, what: str) -> None:
    answer = _raw(officer, NOT_JSON[what])
    assert 400 <= answer.status_code < 500
    assert _is_calm(answer)


_INPUT = [{"id": "shell-live-user", "property": "data"}]
GOOD: dict[str, Any] = {
    "output": BELL, "outputs": [{"id": "shell-bell", "property": "children"}, {"id": "shell-bell-news", "property": "children"}], "inputs": _INPUT,
}  # fmt: skip
SHAPES: dict[str, Any] = {
    "outputs missing": {"output": BELL, "inputs": _INPUT}, "outputs that are words": {**GOOD, "outputs": "everything"},
    "outputs of another callback": {**GOOD, "outputs": [{"id": "access-users-form", "property": "children"}] * 2}, "one output too few": {**GOOD, "outputs": GOOD["outputs"][:1]},
    "an output that does not exist": {**GOOD, "output": "..access-secrets.children.."}, "a list as the output": {**GOOD, "output": [BELL]}, "a number as the output": {**GOOD, "output": 5},
    "too many inputs": {**GOOD, "inputs": _INPUT * 1000}, "no inputs": {"output": BELL, "outputs": GOOD["outputs"]}, "states nobody asked for": {**GOOD, "state": [{}]},
    "an input without an id": {**GOOD, "inputs": [{"property": "data"}]},
    "an id that is a number": {**GOOD, "inputs": [{"id": 5, "property": "data"}]}, "an id that is nothing": {**GOOD, "inputs": [{"id": None, "property": None}]},
    "changes that are objects": {**GOOD, "changedPropIds": [{}]}, "changes that are a number": {**GOOD, "changedPropIds": 5},
    "a change without a dot": {**GOOD, "changedPropIds": ["x"]}, "a change of a crooked id": {**GOOD, "changedPropIds": ['{"a":.x']},
}  # fmt: skip


def test_the_same_call_in_its_right_shape_is_answered(officer: Browser) -> None:
    assert call(officer, GOOD).status_code == 200


@pytest.mark.parametrize("what", SHAPES)
def test_a_call_of_the_wrong_shape_is_answered_calmly(officer: Browser, what: str) -> None:
    answer = call(officer, SHAPES[what])
    assert _is_calm(answer), _words(answer)[:500]
    assert 400 <= answer.status_code < 500


def test_a_body_over_the_limit_is_too_large_whatever_it_says_of_its_length(web: Web, officer: Browser) -> None:
    huge = orjson.dumps({"output": BELL, "inputs": [{"id": "a", "property": "b", "value": "x" * CALLBACK_BYTES}]})
    assert _raw(officer, huge).status_code == 413
    # Chunked, no length is told beforehand: no more than the limit is read, and half a text is no call.
    told = officer.client.post(
        CALLBACKS, input_stream=io.BytesIO(huge), content_type="application/json", headers=officer.headers,
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )  # fmt: skip
    assert told.status_code in {400, 413}
    assert officer.client.post("/preferences", data=huge, content_type="application/json", headers=officer.headers).status_code == 413
    assert web.flask.test_client().post("/sign-in", data=huge, content_type="application/json").status_code == 413


WRONG: tuple[Any, ...] = (
    None, True, False, -1, 0, 10**30, -(10**18), 1e308, 0.5, "", " ", "a\0b", "\x00", "\ud800", "'; DROP TABLE cases; --", "%00", "..", "{}", "x" * 70_000, "2026-13-45",
    "99.99.9999", "00000000-0000-0000-0000-000000000000", "[object Object]", [], [None], [[]], {}, {"act": None, "key": None}, {"act": "take", "key": "x"},
    {"act": "outcome", "key": "\0"}, {"id": 1}, {"": ""}, {"startRow": -5, "endRow": 10**9}, {"startRow": "a"}, {"scope": [1], "q": {"a": 1}}, [{"id": "x"}],
    [{"id": {"a": 1}}], {"__proto__": {"a": 1}}, "\u202e\u0000", 2**63, [0] * 500,
)  # fmt: skip
SEED, ROUNDS = 20261125, 4


def _crooked(chance: random.Random) -> Callable[[str, str], Any]:
    """Clicks are clicked, so that the callback goes on; everything else is what nobody would type."""

    def fill(_identity: str, named: str) -> Any:
        if named == "*":
            return chance.choice(("company", "body", "x", "\0", "'", "a.b"))
        if named in {"n_clicks", "n_submit"}:
            return chance.choice((1, 1, 1, "x", {}))
        return chance.choice(WRONG)

    return fill


@pytest.mark.parametrize("login", ["lebedev", "sorokin", "fedorova", "petrenko"])
def test_a_value_of_the_wrong_kind_at_any_input_ends_calmly(web: Web, victim: Victim, login: str) -> None:
    """Between them these four may call nearly everything. The same seed every time, so that a failure comes again."""
    browser, actor = browser_with(web, victim.cookie_of(login)), victim.stage.actor(login)
    before = victim.fingerprint()
    for name, output, entry in callbacks_of(web):
        needed = permission_of(entry["callback"])
        if needed is None or not may(actor, needed):
            continue
        chance = random.Random(f"{SEED} {name} {output}")
        for _round in range(ROUNDS):
            body = body_of(output, entry, _crooked(chance))
            answer = browser.client.post(CALLBACKS, data=_as_json(body), content_type="application/json", headers=browser.headers)
            assert _is_calm(answer), f"{name}: {answer.status_code} {_words(answer)[:500]}\n{str(body)[:500]}"
    assert victim.fingerprint() == before


def _as_json(body: Any) -> bytes:
    import json  # as a browser's: half a letter is written as \udXXX

    return json.dumps(body).encode()


def _crooked_addresses() -> Iterator[str]:
    for path in ("/case/", "/order/", "/files/", "/reports/file/", "/api/uploads/", "/audit/", "/assets/", "/"):
        for tail in ("%00", "%ff", "..%2f..%2fetc%2fpasswd", "../../etc/passwd", "'%20OR%201=1", "%E2%80%AE", "a" * 5000, "%0d%0aX:%20y", "{}", "%2e%2e/"):
            yield path + tail
    for path in ("/export/cases.xlsx", "/audit/export.xlsx", "/sign-in", "/case/1", "/dashboards/operations"):
        for query in ("q=%00", "q=%ff", "scope=%00", "sort=1;drop", "from=%00&to=x&period=own", "person=x", "states=" + "a," * 3000, "next=%00", "period=%00"):
            yield f"{path}?{query}"


def test_a_crooked_address_is_refused_calmly(web: Web, victim: Victim) -> None:
    for login in ("lebedev", "fedorova"):
        browser = browser_with(web, victim.cookie_of(login))
        for address in _crooked_addresses():
            answer = browser.client.get(address, headers=PAGE_LOAD)
            assert answer.status_code < 500, f"{address[:80]}: {answer.status_code}"
            assert answer.mimetype not in {"text/html", "application/json"} or not GIVEAWAY.search(_words(answer)), address[:80]


@pytest.mark.parametrize("value", ["a\0b", "\ud800", "x" * 100_000, {"a": 1}, ["x"], 5, None, "'; DROP TABLE person; --"])
def test_a_crooked_sign_in_is_only_a_refused_one(web: Web, value: Any) -> None:
    client = web.flask.test_client()
    client.get("/sign-in")
    token = next(one.value for one in client._cookies.values() if one.key.endswith("_csrf"))
    for body in ({"login": value, "password": "x"}, {"login": "anna", "password": value}):
        answer = client.post("/sign-in", data=_as_json(body), content_type="application/json", headers={"X-Kordon-CSRF": token})
        assert answer.status_code in {401, 429}, answer.text
        assert _is_calm(answer)


@pytest.mark.parametrize("value", [None, [], "x", {"theme": {"a": 1}}, {"lang": ["ru"]}, {"theme": "\0"}, {"dashboard": "operations", "period": "\0"},
                                   {"dashboard": "operations", "where": {"service": ["\0"]}}, {"dashboard": "operations", "where": {"\0": "x"}},
                                   {"dashboard": "operations", "format": {"a": 1}}, {"dashboard": "operations", "where": {"unit": ["x"]}, "format": "pdf"}])  # fmt: skip
def test_a_crooked_order_at_any_endpoint_is_refused_calmly(web: Web, victim: Victim, value: Any) -> None:
    browser = browser_with(web, victim.cookie_of("lebedev"))
    for rule in (*ENDPOINTS, "/sign-out-not", "/sign-in"):
        for method in ("POST", "DELETE", "PUT"):
            answer = browser.client.open(address_of(rule), method=method, data=_as_json(value), content_type="application/json", headers=browser.headers)
            assert _is_calm(answer), f"{method} {rule}: {answer.status_code} {answer.text[:300]}"
