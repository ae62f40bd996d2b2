"""A change that our own page has not asked for is refused at every door that changes something."""

from __future__ import annotations

import pytest

from callbacks.web import csrf
from callbacks.web.cookies import cookies_of
from callbacks.web.guard import CALLBACKS
from callbacks.web.server import Web
from data.settings import read_settings
from tests.attack.asking import fills, names_of
from tests.attack.knocking import browser_with
from tests.attack.victim import Victim
from tests.callbacks.web.doors import ENDPOINTS, address_of, body_of, callbacks_of

PLANTED = "a" * 64


def _forged(web: Web, victim: Victim) -> dict[str, dict[str, str]]:
    """What another site's page, or one who planted a cookie, may manage to send."""
    other = csrf.token_of(victim.cookie_of("kotova"))
    return {
        "no token": {}, "an empty token": {csrf.HEADER: ""}, "a made-up token": {csrf.HEADER: "0" * 64}, "another session's token": {csrf.HEADER: other},
        "the planted cookie's token": {csrf.HEADER: PLANTED}, "not ASCII": {csrf.HEADER: "ключ"},
    }  # fmt: skip


FORGERIES = ("no token", "an empty token", "a made-up token", "another session's token", "the planted cookie's token", "not ASCII")


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_change_is_refused_at_every_unsafe_door(web: Web, victim: Victim, forgery: str) -> None:
    browser = browser_with(web, victim.cookie_of("zaitseva"))
    browser.client.set_cookie(cookies_of(read_settings()).csrf, PLANTED)
    before = victim.fingerprint()
    headers = {**browser.headers, **{csrf.HEADER: ""}, **_forged(web, victim)[forgery]}
    fill = next(fills(names_of(victim), thorough=False))
    every = 1 if forgery == "no token" else 10  # the guard stands before them all; one forgery is tried on each
    for name, output, entry in callbacks_of(web)[::every]:
        assert browser.client.post(CALLBACKS, json=body_of(output, entry, fill), headers=headers).status_code == 403, name
    for rule in (*ENDPOINTS, "/sign-out"):
        for method in ("POST", "DELETE", "PUT", "PATCH"):
            assert browser.client.open(address_of(rule), method=method, headers=headers).status_code in {403, 405}, f"{method} {rule}"
    assert victim.fingerprint() == before
    assert browser.client.get("/profile", headers={"Accept": "text/html"}).status_code == 200, "the victim is still signed in"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_even_the_right_token_does_not_come_from_another_site(web: Web, victim: Victim, site: str) -> None:
    """`same-site` is another application of the bank on the same domain: it may hold a hole of its own."""
    browser = browser_with(web, victim.cookie_of("zaitseva"))
    headers = browser.headers | {"Sec-Fetch-Site": site}
    for rule in ("/preferences", "/sign-out", "/api/uploads", CALLBACKS):
        assert browser.client.post(rule, json={}, headers=headers).status_code == 403, rule


def test_a_form_field_is_no_back_door_for_the_token(web: Web, victim: Victim) -> None:
    browser = browser_with(web, victim.cookie_of("zaitseva"))
    browser.client.set_cookie(cookies_of(read_settings()).csrf, PLANTED)
    form = {csrf.FIELD: PLANTED}
    assert browser.client.post("/sign-out", data=form).status_code == 403
    assert browser.client.post("/api/uploads", data=form).status_code == 403


def test_a_page_read_by_get_changes_nothing_of_its_reader(web: Web, victim: Victim) -> None:
    """A link in a letter must not be able to sign out, mark as read or send."""
    browser = browser_with(web, victim.cookie_of("zaitseva"))
    assert browser.client.get("/sign-out").status_code in {404, 405}
    assert browser.client.get("/preferences?theme=dark").status_code in {404, 405}
    assert browser.client.get("/sign-in?login=zaitseva&password=x").status_code == 302
    assert browser.client.get("/profile", headers={"Accept": "text/html"}).status_code == 200


def test_signing_in_asks_for_the_token_of_the_form(web: Web, victim: Victim) -> None:
    client = web.flask.test_client()
    client.get("/sign-in")
    for data in ({}, {csrf.FIELD: "0" * 64}):
        assert client.post("/sign-in", data={"login": "zaitseva", "password": "x", **data}).status_code == 403
    cross = {"Sec-Fetch-Site": "cross-site"}
    token = next(one.value for one in client._cookies.values() if one.key.endswith("_csrf"))
    assert client.post("/sign-in", data={"login": "z", "password": "x", csrf.FIELD: token}, headers=cross).status_code == 403
