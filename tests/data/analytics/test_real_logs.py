"""Both real logs: what the dashboard says equals what pandas says about the file."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import func, select

from data.importers.event_log import import_event_log, read_mapping_file
from data.operations.analytics import refresh_rollups
from data.queries.analytics.operations import operations_figures
from data.session import reading, transaction
from data.tables.access import person
from data.tables.processes import case_event, cases, task
from models.access.actor import SYSTEM

FOLDER = Path(os.environ.get("KORDON_REAL_DATA", "")) / "event_logs"
MAPPINGS = Path(__file__).parents[3] / "docs" / "event-logs"
pytestmark = pytest.mark.skipif("KORDON_REAL_DATA" not in os.environ, reason="KORDON_REAL_DATA does not name the folder with the logs")


def bring_in(name: str, **sla: int) -> None:
    mapping, document = read_mapping_file(MAPPINGS / f"{name}.toml")
    if sla:
        from models.analytics.event_log import parse_mapping

        document = {**document, "sla": sla}
        mapping = parse_mapping(document)
    with transaction(SYSTEM) as session:
        result = import_event_log(session, FOLDER / f"{name}.csv", mapping, document=document)
    assert not result.rejects


def hours(span: pd.Series) -> float:
    return float(span.dt.total_seconds().median() / 3600)


def incidents() -> pd.DataFrame:
    rows = pd.read_csv(FOLDER / "incident_event_log.csv", dtype=str, na_values=["?"])
    last = rows.groupby("number").tail(1).set_index("number")
    for name in ("opened_at", "resolved_at", "closed_at"):
        last[name] = pd.to_datetime(last[name], format="%d-%m-%Y %H:%M", utc=True)
    return last


def tickets() -> pd.DataFrame:
    rows = pd.read_csv(FOLDER / "helpdesk.csv", parse_dates=["CompleteTimestamp"])
    found = rows.groupby("CaseID").CompleteTimestamp.agg(opened_at="min", closed_at="max")
    return found.apply(lambda column: column.dt.tz_localize("UTC"))


@pytest.mark.parametrize("refreshed", [False, True], ids=["straight from the cases", "from rollups"])
def test_the_incident_log_gives_the_figures_pandas_gives(database: str, refreshed: bool) -> None:
    bring_in("incident_event_log")
    bring_in("helpdesk")
    if refreshed:
        with transaction(SYSTEM) as session:
            refresh_rollups(session)
    log = incidents()
    with reading(SYSTEM) as session:
        figures = operations_figures(session, "all", {"source": "incident-log"}).figures
        march = operations_figures(session, "2016-03", {"source": "incident-log"}).figures
    assert figures["opened"] == figures["closed"] == len(log) == 890
    assert figures["sla_broken_share"] == pytest.approx((log.made_sla == "FALSE").mean())
    assert figures["median_duration_hours"] == pytest.approx(hours(log.closed_at - log.opened_at))
    assert figures["median_handling_hours"] == pytest.approx(hours(log.resolved_at.fillna(log.closed_at) - log.opened_at))
    in_march = log[log.closed_at.dt.tz_convert("Europe/Moscow").dt.strftime("%Y-%m") == "2016-03"]
    assert march["closed"] == len(in_march)
    assert march["sla_broken"] == (in_march.made_sla == "FALSE").sum()
    assert march["median_duration_hours"] == pytest.approx(hours(in_march.closed_at - in_march.opened_at))


def test_the_help_desk_log_gives_the_figures_pandas_gives(database: str) -> None:
    bring_in("helpdesk")
    log = tickets()
    with reading(SYSTEM) as session:
        figures = operations_figures(session, "all", {}).figures
        year = operations_figures(session, "2011", {}).figures
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (cases, case_event)]
    assert counts == [3804, 13710]
    assert figures["opened"] == len(log)
    assert figures["sla_broken_share"] is None  # the log knows no deadlines, and none are made up
    assert figures["median_duration_hours"] == pytest.approx(hours(log.closed_at - log.opened_at), abs=1e-6)
    in_2011 = log[log.closed_at.dt.tz_convert("Europe/Moscow").dt.year == 2011]
    assert year["median_duration_hours"] == pytest.approx(hours(in_2011.closed_at - in_2011.opened_at), abs=1e-6)


def test_a_promise_of_the_bank_is_computed_where_the_log_has_none(database: str) -> None:
    bring_in("helpdesk", resolution_minutes=14 * 24 * 60)
    log = tickets()
    with reading(SYSTEM) as session:
        figures = operations_figures(session, "all", {}).figures
    assert figures["sla_broken_share"] == pytest.approx((log.closed_at - log.opened_at > pd.Timedelta(days=14)).mean())


def test_the_funnel_counts_cases_and_visits_of_the_log(database: str) -> None:
    bring_in("incident_event_log")
    rows = pd.read_csv(FOLDER / "incident_event_log.csv", dtype=str)
    with reading(SYSTEM) as session:
        figures = operations_figures(session, "all", {}).figures
        people = session.rows(select(person.c.is_active, person.c.password_hash, person.c.roles).distinct())
        open_tasks = session.scalar(select(func.count()).select_from(task).where(task.c.state == "open"))
    counted = {row["step"]: row["cases"] for row in figures["funnel"]}
    expected = rows.groupby("incident_state").number.nunique()
    assert counted == {name.lower().replace(" ", "_"): count for name, count in expected.items()}
    assert open_tasks == 0
    assert people == [(False, None, [])]


def test_a_second_import_changes_nothing(database: str) -> None:
    def everything() -> list[object]:
        from data.tables import metadata

        with reading(SYSTEM) as session:
            return [session.scalar(select(func.count()).select_from(table)) for table in metadata.tables.values()]

    bring_in("incident_event_log")
    before = everything()
    bring_in("incident_event_log")
    assert everything() == before
