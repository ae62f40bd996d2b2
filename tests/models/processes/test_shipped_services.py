from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.processes.answer import placeholders_of
from models.processes.condition import fields_of
from models.processes.definition import Definition, Field, FieldType, Sensitivity, StepKind
from models.processes.definition_parsing import definition_document, definition_hash, parse_definition
from models.processes.execution import guards_broken
from models.processes.scorers import SCORERS
from models.processes.soundness import soundness_problems
from tests.models.processes.walking import walk

FOLDER = Path(__file__).parents[3] / "data" / "definitions"
DOCUMENTS: dict[str, dict[str, Any]] = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}
SERVICES: dict[str, Definition] = {code: parse_definition(document) for code, document in DOCUMENTS.items()}
GROUPS = ("person_checks", "company_checks", "aml", "field", "incidents", "investigations", "liaison", "duty")
PREFIXES = {"person_check": "ПФ", "company_check": "ПЮ", "account_opening": "ОС", "field_visit": "ВВ", "incident_report": "ИН", "unit_request": "ЗП",
            "investigation": "СП", "consultation": "КН"}
each_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES.keys())


def test_the_eight_services_are_there_with_their_prefixes() -> None:
    assert {code: service.prefix for code, service in SERVICES.items()} == PREFIXES
    assert all(code == service.code for code, service in SERVICES.items())


@each_service
def test_a_service_is_sound_keeps_its_promise_and_names_only_what_exists(service: Definition) -> None:
    assert soundness_problems(service, processes=SERVICES, groups=GROUPS, scorers=SCORERS) == []


@each_service
def test_a_service_survives_the_way_to_the_database_and_back(service: Definition) -> None:
    document = json.loads(json.dumps(definition_document(service)))
    assert parse_definition(document) == service
    assert definition_hash(parse_definition(document)) == definition_hash(service)


def _texts(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if "ru" in value and isinstance(value["ru"], str):
            yield value
        else:
            for inner in value.values():
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


@each_service
def test_every_text_is_russian_in_russian_and_english_in_english(service: Definition) -> None:
    for words in _texts(DOCUMENTS[service.code]):
        assert set(words) == {"ru", "en"}
        assert placeholders_of(words["ru"]) == placeholders_of(words["en"]), words
        plain = {lang: re.sub(r"\{[^}]*\}", "", text) for lang, text in words.items()}
        assert re.search("[а-яё]|СНИЛС|ЕГРЮЛ", plain["ru"], re.IGNORECASE) or not re.search("[a-z]", plain["en"], re.IGNORECASE), words
        assert not re.search("[а-яё]", plain["en"], re.IGNORECASE), words


@each_service
def test_a_letter_never_tells_what_is_for_the_security_service_only(service: Definition) -> None:
    secret = {item.key for item in service.fields if item.sensitivity is Sensitivity.SECURITY}
    texts = [text for template in service.templates for part in (template.subject, template.body) for text in part.values()]
    texts += [text for step in service.steps if step.notify == "requester" for text in step.message.values()]
    named = {name.split(":")[0].split(".")[0] for text in texts for name in placeholders_of(text)}
    assert not named & secret


@each_service
def test_the_requester_is_never_asked_for_what_he_may_not_see(service: Definition) -> None:
    assert all(service.field(key).sensitivity is not Sensitivity.SECURITY for key in service.start_fields)
    assert all(item.sensitivity is Sensitivity.SECURITY for item in service.fields if item.type is FieldType.FINDING)


@each_service
def test_the_order_form_can_decide_by_itself_what_it_shows_and_requires(service: Definition) -> None:
    for key in service.start_fields:
        item = service.field(key)
        for condition in filter(None, (item.visible_if, item.required_if)):
            assert fields_of(condition) <= set(service.start_fields)


@each_service
def test_every_field_is_filled_somewhere(service: Definition) -> None:
    filled = set(service.start_fields)
    filled |= {field.key for step in service.steps for field in step.fields if field.edit}
    filled |= {name for table in service.tables for name in table.outputs} | {name for step in service.steps for name in step.values}
    assert {item.key for item in service.fields} == filled


@each_service
def test_what_a_guard_or_a_route_asks_for_can_be_entered_before(service: Definition) -> None:
    """A guard over a field which the step does not show, and nobody filled before, would lock the case for ever."""
    known = set(service.start_fields) | {name for table in service.tables for name in table.outputs}
    for step in service.steps:
        shown = {field.key for field in step.fields}
        elsewhere = {field.key for other in service.steps for field in other.fields if field.edit}
        for guard in step.guards:
            assert fields_of(guard.unless) <= known | shown | elsewhere
            assert fields_of(guard.unless) & shown, (step.key, guard.message["en"])


@each_service
def test_a_case_knows_the_amount_at_stake_and_its_priority(service: Definition) -> None:
    assert service.amount_field
    assert [option.key for option in service.field(service.priority_field).options] == ["low", "normal", "high", "critical"]
    assert any(service.priority_field in table.outputs for table in service.tables)


def test_refusals_of_the_service_and_bad_news_are_told_apart() -> None:
    negative = {code: [outcome.key for outcome in service.outcomes if outcome.negative] for code, service in SERVICES.items()}
    assert negative["company_check"] == negative["person_check"] == ["not_recommended"]
    assert negative["account_opening"] == ["refuse"]
    assert all(not (outcome.negative and outcome.refused) for service in SERVICES.values() for outcome in service.outcomes)


def test_only_incidents_may_be_reported_without_a_name() -> None:
    assert [code for code, service in SERVICES.items() if service.anonymous_allowed] == ["incident_report"]


@each_service
def test_a_sub_case_gets_values_of_the_right_type(service: Definition) -> None:
    for step in service.steps:
        if step.kind is StepKind.SUBCASE:
            there = SERVICES[step.process]
            for own, target in step.copy_fields.items():
                assert service.field(own).type is there.field(target).type


def test_the_promises_are_those_of_the_catalogue() -> None:
    hours = {code: (service.sla.resolution_minutes or 0) / 60 for code, service in SERVICES.items()}
    assert hours["person_check"] == 4
    assert hours["company_check"] == 6
    assert hours["account_opening"] == 2
    assert hours["field_visit"] == 16          # two working days
    assert hours["consultation"] == 1


def _draw(item: Field, random: Random) -> Any:
    match item.type:
        case FieldType.YES_NO:
            return random.random() < 0.6
        case FieldType.CHOICE:
            return random.choice(item.options).key
        case FieldType.CHOICES:
            return [option.key for option in item.options if random.random() < 0.5]
        case FieldType.NUMBER:
            return random.randrange(100)
        case FieldType.MONEY:
            return random.choice([0, 10**6, 10**9, 10**11])
        case FieldType.FINDING:
            return {"result": random.choice(["clear", "clear", "attention", "hit"]), "note": random.choice(["", "x"])}
        case FieldType.PERSON | FieldType.COMPANY:
            return {"name": "Север", "inn": "7707083893"}
        case _:
            return "x"


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(sorted(SERVICES)), st.integers(0, 10**6))
def test_whatever_people_decide_the_case_comes_to_an_end(code: str, seed: int) -> None:
    service, random = SERVICES[code], Random(seed)

    def values() -> dict[str, Any]:
        return {item.key: _draw(item, random) for item in service.fields if random.random() < 0.8}

    assert walk(service, values, random) in {outcome.key for outcome in service.outcomes}


@each_service
def test_every_way_to_end_a_step_is_open_for_some_values(service: Definition) -> None:
    random = Random(7)
    for step in service.steps:
        for outcome in step.outcomes:
            tries = ({item.key: _draw(item, random) for item in service.fields} for _ in range(400))
            assert any(not guards_broken(step, outcome.key, values) for values in tries), (step.key, outcome.key)


def test_a_list_hit_must_be_resolved_with_a_note_before_approval() -> None:
    for code, step, outcome in [("person_check", "check", "ready"), ("company_check", "check", "ready"), ("account_opening", "screening", "ready")]:
        service = SERVICES[code]
        values = {"company": {"inn": "7707083893"}, "purpose": "supplier", "verdict": "conditions", "lists": {"result": "hit", "note": ""}}
        assert len(guards_broken(service.step(step), outcome, values)) == 1
        values["lists"] = {"result": "hit", "note": "Однофамилец: дата рождения другая"}
        assert guards_broken(service.step(step), outcome, values) == []
