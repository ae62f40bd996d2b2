"""Rows of the queries as the pages of the marketplace take them."""

from __future__ import annotations

from collections.abc import Collection

from data.queries.requests import RequestLine
from data.queries.services import ServiceCard
from pages.services.catalogue import ServiceView
from pages.services.words import RequestView
from pages.translations import text_of


def service_view(card: ServiceCard, *, drafts: Collection[str] = ()) -> ServiceView:
    return ServiceView(
        code=card.code, name=card.name, summary=card.summary, category=card.category, icon=card.icon, minutes=card.minutes,
        answer_by=card.answer_by, anonymous=card.anonymous, by_the_clock=card.by_the_clock,
        draft=card.code in drafts,
    )  # fmt: skip


def request_view(line: RequestLine) -> RequestView:
    row = line.case
    return RequestView(
        number=row.number, title=row.title, service=row.service_name, service_code=row.service, state=row.state, step_name=row.step,
        step=line.step, steps=line.steps, due_at=row.due_at, opened_at=row.opened_at, closed_at=row.closed_at, resume_on=row.resume_on,
        sla=str(row.sla), question=line.question, refusal=line.refusal, answer_file=str(line.answer_file or ""),
        outcome=text_of(line.outcome_name), rating=row.rating, requester=row.requester, icon=line.icon,
    )  # fmt: skip
