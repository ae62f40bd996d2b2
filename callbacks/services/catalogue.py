"""The catalogue: services of this moment, narrowed as one types."""

from __future__ import annotations

from typing import Any

from dash import Input, Output

from callbacks.components.wire import on
from callbacks.services.views import service_view
from callbacks.web.current import current_actor
from data.queries.services import catalogue, order_drafts
from data.session import reading
from models.access.permissions import Permission
from pages.services.catalogue import ids, service_list


@on(Output(ids.LIST, "children"), Input(ids.SEARCH, "value"), permission=Permission.ORDER_SERVICES)
def show_services(search: str | None) -> Any:
    typed = (search or "").strip()[:100]
    with reading(current_actor()) as session:
        cards, drafts = catalogue(session, search=typed), order_drafts(session)
    return service_list([service_view(card, drafts=drafts) for card in cards], now=session.now, search=typed)
