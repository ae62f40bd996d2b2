"""A document of figures as the dashboard gets it, to be bent by tests."""

from __future__ import annotations

import copy
from typing import Any

from models.analytics.figure_rules import FIGURES

MONTHS = [f"2026-{month:02}" for month in range(1, 12)]


def _month(month: str, place: int) -> dict[str, Any]:
    return {
        "month": month, "opened": 40 + place, "closed": 38 + place, "sla_known": 38, "sla_met": 36, "sla_broken": 2,
        "sla_compliance": 0.9 + place / 200, "sla_broken_share": 0.1 - place / 200, "median_reaction_hours": 0.5, "median_handling_hours": 6 + place,
        "median_duration_hours": 20.5,
    }  # fmt: skip


FLOW: dict[str, Any] = {
    "opened": 143, "closed": 125, "withdrawn": 2, "refused": 3, "sla_known": 120, "sla_met": 118, "sla_broken": 2, "sla_compliance": 118 / 120,
    "sla_broken_share": 2 / 120, "median_reaction_hours": 0.5, "median_handling_hours": 8.0, "median_duration_hours": 24.0, "rating": 4.5, "rated": 30,
    "rework": 7,
}  # fmt: skip
LOAD = {"key": "7", "name": {"ru": "Белова Марина Сергеевна", "en": "Marina Belova"}, "open": 33, "overdue": 3, "at_risk": 2, "capacity": 32}

DOCUMENT: dict[str, Any] = {
    "dashboard": "operations",
    "period": {"code": "2026-11", "kind": "month", "first_day": "2026-11-01", "day_after": "2026-11-19", "is_over": False},
    "compared_with": {"first_day": "2026-10-01", "day_after": "2026-10-19"},
    "where": {"service": ["check"]},
    "where_names": [["service", [["check", {"ru": "Проверка", "en": "Check"}]]]],
    "data_as_of": "2026-11-18T11:12:00+00:00",
    "targets": {"sla_compliance": 0.95},
    "services": {"check": {"ru": "Проверка", "en": "Check"}, "visit": {"ru": "Выезд", "en": "Visit"}},
    "rules": [{"key": key, "name": dict(rule.name), "formula": dict(rule.formula)} for key, rule in FIGURES.items()],
    "previous": {**FLOW, "open_at_end": 35, "sla_compliance": 0.99, "median_handling_hours": 9.0},
    "figures": {
        **FLOW, "open_at_end": 53, "open": 53, "overdue": 4, "at_risk": 9,
        "ageing": [{"bucket": bucket, "cases": number} for number, bucket in enumerate(("0-1", "2-3", "4-7", "8-14", "15-30", "31+"), start=3)],
        "workload_officers": [LOAD, {**LOAD, "key": "none", "name": {"ru": "", "en": ""}, "capacity": None}],
        "workload_groups": [{**LOAD, "key": "duty", "name": {"ru": "Дежурная часть", "en": "Duty desk"}}],
        "by_service": [{"service": "check", **FLOW}, {"service": "visit", **FLOW, "closed": 0, "sla_broken": 0}],
        "by_month": [_month(month, place) for place, month in enumerate(MONTHS)],
        "sla_by_service_month": [],
        "funnel": [{"service": "check", "step": "look", "name": {"ru": "Проверка", "en": "Look"}, "cases": 20, "visits": 22, "median_hours": 3.5, "open_now": 4}],
    },
}  # fmt: skip


def document(**figures: Any) -> dict[str, Any]:
    """A deep copy with some figures replaced."""
    made = copy.deepcopy(DOCUMENT)
    made["figures"] |= figures
    return made


MILLION = 100_000_000


def allocation_document() -> dict[str, Any]:
    """October closed: two units and idle capacity share 10 million."""
    parts = [
        {"month": "2026-10", "pool": "staff", "name": {"ru": "Персонал", "en": "Staff"}, "driver": "hours", "service": "check", "quantity": 120.5, "price": 500_000.0,
         "kopecks": 6 * MILLION, "words": "=cmd"},
        {"month": "2026-10", "pool": "rent", "name": {"ru": "Аренда", "en": "Rent"}, "driver": "fixed", "service": "", "quantity": 0.4, "price": None,
         "kopecks": MILLION, "words": ""},
    ]  # fmt: skip
    by_unit = [
        {"unit": "retail", "kopecks": 7 * MILLION, "previous": 6 * MILLION, "parts": parts},
        {"unit": "risk", "kopecks": 2 * MILLION, "previous": 0, "parts": [{**parts[1], "kopecks": 2 * MILLION}]},
        {"unit": "", "kopecks": MILLION, "previous": MILLION, "parts": []},
    ]
    figures = {
        "kopecks": 10 * MILLION, "allocated": 9 * MILLION, "idle": MILLION, "without_unit": 0, "unshared": 0, "previous": 7 * MILLION, "by_unit": by_unit,
        "by_month": [{"month": month, "kopecks": place * MILLION} for place, month in enumerate(MONTHS)],
        "months": [{"month": "2026-10", "closed_at": None}],
    }  # fmt: skip
    head = {key: DOCUMENT[key] for key in ("period", "compared_with", "data_as_of")}
    return {
        **copy.deepcopy(head), "where": {}, "where_names": [], "figures": figures, "services": DOCUMENT["services"],
        "units": {"retail": {"ru": "Розничный бизнес", "en": "Retail business"}, "risk": {"ru": "Риски", "en": "Risk"}},
    }  # fmt: skip
