"""Does a definition hold together? Every name must lead somewhere and every step must say what its kind needs.

Whether the route can get stuck is another question: `soundness.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from models.access.actor import Role
from models.processes.answer import broken_braces, unknown_placeholders
from models.processes.condition import check_condition, condition_names
from models.processes.decision_table import check_table
from models.processes.definition import ApprovalPolicy, Assign, Definition, Field, FieldType, Sla, Step, StepKind, Text
from models.processes.definition_errors import DuplicateKey, TextNotTranslated, UnknownReference, WrongValue

STATUSES = ("new", "in_work", "waiting_requester", "waiting", "approval", "done", "refused", "withdrawn", "paused")
ESCALATION_TARGETS = ("lead", "head")
NOTIFY_TARGETS = ("requester", "owner", "lead", "head")
OUTCOME_STYLES = ("primary", "secondary", "danger")
_CHOICE_TYPES = frozenset({FieldType.CHOICE, FieldType.CHOICES})
_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")


def check_definition(definition: Definition) -> None:
    """Raise the first `DefinitionIsWrong` with its path; return quietly when all is well."""
    names = condition_names(definition.fields)
    keys = {item.key for item in definition.fields}
    _check_fields(definition, names)
    if not _check_keys((outcome.key for outcome in definition.outcomes), "outcomes"):
        raise WrongValue("outcomes", "a case needs a way to end")
    _check_keys((table.key for table in definition.tables), "tables")
    _check_keys((template.key for template in definition.templates), "templates")
    for number, table in enumerate(definition.tables):
        _check_text(table.name, f"tables[{number}].name")
        check_table(table, names, keys, f"tables[{number}]")
    _check_templates(definition, names)
    _check_keys((step.key for step in definition.steps), "steps")
    for number, step in enumerate(definition.steps):
        _check_step(definition, step, names, path=f"steps[{number}]")
    _check_routes(definition, names)
    _check_head(definition, keys)


def _check_keys(keys: Iterable[str], path: str) -> set[str]:
    seen: set[str] = set()
    for number, key in enumerate(keys):
        where = f"{path}[{number}].key"
        if not _KEY.fullmatch(key):
            raise WrongValue(where, "small latin letters, digits and _ expected", value=key)
        if key in seen:
            raise DuplicateKey(where, name=key)
        seen.add(key)
    return seen


def _check_known(name: str, known: Iterable[str], path: str) -> None:
    if name not in known:
        raise UnknownReference(path, name=name)


def _check_filled(value: str, path: str) -> None:
    if not value:
        raise WrongValue(path, "may not be empty")


def _check_text(text: Text, path: str) -> None:
    """Texts that are given are complete already (parsing saw to it); here: this one must be given."""
    if not text:
        raise TextNotTranslated(path, lang="ru")


def _check_head(definition: Definition, keys: set[str]) -> None:
    for name in ("code", "prefix", "category", "icon", "group", "calendar", "first_step"):
        _check_filled(getattr(definition, name), name)
    for name in ("name", "case_name", "summary"):
        _check_text(getattr(definition, name), name)
    _check_sla(definition.sla, "sla")
    for path, listed in (("start_fields", definition.start_fields), ("title_fields", definition.title_fields)):
        for number, key in enumerate(listed):
            _check_known(key, keys, f"{path}[{number}]")
    _check_known(definition.first_step, {step.key for step in definition.steps}, "first_step")
    for number, role in enumerate(definition.order_roles):
        _check_known(role, {known.value for known in Role}, f"order_roles[{number}]")
    for lang in definition.keywords:
        _check_known(lang, ("ru", "en"), f"keywords.{lang}")
    if definition.amount_field:
        _check_known(definition.amount_field, {item.key for item in definition.fields if item.type is FieldType.MONEY}, "amount_field")
    if definition.priority_field:
        _check_known(definition.priority_field, {item.key for item in definition.fields if item.type is FieldType.CHOICE}, "priority_field")


def _check_sla(sla: Sla, path: str) -> None:
    for name in ("reaction_minutes", "resolution_minutes"):
        minutes = getattr(sla, name)
        if minutes is not None and minutes <= 0:
            raise WrongValue(f"{path}.{name}", "more than zero expected", value=minutes)
    for number, share in enumerate(sla.remind_at):
        if not 0 < share < 1:
            raise WrongValue(f"{path}.remind_at[{number}]", "a share between 0 and 1 expected", value=share)
    _check_known(sla.escalate_to, ESCALATION_TARGETS, f"{path}.escalate_to")


def _check_fields(definition: Definition, names: frozenset[str]) -> None:
    sections = _check_keys((section.key for section in definition.sections), "sections")
    for number, section in enumerate(definition.sections):
        _check_text(section.name, f"sections[{number}].name")
    _check_keys((item.key for item in definition.fields), "fields")
    above: list[Field] = []
    for number, item in enumerate(definition.fields):
        path = f"fields[{number}]"
        _check_text(item.label, f"{path}.label")
        if item.section or sections:
            _check_known(item.section, sections, f"{path}.section")
        if bool(item.options) != (item.type in _CHOICE_TYPES):
            raise WrongValue(f"{path}.options", "a choice has options, other fields have none")
        _check_keys((option.key for option in item.options), f"{path}.options")
        for place, option in enumerate(item.options):
            _check_text(option.name, f"{path}.options[{place}].name")
        if item.minimum is not None and item.maximum is not None and item.minimum > item.maximum:
            raise WrongValue(f"{path}.minimum", "not above the maximum", value=item.minimum)
        if item.required_if is not None:
            check_condition(item.required_if, names, f"{path}.required_if")
        if item.visible_if is not None:
            # Only fields above: visibility is then decided in one pass and can never go round in a circle.
            check_condition(item.visible_if, condition_names(above), f"{path}.visible_if")
        above.append(item)


def _check_templates(definition: Definition, names: frozenset[str]) -> None:
    for number, template in enumerate(definition.templates):
        path = f"templates[{number}]"
        for part, text in (("subject", template.subject), ("body", template.body)):
            _check_text(text, f"{path}.{part}")
            _check_placeholders(text, names, f"{path}.{part}")


def _check_placeholders(text: Text, names: frozenset[str], path: str) -> None:
    for lang, words in text.items():
        if broken_braces(words):
            raise WrongValue(f"{path}.{lang}", "a brace without a placeholder")
        unknown = unknown_placeholders(words, names)
        if unknown:
            raise UnknownReference(f"{path}.{lang}", name=min(unknown))


def _check_step(definition: Definition, step: Step, names: frozenset[str], *, path: str) -> None:
    _check_text(step.name, f"{path}.name")
    if step.status:
        _check_known(step.status, STATUSES, f"{path}.status")
    if step.sla is not None:
        _check_sla(step.sla, f"{path}.sla")
    _check_step_people(definition, step, path)
    fields = {item.key for item in definition.fields}
    for number, step_field in enumerate(step.fields):
        _check_known(step_field.key, fields, f"{path}.fields[{number}]")
    outcomes = _check_keys((outcome.key for outcome in step.outcomes), f"{path}.outcomes")
    for number, outcome in enumerate(step.outcomes):
        _check_text(outcome.name, f"{path}.outcomes[{number}].name")
        _check_known(outcome.style, OUTCOME_STYLES, f"{path}.outcomes[{number}].style")
    for number, guard in enumerate(step.guards):
        check_condition(guard.unless, names, f"{path}.guards[{number}].unless")
        _check_text(guard.message, f"{path}.guards[{number}].message")
        for place, name in enumerate(guard.outcomes):
            _check_known(name, outcomes, f"{path}.guards[{number}].outcomes[{place}]")
    check = _KIND_CHECKS.get(step.kind)
    if check is not None:
        check(definition, step, path)


def _check_step_people(definition: Definition, step: Step, path: str) -> None:
    named_by_field = step.assign is Assign.FIELD or step.policy is ApprovalPolicy.FIELD
    if named_by_field:
        employees = {item.key for item in definition.fields if item.type is FieldType.EMPLOYEE}
        _check_known(step.assign_field, employees, f"{path}.assign_field")
    if step.kind in (StepKind.TASK, StepKind.APPROVAL):
        if not step.outcomes:
            raise WrongValue(f"{path}.outcomes", "a person needs at least one way to finish")
        if step.kind is StepKind.TASK or step.policy in (ApprovalPolicy.ONE, ApprovalPolicy.ALL):
            _check_filled(step.group, f"{path}.group")
    elif step.outcomes or step.guards or step.fields:
        raise WrongValue(f"{path}.outcomes", "only tasks and approvals have outcomes, guards and fields")


def _check_notify(definition: Definition, step: Step, path: str) -> None:
    if step.notify not in NOTIFY_TARGETS and not re.fullmatch(r"group:[a-z][a-z0-9_]*", step.notify):
        raise WrongValue(f"{path}.notify", "requester, owner, lead, head or group:CODE expected", value=step.notify)
    _check_text(step.message, f"{path}.message")
    _check_placeholders(step.message, condition_names(definition.fields), f"{path}.message")


def _check_subcase(definition: Definition, step: Step, path: str) -> None:
    _check_filled(step.process, f"{path}.process")
    for own in step.copy_fields:
        _check_known(own, {item.key for item in definition.fields}, f"{path}.copy_fields.{own}")


def _check_wait(definition: Definition, step: Step, path: str) -> None:
    if step.minutes is None and step.calendar_minutes is None and not step.event:
        raise WrongValue(path, "a wait needs a time or an event")
    if step.event and not step.event_name:
        raise WrongValue(f"{path}.event_name", "an event needs words for the people who will say that it has happened")
    if step.minutes is not None and step.calendar_minutes is not None:
        raise WrongValue(f"{path}.minutes", "either working or calendar minutes")
    for name in ("minutes", "calendar_minutes"):
        minutes = getattr(step, name)
        if minutes is not None and minutes <= 0:
            raise WrongValue(f"{path}.{name}", "more than zero expected", value=minutes)


def _check_set(definition: Definition, step: Step, path: str) -> None:
    if not step.values:
        raise WrongValue(f"{path}.values", "at least one field expected")
    for name in step.values:
        _check_known(name, {item.key for item in definition.fields}, f"{path}.values.{name}")


_KIND_CHECKS: Mapping[StepKind, Callable[[Definition, Step, str], None]] = {
    StepKind.NOTIFY: _check_notify,
    StepKind.SUBCASE: _check_subcase,
    StepKind.WAIT: _check_wait,
    StepKind.SET: _check_set,
    StepKind.SCORE: lambda definition, step, path: _check_filled(step.scorer, f"{path}.scorer"),
    StepKind.DECIDE: lambda definition, step, path: _check_known(step.table, {t.key for t in definition.tables}, f"{path}.table"),
    StepKind.COMPOSE: lambda definition, step, path: _check_known(step.template, {t.key for t in definition.templates}, f"{path}.template"),
    StepKind.END: lambda definition, step, path: _check_known(step.outcome, {o.key for o in definition.outcomes}, f"{path}.outcome"),
}


def _check_routes(definition: Definition, names: frozenset[str]) -> None:
    steps = {step.key: step for step in definition.steps}
    for number, route in enumerate(definition.routes):
        path = f"routes[{number}]"
        _check_known(route.source, steps, f"{path}.source")
        _check_known(route.target, steps, f"{path}.target")
        source = steps[route.source]
        if source.kind is StepKind.END:
            raise WrongValue(f"{path}.source", "nothing goes on after the end")
        if route.outcome:
            _check_known(route.outcome, {outcome.key for outcome in source.outcomes}, f"{path}.outcome")
        if route.when is not None:
            if source.kind is StepKind.SPLIT:
                raise WrongValue(f"{path}.when", "all branches of a parallel block start")
            check_condition(route.when, names, f"{path}.when")
