"""Sentences of the marketplace: what is promised, where a request stands, what is wanted of its requester."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pages.components.icons import Icon
from pages.formats import clock, current_zone, day_month
from pages.translations import N_, _, ngettext, text_of

Text = Mapping[str, str]
WORKING_DAY = 480  # minutes; a promise of a whole number of days is told in days

# Headings of the catalogue in their order; a category that a designer invents later stands last under a general heading.
CATEGORIES = {"checks": N_("Checks"), "visits": N_("Visits on site"), "help": N_("Ask and request"), "incidents": N_("Incidents")}


def category_name(category: str) -> str:
    return _(CATEGORIES.get(category, N_("Other services")))


def promise_words(minutes: int | None, *, by_the_clock: bool = False) -> str:
    """«6 рабочих часов», «2 рабочих дня», «24 часа» of a service that works round the clock; nothing when nothing is promised."""
    if not minutes:
        return ""
    if by_the_clock:
        return promise_short(minutes, by_the_clock=True)
    if minutes % WORKING_DAY == 0:
        return ngettext("{n} working day", "{n} working days", minutes // WORKING_DAY)
    if minutes % 60 == 0:
        return ngettext("{n} working hour", "{n} working hours", minutes // 60)
    return ngettext("{n} working minute", "{n} working minutes", minutes)


def promise_short(minutes: int | None, *, by_the_clock: bool = False) -> str:
    """The same for a narrow column: «6 часов»."""
    if not minutes:
        return ""
    if minutes % WORKING_DAY == 0 and not by_the_clock:
        return ngettext("{n} day", "{n} days", minutes // WORKING_DAY)
    return ngettext("{n} hour", "{n} hours", minutes // 60) if minutes % 60 == 0 else ngettext("{n} minute", "{n} minutes", minutes)


def answer_by_words(when: datetime | None, *, now: datetime) -> str:
    """«сегодня до 15:00», «завтра до 12:30», «до 18 ноября, 11:00»."""
    if when is None:
        return ""
    day, today = when.astimezone(current_zone()).date(), now.astimezone(current_zone()).date()
    if day == today:
        return _("today by {time}", time=clock(when))
    if (day - today).days == 1:
        return _("tomorrow by {time}", time=clock(when))
    return _("by {date}, {time}", date=day_month(day, today=today), time=clock(when))


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as its row needs it; `data.queries.services.RequestLine` filled in by the callback."""

    number: str
    title: str
    service: Text
    service_code: str
    state: str
    step_name: Text
    step: int
    steps: int
    due_at: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    resume_on: date | None
    sla: str
    question: str = ""
    refusal: str = ""
    answer_file: str = ""
    outcome: str = ""
    rating: int | None = None
    requester: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a request stands: an icon, a tone ("", on, wait, done, want, bad) and words. `wanted`: something is asked of the requester."""

    icon: Icon
    tone: str
    words: str
    wanted: bool = False


def standing(view: RequestView) -> Standing:
    """The state of a request in the words of the one who ordered it."""
    place = _("step {n} of {m}", n=view.step, m=view.steps) if view.step and view.steps else ""
    match view.state:
        case "new":
            return Standing(Icon.STATUS_NEW, "", _("Accepted, waiting for an executor"))
        case "waiting_requester":
            asked = view.question.strip().splitlines()[0] if view.question.strip() else ""
            return Standing(
                Icon.CHAT_TEXT,
                "want",
                (asked and _("They ask you: {question}", question=asked)) or _("They wait for your answer"),
                wanted=True,
            )
        case "paused":
            until = f" {_('until {date}', date=day_month(view.resume_on))}" if view.resume_on else ""
            return Standing(Icon.PAUSED, "wait", _("Put on hold") + until)
        case "approval":
            return Standing(Icon.STATUS_APPROVAL, "on", _comma(_("The answer is being approved"), place))
        case "done":
            return Standing(Icon.STATUS_DONE, "done", view.outcome or _("Answered"))
        case "refused":
            return Standing(
                Icon.STATUS_REFUSED, "bad", _("Refused: {reason}", reason=view.refusal) if view.refusal else _("Refused"), wanted=True
            )
        case "withdrawn":
            return Standing(Icon.STATUS_REFUSED, "", _("Withdrawn"))
        case "waiting":
            return Standing(Icon.STATUS_WAITING, "wait", _comma(text_of(view.step_name) or _("Waiting for others"), place))
        case _:
            return Standing(Icon.STATUS_WORK, "on", _comma(text_of(view.step_name) or _("In work"), place))


def expected(view: RequestView, *, now: datetime) -> tuple[str, str]:
    """Two short lines at the right of a row: «ответ» / «сегодня до 15:00», or when it was answered."""
    if view.closed_at is not None:
        return _ended(view), day_month(view.closed_at.astimezone(current_zone()).date(), today=now.astimezone(current_zone()).date())
    if view.state in {"paused", "waiting_requester"}:
        return _("the clock stands"), _("until you answer") if view.state == "waiting_requester" else _("until it is resumed")
    if view.due_at is None:
        return _("ordered"), day_month(view.opened_at.astimezone(current_zone()).date(), today=now.astimezone(current_zone()).date())
    if view.sla == "late":
        return _("promised"), answer_by_words(view.due_at, now=now) if view.due_at > now else _late(view.due_at, now=now)
    return _("answer"), answer_by_words(view.due_at, now=now)


def _ended(view: RequestView) -> str:
    return {"done": _("answered"), "refused": _("refused"), "withdrawn": _("withdrawn")}.get(view.state, _("closed"))


def _late(due_at: datetime, *, now: datetime) -> str:
    day, today = due_at.astimezone(current_zone()).date(), now.astimezone(current_zone()).date()
    return _("today by {time}", time=clock(due_at)) if day == today else day_month(day, today=today)


def _comma(*parts: Any) -> str:
    return ", ".join(part for part in parts if part)
