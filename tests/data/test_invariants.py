"""The invariants of `tests/faults` hold over a demo bank, and each of them notices when what it guards is broken."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import text

from data.connection import engine
from data.demo.seed import seed_bank
from data.operations.processes.files import path_of
from data.session import Session
from models.access.actor import SYSTEM
from tests.faults.invariants import ALWAYS, AT_REST, findings
from tests.faults.invariants.background import every_answer_has_its_paper, nothing_is_stuck
from tests.faults.invariants.talk import every_attachment_has_its_file

_FREE = "ALTER TABLE audit_event DISABLE TRIGGER ALL; "
_LAST = "(SELECT id FROM cases WHERE closed_at IS NULL AND paused_at IS NULL ORDER BY opened_at DESC LIMIT 1)"
_DONE = "(SELECT t.id FROM task t WHERE t.state = 'done' AND t.kind = 'task' LIMIT 1)"
_OPEN = "(SELECT t.id FROM task t JOIN cases c ON c.id = t.case_id WHERE t.state = 'open' AND t.kind = 'task' AND c.paused_at IS NULL AND t.due_at IS NOT NULL LIMIT 1)"
_COPY = "INSERT INTO {table} SELECT (jsonb_populate_record(x, jsonb_build_object('id', gen_random_uuid()))).* FROM {table} x WHERE {which}"
_RUN = "INSERT INTO job_run (id, job, state, queued_at, scheduled_as, finished_at) VALUES (gen_random_uuid(), 'x', {state}, now(), {line}, {end})"

BREAKAGES = {
    "every_case_was_opened_once": "DELETE FROM case_event WHERE kind = 'case_opened' AND case_id = " + _LAST,
    "every_case_has_its_audit_rows": _FREE + f"DELETE FROM audit_event WHERE case_id = {_LAST}",
    "numbers_are_whole_and_unique": f"UPDATE cases SET number = 'КН-2026-' WHERE id = {_LAST}",
    "an_open_case_waits_for_something": f"UPDATE task SET state = 'cancelled', done_at = now() WHERE state = 'open' AND case_id = {_LAST}",
    "a_closed_case_is_closed_wholly": f"UPDATE cases SET state = 'done', closed_at = now() WHERE id = {_LAST}",
    "every_task_was_entered_once": f"DELETE FROM case_event WHERE kind = 'task_entered' AND task_id = {_OPEN}",
    "every_done_task_has_its_event_once": _COPY.format(table="case_event", which=f"kind = 'task_completed' AND task_id = {_DONE}"),
    "visits_are_counted_without_gaps": f"UPDATE task SET visit = visit + 1 WHERE id = {_OPEN}",
    "no_step_is_open_twice": _COPY.format(table="task", which=f"id = {_OPEN}"),
    "the_state_agrees_with_the_tasks": f"UPDATE cases SET state = 'waiting_requester', paused_at = now(), state_before_pause = 'waiting' WHERE id = (SELECT case_id FROM task WHERE id = {_OPEN})",
    "branches_meet_once": f"INSERT INTO join_arrival (case_id, step, branch, at) SELECT case_id, 'meet', branch, now() FROM task WHERE id = {_OPEN}",
    "approvals_were_decided_by_those_asked": "DELETE FROM approver WHERE task_id = (SELECT id FROM task WHERE kind = 'approval' LIMIT 1)",
    "subcases_and_their_parents_agree": f"UPDATE task SET kind = 'subcase' WHERE id = {_OPEN}",
    "pauses_agree_with_their_cases": f"INSERT INTO sla_pause (id, case_id, paused_at) SELECT gen_random_uuid(), {_LAST}, now()",
    "open_tasks_have_their_deadlines": f"UPDATE task SET due_at = NULL WHERE id = {_OPEN}",
    "every_message_is_in_the_trail_once": _COPY.format(table="message", which="at = (SELECT max(at) FROM message)"),
    "answers_are_versions_in_a_row": "UPDATE answer SET version = version + 1 WHERE id = (SELECT id FROM answer LIMIT 1)",
    "answers_were_delivered_once": _COPY.format(table="case_event", which="id = (SELECT id FROM case_event WHERE kind = 'answer_delivered' LIMIT 1)"),
    "nobody_is_told_twice": _COPY.format(table="notification", which="id = (SELECT id FROM notification LIMIT 1)"),
    "a_letter_is_sent_or_waits_or_was_given_up": "INSERT INTO outbox (id, recipient, subject, body, created_at, next_attempt_at, sent_at, given_up_at)"
                                                 " VALUES (gen_random_uuid(), 'a@b', '', '', now(), now(), now(), now())",
    "every_attachment_has_its_file": "UPDATE attachment SET size = size + 1 WHERE id = (SELECT id FROM attachment LIMIT 1)",
    "every_waiting_run_has_its_job": _RUN.format(state="'queued'", line="''", end="NULL"),
    "every_job_has_its_run": "DELETE FROM job_run WHERE id = (SELECT id FROM job_run WHERE state = 'queued' LIMIT 1)",
    "a_slot_fires_one_run": _RUN.format(state="'done'", line="'mail'", end="now()"),
    "the_audit_trail_is_whole": _FREE + "UPDATE audit_event SET actor_name = 'somebody' WHERE seq = (SELECT max(seq) FROM audit_event)",
    "no_job_was_given_up": _RUN.format(state="'failed'", line="''", end="now()"),
    "nothing_waits_to_be_counted": "INSERT INTO dirty (name, day) VALUES ('cases', now()::date)",
    "the_figures_equal_a_fresh_count": "UPDATE rollup SET n = n + 1 WHERE ctid = (SELECT max(ctid) FROM rollup)",
}  # fmt: skip
_WAIT_FOR_A_WORKER = {nothing_is_stuck, every_answer_has_its_paper}  # nobody carries out jobs in this test: they find something at once
_CANNOT_BE_BROKEN_HERE = {"one_process_leads"}  # the database itself would have to give one lock twice


def test_invariants_hold_over_a_demo_bank_and_notice_every_breakage(database: str) -> None:
    seed_bank(cases_wanted=300, months=3, seed=7)
    asked = [question for question in (*ALWAYS, *AT_REST) if question not in _WAIT_FOR_A_WORKER]
    assert findings(asked) == []
    assert all(findings([question]) for question in _WAIT_FOR_A_WORKER)
    assert set(BREAKAGES) | _CANNOT_BE_BROKEN_HERE == {question.__name__ for question in asked}
    unnoticed = [question.__name__ for question in asked if question.__name__ in BREAKAGES and not _notices(question, BREAKAGES[question.__name__])]
    assert unnoticed == []
    _a_file_is_missed()


def _notices(question: object, statement: str) -> bool:
    """Does the question find something after this statement? All is taken back."""
    with engine().connect() as connection:
        for part in statement.split("; "):
            connection.execute(text(part))
        assert callable(question)
        found = question(Session(connection, SYSTEM, datetime.now(UTC)))
        connection.rollback()
    return bool(found)


def _a_file_is_missed() -> None:
    with engine().connect() as connection:
        path_of(connection.execute(text("SELECT id FROM attachment LIMIT 1")).scalar_one()).unlink()
    assert len(findings([every_attachment_has_its_file])) == 1
