"""`python app.py audit`: what it prints and how it exits."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from callbacks.commands.audit import run
from data.connection import engine
from data.operations.audit import AuditEntry, record_many
from data.operations.founding import prepare_installation
from data.session import transaction
from models.access.actor import SYSTEM
from pages.translations import use_language


def _write(many: int) -> int:
    """So many rows more; how many there are then (a fresh installation has some already)."""
    prepare_installation()
    with transaction(SYSTEM) as session:
        record_many(session, [AuditEntry("person_edited", "person", str(number), f"Person {number}") for number in range(many)])
        return int(session.scalar(text("SELECT count(*) FROM audit_event")))


def _run(command: str, lang: str = "en") -> int:
    with use_language(lang):
        return run([command])


def test_an_untouched_trail_verifies(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = _write(3)
    assert _run("seal") == 0
    assert _run("verify") == 0
    said = capsys.readouterr().out
    assert f"Sealed up to row {rows}: seal 1." in said
    assert f"{rows} rows checked, {rows} under a seal, 0 waiting for the next one" in said
    assert "The audit trail is whole" in said


def test_nothing_to_seal_is_said(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    _write(0)
    _run("seal")
    assert _run("seal") == 0
    assert "Nothing to seal" in capsys.readouterr().out


@pytest.mark.parametrize(("lang", "said"), [("en", "Row 2 was edited"), ("ru", "Запись 2 изменена")])
def test_a_row_changed_by_sql_is_named_and_the_command_fails(database: str, capsys: pytest.CaptureFixture[str], lang: str, said: str) -> None:
    _write(3)
    _run("seal")
    with engine().begin() as connection:
        connection.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE audit_event SET actor_name = 'Nobody' WHERE seq = 2"))
    assert _run("verify", lang) == 1
    assert said in capsys.readouterr().out
