"""A small process that uses the whole vocabulary, for tests of the engine."""

from __future__ import annotations

from typing import Any


def both(ru: str, en: str) -> dict[str, str]:
    return {"ru": ru, "en": en}


def outcome(key: str, style: str = "primary", *, needs_comment: bool = False) -> dict[str, Any]:
    return {"key": key, "name": both(key, key), "style": style, "needs_comment": needs_comment}


def sample_process(**changes: Any) -> dict[str, Any]:
    """intake → table → (facts ∥ visit) → approval → answer → end; the approver may send it back, the intake may refuse."""
    document: dict[str, Any] = {
        "code": "sample", "prefix": "ТТ", "category": "checks", "name": both("Проверить", "Check"), "case_name": both("Проверка", "Check"),
        "summary": both("Проверка", "A check"), "icon": "search", "group": "company_checks", "calendar": "standard",
        "sla": {"reaction_minutes": 60, "resolution_minutes": 480, "remind_at": [0.5, 0.8]},
        "sections": [{"key": "main", "name": both("Основное", "Main")}],
        "fields": [
            {"key": "company", "type": "company", "label": both("Компания", "Company"), "section": "main", "required": True},
            {"key": "amount", "type": "money", "label": both("Сумма", "Amount"), "section": "main"},
            {"key": "papers", "type": "file", "label": both("Документы", "Documents"), "section": "main"},
            {"key": "urgency", "type": "choice", "label": both("Срочность", "Urgency"), "section": "main",
             "options": [{"key": "normal", "name": both("Обычная", "Normal")}, {"key": "high", "name": both("Высокая", "High")}]},
            {"key": "register", "type": "finding", "label": both("Реестр", "Register"), "section": "main", "sensitivity": "security"},
            {"key": "visit", "type": "long_text", "label": both("Выезд", "Visit"), "section": "main", "sensitivity": "security"},
        ],
        "start_fields": ["company", "amount", "papers"], "title_fields": ["company"], "first_step": "intake", "amount_field": "amount",
        "priority_field": "urgency",
        "steps": [
            {"key": "intake", "kind": "task", "name": both("Приём", "Intake"), "group": "company_checks", "outcomes": [outcome("accept"), outcome("refuse", "danger", needs_comment=True)]},
            {"key": "weigh", "kind": "decide", "name": both("Срочность", "Urgency"), "table": "urgency"},
            {"key": "both", "kind": "split", "name": both("Параллельно", "In parallel")},
            {"key": "facts", "kind": "task", "name": both("Сведения", "Facts"), "group": "company_checks", "assign": "round_robin", "sla": {"resolution_minutes": 240},
             "fields": [{"key": "register", "required": True}], "outcomes": [outcome("done")],
             "guards": [{"unless": {"field": "register.result", "op": "filled"}, "message": both("Заполните реестр", "Fill in the register")}]},
            {"key": "site", "kind": "task", "name": both("Выезд", "Visit"), "group": "field", "assign": "least_loaded", "fields": [{"key": "visit"}], "outcomes": [outcome("done")]},
            {"key": "meet", "kind": "join", "name": both("Вместе", "Together")},
            {"key": "rate", "kind": "score", "name": both("Оценка", "Score"), "scorer": "findings"},
            {"key": "approve", "kind": "approval", "name": both("Акцепт", "Approval"), "group": "company_checks",
             "outcomes": [outcome("agree"), outcome("rework", "secondary", needs_comment=True)]},
            {"key": "letter", "kind": "compose", "name": both("Ответ", "Answer"), "template": "letter"},
            {"key": "end", "kind": "end", "name": both("Готово", "Done"), "outcome": "clear"},
            {"key": "no", "kind": "end", "name": both("Отказ", "Refused"), "outcome": "refused"},
        ],
        "routes": [
            {"source": "intake", "target": "weigh", "outcome": "accept"}, {"source": "intake", "target": "no", "outcome": "refuse"},
            {"source": "weigh", "target": "both"}, {"source": "both", "target": "facts"}, {"source": "both", "target": "site", "priority": 1},
            {"source": "facts", "target": "meet"}, {"source": "site", "target": "meet"}, {"source": "meet", "target": "rate"}, {"source": "rate", "target": "approve"},
            {"source": "approve", "target": "letter", "outcome": "agree"}, {"source": "approve", "target": "both", "outcome": "rework"},
            {"source": "letter", "target": "end"},
        ],
        "outcomes": [{"key": "clear", "name": both("Без замечаний", "Clear")}, {"key": "refused", "name": both("Отказано", "Refused"), "refused": True}],
        "tables": [{"key": "urgency", "name": both("Срочность", "Urgency"), "hit": "first", "inputs": ["amount"], "outputs": ["urgency"],
                    "rules": [{"when": [{"op": "ge", "value": 100_000_000}], "then": ["high"]}, {"when": [None], "then": ["normal"]}]}],
        "templates": [{"key": "letter", "subject": both("О компании {company}", "About {company}"), "body": both("Компания {company.name} проверена.", "{company.name} was checked.")}],
    }  # fmt: skip
    return {**document, **changes}
