"""A cookie that was stolen, kept or planted is worth nothing as soon as its session is over."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from callbacks.web import csrf
from callbacks.web.cookies import cookies_of
from callbacks.web.server import Web
from data.demo.sign_in import PASSWORD
from data.operations.access_people import lock_person, reset_password
from data.queries.access import actor_of_cookie
from data.session import reading, transaction
from data.settings import read_settings
from data.tables.access import web_session
from models.access.actor import SYSTEM
from tests.attack.knocking import PAGE_LOAD, browser_with, live, press
from tests.attack.victim import Victim
from tests.callbacks.web.conftest import cookie

NEW = "сосны-и-туман-42"


def _opens(web: Web, stolen: str) -> bool:
    status = browser_with(web, stolen).client.get("/profile", headers=PAGE_LOAD).status_code
    assert (live(web, stolen)[0] == 200) == (status == 200), "page and stream disagree"
    return status == 200


def _sign_out(web: Web, _victim: Victim, stolen: str, _login: str) -> None:
    owner = browser_with(web, stolen)
    assert owner.client.post("/sign-out", headers=owner.headers).status_code == 200


def _change_password(web: Web, victim: Victim, _stolen: str, login: str) -> None:
    owner = browser_with(web, victim.cookie_of(login))
    answer = press(web, owner, "callbacks.access.profile.choose_password", v1=PASSWORD, v2=NEW, v3=NEW)
    assert answer.status_code == 200


def _lock(_web: Web, victim: Victim, _stolen: str, login: str) -> None:
    with transaction(victim.stage.actor("sorokin")) as session:
        lock_person(session, victim.stage.bank.people[login], reason="Проверка")


def _reset(_web: Web, victim: Victim, _stolen: str, login: str) -> None:
    with transaction(victim.stage.actor("sorokin")) as session:
        reset_password(session, victim.stage.bank.people[login])


def _end_from_elsewhere(web: Web, victim: Victim, stolen: str, login: str) -> None:
    owner = browser_with(web, victim.cookie_of(login))
    chosen = {"session": str(UUID(hex=stolen.partition(".")[0]))}
    assert press(web, owner, "callbacks.access.profile.end_other_session", v0=chosen).status_code == 200


ENDINGS: dict[str, tuple[str, Callable[[Web, Victim, str, str], None]]] = {
    "sign-out": ("polyakova", _sign_out), "a new password": ("tarasov", _change_password), "a closed account": ("vlasova", _lock),
    "a given password": ("chernov", _reset), "ending it from another browser": ("nikitina", _end_from_elsewhere),
}  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_stolen_cookie_is_worth_nothing_after(web: Web, victim: Victim, ending: str) -> None:
    login, end = ENDINGS[ending]
    stolen = victim.cookie_of(login)
    assert _opens(web, stolen)
    end(web, victim, stolen, login)
    assert not _opens(web, stolen)
    assert not _opens(web, stolen), "nor at the second try"


@pytest.mark.parametrize("crooked", [
    "{cookie}x", "x{cookie}", "{cookie}.", "{id}", "{id}.", ".{secret}", "{id}.{secret}.{secret}", "{ID}.{secret}x", "urn:uuid:{id}.", "{id}\0.{secret}",
    "{secret}.{id}", "{id};{secret}", "{id}.{secret} ", "'{id}.{secret}' OR 1=1", "{id}.%00{secret}",
])  # fmt: skip
def test_a_cookie_that_was_tampered_with_is_nobody(victim: Victim, crooked: str) -> None:
    good = victim.cookie_of("kazakov")
    number, _dot, secret = good.partition(".")
    given = crooked.replace("{cookie}", good).replace("{id}", number).replace("{ID}", number.upper()).replace("{secret}", secret)
    assert actor_of_cookie(given, ip="") is None


def test_a_planted_session_is_never_taken_over_by_a_sign_in(web: Web, victim: Victim) -> None:
    """Fixation: whoever planted a cookie before does not hold the session after."""
    for planted in ("0" * 32 + ".planted", victim.cookie_of("frolov")):
        client = web.flask.test_client()
        client.get("/sign-in")
        token = cookie(client, "csrf")
        client.set_cookie(cookies_of(read_settings()).session, planted)
        client.post("/sign-in", data={"login": "guseva", "password": PASSWORD, csrf.FIELD: token})
        assert cookie(client, "session") not in {"", planted}
        held = actor_of_cookie(planted, ip="")
        assert held is None, "the session that was there before goes on"


def test_a_token_made_before_the_sign_in_is_worth_nothing_after_it(web: Web) -> None:
    client = web.flask.test_client()
    client.get("/sign-in")
    before = cookie(client, "csrf")
    client.post("/sign-in", data={"login": "osipova", "password": PASSWORD, csrf.FIELD: before})
    assert cookie(client, "csrf") != before
    assert client.post("/preferences", json={"theme": "dark"}, headers={csrf.HEADER: before}).status_code == 403


def test_what_is_kept_of_a_session_does_not_open_it(web: Web, victim: Victim) -> None:
    """Whoever reads the table, or a copy of the database, holds hashes."""
    good = victim.cookie_of("melnikov")
    with reading(SYSTEM) as session:
        row = session.first(select(web_session).where(web_session.c.id == UUID(hex=good.partition(".")[0])))
    assert row is not None
    for guess in (row.secret_hash.hex(), row.secret_hash.decode("latin-1")):
        assert actor_of_cookie(f"{row.id.hex}.{guess}", ip="") is None


@pytest.mark.parametrize("target", ["/\t/evil.example", "/\n/evil.example", "/\r\n/evil.example", "\t//evil.example", "/%09/evil.example", "///evil.example",
                                    "/\\evil.example", "//evil.example", "https:evil.example", "javascript:alert(1)", "/ok\r\nSet-Cookie: a=b"])  # fmt: skip
def test_no_target_of_a_sign_in_leads_to_another_site(web: Web, victim: Victim, target: str) -> None:
    """Browsers leave tabs and line ends out of addresses: `/<tab>/evil` is `//evil`, and that is another site."""
    browser = browser_with(web, victim.cookie_of("rybakova"))
    answer = browser.client.get("/sign-in", query_string={"next": target})
    assert answer.status_code == 302
    there = answer.headers["Location"]
    assert there.startswith("/")
    assert not there.replace("\t", "").replace("\n", "").replace("\r", "").replace("\\", "/").startswith("//"), there
    assert "Set-Cookie" not in there
