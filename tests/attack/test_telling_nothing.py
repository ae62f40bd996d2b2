"""Whoever may not know of a thing is told the same as if there were none: same status, same words, whichever identifier he tries."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

import pytest

from callbacks.components.wire import permission_of
from callbacks.web.server import Web
from models.access.permissions import may
from tests.attack.asking import Names, acts, fills, names_of, nobodys_names, pressed_with
from tests.attack.knocking import PAGE_LOAD, browser_with, call, press, toast_of
from tests.attack.victim import Victim
from tests.callbacks.web.doors import body_of, callbacks_of

STRANGERS = ("lebedev", "kotova", "petrenko")
OPEN = frozenset({"callbacks.processes.case_talk.mention"})  # says a colleague's name, which the directory says too
# What differs between any two answers: numbers of messages and defects, ticks, times of day, tokens.
_PASSING = re.compile(r'"end_id":"[^"]*"|"key":"\w+"|\b[0-9a-f]{8}\b|\b\d{13,20}\b|\d{1,2}:\d{2}|"drawn":\d+')


def _told(answer: Any, names: Names) -> tuple[int, str]:
    text = answer.get_data(as_text=True)
    for one in (names.number, *(str(getattr(names, field)) for field in names.__slots__ if field != "number")):
        text = text.replace(one, "…").replace(one.encode("unicode_escape").decode(), "…")
    return answer.status_code, _PASSING.sub("…", text)


@pytest.mark.parametrize("login", STRANGERS)
def test_a_callback_answers_for_another_s_thing_as_for_none(web: Web, victim: Victim, login: str) -> None:
    browser, actor = browser_with(web, victim.cookie_of(login)), victim.stage.actor(login)
    theirs, nobodys = names_of(victim), nobodys_names()
    for name, output, entry in callbacks_of(web):
        needed = permission_of(entry["callback"])
        if needed is None or name in OPEN or not may(actor, needed) or not name.startswith(("callbacks.processes.case", "callbacks.services", "callbacks.processes.queue_bulk")):
            continue
        for there, nowhere in islice(zip(fills(theirs, thorough=False), fills(nobodys, thorough=False), strict=True), 3):
            told = _told(call(browser, body_of(output, entry, there)), theirs)
            assert told == _told(call(browser, body_of(output, entry, nowhere)), nobodys), name


@pytest.mark.parametrize("login", STRANGERS)
def test_a_button_pressed_for_another_s_thing_says_what_it_says_for_none(web: Web, victim: Victim, login: str) -> None:
    """Every action of the case page, deleting a view, cancelling a substitution, ending a session, rating."""
    browser = browser_with(web, victim.cookie_of(login))
    theirs, nobodys = names_of(victim), nobodys_names()
    for (act, key), (_act, nowhere) in zip(acts(theirs), acts(nobodys), strict=True):
        said = [
            toast_of(press(web, browser, "callbacks.processes.case_now.act_at_once", v0=pressed_with(names, act, one), v1=names.number)).replace(names.number, "…")
            for names, one in ((theirs, key), (nobodys, nowhere))
        ]
        assert said[0] == said[1], act
    doors = ["callbacks.access.profile.cancel_arranged", "callbacks.access.profile.end_other_session"]
    doors += ["callbacks.services.requests.rate"] if login != "petrenko" else []
    doors += ["callbacks.processes.queue.throw_view_away"] if login == "lebedev" else []
    for door in doors:
        said = [toast_of(press(web, browser, door, v0=pressed_with(names, "x", str(names.case_id)), v1="queue")) for names in (theirs, nobodys)]
        assert said[0] == said[1] != "", door


@pytest.mark.parametrize("login", [*STRANGERS, "fedorova", "klimov", "sorokin"])
def test_an_address_answers_for_another_s_thing_as_for_none(web: Web, victim: Victim, login: str) -> None:
    browser = browser_with(web, victim.cookie_of(login))
    browser.client.get("/profile", headers=PAGE_LOAD)  # the first page brings its token along
    theirs, nobodys = names_of(victim), nobodys_names()
    for method, address in (("GET", "/files/{file_id}"), ("GET", "/files/{upload_id}"), ("DELETE", "/api/uploads/{file_id}"), ("DELETE", "/api/uploads/{upload_id}"),
                            ("GET", "/reports/file/{file_id}"), ("GET", "/case/{number}"), ("GET", "/order/{number}"), ("HEAD", "/files/{file_id}")):  # fmt: skip
        told = []
        for names in (theirs, nobodys):
            where = address.format(**{field: getattr(names, field) for field in names.__slots__})
            answer = browser.client.open(where, method=method, headers=browser.headers | PAGE_LOAD)
            told.append((*_told(answer, names), sorted(answer.headers.keys())))
        assert told[0] == told[1], f"{method} {address}"


def test_resubmitting_another_s_request_says_what_it_says_for_none(web: Web, victim: Victim) -> None:
    browser = browser_with(web, victim.cookie_of("kotova"))
    said = [
        _told(press(web, browser, "callbacks.services.order.show_order", v0=f"sample:{names.number}"), names)
        for names in (names_of(victim), nobodys_names())
    ]
    assert said[0] == said[1]


def test_numbers_of_requests_tell_nothing_but_that_they_are_numbers(web: Web, victim: Victim) -> None:
    """They follow each other, so that they can be read out over the telephone; whoever counts them up learns no request by it."""
    browser = browser_with(web, victim.cookie_of("kotova"))
    prefix, _dash, tail = victim.number.rpartition("-")
    statuses = {browser.client.get(f"/case/{prefix}-{int(tail) + step:05d}", headers=PAGE_LOAD).status_code for step in range(-3, 4)}
    assert len(statuses) == 1
