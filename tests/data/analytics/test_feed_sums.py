"""What leaves through the BI feed: the sums of the dashboards, every row, and nothing about people and objects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import func, select, text

from callbacks.commands.bi import export_view
from data.demo.seed import seed_bank
from data.queries.analytics.feed import feed_rows
from data.queries.analytics.losses import loss_figures
from data.queries.analytics.operations import operations_figures
from data.queries.analytics.workload import workload_figures
from data.session import Session, reading
from data.tables.access import person
from data.tables.processes import cases
from models.access.actor import SYSTEM
from models.analytics.feed import VIEWS
from tests.conftest import empty_database

NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def bank(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A small demo bank."""
    with empty_database(server, template, tmp_path_factory.mktemp("fed")):
        seed_bank(cases_wanted=200, months=3, seed=7, now=NOW)
        yield


def _sum(session: Session, query: str) -> Any:
    return session.scalar(text(query))


def test_sums_of_the_feed_are_those_of_the_dashboards() -> None:
    with reading(SYSTEM, at=NOW) as session:
        told = loss_figures(session, "all", {}).figures
        assert _sum(session, "SELECT sum(loss_rub) * 100 FROM bi.prevented_loss WHERE state = 'confirmed'") == told["kopecks"] > 0
        labour = workload_figures(session, "all").figures
        assert _sum(session, "SELECT sum(minutes) FROM bi.effort") == labour["minutes"] > 0
        closed = operations_figures(session, "all", {}).figures["closed"]
        assert _sum(session, "SELECT count(*) FROM bi.security_case WHERE closed_on IS NOT NULL") == closed > 0
        frozen = _sum(session, "SELECT sum(kopecks) FROM allocation")
        assert _sum(session, "SELECT sum(amount_rub) * 100 FROM bi.allocation") == frozen > 0


def test_nothing_of_people_and_titles_is_in_the_feed() -> None:
    with reading(SYSTEM, at=NOW) as session:
        names = [row.full_name for row in session.rows(select(person.c.full_name))]
        titles = [row.title for row in session.rows(select(cases.c.title).where(func.length(cases.c.title) > 12).limit(200))]
        objects = [row.n for row in session.rows(text("SELECT DISTINCT object_name AS n FROM prevented_loss WHERE length(object_name) > 8"))]
        seen = {str(cell) for view in VIEWS.values() for batch in feed_rows(session, view) for row in batch for cell in row if isinstance(cell, str)}
    assert seen.isdisjoint([*names, *titles, *objects])


def test_parquet_files_hold_every_row_and_the_dictionary(tmp_path: Path) -> None:
    with reading(SYSTEM, at=NOW) as session:
        for view in VIEWS.values():
            count = export_view(session, view, tmp_path / "out")
            read = pq.read_table(tmp_path / "out" / f"{view.name}.parquet")
            assert read.num_rows == count == _sum(session, f"SELECT count(*) FROM bi.{view.name}")  # noqa: S608
            assert read.column_names == [column.name for column in view.columns]
            assert read.schema.field(0).metadata[b"en"].decode() == view.columns[0].meaning["en"]
        cost = pq.read_table(tmp_path / "out" / "cost.parquet")
        assert sum(cost["amount_rub"].to_pylist()) * 100 == _sum(session, "SELECT sum(kopecks) FROM cost_entry")
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".parquet"] * len(VIEWS)
