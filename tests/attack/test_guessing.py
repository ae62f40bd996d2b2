"""Guessing a password, and finding out who there is: the limits hold for parallel tries too, and a refusal never says why."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from callbacks.web import csrf
from callbacks.web.server import build_web
from data.operations import access
from data.operations.access import change_password, sign_in
from data.session import reading, transaction
from data.tables.access import sign_in_attempt
from models.access.actor import SYSTEM, Role
from models.access.sign_in import ADDRESS_FAILURES, FREE_FAILURES, SignInLocked, SignInRefused
from models.errors import KordonError
from tests.callbacks.web.conftest import cookie
from tests.data.people import PASSWORD, as_actor, make_person

AT_ONCE = 8


def _all_at_once(deed: Callable[[int], None], many: int) -> Counter[str]:
    """What each of so many parallel tries is told."""
    gate = threading.Barrier(AT_ONCE)

    def run(number: int) -> str:
        if number < AT_ONCE:
            gate.wait()
        try:
            deed(number)
        except KordonError as error:
            return error.code
        return "let in"

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return Counter(threads.map(run, range(many)))


def _try(login: str, password: str, ip: str) -> None:
    with transaction(SYSTEM) as session:
        sign_in(session, login=login, password=password, ip=ip, agent="")


def _hashed() -> int:
    """How many guesses were really compared with a password."""
    with reading(SYSTEM) as session:
        return int(session.scalar(select(func.count()).select_from(sign_in_attempt).where(sign_in_attempt.c.refusal == "password")))


def test_parallel_guesses_at_one_login_get_no_more_tries_than_guesses_in_a_row(database: str) -> None:
    make_person("anna", password=PASSWORD)
    told = _all_at_once(lambda number: _try("anna", f"guess {number}", f"10.0.1.{number}"), 24)
    assert told == {"sign_in_refused": FREE_FAILURES, "sign_in_locked": 24 - FREE_FAILURES}
    assert _hashed() == FREE_FAILURES
    with pytest.raises(SignInLocked):
        _try("anna", PASSWORD, "10.0.9.9")


def test_parallel_guesses_from_one_address_get_no_more_tries_than_guesses_in_a_row(database: str) -> None:
    """One password for many logins: no login is ever tried twice, so only the address can stop it."""
    make_person("anna", password=PASSWORD)
    told = _all_at_once(lambda number: _try(f"somebody{number}", "Весна2026!", "10.9.9.9"), ADDRESS_FAILURES + 3 * AT_ONCE)
    assert told == {"sign_in_refused": ADDRESS_FAILURES, "sign_in_locked": 3 * AT_ONCE}
    assert _hashed() == ADDRESS_FAILURES
    with pytest.raises(SignInLocked):
        _try("anna", PASSWORD, "10.9.9.9")
    _try("anna", PASSWORD, "10.0.0.7")


def test_a_lock_is_not_gone_round_by_writing_the_login_otherwise(database: str) -> None:
    make_person("anna", password=PASSWORD)
    for login in ("anna", "ANNA", " anna", "Anna ", "\tanna", "aNNa"):
        with pytest.raises((SignInRefused, SignInLocked)):
            _try(login, "wrong", "10.0.0.1")
    with pytest.raises(SignInLocked):
        _try("anna", PASSWORD, "10.0.0.2")


def test_an_open_screen_is_no_place_to_guess_the_password_of_its_owner(database: str) -> None:
    """A stolen session, or a forgotten computer: the present password is asked for, and it is guessed no more often than at the door."""
    anna = as_actor(make_person("anna", Role.OFFICER, password=PASSWORD))

    def guess(password: str) -> str:
        try:
            with transaction(anna) as session:
                change_password(session, present=password, new="сосны-и-туман-42")
        except KordonError as error:
            return error.code
        return "changed"

    told = Counter(guess(f"guess {number}") for number in range(FREE_FAILURES + 3))
    assert told == {"wrong_password": FREE_FAILURES, "sign_in_locked": 3}
    assert guess(PASSWORD) == "sign_in_locked"


class _Counting:
    """The real hasher, and how often it was asked."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self.hasher, self.asked = hasher, 0

    def verify(self, hashed: str, password: str | bytes) -> bool:
        self.asked += 1
        return self.hasher.verify(hashed, password)

    def __getattr__(self, name: str) -> object:
        return getattr(self.hasher, name)


@pytest.mark.parametrize("who", ["known", "unknown", "closed", "without a password", ""])
def test_every_refusal_costs_the_same_and_says_the_same(database: str, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    """Time is not measured, what takes it is counted: one comparison with a hash of the same cost, whether or not there is such a login."""
    make_person("known", password=PASSWORD)
    make_person("closed", password=PASSWORD, is_active=False)
    make_person("without a password")
    hasher = access._HASHER
    counting = _Counting(hasher)
    monkeypatch.setattr(access, "_HASHER", counting)
    with pytest.raises(SignInRefused) as refused:
        _try(who, "wrong", "10.0.0.7")
    assert counting.asked == 1
    assert (refused.value.code, refused.value.params, refused.value.field) == ("sign_in_refused", {}, None)
    for kept in (access._nobodys_hash(), access.hash_password("x")):
        assert not hasher.check_needs_rehash(kept), "the same cost"


def test_the_answer_at_the_door_is_the_same_for_whoever_is_not_let_in(database: str) -> None:
    web = build_web()
    make_person("known", Role.HEAD, password=PASSWORD, name="Известная Анна")
    make_person("closed", password=PASSWORD, is_active=False)
    told = set()
    for login in ("known", "closed", "nobody"):
        client = web.flask.test_client()
        client.get("/sign-in")
        token = cookie(client, "csrf")
        answer = client.post("/sign-in", json={"login": login, "password": "wrong"}, headers={csrf.HEADER: token})
        page = client.post("/sign-in", data={"login": login, "password": "wrong", csrf.FIELD: token})
        text = page.text.replace(f'value="{login}"', "").replace(token, "")
        told.add((answer.status_code, answer.data, page.status_code, text, tuple(sorted(answer.headers.keys()))))
        assert "Известная" not in page.text
    assert len(told) == 1


def test_a_lock_does_not_say_whether_there_is_such_a_login(database: str) -> None:
    make_person("anna", password=PASSWORD)
    said = []
    for login in ("anna", "nobody"):
        for _try_again in range(FREE_FAILURES):
            with pytest.raises(SignInRefused):
                _try(login, "wrong", "10.0.0.1")
        with pytest.raises(SignInLocked) as locked:
            _try(login, "wrong", "10.0.0.1")
        said.append((locked.value.code, locked.value.params))
    assert said[0] == said[1]
