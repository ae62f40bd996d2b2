"""Reminders and escalations, a whole table at a statement. A job calls this; it is safe to repeat.

What the sweep has told it remembers in a table of its own (`reminded`), so nothing of a case is written: moving a pointer in 50,000
cases wrote twenty indexes for each. A moment that moves later is told again, one that has passed is never told twice.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text

from data.session import Session

# More than this of one sort at once is told as one number: a list of thousands is a list nobody reads.
TOLD_SINGLY = 10

# One pass per table: note for each row the last moment that has gone by, tell the carrier (before the deadline) or the leads and heads
# (after it), and leave an event on the time line. Everything is one statement, so nobody is told twice. Receivers are found for each
# sort of row (same carrier, group and lateness), not for each row.
_SWEEP = """
WITH due AS (
    SELECT t.id, {case} AS case_id, {step} AS step, {person} AS person_id, t.group_id, t.due_at, t.escalate_to, passed.moment AS until,
           passed.moment = t.remind_times[cardinality(t.remind_times)] AS late
    FROM {table} t LEFT JOIN reminded r ON r.subject_id = t.id
    CROSS JOIN LATERAL (SELECT max(moment) AS moment FROM unnest(t.remind_times) AS moment WHERE moment <= :now) AS passed
    WHERE {running} AND t.remind_times[1] <= :now AND (r.until IS NULL OR passed.moment > r.until)
    FOR NO KEY UPDATE OF t SKIP LOCKED
), noted AS (
    INSERT INTO reminded (subject_id, until) SELECT id, until FROM due
    ON CONFLICT (subject_id) DO UPDATE SET until = excluded.until WHERE reminded.until < excluded.until
    RETURNING subject_id
), moved AS MATERIALIZED (
    SELECT due.*, dense_rank() OVER (ORDER BY due.person_id, due.group_id, due.late, due.escalate_to) AS sort
    FROM due JOIN noted ON noted.subject_id = due.id
), sorts AS MATERIALIZED (
    SELECT sort, person_id, group_id, late, escalate_to, count(*) AS n, min(due_at) AS due_at FROM moved GROUP BY 1, 2, 3, 4, 5
), reached AS (
    SELECT s.sort, coalesce(s.person_id, m.person_id) AS receiver
    FROM sorts s LEFT JOIN membership m ON s.person_id IS NULL AND m.group_id = s.group_id
    UNION
    SELECT s.sort, m.person_id FROM sorts s JOIN membership m ON m.group_id = s.group_id AND m.is_lead WHERE s.late
    UNION
    SELECT s.sort, p.id FROM sorts s JOIN person p ON 'head' = ANY (p.roles) AND p.is_active WHERE s.late AND s.escalate_to = 'head'
), heaps AS (
    SELECT receiver, late, sum(n)::int AS n, min(due_at) AS due_at FROM reached JOIN sorts USING (sort)
    WHERE receiver IS NOT NULL GROUP BY receiver, late
), told AS (
    INSERT INTO notification (id, person_id, kind, case_id, data, at, by_mail)
    SELECT gen_random_uuid(), h.receiver, CASE WHEN m.late THEN 'escalated' ELSE 'reminder' END, m.case_id,
           jsonb_build_object('due_at', m.due_at, 'step', m.step), :now, m.late
    FROM heaps h JOIN reached USING (receiver) JOIN moved m ON m.sort = reached.sort AND m.late = h.late WHERE h.n <= :singly
    UNION ALL
    SELECT gen_random_uuid(), receiver, CASE WHEN late THEN 'many_escalated' ELSE 'many_reminders' END, NULL,
           jsonb_build_object('due_at', due_at, 'deadlines', n, 'of', '{table}'), :now, late
    FROM heaps WHERE n > :singly
    RETURNING person_id
), written AS (
    INSERT INTO case_event (id, case_id, at, kind, step, visibility, data)
    SELECT gen_random_uuid(), case_id, :now, CASE WHEN late THEN 'sla_broken' ELSE 'sla_reminded' END, step, 'internal',
           jsonb_build_object('due_at', due_at)
    FROM moved
)
SELECT (SELECT count(*) FROM moved) AS moved, (SELECT count(*) FROM moved WHERE late) AS late,
       (SELECT coalesce(array_agg(DISTINCT person_id), '{{}}') FROM told) AS people
"""
_CASES = text(
    _SWEEP.format(table="cases", running="t.closed_at IS NULL AND t.paused_at IS NULL", case="t.id", step="''", person="t.owner_id")
)
_TASKS = text(
    _SWEEP.format(
        table="task", case="t.case_id", step="t.step",
        running="t.state = 'open' AND EXISTS (SELECT 1 FROM cases c WHERE c.id = t.case_id AND c.paused_at IS NULL)",
        person="coalesce(t.assignee_id, (SELECT a.person_id FROM approver a WHERE a.task_id = t.id AND a.decision = '' LIMIT 1))",
    )
)  # fmt: skip
_AS_TOLD = """
INSERT INTO reminded (subject_id, until)
SELECT id, passed.moment FROM {table}
CROSS JOIN LATERAL (SELECT max(moment) AS moment FROM unnest(remind_times) AS moment WHERE moment <= :until) AS passed
WHERE {is_open} AND remind_times[1] <= :until ON CONFLICT DO NOTHING
"""


def sweep_deadlines(session: Session) -> dict[str, int]:
    """Remind and escalate whatever has come due. Returns {"moved", "late"}: how many cases and tasks were told about."""
    result = {"moved": 0, "late": 0}
    for statement in (_CASES, _TASKS):
        row = session.connection.execute(statement, {"now": session.now, "singly": TOLD_SINGLY}).one()
        result["moved"] += row.moved
        result["late"] += row.late
        session.changed(*(f"user:{person}" for person in row.people))
    if result["moved"]:
        session.changed("cases")
    return result


def count_as_told(session: Session, *, until: datetime) -> None:
    """What came due up to this moment has been told of elsewhere: in a demo bank's past, or by a system that Kordon follows."""
    for table, is_open in (("cases", "closed_at IS NULL"), ("task", "state = 'open'")):
        session.execute(text(_AS_TOLD.format(table=table, is_open=is_open)), {"until": until})
