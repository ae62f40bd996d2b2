"""The checks behind the rules of reconciliation: how many rows were looked at, which of them break the rule. Whole tables at a statement.

A system that comes later adds its rule in `models/analytics/reconciliation.py` and its check here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from data.queries.analytics.cost_seals import broken_months, missing_months
from data.queries.analytics.filters import Scope
from data.queries.analytics.loss_sources import missed_candidates
from data.queries.analytics.measures import CASE_MEASURES, TASK_MEASURES, bank_zone, flows
from data.queries.analytics.reconciliation_effect import effect_against_rows
from data.session import Session
from models.analytics.flow import Flow
from models.analytics.period import instant

EXAMPLES = 20  # as in `_SOME`


@dataclass(frozen=True, slots=True)
class Checked:
    """`examples` name some of the broken rows, in words people can search for."""

    checked: int
    failed: int
    examples: tuple[str, ...]


_SOME = "SELECT name, count(*) OVER () AS n FROM ({broken}) AS broken ORDER BY name LIMIT 20"
Check = Callable[[Session, date, date], Checked]


def _sql(checked: str, broken: str) -> Check:
    """Two statements over the days from `:start` up to `:end` (instants); the second gives one name a broken row."""

    def check(session: Session, start: date, end: date) -> Checked:
        zone = bank_zone()
        values = {"start": instant(start, zone), "end": instant(end, zone), "first": start, "beyond": end, "zone": zone.key}
        total = int(session.scalar(text(checked), values))
        rows = session.rows(text(_SOME.format(broken=broken)), values)
        return Checked(total, rows[0].n if rows else 0, tuple(str(row.name) for row in rows))

    return check


_CLOSED = "FROM cases c WHERE c.closed_at >= :start AND c.closed_at < :end"
_OPENED = "FROM cases c WHERE c.opened_at >= :start AND c.opened_at < :end"
_OPEN = "FROM cases c WHERE c.closed_at IS NULL AND c.source = 'kordon'"
_COUNTED = "FROM prevented_loss p WHERE p.state = 'confirmed' AND p.counted_on >= :first AND p.counted_on < :beyond"
_MONTHS = "month >= date_trunc('month', CAST(:first AS date)) AND month < :beyond"


def _closed(condition: str) -> Check:
    return _sql(f"SELECT count(*) {_CLOSED}", f"SELECT c.number AS name {_CLOSED} AND {condition}")


def _lost(condition: str, *, joined: str = "") -> Check:
    source = _COUNTED.replace("prevented_loss p", f"prevented_loss p {joined}")
    return _sql(f"SELECT count(*) {_COUNTED}", f"SELECT p.number AS name {source} AND {condition}")


def rollups_equal_rows(session: Session, start: date, end: date) -> Checked:
    """Every prepared fact and value against a fresh count of the cases; days that changed just now are counted on both sides."""
    names, by = (*CASE_MEASURES, *TASK_MEASURES), ("month", "service", "step")
    prepared = flows(session, start, end, scope=Scope(), names=names, by=by)
    fresh = flows(session, start, end, scope=Scope(), names=names, by=by, stale={"cases": None, "task": None})
    left, right = _facts(prepared), _facts(fresh)
    differ = (key for key in left.keys() | right.keys() if left.get(key) != right.get(key))
    wrong = sorted(f"{name} {month:%Y-%m} {service} {step}".strip() for name, month, service, step in differ)
    return Checked(sum(flow.n for flow in fresh), len(wrong), tuple(wrong[:EXAMPLES]))


def _facts(found: list[Flow]) -> dict[tuple[Any, ...], tuple[int, Counter[int]]]:
    facts: dict[tuple[Any, ...], tuple[int, Counter[int]]] = {}
    for flow in found:
        key = (flow.name, flow.month, flow.service, flow.step)
        n, values = facts.get(key, (0, Counter[int]()))
        facts[key] = (n + flow.n, values + Counter(flow.values.tolist()))
    return facts


def _candidates(session: Session, start: date, end: date) -> Checked:
    """Cases that ended badly an hour ago or longer and have no entry, though rule and method are there."""
    missed = missed_candidates(session, start, end, before=session.now - timedelta(hours=1))
    zone = bank_zone()
    total = session.scalar(
        text(f"SELECT count(*) {_CLOSED} AND c.negative"),
        {"start": instant(start, zone), "end": instant(end, zone)},
    )
    return Checked(int(total), len(missed), tuple(missed[:EXAMPLES]))


def _seals(session: Session, start: date, end: date) -> Checked:
    total = int(session.scalar(text("SELECT count(*) FROM closed_month")))
    broken = broken_months(session)
    return Checked(total, len(broken), tuple(broken[:EXAMPLES]))


def _chain(session: Session, start: date, end: date) -> Checked:
    total = int(session.scalar(text("SELECT count(*) FROM closed_month")))
    gone = missing_months(session)
    return Checked(total + len(gone), len(gone), tuple(gone[:EXAMPLES]))


def _effect(session: Session, start: date, end: date) -> Checked:
    checked, broken = effect_against_rows(session, start, end)
    return Checked(checked, len(broken), tuple(broken[:EXAMPLES]))


CHECKS: Mapping[str, Check] = {
    "closed_after_opened": _closed("c.closed_at < c.opened_at"),
    "reacted_in_between": _sql(
        f"SELECT count(*) {_OPENED} AND c.reacted_at IS NOT NULL",
        f"SELECT c.number AS name {_OPENED} AND (c.reacted_at < c.opened_at OR c.reacted_at > c.closed_at)",
    ),
    "deadline_mark": _closed("""c.source = 'kordon' AND c.due_at IS NOT NULL AND c.sla_met IS NOT NULL AND c.sla_met <> (
        least(c.closed_at, coalesce((SELECT p.paused_at FROM sla_pause p WHERE p.case_id = c.id
                                     AND (p.resumed_at IS NULL OR p.resumed_at >= c.closed_at)
                                     ORDER BY p.paused_at DESC LIMIT 1), c.closed_at)) <= c.due_at)"""),
    "handling_time": _closed("(c.handling_minutes < 0 OR c.handling_minutes > extract(epoch FROM c.closed_at - c.opened_at) / 60 + 1)"),
    "tasks_of_closed": _closed("EXISTS (SELECT 1 FROM task t WHERE t.case_id = c.id AND t.state = 'open')"),
    "tasks_of_open": _sql(
        f"SELECT count(*) {_OPEN}",
        f"SELECT c.number AS name {_OPEN} AND NOT EXISTS (SELECT 1 FROM task t WHERE t.case_id = c.id AND t.state = 'open')",  # noqa: S608
    ),
    "closing_is_told": _closed("""c.source = 'kordon' AND NOT EXISTS (
        SELECT 1 FROM case_event e WHERE e.case_id = c.id AND e.kind IN ('case_closed', 'case_withdrawn'))"""),
    "tasks_end_after_begin": _sql(
        "SELECT count(*) FROM task t WHERE t.done_at >= :start AND t.done_at < :end",
        """SELECT c.number || ' ' || t.step AS name FROM task t JOIN cases c ON c.id = t.case_id
           WHERE t.done_at >= :start AND t.done_at < :end AND (t.done_at < t.entered_at OR t.taken_at > t.done_at)""",
    ),
    "rating_of_closed": _sql(
        "SELECT count(*) FROM cases c WHERE c.rating IS NOT NULL",
        "SELECT c.number AS name FROM cases c WHERE c.rating IS NOT NULL AND (c.closed_at IS NULL OR c.state = 'withdrawn')",
    ),
    "outcome_is_known": _closed("""c.source = 'kordon' AND c.state <> 'withdrawn' AND NOT EXISTS (
        SELECT 1 FROM process_version v, jsonb_array_elements(v.definition -> 'outcomes') AS o
        WHERE v.id = c.version_id AND o ->> 'key' = c.outcome AND coalesce((o ->> 'negative')::boolean, false) = c.negative)"""),
    "subcase_after_parent": _sql(
        f"SELECT count(*) {_OPENED} AND c.parent_id IS NOT NULL",
        "SELECT c.number AS name FROM cases c JOIN cases p ON p.id = c.parent_id WHERE c.opened_at >= :start AND c.opened_at < :end "
        "AND c.opened_at < p.opened_at",
    ),
    "rollups_equal_rows": rollups_equal_rows,
    "months_equal_days": _sql(
        f"SELECT count(*) FROM rollup WHERE day IS NULL AND {_MONTHS}",  # noqa: S608 - our own words
        f"""SELECT concat_ws(' ', name, to_char(month, 'YYYY-MM'), service, step) AS name FROM (
                SELECT grain, name, month, source, service, group_id, unit_id, line_id, step,
                       sum(n) FILTER (WHERE day IS NULL) AS n, sum(n) FILTER (WHERE day IS NOT NULL) AS of_days,
                       sum(octet_length(packed)) FILTER (WHERE day IS NULL) AS size,
                       sum(octet_length(packed)) FILTER (WHERE day IS NOT NULL) AS size_of_days
                FROM rollup WHERE {_MONTHS} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9) AS kept
            WHERE (n, size) IS DISTINCT FROM (of_days, size_of_days)""",  # noqa: S608 - our own words
    ),
    "loss_arithmetic": _lost(
        "p.corrects_id IS NULL AND p.loss_kopecks <> round(p.at_stake_kopecks * m.probability * m.loss_given_event)",
        joined="JOIN loss_method m ON m.id = p.method_id",
    ),
    "loss_decision": _lost("(length(btrim(p.evidence)) < 10 OR p.decided_at < p.submitted_at OR p.decided_by = p.submitted_by)"),
    "loss_source": _lost(
        "p.source = 'case' AND NOT coalesce(c.negative AND c.closed_at IS NOT NULL, false)", joined="LEFT JOIN cases c ON c.id = p.case_id"
    ),
    "loss_method": _lost(
        "(m.category <> p.category OR m.state = 'draft' OR m.first_day > p.happened_on)", joined="JOIN loss_method m ON m.id = p.method_id"
    ),
    "loss_once": _lost("""p.corrects_id IS NULL AND EXISTS (
        SELECT 1 FROM prevented_loss o WHERE o.id <> p.id AND o.state = 'confirmed' AND o.corrects_id IS NULL
        AND (o.case_id = p.case_id OR (o.object_key, o.event_key) = (p.object_key, p.event_key)))"""),
    "loss_corrections": _lost("""p.corrects_id IS NOT NULL AND (o.state <> 'confirmed' OR o.corrects_id IS NOT NULL OR (
        SELECT sum(s.loss_kopecks) FROM prevented_loss s WHERE s.state = 'confirmed' AND (s.id = o.id OR s.corrects_id = o.id)) < 0)""",
        joined="LEFT JOIN prevented_loss o ON o.id = p.corrects_id"),
    "loss_doubles": _sql(
        "SELECT count(*) FROM prevented_loss WHERE state = 'double'",
        """SELECT p.number AS name FROM prevented_loss p JOIN prevented_loss o ON o.id = p.double_of
           WHERE p.state = 'double' AND (o.id = p.id OR o.state = 'double')""",
    ),
    "loss_candidates": _candidates,
    "allocation_equals_pools": _sql(
        "SELECT count(*) FROM allocation WHERE month >= date_trunc('month', CAST(:first AS date)) AND month < :beyond",
        """SELECT to_char(m.month, 'YYYY-MM') || ' ' || p.code AS name FROM closed_month m CROSS JOIN cost_pool p
           WHERE m.month >= date_trunc('month', CAST(:first AS date)) AND m.month < :beyond
             AND (SELECT coalesce(sum(e.kopecks), 0) FROM cost_entry e WHERE e.month = m.month AND e.pool_id = p.id)
              <> (SELECT coalesce(sum(a.kopecks), 0) FROM allocation a WHERE a.month = m.month AND a.pool_id = p.id)""",
    ),
    "closed_month_seal": _seals,
    "closed_months_there": _chain,
    "costs_equal_imports": _sql(
        "SELECT count(*) FROM cost_entry WHERE month >= :first AND month < :beyond AND batch_id IS NOT NULL",
        """SELECT b.file_name AS name FROM import_batch b
           LEFT JOIN (SELECT batch_id, count(*) AS n, sum(kopecks) AS kopecks FROM cost_entry GROUP BY batch_id) e ON e.batch_id = b.id
           WHERE b.kind = 'costs' AND b.started_at < :end
             AND (coalesce(e.n, 0) <> b.accepted OR coalesce(e.kopecks, 0) <> (b.summary->>'kopecks')::bigint)""",
    ),
    "labour_days_equal_rows": _sql(
        "SELECT count(*) FROM labour_day WHERE day >= :first AND day < :beyond",
        """SELECT p.login || ' ' || l.day AS name FROM (
               SELECT day, person_id, service, minutes, project_minutes FROM labour_day
               UNION ALL
               SELECT day, person_id, service, -minutes, CASE WHEN project_id IS NOT NULL THEN -minutes ELSE 0 END
               FROM effort WHERE cancelled_at IS NULL) l JOIN person p ON p.id = l.person_id
           WHERE l.day >= :first AND l.day < :beyond
             AND NOT EXISTS (SELECT 1 FROM dirty d WHERE d.name = 'effort' AND (d.day = l.day OR d.day IS NULL))
           GROUP BY p.login, l.day, l.service HAVING sum(l.minutes) <> 0 OR sum(l.project_minutes) <> 0""",
    ),
    "labour_units_equal_rows": _sql(
        "SELECT count(*) FROM labour_unit_day WHERE day >= :first AND day < :beyond",
        """SELECT coalesce(u.code, '~') || ' ' || l.day AS name FROM (
               SELECT day, unit_id, service, minutes FROM labour_unit_day
               UNION ALL SELECT day, unit_id, service, -minutes FROM effort WHERE cancelled_at IS NULL
           ) l LEFT JOIN unit u ON u.id = l.unit_id
           WHERE l.day >= :first AND l.day < :beyond
             AND NOT EXISTS (SELECT 1 FROM dirty d WHERE d.name = 'effort' AND (d.day = l.day OR d.day IS NULL))
           GROUP BY u.code, l.day, l.service HAVING sum(l.minutes) <> 0""",
    ),
    "closed_labour_equals_rows": _sql(
        "SELECT count(*) FROM closed_labour WHERE day >= :first AND day < :beyond",
        """SELECT l.service || ' ' || l.day AS name FROM (
               SELECT day, service, cases, minutes FROM closed_labour WHERE day >= :first AND day < :beyond
               UNION ALL
               SELECT (c.closed_at AT TIME ZONE :zone)::date, c.service, -1,
                      -coalesce((SELECT sum(e.minutes) FROM effort e WHERE e.case_id = c.id AND e.cancelled_at IS NULL), 0)
               FROM cases c WHERE c.closed_at >= :start AND c.closed_at < :end AND c.source = 'kordon') l
           WHERE NOT EXISTS (SELECT 1 FROM dirty d WHERE d.name IN ('cases', 'worked') AND (d.day IS NULL OR abs(d.day - l.day) <= 1))
           GROUP BY l.service, l.day HAVING sum(l.cases) <> 0 OR sum(l.minutes) <> 0""",
    ),
    "effect_equals_rows": _effect,
    "initiative_shares": _sql(
        "SELECT count(*) FROM initiative_source",
        """SELECT concat_ws(' ', o.kind, o.ref, string_agg(i.code, ', ' ORDER BY i.code)) AS name
           FROM initiative_source o JOIN initiative i ON i.id = o.initiative_id WHERE i.state <> 'stopped'
           GROUP BY o.kind, o.ref HAVING sum(o.share) > 1""",
    ),
    "initiative_cash": _sql(
        "SELECT count(*) FROM initiative_cash",
        """SELECT i.code || ' ' || to_char(c.month, 'YYYY-MM') AS name FROM initiative_cash c JOIN initiative i ON i.id = c.initiative_id
           WHERE (num_nonnulls(c.planned_cost, c.planned_benefit, c.actual_cost, c.actual_benefit) > 0
                  AND (c.month < i.first_month OR c.month >= i.first_month + make_interval(months => i.horizon)))
              OR (c.month > CAST(c.changed_at AT TIME ZONE :zone AS date) AND num_nonnulls(c.actual_cost, c.actual_benefit) > 0)""",
    ),
    "sprint_log_equals_cards": _sql(
        "SELECT count(*) FROM sprint_log",
        """SELECT s.goal AS name FROM sprint s
           LEFT JOIN (SELECT sprint_id, sum(left_minutes) AS minutes FROM sprint_log GROUP BY sprint_id) l ON l.sprint_id = s.id
           LEFT JOIN (SELECT sprint_id, sum(minutes) AS minutes FROM backlog_item WHERE stage <> 'done' GROUP BY sprint_id) c
                  ON c.sprint_id = s.id
           WHERE s.state <> 'planned' AND coalesce(l.minutes, 0) <> coalesce(c.minutes, 0)""",
    ),
    "effort_of_a_day": _sql(
        "SELECT count(*) FROM effort WHERE day >= :first AND day < :beyond AND cancelled_at IS NULL",
        """SELECT p.login || ' ' || e.day AS name FROM effort e JOIN person p ON p.id = e.person_id
           WHERE e.day >= :first AND e.day < :beyond AND e.cancelled_at IS NULL GROUP BY p.login, e.day HAVING sum(e.minutes) > 1440""",
    ),
    "effort_of_actors": _sql(
        "SELECT count(*) FROM effort WHERE day >= :first AND day < :beyond AND origin = 'rule'",
        """SELECT c.number AS name FROM effort e JOIN case_event a ON a.id = e.event_id JOIN cases c ON c.id = a.case_id
           WHERE e.day >= :first AND e.day < :beyond AND e.origin = 'rule'
             AND (e.person_id IS DISTINCT FROM a.actor_id OR e.case_id IS DISTINCT FROM a.case_id)""",
    ),
    "report_seal": _sql(
        "SELECT count(*) FROM report_run WHERE made_at >= :start AND made_at < :end",
        """SELECT file_name AS name FROM report_run WHERE made_at >= :start AND made_at < :end
           AND (sha256(content) <> report_run.sha256 OR octet_length(content) <> size)""",
    ),
    "report_equals_rows": _sql(
        "SELECT count(*) FROM report_run WHERE input #> '{parts,operations}' IS NOT NULL AND made_at >= :start AND made_at < :end",
        """SELECT r.file_name AS name FROM report_run r CROSS JOIN LATERAL (
             SELECT (r.input #>> '{parts,operations,period,first_day}')::date AS first_day,
                    (r.input #>> '{parts,operations,period,day_after}')::date AS day_after,
                    (r.input #>> '{parts,operations,figures,closed}')::bigint AS closed,
                    coalesce((r.input #>> '{parts,operations,period,is_over}')::boolean, false) AS is_over) AS told
           WHERE r.input #> '{parts,operations}' IS NOT NULL AND r.made_at >= :start AND r.made_at < :end
             AND r.filters = '{}'::jsonb AND told.is_over
             AND told.closed <> (SELECT count(*) FROM cases c WHERE (c.closed_at AT TIME ZONE :zone)::date >= told.first_day
                                 AND (c.closed_at AT TIME ZONE :zone)::date < told.day_after)""",
    ),
}  # fmt: skip
