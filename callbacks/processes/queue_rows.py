"""Rows of a case list as the grid and the workbook need them, and the sentence above the list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash import html

from data.queries.processes.lists import COUNT_LIMIT, CaseRow
from pages.components.marks import priority_text, risk_cell, status_cell
from pages.formats import initials, moment, number, short_name
from pages.paths import to_case
from pages.processes.words import clock_words
from pages.translations import _, ngettext, text_of


def grid_row(row: CaseRow, *, now: datetime) -> dict[str, Any]:
    """One line of the grid, every cell in words already."""
    return {
        "id": str(row.id),
        "href": to_case(row.number),
        "number": row.number,
        "title": {"text": row.title or row.number, "detail": text_of(row.service_name), "href": to_case(row.number)},
        "state": status_cell(row.state),
        "step": text_of(row.step) if row.step else "",
        "due": clock_words(row.sla, row.left, now=now, resume_on=row.resume_on).as_cell(),
        "risk": risk_cell(row.risk_level),
        "owner": {"name": short_name(row.owner), "initials": initials(row.owner)} if row.owner else None,
        "requester": short_name(row.requester),
        "unit": text_of(row.unit) if row.unit else "",
        "group": text_of(row.group) if row.group else "",
        "priority": priority_text(row.priority),
        "amount": number(row.amount_kopecks / 100, digits=0) if row.amount_kopecks else "",
        "opened": moment(row.opened_at, now=now),
    }


def state_line(counts: Mapping[str, int]) -> list[Any]:
    """«1 просрочена, 6 истекают сегодня, 6 ждут ответа, одна на паузе.» Nothing to worry about is said too."""
    said: list[Any] = []
    if counts["late"]:
        said.append(html.B(ngettext("{n} overdue", "{n} overdue", counts["late"]), className="c-danger"))
    if counts["today"]:
        said.append(html.B(ngettext("{n} due today", "{n} due today", counts["today"]), className="c-warn"))
    if counts["waiting_requester"]:
        said.append(ngettext("{n} waits for an answer", "{n} wait for an answer", counts["waiting_requester"]))
    if counts["paused"]:
        said.append(ngettext("{n} on hold", "{n} on hold", counts["paused"]))
    if not counts["all"]:
        return [_("Nothing here. New cases appear by themselves.")]
    if not said:
        return [ngettext("{n} case, nothing is pressing.", "{n} cases, nothing is pressing.", counts["all"])]
    parts: list[Any] = []
    for place, part in enumerate(said):
        parts += [part, ", " if place < len(said) - 1 else "."]
    return parts


def foot_words(shown: int, *, is_all: bool) -> str:
    """«Показаны все 31 дело», «Загружены первые 60»."""
    if is_all:
        return ngettext("{n} case", "{n} cases", shown) if shown < COUNT_LIMIT else number(shown)
    return ngettext("{n} case loaded, more below", "{n} cases loaded, more below", shown)
