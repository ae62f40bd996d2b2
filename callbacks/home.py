"""The first page of each role, filled and kept live: drawn anew only when something on it is another thing than before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dash import Input, Output, State, no_update, set_props
from dash.development.base_component import Component

from callbacks.components.sending import as_json
from callbacks.components.wire import on
from callbacks.processes.jobs import process_row
from callbacks.services.notifications import notice_view
from callbacks.services.views import request_view
from callbacks.web.current import current_actor
from data.queries.access_accounts import people_counts
from data.queries.analytics.documents import labelled, operations_document
from data.queries.analytics.filters import filter_choices
from data.queries.analytics.operations import operations_figures
from data.queries.audit import last_seal, last_verification
from data.queries.home import approvals_waiting as waiting_approvals
from data.queries.home import (
    led_groups,
    officer_home,
    opened_by_week,
    unassigned_of,
    urgent_rows,
)
from data.queries.home_keepers import actions_lately, audit_rows_today, people_here, service_lines
from data.queries.jobs import job_processes, outbox_state, queue_state
from data.queries.processes.lists import CaseRow
from data.queries.processes.notices import notices
from data.queries.requests import RequestLine, pressing_requests, request_counts, shared_lines, unit_counts
from data.session import Session, reading
from data.settings import read_settings
from models.access.actor import Actor, Role
from models.access.permissions import Permission, may
from models.analytics.period import PeriodKind, period_of
from pages import home, home_keepers, shell
from pages.analytics.address import Asked
from pages.analytics.view import View
from pages.components.icons import Icon
from pages.components.page import page
from pages.formats import clock
from pages.home import Amounts, ids
from pages.home_keepers import WorkLink, own_requests_link
from pages.home_leading import Watch, executive_home, leading_home
from pages.home_parts import UrgentView
from pages.paths import Path
from pages.processes.jobs import state_line
from pages.processes.words import clock_words, state_words
from pages.services.shared import shared_list, shared_state
from pages.translations import _

_NOTICES = 9
_NOTICES_BESIDE = 6  # as tall as the table of urgent cases
_REQUESTS = 4
_WITHOUT_CLOCK = frozenset({Role.REQUESTER, Role.UNIT_HEAD, Role.EXTERNAL})


@on(
    Output(ids.BODY, "children"),
    Output(ids.SEEN, "data"),
    Input(shell.ids.LIVE_CASES, "data"),
    Input(shell.ids.LIVE_FIGURES, "data"),
    Input(shell.ids.LIVE_USER, "data"),
    State(ids.SEEN, "data"),
    permission=Permission.USE,
)
def show_home(_cases: Any, _figures: Any, _user: Any, seen: str) -> Any:
    actor = current_actor()
    with reading(actor) as session:
        drawn = _home_of(actor)(session)
    told = _digest(drawn, clock(session.now))
    if told != seen:
        return drawn, told
    if not actor.roles <= _WITHOUT_CLOCK:
        set_props(ids.AS_OF, {"children": _("as of {time}", time=clock(session.now))})
    return no_update, no_update


def _digest(drawn: Component, minute: str) -> str:
    """What is seen, without the minute it was seen at: nothing open is closed for nothing."""
    return hashlib.sha256(as_json(drawn).replace(minute.encode(), b"")).hexdigest()[:20]


def _home_of(actor: Actor) -> Callable[[Session], Component]:
    """The home of the role that has most to look after."""
    choices: tuple[tuple[Role, Callable[[Session], Component]], ...] = (
        (Role.EXTERNAL, _external), (Role.HEAD, _leading), (Role.LEAD, _leading), (Role.OFFICER, _officer), (Role.EXECUTIVE, _executive),
        (Role.ADMIN, _admin), (Role.DESIGNER, _designer), (Role.AUDITOR, _auditor), (Role.UNIT_HEAD, _unit_head),
    )  # fmt: skip
    return next((draw for role, draw in choices if actor.has(role)), _requester)


def _requester(_session: Session) -> Component:
    return home.requester_home()


def _unit_head(session: Session) -> Component:
    return home.requester_home(heads_unit=unit_counts(session).open)


@on(
    Output(ids.REQUESTS, "children"),
    Input(ids.REQUESTS, "id"),
    Input(shell.ids.LIVE_CASES, "data"),
    permission=Permission.ORDER_SERVICES,
)
def show_my_requests(_id: str, _live: Any) -> Any:
    with reading(current_actor()) as session:
        lines, counts = pressing_requests(session, limit=_REQUESTS), request_counts(session)
    return home.my_requests([request_view(line) for line in lines], now=session.now, waiting=counts.waiting, opened=counts.open)


def _external(session: Session) -> Component:
    views = [request_view(RequestLine(case=row, step=0, steps=0)) for row in shared_lines(session)]
    return page(_("Shared with you"), state=shared_state(len(views)), body=shared_list(views, now=session.now))


def _officer(session: Session) -> Component:
    found = officer_home(session)
    amounts = Amounts(found.mine, found.late, found.soon, found.today, found.free, found.approvals)
    told = [notice_view(one) for one in notices(session, limit=_NOTICES)]
    return home.officer_home([_urgent(row, now=session.now) for row in found.rows], amounts, told, now=session.now)


def _urgent(case: CaseRow, *, now: datetime) -> UrgentView:
    words = clock_words(case.sla, case.left, now=now, resume_on=case.resume_on)
    return UrgentView(case.number, case.title, case.service_name, case.owner, words, state_words(case.state, case.step))


def _leading(session: Session) -> Component:
    groups = led_groups(session)
    if groups is not None and not groups:
        return _officer(session)  # a lead of no group has the work of an officer
    view, asked = _dashboard(session, {"group": groups} if groups else {})
    watch = Watch(
        urgent=[_urgent(row, now=session.now) for row in urgent_rows(session, groups)],
        notices=[notice_view(one) for one in notices(session, limit=_NOTICES_BESIDE)],
        unassigned=unassigned_of(session, groups), approvals=waiting_approvals(session), weeks=opened_by_week(session, groups),
        groups=groups,
    )  # fmt: skip
    return leading_home(view, asked, watch, now=session.now, may_export=may(session.actor, Permission.EXPORT_REPORTS))


def _executive(session: Session) -> Component:
    view, asked = _dashboard(session, {})
    return executive_home(view, asked, now=session.now, may_export=may(session.actor, Permission.EXPORT_REPORTS))


def _dashboard(session: Session, where: dict[str, tuple[str, ...]]) -> tuple[View, Asked]:
    """This month's figures; in its first days, before anything was closed, the month before."""
    today = session.now.astimezone(ZoneInfo(read_settings().zone)).date()
    code = period_of(today, PeriodKind.MONTH).code
    found = operations_figures(session, code, where)
    if not found.figures["closed"] and today.day <= 5:
        code = period_of(today.replace(day=1) - timedelta(days=1), PeriodKind.MONTH).code
        found = operations_figures(session, code, where)
    return View(operations_document(found, labelled(filter_choices(session)))), Asked(code, where)


# --- those who look after something else than cases --------------------------------------------------------------------------


def _own(session: Session) -> list[WorkLink]:
    if not may(session.actor, Permission.ORDER_SERVICES):
        return []
    return [
        own_requests_link(request_counts(session).open),
        WorkLink(Icon.GRID, _("Services"), _("order a check, ask a question, report an incident"), str(Path.CATALOGUE)),
    ]


def _admin(session: Session) -> Component:
    queue, now = queue_state(session), session.now
    links = [WorkLink(Icon.CALENDAR, _("Calendars"), _("working days, short days, holidays"), str(Path.CALENDARS)), *_own(session)]
    state = state_line(
        processes=[process_row(row) for row in job_processes(session)], waiting=queue.waiting, failed=queue.failed, now=now,
        oldest_at=queue.oldest_at,
    )  # fmt: skip
    return home_keepers.admin_home(
        people_counts(session), here=people_here(session), failed=queue.failed, waiting=queue.waiting + queue.running,
        lost=outbox_state(session).given_up, state=state, links=links, now=now,
    )  # fmt: skip


def _designer(session: Session) -> Component:
    links = [WorkLink(Icon.CALENDAR, _("Calendars"), _("deadlines are counted by them"), str(Path.CALENDARS)), *_own(session)]
    return home_keepers.designer_home(service_lines(session), links=links, now=session.now)


def _auditor(session: Session) -> Component:
    return home_keepers.auditor_home(
        actions_lately(session), today=audit_rows_today(session), seal=last_seal(session), checked=last_verification(session),
        now=session.now,
    )  # fmt: skip
