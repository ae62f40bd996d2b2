"""Sentences about a case: what has happened in it, what a notification says, which kind a sentence is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.processes.sla import SlaState
from pages.components.icons import Icon
from pages.components.marks import SlaWords, risk_text, sla_words, status_text
from pages.formats import current_zone, day_month, duration, listing, moment, short_name
from pages.translations import _, ngettext, text_of

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it is told: `strong` words first, then the rest, with a sign in one of the tones "", ok, warn, danger."""

    strong: str
    rest: str = ""
    sign: Icon = Icon.ACTIVITY
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an event's words are made of. `names`: id → name; steps, outcomes and endings by key, in both languages."""

    data: Mapping[str, Any]
    names: Mapping[str, str]
    now: datetime
    step: str = ""
    outcome: str = ""
    ending: str = ""
    fields: Sequence[str] = ()

    def person(self, key: str) -> str:
        """The short name of the person whose id stands under this key."""
        return short_name(self.names.get(str(self.data.get(key)), ""))


def actor_shown(full_name: str, on_behalf_of: str = "") -> str:
    """Who did it; a substitute is named with the absent person. Without a person it was Kordon."""
    if not full_name:
        return _("Kordon")
    if on_behalf_of:
        return _("{name} for {absent}", name=short_name(full_name), absent=short_name(on_behalf_of))
    return short_name(full_name)


def event_words(kind: str, facts: Facts) -> Told:
    """The sentence for an event of the time line. A kind without words of its own is told by its step."""
    word = _EVENTS.get(kind)
    return word(facts) if word else Told(facts.step or _("A change in the case"))


def _comment(facts: Facts, key: str = "comment") -> str:
    return str(facts.data.get(key) or "")


def _opened(facts: Facts) -> Told:
    if facts.data.get("anonymous"):
        return Told(_("Anonymous report received"), sign=Icon.INBOX)
    if facts.data.get("parent"):
        return Told(_("Opened from case {number}", number=facts.data["parent"]), sign=Icon.DIAGRAM)
    return Told(_("Submitted again") if facts.data.get("resubmits") else _("Request received"), sign=Icon.INBOX)


def _entered(facts: Facts) -> Told:
    who = facts.person("assignee")
    return Told(_("Step: {step}", step=facts.step), _("given to {name}", name=who) if who else _("in the group's queue"), Icon.ARROW_RIGHT)


def _completed(facts: Facts) -> Told:
    return Told(_("{step}: {outcome}", step=facts.step, outcome=facts.outcome or _("done")), _comment(facts), Icon.CHECK_CIRCLE, "ok")


def _reassigned(facts: Facts) -> Told:
    to, reason = facts.person("to"), _comment(facts, "reason")
    return Told(_("Passed on to {name}", name=to) if to else _("Returned to the queue"), reason, Icon.PERSON_PLUS)


def _changed(facts: Facts) -> Told:
    named = listing([one for one in facts.fields if one][:6])
    return Told(_("Form saved"), named, Icon.PENCIL)


def _approval_asked(facts: Facts) -> Told:
    people = [short_name(facts.names.get(str(one), "")) for one in facts.data.get("people") or ()]
    return Told(_("Approval asked for"), listing([one for one in people if one]), Icon.STATUS_APPROVAL)


def _decided(facts: Facts) -> Told:
    return Told(_("{step}: {outcome}", step=facts.step, outcome=facts.outcome), _comment(facts), Icon.CHECK_SQUARE, "ok")


def _forwarded(facts: Facts) -> Told:
    return Told(_("Approval forwarded to {name}", name=facts.person("to")), _comment(facts), Icon.FORWARD)


def _paused(facts: Facts) -> Told:
    day = facts.data.get("resume_on")
    words = _("On hold until {date}", date=day_month(date.fromisoformat(str(day)), today=facts.now.date())) if day else _("On hold")
    return Told(words, _comment(facts, "reason"), Icon.PAUSED)


def _resumed(facts: Facts) -> Told:
    stood = int(facts.data.get("minutes") or 0)
    return Told(_("Work goes on"), _("the deadline moved by {duration}", duration=duration(stood)) if stood else "", Icon.PLAY)


def _closed(facts: Facts) -> Told:
    if facts.data.get("refused"):
        return Told(_("Refused"), facts.ending, Icon.CROSS_CIRCLE, "danger")
    return Told(_("Case closed"), facts.ending, Icon.CHECK_CIRCLE_FILL, "ok")


def _scored(facts: Facts) -> Told:
    level = str(facts.data.get("level") or "")
    score = facts.data.get("score")
    said = risk_text(level) + (f", {score}" if score not in (None, "") else "")
    return Told(_("Risk assessed: {level}", level=said), "", Icon.SPEEDOMETER, {"high": "danger", "medium": "warn"}.get(level, ""))


def _subcase_opened(facts: Facts) -> Told:
    return Told(_("Opened case {number}", number=facts.data.get("number", "")), facts.step, Icon.DIAGRAM)


def _waiting(facts: Facts) -> Told:
    until = facts.data.get("until")
    rest = _("until {moment}", moment=moment(datetime.fromisoformat(str(until)), now=facts.now)) if until else ""
    return Told(_("Waiting: {step}", step=facts.step), rest, Icon.HOURGLASS)


_EVENTS: Mapping[str, Callable[[Facts], Told]] = {
    "case_opened": _opened,
    "task_entered": _entered,
    "task_taken": lambda facts: Told(_("Taken into work"), facts.step, Icon.PERSON_CHECK),
    "task_completed": _completed,
    "task_reassigned": _reassigned,
    "fields_changed": _changed,
    "approval_asked": _approval_asked,
    "approval_decided": _decided,
    "approval_forwarded": _forwarded,
    "decided_by_table": lambda facts: Told(_("Decided by the table: {step}", step=facts.step), "", Icon.ROBOT),
    "scored": _scored,
    "answer_composed": lambda _facts: Told(_("Answer composed"), "", Icon.REPORT),
    "answer_edited": lambda facts: Told(_("Answer edited, version {version}", version=facts.data.get("version", "")), "", Icon.PENCIL),
    "answer_delivered": lambda _facts: Told(_("Answer sent to the requester"), "", Icon.SEND, "ok"),
    "case_paused": _paused,
    "case_resumed": _resumed,
    "question_asked": lambda _facts: Told(_("Asked the requester, the clock stands still"), "", Icon.QUESTION),
    "case_closed": _closed,
    "case_withdrawn": lambda facts: Told(_("Withdrawn by the requester"), _comment(facts, "reason"), Icon.UNDO),
    "case_rated": lambda facts: Told(
        ngettext("Rated {n} star of five", "Rated {n} stars of five", int(facts.data.get("stars") or 0)), "", Icon.STAR
    ),
    "participant_added": lambda facts: Told(_("{name} may now follow the case", name=facts.person("person")), "", Icon.SHARED),
    "participant_removed": lambda facts: Told(_("{name} no longer follows the case", name=facts.person("person")), "", Icon.SHARED),
    "documents_added": lambda facts: Told(
        _("Documents added"), listing([str(one) for one in facts.data.get("names") or ()]), Icon.PAPERCLIP
    ),
    "subcase_opened": _subcase_opened,
    "subcase_ended": lambda facts: Told(_("Returned from the opened case"), facts.step, Icon.DIAGRAM, "ok"),
    "waiting": _waiting,
    "wait_ended": lambda facts: Told(_("Waiting is over: {step}", step=facts.step), _comment(facts), Icon.HOURGLASS),
    "deadline_extended": lambda facts: Told(_("Deadline extended"), duration(int(facts.data.get("minutes") or 0)), Icon.CLOCK),
    "sla_reminded": lambda facts: Told(_("The deadline is near"), facts.step, Icon.ALARM, "warn"),
    "sla_broken": lambda facts: Told(_("The deadline has passed"), facts.step, Icon.LATE, "danger"),
}


# --- notifications -----------------------------------------------------------------------------------------------------------


def notice_words(kind: str, *, data: Mapping[str, Any], step: Text, now: datetime) -> Told:
    """What a notification says about its case; the case's number and title stand beside it."""
    where = text_of(step) if step else ""
    day = data.get("resume_on")
    match kind:
        case "task_assigned":
            return Told(_("A task for you"), where, Icon.INBOX)
        case "task_in_group":
            return Told(_("A new task in your group"), where, Icon.INBOX)
        case "approval_asked":
            return Told(_("Your approval is asked for"), where, Icon.CHECK_SQUARE)
        case "question_asked":
            return Told(_("A question to you: work stands still until you answer"), "", Icon.QUESTION, "warn")
        case "message":
            return Told(_("A new message"), "", Icon.CHAT_TEXT)
        case "internal_note":
            return Told(_("A new internal note"), "", Icon.LOCK)
        case "mentioned":
            return Told(_("You were mentioned"), "", Icon.AT)
        case "answer_ready":
            return Told(_("The answer is ready"), "", Icon.CHECK_CIRCLE, "ok")
        case "refused":
            return Told(_("The request was refused"), "", Icon.CROSS_CIRCLE, "danger")
        case "returned":
            return Told(_("Returned for rework"), str(data.get("comment") or ""), Icon.ARROW_RETURN, "warn")
        case "paused":
            until = _("until {date}", date=day_month(date.fromisoformat(str(day)), today=now.date())) if day else ""
            return Told(_("The request was put on hold"), until, Icon.PAUSED)
        case "resumed":
            return Told(_("Back from hold"), "", Icon.PLAY)
        case "withdrawn":
            return Told(_("Withdrawn by the requester"), "", Icon.UNDO)
        case "rated":
            stars = int(data.get("stars") or 0)
            return Told(ngettext("Rated {n} star of five", "Rated {n} stars of five", stars), "", Icon.STAR)
        case "shared_with_you":
            return Told(_("A case was shared with you"), "", Icon.SHARED)
        case "told_by_process":
            return Told(text_of(data.get("message") or {}) or where, "", Icon.INFO)
        case "week_returned":
            week = data.get("week")
            since = day_month(date.fromisoformat(str(week)), today=now.date()) if week else ""
            told = _("Your week of {day} was returned", day=since) if since else _("Your week was returned")
            return Told(told, str(data.get("comment") or ""), Icon.ARROW_RETURN, "warn")
        case "reminder":
            return Told(_("The deadline is near"), where, Icon.ALARM, "warn")
        case "escalated":
            return Told(_("The deadline has passed"), where, Icon.LATE, "danger")
        case "loss_rejected":
            return Told(_("The prevented loss was not accepted"), str(data.get("reason") or ""), Icon.CROSS_CIRCLE, "warn")
        case "dispute_opened":
            return Told(_("A share of costs is disputed"), str(data.get("claim") or ""), Icon.PIE, "warn")
        case "dispute_answered":
            granted = data.get("state") == "accepted"
            told = _("Your dispute was accepted") if granted else _("Your dispute was not accepted")
            sign = Icon.CHECK_CIRCLE if granted else Icon.CROSS_CIRCLE
            return Told(told, str(data.get("answer") or ""), sign, "ok" if granted else "warn")
        case "many_reminders":
            many = int(data.get("deadlines") or 0)
            return Told(ngettext("{n} deadline is near", "{n} deadlines are near", many), "", Icon.ALARM, "warn")
        case "many_escalated":
            many = int(data.get("deadlines") or 0)
            return Told(ngettext("{n} deadline has passed", "{n} deadlines have passed", many), "", Icon.LATE, "danger")
        case _:
            return Told(_("News about the case"), where, Icon.BELL)


# --- small ones --------------------------------------------------------------------------------------------------------------


def state_words(state: str, step: Text | None = None) -> str:
    """The status as it stands in lists: while people work on it, the step says more than the state."""
    named = text_of(step) if step else ""
    return named if named and state == "in_work" else status_text(state)


def visibility_words(visibility: str) -> str:
    """Who sees a file."""
    return {
        "public": _("the requester and the service"),
        "internal": _("the security service only"),
        "shared": _("external participants too"),
    }.get(visibility, visibility)


def clock_words(sla: SlaState, left: Any, *, now: datetime, resume_on: date | None = None) -> SlaWords:
    """The SLA clock of a case or a task. `left` has `minutes` (working, negative past the deadline) and `day` (those of a working day)."""
    closed = {SlaState.MET: True, SlaState.MISSED: False}.get(sla)
    return sla_words(
        left.minutes if left else None,
        today=now.astimezone(current_zone()).date(),
        is_soon=sla is SlaState.SOON,
        is_paused=sla is SlaState.PAUSED,
        resume_on=resume_on,
        closed_in_time=closed,
        minutes_of_a_day=left.day if left else 24 * 60,
    )


def due_words(due_at: datetime | None, *, now: datetime, sla: SlaState) -> str:
    """«срок был сегодня в 11:02», «срок завтра в 18:00»; nothing when it no longer matters."""
    if due_at is None or sla in {SlaState.MET, SlaState.MISSED, SlaState.PAUSED, SlaState.NONE}:
        return ""
    when = moment(due_at, now=now)
    return _("was due {when}", when=when) if sla is SlaState.LATE else _("due {when}", when=when)
