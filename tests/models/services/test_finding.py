"""A service is found by what people type."""

from __future__ import annotations

import pytest

from models.processes.definition import Definition
from models.processes.definition_parsing import parse_definition
from models.services.finding import service_matches
from tests.models.processes.samples import small


@pytest.fixture
def service() -> Definition:
    names = {"ru": "Проверить компанию", "en": "Check a company"}
    keywords = {"ru": ["поставщик", "контрагент", "ещё"], "en": ["supplier"]}
    return parse_definition(small(name=names, keywords=keywords))


@pytest.mark.parametrize("typed", ["", "  ", "компан", "ПРОВЕРКА", "проверка поставщика", "supplier", "check comp", "поставщиком", "еще"])
def test_a_service_is_found_in_any_form_of_its_words(service: Definition, typed: str) -> None:
    assert service_matches(service, typed)


@pytest.mark.parametrize("typed", ["выезд", "компания луна", "про кота", "x"])
def test_a_service_is_not_found_by_other_words(service: Definition, typed: str) -> None:
    assert not service_matches(service, typed)
