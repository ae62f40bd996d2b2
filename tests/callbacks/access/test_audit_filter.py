"""The auditor's address and the filter behind it; the panel's values and the form behind them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from callbacks.access.audit import read_filter
from callbacks.access.saving import form_of
from data.queries.audit import AuditFilter
from models.access.actor import Role
from pages.access.agents import browser_words
from pages.access.audit import export_address, layout
from pages.formats import set_zone
from pages.translations import LANGUAGES, use_language

TODAY = date(2026, 3, 10)
SOMEBODY = UUID(int=7)


@pytest.fixture(autouse=True)
def _moscow() -> None:
    set_zone("Europe/Moscow")


def test_an_empty_address_shows_the_last_seven_days_of_the_bank() -> None:
    assert read_filter({}, today=TODAY) == AuditFilter(since=datetime(2026, 3, 3, 21, tzinfo=UTC))


def test_own_dates_include_both_days() -> None:
    found = read_filter({"period": "own", "from": "2026-03-01", "to": "2026-03-02"}, today=TODAY)
    assert (found.since, found.until) == (datetime(2026, 2, 28, 21, tzinfo=UTC), datetime(2026, 3, 2, 21, tzinfo=UTC))


def test_everything_in_the_address_narrows() -> None:
    given = {"period": "all", "person": str(SOMEBODY), "action": "viewed", "kind": "case", "q": " ПЮ-1 "}
    assert read_filter(given, today=TODAY) == AuditFilter(actor_id=SOMEBODY, action="viewed", subject_kind="case", subject="ПЮ-1")


@pytest.mark.parametrize("given", [{"period": "own", "from": "never"}, {"period": "all", "person": "nobody"}, {"period": "aeon"}])
def test_nonsense_in_the_address_is_left_out(given: dict[str, str]) -> None:
    assert read_filter(given, today=TODAY) == AuditFilter()


def test_the_register_has_the_filters_of_the_screen() -> None:
    assert export_address({"period": "all", "q": "a b", "person": ""}) == "/audit/export.xlsx?period=all&q=a+b"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_stands_before_anything_is_asked_of_the_database(lang: str) -> None:
    with use_language(lang):
        assert layout({"period": "own", "from": "2026-03-01", "person": str(SOMEBODY)})


def test_whoever_leads_a_group_is_in_it() -> None:
    form = form_of({"login": " Boris ", "roles": ["officer"], "groups": [str(SOMEBODY)], "leads": [str(UUID(int=8))], "capacity": "12"})
    assert form.groups == {SOMEBODY: False, UUID(int=8): True}
    assert (form.login, form.roles, form.capacity) == ("boris", {Role.OFFICER}, 12)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/124.0 YaBrowser/24.4 Safari/537.36", "Yandex Browser, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0", "Firefox, Linux"),
        ("curl/8", "Unknown browser"),
    ],
)
def test_a_browser_is_recognised_by_its_owner(agent: str, said: str) -> None:
    with use_language("en"):
        assert browser_words(agent) == said
