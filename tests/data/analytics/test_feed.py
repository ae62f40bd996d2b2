"""The BI feed is a contract: its views are what the dictionary says, and they are all that a role of the outside tool reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from callbacks.commands import bi
from callbacks.commands.bi import export_view
from data.connection import engine
from data.migrations import feed, upgrade_database
from data.session import reading
from models.access.actor import SYSTEM, Role
from models.analytics.feed import SCHEMA, VIEWS
from models.errors import Forbidden, InvalidInput
from pages.analytics.feed_words import dictionary_markdown
from pages.translations import use_language
from tests.data.analytics.desk import reader

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.usefixtures("database")
def test_every_view_has_the_columns_of_the_dictionary() -> None:
    with reading(SYSTEM) as session:
        rows = session.rows(text(
            "SELECT c.relname AS view, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, col_description(c.oid, a.attnum) AS told "
            "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = to_regnamespace(:name) AND a.attnum > 0 ORDER BY c.relname, a.attnum"
        ), {"name": SCHEMA})  # fmt: skip
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        found.setdefault(row.view, []).append((row.name, row.type))
        assert row.told
    assert found == {view.name: [(column.name, column.type) for column in view.columns] for view in VIEWS.values()}


@pytest.mark.usefixtures("database")
def test_views_step_aside_for_migrations_and_come_back_once() -> None:
    with engine().connect() as connection:
        feed.drop_views(connection)
        connection.commit()
        assert not feed.is_installed(connection, "Europe/Moscow")
    upgrade_database()
    with engine().connect() as connection:
        oids = connection.scalars(text("SELECT oid FROM pg_class WHERE relnamespace = to_regnamespace('bi') ORDER BY oid")).all()
        assert feed.is_installed(connection, "Europe/Moscow")
        assert not feed.is_installed(connection, "Asia/Omsk")  # another zone has other days
    upgrade_database()
    with engine().connect() as connection:
        assert connection.scalars(text("SELECT oid FROM pg_class WHERE relnamespace = to_regnamespace('bi') ORDER BY oid")).all() == oids


@pytest.mark.usefixtures("database")
def test_an_export_that_fails_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(Forbidden), reading(reader(Role.LEAD)) as session:
        export_view(session, VIEWS["unit"], tmp_path)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InvalidInput):
        bi.run(["export", "--out", str(tmp_path), "--view", "salaries"])


def test_the_document_holds_the_dictionary_of_the_code() -> None:
    with use_language("en"):
        assert dictionary_markdown() in (ROOT / "docs" / "bi-feed.md").read_text(encoding="utf-8")


@pytest.mark.usefixtures("database")
def test_a_role_with_rights_on_the_schema_reads_views_and_no_tables() -> None:
    with engine().connect() as connection:
        for statement in ("CREATE ROLE bank_bi_test", "GRANT USAGE ON SCHEMA bi TO bank_bi_test", "GRANT SELECT ON ALL TABLES IN SCHEMA bi TO bank_bi_test"):
            connection.execute(text(statement))
        connection.execute(text("SET LOCAL ROLE bank_bi_test"))
        connection.execute(text("SELECT count(*) FROM bi.security_case"))
        with pytest.raises(Exception, match="permission denied"):
            connection.execute(text("SELECT count(*) FROM public.cases"))
        connection.rollback()
