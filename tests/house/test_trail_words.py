"""Every action that an operation records has words in the audit trail: a reader of the trail is never shown a code."""

from __future__ import annotations

import re

from pages.access.trail_names import ACTIONS, KINDS
from tests.house.sources import ROOT

_ACTION = re.compile(r"\b(?:record\(\s*\w+|_write\(\w+, \w+),\s*\"([a-z_]+)\"")
_KIND = re.compile(r"\bsubject_kind=\"([a-z_]+)\"")


def test_every_recorded_action_and_subject_has_words() -> None:
    faults = []
    for path in sorted((ROOT / "data" / "operations").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        faults += [f"{path.name}: no words for the action {name}" for name in _ACTION.findall(text) if name not in ACTIONS]
        faults += [f"{path.name}: no words for the subject {name}" for name in _KIND.findall(text) if name not in KINDS]
    assert not faults, "\n".join(faults)
