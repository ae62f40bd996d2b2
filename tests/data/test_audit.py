"""The audit trail: what is written, and that nobody can change it unnoticed."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from data.audit_evidence import audit_key_file, audit_keys, seals_file
from data.connection import engine
from data.operations import audit_seals
from data.operations.audit import AuditEntry, record, record_many, record_view
from data.operations.audit_seals import Seal, export_seals, seal_audit
from data.queries.audit_verification import verify_audit
from data.session import Session, reading, transaction
from data.tables.access import audit_event
from models.access.actor import SYSTEM, Actor
from models.access.audit_digest import SealContent, seal_digest
from models.access.verification import Flaw, VerificationResult


def _write(many: int = 1, *, action: str = "person_edited") -> None:
    with transaction(SYSTEM) as session:
        record_many(session, [AuditEntry(action, "person", str(number), f"Person {number}", {"n": 0}, {"n": number + 1}) for number in range(many)])


def _write_and_fail(session: Session) -> None:
    record(session, "person_edited", subject_kind="person", subject_id="7")
    raise RuntimeError


def _seal() -> Seal | None:
    with transaction(SYSTEM) as session:
        made = seal_audit(session)
    with reading(SYSTEM) as session:
        export_seals(session)
    return made


def _verify() -> VerificationResult:
    with reading(SYSTEM) as session:
        return verify_audit(session)


def _as_administrator_of_the_database(*statements: str) -> None:
    with engine().begin() as connection:
        connection.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
        connection.execute(text("ALTER TABLE audit_seal DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))
        connection.execute(text("ALTER TABLE audit_event ENABLE TRIGGER USER"))
        connection.execute(text("ALTER TABLE audit_seal ENABLE TRIGGER USER"))


def _found(result: VerificationResult) -> list[tuple[Flaw, int | None, int | None]]:
    return [(finding.flaw, finding.seq, finding.seal) for finding in result.findings]


# Writing


def test_a_row_says_who_did_what_from_where_and_only_what_changed(database: str) -> None:
    anna = Actor(user_id=None, name="Анна Орлова", ip="10.0.0.7")
    with transaction(anna) as session:
        record(
            session, "person_edited", subject_kind="person", subject_id="7", subject_name="Борис",
            before={"phone": "1", "email": "b@x"}, after={"phone": "2", "email": "b@x"}, reason="asked",
        )  # fmt: skip
    with reading(SYSTEM) as session:
        row = session.first(select(audit_event))
    assert row is not None
    assert (row.actor_name, row.ip, row.action, row.reason) == ("Анна Орлова", "10.0.0.7", "person_edited", "asked")
    assert (row.before, row.after) == ({"phone": "1"}, {"phone": "2"})


def test_a_change_taken_back_leaves_no_row(database: str) -> None:
    with pytest.raises(RuntimeError), transaction(SYSTEM) as session:
        _write_and_fail(session)
    with reading(SYSTEM) as session:
        assert session.first(select(audit_event)) is None


def test_looking_again_within_five_minutes_is_the_same_look(database: str) -> None:
    noon = datetime(2026, 3, 2, 9, tzinfo=UTC)
    added = []
    for minutes in (0, 2, 6):
        with transaction(SYSTEM, at=noon + timedelta(minutes=minutes)) as session:
            added.append(record_view(session, subject_kind="case", subject_id="7"))
    assert added == [True, False, True]


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET reason = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"])
def test_the_database_itself_refuses_to_change_the_trail(database: str, statement: str) -> None:
    _write()
    with pytest.raises(DBAPIError, match="append-only"), engine().begin() as connection:
        connection.execute(text(statement))


def test_odd_values_still_verify(database: str) -> None:
    odd = {"money": 10**20, "share": 0.1, "whole": 1.0, "text": "a\0b\ud800", "when": datetime(2026, 1, 1, tzinfo=UTC), "many": {3, 1}, 5: None}
    with transaction(SYSTEM) as session:
        record(session, "odd", subject_kind="thing", subject_id="\0", subject_name="\ud800", after=odd)
    _seal()
    assert _verify().is_whole


def test_a_role_that_may_only_add_is_enough_to_write_and_seal(database: str) -> None:
    """The grants of docs/operators-guide.md."""
    role = f"kordon_app_{os.getpid()}"
    grants = [
        f"CREATE ROLE {role}", f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}", f"REVOKE UPDATE, DELETE, TRUNCATE ON audit_event, audit_seal FROM {role}",
    ]  # fmt: skip
    with engine().begin() as connection:
        for grant in grants:
            connection.execute(text(grant))
    try:
        with transaction(SYSTEM) as session:
            session.execute(text(f"SET LOCAL ROLE {role}"))
            record(session, "signed_in", subject_kind="person", subject_id="7")
        with transaction(SYSTEM) as session:
            session.execute(text(f"SET LOCAL ROLE {role}"))
            assert seal_audit(session)
        with pytest.raises(DBAPIError, match="permission denied"), transaction(SYSTEM) as session:
            session.execute(text(f"SET LOCAL ROLE {role}; UPDATE audit_event SET reason = 'x'"))  # noqa: S608
    finally:
        with engine().begin() as connection:
            connection.execute(text(f"DROP OWNED BY {role}"))
            connection.execute(text(f"DROP ROLE {role}"))


# Sealing


def test_an_empty_trail_needs_no_seal_and_is_whole(database: str) -> None:
    assert _seal() is None
    assert _verify().is_whole


def test_a_sealed_trail_is_whole_and_counted(database: str) -> None:
    _write(3)
    first = _seal()
    _write(2)
    second = _seal()
    _write(1)
    assert first
    assert second
    assert (first.number, first.events, second.number, second.events) == (1, 3, 2, 2)
    result = _verify()
    assert result.is_whole
    assert (result.rows, result.sealed_rows, result.waiting_rows, result.seals, result.exported_seals) == (6, 5, 1, 2, 2)


def test_a_long_trail_is_sealed_in_batches(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_seals, "ROWS_PER_SEAL", 10)
    _write(25)
    last = _seal()
    assert last
    assert (last.number, last.events) == (3, 5)
    assert _verify().is_whole
    assert _seal() is None


def test_a_row_committed_late_is_sealed_by_the_next_seal(database: str) -> None:
    """Its number is lower than sealed ones: a watermark by number would never come back for it."""
    with transaction(SYSTEM) as slow:
        record(slow, "slow", subject_kind="thing", subject_id="1")
        _write(2)
        assert _seal() is None, "rows above a running transaction wait"
    sealed = _seal()
    assert sealed
    assert sealed.events == 3
    assert _verify().is_whole


def test_two_sealers_at_once_make_one_seal(database: str) -> None:
    _write(5)
    made: list[Seal | None] = []
    barrier = threading.Barrier(2)

    def run() -> None:
        with transaction(SYSTEM) as session:
            seal = seal_audit(session)
            barrier.wait(timeout=10)
        made.append(seal)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seal is None for seal in made) == [False, True]
    assert _verify().is_whole


def test_a_missed_export_is_made_good_by_the_next_seal(database: str) -> None:
    _write()
    with transaction(SYSTEM) as session:
        seal_audit(session)
    assert not seals_file().exists() or not seals_file().read_bytes()
    _write()
    _seal()
    assert len(seals_file().read_bytes().splitlines()) == 2


def test_a_line_torn_by_a_crash_is_written_again(database: str) -> None:
    _write()
    _seal()
    whole = seals_file().read_bytes()
    seals_file().write_bytes(whole[:-20])
    with reading(SYSTEM) as session:
        assert export_seals(session) == 1
    assert seals_file().read_bytes() == whole


def test_a_trail_restored_from_a_dump_goes_on(database: str) -> None:
    """A dump keeps stored transaction numbers while the new cluster counts from the beginning."""
    _write(3)
    _seal()
    _write(2)
    ahead = 10_000_000
    _as_administrator_of_the_database(f"UPDATE audit_event SET xid = CAST(CAST(CAST(CAST(xid AS text) AS bigint) + {ahead} AS text) AS xid8)")  # noqa: S608
    _seal_as_the_former_cluster(ahead)
    seals_file().unlink()
    _write(4)
    assert _verify().is_whole
    sealed = _seal()
    assert sealed
    assert (sealed.number, sealed.events) == (2, 6)
    assert _verify().is_whole
    _write(1)
    again = _seal()
    assert again
    assert (again.number, again.events) == (3, 1)
    assert _verify().is_whole


def _seal_as_the_former_cluster(ahead: int) -> None:
    """The watermark is part of the seal, so the seal is made again over the former numbers."""
    with engine().begin() as connection:
        row = connection.execute(text("SELECT *, CAST(CAST(below_xid AS text) AS bigint) AS below FROM audit_seal")).one()
        content = SealContent(1, row.below + ahead, 0, row.seqs, bytes(row.root), bytes(row.previous), row.sealed_at)
        connection.execute(text("ALTER TABLE audit_seal DISABLE TRIGGER USER"))
        connection.execute(
            text("UPDATE audit_seal SET below_xid = CAST(CAST(:below AS text) AS xid8), seal = :seal"),
            {"below": str(content.below_xid), "seal": seal_digest(audit_keys()[-1], content)},
        )
        connection.execute(text("ALTER TABLE audit_seal ENABLE TRIGGER USER"))


# Tampering: whoever owns the database can switch the trigger off, but not unnoticed


EDITS = {
    "at": "at + interval '1 second'", "actor_id": "gen_random_uuid()", "actor_name": "'Nobody'", "on_behalf_of": "gen_random_uuid()", "action": "'nothing'",
    "subject_kind": "'x'", "subject_id": "'x'", "subject_name": "'x'", "case_id": "gen_random_uuid()", "before": "'{}'", "after": "NULL",
    "reason": "'x'", "ip": "'x'", "digest": "sha256('x')",
}  # fmt: skip


@pytest.mark.parametrize("column", EDITS)
def test_an_edited_row_is_named(database: str, column: str) -> None:
    _write(3)
    _seal()
    _as_administrator_of_the_database(f"UPDATE audit_event SET {column} = {EDITS[column]} WHERE seq = 2")  # noqa: S608
    assert _found(_verify()) == [(Flaw.ROW_EDITED, 2, 1)]


def test_every_column_of_a_row_is_covered(database: str) -> None:
    assert set(EDITS) == {column.name for column in audit_event.c} - {"seq", "xid"}


def test_an_edited_row_that_no_seal_covers_yet_is_named(database: str) -> None:
    _write(3)
    _as_administrator_of_the_database("UPDATE audit_event SET reason = 'x' WHERE seq = 2")
    assert _found(_verify()) == [(Flaw.ROW_INSERTED, 2, None)]


def test_a_finding_says_what_the_row_says(database: str) -> None:
    _write(1)
    _seal()
    _as_administrator_of_the_database("UPDATE audit_event SET reason = 'x'")
    finding = _verify().findings[0]
    assert (finding.action, finding.subject_name, finding.actor_name) == ("person_edited", "Person 0", "Kordon")


def test_a_deleted_row_is_named(database: str) -> None:
    _write(3)
    _seal()
    _as_administrator_of_the_database("DELETE FROM audit_event WHERE seq = 2")
    assert _found(_verify()) == [(Flaw.ROW_DELETED, 2, 1)]


def test_a_deletion_before_the_seal_is_told_as_a_gap(database: str) -> None:
    _write(3)
    _as_administrator_of_the_database("DELETE FROM audit_event WHERE seq = 2")
    result = _verify()
    assert result.is_whole
    assert result.gaps == 1


_COPY = (
    "INSERT INTO audit_event (seq, xid, at, action, subject_kind, subject_id, before, after, actor_name, digest) "
    "SELECT {seq}, {xid}, at, action, subject_kind, subject_id, before, after, actor_name, {digest} FROM audit_event WHERE seq = 2"
)


@pytest.mark.parametrize(
    ("seq", "xid", "digest"),
    [("99", "pg_current_xact_id()", "digest"), ("99", "xid", "digest"), ("99", "pg_current_xact_id()", "sha256('x')"), ("-5", "'3'", "digest")],
)
def test_an_inserted_row_is_named_even_as_a_copy_of_an_honest_one(database: str, seq: str, xid: str, digest: str) -> None:
    _write(3)
    _seal()
    _as_administrator_of_the_database(_COPY.format(seq=seq, xid=xid, digest=digest))
    assert _found(_verify()) == [(Flaw.ROW_INSERTED, int(seq), None)]


def test_an_honest_row_hidden_behind_the_watermark_is_named(database: str) -> None:
    _write(3)
    _seal()
    _write(1)
    _as_administrator_of_the_database("UPDATE audit_event SET xid = '3' WHERE seq = 4")
    assert _found(_verify()) == [(Flaw.ROW_INSERTED, 4, None)]


def test_a_row_kept_from_ever_being_sealed_is_named(database: str) -> None:
    _write(1)
    _as_administrator_of_the_database("UPDATE audit_event SET xid = '999999999'")
    assert _found(_verify()) == [(Flaw.ROW_INSERTED, 1, None)]


@pytest.mark.parametrize(
    "change",
    [
        "root = sha256('x')", "leaves = leaves || leaves", "leaves = overlay(leaves PLACING sha256('x') FROM 1)", "seal = sha256('x')", "events = 7",
        "seqs = ARRAY[1, 2]", "below_xid = '3'", "floor_seq = 1", "sealed_at = sealed_at + interval '1 day'",
    ],
)  # fmt: skip
def test_a_changed_seal_is_named(database: str, change: str) -> None:
    _write(3)
    _seal()
    _as_administrator_of_the_database(f"UPDATE audit_seal SET {change} WHERE number = 1")  # noqa: S608
    assert (Flaw.SEAL_BROKEN, None, 1) in _found(_verify())


def test_a_removed_seal_in_the_middle_is_named(database: str) -> None:
    for _time in range(3):
        _write()
        _seal()
    _as_administrator_of_the_database("DELETE FROM audit_seal WHERE number = 2")
    assert (Flaw.SEAL_REMOVED, None, 2) in _found(_verify())


def test_a_removed_last_seal_is_known_from_the_exported_file(database: str) -> None:
    for _time in range(2):
        _write()
        _seal()
    _as_administrator_of_the_database("DELETE FROM audit_seal WHERE number = 2", "DELETE FROM audit_event WHERE seq = 2")
    assert _found(_verify()) == [(Flaw.SEAL_REMOVED, None, 2)]


def test_a_seal_made_again_over_fewer_rows_is_known_from_the_exported_file(database: str) -> None:
    for _time in range(2):
        _write(2)
        _seal()
    _as_administrator_of_the_database("DELETE FROM audit_seal WHERE number = 2", "DELETE FROM audit_event WHERE seq = 3")
    _seal()
    assert _found(_verify()) == [(Flaw.SEAL_REPLACED, None, 2)]


def test_an_edited_exported_file_is_noticed(database: str) -> None:
    _write()
    _seal()
    seals_file().write_bytes(seals_file().read_bytes().replace(b'"seal":"', b'"seal":"00'))
    assert _found(_verify()) == [(Flaw.SEAL_REPLACED, None, 1)]


def test_without_the_key_one_is_told_that_it_is_missing_and_edits_of_sealed_digests_are_still_found(database: str) -> None:
    _write(3)
    _seal()
    audit_key_file().unlink()
    assert _found(_verify()) == [(Flaw.KEY_MISSING, None, None)]
    _as_administrator_of_the_database("UPDATE audit_event SET digest = sha256('x') WHERE seq = 2")
    assert (Flaw.ROW_EDITED, 2, 1) in _found(_verify())


def test_rows_written_with_a_former_key_still_verify(database: str) -> None:
    _write(2)
    _seal()
    with audit_key_file().open("a") as handle:
        handle.write("ab" * 32 + "\n")
    _write(2)
    _seal()
    assert _verify().is_whole


def test_the_key_is_for_the_eyes_of_kordon_only(database: str) -> None:
    _write()
    assert audit_key_file().stat().st_mode & 0o777 == 0o600


def test_many_findings_are_counted_not_listed(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.access.verification.MOST_FINDINGS", 4)
    _write(6)
    _seal()
    _as_administrator_of_the_database("UPDATE audit_event SET reason = 'x'")
    result = _verify()
    assert (len(result.findings), result.more_findings) == (4, 2)


TAMPERING: list[Callable[[int], str]] = [
    lambda seq: f"DELETE FROM audit_event WHERE seq = {seq}",  # noqa: S608
    lambda seq: f"UPDATE audit_event SET after = '{{}}' WHERE seq = {seq}",  # noqa: S608
]


@pytest.mark.parametrize("tamper", TAMPERING)
def test_any_one_of_many_rows_is_found_across_batches(database: str, tamper: Callable[[int], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_seals, "ROWS_PER_SEAL", 700)
    monkeypatch.setattr("data.queries.audit_verification._BATCH", 300)
    _write(2000)
    _seal()
    _as_administrator_of_the_database(tamper(1), tamper(1301), tamper(2000))
    assert [finding.seq for finding in _verify().findings] == [1, 1301, 2000]
