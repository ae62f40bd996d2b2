"""Every door × everybody who must not pass any: nobody, a made-up cookie, an ended session, a silent one, an old one, a closed account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from callbacks.components.wire import permission_of
from callbacks.web.guard import CALLBACKS, DASH_READS
from callbacks.web.server import Web
from data.session import transaction
from data.tables.access import person, web_session
from models.access.actor import SYSTEM, Role
from models.access.permissions import Permission
from models.access.sign_in import LONGEST_SESSION
from tests.attack.knocking import PAGE_LOAD, browser_with, live
from tests.attack.victim import Victim
from tests.callbacks.web.doors import ENDPOINTS, PAGES, address_of, body_of, callbacks_of


def _end(session_id: UUID, **columns: object) -> None:
    with transaction(SYSTEM) as session:
        session.execute(update(web_session).where(web_session.c.id == session_id).values(**columns))


def _signed_out(cookie: str) -> str:
    _end(UUID(hex=cookie.partition(".")[0]), ended_at=datetime.now(UTC))
    return cookie


def _silent(cookie: str) -> str:
    _end(UUID(hex=cookie.partition(".")[0]), seen_at=datetime.now(UTC) - timedelta(hours=2))
    return cookie


def _old(cookie: str) -> str:
    _end(UUID(hex=cookie.partition(".")[0]), created_at=datetime.now(UTC) - LONGEST_SESSION)
    return cookie


def _tampered(cookie: str) -> str:
    return cookie[:-1] + ("A" if cookie[-1] != "A" else "B")


def _of_another_session(cookie: str) -> str:
    """The secret of one's own session under the number of another one."""
    return f"{UUID(int=UUID(hex=cookie.partition('.')[0]).int ^ 1).hex}.{cookie.partition('.')[2]}"


SHUT_OUT: dict[str, Callable[[str], str]] = {
    "nobody": lambda _cookie: "", "a made-up cookie": lambda _cookie: f"{'0' * 32}.secret", "an endless cookie": lambda _cookie: "x" * 4_000,
    "signed out": _signed_out, "silent for two hours": _silent, "twelve hours old": _old, "a changed secret": _tampered,
    "another session's number": _of_another_session,
}  # fmt: skip


@pytest.mark.parametrize("who", SHUT_OUT)
def test_whoever_has_no_open_session_passes_no_door(web: Web, victim: Victim, who: str) -> None:
    # The head may pass most doors, the other one the rest: what is refused is refused for the session, not for the role.
    cookie = SHUT_OUT[who](victim.cookie_of("orlov"))
    _knock_everywhere(web, cookie)


@pytest.mark.parametrize("login", ["orlov", "sorokin", "fedorova", "petrenko"])
def test_a_closed_account_passes_no_door_with_the_cookie_it_still_has(web: Web, victim: Victim, login: str) -> None:
    cookie = victim.cookie_of(login)
    with transaction(SYSTEM) as session:
        session.execute(update(person).where(person.c.login == login).values(is_active=False))
    try:
        _knock_everywhere(web, cookie)
    finally:
        with transaction(SYSTEM) as session:
            session.execute(update(person).where(person.c.login == login).values(is_active=True))


def _knock_everywhere(web: Web, cookie: str) -> None:
    browser = browser_with(web, cookie)
    for path in PAGES:
        answer = browser.client.get(address_of(path), headers=PAGE_LOAD)
        assert (answer.status_code, answer.headers.get("Location", "")[:8]) == (302, "/sign-in"), path
    for path in (*DASH_READS, "/_reload-hash", "/_alive_anything"):
        assert browser.client.get(path, headers=browser.headers).status_code == 401, path
    for name, output, entry in callbacks_of(web):
        assert browser.client.post(CALLBACKS, json=body_of(output, entry), headers=browser.headers).status_code == 401, name
    for rule in (*ENDPOINTS, "/sign-out"):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            status = browser.client.open(address_of(rule), method=method, headers=browser.headers).status_code
            assert status in {401, 405}, f"{method} {rule}: {status}"
    assert live(web, cookie)[0] == 401


@pytest.mark.parametrize("role", list(Role))
def test_a_stream_tells_a_role_only_what_it_may_hear(web: Web, victim: Victim, role: Role) -> None:
    """`user:<id>` is one's own; another's is not granted, nor a case one may not read, nor a topic that nobody has named."""
    login = next(one for one, person_id in victim.stage.bank.people.items() if victim.stage.actor(one).roles == {role})
    me = victim.stage.bank.people[login]
    wanted = ["cases", "figures", "jobs", f"user:{victim.person_id}", f"case:{victim.case_id}", "case:x", "everything", "people"]
    status, told = live(web, victim.cookie_of(login), ",".join(wanted))
    assert status == 200
    heard = {topic for topic in (*wanted, f"user:{me}") if f'"{topic}"' in told}
    expected = {f"user:{me}", "jobs"}
    expected |= {"cases"} if role not in {Role.EXTERNAL, Role.AUDITOR} else set()
    expected |= {"figures"} if role in {Role.LEAD, Role.HEAD, Role.EXECUTIVE} else set()
    expected |= {f"case:{victim.case_id}"} if login == "zaitseva" or role is Role.HEAD else set()
    assert heard == expected


def test_a_stream_is_only_read(web: Web, victim: Victim) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert live(web, victim.cookie_of("orlov"), method=method)[0] in {403, 405}, method


def test_a_stream_that_comes_again_by_itself_keeps_no_absent_person_signed_in(web: Web, victim: Victim) -> None:
    cookie = victim.cookie_of("kim")
    seen = datetime.now(UTC) - timedelta(minutes=20)
    _end(UUID(hex=cookie.partition(".")[0]), seen_at=seen)
    assert live(web, cookie)[0] == 200
    with transaction(SYSTEM) as session:
        row = session.first(web_session.select().where(web_session.c.id == UUID(hex=cookie.partition(".")[0])))
    assert row is not None
    assert row.seen_at == seen


def test_a_role_taken_away_is_gone_at_the_next_call(web: Web, victim: Victim) -> None:
    browser = browser_with(web, victim.cookie_of("titova"))
    assert browser.client.get("/queue", headers=PAGE_LOAD).status_code == 200
    with transaction(SYSTEM) as session:
        session.execute(update(person).where(person.c.login == "titova").values(roles=["requester"]))
    assert browser.client.get("/queue", headers=PAGE_LOAD).status_code == 403
    assert browser.client.get("/export/cases.xlsx", headers=browser.headers).status_code == 403


def test_who_has_a_given_password_passes_no_door_but_the_profile(web: Web, victim: Victim) -> None:
    browser = browser_with(web, victim.cookie_of("vershinina"))
    with transaction(SYSTEM) as session:
        session.execute(update(person).where(person.c.login == "vershinina").values(must_change_password=True))
    everybodys = {path for path, allowed in PAGES.items() if allowed == frozenset(Role)}
    for path in set(PAGES) - everybodys:
        assert browser.client.get(address_of(path), headers=PAGE_LOAD).status_code == 403, path
    for name, output, entry in callbacks_of(web):
        if permission_of(entry["callback"]) is not Permission.USE:
            assert browser.client.post(CALLBACKS, json=body_of(output, entry), headers=browser.headers).status_code == 403, name
