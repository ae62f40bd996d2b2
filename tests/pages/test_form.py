"""The form as it is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from dash.development.base_component import Component

from models.processes.definition import FieldType
from models.processes.definition_parsing import parse_definition
from pages.components.form import Known, form
from pages.components.form_fields import date_typed, money_typed, number_typed
from pages.formats import NBSP
from pages.translations import use_language

SHIPPED = sorted((Path(__file__).resolve().parents[2] / "data" / "definitions").glob("*.json"))


def parts_of(drawn: Component) -> list[dict[str, Any]]:
    return [one.id for one in drawn._traverse() if isinstance(getattr(one, "id", None), dict) and one.id["type"] == "form-value"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
@pytest.mark.parametrize("mode", ["edit", "read"])
def test_every_shipped_form_is_drawn_in_both_languages(path: Path, mode: Any) -> None:
    definition = parse_definition(orjson.loads(path.read_bytes()))
    for lang in ("ru", "en"):
        with use_language(lang):
            drawn = form(definition.fields, {}, prefix="task", subject="x", sections=definition.sections, mode=mode)
            orjson.dumps(drawn.to_plotly_json(), default=lambda part: part.to_plotly_json())
    if mode == "edit":
        assert {one["field"] for one in parts_of(drawn)} == {field.key for field in definition.fields}


def test_every_type_of_field_is_used_by_some_shipped_form() -> None:
    used = {field.type for path in SHIPPED for field in parse_definition(orjson.loads(path.read_bytes())).fields}
    assert set(FieldType) - used <= {FieldType.OGRN}


def test_stored_values_are_shown_as_they_are_typed() -> None:
    with use_language("ru"):
        assert money_typed(125_000_050).replace(NBSP, " ") == "1 250 000,50"
        assert money_typed(100).replace(NBSP, " ") == "1"
        assert money_typed("1 250,5") == "1 250,5"
        assert number_typed(12.5) == "12,5"
        assert date_typed("2026-03-05") == "05.03.2026"
        assert date_typed("2026-03-05T10:30") == "05.03.2026 10:30"
        assert date_typed("5 марта") == "5 марта"


def test_a_hidden_field_is_drawn_hidden_and_a_required_one_says_so() -> None:
    definition = parse_definition(orjson.loads((SHIPPED[0].parent / "consultation.json").read_bytes()))
    fields = [definition.field(key) for key in definition.start_fields]
    with use_language("en"):
        drawn = form(fields, {"topic": "rules"}, prefix="order", subject="consultation", known=Known())
    by_field = {
        one.id["field"]: one for one in drawn._traverse() if isinstance(getattr(one, "id", None), dict) and one.id["type"] == "form-field"
    }
    assert by_field["inn"].hidden
    assert not by_field["question"].hidden
    frames = {
        one.id["field"]: one for one in drawn._traverse() if isinstance(getattr(one, "id", None), dict) and one.id["type"] == "form-part"
    }
    assert frames["question"].required == "required"
    assert not frames["phone"].required
