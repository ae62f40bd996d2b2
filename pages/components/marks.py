"""Marks of SLA, status and risk. Never colour alone: an icon and words. Calm rows stay grey, only exceptions shout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from dash import html
from dash.development.base_component import Component

from pages.components.icons import Icon, icon
from pages.formats import paused_until, time_left
from pages.translations import N_, _

SlaTone = Literal["ok", "soon", "late", "paused", "done", "missed", "none"]
_SLA_ICONS = {
    "ok": Icon.CLOCK, "soon": Icon.ALARM, "late": Icon.LATE, "paused": Icon.PAUSED, "done": Icon.CHECK_CIRCLE, "missed": Icon.CROSS_CIRCLE,
}  # fmt: skip
_SLA_CLASSES = {"ok": "sla-ok", "soon": "sla-soon", "late": "sla-late", "paused": "sla-paused", "done": "sla-ok", "missed": "sla-missed"}


@dataclass(frozen=True, slots=True)
class SlaWords:
    """An SLA clock as words and a tone; also what a grid's cell gets as JSON."""

    text: str
    tone: SlaTone

    def as_cell(self) -> dict[str, str]:
        return {"text": self.text, "tone": self.tone}


def sla_words(
    minutes_left: float | None, *, today: date, is_soon: bool = False, is_paused: bool = False, resume_on: date | None = None,
    closed_in_time: bool | None = None, minutes_of_a_day: int = 24 * 60,
) -> SlaWords:  # fmt: skip
    """What the clock says. `is_soon` comes from the reminder threshold of the service, `closed_in_time` from a closed case."""
    if closed_in_time is not None:
        return SlaWords(_("in time"), "done") if closed_in_time else SlaWords(_("late"), "missed")
    if is_paused:
        return SlaWords(paused_until(resume_on, today=today), "paused")
    if minutes_left is None:
        return SlaWords(_("no deadline"), "none")
    tone: SlaTone = "late" if minutes_left < 0 else "soon" if is_soon else "ok"
    return SlaWords(time_left(minutes_left, minutes_of_a_day=minutes_of_a_day), tone)


def sla_mark(words: SlaWords) -> Component:
    """Clock, words, colour."""
    if words.tone == "none":
        return html.Span(words.text, className="t3")
    return html.Span([icon(_SLA_ICONS[words.tone]), html.Span(words.text)], className=f"sla {_SLA_CLASSES[words.tone]}")


# --- status ------------------------------------------------------------------------------------------------------------------

_STATUS: dict[str, tuple[str, Icon, str]] = {
    "new": (N_("New"), Icon.STATUS_NEW, ""),
    "in_work": (N_("In work"), Icon.STATUS_WORK, "on"),
    "waiting_requester": (N_("Waiting for the requester"), Icon.STATUS_WAITING, "wait"),
    "waiting": (N_("Waiting"), Icon.STATUS_WAITING, "wait"),
    "paused": (N_("On hold"), Icon.STATUS_WAITING, "wait"),
    "approval": (N_("On approval"), Icon.STATUS_APPROVAL, "on"),
    "done": (N_("Done"), Icon.STATUS_DONE, "done"),
    "refused": (N_("Refused"), Icon.STATUS_REFUSED, ""),
    "withdrawn": (N_("Withdrawn"), Icon.STATUS_REFUSED, ""),
}
STATES = tuple(_STATUS)


def status_text(state: str) -> str:
    """The state of a case in the reader's words."""
    return _(_STATUS[state][0]) if state in _STATUS else state


def status_cell(state: str, text: str = "") -> dict[str, str]:
    """A grid's cell: `text` replaces the general word, for instance by the name of the step."""
    _word, sign, tone = _STATUS.get(state, ("", Icon.STATUS_NEW, ""))
    return {"text": text or status_text(state), "icon": str(sign), "tone": tone}


def status_mark(state: str, text: str = "") -> Component:
    """A pie that fills with the work, and the word; no coloured pills."""
    cell = status_cell(state, text)
    return html.Span([icon(Icon(cell["icon"])), html.Span(cell["text"])], className=f"st {cell['tone']}".strip())


# --- risk --------------------------------------------------------------------------------------------------------------------

_RISK: dict[str, tuple[str, Icon, str]] = {
    "low": (N_("Low"), Icon.RISK_LOW, "rk-low"),
    "medium": (N_("Medium"), Icon.RISK_MEDIUM, "rk-mid"),
    "high": (N_("High"), Icon.RISK_HIGH, "rk-high"),
    "": (N_("Not rated"), Icon.RISK_NONE, "rk-none"),
}


def risk_text(level: str) -> str:
    return _(_RISK.get(level, _RISK[""])[0])


def risk_cell(level: str, text: str = "") -> dict[str, str]:
    _word, sign, tone = _RISK.get(level, _RISK[""])
    return {"text": text or risk_text(level), "icon": str(sign), "tone": tone}


def risk_mark(level: str, text: str = "") -> Component:
    """Three bars and the word; `text` replaces it: "High risk, 72"."""
    cell = risk_cell(level, text)
    return html.Span([icon(Icon(cell["icon"])), html.Span(cell["text"])], className=f"rk {cell['tone']}")


# --- small ones --------------------------------------------------------------------------------------------------------------

_PRIORITY = (N_("Low priority"), N_("Normal priority"), N_("High priority"), N_("Critical"))


def priority_text(priority: int) -> str:
    """0 low, 1 normal, 2 high, 3 critical."""
    return _(_PRIORITY[max(0, min(priority, 3))])


def tag(text: str, *, kind: Literal["", "warn", "danger", "ok", "acc"] = "", sign: Icon | None = None) -> Component:
    """A quiet word in a box."""
    body: list[Any] = [*([icon(sign, size=12)] if sign else []), text]
    return html.Span(body, className="tag" + (f" tag-{kind}" if kind else ""))


def minutes_between(now: datetime, due_at: datetime | None) -> float | None:
    """Calendar minutes left until a deadline; negative when it has passed."""
    return None if due_at is None else (due_at - now).total_seconds() / 60
