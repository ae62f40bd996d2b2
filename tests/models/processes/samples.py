"""A small definition, as a document, for tests to bend."""

from __future__ import annotations

import copy
from typing import Any


def text(words: str) -> dict[str, str]:
    return {"ru": f"{words} (ру)", "en": words}


SMALL: dict[str, Any] = {
    "code": "small_check", "prefix": "МП", "category": "checks", "name": text("Check it"), "case_name": text("Check"),
    "summary": text("Short"), "icon": "search", "group": "duty", "calendar": "bank", "sla": {"resolution_minutes": 240},
    "sections": [{"key": "main", "name": text("Main")}],
    "fields": [
        {"key": "company", "type": "company", "label": text("Company"), "section": "main", "required": True},
        {"key": "amount", "type": "money", "label": text("Amount"), "section": "main", "minimum": 0},
        {"key": "urgent", "type": "yes_no", "label": text("Urgent"), "section": "main"},
        {"key": "why", "type": "text", "label": text("Why"), "section": "main", "max_length": 20,
         "visible_if": {"field": "urgent", "value": True}, "required_if": {"field": "urgent", "value": True}},
        {"key": "lists", "type": "finding", "label": text("Lists"), "section": "main", "sensitivity": "security"},
        {"key": "priority", "type": "choice", "label": text("Priority"), "section": "main",
         "options": [{"key": "low", "name": text("Low")}, {"key": "high", "name": text("High")}]},
        {"key": "expert", "type": "employee", "label": text("Expert"), "section": "main"},
    ],
    "start_fields": ["company", "amount", "urgent", "why"], "title_fields": ["company"], "first_step": "rank",
    "steps": [
        {"key": "rank", "kind": "decide", "name": text("Rank"), "table": "ranking"},
        {"key": "check", "kind": "task", "name": text("Check"), "group": "duty", "status": "in_work",
         "fields": ["amount", {"key": "lists", "required": True}],
         "outcomes": [{"key": "ready", "name": text("Ready"), "style": "primary"}, {"key": "bad", "name": text("Bad"), "needs_comment": True}],
         "guards": [{"unless": {"not": {"field": "lists.result", "value": "hit"}}, "message": text("Resolve"), "outcomes": ["ready"]}]},
        {"key": "letter", "kind": "compose", "name": text("Letter"), "template": "answer"},
        {"key": "good_end", "kind": "end", "name": text("End"), "outcome": "fine"},
        {"key": "bad_end", "kind": "end", "name": text("End"), "outcome": "refused"},
    ],
    "routes": [
        {"source": "rank", "target": "check"},
        {"source": "check", "target": "letter", "outcome": "ready"},
        {"source": "check", "target": "bad_end", "outcome": "bad"},
        {"source": "letter", "target": "good_end"},
    ],
    "outcomes": [{"key": "fine", "name": text("Fine")}, {"key": "refused", "name": text("Refused"), "refused": True}],
    "tables": [{"key": "ranking", "name": text("Ranking"), "hit": "first", "inputs": ["amount"], "outputs": ["priority"],
                "rules": [{"when": [{"op": "ge", "value": 1000}], "then": ["high"]}, {"when": [None], "then": ["low"]}]}],
    "templates": [{"key": "answer", "subject": text("About {company}"), "body": text("{company:label}: {company.inn}, {case.number}")}],
    "amount_field": "amount", "priority_field": "priority",
}


def small(**changes: Any) -> dict[str, Any]:
    """A deep copy of the small document with some of its top keys replaced."""
    return {**copy.deepcopy(SMALL), **changes}
