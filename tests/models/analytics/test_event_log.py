"""Foreign logs: mappings that are right, and how rows become a case."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analytics.event_log import MappingIsWrong, parse_mapping, slug
from models.analytics.event_log_case import CaseIsWrong, LogEvent, build_case

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MAPPING: dict[str, Any] = {
    "log": {"source": "old-desk", "missing": ["?"]},
    "service": {"code": "old_desk", "name": {"ru": "Старый стол", "en": "Old desk"}},
    "columns": {"case": "id", "activity": "state", "timestamp": "at"},
    "case": {"closed_when": ["Closed"]},
    "reaction": {"after": ["New"]},
}


def changed(section: str, **values: Any) -> dict[str, Any]:
    return {**MAPPING, section: {**MAPPING.get(section, {}), **values}}


def event(minute: int, activity: str, **more: Any) -> LogEvent:
    return LogEvent(line=minute, at=START + timedelta(minutes=minute), activity=activity, **more)


@pytest.mark.parametrize(("document", "path"), [
    ({**MAPPING, "colums": {}}, "colums"),
    (changed("log", source="kordon"), "log.source"),
    (changed("log", source="Old Desk"), "log.source"),
    (changed("log", zone="Europe/Moskau"), "log.zone"),
    (changed("log", delimiter="::"), "log.delimiter"),
    (changed("log", encodin="utf-8"), "log.encodin"),
    (changed("service", name={"ru": "Стол"}), "service.name"),
    (changed("columns", case=""), "columns.case"),
    (changed("columns", timestamp_means="middle"), "columns.timestamp_means"),
    (changed("case", priorities={"high": 7}), "case.priorities.high"),
    (changed("case", states={"x": "paused"}), "case.states.x"),
    (changed("sla", column="made"), "sla.met"),
    (changed("sla", resolution_minutes=0), "sla.resolution_minutes"),
    ({key: value for key, value in MAPPING.items() if key != "case"}, "case.closed_when"),
])  # fmt: skip
def test_a_wrong_mapping_is_told_where_it_is_wrong(document: dict[str, Any], path: str) -> None:
    with pytest.raises(MappingIsWrong) as told:
        parse_mapping(document)
    assert told.value.params["path"] == path


def test_a_case_is_open_until_its_last_row_closes_it() -> None:
    mapping = parse_mapping(MAPPING)
    open_case = build_case("1", [event(0, "New"), event(5, "Closed"), event(9, "Active")], mapping)
    closed = build_case("1", [event(0, "New"), event(5, "Active"), event(9, "Closed")], mapping)
    assert (open_case.closed_at, open_case.state) == (None, "in_work")
    assert (closed.closed_at, closed.state) == (START + timedelta(minutes=9), "done")


def test_a_closing_time_on_the_rows_of_an_open_case_is_not_believed() -> None:
    later = START + timedelta(days=9)
    assert build_case("1", [event(0, "New", closed_at=later)], parse_mapping(MAPPING)).closed_at is None


def test_reaction_is_the_first_row_that_is_no_waiting() -> None:
    case = build_case("1", [event(0, "New"), event(3, "New"), event(7, "Active"), event(9, "Closed")], parse_mapping(MAPPING))
    assert case.reacted_at == START + timedelta(minutes=7)


def test_neighbouring_rows_of_one_activity_are_one_visit() -> None:
    case = build_case("1", [event(0, "New"), event(3, "New"), event(7, "Active"), event(8, "New"), event(9, "Closed")], parse_mapping(MAPPING))
    assert [(visit.activity, visit.number) for visit in case.visits] == [("New", 1), ("Active", 1), ("New", 2), ("Closed", 1)]


def test_a_time_that_ends_an_activity_began_where_the_one_before_ended() -> None:
    mapping = parse_mapping(changed("columns", timestamp_means="end"))
    case = build_case("1", [event(4, "Active"), event(9, "Closed")], mapping)
    assert [(visit.entered_at, visit.done_at) for visit in case.visits] == [
        (START + timedelta(minutes=4), START + timedelta(minutes=4)), (START + timedelta(minutes=4), START + timedelta(minutes=9)),
    ]  # fmt: skip


def test_a_case_closed_before_it_was_opened_is_refused() -> None:
    early = START - timedelta(hours=1)
    with pytest.raises(CaseIsWrong, match="closed_before_opened"):
        build_case("1", [event(0, "Closed", closed_at=early, opened_at=START)], parse_mapping(MAPPING))


@given(st.lists(st.tuples(st.integers(0, 500), st.sampled_from(["New", "Active", "Waiting", "Closed"])), min_size=1, max_size=30), st.booleans())
def test_visits_follow_each_other_without_holes_whatever_the_order_of_rows(rows: list[tuple[int, str]], ends: bool) -> None:
    mapping = parse_mapping(changed("columns", timestamp_means="end" if ends else "start"))
    case = build_case("1", [event(minute, activity) for minute, activity in rows], mapping)
    for earlier, later in zip(case.visits, case.visits[1:], strict=False):
        assert earlier.done_at == later.entered_at
        assert earlier.activity != later.activity
    assert all(visit.done_at is None or visit.entered_at <= visit.done_at for visit in case.visits)
    assert sum(visit.done_at is None for visit in case.visits) <= 1
    assert len({(visit.activity, visit.number) for visit in case.visits}) == len(case.visits)


@given(st.text(max_size=80))
def test_a_slug_is_a_key_and_always_the_same(words: str) -> None:
    import re

    assert re.fullmatch(r"[a-z][a-z0-9_]{0,59}", slug(words))
    assert slug(words) == slug(words)
