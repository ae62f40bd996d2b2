"""The audit trail in words: actions, things, and what changed from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from pages.access.roles import role_words
from pages.formats import ABSENT, date_short, listing, moment_long, money, number
from pages.translations import N_, _, text_of

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        # access
        "signed_in": N_("Signed in"),
        "signed_out": N_("Signed out"),
        "sign_in_refused": N_("Sign-in refused"),
        "sign_in_locked": N_("Sign-in locked after wrong passwords"),
        "session_ended": N_("Session ended"),
        "password_changed": N_("Password changed"),
        "password_reset": N_("Password reset"),
        "person_created": N_("Account created"),
        "person_edited": N_("Account edited"),
        "person_locked": N_("Account closed"),
        "person_unlocked": N_("Account opened"),
        "unit_created": N_("Unit created"),
        "unit_edited": N_("Unit edited"),
        "work_group_created": N_("Group created"),
        "work_group_edited": N_("Group edited"),
        "business_line_created": N_("Business line created"),
        "business_line_edited": N_("Business line edited"),
        "substitution_added": N_("Substitution arranged"),
        "substitution_cancelled": N_("Substitution cancelled"),
        "viewed": N_("Viewed"),
        "audit_verified": N_("Audit trail verified"),
        "audit_exported": N_("Audit trail exported"),
        # cases
        "case_opened": N_("Case opened"),
        "case_changed": N_("Case changed"),
        "case_closed": N_("Case closed"),
        "case_paused": N_("Case paused"),
        "case_resumed": N_("Case resumed"),
        "case_withdrawn": N_("Request withdrawn"),
        "case_rated": N_("Request rated"),
        "fields_changed": N_("Fields changed"),
        "task_entered": N_("Step begun"),
        "task_taken": N_("Task taken"),
        "task_completed": N_("Task completed"),
        "task_reassigned": N_("Task reassigned"),
        "question_asked": N_("Question asked"),
        "message_posted": N_("Message written"),
        "message_written": N_("Message written"),
        "note_written": N_("Note written"),
        "approval_asked": N_("Approval asked for"),
        "approval_forwarded": N_("Approval forwarded"),
        "approval_decided": N_("Approval decided"),
        "decided_by_table": N_("Decided by table"),
        "scored": N_("Scored"),
        "subcase_opened": N_("Sub-case opened"),
        "subcase_ended": N_("Sub-case ended"),
        "waiting": N_("Waiting begun"),
        "wait_ended": N_("Waiting ended"),
        "participant_added": N_("Participant added"),
        "participant_removed": N_("Participant removed"),
        "answer_composed": N_("Answer composed"),
        "answer_edited": N_("Answer edited"),
        "answer_approved": N_("Answer approved"),
        "answer_delivered": N_("Answer delivered"),
        "documents_added": N_("Documents attached"),
        "document_visibility_changed": N_("Document shown to others"),
        "deadline_extended": N_("Deadline extended"),
        # everything else
        "definition_published": N_("Service published"),
        "calendar_changed": N_("Calendar changed"),
        "target_changed": N_("Target changed"),
        "event_marked": N_("Event marked on charts"),
        "event_unmarked": N_("Event taken off charts"),
        "report_made": N_("Report made"),
        "report_designed": N_("Report put together"),
        "report_redesigned": N_("Report changed"),
        "report_withdrawn": N_("Report withdrawn"),
        "report_scheduled": N_("Report scheduled"),
        "report_schedule_ended": N_("Schedule of a report ended"),
        "allocation_key_drafted": N_("Allocation key drafted"),
        "allocation_key_discarded": N_("Draft of an allocation key thrown away"),
        "allocation_key_published": N_("Allocation key published"),
        "cost_entered": N_("Cost entered"),
        "cost_pool_added": N_("Cost pool added"),
        "cost_pool_renamed": N_("Cost pool renamed"),
        "month_closed": N_("Month of costs closed"),
        "figures_reconciled": N_("Figures reconciled"),
        "reconciliation_asked": N_("Reconciliation asked for"),
        "loss_submitted": N_("Prevented loss handed in"),
        "loss_confirmed": N_("Prevented loss confirmed"),
        "loss_rejected": N_("Prevented loss rejected"),
        "loss_is_double": N_("Prevented loss marked as a double"),
        "loss_corrected": N_("Prevented loss corrected"),
        "loss_method_drafted": N_("Loss method drafted"),
        "loss_method_published": N_("Loss method published"),
        "loss_plan_set": N_("Plan of prevented loss set"),
        "baseline_entered": N_("Baseline entered"),
        "discount_rate_set": N_("Discount rate set"),
        "baselines_imported": N_("Baselines imported"),
        "initiative_drafted": N_("Initiative drafted"),
        "initiative_confirmed": N_("Initiative confirmed"),
        "initiative_stopped": N_("Initiative stopped"),
        "initiative_cash_set": N_("Cash of an initiative entered"),
        "initiative_source_set": N_("Source of an initiative set"),
        "effort_rule_set": N_("Effort rule set"),
        "grade_added": N_("Grade added"),
        "rate_set": N_("Rate set"),
        "grade_given": N_("Grade given"),
        "effort_added": N_("Labour added by hand"),
        "effort_corrected": N_("Labour corrected"),
        "week_submitted": N_("Week handed in"),
        "week_approved": N_("Week approved"),
        "costs_imported": N_("Costs imported"),
        "dispute_opened": N_("Share of costs disputed"),
        "dispute_answered": N_("Dispute answered"),
        "project_added": N_("Project added"),
        "project_changed": N_("Project changed"),
        "project_ended": N_("Project ended"),
        "project_stage_set": N_("Stage of a project set"),
        "project_team_changed": N_("Team of a project changed"),
        "week_returned": N_("Week returned"),
        "week_locked": N_("Week locked"),
        "card_added": N_("Card added"),
        "card_changed": N_("Card changed"),
        "card_moved": N_("Card moved"),
        "card_scheduled": N_("Card planned"),
        "sprint_planned": N_("Sprint planned"),
        "sprint_started": N_("Sprint begun"),
        "sprint_closed": N_("Sprint closed"),
        "absences_imported": N_("Absences imported"),
        "event_log_imported": N_("Event log imported"),
        "job_started_by_hand": N_("Job started by hand"),
        "job_cancelled": N_("Job cancelled"),
        "job_retried": N_("Job repeated"),
        "letter_sent_again": N_("Letter sent again"),
    }
)

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "person": N_("Person"),
        "unit": N_("Unit"),
        "work_group": N_("Group"),
        "business_line": N_("Business line"),
        "case": N_("Case"),
        "message": N_("Message"),
        "process": N_("Service"),
        "calendar": N_("Calendar"),
        "report": N_("Report"),
        "annotation": N_("Event on charts"),
        "report_design": N_("Report of the bank's own"),
        "figure": N_("Figure"),
        "import": N_("Import"),
        "job": N_("Job"),
        "letter": N_("Letter"),
        "attachment": N_("File"),
        "report_schedule": N_("Schedule of a report"),
        "allocation_key": N_("Allocation key"),
        "allocation_dispute": N_("Dispute about a share"),
        "project": N_("Project"),
        "closed_month": N_("Month of costs"),
        "cost_entry": N_("Cost"),
        "cost_pool": N_("Cost pool"),
        "effect_baseline": N_("Baseline"),
        "discount_rate": N_("Discount rate"),
        "initiative": N_("Initiative"),
        "loss_category": N_("Category of loss"),
        "loss_method": N_("Loss method"),
        "prevented_loss": N_("Prevented loss"),
        "reconciliation": N_("Reconciliation"),
        "effort_rule": N_("Effort rule"),
        "effort": N_("Labour"),
        "grade": N_("Grade"),
        "week": N_("Week"),
        "card": N_("Card of the board"),
        "sprint": N_("Sprint"),
        "audit": N_("Audit trail"),
    }
)

_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "login": N_("login"), "full_name": N_("full name"), "full_name_en": N_("name in English"), "position": N_("position"),
        "email": N_("mail"), "phone": N_("telephone"), "roles": N_("roles"), "capacity": N_("load"), "unit": N_("unit"),
        "groups": N_("groups"), "leads": N_("leads"), "members": N_("members"), "code": N_("code"), "name": N_("name"),
        "mailbox": N_("mailbox"), "is_closed": N_("closed group"), "parent_id": N_("upper unit"), "head_id": N_("head"),
        "business_line_id": N_("business line"),
        "substitute": N_("substitute"), "first_day": N_("first day"), "last_day": N_("last day"), "failures": N_("wrong passwords"),
        "state": N_("state"), "outcome": N_("outcome"), "owner_id": N_("executor"), "group_id": N_("group"), "due_at": N_("due"),
        "priority": N_("priority"), "risk_level": N_("risk level"), "paused_at": N_("paused"), "resume_on": N_("resume on"),
        "rating": N_("rating"), "hash": N_("fingerprint"), "version": N_("version"), "rows": N_("rows"), "seals": N_("seals"),
        "findings": N_("findings"), "is_whole": N_("whole"), "period": N_("period"), "from": N_("from"), "to": N_("to"),
        "person": N_("person"), "action": N_("action"), "kind": N_("kind"), "q": N_("words"),
        "files": N_("documents"), "file": N_("document"), "visibility": N_("who sees it"), "value": N_("value"), "filters": N_("filters"),
        "case_number": N_("case"), "minutes": N_("minutes"), "event": N_("event"), "grade": N_("grade"),
        "service": N_("service"), "step": N_("step"), "day": N_("day"),
        "measure": N_("measure"), "source": N_("source"), "share": N_("share"), "month": N_("month"),
        "planned_cost": N_("planned cost, kopecks"), "planned_benefit": N_("planned benefit, kopecks"),
        "actual_cost": N_("actual cost, kopecks"), "actual_benefit": N_("actual benefit, kopecks"),
        "column": N_("column"), "done": N_("done"), "carried": N_("carried over"),
    }
)  # fmt: skip

_STATES: Mapping[str, str] = MappingProxyType(
    {
        "new": N_("new"), "in_work": N_("in work"), "waiting_requester": N_("waiting for the requester"), "waiting": N_("waiting"),
        "paused": N_("paused"), "approval": N_("on approval"), "done": N_("done"), "refused": N_("refused"), "withdrawn": N_("withdrawn"),
    }
)  # fmt: skip
_VISIBILITIES: Mapping[str, str] = MappingProxyType(
    {"public": N_("the requester and the service"), "internal": N_("the security service only"), "shared": N_("external participants too")}
)
_RESULTS: Mapping[str, str] = MappingProxyType({"clear": N_("Nothing found"), "attention": N_("Needs attention"), "hit": N_("Found")})
_PRIORITIES = (N_("low"), N_("normal"), N_("high"), N_("critical"))
_LEVELS: Mapping[str, str] = MappingProxyType({"low": N_("low"), "medium": N_("medium"), "high": N_("high")})


def action_words(action: str) -> str:
    """What was done."""
    msgid = ACTIONS.get(action)
    return _(msgid) if msgid else action.replace("_", " ").capitalize()


def kind_words(kind: str) -> str:
    """What it was done to."""
    msgid = KINDS.get(kind)
    return _(msgid) if msgid else kind.replace("_", " ").capitalize()


def change_words(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, *, names: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """What changed: field, old value, new value, all in words. `names` gives the names behind ids."""
    old, new = dict(before or {}), dict(after or {})
    for document in (old, new):
        document.pop("message", None)  # the number of a message says nothing to anybody
    known = list(_FIELDS)  # the order of the table above: a JSON column keeps none
    order = sorted(dict.fromkeys([*new, *old]), key=lambda field: known.index(field) if field in known else len(known))
    return [
        (_field_words(field, names), _value_words(field, old.get(field), names), _value_words(field, new.get(field), names))
        for field in order
    ]


def ids_in(*documents: Mapping[str, Any] | None) -> set[UUID]:
    """Ids of people, groups and units that stand in changes, so that they can be named."""
    found: set[UUID] = set()
    for document in documents:
        for value in (document or {}).values():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and (known := _uuid(one)):
                    found.add(known)
    return found


_CODED = {"roles": role_words, "action": action_words, "kind": kind_words}


def _place_of(key: str) -> int:
    """The verdict before its note, the name before its numbers."""
    return 0 if key in {"result", "name"} else 1


def _uuid(text: str) -> UUID | None:
    if len(text) != 36:
        return None
    try:
        return UUID(text)
    except ValueError:
        return None


def _field_words(field: str, names: Mapping[str, str]) -> str:
    msgid = _FIELDS.get(field)
    return _(msgid) if msgid else names.get(field) or field.removeprefix("fields.").replace("_", " ")


def _value_words(field: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ABSENT
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return listing([_value_words(field, one, names) for one in value])
    if isinstance(value, Mapping):
        return (
            text_of(value)
            if set(value) <= {"ru", "en"}
            else ", ".join(_value_words(key, value[key], names) for key in sorted(value, key=_place_of) if value[key] not in ("", None))
        )
    if isinstance(value, int | float):
        if names.get(f"{field}.type") == "money":
            return money(int(value))
        return _(_PRIORITIES[int(value)]) if field == "priority" and value in range(4) else number(value)
    return _text_words(field, str(value), names)


def _text_words(field: str, value: str, names: Mapping[str, str]) -> str:
    if field == "state" and value in _STATES:
        return _(_STATES[value])
    if field == "risk_level" and value in _LEVELS:
        return _(_LEVELS[value])
    if field == "visibility" and value in _VISIBILITIES:
        return _(_VISIBILITIES[value])
    if field == "result" and value in _RESULTS:
        return _(_RESULTS[value])
    if f"{field}={value}" in names:
        return names[f"{field}={value}"]
    if field == "hash":
        return value[:12]
    if field in _CODED:
        return _CODED[field](value)
    if value in names:
        return names[value]
    try:
        return (
            date_short(date.fromisoformat(value))
            if len(value) == 10
            else moment_long(datetime.fromisoformat(value))
            if "T" in value
            else value
        )
    except ValueError:
        return value
