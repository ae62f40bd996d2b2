"""Cases and their tasks: nothing half-made, nothing lost on the way, nothing twice. True in every snapshot, also in mid-work."""

from __future__ import annotations

from data.session import Session
from tests.faults.invariants.asking import broken

_STEPS = """
    WITH step AS (
        SELECT v.id AS version_id, s ->> 'key' AS key, s ->> 'status' AS status, s -> 'sla' AS sla
        FROM process_version v, jsonb_array_elements(v.definition -> 'steps') AS s
    )
"""


def _with_steps(statement: str) -> str:
    """The statement, with the steps of all definitions as a table `step`."""
    return _STEPS + statement


def every_case_was_opened_once(session: Session) -> list[str]:
    """A case without its first event is half-made; with two it was made twice into one row."""
    return broken(
        session,
        """SELECT c.number, count(e.id) AS openings FROM cases c LEFT JOIN case_event e ON e.case_id = c.id AND e.kind = 'case_opened'
            WHERE c.source = 'kordon' GROUP BY c.id HAVING count(e.id) <> 1""",
    )


def every_case_has_its_audit_rows(session: Session) -> list[str]:
    """A case nobody can be held to account for: its change was committed without the row that says who made it. (The far past of a demo
    bank has no trail; what came after the trail's beginning has.)"""
    return broken(
        session,
        """SELECT number FROM cases c WHERE source = 'kordon' AND opened_at > (SELECT min(at) FROM audit_event WHERE case_id IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM audit_event a WHERE a.case_id = c.id)""",
    )


def numbers_are_whole_and_unique(session: Session) -> list[str]:
    """Two cases under one number, or a number that was not given out to the end: people would speak of another case."""
    return broken(
        session,
        """SELECT number, count(*) AS times FROM cases WHERE source = 'kordon' GROUP BY number
            HAVING count(*) > 1 OR number !~ '^[^-]+-[0-9]{4}-[0-9]{5,}$'""",
    )


def an_open_case_waits_for_something(session: Session) -> list[str]:
    """An open case without an open task stands still for ever, and no list of work shows it."""
    return broken(
        session,
        """SELECT number, state FROM cases c WHERE source = 'kordon' AND closed_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM task t WHERE t.case_id = c.id AND t.state = 'open')""",
    )


def a_closed_case_is_closed_wholly(session: Session) -> list[str]:
    """A closed case with an open task keeps somebody busy with what is over; without its last event nobody knows how it ended."""
    return broken(
        session,
        """SELECT c.number, c.state, count(e.id) AS endings,
                   (SELECT count(*) FROM task t WHERE t.case_id = c.id AND t.state = 'open') AS open_tasks
            FROM cases c LEFT JOIN case_event e ON e.case_id = c.id AND e.kind IN ('case_closed', 'case_withdrawn')
            WHERE c.source = 'kordon' GROUP BY c.id
            HAVING count(e.id) <> (c.closed_at IS NOT NULL)::int
                OR (c.closed_at IS NOT NULL AND EXISTS (SELECT 1 FROM task t WHERE t.case_id = c.id AND t.state = 'open'))
                OR (c.closed_at IS NOT NULL AND c.handling_minutes IS NULL)""",
    )


def every_task_was_entered_once(session: Session) -> list[str]:
    """A task without the event of its entering came from nowhere; two events are one step entered twice."""
    return broken(
        session,
        """SELECT c.number, t.step, t.visit, count(e.id) AS entries
            FROM task t JOIN cases c ON c.id = t.case_id LEFT JOIN case_event e ON e.case_id = t.case_id AND e.task_id = t.id
                AND e.kind IN ('task_entered', 'approval_asked', 'waiting', 'subcase_opened')
            WHERE c.source = 'kordon' GROUP BY c.number, t.id HAVING count(e.id) <> 1""",
    )


def every_done_task_has_its_event_once(session: Session) -> list[str]:
    """Done without an event: work that nobody sees on the time line. Two events: the same work was written down twice."""
    return broken(
        session,
        """SELECT c.number, t.step, t.kind, t.state, count(e.id) AS endings
            FROM task t JOIN cases c ON c.id = t.case_id LEFT JOIN case_event e ON e.case_id = t.case_id AND e.task_id = t.id
                AND e.kind IN ('task_completed', 'wait_ended', 'subcase_ended')
            WHERE c.source = 'kordon' AND t.kind <> 'approval' GROUP BY c.number, t.id HAVING count(e.id) <> (t.state = 'done')::int""",
    )


def visits_are_counted_without_gaps(session: Session) -> list[str]:
    """A step entered twice at once has one number twice; one that got lost leaves a gap."""
    return broken(
        session,
        """SELECT c.number, t.step, count(*) AS tasks, max(t.visit) AS last FROM task t JOIN cases c ON c.id = t.case_id
            WHERE c.source = 'kordon' GROUP BY c.number, t.step HAVING count(*) <> max(t.visit) OR count(DISTINCT t.visit) <> count(*)""",
    )


def no_step_is_open_twice(session: Session) -> list[str]:
    """Two open tasks for one token: two people do the same work, and the case goes on twice."""
    return broken(
        session,
        """SELECT c.number, t.step, t.branch, count(*) AS times FROM task t JOIN cases c ON c.id = t.case_id
           WHERE t.state = 'open' GROUP BY c.number, t.step, t.branch HAVING count(*) > 1""",
    )


def the_state_agrees_with_the_tasks(session: Session) -> list[str]:
    """The list says "in work" while the case waits for an approval, or the other way round. New and in work are one here: a case
    becomes "in work" with the first touch, whatever its tasks are."""
    return broken(
        session,
        _with_steps(""", expected AS (
            SELECT c.id, (array_agg(s.state ORDER BY array_position(ARRAY['waiting_requester', 'in_work', 'approval', 'waiting'], s.state)))[1]
                AS state
            FROM cases c JOIN task t ON t.case_id = c.id AND t.state = 'open' JOIN step ON step.version_id = c.version_id AND step.key = t.step,
                LATERAL (SELECT CASE WHEN step.status IN ('waiting_requester', 'in_work', 'approval', 'waiting') THEN step.status
                    ELSE CASE t.kind WHEN 'task' THEN 'in_work' WHEN 'approval' THEN 'approval' ELSE 'waiting' END END AS state) AS s
            WHERE c.source = 'kordon' GROUP BY c.id
        )
        SELECT c.number, c.state, c.state_before_pause, expected.state AS expected FROM cases c JOIN expected USING (id)
        WHERE replace(CASE WHEN c.paused_at IS NULL THEN c.state ELSE c.state_before_pause END, 'new', 'in_work') <> expected.state"""),
    )


def branches_meet_once(session: Session) -> list[str]:
    """An arrival without a sister branch still under way would wait for ever; one whose own branch is still open came too early."""
    return broken(
        session,
        """SELECT c.number, j.step, j.branch FROM join_arrival j JOIN cases c ON c.id = j.case_id
           WHERE c.closed_at IS NULL AND (
               EXISTS (SELECT 1 FROM task t WHERE t.case_id = c.id AND t.state = 'open' AND (t.branch = j.branch OR t.branch LIKE j.branch || '/%'))
               OR NOT EXISTS (SELECT 1 FROM task t WHERE t.case_id = c.id AND t.state = 'open' AND t.branch <> ''))""",
    )


def approvals_were_decided_by_those_asked(session: Session) -> list[str]:
    """An approval nobody was asked for cannot be given; a decision without its event, or an end without a decision, is half-made."""
    return broken(
        session,
        """SELECT c.number, t.step, t.state, count(a.id) AS asked, count(a.decided_at) AS decided,
                   (SELECT count(*) FROM case_event e WHERE e.case_id = c.id AND e.task_id = t.id AND e.kind = 'approval_decided') AS told
            FROM task t JOIN cases c ON c.id = t.case_id LEFT JOIN approver a ON a.task_id = t.id
            WHERE c.source = 'kordon' AND t.kind = 'approval' GROUP BY c.id, c.number, t.id
            HAVING count(a.id) = 0
                OR (t.state = 'done' AND count(*) FILTER (WHERE a.decision NOT IN ('', 'forwarded')) = 0)
                OR bool_or((a.decision = '') <> (a.decided_at IS NULL))
                OR count(*) FILTER (WHERE a.decision NOT IN ('', 'forwarded')) <>
                   (SELECT count(*) FROM case_event e WHERE e.case_id = c.id AND e.task_id = t.id AND e.kind = 'approval_decided')""",
    )


def subcases_and_their_parents_agree(session: Session) -> list[str]:
    """A parent that waits for a child which has ended, or for none at all, waits for ever."""
    return broken(
        session,
        """SELECT p.number, t.step, k.number AS child, k.state FROM task t JOIN cases p ON p.id = t.case_id LEFT JOIN cases k ON k.id = t.child_case_id
           WHERE t.kind = 'subcase' AND t.state = 'open' AND (k.id IS NULL OR k.closed_at IS NOT NULL OR k.parent_task_id IS DISTINCT FROM t.id)""",
    )


def pauses_agree_with_their_cases(session: Session) -> list[str]:
    """A stopped clock without its pause is never given back; a pause without a stopped clock would be given back twice."""
    return broken(
        session,
        """SELECT c.number, c.state, count(p.id) AS open_pauses FROM cases c LEFT JOIN sla_pause p ON p.case_id = c.id AND p.resumed_at IS NULL
            WHERE c.source = 'kordon' GROUP BY c.id HAVING count(p.id) <> (c.paused_at IS NOT NULL)::int""",
    )


def open_tasks_have_their_deadlines(session: Session) -> list[str]:
    """A task whose step promises a deadline and which has none is never reminded of and never escalated."""
    return broken(
        session,
        _with_steps("""SELECT c.number, t.step, t.due_at, cardinality(t.remind_times) AS reminders
            FROM task t JOIN cases c ON c.id = t.case_id JOIN step ON step.version_id = c.version_id AND step.key = t.step
            WHERE c.source = 'kordon' AND t.state = 'open' AND (
                ((step.sla ->> 'resolution_minutes') IS NOT NULL) <> (t.due_at IS NOT NULL)
                OR (t.due_at IS NOT NULL AND t.due_at <> t.remind_times[cardinality(t.remind_times)]))"""),
    )


QUESTIONS = (
    every_case_was_opened_once, every_case_has_its_audit_rows, numbers_are_whole_and_unique, an_open_case_waits_for_something,
    a_closed_case_is_closed_wholly, every_task_was_entered_once, every_done_task_has_its_event_once, visits_are_counted_without_gaps,
    no_step_is_open_twice, the_state_agrees_with_the_tasks, branches_meet_once, approvals_were_decided_by_those_asked,
    subcases_and_their_parents_agree, pauses_agree_with_their_cases, open_tasks_have_their_deadlines,
)  # fmt: skip
