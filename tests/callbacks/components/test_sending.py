"""Answers leave as finished JSON, in the shape of their outputs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import orjson
import pytest
from dash import Patch, dcc, html, no_update
from dash._utils import to_json

from callbacks.components.sending import as_json, as_sent

ONE = {"id": "here", "property": "children"}


def test_an_answer_is_what_dash_would_have_sent() -> None:
    figure = {"data": [{"y": [1, None, 2.5]}], "layout": {"title": "«Срок»"}}
    drawn = [html.Div([html.B("жирно"), 3, None], className="row", **{"data-live": "case:1"}), dcc.Graph(figure=figure, id={"kind": "sla"})]
    assert orjson.loads(as_json(drawn)) == orjson.loads(to_json(drawn))


def test_each_output_gets_its_own_part_and_what_stays_stays() -> None:
    patch = Patch()
    patch.append("more")
    sent = as_sent((no_update, "words", html.I(), [html.B(), html.I()], patch), [ONE, ONE, ONE, [ONE, ONE], ONE])
    assert sent[0] is no_update
    assert sent[1] == "words"
    assert len(sent[3]) == 2
    assert orjson.loads(orjson.dumps(sent[2:])) == orjson.loads(to_json([html.I(), [html.B(), html.I()], patch]))


def test_a_list_for_one_output_stays_one_answer() -> None:
    assert orjson.loads(orjson.dumps(as_sent([html.B(), "и"], ONE))) == orjson.loads(to_json([html.B(), "и"]))


def test_sums_and_days_have_a_form_and_the_rest_is_refused_by_name() -> None:
    assert orjson.loads(as_json([Decimal("1.5"), date(2026, 11, 3)])) == [1.5, "2026-11-03"]
    with pytest.raises(TypeError):
        as_json(object())
