"""Reminders and escalations, a whole table at a statement. A job calls this; it is safe to repeat."""

from __future__ import annotations

from sqlalchemy import text

from data.session import Session

# One pass per table: move each row past all the moments that have gone by, tell the carrier (before the deadline) or the leads and
# heads (after it), and leave an event on the time line. Everything is one statement, so nobody is told twice.
_SWEEP = """
WITH due AS (
    SELECT id, remind_times[cardinality(remind_times)] <= :now AS late
    FROM {table} WHERE {open} AND next_remind_at <= :now
    ORDER BY next_remind_at LIMIT :most FOR UPDATE SKIP LOCKED
), moved AS (
    UPDATE {table} AS t
    SET next_remind_at = (SELECT min(moment) FROM unnest(t.remind_times) AS moment WHERE moment > :now)
    FROM due WHERE t.id = due.id
    RETURNING t.id, {case} AS case_id, {step} AS step, {person} AS person_id, t.group_id, t.due_at, t.escalate_to, due.late
), receivers AS (
    SELECT DISTINCT moved.id, moved.case_id, moved.step, moved.late, moved.due_at, coalesce(moved.person_id, m.person_id) AS person_id
    FROM moved LEFT JOIN membership m ON moved.person_id IS NULL AND m.group_id = moved.group_id
    UNION
    SELECT moved.id, moved.case_id, moved.step, moved.late, moved.due_at, m.person_id
    FROM moved JOIN membership m ON m.group_id = moved.group_id AND m.is_lead WHERE moved.late
    UNION
    SELECT moved.id, moved.case_id, moved.step, moved.late, moved.due_at, p.id
    FROM moved JOIN person p ON 'head' = ANY (p.roles) AND p.is_active WHERE moved.late AND moved.escalate_to = 'head'
), told AS (
    INSERT INTO notification (id, person_id, kind, case_id, data, at, by_mail)
    SELECT gen_random_uuid(), person_id, CASE WHEN late THEN 'escalated' ELSE 'reminder' END, case_id,
           jsonb_build_object('due_at', due_at, 'step', step), :now, late
    FROM receivers WHERE person_id IS NOT NULL
    RETURNING person_id
), noted AS (
    INSERT INTO case_event (id, case_id, at, kind, step, visibility, data)
    SELECT gen_random_uuid(), case_id, :now, CASE WHEN late THEN 'sla_broken' ELSE 'sla_reminded' END, step, 'internal',
           jsonb_build_object('due_at', due_at)
    FROM moved
)
SELECT (SELECT count(*) FROM moved) AS moved, (SELECT count(*) FROM moved WHERE late) AS late,
       (SELECT coalesce(array_agg(DISTINCT person_id), '{{}}') FROM told) AS people
"""
_CASES = text(_SWEEP.format(table="cases", open="closed_at IS NULL AND paused_at IS NULL", case="t.id", step="''", person="t.owner_id"))
_TASKS = text(
    _SWEEP.format(
        table="task", open="state = 'open'", case="t.case_id", step="t.step",
        person="coalesce(t.assignee_id, (SELECT a.person_id FROM approver a WHERE a.task_id = t.id AND a.decision = '' LIMIT 1))",
    )
)  # fmt: skip


def sweep_deadlines(session: Session, *, most: int = 100_000) -> dict[str, int]:
    """Remind and escalate whatever has come due. Returns {"moved", "late"}: how many cases and tasks were told about."""
    result = {"moved": 0, "late": 0}
    for statement in (_CASES, _TASKS):
        row = session.connection.execute(statement, {"now": session.now, "most": most}).one()
        result["moved"] += row.moved
        result["late"] += row.late
        session.changed(*(f"user:{person}" for person in row.people))
    if result["moved"]:
        session.changed("cases")
    return result
