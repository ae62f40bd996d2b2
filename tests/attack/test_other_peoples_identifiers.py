"""Somebody else's number, task, file, draft, view, session or substitution opens nothing, wherever in a call it is put.

The victim's request belongs to a closed group. What is the victim's carries a marker; no answer may hold it, and nothing that belongs to the
victim may be another thing afterwards than before.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest

from callbacks.components.wire import permission_of
from callbacks.web.server import Web
from models.access.permissions import may
from tests.attack.asking import fills, names_of
from tests.attack.knocking import PAGE_LOAD, browser_with, call, readable
from tests.attack.victim import MARKER, Victim
from tests.callbacks.web.doors import ENDPOINTS, PAGES, body_of, callbacks_of

# Of each kind of stranger one: a lead and an officer outside the closed group, another unit's head, a colleague, an outsider, the auditor …
STRANGERS = ("lebedev", "belova", "baranov", "kotova", "petrenko", "klimov", "kim", "fedorova")
CALLING = ("lebedev", "baranov", "petrenko", "fedorova")  # between them they hold every permission a stranger to cases can have
THOROUGH = frozenset({"lebedev", "petrenko"})


@pytest.mark.parametrize("login", CALLING)
def test_another_s_identifiers_open_nothing_in_any_callback(web: Web, victim: Victim, login: str) -> None:
    browser, actor = browser_with(web, victim.cookie_of(login)), victim.stage.actor(login)
    before = victim.fingerprint()
    for name, output, entry in callbacks_of(web):
        needed = permission_of(entry["callback"])
        if needed is None or not may(actor, needed):
            continue  # the guard refuses the call as a whole: tests/callbacks/web/test_authorization.py
        for fill in fills(names_of(victim), thorough=login in THOROUGH and _carries_an_act(entry)):
            answer = call(browser, body_of(output, entry, fill))
            assert answer.status_code < 500, f"{name}: {answer.text[:300]}"
            assert MARKER not in _without_what_was_asked(answer), f"{name} shows it: {answer.text[:600]}"
        assert victim.fingerprint() == before, f"{name} changed it"


def _carries_an_act(entry: Any) -> bool:
    return any(str(part["id"]).endswith(("-pressed", "-act")) for part in (*entry["inputs"], *entry["state"]))


def _without_what_was_asked(answer: Any) -> str:
    """The search words come back in "nothing was found for …"; they are the attacker's own."""
    return readable(answer).replace(f"«{MARKER}»", "").replace(f"q={MARKER}", "").replace(f'"q":"{MARKER}"', "")


@pytest.mark.parametrize("login", STRANGERS)
def test_another_s_identifiers_open_nothing_by_address(web: Web, victim: Victim, login: str) -> None:
    browser = browser_with(web, victim.cookie_of(login))
    before = victim.fingerprint()
    every = (victim.file_id, victim.upload_id, victim.case_id, victim.view_id, victim.session_id, victim.substitution_id)
    addresses = [rule.replace(rule[rule.index("<") : rule.index(">") + 1], str(one)) for rule in ENDPOINTS if "<" in rule for one in every]
    addresses += [f"/export/cases.xlsx?scope=all&states=any&q={MARKER}&view=v:{victim.view_id}", f"/audit/export.xlsx?q={victim.number}"]
    addresses += [path.replace("<number>", victim.number).replace("<service>", "secret") for path in PAGES]
    addresses += [f"/case/{victim.case_id}", f"/order/secret?number={victim.number}", f"/case/x?number={victim.number}"]
    for address in addresses:
        for method in ("GET", "DELETE"):
            answer = browser.client.open(address, method=method, headers=browser.headers | PAGE_LOAD)
            assert answer.status_code < 500, address
            told = _without_what_was_asked(answer).replace(f"{MARKER}", "", 1) if "xlsx" in address else readable(answer)
            assert MARKER not in told or login == "fedorova", address
    assert victim.fingerprint() == before


def test_the_attack_would_find_what_there_is(web: Web, victim: Victim) -> None:
    """The same calls by one who may: they show the marker, or the tests above would prove nothing."""
    shown = set()
    for login in ("lapin", "zaitseva"):
        browser, actor = browser_with(web, victim.cookie_of(login)), victim.stage.actor(login)
        for name, output, entry in callbacks_of(web):
            needed = permission_of(entry["callback"])
            if needed is not None and may(actor, needed):
                for fill in islice(fills(names_of(victim), thorough=False), 2):
                    if MARKER in _without_what_was_asked(call(browser, body_of(output, entry, fill))):
                        shown.add(name)
    assert {"callbacks.processes.case.draw_case", "callbacks.processes.case_talk.draw_timeline", "callbacks.processes.queue.give_block"} <= shown
    assert len(shown) >= 8, sorted(shown)
