"""Foreign logs as they really come: packed, in old code pages, with broken rows, as XES, and again a month later."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from data.ids import new_id
from data.importers import event_log_reading
from data.importers.event_log import ImportResult, import_event_log
from data.importers.event_log_people import ServiceCodeTaken
from data.importers.event_log_reading import LogUnreadable, detect_delimiter, detect_encoding
from data.importers.event_log_storing import CaseNumberTaken
from data.session import reading, transaction
from data.tables.processes import calendar, calendar_day, case_event, cases, process_version, task
from data.tables.services import import_batch, import_reject
from models.access.actor import SYSTEM
from models.analytics.event_log import parse_mapping

HEAD = "id,state,at,who,team"
ROWS = [
    "1,New,2026-03-02 09:00,,Desk", "1,Active,2026-03-02 10:30,Ann,Desk", "1,Closed,2026-03-03 09:00,Ann,Desk",
    "2,New,2026-03-02 11:00,,Desk", "2,Active,2026-03-02 11:10,Bob,Night",
]  # fmt: skip
MAPPING: dict[str, Any] = {
    "log": {"source": "old-desk", "prefix": "OD-", "zone": "Europe/Moscow", "encoding": "utf-8", "delimiter": ","},
    "service": {"code": "old_desk", "name": {"ru": "Старый стол", "en": "Old desk"}},
    "columns": {"case": "id", "activity": "state", "timestamp": "at", "resource": "who", "group": "team"},
    "case": {"closed_when": ["Closed"]},
    "reaction": {"after": ["New"]},
}


def write(folder: Path, *rows: str, name: str = "log.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text("\n".join([HEAD, *(rows or ROWS)]) + "\n", encoding=encoding)
    return path


def bring_in(path: Path, **sections: dict[str, Any]) -> ImportResult:
    document = {**MAPPING, **{name: {**MAPPING.get(name, {}), **section} for name, section in sections.items()}}
    with transaction(SYSTEM) as session:
        return import_event_log(session, path, parse_mapping(document), document=document)


def count(table: Any) -> int:
    with reading(SYSTEM) as session:
        return int(session.scalar(select(func.count()).select_from(table)))


def test_open_and_closed_cases_come_with_their_history(database: str, tmp_path: Path) -> None:
    result = bring_in(write(tmp_path))
    assert (result.cases, result.open_cases, result.events, result.rejects) == (2, 1, 5, ())
    with reading(SYSTEM) as session:
        rows = {row.number: row for row in session.rows(select(cases))}
        tasks = session.rows(select(task.c.step, task.c.state).where(task.c.case_id == rows["OD-2"].id).order_by(task.c.entered_at))
    done, still = rows["OD-1"], rows["OD-2"]
    assert (done.state, done.reaction_minutes, done.handling_minutes, done.opened_at) == ("done", 90, 1440, datetime(2026, 3, 2, 6, tzinfo=UTC))
    assert (still.state, still.closed_at, still.reaction_minutes, still.handling_minutes) == ("in_work", None, 10, None)
    assert [tuple(row) for row in tasks] == [("new", "done"), ("active", "open")]
    assert still.owner_id
    assert still.group_id


@pytest.mark.parametrize(("row", "reason"), [
    (",New,2026-03-02 09:00,,Desk", "no_case"), ("9,,2026-03-02 09:00,,Desk", "no_activity"), ("9,New,,,Desk", "no_time"),
    ("9,New,2026-02-30 09:00,,Desk", "wrong_time"), ("9,New,02.03.2026,,Desk", "wrong_time"), ("9,New", "wrong_number_of_cells"),
    ("9,New,2026-03-02 09:00,,Desk,more", "wrong_number_of_cells"),
])  # fmt: skip
def test_a_row_that_cannot_be_used_is_named_with_line_and_reason(database: str, tmp_path: Path, row: str, reason: str) -> None:
    result = bring_in(write(tmp_path, *ROWS[:2], row, *ROWS[2:]))
    assert [(reject.line, reject.reason) for reject in result.rejects] == [(4, reason)]
    assert result.cases == 2
    with reading(SYSTEM) as session:
        kept = session.rows(select(import_reject.c.line, import_reject.c.reason))
        batch = session.first(select(import_batch))
    assert [tuple(row) for row in kept] == [(4, reason)]
    assert batch is not None
    assert (batch.rows_read, batch.accepted, batch.rejected) == (6, 5, 1)


def test_a_time_that_did_not_exist_is_rejected(database: str, tmp_path: Path) -> None:
    result = bring_in(write(tmp_path, "1,New,2010-03-28 02:30,,Desk", "1,Closed,2010-03-28 03:30,,Desk"))
    assert [(reject.line, reject.reason) for reject in result.rejects] == [(2, "wrong_time")]


def test_the_same_file_again_changes_nothing(database: str, tmp_path: Path) -> None:
    path = write(tmp_path)
    bring_in(path)
    again = bring_in(path)
    assert (again.batch_id, again.added, again.changed, again.same) == (None, 0, 0, 2)
    assert count(import_batch) == 1
    assert count(case_event) == 5


def test_a_case_that_went_on_is_updated_and_its_history_added_to(database: str, tmp_path: Path) -> None:
    bring_in(write(tmp_path))
    with reading(SYSTEM) as session:
        before = set(session.rows(select(case_event.c.id)))
    later = bring_in(write(tmp_path, *ROWS, "2,Closed,2026-03-05 11:00,Bob,Night"))
    assert (later.added, later.changed, later.same) == (0, 1, 1)
    with reading(SYSTEM) as session:
        case = session.first(select(cases).where(cases.c.number == "OD-2"))
        after = set(session.rows(select(case_event.c.id)))
        steps = session.rows(select(task.c.step).join(cases, cases.c.id == task.c.case_id).where(cases.c.number == "OD-2").order_by(task.c.entered_at))
    assert case is not None
    assert (case.state, case.revision) == ("done", 2)
    assert before < after
    assert len(after) == 6
    assert [row.step for row in steps] == ["new", "active", "closed"]


def test_a_new_activity_makes_a_new_version_and_keeps_the_old_one(database: str, tmp_path: Path) -> None:
    bring_in(write(tmp_path))
    bring_in(write(tmp_path, *ROWS, "3,Frozen,2026-03-05 11:00,Bob,Night"))
    with reading(SYSTEM) as session:
        versions = session.rows(select(process_version.c.number, process_version.c.state).order_by(process_version.c.number))
    assert [tuple(row) for row in versions] == [(1, "retired"), (2, "published")]


def test_a_packed_file_is_the_same_file(database: str, tmp_path: Path) -> None:
    plain = write(tmp_path)
    packed = tmp_path / "log.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert bring_in(packed).cases == 2
    assert bring_in(plain).same == 2


def test_a_bomb_is_not_unfolded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_log_reading, "_RATIO_COUNTS_FROM", 2**20)
    packed = tmp_path / "log.csv.gz"
    packed.write_bytes(gzip.compress(b"0" * 2**23))
    with pytest.raises(LogUnreadable, match="beyond all measure"), event_log_reading.open_bytes(packed) as unpacked:
        unpacked.read()


def test_a_torn_packed_file_brings_nothing_in(database: str, tmp_path: Path) -> None:
    packed = tmp_path / "log.csv.gz"
    packed.write_bytes(gzip.compress(write(tmp_path, *ROWS * 50).read_bytes())[:-20])
    with pytest.raises(LogUnreadable, match="damaged"):
        bring_in(packed)
    assert count(cases) == count(import_batch) == 0


XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/">
  <trace><string key="concept:name" value="A1"/><string key="kind" value="Фишинг"/>
    <event><string key="concept:name" value="Принято"/><date key="time:timestamp" value="2026-03-02T09:00:00+03:00"/>
      <string key="lifecycle:transition" value="complete"/></event>
    <event><string key="concept:name" value="Закрыто"/><date key="time:timestamp" value="2026-03-02T12:00:00.000+03:00"/>
      <string key="lifecycle:transition" value="complete"/></event>
    <event><string key="concept:name" value="Закрыто"/><date key="time:timestamp" value="2026-03-02T13:00:00.000+03:00"/>
      <string key="lifecycle:transition" value="start"/></event>
  </trace>
</log>"""
XES_MAPPING: dict[str, dict[str, Any]] = {
    "log": {"keep": {"lifecycle:transition": ["complete"]}},
    "columns": {"case": "case:concept:name", "activity": "concept:name", "timestamp": "time:timestamp", "resource": "", "group": ""},
    "case": {"closed_when": ["Закрыто"], "title": "{case:kind}"},
}


def test_xes_is_read_with_the_attributes_of_its_traces(database: str, tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text(XES, encoding="utf-8")
    result = bring_in(path, **XES_MAPPING)
    assert (result.cases, result.events, result.left_out) == (1, 2, 1)
    with reading(SYSTEM) as session:
        case = session.first(select(cases))
    assert case is not None
    assert (case.title, case.handling_minutes, case.opened_at) == ("Фишинг", 180, datetime(2026, 3, 2, 6, tzinfo=UTC))


@pytest.mark.parametrize("content", [
    '<!DOCTYPE log [<!ENTITY a "b">]><log><trace/></log>',
    '<!DOCTYPE log SYSTEM "http://example.org/x.dtd"><log/>',
    "<log><trace>",
    "no xml at all",
])  # fmt: skip
def test_hostile_or_broken_xml_is_refused_whole(database: str, tmp_path: Path, content: str) -> None:
    path = tmp_path / "log.xes"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LogUnreadable):
        bring_in(path, **XES_MAPPING)


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r", "utf-8", "utf-8-sig", "utf-16"])
def test_a_russian_encoding_is_recognised(encoding: str) -> None:
    text = "номер;состояние;когда\n" + "17;ждёт ответа пользователя, передано в отдел внутренней безопасности;2026-03-02\n" * 3
    assert detect_encoding(text.encode(encoding)) == encoding


def test_an_uncertain_encoding_is_asked_about_and_not_guessed() -> None:
    with pytest.raises(LogUnreadable, match="declare"):
        detect_encoding(bytes([0xC0, 0x80, 0xFF, 0x9A]) * 20)


def test_a_declared_encoding_that_is_wrong_is_told(database: str, tmp_path: Path) -> None:
    path = write(tmp_path, "1,Новый,2026-03-02 09:00,,Desk", encoding="cp1251")
    with pytest.raises(LogUnreadable, match="utf-8"):
        bring_in(path)


def test_a_delimiter_is_recognised_or_asked_about() -> None:
    assert detect_delimiter("a;b;c\n1;2,5;3\n") == ";"
    with pytest.raises(LogUnreadable, match="declare"):
        detect_delimiter("a;b,c\n1;2,3\n")


def test_missing_columns_are_named(database: str, tmp_path: Path) -> None:
    with pytest.raises(LogUnreadable, match="room"):
        bring_in(write(tmp_path), columns={"group": "room"})


def test_a_service_of_our_own_is_not_overwritten(database: str, tmp_path: Path) -> None:
    from tests.data.analytics.desk import set_up

    with transaction(SYSTEM) as session:
        desk = set_up(session)
        desk.add_case(number="OD-1")
    with pytest.raises(CaseNumberTaken):
        bring_in(write(tmp_path))
    with pytest.raises(ServiceCodeTaken):
        bring_in(write(tmp_path), service={"code": "check"}, log={"prefix": "X-"})
    assert count(cases) == 1


def test_working_time_counts_by_the_calendar_of_the_mapping(database: str, tmp_path: Path) -> None:
    with transaction(SYSTEM) as session:
        number = new_id()
        session.execute(insert(calendar).values(id=number, code="bank", name={"ru": "Банк", "en": "Bank"}, revision=new_id()))
        days = [date(2026, 1, 1) + timedelta(days=day) for day in range(365)]
        session.execute(insert(calendar_day), [
            {"calendar_id": number, "day": day, "work": [[540, 1080]] if day.weekday() < 5 else []} for day in days
        ])  # fmt: skip
    bring_in(write(tmp_path), log={"time": "bank"}, sla={"resolution_minutes": 500})
    with reading(SYSTEM) as session:
        case = session.first(select(cases).where(cases.c.number == "OD-1"))
    assert case is not None
    assert (case.reaction_minutes, case.handling_minutes, case.sla_met) == (90, 540, False)


def test_a_hundred_thousand_events_come_in_within_seconds(database: str, tmp_path: Path) -> None:
    start = datetime(2026, 1, 1)  # noqa: DTZ001 - as a log writes it
    rows = []
    for case in range(20_000):
        opened = start + timedelta(minutes=case * 7)
        for step, state in enumerate(("New", "Active", "Waiting", "Active", "Closed")):
            rows.append(f"{case},{state},{opened + timedelta(minutes=step * 31)},Officer {case % 40},Team {case % 9}")
    begun = datetime.now(UTC)
    result = bring_in(write(tmp_path, *rows))
    assert result.events == 100_000
    assert datetime.now(UTC) - begun < timedelta(seconds=60)
    assert count(case_event) == 100_000
