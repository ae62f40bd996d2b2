"""The dashboard of return: the scenario lives in the address; the months of cash stand behind every figure."""

from __future__ import annotations

from callbacks.analytics.dashboard_frame import Behind, Shown, connect_dashboard, connect_rows, plain_head
from data.queries.analytics.effect_documents import roi_document
from data.queries.analytics.filters import filter_choices
from data.queries.analytics.initiatives import initiatives
from data.queries.analytics.roi import roi_figures
from data.session import Session
from models.access.permissions import Permission, may
from pages.analytics.address import read_address
from pages.analytics.roi import ids
from pages.analytics.roi_body import body, cash_items
from pages.analytics.roi_view import RoiView, confidence
from pages.paths import Path
from pages.translations import _, text_of


def show(session: Session, search: str) -> Shown:
    asked = read_address(search, path=Path.ROI)
    view = RoiView(roi_document(roi_figures(session, asked.what_if), filter_choices(session)))
    keeps = may(session.actor, Permission.MANAGE_EFFECT)
    head = plain_head(session, ids, confidence(view), view=view, report="roi")
    return Shown(view.document, asked, lambda: head, lambda: body(view, asked, keeps=keeps))


def behind(session: Session, search: str, _after: str) -> Behind:
    """The months of cash as entered and read live; a scenario does not change them."""
    code = read_address(search, path=Path.ROI).what_if.get("initiative", "")
    chosen = [one for one in initiatives(session) if one.row.state == "confirmed" and code in ("", one.row.code)]
    found = sorted(((text_of(one.row.name), month) for one in chosen for month in one.months), key=lambda pair: (pair[1].month, pair[0]))
    title = found[0][0] if code and found else _("All initiatives together")
    return Behind(title, _("Months of cash as entered and read, without a scenario"), cash_items(found))


connect_dashboard(ids, show, permission=Permission.SEE_EFFECT, doubts="roi", advice=lambda: _("Choose the scenario anew."))
connect_rows(ids, Path.ROI, behind, permission=Permission.SEE_EFFECT)
