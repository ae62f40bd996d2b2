from __future__ import annotations

import json
from typing import Any

import pytest

from models.processes.condition import ConditionIsWrong
from models.processes.definition import Sensitivity, StepField, StepKind
from models.processes.definition_errors import (
    DefinitionIsWrong,
    DuplicateKey,
    MissingKey,
    TextNotTranslated,
    UnknownKey,
    UnknownReference,
    WrongValue,
)
from models.processes.definition_parsing import definition_document, definition_hash, parse_definition
from tests.models.processes.samples import small, text


def _changed(path: str, value: Any) -> dict[str, Any]:
    """The small document with the value at "steps.1.group" replaced, or removed when it is `...`."""
    document = small()
    *way, last = path.split(".")
    place: Any = document
    for part in way:
        place = place[int(part)] if isinstance(place, list) else place[part]
    key: Any = int(last) if isinstance(place, list) else last
    if value is ...:
        del place[key]
    else:
        place[key] = value
    return document


def test_a_document_becomes_a_definition() -> None:
    definition = parse_definition(small())
    assert definition.step("check").fields == (StepField("amount"), StepField("lists", required=True))
    assert definition.step("rank").kind is StepKind.DECIDE
    assert definition.field("lists").sensitivity is Sensitivity.SECURITY
    assert [route.target for route in definition.routes_from("check")] == ["letter", "bad_end"]


def test_a_definition_survives_the_way_to_json_and_back() -> None:
    definition = parse_definition(small())
    document = json.loads(json.dumps(definition_document(definition)))
    assert parse_definition(document) == definition
    assert definition_document(parse_definition(document)) == document


def test_the_hash_names_the_meaning_and_not_the_layout() -> None:
    written_at_length = small(listed=True, anonymous_allowed=False, order_roles=[], sla={"escalate_to": "lead", "resolution_minutes": 240})
    written_at_length = dict(reversed(written_at_length.items()))
    assert definition_hash(parse_definition(written_at_length)) == definition_hash(parse_definition(small()))
    assert definition_hash(parse_definition(small(prefix="ДР"))) != definition_hash(parse_definition(small()))


def test_the_hash_does_not_care_whether_a_bound_is_0_or_0_0() -> None:
    assert definition_hash(parse_definition(_changed("fields.1.minimum", 0.0))) == definition_hash(parse_definition(small()))


@pytest.mark.parametrize(("path", "value", "error", "where"), [
    ("colour", "red", UnknownKey, "colour"),
    ("steps.1.gruop", "duty", UnknownKey, "steps[1].gruop"),
    ("name", ..., MissingKey, "name"),
    ("name", {"ru": "Проверить"}, TextNotTranslated, "name.en"),
    ("summary", {}, TextNotTranslated, "summary"),
    ("name.de", "Prüfen", UnknownKey, "name.de"),
    ("steps.1.outcomes.0.name.en", " ", TextNotTranslated, "steps[1].outcomes[0].name.en"),
    ("fields", {}, WrongValue, "fields"),
    ("steps.1", "check", WrongValue, "steps[1]"),
    ("fields.1.type", "number_of_angels", WrongValue, "fields[1].type"),
    ("fields.1.required", 1, WrongValue, "fields[1].required"),
    ("fields.1.minimum", True, WrongValue, "fields[1].minimum"),
    ("sla.resolution_minutes", True, WrongValue, "sla.resolution_minutes"),
    ("sla.resolution_minutes", 0, WrongValue, "sla.resolution_minutes"),
    ("sla.remind_at", [1.5], WrongValue, "sla.remind_at[0]"),
    ("sla.escalate_to", "president", UnknownReference, "sla.escalate_to"),
    ("prefix", "", WrongValue, "prefix"),
    ("start_fields.0", "nobody", UnknownReference, "start_fields[0]"),
    ("first_step", "nowhere", UnknownReference, "first_step"),
    ("order_roles", ["king"], UnknownReference, "order_roles[0]"),
    ("amount_field", "urgent", UnknownReference, "amount_field"),
    ("priority_field", "amount", UnknownReference, "priority_field"),
    ("outcomes", [], WrongValue, "outcomes"),
    ("fields.1.key", "company", DuplicateKey, "fields[1].key"),
    ("fields.1.key", "Сумма", WrongValue, "fields[1].key"),
    ("fields.1.section", "attic", UnknownReference, "fields[1].section"),
    ("fields.5.options", [], WrongValue, "fields[5].options"),
    ("fields.1.maximum", -1, WrongValue, "fields[1].minimum"),
    ("fields.1.visible_if", {"field": "urgent", "value": True}, ConditionIsWrong, "fields[1].visible_if.field"),
    ("fields.1.required_if", {"field": "urgent", "op": "is"}, ConditionIsWrong, "fields[1].required_if.op"),
    ("steps.1.status", "asleep", UnknownReference, "steps[1].status"),
    ("steps.1.group", "", WrongValue, "steps[1].group"),
    ("steps.1.outcomes", [], WrongValue, "steps[1].outcomes"),
    ("steps.1.fields.0", "nobody", UnknownReference, "steps[1].fields[0]"),
    ("steps.1.assign", "field", UnknownReference, "steps[1].assign_field"),
    ("steps.1.outcomes.0.style", "loud", UnknownReference, "steps[1].outcomes[0].style"),
    ("steps.1.guards.0.unless", {"field": "list.result", "op": "filled"}, ConditionIsWrong, "steps[1].guards[0].unless.field"),
    ("steps.1.guards.0.outcomes", ["maybe"], UnknownReference, "steps[1].guards[0].outcomes[0]"),
    ("steps.1.guards.0.message", {}, TextNotTranslated, "steps[1].guards[0].message"),
    ("steps.0.table", "other", UnknownReference, "steps[0].table"),
    ("steps.0.outcomes", [{"key": "a", "name": text("A")}], WrongValue, "steps[0].outcomes"),
    ("steps.2.template", "other", UnknownReference, "steps[2].template"),
    ("steps.3.outcome", "other", UnknownReference, "steps[3].outcome"),
    ("steps.2", {"key": "x", "kind": "wait", "name": text("W")}, WrongValue, "steps[2]"),
    ("steps.2", {"key": "x", "kind": "wait", "name": text("W"), "minutes": 0}, WrongValue, "steps[2].minutes"),
    ("steps.2", {"key": "x", "kind": "set", "name": text("W"), "values": {"a": 1}}, UnknownReference, "steps[2].values.a"),
    ("steps.2", {"key": "x", "kind": "score", "name": text("W")}, WrongValue, "steps[2].scorer"),
    ("steps.2", {"key": "x", "kind": "subcase", "name": text("W")}, WrongValue, "steps[2].process"),
    ("steps.2", {"key": "x", "kind": "notify", "name": text("W"), "notify": "world"}, WrongValue, "steps[2].notify"),
    ("routes.0.target", "nowhere", UnknownReference, "routes[0].target"),
    ("routes.1.outcome", "maybe", UnknownReference, "routes[1].outcome"),
    ("routes.0.source", "good_end", WrongValue, "routes[0].source"),
    ("routes.1.when", {"field": "x", "op": "filled"}, ConditionIsWrong, "routes[1].when.field"),
    ("tables.0.hit", "best", WrongValue, "tables[0].hit"),
    ("tables.0.inputs", ["nobody"], UnknownReference, "tables[0].inputs[0]"),
    ("tables.0.outputs", ["nobody"], UnknownReference, "tables[0].outputs[0]"),
    ("tables.0.rules.0.when", [], WrongValue, "tables[0].rules[0].when"),
    ("tables.0.rules.0.when", [{"op": "ge"}], ConditionIsWrong, "tables[0].rules[0].when[0].value"),
    ("templates.0.body.en", "Dear {nobody}", UnknownReference, "templates[0].body.en"),
    ("templates.0.body.en", "Dear {company", WrongValue, "templates[0].body.en"),
])
def test_a_wrong_document_is_refused_with_the_path_of_the_place(path: str, value: Any, error: type[DefinitionIsWrong], where: str) -> None:
    with pytest.raises(error) as refused:
        parse_definition(_changed(path, value))
    assert refused.value.params["path"] == where
