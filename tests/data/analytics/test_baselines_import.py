"""Baselines from a file: whole or not at all, every wrong line named, the same file again changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from data.importers.baselines import BaselinesFile, import_baselines, read_baselines
from data.importers.small_csv import TableBroken, TableColumnsWrong, TableEncodingUnsure, TableTooLarge, TableUnreadable
from data.queries.analytics.effect import all_baselines, newest_baselines
from data.session import reading
from data.tables.access import audit_event
from data.tables.services import import_batch
from models.access.actor import SYSTEM
from models.analytics.effect import Measure
from models.errors import Forbidden
from tests.data.analytics.effect_desk import EffectDesk, effect_desk

HEAD = "measure;service;value;rows;first_day;last_day;source\n"
FILE = HEAD + (
    "handling;check;8,5;1 200;2025-01-01;30.06.2025;Журнал заявок, выгрузка 14\n"
    "Ошибки отчётности;;15 %;;2025-01-01;2025-06-30;Акт аудита, приложение 3\n"
    'budget;;7 420 000,50 ₽;12;2025-01-01;2025-12-31;"=Исполнение бюджета; форма 0409"\n'
)


@pytest.fixture
def desk(database: str) -> EffectDesk:
    return effect_desk()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "before.csv"


def bring(desk: EffectDesk, path: Path, content: str | bytes, who: str = "lead") -> BaselinesFile:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found: BaselinesFile = desk.do(who, lambda s: import_baselines(s, path))
    return found


def counting(desk: EffectDesk) -> dict[tuple[str, str], Any]:
    rows = desk.see("head", newest_baselines)
    return {(measure.value, service): row for (measure, service), row in rows.items()}


def test_a_file_comes_in_with_its_sources_and_an_earlier_baseline_stays_in_the_list(desk: EffectDesk, path: Path) -> None:
    desk.baseline(Measure.HANDLING, "7", "check")
    found = bring(desk, path, FILE)
    assert (len(found.new), found.same, found.rejects, found.encoding) == (3, 0, (), "utf-8")
    told = counting(desk)
    assert (float(told["handling", "check"].value), told["handling", "check"].rows) == (8.5, 1200)
    assert (float(told["report_errors", ""].value), told["report_errors", ""].rows) == (0.15, None)
    assert (int(told["budget", ""].value), told["budget", ""].source) == (742_000_050, "=Исполнение бюджета; форма 0409")
    assert told["handling", "check"].last_day == date(2025, 6, 30)
    assert len(desk.see("lead", all_baselines)) == 4


def test_the_same_file_again_changes_nothing_and_leaves_no_trace(desk: EffectDesk, path: Path) -> None:
    bring(desk, path, FILE)
    again = bring(desk, path, FILE, who="head")
    assert (again.new, again.same) == ((), 3)
    with reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(import_batch)) == 1
        assert session.scalar(select(func.count()).where(audit_event.c.action == "baselines_imported")) == 1
    assert len(desk.see("lead", all_baselines)) == 3


@pytest.mark.parametrize(("line", "reason"), [
    ("speed;;1;;2025-01-01;2025-01-31;Журнал заявок 14", "unknown_measure"), ("handling;;1;;2025-01-01;2025-01-31;Журнал заявок 14", "baseline_service"),
    ("handling;nothing;1;;2025-01-01;2025-01-31;Журнал заявок 14", "baseline_service"), ("budget;visit;1;;2025-01-01;2025-01-31;Журнал заявок 14", "baseline_service"),
    ("labour;visit;много;;2025-01-01;2025-01-31;Журнал заявок 14", "baseline_value"), ("labour;visit;0;;2025-01-01;2025-01-31;Журнал заявок 14", "baseline_value"),
    ("labour;visit;NaN;;2025-01-01;2025-01-31;Журнал заявок 14", "baseline_value"), ("labour;visit;-5;;2025-01-01;2025-01-31;Журнал заявок 14", "baseline_value"),
    ("labour;visit;9;;31.02.2025;2025-03-31;Журнал заявок 14", "wrong_day"), ("labour;visit;9;;2025-03-31;2025-01-01;Журнал заявок 14", "baseline_last_day"),
    ("labour;visit;9;;2025-03-31;2031-01-01;Журнал заявок 14", "baseline_last_day"), ("labour;visit;9;два;2025-01-01;2025-01-31;Журнал заявок 14", "baseline_rows"),
    ("labour;visit;9;²;2025-01-01;2025-01-31;Журнал заявок 14", "baseline_rows"), ("labour;visit;9;0;2025-01-01;2025-01-31;Журнал заявок 14", "baseline_rows"),
    ("labour;visit;9;;2025-01-01;2025-01-31;слышал", "baseline_source"), ("labour;visit;9;;2025-01-01;2025-01-31", "wrong_number_of_cells"),
    ("handling;check;9;;2025-01-01;2025-01-31;Журнал заявок 15", "repeated_baseline"), ("labour;visit;9;;2025-01-01;2025-01-31;Журнал\x00 заявок 14", "wrong_letters"),
])  # fmt: skip
def test_one_wrong_line_keeps_the_whole_file_out_and_is_named(desk: EffectDesk, path: Path, line: str, reason: str) -> None:
    found = bring(desk, path, FILE + line + "\n")
    assert [(reject.line, reject.reason) for reject in found.rejects] == [(5, reason)]
    assert counting(desk) == {}
    assert bring(desk, path, FILE).rejects == ()


@pytest.mark.parametrize(("content", "fault"), [
    (b"", TableColumnsWrong), (b"measure;value\n", TableColumnsWrong), (HEAD.replace("rows", "value").encode(), TableColumnsWrong),
    (HEAD.encode() + b'labour;"9', TableBroken), (bytes([0xD0, 0x81, 0x9D, 0xFF] * 5), TableEncodingUnsure), (b"x" * (1024**2 + 1), TableTooLarge),
])  # fmt: skip
def test_a_file_that_is_none_is_refused_whole(desk: EffectDesk, path: Path, content: bytes, fault: type[TableUnreadable]) -> None:
    with pytest.raises(fault):
        bring(desk, path, content)


def test_russian_code_pages_are_recognised_and_only_who_keeps_baselines_reads_a_file(desk: EffectDesk, path: Path) -> None:
    assert bring(desk, path, FILE.replace("₽", "").encode("cp1251")).encoding == "cp1251"
    for who in ("executive", "officer"):
        with pytest.raises(Forbidden):
            bring(desk, path, FILE, who=who)
        with pytest.raises(Forbidden):
            desk.see(who, lambda s: read_baselines(s, path))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.sampled_from(["labour;check", "handling;visit", "budget;", "report_clicks;"]), st.integers(1, 999_999)), max_size=6))
def test_whatever_is_brought_in_counts_and_bringing_it_in_again_changes_nothing(
    desk: EffectDesk, tmp_path: Path, rows: list[tuple[str, int]]
) -> None:
    path = tmp_path / "before.csv"  # one bank for all examples: what an earlier one left must not matter
    content = HEAD + "".join(f"{place};{value};7;2025-01-01;2025-02-28;Замер отдела № 8\n" for place, value in rows)
    before = counting(desk)
    found = bring(desk, path, content)
    if found.rejects:
        assert len({place for place, _value in rows}) < len(rows)
        assert counting(desk) == before
        return
    assert bring(desk, path, content).new == ()
    told = counting(desk)
    for place, value in rows:
        measure, _sign, service = place.partition(";")
        assert int(told[measure, service].value) == (value * 100 if measure == "budget" else value)
