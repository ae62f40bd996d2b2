"""Costs out of a file: chosen, looked at, brought in as a whole or not at all."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from dash import html
from dash.development.base_component import Component

from pages.analytics.import_words import reject_words
from pages.components.dialogs import confirm
from pages.components.form_fields import file_texts
from pages.components.form_parts import FileField
from pages.components.icons import Icon, icon
from pages.components.page import note
from pages.components.tables import Column, short_table
from pages.formats import money, month_label, number
from pages.translations import _, ngettext, text_of

MEGABYTES = 5
_MOST_SUMS, _MOST_REJECTS = 14, 12


class ids(StrEnum):
    DIALOG = "analytics-costs-file"
    DATA = "analytics-costs-file-data"
    SEEN = "analytics-costs-file-seen"
    YES = "analytics-costs-file-yes"
    NO = "analytics-costs-file-no"


def file_dialog() -> Component:
    """A file is looked at first; what it would bring in stands below before anything is kept."""
    hint = _("CSV or XLSX with the columns pool, month and amount; also document, account, description. The account card of 1C fits too.")
    upload = FileField(id=ids.DATA, target=str(ids.DATA), value=[], limit=1, megabytes=MEGABYTES, texts=file_texts(MEGABYTES))
    body = [html.P(hint, className="hint"), upload, html.Div(id=ids.SEEN, className="file-seen", **{"aria-live": "polite"})]
    return confirm(_("Import costs"), id=ids.DIALOG, verb=_("Bring it in"), confirm_id=ids.YES, cancel_id=ids.NO, body=body, size="lg")


def seen(told: Any, *, file_name: str, pools: Any) -> list[Component]:
    """What the file holds: sums of pools by month, what is known already, what hinders. `told` is a `CostImport`."""
    counts = [ngettext("{n} new cost", "{n} new costs", told.new)]
    if told.known:
        counts.append(ngettext("{n} is here already", "{n} are here already", told.known))
    kind = _("account card of 1C") if told.source == "1c" else _("table")
    parts: list[Component] = [html.P([html.B(file_name), f" · {kind} · {', '.join(counts)} · {money(told.kopecks, exact=True)}"])]
    if told.rejects:
        return [*parts, *_rejects(told.rejects)]
    if not told.new:
        return [*parts, note(_("Everything in it is here already: nothing would change."))]
    numbers = [Column(_("Rows"), "90px", is_number=True), Column(_("Amount, ₽"), "170px", is_number=True)]
    columns = [Column(_("Month")), Column(_("Pool")), *numbers]
    rows = [
        [
            month_label(one.of_month) + (f" → {month_label(one.counts_in)}" if one.counts_in != one.of_month else ""),
            text_of(pools.get(one.pool) or {}) or one.pool, number(one.rows), money(one.kopecks, exact=True),
        ]
        for one in told.sums[:_MOST_SUMS]
    ]  # fmt: skip
    parts.append(short_table(columns, rows, caption=_("What it brings in"), flush=True))
    if any(one.counts_in != one.of_month for one in told.sums):
        parts.append(html.P(_("A cost of a closed month counts in the first open one and says so."), className="hint"))
    rest = len(told.sums) - _MOST_SUMS
    return [*parts, html.P(ngettext("and {n} more", "and {n} more", rest), className="t3")] if rest > 0 else parts


def _rejects(rejects: Any) -> list[Component]:
    words = ngettext(
        "{n} row cannot be used, so nothing is brought in.", "{n} rows cannot be used, so nothing is brought in.", len(rejects)
    )
    lines = [
        html.Li(_("line {line}: {reason} ({cells})", line=one.line, reason=reject_words(one.reason), cells=_cells(one.cells)))
        for one in rejects[:_MOST_REJECTS]
    ]
    rest = len(rejects) - _MOST_REJECTS
    if rest > 0:
        lines.append(html.Li(ngettext("and {n} more", "and {n} more", rest)))
    return [note(words, kind="warn", sign=icon(Icon.WARNING)), html.Ul(lines, className="file-rejects")]


def _cells(cells: Any) -> str:
    return " | ".join(cell for cell in cells if cell)[:120]
