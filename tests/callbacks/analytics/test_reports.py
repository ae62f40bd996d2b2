"""A report by the button and by the command: the same figures, kept with what it was made of, rendered again byte for byte."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from callbacks.commands.figures import run as print_figures
from callbacks.commands.report import run as print_report
from data.queries.analytics.reports import kept_report, kept_reports
from data.session import reading, transaction
from data.tables.access import audit_event
from data.tables.analytics import report_run
from models.access.actor import SYSTEM, Role
from pages.analytics.report_model import render_report
from tests.callbacks.web.conftest import Browser, Enter, enter, web  # noqa: F401 - fixtures
from tests.data.analytics.desk import NOW, set_up

ORDER = {"report": "operations", "period": "2026-11", "where": {"service": ["check"]}, "format": "xlsx", "lang": "en"}


@pytest.fixture
def bank(database: str) -> None:
    with transaction(SYSTEM, at=NOW) as session:
        desk = set_up(session)
        for number in range(30):
            desk.add_case(service="visit" if number % 3 else "check", opened_at=NOW, closed_at=NOW, sla_met=number % 4 > 0, handling_minutes=number * 7)


@pytest.mark.parametrize("format", ["pdf", "xlsx", "pptx"])
def test_the_button_makes_a_report_that_is_kept_and_taken_again(bank: None, enter: Enter, format: str) -> None:  # noqa: F811
    head = enter(Role.HEAD)
    told = head.post("/reports/make", json={**ORDER, "format": format})
    assert told.status_code == 200, told.text
    file = head.client.get(told.json["href"])
    with reading(SYSTEM) as session:
        [kept] = kept_reports(session)
        _found, content = kept_report(session, kept.id)
        trail = session.scalar(select(func.count()).select_from(audit_event).where(audit_event.c.action == "report_made"))
    assert file.data == content
    assert hashlib.sha256(content).hexdigest() == kept.sha256
    assert render_report(kept.input) == content
    assert (kept.input["where"], trail) == ({"service": ["check"]}, 1)
    assert kept.author
    assert "attachment" in file.headers["Content-Disposition"]


@pytest.mark.parametrize("order", [
    {**ORDER, "report": "money"}, {**ORDER, "format": "exe"}, {**ORDER, "lang": "fr"}, {**ORDER, "period": "yesterday"},
    {**ORDER, "where": {"colour": ["red"]}}, {**ORDER, "where": {"service": 7}}, {**ORDER, "where": "all"}, [],
])  # fmt: skip
def test_a_bent_order_is_refused_in_words(bank: None, enter: Enter, order: Any) -> None:  # noqa: F811
    answer = enter(Role.HEAD).post("/reports/make", json=order)
    assert 400 <= answer.status_code < 500
    assert answer.json["message"]


@pytest.mark.parametrize("role", [Role.REQUESTER, Role.OFFICER, Role.DESIGNER, Role.ADMIN, Role.AUDITOR, Role.EXTERNAL])
def test_who_may_not_export_makes_and_takes_no_report(bank: None, enter: Enter, role: Role) -> None:  # noqa: F811
    person = enter(role)
    assert person.post("/reports/make", json=ORDER).status_code == 403
    with reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(report_run)) == 0


def test_an_executive_gets_his_own_reports_only(bank: None, enter: Enter) -> None:  # noqa: F811
    made = enter(Role.HEAD, login="head").post("/reports/make", json=ORDER).json["href"]
    executive: Browser = enter(Role.EXECUTIVE, login="executive")
    assert executive.client.get(made, headers=executive.headers).status_code == 404
    own = executive.post("/reports/make", json=ORDER).json["href"]
    assert executive.client.get(own).status_code == 200


def test_the_command_writes_the_figures_the_other_command_prints(bank: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_figures(["operations", "--period", "2026-11", "--where", "service=visit"]) == 0
    told = json.loads(capsys.readouterr().out)["figures"]
    out = tmp_path / "report.xlsx"
    assert print_report(["operations", "--period", "2026-11", "--where", "service=visit", "--format", "xlsx", "--lang", "en", "--out", str(out)]) == 0
    sheet = load_workbook(io.BytesIO(out.read_bytes()))["Figures"]
    summary = {row[0]: row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert summary["Opened"] == told["opened"] == 20
    assert summary["Deadline missed"] == told["sla_broken"]
    assert summary["In time"] == pytest.approx(told["sla_compliance"])
    assert summary["Resolution time"] == pytest.approx(told["median_handling_hours"])


@pytest.mark.parametrize("format", ["pdf", "xlsx", "pptx"])
def test_the_management_report_holds_what_the_filter_fits_and_says_what_it_left_out(bank: None, enter: Enter, format: str) -> None:  # noqa: F811
    told = enter(Role.HEAD).post("/reports/make", json={**ORDER, "report": "management", "format": format})
    assert told.status_code == 200, told.text
    with reading(SYSTEM) as session:
        [kept] = kept_reports(session)
    assert sorted(kept.input["parts"]) == ["operations", "prevented-loss"]
    assert kept.input["left_out"] == ["allocations"]


def test_the_head_of_a_unit_gets_the_costs_of_his_own_unit_and_nothing_else(bank: None, enter: Enter) -> None:  # noqa: F811
    head = enter(Role.UNIT_HEAD, login="unit_head")
    told = head.post("/reports/make", json={"report": "management", "period": "2026-11", "format": "xlsx", "lang": "ru"})
    assert told.status_code == 200, told.text
    with reading(SYSTEM) as session:
        [kept] = kept_reports(session)
    assert list(kept.input["parts"]) == ["allocations"]
    assert kept.input["parts"]["allocations"]["figures"]["idle"] is None
    assert head.post("/reports/make", json={**ORDER, "where": {}}).status_code == 403
