"""Efforts that write themselves: one statement from the events of cases to the minutes of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, text

from data.operations.workforce.turns import take_everybodys_turn
from data.session import Session
from data.settings import read_settings
from data.tables.workforce import effort_state
from models.workforce.effort import MINUTES_OF_A_DAY, SERVICE_ROLES

LOOK_BACK = timedelta(days=1)  # an event is seen when its transaction commits, long after its time stands in it at worst
_MOST_TOLD = 100  # more people than this are told by the general topic alone

# 1 events that are labour and have no effort yet · 2 which words they come with · 3 the most exact rule for each of these words on each day
# 4 weeks that are handed in, with the first Monday behind them · 5 the day an effort goes to · 6 what these days hold already
# 7 the running sum of each day: what no longer fits into 24 hours is kept, but does not count
# Ids are UUIDv7 made of the event's time and id, written in their order: history goes to the end of every index, the same each time.
_WRITE = text("""
    WITH found AS MATERIALIZED (
        SELECT e.id AS event_id, e.case_id, e.actor_id AS person_id, e.kind, e.step, e.at, (e.at AT TIME ZONE :zone)::date AS happened,
               c.service, c.unit_id, c.business_line_id
        FROM case_event e
        JOIN person p ON p.id = e.actor_id AND p.roles && CAST(:roles AS text[])
        JOIN cases c ON c.id = e.case_id
        WHERE e.at >= :since AND e.kind IN (SELECT event_kind FROM effort_rule)
          AND NOT EXISTS (SELECT 1 FROM effort f WHERE f.event_id = e.id)
    ),
    words AS (SELECT DISTINCT kind, service, step, happened FROM found),
    chosen AS MATERIALIZED (
        SELECT w.*, r.id AS rule_id, r.minutes FROM words w CROSS JOIN LATERAL (
            SELECT id, minutes FROM effort_rule r
            WHERE r.event_kind = w.kind AND r.service IN ('', w.service) AND r.step IN ('', w.step)
              AND r.first_day <= w.happened AND (r.last_day IS NULL OR w.happened <= r.last_day)
            ORDER BY (r.service <> '') DESC, (r.step <> '') DESC, r.first_day DESC LIMIT 1
        ) r WHERE r.minutes > 0
    ),
    weeks AS (SELECT DISTINCT person_id, date_trunc('week', happened)::date AS monday FROM found),
    closed AS MATERIALIZED (
        SELECT w.person_id, w.monday, (
            SELECT min(o.monday) + 7 FROM effort_week o
            WHERE o.person_id = w.person_id AND o.monday >= w.monday AND o.state <> 'open'
              AND NOT EXISTS (SELECT 1 FROM effort_week n WHERE n.person_id = o.person_id AND n.monday = o.monday + 7 AND n.state <> 'open')
        ) AS opens
        FROM weeks w JOIN effort_week k ON k.person_id = w.person_id AND k.monday = w.monday AND k.state <> 'open'
    ),
    placed AS MATERIALIZED (
        SELECT f.*, r.rule_id, r.minutes, coalesce(k.opens, f.happened) AS day, k.opens IS NOT NULL AS is_late
        FROM found f JOIN chosen r USING (kind, service, step, happened)
        LEFT JOIN closed k ON k.person_id = f.person_id AND k.monday = date_trunc('week', f.happened)::date
    ),
    held AS (
        SELECT e.person_id, e.day, sum(e.minutes) AS minutes
        FROM (SELECT DISTINCT person_id, day FROM placed) d JOIN effort e USING (person_id, day)
        WHERE e.cancelled_at IS NULL GROUP BY e.person_id, e.day
    ),
    summed AS (
        SELECT p.*, coalesce(h.minutes, 0) + sum(p.minutes) OVER (PARTITION BY p.person_id, p.day ORDER BY p.at, p.event_id) AS together
        FROM placed p LEFT JOIN held h USING (person_id, day)
    ),
    written AS (
        INSERT INTO effort (id, person_id, day, minutes, origin, case_id, event_id, rule_id, service, unit_id, business_line_id, note,
                            entered_at, cancelled_at)
        SELECT CAST(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(mark, 1, 3) || '8'
                    || substr(mark, 4, 15) AS uuid),
               person_id, day, minutes, 'rule', case_id, event_id, rule_id, service, unit_id, business_line_id,
               CASE WHEN together > :most THEN 'over:' || happened WHEN is_late THEN 'late:' || happened ELSE '' END,
               :now, CASE WHEN together > :most THEN CAST(:now AS timestamptz) END
        FROM summed CROSS JOIN LATERAL (SELECT md5(event_id::text) AS mark) m
        ORDER BY at, event_id
        ON CONFLICT (event_id) DO NOTHING
        RETURNING person_id, day, note
    )
    SELECT person_id, count(*) AS efforts, count(*) FILTER (WHERE note LIKE 'late:%') AS late,
           count(*) FILTER (WHERE note LIKE 'over:%') AS over
    FROM written GROUP BY person_id
""")


@dataclass(frozen=True, slots=True)
class Written:
    """How many efforts were written; of them for weeks that were handed in, and beyond the 24 hours of their day."""

    items: int = 0
    late_entries: int = 0
    over: int = 0


def write_efforts(session: Session, *, everything: bool = False) -> Written:
    """Write the minutes of every event that has none yet, by the most exact rule valid on its day in the bank's zone.

    Each event has one effort at most, however often and beside whom this runs; a transaction that committed late is found within
    `LOOK_BACK`, `everything` looks at all of the past. What belongs to a week that is handed in goes to that person's first open day
    with the note `late:<day>`; what no longer fits into a day of 24 hours is kept as cancelled with the note `over:<day>`.
    """
    take_everybodys_turn(session)
    since = None if everything else session.scalar(select(effort_state.c.written_until))
    begin = datetime.min.replace(year=1970, tzinfo=session.now.tzinfo) if since is None else since - LOOK_BACK
    session.plan_for_values()
    if since is None:
        session.execute(text("SET LOCAL work_mem = '256MB'"))  # millions are sorted once in the life of a bank
    rows = session.rows(_WRITE, {
        "zone": read_settings().zone, "roles": [role.value for role in SERVICE_ROLES], "since": begin, "now": session.now,
        "most": MINUTES_OF_A_DAY,
    })  # fmt: skip
    if since is None or session.now > since:
        session.execute(delete(effort_state))
        session.execute(insert(effort_state).values(written_until=session.now))
    if rows:
        session.changed("figures")
        if len(rows) <= _MOST_TOLD:
            session.changed(*(f"user:{row.person_id}" for row in rows))
    return Written(sum(row.efforts for row in rows), sum(row.late for row in rows), sum(row.over for row in rows))
