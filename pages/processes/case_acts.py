"""What can be done with a case now, by this reader: buttons, menu lines, and what each asks before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.processes.case import CaseState
from models.processes.condition import is_empty
from models.processes.definition import Outcome, Route, Step, StepKind
from models.processes.execution import guards_broken
from models.processes.form import required_fields
from pages.components.icons import Icon
from pages.formats import short_name
from pages.paths import Path, to
from pages.processes.case_dialog import Asked
from pages.translations import _, current_language, ngettext, text_of


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done now. `style`: primary, secondary, danger. `hint`: what is still missing for it."""

    act: str
    text: str
    key: str = ""
    style: str = "secondary"
    sign: Icon | None = None
    hint: str = ""
    href: str = ""
    is_decision: bool = False


def acts_of(case: Any) -> list[Act]:
    """In the order in which they are offered. `case` is a `CasePage`; what is in it has been allowed already."""
    acts: list[Act] = []
    for task in case.tasks:
        acts += _of_task(case, task)
    simple = {
        "rate": Act("rate", _("Rate the answer"), style="primary", sign=Icon.STAR),
        "resubmit": Act("resubmit", _("Correct and submit again"), style="primary", sign=Icon.ARROW_REPEAT, href=_again(case)),
        "resume": Act("resume", _("Resume"), style="primary" if case.state is CaseState.PAUSED else "secondary", sign=Icon.PLAY),
        "ask": Act("ask", _("Ask the requester")),
        "pause": Act("pause", _("Put the case on hold")),
        "share": Act("share", _("Share with a person"), sign=Icon.SHARED),
        "withdraw": Act("withdraw", _("Withdraw the request"), style="danger", sign=Icon.UNDO),
    }
    return acts + [act for name, act in simple.items() if name in case.actions]


def _of_task(case: Any, task: Any) -> list[Act]:
    if case.paused_at is not None:
        return [_reassign(task)] if task.can_reassign else []
    found: list[Act] = []
    if task.can_take and task.kind == StepKind.TASK:
        found.append(Act("take", _("Take into work"), key=str(task.id), style="primary", sign=Icon.PERSON_CHECK))
    elif task.mine or task.my_decision:
        found += [_outcome(case, task, one) for one in task.step.outcomes]
    if task.can_end_wait:
        found.append(Act("event", text_of(task.step.event_name), key=str(task.id), style="primary"))
    if task.can_reassign:
        found.append(_reassign(task))
    if task.my_decision:
        found.append(Act("forward", _("Forward the approval"), key=str(task.id), sign=Icon.FORWARD))
    return found


def _reassign(task: Any) -> Act:
    return Act("reassign", _("Pass on to a colleague"), key=str(task.id), sign=Icon.PERSON_PLUS)


def _outcome(case: Any, task: Any, one: Outcome) -> Act:
    hint = missing_words(task.step, case) if one.style == "primary" and task.kind == StepKind.TASK else ""
    return Act("outcome", text_of(one.name), key=f"{task.id}:{one.key}", style=one.style, hint=hint, is_decision=task.my_decision)


def missing_words(step: Step, case: Any) -> str:
    """What has to be filled in or done before the step can end well; nothing when it is ready."""
    fields = [case.definition.field(item.key) for item in step.fields if item.edit]
    musts = required_fields(fields, case.values, {item.key for item in step.fields if item.required})
    missing = [text_of(one.label) for one in fields if one.key in musts and is_empty(case.values.get(one.key))]
    if len(missing) > 3:
        return ngettext("Fill in {n} field of the findings", "Fill in {n} fields of the findings", len(missing))
    if missing:
        return _("Still to fill in: {fields}", fields=", ".join(missing))
    primary = next((one.key for one in step.outcomes if one.style == "primary"), "")
    return " ".join(text_of(guard.message) for guard in guards_broken(step, primary, case.values))


def asked_for(act: str, key: str, case: Any, *, people: Sequence[tuple[str, str]]) -> Asked | None:
    """What the dialog shows for this action; None when the action is no longer there."""
    match act:
        case "outcome":
            return _asked_outcome(key, case)
        case "event":
            return _asked_event(key, case)
        case "reassign":
            words = _(
                "The task goes to the chosen colleague at once; the reason stays in the time line. "
                "Without a name it returns to the group's queue."
            )
            return Asked(_("Pass on the task"), words, _("Pass on"), text=_("Reason"), text_needed=True, person=_("To whom"), people=people)
        case "forward":
            words = _("The chosen person decides instead of you. Your place in this approval goes over to that person.")
            return Asked(
                _("Forward the approval"), words, _("Forward"), text=_("Reason"), text_needed=True, person=_("Who decides"), people=people
            )
        case "share":
            words = _("A colleague will see what the requester sees. An external person will see only fields and files that are shared.")
            return Asked(_("Share the case"), words, _("Share"), person=_("With whom"), people=people)
        case "pause":
            words = _("The clock stops: the deadline moves by the time the case stands still. The requester sees the reason.")
            return Asked(_("Put the case on hold"), words, _("Put the case on hold"), text=_("Reason"), text_needed=True, date=True)
        case "ask":
            words = _(
                "{name} gets the question by mail and in the request. The clock stands still until the answer comes.",
                name=short_name(case.requester) or _("The requester"),
            )
            return Asked(_("Ask the requester"), words, _("Send the question"), text=_("Question"), text_needed=True)
        case "withdraw":
            words = _(
                "Work on {number} stops for good and everybody who works on it is told. You can order it anew later.", number=case.number
            )
            return Asked(
                _("Withdraw the request"), words, _("Withdraw"), text=_("Why it is no longer needed"), text_needed=True, danger=True
            )
        case _:
            return None


def _asked_outcome(key: str, case: Any) -> Asked | None:
    task_id, _colon, outcome = key.partition(":")
    task = next((one for one in case.tasks if str(one.id) == task_id), None)
    ending = next((one for one in task.step.outcomes if one.key == outcome), None) if task else None
    if task is None or ending is None:
        return None
    text = _("Why") if ending.needs_comment else _("Comment for the colleagues")
    return Asked(
        text_of(ending.name),
        outcome_words(case, task, ending),
        text_of(ending.name),
        text=text,
        text_needed=ending.needs_comment,
        danger=ending.style == "danger",
    )


def _asked_event(key: str, case: Any) -> Asked | None:
    task = next((one for one in case.tasks if str(one.id) == key), None)
    if task is None:
        return None
    happened = text_of(task.step.event_name)
    words = " ".join(_ahead_words(case.definition.routes_from(task.step.key), case))
    return Asked(happened, words, happened, text=_("Comment for the colleagues"))


def outcome_words(case: Any, task: Any, ending: Outcome) -> str:
    """What follows: where the case goes, what becomes of the answer."""
    others = [short_name(one) for one in task.waiting_for if one]
    said = []
    if task.kind == StepKind.APPROVAL and task.step.policy.value == "all" and len(others) > 1:
        said.append(_("The step ends when everybody who was asked has decided."))
    said += _ahead_words([route for route in case.definition.routes_from(task.step.key) if route.outcome == ending.key], case)
    if task.kind == StepKind.TASK:
        said.append(_("The form is saved as it stands."))
    return " ".join(said)


def _ahead_words(routes: Sequence[Route], case: Any) -> list[str]:
    """One sentence about where the case goes, or none."""
    ahead = dict.fromkeys(text_of(step.name) for route in routes for step in _people_steps(case.definition, route.target))
    quoted = [f"«{name}»" if current_language() == "ru" else f"“{name}”" for name in list(ahead)[:3]]
    return [_("The case goes on to: {steps}.", steps=_(" or ").join(quoted))] if quoted else []


def _people_steps(definition: Any, start: str, depth: int = 0) -> list[Step]:
    """The next steps in which people, time or an end are reached, whichever way the conditions lead."""
    step = definition.step(start)
    if step.kind in {StepKind.TASK, StepKind.APPROVAL, StepKind.WAIT, StepKind.SUBCASE, StepKind.END} or depth > 6:
        return [step]
    return [found for route in definition.routes_from(start) for found in _people_steps(definition, route.target, depth + 1)]


def _again(case: Any) -> str:
    return to(Path.ORDER, service=case.service, search={"again": case.number})
