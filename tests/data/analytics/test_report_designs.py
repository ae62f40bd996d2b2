"""Reports of the bank's own: who may put one together, what is refused, what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from data.operations.report_designs import add_report, change_report, withdraw_report
from data.operations.reports import ReportOrder, UnknownReport, compute_report
from data.queries.analytics.report_parts import offered_reports
from data.queries.analytics.reports import bank_reports, report_definitions
from data.session import reading, transaction
from data.tables.access import audit_event
from models.access.actor import SYSTEM, Actor, Role
from models.analytics.reports import REPORTS, ReportChangedMeanwhile, WrongReport
from models.errors import Forbidden, NotFound
from pages.analytics.blocks import BLOCKS
from tests.data.analytics.desk import reader

NAMES = {"ru": " Для  комитета ", "en": "For the committee"}
BLOCKS_CHOSEN = ("operations.speed", "prevented-loss.months")
pytestmark = pytest.mark.usefixtures("database")


def someone(role: Role) -> Actor:
    """Nobody of the table of people: who changed a report is told elsewhere."""
    return reader(role, user_id=None)


def add(role: Role = Role.DESIGNER, **changed: Any) -> str:
    with transaction(someone(role)) as session:
        return add_report(session, **{**NAMES, "blocks": BLOCKS_CHOSEN, "known": BLOCKS, **changed})


def test_a_report_of_the_banks_own_stands_in_the_catalogue_and_can_be_made() -> None:
    code = add()
    with reading(someone(Role.HEAD)) as session:
        assert [report.key for report in report_definitions(session)] == [*REPORTS, code]
        own = offered_reports(session)[-1]
        assert (own.key, own.name["ru"], own.blocks, own.sources) == (code, "Для комитета", BLOCKS_CHOSEN, ("operations", "prevented-loss"))
        document = compute_report(session, ReportOrder(code, "2026-10"))
    assert (document["kind"], document["blocks"], list(document["parts"])) == (code, list(BLOCKS_CHOSEN), ["operations", "prevented-loss"])
    with reading(someone(Role.UNIT_HEAD)) as session:
        assert code not in [report.key for report in offered_reports(session)]
        with pytest.raises(Forbidden):
            compute_report(session, ReportOrder(code, "2026-10"))


@pytest.mark.parametrize("wrong", [
    {"ru": " "}, {"en": ""}, {"ru": "я" * 81}, {"blocks": ()}, {"blocks": ("operations.luck",)}, {"blocks": ("operations.speed",) * 2},
], ids=["no name", "no English", "long", "no parts", "unknown part", "a part twice"])  # fmt: skip
def test_what_is_no_report_is_refused_and_nothing_is_kept(wrong: dict[str, Any]) -> None:
    with pytest.raises(WrongReport):
        add(**wrong)
    with reading(SYSTEM) as session:
        assert bank_reports(session) == []


def test_changes_are_kept_apart_and_told() -> None:
    code = add()
    with transaction(someone(Role.HEAD)) as session:
        change_report(session, code, 1, ru="Иначе", en="Other", blocks=("operations.people",), known=BLOCKS)
    for late in (lambda s: change_report(s, code, 1, ru="Я", en="I", blocks=BLOCKS_CHOSEN, known=BLOCKS), lambda s: withdraw_report(s, code, 1)):
        with pytest.raises(ReportChangedMeanwhile), transaction(someone(Role.DESIGNER)) as session:
            late(session)
    with transaction(someone(Role.DESIGNER)) as session:
        assert [(one.definition.name["en"], one.revision) for one in bank_reports(session)] == [("Other", 2)]
        withdraw_report(session, code, 2)
    with reading(someone(Role.HEAD)) as session:
        assert bank_reports(session) == []
        with pytest.raises(UnknownReport):
            compute_report(session, ReportOrder(code, "2026-10"))
        told = [row.action for row in session.rows(select(audit_event.c.action).where(audit_event.c.subject_kind == "report_design").order_by(audit_event.c.seq))]
    assert told == ["report_designed", "report_redesigned", "report_withdrawn"]
    assert add() != code  # a code is never given twice


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.HEAD, Role.DESIGNER}])
def test_others_put_no_report_together(role: Role) -> None:
    with pytest.raises(Forbidden):
        add(role)
    with pytest.raises(NotFound), transaction(someone(Role.HEAD)) as session:
        withdraw_report(session, "own-9", 1)
