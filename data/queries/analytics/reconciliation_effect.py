"""What reconciliation asks of measured effect: the dashboard's figures against the rows, counted another way."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import text

from data.queries.analytics.effect_now import Key, Now, measured_on
from data.queries.analytics.measures import bank_zone
from data.session import Session
from models.analytics.effect import Measure
from models.analytics.period import month_after, months_between

_HANDLED = """
    SELECT s.place, c.service, count(*) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY c.handling_minutes) / 60.0 AS value
    FROM unnest(CAST(:firsts AS date[]), CAST(:afters AS date[])) WITH ORDINALITY s(first, after, place)
    JOIN cases c ON c.closed_at >= s.first::timestamp AT TIME ZONE :zone AND c.closed_at < s.after::timestamp AT TIME ZONE :zone
    WHERE c.handling_minutes IS NOT NULL GROUP BY s.place, c.service
"""
_WORKED = """
    SELECT s.place, c.service, count(w.minutes) AS n, sum(w.minutes)::numeric / count(*) AS value
    FROM unnest(CAST(:firsts AS date[]), CAST(:afters AS date[])) WITH ORDINALITY s(first, after, place)
    JOIN cases c ON c.closed_at >= s.first::timestamp AT TIME ZONE :zone AND c.closed_at < s.after::timestamp AT TIME ZONE :zone
    LEFT JOIN (SELECT case_id, sum(minutes) AS minutes FROM effort WHERE cancelled_at IS NULL GROUP BY case_id) w ON w.case_id = c.id
    WHERE c.source = 'kordon' GROUP BY s.place, c.service HAVING count(w.minutes) > 0
"""
_CLOSE_ENOUGH = 0.0002  # both sides are rounded to four places


def effect_against_rows(session: Session, start: date, end: date) -> tuple[int, list[str]]:
    """How many figures of services and months were compared, and which of them are not those of the rows."""
    stretches = [(max(start, month), min(end, month_after(month, 1))) for month in months_between(start, end)]
    spans: dict[str, Any] = {"firsts": [one[0] for one in stretches], "afters": [one[1] for one in stretches], "zone": bank_zone().key}
    counted: list[dict[Key, Now]] = [{} for _stretch in stretches]
    for measure, words in ((Measure.HANDLING, _HANDLED), (Measure.LABOUR, _WORKED)):
        for row in session.rows(text(words), spans):
            counted[row.place - 1][measure, row.service] = Now(float(row.value), row.n)
    checked, broken = 0, []
    for (first, _after), shown, rows in zip(stretches, measured_on(session, stretches), counted, strict=True):
        for key in sorted({key for key in (*shown, *rows) if key[0] in (Measure.HANDLING, Measure.LABOUR)}):
            checked += 1
            if not _are_equal(shown.get(key, Now()), rows.get(key, Now())):
                broken.append(f"{key[0]} {key[1]} {first:%Y-%m}")
    return checked, broken


def _are_equal(shown: Now, counted: Now) -> bool:
    if shown.value is None or counted.value is None:
        return shown.value is counted.value
    return shown.rows == counted.rows and abs(shown.value - counted.value) < _CLOSE_ENOUGH
