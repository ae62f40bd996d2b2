"""The operations dashboard: every figure opens the cases it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from callbacks.analytics.dashboard_frame import PAGE_OF_ROWS, Behind, Shown, connect_dashboard, connect_rows, period_head
from data.queries.access import bank_day
from data.queries.analytics.documents import labelled, operations_document
from data.queries.analytics.filters import filter_choices
from data.queries.analytics.measures import first_and_last_day
from data.queries.analytics.operations import operations_figures
from data.queries.analytics.rows import rows_behind
from data.session import Session
from models.access.permissions import Permission, may
from models.analytics.period import PeriodKind, period_of
from pages import shell
from pages.analytics.address import Asked, read_address
from pages.analytics.operations import ids
from pages.analytics.operations_body import body
from pages.analytics.rows_behind import is_live, row_items, rows_head, rows_title
from pages.analytics.view import FILTER_NAMES, View, load_name
from pages.paths import Path
from pages.translations import _, text_of


def _everything(session: Session) -> tuple[date, date]:
    today = bank_day(session.now)
    return first_and_last_day(session) or (today, today + timedelta(days=1))


def _asked(session: Session, search: str) -> Asked:
    """Without a period: this month; where nothing has happened for long (an imported log), everything."""
    asked = read_address(search)
    if asked.period:
        return asked
    month = period_of(bank_day(session.now), PeriodKind.MONTH)
    lately = _everything(session)[1] > period_of(month.start - timedelta(days=1), PeriodKind.MONTH).start
    return replace(asked, period=month.code if lately else "all")


def show(session: Session, search: str) -> Shown:
    asked, choices = _asked(session, search), filter_choices(session)
    view = View(operations_document(operations_figures(session, asked.period, asked.where), choices))
    head = period_head(
        session, ids, view, asked, everything=_everything(session), report="operations", choices=labelled(choices), names=FILTER_NAMES
    )
    sets_target = may(session.actor, Permission.SET_TARGETS)
    return Shown(view.document, asked, head, lambda: body(view, asked, sets_target=sets_target))


def behind(session: Session, search: str, after: str) -> Behind:
    asked = _asked(session, search)
    page = rows_behind(session, asked.rows, asked.row_filters(), after=after, limit=PAGE_OF_ROWS)
    found = operations_figures(session, asked.rows_period or asked.period, asked.where)
    services = {code: text_of(name) for code, name in found.services.items()}
    view = View(operations_document(found, {}))
    days = _("as of now") if is_live(asked.rows) else view.period_label()
    words = ", ".join(part for part in (days, services.get(asked.rows_service, "")) if part)
    head = rows_head(page.total, closed_to_reader=page.closed_to_reader, words=words)
    items = row_items(page.rows, services=services, now=session.now)
    return Behind(rows_title(asked.rows, names=_names(view)), head, items, page.next_after)


def _names(view: View) -> dict[str, str]:
    """Words for the figures that name a person, a group or a step."""
    names = {}
    for row in view.figures["funnel"]:
        for kind in ("step", "standing"):
            names[f"{kind}:{row['service']}:{row['step']}"] = text_of(row["name"]) or row["step"]
    for kind, loads in (("officer", view.figures["workload_officers"]), ("group", view.figures["workload_groups"])):
        names |= {f"{kind}:{load['key']}": load_name(load) for load in loads}
    return names


connect_dashboard(
    ids, show, permission=Permission.SEE_DASHBOARDS, doubts="operations", live=(shell.ids.LIVE_CASES, shell.ids.LIVE_FIGURES)
)
connect_rows(ids, Path.OPERATIONS, behind, permission=Permission.SEE_DASHBOARDS, charts=(ids.SLA_CHART, ids.AGEING_CHART))
