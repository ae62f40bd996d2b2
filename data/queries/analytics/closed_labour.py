"""Labour of the cases closed on a day: prepared ones where a day is fresh, the cases and efforts themselves where something has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text

from data.queries.analytics.measures import bank_zone, days_of_marks, zone_is_prepared
from data.session import Session
from models.analytics.period import instant

WORKED = "worked"  # what marks of changed labour of closed cases are called; marks of cases make a day stale as well

# Cases of Kordon itself by the bank's day of their closing, with the minutes anybody ever worked on them.
COUNTED = """
    SELECT c.day, c.service, count(*)::integer AS cases, coalesce(sum(w.minutes), 0)::integer AS minutes, count(w.minutes)::integer AS told
    FROM (
        SELECT id, service, (closed_at AT TIME ZONE :zone)::date AS day FROM cases
        WHERE closed_at >= :start AND closed_at < :beyond AND source = 'kordon'
    ) c
    LEFT JOIN LATERAL (SELECT sum(e.minutes) AS minutes FROM effort e WHERE e.case_id = c.id AND e.cancelled_at IS NULL) w ON true
    GROUP BY c.day, c.service
"""
_READ = text("""
    SELECT s.place, l.service, sum(l.cases)::bigint AS cases, sum(l.minutes)::bigint AS minutes, sum(l.told)::bigint AS told
    FROM unnest(CAST(:firsts AS date[]), CAST(:afters AS date[])) WITH ORDINALITY s(first, after, place)
    JOIN closed_labour l ON l.day >= s.first AND l.day < s.after AND l.day <> ALL(CAST(:stale AS date[]))
    GROUP BY s.place, l.service
""")


@dataclass(frozen=True, slots=True)
class Worked:
    """Cases of a service that were closed, and the minutes that anybody ever worked on them; `told`: cases with any minutes."""

    cases: int = 0
    minutes: int = 0
    told: int = 0

    def __add__(self, other: Worked) -> Worked:
        return Worked(self.cases + other.cases, self.minutes + other.minutes, self.told + other.told)


def stale_closed_days(session: Session) -> frozenset[date] | None:
    """The bank's days whose prepared labour cannot be trusted now; None: none of them can."""
    if not zone_is_prepared(session):
        return None
    marks = session.rows(text("SELECT DISTINCT day FROM dirty WHERE name IN ('cases', 'worked')"))
    return days_of_marks([row.day for row in marks], bank_zone())


def worked_on_closed(session: Session, stretches: Sequence[tuple[date, date]]) -> list[dict[str, Worked]]:
    """By service, for the cases closed on the days of each stretch (its end not included)."""
    found: list[dict[str, Worked]] = [{} for _stretch in stretches]
    stale = stale_closed_days(session)
    if stale is None:
        return [_by_service(_counted(session, *stretch)) for stretch in stretches]
    changed = sorted({day for first, after in stretches for day in stale if first <= day < after})
    parameters = {"firsts": [one[0] for one in stretches], "afters": [one[1] for one in stretches], "stale": changed}
    for row in session.rows(_READ, parameters):
        found[row.place - 1][row.service] = Worked(int(row.cases), int(row.minutes), int(row.told))
    for day in changed:
        for service, fresh in _by_service(_counted(session, day, date.fromordinal(day.toordinal() + 1))).items():
            for own, (first, after) in zip(found, stretches, strict=True):
                if first <= day < after:
                    own[service] = own.get(service, Worked()) + fresh
    return found


def _counted(session: Session, first: date, after: date) -> Sequence[Any]:
    zone = bank_zone()
    return session.rows(text(COUNTED), {"zone": zone.key, "start": instant(first, zone), "beyond": instant(after, zone)})


def _by_service(rows: Sequence[Any]) -> dict[str, Worked]:
    found: dict[str, Worked] = {}
    for row in rows:
        found[row.service] = found.get(row.service, Worked()) + Worked(row.cases, row.minutes, row.told)
    return found
