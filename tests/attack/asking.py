"""What somebody types into a call of ours to reach what is another's: the victim's identifiers at every place of every callback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pages.processes.case import ids as case_ids
from tests.attack.victim import Victim
from tests.callbacks.web.doors import Fill

TYPED = "ПОДМЕНА"  # what the attacker would write over the victim's words


@dataclass(frozen=True, slots=True)
class Names:
    """By what something may be asked for; the victim's, or made-up ones of the same shape."""

    number: str
    case_id: UUID
    task_id: UUID
    file_id: UUID
    upload_id: UUID
    person_id: UUID
    view_id: UUID
    session_id: UUID
    substitution_id: UUID
    letter_id: UUID
    notification_id: UUID


def names_of(victim: Victim) -> Names:
    return Names(
        victim.number, victim.case_id, victim.task_id, victim.file_id, victim.upload_id, victim.person_id, victim.view_id,
        victim.session_id, victim.substitution_id, victim.letter_id, victim.notification_id,
    )  # fmt: skip


def nobodys_names() -> Names:
    """The same shape, and nothing behind it."""
    return Names("СС-2026-99999", *(UUID(int=0x01A214EE901D7DC69F3EFBF8FED50000 + place) for place in range(10)))


def acts(names: Names) -> list[tuple[str, str]]:
    """Every action of the buttons that carry an identifier, aimed at the victim's."""
    task, file, person = str(names.task_id), str(names.file_id), str(names.person_id)
    by_task = [(act, task) for act in ("take", "reassign", "forward", "event", "forget", "pause", "ask", "resume", "retry", "send")]
    return [
        *by_task, ("withdraw", task), ("share", person), ("unshare", person), ("show", f"{file}:shared"), ("attach", file),
        ("outcome", f"{task}:accept"), ("outcome", f"{task}:refuse"), ("send", str(names.letter_id)),
    ]  # fmt: skip


def pressed_with(names: Names, act: str, key: str) -> dict[str, Any]:
    """A dict id as a button would carry it, with every name that any of our buttons knows."""
    return {
        "act": act, "key": key, "case": str(names.case_id), "cases": [str(names.case_id)], "id": str(names.case_id),
        "number": names.number, "stars": 1, "view": str(names.view_id), "session": str(names.session_id),
        "substitution": str(names.substitution_id), "person": str(names.person_id), "subject": key, "what": f"person:{names.person_id}",
        "at": 1, "actions": ["message", "note", "share"], "inside": True, "revision": 1, "drawn": 1, "answer": None, "files": [],
        "tasks": [], "people": [], "me": str(names.person_id), "state": "in_work", "sla": "on_time", "head": "",
    }  # fmt: skip


def fills(names: Names, *, thorough: bool) -> Iterator[Fill]:
    """Ways to fill a call. `thorough`: with every action of every button, not with one for all."""
    chosen = acts(names) if thorough else acts(names)[:1]
    words = [str(names.case_id), str(names.task_id), f"sample:{names.number}"] + ([f"v:{names.view_id}", names.number] if thorough else [])
    for act, key in chosen:
        yield _fill(names, pressed_with(names, act, key), str(names.task_id))
    for word in words:
        yield _fill(names, pressed_with(names, "outcome", f"{names.task_id}:accept"), word)


_COUNTED = ("n_clicks", "n_submit")
_NUMBERS = ("-shown", "-revision", "-changed", "-version", "-refresh", "-tick")
_DICTS = ("-pressed", "-facts", "-act", "-view", "-cursors", "-mentioned", "-seen", "-conflict-values")


def _fill(names: Names, stored: Mapping[str, Any], word: str) -> Fill:
    # Somebody else's files end a call before it reaches the case: with a word as the subject it goes without.
    files = [{"id": str(one), "name": "x", "size": 1} for one in (names.file_id, names.upload_id)] if word == str(names.task_id) else []
    fixed = {
        (case_ids.NUMBER.value, "data"): names.number, ("_pages_location", "pathname"): f"/case/{names.number}",
        ("_pages_location", "search"): f"?number={names.number}&case={names.case_id}", ("processes-queue-screen", "data"): "cases",
        ("processes-queue-grid", "getRowsRequest"): {"startRow": 0, "endRow": 50, "sortModel": [], "filterModel": {}},
        ("processes-queue-grid", "selectedRows"): [{"id": str(names.case_id)}], ("processes-case-file-add", "value"): files,
        ("processes-composer-mentioned", "data"): {str(names.person_id): TYPED},
        ("processes-rating-stars", "value"): 1, ("processes-case-feed", "value"): "all", ("processes-answer-version", "data"): 2, ("processes-queue-current", "data"): str(names.case_id),
        ("processes-dialog-person", "value"): str(names.person_id), ("processes-bulk-person", "value"): str(names.person_id),
        ("services-requests-view", "data"): "unit", ("processes-queue-view", "data"): {"scope": "all", "states": "any", "q": "ZQ9417"},
    }  # fmt: skip

    def fill(identity: str, named: str) -> Any:
        plain = str(identity)
        if (plain, named) in fixed:
            return fixed[plain, named]
        if named in _COUNTED or (named == "data" and plain.endswith(_NUMBERS)):
            return 40 if plain.endswith("-shown") else 1
        if named == "*":
            return "files" if '"message"' in plain else "company"
        if '"field":"files"' in plain:
            return files
        if named == "data" and plain.endswith(_DICTS):
            return dict(stored)
        return word

    return fill

