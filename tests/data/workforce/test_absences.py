"""Absences from the personnel system: nothing guessed, nothing doubled, every rejected row named."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from data.importers.absences import WrongSourceName, import_absences
from data.importers.small_csv import TableUnreadable
from data.queries.workforce.week import own_week
from data.session import reading, transaction
from data.tables.access import audit_event
from data.tables.services import import_batch, import_reject
from data.tables.workforce import absence
from models.access.actor import SYSTEM
from models.errors import Forbidden
from tests.data.workforce.conftest import MONDAY, Bureau

HEAD = "login;first_day;last_day;kind\n"
FILE = HEAD + "belova;2026-11-16;2026-11-18;отпуск\nGusev;01.11.2026;05.11.2026;Больничный\n"
PACKED = gzip.compress(FILE.encode(), mtime=0)  # no clock in them: every process names its tests alike
BOMB = gzip.compress(b"0" * 60 * 1024**2, mtime=0)


def bring(path: Path, content: str | bytes, **more: Any) -> Any:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with transaction(SYSTEM) as session:
        return import_absences(session, path, **more)


def rows() -> list[Any]:
    with reading(SYSTEM) as session:
        return list(session.rows(select(absence).order_by(absence.c.first_day)))


def test_absences_come_in_and_the_week_owes_less(bureau: Bureau, tmp_path: Path) -> None:
    result = bring(tmp_path / "hr.csv", FILE)
    assert (result.encoding, result.rows_read, result.added, result.rejects) == ("utf-8", 2, 2, ())
    assert [(row.kind, row.source, row.person_id) for row in rows()] == [("sick", "hr", bureau.people["gusev"]), ("vacation", "hr", bureau.people["belova"])]
    assert bureau.do("belova", lambda s: own_week(s, MONDAY)).owed == 960


@pytest.mark.parametrize("content", [FILE.encode("cp1251"), b"\xef\xbb\xbf" + FILE.encode(), PACKED, FILE.replace("\n", "\r\n").encode()])
def test_the_encoding_is_recognised(bureau: Bureau, tmp_path: Path, content: bytes) -> None:
    assert bring(tmp_path / "hr.csv", content).added == 2


def test_the_same_file_again_changes_nothing_and_leaves_no_trace(bureau: Bureau, tmp_path: Path) -> None:
    bring(tmp_path / "hr.csv", FILE)
    before = rows()
    again = bring(tmp_path / "other-name.csv", FILE)
    assert (again.batch_id, again.added, again.changed, again.same) == (None, 0, 0, 2)
    assert rows() == before
    with reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(import_batch)) == 1
        assert session.scalar(select(func.count()).where(audit_event.c.action == "absences_imported")) == 1


def test_a_corrected_absence_is_corrected_and_another_system_keeps_its_own(bureau: Bureau, tmp_path: Path) -> None:
    bring(tmp_path / "hr.csv", FILE)
    result = bring(tmp_path / "hr.csv", FILE.replace("2026-11-18;отпуск", "2026-11-20;other"))
    assert (result.added, result.changed, result.same) == (0, 1, 1)
    assert [(row.last_day.isoformat(), row.kind) for row in rows()][1] == ("2026-11-20", "other")
    assert bring(tmp_path / "hr.csv", FILE, source="branch").added == 2
    assert len(rows()) == 4


@pytest.mark.parametrize(("line", "reason"), [
    ("nobody;2026-11-16;2026-11-18;sick", "unknown_login"), ("belova;16/11/2026;2026-11-18;sick", "wrong_day"), ("belova;;2026-11-18;sick", "wrong_day"),
    ("belova;2026-11-18;2026-11-16;sick", "days_reversed"), ("belova;2020-01-01;2026-11-16;sick", "too_long"), ("belova;2026-11-16;2026-11-18;прогул", "unknown_kind"),
    ("belova;2026-11-16;2026-11-18", "wrong_number_of_cells"), ("belova;2026-02-30;2026-03-01;sick", "wrong_day"), ("bel\x00ova;2026-11-16;2026-11-18;sick", "unknown_login"),
    ("gusev;2026-11-01;2026-11-02;sick", "repeated"),
])  # fmt: skip
def test_a_row_that_cannot_be_used_is_named_and_the_others_come_in(bureau: Bureau, tmp_path: Path, line: str, reason: str) -> None:
    result = bring(tmp_path / "hr.csv", FILE + line + "\n")
    assert [(reject.line, reject.reason) for reject in result.rejects] == [(4, reason)]
    assert len(rows()) == 2
    with reading(SYSTEM) as session:
        assert [(row.line, row.reason) for row in session.rows(select(import_reject))] == [(4, reason)]


@pytest.mark.parametrize("content", [
    b"", b"login;first_day;last_day\n", b"login,first_day,last_day,kind\nbelova,2026-11-16,2026-11-18,sick\n", b"login;login;first_day;last_day;kind\n",
    HEAD.encode() + b'belova;"2026', HEAD.encode() + bytes([0xD0, 0x81, 0x9D, 0xFF] * 5), BOMB, PACKED[:40],
])  # fmt: skip
def test_a_file_that_is_none_is_refused_whole(bureau: Bureau, tmp_path: Path, content: bytes) -> None:
    with pytest.raises(TableUnreadable):
        bring(tmp_path / "hr.csv", content)
    assert rows() == []


def test_only_who_keeps_accounts_may(bureau: Bureau, tmp_path: Path) -> None:
    (tmp_path / "hr.csv").write_text(FILE)
    for who in ("orlov", "belova", "kim"):
        with pytest.raises(Forbidden):
            bureau.do(who, lambda s: import_absences(s, tmp_path / "hr.csv"))
    with pytest.raises(WrongSourceName):
        bring(tmp_path / "hr.csv", FILE, source="Отдел кадров")
    with pytest.raises(TableUnreadable), transaction(SYSTEM) as session:
        import_absences(session, tmp_path / "nothing.csv")
