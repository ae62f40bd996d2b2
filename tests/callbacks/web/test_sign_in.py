"""Coming in and going out."""

from __future__ import annotations

import pytest

from callbacks.web import csrf
from callbacks.web.server import Web
from models.access.actor import Role
from tests.callbacks.web.conftest import Enter, cookie
from tests.data.people import PASSWORD, make_person

PAGE_LOAD = {"Sec-Fetch-Mode": "navigate", "Accept": "text/html"}


def test_the_right_password_opens_a_session_that_no_script_can_read(web: Web) -> None:
    make_person("anna", Role.OFFICER, password=PASSWORD)
    client = web.flask.test_client()
    client.get("/sign-in")
    answer = client.post("/sign-in", data={"login": " Anna ", "password": PASSWORD, csrf.FIELD: cookie(client, "csrf")})
    session_cookie = next(line for line in answer.headers.getlist("Set-Cookie") if "_session=" in line)
    assert answer.status_code == 302
    assert "HttpOnly" in session_cookie
    assert "SameSite=Lax" in session_cookie


def test_a_wrong_password_says_so_and_keeps_the_login(web: Web) -> None:
    make_person("anna", Role.OFFICER, password=PASSWORD)
    client = web.flask.test_client()
    client.get("/sign-in")
    answer = client.post("/sign-in", data={"login": "anna", "password": "wrong", csrf.FIELD: cookie(client, "csrf")})
    assert answer.status_code == 401
    assert 'value="anna"' in answer.text
    assert 'role="alert"' in answer.text
    assert cookie(client, "session") == ""


def test_a_form_that_is_not_ours_opens_nothing(web: Web) -> None:
    make_person("anna", Role.OFFICER, password=PASSWORD)
    client = web.flask.test_client()
    assert client.post("/sign-in", data={"login": "anna", "password": PASSWORD}).status_code == 403


def test_the_dialog_of_an_ended_session_signs_in_by_json(web: Web) -> None:
    make_person("anna", Role.OFFICER, password=PASSWORD)
    client = web.flask.test_client()
    client.get("/sign-in")
    answer = client.post("/sign-in", json={"login": "anna", "password": PASSWORD}, headers={csrf.HEADER: cookie(client, "csrf")})
    assert answer.json == {"login": "anna"}
    assert cookie(client, "session")


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "evil"])
def test_signing_in_never_leads_to_another_site(web: Web, target: str) -> None:
    make_person("anna", Role.OFFICER, password=PASSWORD)
    client = web.flask.test_client()
    client.get("/sign-in")
    form = {"login": "anna", "password": PASSWORD, "next": target, csrf.FIELD: cookie(client, "csrf")}
    assert client.post("/sign-in", data=form).headers["Location"] == "/"


def test_signing_in_leads_to_the_page_one_wanted(web: Web) -> None:
    make_person("anna", Role.OFFICER, password=PASSWORD)
    client = web.flask.test_client()
    asked = client.get("/profile?tab=x", headers=PAGE_LOAD).headers["Location"]
    assert asked == "/sign-in?next=/profile%3Ftab%3Dx"
    assert 'name="next" value="/profile?tab=x"' in client.get(asked).text


def test_signing_out_ends_the_session_on_the_server(enter: Enter) -> None:
    browser = enter(Role.OFFICER)
    session = cookie(browser.client, "session")
    assert browser.post("/sign-out").status_code == 200
    name = next(iter(browser.client.get("/sign-in").headers.getlist("Set-Cookie"))).partition("_csrf=")[0] + "_session"
    browser.client.set_cookie(name, session)
    assert browser.client.get("/profile", headers=PAGE_LOAD).status_code == 302


@pytest.mark.parametrize(("lang", "words"), [("ru", "Вход для сотрудников"), ("en", "Staff sign-in")])
def test_the_page_speaks_the_language_of_the_browser_s_cookie(web: Web, lang: str, words: str) -> None:
    client = web.flask.test_client()
    client.set_cookie("kordon_lang", lang)
    assert words in client.get("/sign-in").text


def test_a_choice_of_theme_is_kept(enter: Enter) -> None:
    browser = enter(Role.OFFICER)
    assert browser.post("/preferences", {"theme": "dark"}).status_code == 200
    assert 'data-bs-theme="dark"' in browser.client.get("/profile", headers=PAGE_LOAD).text
    assert browser.post("/preferences", {"theme": "neon"}).status_code == 400
