"""What a form says while it is filled in."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from callbacks.components.form import FormRules, check_form, error_at
from models.processes.definition import Definition, FieldType
from models.processes.definition_parsing import parse_definition
from pages.components.form_ids import collected, kept_files
from pages.translations import use_language
from tests.models.processes.samples import small

TODAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with use_language("en"):
        yield


@pytest.fixture
def rules() -> FormRules:
    definition: Definition = parse_definition(small())
    return FormRules([definition.field(key) for key in definition.start_fields])


def told(rules: FormRules, asked: bool = False, **typed: Any) -> dict[str, str]:
    return dict(check_form(rules, typed, today=TODAY, asked=asked).errors)


def test_a_wrong_inn_is_told_at_its_part(rules: FormRules) -> None:
    found = told(rules, company={"name": "Romashka", "inn": "7707083894"})
    assert list(found) == ["company.inn"]
    assert "no such INN" in found["company.inn"]


def test_an_empty_required_field_is_told_only_after_sending_was_tried(rules: FormRules) -> None:
    assert told(rules) == {}
    assert told(rules, asked=True) == {"company": "Fill this in."}


def test_what_depends_on_an_answer_follows_the_typed_word(rules: FormRules) -> None:
    asked = check_form(rules, {"urgent": "true"}, today=TODAY, asked=False)
    assert "why" in asked.visible
    assert "why" in asked.required
    assert "why" not in check_form(rules, {"urgent": "false"}, today=TODAY, asked=False).visible


def test_a_hidden_field_is_never_wrong(rules: FormRules) -> None:
    assert told(rules, urgent="false", why="x" * 50) == {}
    assert "why" in told(rules, urgent="true", why="x" * 50)


def test_a_bound_of_money_is_told_in_roubles() -> None:
    definition = parse_definition(small())
    amount = dataclasses.replace(definition.field("amount"), minimum=100_000)
    assert told(FormRules([amount]), amount="12") == {"amount": "At least ₽1,000."}


def test_half_of_an_account_is_no_error_while_the_other_half_is_typed() -> None:
    account = dataclasses.replace(parse_definition(small()).field("company"), key="account", type=FieldType.BIK_ACCOUNT)
    assert told(FormRules([account]), account={"account": "40702810900000001234"}) == {}
    assert list(told(FormRules([account]), asked=True, account={"account": "40702810900000001234"})) == ["account.bik"]


def test_parts_are_put_together_and_empty_ones_left_out() -> None:
    names = [{"field": "company", "part": "name"}, {"field": "company", "part": "inn"}, {"field": "papers", "part": ""}]
    files = [{"id": "a", "name": "a.pdf", "size": 3}]
    assert collected(names, ["", "77", files]) == {"company": {"inn": "77"}, "papers": ["a"]}
    assert kept_files(names, ["", "77", files]) == {"papers": files}


def test_an_error_of_a_whole_compound_field_stands_at_its_first_part() -> None:
    parts = [{"field": "company", "part": "name"}, {"field": "company", "part": "inn"}]
    assert [error_at({"company": "!"}, one, parts) for one in parts] == ["!", ""]
    assert [error_at({"company.inn": "!"}, one, parts) for one in parts] == ["", "!"]
