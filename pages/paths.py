"""Addresses of pages, so that a link is never spelt by hand in two places. Query strings belong to the page that reads them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlencode


class Path(StrEnum):
    HOME = "/"
    CATALOGUE = "/catalogue"
    ORDER = "/order/<service>"
    REQUESTS = "/requests"
    QUEUE = "/queue"
    CASES = "/cases"
    CASE = "/case/<number>"
    APPROVALS = "/approvals"
    NOTIFICATIONS = "/notifications"
    COSTS = "/costs"
    DISPUTES = "/costs/disputes"
    ALLOCATIONS = "/dashboards/allocations"
    OVERVIEW = "/dashboards/overview"
    LOSSES = "/dashboards/prevented-loss"
    LOSS_REGISTER = "/prevented-loss"
    LOSS_METHODS = "/prevented-loss/methods"
    EFFECT = "/dashboards/effect"
    ROI = "/dashboards/roi"
    BASELINES = "/effect/baselines"
    INITIATIVES = "/effect/initiatives"
    OPERATIONS = "/dashboards/operations"
    OWN_WORK = "/dashboards/mine"
    WORKLOAD = "/dashboards/workload"
    RECONCILIATION = "/reconciliation"
    WEEK = "/week"
    WEEKS = "/weeks"
    BOARD = "/board"
    PROJECTS = "/projects"
    CAPACITY = "/capacity"
    LABOUR_RULES = "/labour-rules"
    REPORTS = "/reports"
    REPORT_BUILDER = "/reports/builder"
    FEED = "/bi"
    USERS = "/admin/users"
    CALENDARS = "/admin/calendars"
    JOBS = "/admin/jobs"
    AUDIT = "/audit"
    PROFILE = "/profile"
    SHARED = "/shared"


def to(path: Path, /, *, search: dict[str, str] | None = None, **variables: str) -> str:
    """`to(Path.CASE, number="ПЮ-2026-04187", search={"tab": "documents"})`."""
    address = str(path)
    for name, value in variables.items():
        address = address.replace(f"<{name}>", quote(value, safe=""))
    return address + (f"?{urlencode(search)}" if search else "")


def to_case(number: str) -> str:
    return to(Path.CASE, number=number)


def to_what_was_told(kind: str, number: str | None) -> str:
    """Where a notification leads: to its case, or to the list of the many it speaks of."""
    if number:
        return to_case(number)
    if kind == "week_returned":
        return str(Path.WEEK)
    if kind in ("dispute_opened", "dispute_answered"):
        return str(Path.DISPUTES)
    if kind == "many_escalated":
        return to(Path.CASES, search={"scope": "all", "sla": "late"})
    if kind == "many_reminders":
        return to(Path.QUEUE, search={"scope": "mine", "sla": "soon"})
    return str(Path.NOTIFICATIONS)


def to_order(service: str) -> str:
    return to(Path.ORDER, service=service)


def to_report(report_id: Any) -> str:
    """Where the file of a made report is taken."""
    return f"/reports/file/{report_id}"
