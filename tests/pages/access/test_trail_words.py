"""The audit trail in words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from models.access.actor import Role
from models.access.verification import Finding, Flaw
from pages.access.roles import role_meaning, role_words
from pages.access.trail_words import ACTIONS, KINDS, change_words, ids_in
from pages.access.verification import finding_words
from pages.translations import LANGUAGES, use_language

DATA = Path(__file__).resolve().parents[3] / "data"


def _written_down() -> set[tuple[str, str]]:
    """Actions and kinds of subjects that operations name when they write to the trail."""
    found = set()
    for path in (DATA / "operations").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
            place = {"record": 1, "AuditEntry": 0, "tell": 0}.get(name)
            if place is not None and len(call.args) > place and isinstance(given := call.args[place], ast.Constant):
                found.add(("action", str(given.value)))
                found |= {("kind", str(word.value.value)) for word in call.keywords if word.arg == "subject_kind" and isinstance(word.value, ast.Constant)}
    return found


def test_everything_that_is_written_down_has_words() -> None:
    written = _written_down()
    assert ("action", "person_created") in written
    assert {(what, code) for what, code in written if code not in (ACTIONS if what == "action" else KINDS)} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_role_and_every_flaw_has_words(lang: str) -> None:
    with use_language(lang):
        assert all(role_words(role) and role_meaning(role) for role in Role)
        assert all("{" not in finding_words(Finding(flaw, seq=7, seal=3)) for flaw in Flaw)


def test_a_change_is_told_field_by_field_in_words() -> None:
    boris = "01a20454-8346-79bb-8c69-407a9e3da9a1"
    before = {"owner_id": None, "priority": 1, "roles": ["officer"], "due_at": "2026-03-02T06:30:00+00:00"}
    after = {"owner_id": boris, "priority": 3, "roles": ["officer", "lead"], "due_at": None}
    with use_language("en"):
        told = change_words(before, after, names={boris: "Boris"})
    assert told[:2] == [("roles", "Security officer", "Security officer and Group lead"), ("executor", "—", "Boris")]
    assert told[3] == ("priority", "normal", "critical")
    assert {str(one) for one in ids_in(before, after)} == {boris}
