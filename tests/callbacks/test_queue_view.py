"""What a list shows is read from its address, and no further than its words go."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from callbacks.processes.queue_view import cursor_of, cursor_text, filter_of, order_of
from data.queries.processes.lists import SORTS
from pages.processes.queue_views import VIEWS, Screen, clean_view, query_text, read_query, view_of


def test_an_empty_address_shows_the_first_view() -> None:
    assert view_of(Screen.QUEUE, {})["scope"] == "mine"
    assert view_of(Screen.CASES, None)["scope"] == "group"


def test_a_built_in_view_is_opened_by_its_key() -> None:
    assert filter_of(view_of(Screen.QUEUE, {"view": "late"})).sla == "late"
    assert filter_of(view_of(Screen.CASES, {"view": "closed"})).states == frozenset({"closed"})


def test_every_built_in_view_is_a_filter_that_lists_know() -> None:
    for views in VIEWS.values():
        for view in views:
            assert clean_view(view.query) == dict(view.query)
            assert order_of(view.query, [])[0] in SORTS


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=300), max_size=6))
def test_nothing_strange_in_an_address_reaches_a_query(given_address: dict[str, str]) -> None:
    view = view_of(Screen.QUEUE, given_address)
    chosen = filter_of(view)
    assert chosen.scope in {"mine", "group", "unassigned", "all", "approvals", "mentions"}
    assert chosen.sla in {"", "late", "soon", "today"}
    assert order_of(view, [("no such column", "asc")])[0] in SORTS


def test_a_saved_query_comes_back_as_it_was() -> None:
    view = {"scope": "mine", "services": "company_check,person_check", "q": "ООО «Ромашка» & Ко", "sort": "amount", "desc": "1"}
    assert read_query(query_text({**view, "view": "v:1"})) == view


def test_cursors_travel_to_the_browser_and_back() -> None:
    last = uuid4()
    for sort, value in (("due", datetime(2026, 11, 18, 9, 0, tzinfo=UTC)), ("amount", 120_000), ("title", "ооо «ёж»")):
        assert cursor_of(sort, cursor_text((value, last))) == [value, last]


def test_a_forged_cursor_is_no_cursor() -> None:
    for forged in (None, [], ["x"], ["not a day", str(uuid4())], ["2026-01-01T00:00:00+00:00", "no id"], {"a": 1}, [{}, []]):
        assert cursor_of("due", forged) is None
    assert cursor_of("amount", ["many", str(uuid4())]) is None
