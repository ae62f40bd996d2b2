"""The dashboard of allocations: every share opens its why."""

from __future__ import annotations

from datetime import date

from callbacks.analytics.asked import asked_of_month_over
from callbacks.analytics.dashboard_frame import PAGE_OF_ROWS, Behind, Shown, connect_dashboard, connect_rows, period_head
from data.queries.access import bank_day
from data.queries.analytics.allocations import allocation_figures
from data.queries.analytics.cost_books import share_names
from data.queries.analytics.costs import months_with_costs
from data.queries.analytics.disputes import may_dispute
from data.queries.analytics.documents import allocation_document
from data.queries.analytics.filters import filter_choices
from data.queries.analytics.share_rows import share_rows
from data.session import Session
from models.access.permissions import Permission
from models.analytics.period import CODED_MONTH, month_after
from models.errors import NotFound
from pages.analytics.address import Asked
from pages.analytics.allocations import ids
from pages.analytics.allocations_body import AllocationView, body, why_items
from pages.analytics.share_rows import share_head, share_items
from pages.paths import Path
from pages.translations import text_of


def _asked(session: Session, search: str) -> Asked:
    return asked_of_month_over(search, Path.ALLOCATIONS, today=bank_day(session.now))


def _view(session: Session, asked: Asked) -> AllocationView:
    found = allocation_figures(session, asked.period, asked.where)
    return AllocationView(allocation_document(found, filter_choices(session)))


def show(session: Session, search: str) -> Shown:
    asked, today, known = _asked(session, search), bank_day(session.now), months_with_costs(session)
    view = _view(session, asked)
    everything = (known[0], month_after(max(known[-1], today.replace(day=1)), 1)) if known else (today, month_after(today, 1))
    choices = {"unit": [(code, name) for code, name in view.document["units"].items()]}
    head = period_head(session, ids, view, asked, everything=everything, report="allocations", choices=choices, names=("unit",))
    return Shown(view.document, asked, head, lambda: body(view, asked))


def behind(session: Session, search: str, after: str) -> Behind:
    """Why the unit named in the address bears what it bears, or the cases behind one share (`share:<month>:<unit>:<pool>:<service>`)."""
    asked = _asked(session, search)
    if asked.rows.startswith("share:"):
        return _share(session, asked, after)
    view, code = _view(session, asked), asked.rows.removeprefix("unit:")
    return Behind(view.unit(code), view.period_label(), why_items(view, code, asked, disputes=may_dispute(session)))


def _share(session: Session, asked: Asked, after: str) -> Behind:
    month, unit, pool, service = (*asked.rows.split(":"), "", "", "", "")[1:5]
    if not CODED_MONTH.fullmatch(month):
        raise NotFound(month)
    found = share_rows(session, date.fromisoformat(f"{month}-01"), unit, pool, service, after=after, limit=PAGE_OF_ROWS)
    names = share_names(session, unit, pool)
    services = {code: text_of(name) for code, name in filter_choices(session)["service"]}
    title = f"{text_of(names[0])}: {text_of(names[1])}"
    back = asked.behind(f"unit:{unit}")
    return Behind(title, share_head(found, month=month, back=back), share_items(found, services), found.next_after)


connect_dashboard(ids, show, permission=Permission.SEE_ALLOCATIONS, doubts="allocations")
connect_rows(ids, Path.ALLOCATIONS, behind, permission=Permission.SEE_ALLOCATIONS)
