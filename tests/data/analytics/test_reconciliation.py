# ruff: noqa: S608 - no words of others get into these statements
"""Reconciliation finds every kind of damage done to the data, and none on healthy data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from callbacks.analytics.making_reports import make_report
from data.demo.seed import seed_bank
from data.operations.analytics import refresh_rollups
from data.operations.reconciliation import reconcile
from data.operations.reports import ReportOrder
from data.queries.analytics.reconciliation import CHECKS
from data.queries.analytics.reconciliation_runs import error_rates, marked_dashboards, reconciliation_of
from data.session import Session, reading, transaction
from models.access.actor import SYSTEM, Role
from models.analytics.reconciliation import RULES
from models.errors import Forbidden
from tests.conftest import empty_database
from tests.data.analytics.desk import reader

NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
START, END = date(2025, 1, 1), date(2026, 12, 1)
SOME = "(SELECT id FROM cases WHERE closed_at IS NOT NULL AND source = 'kordon' AND {} ORDER BY number LIMIT 1)"
ONE = SOME.format("state = 'done'")
LOSS = "(SELECT id FROM prevented_loss WHERE state = 'confirmed' AND source = 'case' ORDER BY number LIMIT 1)"
OTHER = "(SELECT id FROM prevented_loss WHERE state = 'confirmed' AND source = 'case' ORDER BY number DESC LIMIT 1)"

# What is done to the data → the rules that must notice it.
DAMAGES: dict[str, tuple[str, str]] = {
    "closed before it was opened": (f"UPDATE cases SET closed_at = opened_at - interval '1 hour', handling_minutes = 0 WHERE id = {ONE}", "closed_after_opened"),
    "reacted before it was opened": (f"UPDATE cases SET reacted_at = opened_at - interval '1 hour' WHERE id = {ONE}", "reacted_in_between"),
    "reacted after it was closed": (f"UPDATE cases SET reacted_at = closed_at + interval '1 hour' WHERE id = {ONE}", "reacted_in_between"),
    "a broken deadline called kept": (f"UPDATE cases SET sla_met = NOT sla_met WHERE id = {SOME.format('sla_met IS NOT NULL')}", "deadline_mark"),
    "more working time than time": (f"UPDATE cases SET handling_minutes = 1000000 WHERE id = {ONE}", "handling_time"),
    "less than no time": (f"UPDATE cases SET handling_minutes = -1 WHERE id = {ONE}", "handling_time"),
    "a task left open": (f"UPDATE task SET state = 'open', done_at = NULL WHERE id = (SELECT id FROM task WHERE case_id = {ONE} LIMIT 1)", "tasks_of_closed"),
    "a case nobody has a task for": (
        "UPDATE task SET state = 'cancelled', done_at = now() WHERE state = 'open' AND case_id = "
        "(SELECT id FROM cases WHERE closed_at IS NULL ORDER BY number LIMIT 1)", "tasks_of_open"),
    "a closing without its event": (f"DELETE FROM case_event WHERE kind = 'case_closed' AND case_id = {ONE}", "closing_is_told"),
    "a task done before it began": (
        "UPDATE task SET entered_at = done_at + interval '1 hour' WHERE id = (SELECT id FROM task WHERE state = 'done' ORDER BY id LIMIT 1)",
        "tasks_end_after_begin"),
    "a rating of an open case": (
        "UPDATE cases SET rating = 5 WHERE id = (SELECT id FROM cases WHERE closed_at IS NULL ORDER BY number LIMIT 1)", "rating_of_closed"),
    "an outcome nobody knows": (f"UPDATE cases SET outcome = 'nonsense' WHERE id = {ONE}", "outcome_is_known"),
    "a good outcome called negative": (f"UPDATE cases SET negative = NOT negative WHERE id = {ONE}", "outcome_is_known"),
    "a sub-case older than its parent": (
        "UPDATE cases SET opened_at = opened_at - interval '90 days' WHERE id = (SELECT id FROM cases WHERE parent_id IS NOT NULL ORDER BY number LIMIT 1)",
        "subcase_after_parent"),
    "a prepared number changed": (
        "UPDATE rollup SET n = n + 1 WHERE ctid = (SELECT ctid FROM rollup WHERE grain = 'narrow' AND day IS NULL AND name = 'closed' LIMIT 1)",
        "rollups_equal_rows months_equal_days"),
    "a prepared value changed": (
        "UPDATE rollup SET packed = int4send(999) || substr(packed, 5) WHERE ctid = "
        "(SELECT ctid FROM rollup WHERE grain = 'narrow' AND day IS NULL AND name = 'handling' ORDER BY month LIMIT 1)", "rollups_equal_rows"),
    "a prepared month lost": (
        "DELETE FROM rollup WHERE ctid = (SELECT ctid FROM rollup WHERE grain = 'narrow' AND day IS NULL AND name = 'opened' LIMIT 1)",
        "rollups_equal_rows months_equal_days"),
    "a prepared day lost": ("DELETE FROM rollup WHERE ctid = (SELECT ctid FROM rollup WHERE grain = 'full' AND day IS NOT NULL LIMIT 1)", "months_equal_days"),
    "a prepared day of labour changed": ("UPDATE labour_day SET minutes = minutes + 1 WHERE ctid = (SELECT ctid FROM labour_day LIMIT 1)", "labour_days_equal_rows"),
    "a prepared day of a unit lost": ("DELETE FROM labour_unit_day WHERE ctid = (SELECT ctid FROM labour_unit_day LIMIT 1)", "labour_units_equal_rows"),
    "prepared labour of closed cases changed": (
        "UPDATE closed_labour SET minutes = minutes + 1 WHERE ctid = (SELECT ctid FROM closed_labour LIMIT 1)",
        "closed_labour_equals_rows effect_equals_rows"),
    "prepared resolution times of a month changed": (
        "UPDATE rollup SET packed = int4send(999) || int4send(999) || packed, n = n + 2 WHERE name = 'handling' AND day IS NULL AND grain = 'narrow'",
        "effect_equals_rows rollups_equal_rows"),
    "more of a source given away than there is": ("UPDATE initiative_source SET share = 1 WHERE kind = 'labour' AND ref = 'company_check'", "initiative_shares"),
    "cash beyond the horizon": ("UPDATE initiative_cash SET month = month + interval '20 years' WHERE ctid = (SELECT ctid FROM initiative_cash LIMIT 1)",
                                "initiative_cash"),
    "a fact told before its month": (
        "UPDATE initiative_cash SET actual_cost = 1, source = 'Акт № 1 от завтра' WHERE ctid = (SELECT ctid FROM initiative_cash ORDER BY month DESC LIMIT 1)",
        "initiative_cash"),
    "a line of a sprint's log changed": (
        "UPDATE sprint_log SET left_minutes = left_minutes + 1 WHERE ctid = (SELECT ctid FROM sprint_log LIMIT 1)", "sprint_log_equals_cards"),
    "a sum of another arithmetic": (f"UPDATE prevented_loss SET loss_kopecks = loss_kopecks + 100 WHERE id = {LOSS}", "loss_arithmetic"),
    "a confirmation without evidence": (f"UPDATE prevented_loss SET evidence = '' WHERE id = {LOSS}", "loss_decision"),
    "a decision before the handing in": (f"UPDATE prevented_loss SET decided_at = submitted_at - interval '1 day' WHERE id = {LOSS}", "loss_decision"),
    "a loss of a case that ended well": (
        f"UPDATE cases SET negative = false WHERE id = (SELECT case_id FROM prevented_loss WHERE id = {LOSS})", "loss_source outcome_is_known"),
    "a method of another category": (
        f"UPDATE prevented_loss SET method_id = (SELECT id FROM loss_method WHERE category <> (SELECT category FROM prevented_loss WHERE id = {LOSS}) LIMIT 1)"
        f" WHERE id = {LOSS}", "loss_method"),
    "a method of a later day": (f"UPDATE loss_method SET first_day = '2030-01-01' WHERE id = (SELECT method_id FROM prevented_loss WHERE id = {LOSS})", "loss_method"),
    "one case confirmed twice": (
        f"UPDATE prevented_loss SET case_id = (SELECT case_id FROM prevented_loss WHERE id = {OTHER}) WHERE id = {LOSS}", "loss_once"),
    "a correction below zero": (
        f"INSERT INTO prevented_loss SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'number', 'X-1', 'source', 'correction', "
        f"'source_key', 'x', 'corrects_id', p.id, 'loss_kopecks', -2 * p.loss_kopecks))).* FROM prevented_loss p WHERE id = {LOSS}", "loss_corrections"),
    "a double of itself": (f"UPDATE prevented_loss SET state = 'double', double_of = id WHERE id = {LOSS}", "loss_doubles"),
    "an entry lost": (f"DELETE FROM prevented_loss WHERE id = {LOSS}", "loss_candidates"),
    "a share changed after closing": (
        "UPDATE allocation SET kopecks = kopecks + 1 WHERE id = (SELECT id FROM allocation ORDER BY id LIMIT 1)", "allocation_equals_pools closed_month_seal"),
    "a cost smuggled into a closed month": (
        "UPDATE cost_entry SET kopecks = kopecks + 1 WHERE month = (SELECT min(month) FROM closed_month)", "allocation_equals_pools closed_month_seal"),
    "a quantity changed after closing": (
        "UPDATE allocation SET quantity = quantity + 1 WHERE id = (SELECT id FROM allocation ORDER BY id LIMIT 1)", "closed_month_seal"),
    "a closed month taken out": (
        "DELETE FROM closed_month WHERE month = (SELECT min(month) FROM closed_month)", "closed_month_seal closed_months_there"),
    "the last closed month taken out with its shares": (
        "WITH last AS (DELETE FROM closed_month WHERE month = (SELECT max(month) FROM closed_month) RETURNING month) "
        "DELETE FROM allocation WHERE month IN (SELECT month FROM last)", "closed_months_there"),
    "the words of a key changed after closing": (
        "UPDATE allocation_key SET words = words || '!' WHERE id = (SELECT key_id FROM allocation ORDER BY month LIMIT 1)", "closed_month_seal"),
    "a day of more than 24 hours": (
        "UPDATE effort SET minutes = 1440 WHERE (person_id, day) = (SELECT person_id, day FROM effort WHERE cancelled_at IS NULL "
        "GROUP BY 1, 2 HAVING count(*) > 1 LIMIT 1)", "effort_of_a_day"),
    "labour given to somebody else": (
        "UPDATE effort SET person_id = (SELECT id FROM person WHERE login = 'orlov') WHERE id = "
        "(SELECT e.id FROM effort e JOIN person p ON p.id = e.person_id WHERE e.origin = 'rule' AND p.login <> 'orlov' ORDER BY e.id LIMIT 1)", "effort_of_actors"),
    "a report exchanged": ("UPDATE report_run SET content = content || 'x'::bytea", "report_seal"),
    "cases of a reported month lost": ("UPDATE cases SET closed_at = closed_at + interval '70 days' WHERE closed_at >= '2026-09-05' AND closed_at < '2026-09-20'",
                                       "report_equals_rows"),
}  # fmt: skip


@pytest.fixture(scope="module")
def bank(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo bank with a report on September, its figures prepared; what a test does to it is rolled back."""
    with empty_database(server, template, tmp_path_factory.mktemp("reconciled")) as address:
        fill()
        yield address


def fill() -> None:
    seed_bank(cases_wanted=400, months=4, seed=7, now=NOW)
    make_report(SYSTEM, ReportOrder("operations", "2026-09", "ru", "xlsx"))
    with transaction(SYSTEM, at=NOW) as session:
        refresh_rollups(session, wait=True)


def failing(session: Session) -> set[str]:
    return {key for key, check in CHECKS.items() if check(session, START, END).failed}


def test_every_rule_has_its_check_and_its_words() -> None:
    assert CHECKS.keys() == RULES.keys()
    for rule in RULES.values():
        assert rule.name.keys() == rule.meaning.keys() == {"ru", "en"}
        assert rule.touches


def test_healthy_data_break_no_rule_and_every_rule_had_something_to_look_at(bank: str) -> None:
    with reading(SYSTEM, at=NOW) as session:
        found = {key: check(session, START, END) for key, check in CHECKS.items()}
    assert {key: one.examples for key, one in found.items() if one.failed} == {}
    assert [key for key, one in found.items() if not one.checked and key != "loss_doubles"] == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found_and_named(bank: str, damage: str) -> None:
    statement, rules = DAMAGES[damage]
    with transaction(SYSTEM, at=NOW) as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))  # past triggers and append-only guards, as a vandal would
        assert session.execute(text(statement)).rowcount > 0
        found = failing(session)
        examples = [example for key in rules.split() for example in CHECKS[key](session, START, END).examples]
        session.connection.rollback()
    assert set(rules.split()) <= found
    assert all(examples)


def test_a_run_is_kept_marks_its_dashboards_and_counts_into_the_month(bank: str) -> None:
    with transaction(SYSTEM, at=NOW) as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        past = error_rates(session)[-1]  # the demo bank has checked itself before
        reconcile(session)
        assert marked_dashboards(session) == frozenset()
        session.execute(text(DAMAGES["a confirmation without evidence"][0]))
        run = reconciliation_of(session, reconcile(session))
        assert run is not None
        assert [(one.rule, one.failed) for one in run.results if one.failed] == [("loss_decision", 1)]
        assert marked_dashboards(session) == {"prevented-loss"}
        month, checked, failed = error_rates(session)[-1]
        assert (month, failed - past[2]) == (date(2026, 11, 1), 1) == (past[0], 1)
        assert checked - past[1] > run.checked
        session.connection.rollback()


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.HEAD, Role.AUDITOR}])
def test_only_the_head_and_the_auditor_reconcile(bank: str, role: Role) -> None:
    with reading(reader(role), at=NOW) as session:
        for ask in (reconcile, reconciliation_of, error_rates):
            with pytest.raises(Forbidden):
                ask(session)
