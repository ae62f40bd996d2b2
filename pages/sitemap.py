"""All pages of Kordon: address, title, icon, permission, place in the menu.

To add a screen:

1. `pages/<domain>/<screen>.py` with `class ids(StrEnum)` and `def layout(**path) -> Component`, which builds and queries nothing.
   Variables of the address arrive by name (`/case/<number>` → `layout(number)`); a layout that declares `search` also gets the query.
2. One line in `PAGES` below; its address stands in `pages/paths.py`, its title in `pages/translations/ru/<domain>.po`.
3. `callbacks/<domain>/<screen>.py` with `@on(…, permission=…)` functions that fill it, and its import in `callbacks/__init__.py`.
4. A count in the menu, if it has one: a line in `COUNTS` of `callbacks/shell.py`.

The menu shows a page only to those who may open it; the guard and the router ask the same question of the same permission.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from models.access.actor import Actor, Role
from models.access.permissions import Permission, may
from pages import home
from pages.access import audit, profile, users
from pages.analytics import (
    allocations,
    baselines,
    costs,
    disputes,
    effect,
    feed,
    initiatives,
    loss_methods,
    loss_register,
    losses,
    operations,
    overview,
    own_work,
    reconciliation,
    report_builder,
    reports,
    roi,
    workload,
)
from pages.components.icons import Icon
from pages.paths import Path
from pages.processes import approvals, calendars, case, jobs, queue
from pages.services import catalogue, notifications, order, requests, shared
from pages.translations import N_, _
from pages.workforce import board, capacity, labour_rules, projects, week, weeks


class Group(StrEnum):
    """Headings of the menu, in their order. `NONE` stands on top without a heading, `HIDDEN` pages are reached by links."""

    NONE = ""
    WORK = N_("Work")
    MANAGEMENT = N_("Management")
    SETTINGS = N_("Settings")
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Page:
    """One screen. `phone` pages stand in the tabs at the bottom of a phone; `title_of` words the title of an address with variables."""

    key: str
    path: Path
    title: str
    icon: Icon
    permission: Permission
    layout: Callable[..., Any]
    group: Group = Group.NONE
    phone: bool = False
    title_of: Callable[..., str] | None = None
    hidden_from: frozenset[Role] = frozenset()  # a page one may open but that is not this role's work


@dataclass(frozen=True, slots=True)
class Found:
    """A page and the variables of an address that leads to it."""

    page: Page
    variables: Mapping[str, str]


PAGES: tuple[Page, ...] = (
    Page("home", Path.HOME, N_("Home"), Icon.HOUSE, Permission.USE, home.layout, phone=True, hidden_from=frozenset({Role.EXTERNAL})),
    Page("queue", Path.QUEUE, N_("My queue"), Icon.INBOX, Permission.WORK_CASES, queue.queue_layout, phone=True),
    Page("cases", Path.CASES, N_("Cases"), Icon.LIST_TASK, Permission.WORK_CASES, queue.cases_layout),
    Page("approvals", Path.APPROVALS, N_("Approvals"), Icon.CHECK_SQUARE, Permission.APPROVE, approvals.layout, phone=True),
    Page("week", Path.WEEK, N_("My week"), Icon.CALENDAR_WEEK, Permission.WORK_CASES, week.layout, phone=True),
    Page("own_work", Path.OWN_WORK, N_("My results"), Icon.BAR_CHART, Permission.WORK_CASES, own_work.layout,
    hidden_from=frozenset({Role.HEAD})),
    Page("board", Path.BOARD, N_("Sprint board"), Icon.KANBAN, Permission.WORK_PROJECTS, board.layout),
    Page("projects", Path.PROJECTS, N_("Projects"), Icon.BRIEFCASE, Permission.WORK_PROJECTS, projects.layout),
    Page("capacity", Path.CAPACITY, N_("Team capacity"), Icon.PEOPLE, Permission.MANAGE_PROJECTS, capacity.layout, Group.MANAGEMENT),
    Page("catalogue", Path.CATALOGUE, N_("Services"), Icon.GRID, Permission.ORDER_SERVICES, catalogue.layout),
    Page("requests", Path.REQUESTS, N_("My requests"), Icon.CARD_LIST, Permission.ORDER_SERVICES, requests.layout, phone=True),
    Page("order", Path.ORDER, N_("Order"), Icon.PLUS, Permission.ORDER_SERVICES, order.layout, Group.HIDDEN),
    Page("shared", Path.SHARED, N_("Shared with you"), Icon.SHARED, Permission.VISIT_SHARED, shared.layout, phone=True),
    Page("notifications", Path.NOTIFICATIONS, N_("Notifications"), Icon.BELL, Permission.USE, notifications.layout, Group.HIDDEN),
    Page("case", Path.CASE, N_("Case"), Icon.CARD_LIST, Permission.USE, case.layout, Group.HIDDEN, title_of=case.page_title),
    Page("overview", Path.OVERVIEW, N_("Overview"), Icon.BAR_CHART, Permission.SEE_DASHBOARDS, overview.layout, Group.MANAGEMENT),
    Page("losses", Path.LOSSES, N_("Prevented"), Icon.SHIELD, Permission.SEE_DASHBOARDS, losses.layout, Group.MANAGEMENT),
    Page("allocations", Path.ALLOCATIONS, N_("Allocation of costs"), Icon.PIE, Permission.SEE_ALLOCATIONS, allocations.layout,
    Group.MANAGEMENT),
    Page("workload", Path.WORKLOAD, N_("Workload"), Icon.PEOPLE, Permission.SEE_DASHBOARDS, workload.layout, Group.MANAGEMENT),
    Page("effect", Path.EFFECT, N_("Effect"), Icon.TREND, Permission.SEE_EFFECT, effect.layout, Group.MANAGEMENT),
    Page("roi", Path.ROI, N_("Return and pay-back"), Icon.PAY_BACK, Permission.SEE_EFFECT, roi.layout, Group.MANAGEMENT),
    Page("baselines", Path.BASELINES, N_("Baselines"), Icon.TREND, Permission.MANAGE_EFFECT, baselines.layout, Group.HIDDEN),
    Page("initiatives", Path.INITIATIVES, N_("Initiatives"), Icon.PAY_BACK, Permission.MANAGE_EFFECT, initiatives.layout, Group.MANAGEMENT),
    Page("disputes", Path.DISPUTES, N_("Disputes about shares"), Icon.CHAT_TEXT, Permission.SEE_ALLOCATIONS, disputes.layout,
    Group.MANAGEMENT),
    Page("costs", Path.COSTS, N_("Costs"), Icon.CALCULATOR, Permission.MANAGE_COSTS, costs.layout, Group.MANAGEMENT),
    Page("loss_register", Path.LOSS_REGISTER, N_("Loss register"), Icon.JOURNAL, Permission.REGISTER_LOSS, loss_register.layout,
    Group.MANAGEMENT),
    Page("loss_methods", Path.LOSS_METHODS, N_("Loss methods"), Icon.CALCULATOR, Permission.WRITE_LOSS_METHODS, loss_methods.layout,
    Group.SETTINGS),
    Page("weeks", Path.WEEKS, N_("Weeks of the group"), Icon.PEOPLE, Permission.DISTRIBUTE_WORK, weeks.layout, Group.MANAGEMENT),
    Page("operations", Path.OPERATIONS, N_("Deadlines and load"), Icon.SPEEDOMETER, Permission.SEE_DASHBOARDS, operations.layout,
    Group.MANAGEMENT),
    Page("reports", Path.REPORTS, N_("Reports"), Icon.REPORT, Permission.EXPORT_REPORTS, reports.layout, Group.MANAGEMENT),
    Page("reconciliation", Path.RECONCILIATION, N_("Reconciliation"), Icon.CHECKS, Permission.RECONCILE, reconciliation.layout,
    Group.MANAGEMENT),
    Page("labour_rules", Path.LABOUR_RULES, N_("Rules of labour"), Icon.STOPWATCH, Permission.MANAGE_LABOUR, labour_rules.layout,
    Group.SETTINGS),
    Page("report_builder", Path.REPORT_BUILDER, N_("Report builder"), Icon.REPORT, Permission.DESIGN_REPORTS, report_builder.layout,
    Group.SETTINGS),
    Page("feed", Path.FEED, N_("BI feed"), Icon.FILE_SHEET, Permission.FEED_BI, feed.layout, Group.SETTINGS),
    Page("calendars", Path.CALENDARS, N_("Calendars"), Icon.CALENDAR, Permission.MANAGE_CALENDARS, calendars.layout, Group.SETTINGS),
    Page("jobs", Path.JOBS, N_("Background work"), Icon.JOBS, Permission.MANAGE_JOBS, jobs.layout, Group.SETTINGS),
    Page("users", Path.USERS, N_("Users"), Icon.PERSON_GEAR, Permission.MANAGE_USERS, users.layout, Group.SETTINGS),
    Page("audit", Path.AUDIT, N_("Audit trail"), Icon.AUDIT, Permission.READ_AUDIT, audit.layout, Group.SETTINGS),
    Page("profile", Path.PROFILE, N_("Profile"), Icon.PERSON, Permission.USE, profile.layout, Group.HIDDEN),
)


def site_name() -> str:
    return _("Kordon")


def find(address: str) -> Found | None:
    """The page at this address, if there is one."""
    wanted = "/" + address.strip("/")
    for page in PAGES:
        match = _pattern(str(page.path)).fullmatch(wanted)
        if match:
            return Found(page, match.groupdict())
    return None


@lru_cache(maxsize=128)
def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"<(\w+)>", path)
    return re.compile("".join(re.escape(part) if number % 2 == 0 else f"(?P<{part}>[^/]+)" for number, part in enumerate(parts)))


def may_open(actor: Actor, page: Page) -> bool:
    return may(actor, page.permission)


def menu_of(actor: Actor) -> dict[Group, list[Page]]:
    """What stands in this actor's menu, by heading; empty headings are left out."""
    entries = [page for page in PAGES if page.group is not Group.HIDDEN and may_open(actor, page) and not _is_hidden(actor, page)]
    grouped = {group: [page for page in entries if page.group is group] for group in Group}
    return {group: pages for group, pages in grouped.items() if pages}


def first_page_of(actor: Actor) -> str:
    """Where this actor's day begins: home, or the first page of the menu for those who have no home."""
    pages = [page for entries in menu_of(actor).values() for page in entries]
    home = next((page for page in pages if page.path is Path.HOME), None)
    return str(home.path if home else pages[0].path if pages else Path.PROFILE)


def phone_tabs_of(actor: Actor) -> list[Page]:
    """At most five tabs at the bottom of a phone."""
    return [page for pages in menu_of(actor).values() for page in pages if page.phone][:5]


def _is_hidden(actor: Actor, page: Page) -> bool:
    return bool(actor.roles) and actor.roles <= page.hidden_from
