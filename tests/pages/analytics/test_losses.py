"""The dashboard of prevented loss without a database: its chart, its sentences, what each reader is offered."""

from __future__ import annotations

from typing import Any

import pytest

from models.analytics.loss_figure_rules import LOSS_FIGURES
from pages.analytics.address import Asked, read_address
from pages.analytics.figures import events_words
from pages.analytics.loss_charts import losses_by_month, losses_summary
from pages.analytics.loss_view import LossView, change_of, sentences
from pages.analytics.losses_body import body
from pages.paper.chart_schema import check_printable
from pages.paths import Path
from pages.translations import use_language
from tests.pages.analytics.sample import MILLION

NAMES = {"lending": {"ru": "Кредиты", "en": "Lending"}, "fraud": {"ru": "Мошенничество", "en": "Fraud"}}


def document(**changed: Any) -> dict[str, Any]:
    """November so far: 12 of a plan of 10 million, 9 in the same days of October."""
    rows = [
        {"category": "lending", "kopecks": 9 * MILLION, "losses": 3, "corrections": 0, "previous_kopecks": 4 * MILLION, "plan_kopecks": 8 * MILLION},
        {"category": "fraud", "kopecks": 3 * MILLION, "losses": 2, "corrections": -MILLION, "previous_kopecks": 5 * MILLION, "plan_kopecks": 2 * MILLION},
    ]  # fmt: skip
    months = [{"month": f"2026-{number:02}", "kopecks": number * MILLION, "by_category": {"lending": number * MILLION}, "plan_kopecks": 10 * MILLION}
              for number in range(1, 12)]  # fmt: skip
    figures = {
        "kopecks": 12 * MILLION, "losses": 5, "corrections": -MILLION, "previous_kopecks": 9 * MILLION, "plan_kopecks": 10 * MILLION,
        "by_category": rows, "by_month": months, "by_service": [{"key": "check", "kopecks": 12 * MILLION, "losses": 5}],
        "by_business_line": [{"key": "", "kopecks": 12 * MILLION, "losses": 5}], "candidates": 1, "candidates_kopecks": MILLION, "submitted": 2,
        "submitted_kopecks": 2 * MILLION, "rejected": 1, "doubles": 0,
    }  # fmt: skip
    return {
        "period": {"code": "2026-11", "first_day": "2026-11-01", "day_after": "2026-11-19", "kind": "month", "is_over": False},
        "compared_with": {"first_day": "2026-10-01", "day_after": "2026-10-19"}, "data_as_of": "2026-11-18T11:00:00+00:00", "where_names": [],
        "figures": {**figures, **changed}, "categories": NAMES, "services": {"check": {"ru": "Проверка", "en": "Check"}},
        "names": {"business_line": {}, "unit": {}}, "rules": [],
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("changed", [{}, {"by_month": []}], ids=["usual", "empty"])
def test_the_chart_can_be_printed_and_says_what_it_shows(lang: str, changed: dict[str, Any]) -> None:
    with use_language(lang):
        drawn, words = losses_by_month(LossView(document(**changed))), losses_summary(LossView(document(**changed)))
    if not changed:
        check_printable(drawn)  # a blank chart is never printed
    assert words
    assert drawn["data"][0]["y"] == ([] if changed else list(range(1, 12)))
    assert len(drawn["layout"]["shapes"]) == len(drawn["data"][0]["y"])


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_events_stand_on_the_chart_with_numbers_and_below_it_with_words(lang: str) -> None:
    events = [{"day": "2026-06-16", "words": "Новая методика"}, {"day": "2026-10-01", "words": "<b>Банк</b>"}]
    with use_language(lang):
        drawn = losses_by_month(LossView(document(annotations=events)))
        told = events_words(events)
    check_printable(drawn)
    lines = [shape["x0"] for shape in drawn["layout"]["shapes"] if shape.get("yref") == "paper"]
    assert lines == [5.017, 8.516]  # the middle of June is the place of June; the first of October is half a place before it
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["1", "2"]
    assert told.startswith("1 — 16")
    assert "2 — 1" in told


def said(**changed: Any) -> list[str]:
    with use_language("ru"):
        return [sentence.text.replace("\u00a0", " ") for sentence in sentences(LossView(document(**changed)))]


def test_three_sentences_are_computed_from_the_figures() -> None:
    assert said() == [
        "Предотвращённый ущерб вырос на **3 млн ₽**; больше всего дала категория «Кредиты»: **+5 млн ₽**.",
        "План в 10 млн ₽ выполнен на **120 %**.",
        "**2 записи** на 2 млн ₽ ждут подтверждения и пока не считаются.",
    ]
    fell = said(kopecks=5 * MILLION, previous_kopecks=9 * MILLION, plan_kopecks=None, submitted=0)
    assert fell == ["Предотвращённый ущерб снизился на **4 млн ₽**; больше всего убыло в категории «Мошенничество»: **−2 млн ₽**."]
    assert said(kopecks=0, previous_kopecks=None, plan_kopecks=0, submitted=0) == []


@pytest.mark.parametrize(("now", "before", "words", "verdict"), [
    (115, 100, "+15 %", "good"), (85, 100, "−15 %", "bad"), (100, 100, "без изменений", "same"), (MILLION, 0, "+1 млн ₽", "good"), (5, None, "", "same"),
    (0, 0, "", "same"),
])  # fmt: skip
def test_a_change_is_good_when_more_is_prevented(now: int, before: int | None, words: str, verdict: str) -> None:
    with use_language("ru"):
        told, found = change_of(now, before)
    assert (told.replace("\u00a0", " "), found) == (words, verdict)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_reader_is_offered_what_he_may_do(lang: str) -> None:
    asked = Asked("2026-11", path=Path.LOSSES)
    with use_language(lang):
        drawn = str(body(LossView(document()), asked, sets_plan=True, opens_register=True))
        executive = str(body(LossView(document()), asked, sets_plan=False, opens_register=False))
        nothing = str(body(LossView(document(**dict.fromkeys(("losses", "kopecks", "candidates", "submitted", "rejected", "doubles"), 0))), asked,
                           sets_plan=False, opens_register=False))  # fmt: skip
    assert "/prevented-loss?tab=candidates" in drawn
    assert "analytics-loss-plan-open" in drawn
    assert "/prevented-loss?tab" not in executive
    assert "analytics-loss-plan-open" not in executive
    assert "quad" not in nothing


def test_every_figure_has_words_in_both_languages() -> None:
    for rule in LOSS_FIGURES.values():
        assert rule.name.keys() == rule.formula.keys() == {"ru", "en"}
        assert all(len(text) > 20 for text in rule.formula.values())


def test_the_address_of_a_bar_leads_to_its_rows_on_its_own_dashboard() -> None:
    asked = Asked("2026", {"category": ("fraud",)}, path=Path.LOSSES)
    href = asked.behind("confirmed", period="2026-03", category="lending")
    assert href.startswith("/dashboards/prevented-loss?")
    read = read_address(href.partition("?")[2], path=Path.LOSSES)
    assert read.row_filters() == {"category": "lending", "period": "2026-03"}
    assert read.cleared().where == {}
