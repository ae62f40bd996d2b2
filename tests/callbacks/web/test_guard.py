"""Nothing is reached round the guard, whoever asks and however crooked the request."""

from __future__ import annotations

from typing import Any

import pytest

from callbacks.components.wire import permission_of, unregistered
from callbacks.web import csrf
from callbacks.web.guard import CALLBACKS, OPEN_PATHS, ROUTER
from callbacks.web.server import Web
from models.access.actor import Role
from models.access.permissions import GRANTS, Permission
from pages import sitemap
from tests.callbacks.web.conftest import Enter

PAGE_LOAD = {"Sec-Fetch-Mode": "navigate", "Accept": "text/html"}
SCRIPT = {"Sec-Fetch-Mode": "cors", "Accept": "application/json"}


def call_of(entry: dict[str, Any], output: str) -> dict[str, Any]:
    """The body a browser would send, with empty values."""
    return {
        "output": output,
        "outputs": [],
        "inputs": [{"id": part["id"], "property": part["property"]} for part in entry["inputs"]],
        "state": [{"id": part["id"], "property": part["property"]} for part in entry["state"]],
        "changedPropIds": [],
    }


def test_everything_that_is_connected_carries_a_permission(web: Web) -> None:
    assert unregistered(web.dash.callback_map, ROUTER) == []


def test_every_route_is_open_on_purpose_or_carries_a_permission(web: Web) -> None:
    dash_own = {"/_dash-layout", "/_dash-dependencies", CALLBACKS, "/_reload-hash", "/", "/<path:path>", "/_favicon.ico"}
    bare = {
        rule.rule
        for rule in web.flask.url_map.iter_rules()
        if permission_of(web.flask.view_functions[rule.endpoint]) is None and rule.rule not in OPEN_PATHS | dash_own
    }
    assert {rule for rule in bare if not rule.startswith(("/assets/", "/_dash-component-suites/"))} == set()


@pytest.mark.parametrize("path", ["/", "/audit", "/admin/users", "/does/not/exist"])
def test_a_stranger_who_opens_a_page_is_asked_to_sign_in(web: Web, path: str) -> None:
    answer = web.flask.test_client().get(path, headers=PAGE_LOAD)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("path", ["/_dash-layout", "/_dash-dependencies", "/audit"])
def test_a_stranger_s_script_gets_no_data(web: Web, path: str) -> None:
    assert web.flask.test_client().get(path, headers=SCRIPT).status_code == 401


def test_a_stranger_runs_no_callback(web: Web) -> None:
    for output, entry in web.dash.callback_map.items():
        assert web.flask.test_client().post(CALLBACKS, json=call_of(entry, output)).status_code == 401, output


def test_health_is_told_to_everybody(web: Web) -> None:
    assert web.flask.test_client().get("/health").text == "ok"


@pytest.mark.parametrize("role", list(Role))
def test_a_role_runs_only_the_callbacks_of_its_permissions(enter: Enter, web: Web, role: Role) -> None:
    browser = enter(role)
    refused = {
        output: browser.post(CALLBACKS, call_of(entry, output)).status_code
        for output, entry in web.dash.callback_map.items()
        if "callback" in entry and output not in ROUTER and permission_of(entry["callback"]) not in GRANTS[role]
    }
    assert set(refused.values()) <= {403}, {output: status for output, status in refused.items() if status != 403}


@pytest.mark.parametrize("role", list(Role))
def test_a_page_answers_with_the_status_of_the_right(enter: Enter, role: Role) -> None:
    browser = enter(role)
    for page in sitemap.PAGES:
        address = str(page.path).replace("<service>", "x").replace("<number>", "X-1")
        expected = {200, 302} if page.permission in GRANTS[role] else {403, 302} if address == "/" else {403}
        assert browser.client.get(address, headers=PAGE_LOAD).status_code in expected, address


def test_a_page_that_does_not_exist_is_a_404_in_the_shell(enter: Enter) -> None:
    answer = enter(Role.OFFICER).client.get("/nowhere", headers=PAGE_LOAD)
    assert answer.status_code == 404
    assert "react-entry-point" in answer.text


def test_a_change_without_our_token_is_refused(enter: Enter) -> None:
    client = enter(Role.OFFICER).client
    assert client.post("/preferences", json={"theme": "dark"}).status_code == 403
    assert client.post("/preferences", json={"theme": "dark"}, headers={csrf.HEADER: "0" * 64}).status_code == 403


def test_a_change_from_another_site_is_refused_even_with_the_token(enter: Enter) -> None:
    browser = enter(Role.OFFICER)
    assert (
        browser.client.post("/preferences", json={"theme": "dark"}, headers=browser.headers | {"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )


@pytest.mark.parametrize(
    "body",
    [
        None, [], "text", {}, {"output": 1}, {"output": "nothing.children"},
        {"output": "..shell-bell.children...shell-bell-news.children..", "inputs": "x"},
        {"output": "..shell-bell.children...shell-bell-news.children..", "inputs": []},
        {"output": "..shell-bell.children...shell-bell-news.children..", "inputs": [1]},
        {"output": "..shell-bell.children...shell-bell-news.children..", "inputs": [{"id": "a"}]},
        {"output": "..shell-bell.children...shell-bell-news.children..", "inputs": [{"id": "a", "property": "b"}], "changedPropIds": [1]},
        {"output": "..shell-bell.children...shell-bell-news.children..", "inputs": [{"id": "a", "property": "b"}], "changedPropIds": 5},
    ],
)  # fmt: skip
def test_a_malformed_call_is_refused_calmly(enter: Enter, body: object) -> None:
    answer = enter(Role.OFFICER).post(CALLBACKS, body)
    assert answer.status_code in {400, 404}
    assert "Traceback" not in answer.text


def test_words_that_are_no_json_are_refused_calmly(enter: Enter) -> None:
    browser = enter(Role.OFFICER)
    answer = browser.client.post(CALLBACKS, data=b"{\xff", content_type="application/json", headers=browser.headers)
    assert answer.status_code == 400


def test_headers_hold_the_page_together(enter: Enter) -> None:
    answer = enter(Role.OFFICER).client.get("/profile", headers=PAGE_LOAD)
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-eval'" not in policy
    assert "script-src 'self' 'sha256-" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_first_answer_tells_neither_titles_nor_versions(enter: Enter) -> None:
    text = enter(Role.REQUESTER).client.get("/admin/users", headers=PAGE_LOAD).text
    assert "og:title" not in text
    assert "python_version" not in text


def test_a_screen_that_only_refreshes_itself_needs_a_permission_everybody_has() -> None:
    assert all(Permission.USE in granted for granted in GRANTS.values())
