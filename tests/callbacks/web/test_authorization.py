"""The authorization matrix: every page, callback and endpoint × ten roles and nobody. Who may pass stands in `doors.py`."""

from __future__ import annotations

import pytest

from callbacks.components.wire import permission_of
from callbacks.web import csrf
from callbacks.web.server import Web
from models.access.actor import Role
from pages import sitemap
from tests.callbacks.web.conftest import Enter
from tests.callbacks.web.doors import (
    ENDPOINTS,
    OPEN_TO_NOBODY_IN_PARTICULAR,
    PAGES,
    address_of,
    body_of,
    callbacks_of,
    expected_of,
)


def test_every_door_is_in_the_matrix(web: Web) -> None:
    pages = {str(page.path) for page in sitemap.PAGES}
    assert pages == set(PAGES), "a page without a line in PAGES, or a line without a page"
    unknown = {name for name, _output, entry in callbacks_of(web) if expected_of(name, entry) is None}
    assert not unknown, "callbacks without a line in CALLBACKS"
    rules = {
        str(rule) for rule in web.flask.url_map.iter_rules()
        if not str(rule).startswith(("/_dash", "/assets", "/_favicon", "/_reload", "/_alive")) and str(rule) not in {"/", "/<path:path>"}
    }  # fmt: skip
    assert rules - OPEN_TO_NOBODY_IN_PARTICULAR == set(ENDPOINTS), "an endpoint without a line in ENDPOINTS"


@pytest.mark.parametrize("role", list(Role))
def test_a_role_passes_its_own_doors_and_no_other(web: Web, enter: Enter, role: Role) -> None:
    browser = enter(role)
    for path, allowed in PAGES.items():
        status = browser.client.get(address_of(path), headers={"Accept": "text/html"}).status_code
        assert (status == 403) == (role not in allowed), f"{path}: {status}"
        assert status < 500, path
    for name, output, entry in callbacks_of(web):
        status = browser.post("/_dash-update-component", json=body_of(output, entry)).status_code
        assert (status == 403) == (role not in (expected_of(name, entry) or ())), f"{name}: {status}"
        assert status < 500, name
    for rule, allowed in ENDPOINTS.items():
        methods = next(found.methods for found in web.flask.url_map.iter_rules() if str(found) == rule) or set()
        call = browser.client.post if "POST" in methods else browser.client.get
        status = call(address_of(rule), headers=browser.headers).status_code
        assert (status == 403) == (role not in allowed), f"{rule}: {status}"
        assert status < 500, rule


def test_whoever_is_not_signed_in_passes_no_door(web: Web) -> None:
    client = web.flask.test_client()
    for path in PAGES:
        answer = client.get(address_of(path), headers={"Accept": "text/html"})
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/sign-in"), path
    quiet = {csrf.HEADER: "x", "Sec-Fetch-Mode": "cors"}
    for name, output, entry in callbacks_of(web):
        assert client.post("/_dash-update-component", json=body_of(output, entry), headers=quiet).status_code == 401, name
    for rule in ENDPOINTS:
        assert client.get(address_of(rule), headers=quiet).status_code in {401, 405}, rule


def test_every_callback_says_what_it_needs(web: Web) -> None:
    assert all(permission_of(entry["callback"]) is not None for _name, _output, entry in callbacks_of(web))
