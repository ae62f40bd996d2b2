"""Addresses of pages, so that a link is never spelt by hand in two places. Query strings belong to the page that reads them."""

from __future__ import annotations

from enum import StrEnum
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
    OPERATIONS = "/dashboards/operations"
    REPORTS = "/reports"
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


def to_order(service: str) -> str:
    return to(Path.ORDER, service=service)
