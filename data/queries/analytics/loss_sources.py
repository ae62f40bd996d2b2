"""Where candidates of prevented loss come from: one query a source. A system that comes later adds its own to `SOURCES`.

A query gives source, source_key, case_id, event_key, object_key, object_name, happened_on, category, at_stake_kopecks, unit_id,
business_line_id and service of whatever has no entry in the register yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import text

from data.session import Session
from data.settings import read_settings

# Cases that ended badly for somebody who wanted something of the bank. What hangs together (a sub-case, a resubmission) is one event, named
# by the first case of the chain. The first rule that fits gives the category; a category without a method on that day waits for one.
FROM_CASES = """
    SELECT 'case' AS source, c.id::text AS source_key, c.id AS case_id, 'case:' || root.id AS event_key,
           coalesce('inn:' || nullif(c.fields #>> '{company,inn}', ''), 'inn:' || nullif(c.fields #>> '{person,inn}', ''),
                    'inn:' || nullif(c.fields ->> 'inn', ''),
                    'name:' || nullif(lower(concat_ws('|', c.fields #>> '{person,name}', c.fields #>> '{person,birth_date}')), ''),
                    'name:' || nullif(lower(c.fields #>> '{company,name}'), ''), 'case:' || root.id) AS object_key,
           coalesce(nullif(c.fields #>> '{company,name}', ''), nullif(c.fields #>> '{person,name}', ''), c.title) AS object_name,
           (c.closed_at AT TIME ZONE :zone)::date AS happened_on, rule.category, rule.amount AS at_stake_kopecks, c.unit_id,
           c.business_line_id, c.service
    FROM cases c
    LEFT JOIN business_line b ON b.id = c.business_line_id
    CROSS JOIN LATERAL (
        SELECT r.category,
               CASE WHEN r.amount_field = '' THEN c.amount_kopecks
                    WHEN c.fields ->> r.amount_field ~ '^[0-9]{1,15}$' THEN (c.fields ->> r.amount_field)::bigint END AS amount
        FROM loss_rule r
        WHERE r.service = c.service AND (r.outcome = '' OR r.outcome = c.outcome) AND (r.business_line = '' OR r.business_line = b.code)
          AND (r.field = '' OR c.fields ->> r.field = ANY (r.values))
        ORDER BY r.position LIMIT 1
    ) AS rule
    CROSS JOIN LATERAL (
        WITH RECURSIVE chain AS (
            SELECT c.id, coalesce(c.parent_id, c.resubmits_id) AS above
            UNION ALL
            SELECT up.id, coalesce(up.parent_id, up.resubmits_id) FROM chain JOIN cases up ON up.id = chain.above
        )
        SELECT id FROM chain WHERE above IS NULL
    ) AS root
    WHERE c.negative AND c.closed_at IS NOT NULL AND rule.amount > 0
      AND NOT EXISTS (SELECT 1 FROM prevented_loss p WHERE p.source = 'case' AND p.source_key = c.id::text)
"""
SOURCES: Mapping[str, str] = {"case": FROM_CASES}

# The method of a candidate `found`: of its category, in force on its day.
METHOD_OF_THE_DAY = """
    SELECT id, probability, loss_given_event FROM loss_method
    WHERE loss_method.category = found.category AND state <> 'draft' AND first_day <= happened_on
    ORDER BY first_day DESC, number DESC LIMIT 1
"""
_MISSED = """
SELECT c.number FROM ({candidates}) AS found CROSS JOIN LATERAL ({method}) AS m JOIN cases c ON c.id = found.case_id
WHERE found.happened_on >= :first AND found.happened_on < :beyond AND c.closed_at < :before ORDER BY c.number
"""


def source_values() -> dict[str, Any]:
    """What the queries of `SOURCES` are asked with."""
    return {"zone": read_settings().zone}


def missed_candidates(session: Session, first: date, beyond: date, *, before: datetime) -> list[str]:
    """Numbers of cases that ended before this moment and should have an entry, but have none."""
    values = {**source_values(), "first": first, "beyond": beyond, "before": before}
    query = _MISSED.format(candidates=FROM_CASES, method=METHOD_OF_THE_DAY)
    return [str(row.number) for row in session.rows(text(query), values)]
