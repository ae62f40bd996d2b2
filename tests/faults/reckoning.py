"""Compare what drivers were promised with what the database holds: lost, twice, there although refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from data.connection import engine
from tests.faults.effects import PARTS
from tests.faults.journal import ACKNOWLEDGED, BEGUN, REFUSED, Deed, deeds

# How often each marker is there, by kind of deed.
_THERE = {
    "order": "SELECT coalesce(fields ->> 'question', fields ->> 'what') AS marker, count(*) AS n FROM cases WHERE source = 'kordon' AND parent_id IS NULL GROUP BY 1",
    "task": "SELECT comment AS marker, count(*) AS n FROM task WHERE kind = 'task' GROUP BY 1",
    "approval": "SELECT comment AS marker, count(*) AS n FROM approver GROUP BY 1",
    "message": "SELECT body AS marker, count(*) AS n FROM message GROUP BY 1",
    "upload": "SELECT replace(name, '.txt', '') AS marker, count(*) AS n FROM attachment GROUP BY 1",
    "letter": "SELECT subject AS marker, count(DISTINCT created_at) AS n FROM outbox GROUP BY 1",
    "job": "SELECT arguments ->> 'marker' AS marker, count(*) AS n FROM job_run WHERE arguments ? 'marker' GROUP BY 1",
}
_SAME_AS = {"question": "message", "reply": "message", "web order": "order", "web message": "message", "web upload": "upload"}
_EFFECTS = """
    SELECT r.arguments ->> 'marker' AS marker, r.job, r.state, count(e.part) AS effects, count(DISTINCT e.part) AS parts
    FROM job_run r LEFT JOIN faults_effect e ON e.marker = r.arguments ->> 'marker' WHERE r.arguments ? 'marker' GROUP BY r.id
"""


@dataclass(slots=True)
class Reckoning:
    """The sums of a scenario. `came_through` and `did_not`: what became of deeds in doubt."""

    acknowledged: int = 0
    refused: int = 0
    came_through: int = 0
    did_not: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def in_doubt(self) -> int:
        return self.came_through + self.did_not


def reckon(journals: Path) -> Reckoning:
    """Every deed of the journals against the database as it is now. Deeds under way count as in doubt."""
    known = deeds(journals)  # first the promises, then the look: what is promised meanwhile is not asked for
    with engine().connect() as connection:
        there = {kind: Counter({row.marker: row.n for row in connection.execute(text(statement))}) for kind, statement in _THERE.items()}
    result = Reckoning()
    for deed in known.values():
        _judge(deed, there[_SAME_AS.get(deed.kind, deed.kind)][deed.marker], result)
    return result


def _judge(deed: Deed, times: int, result: Reckoning) -> None:
    if times > 1:
        result.findings.append(f"twice: {deed.kind} {deed.marker} is there {times} times")
    if deed.state == ACKNOWLEDGED:
        result.acknowledged += 1
        if not times:
            result.findings.append(f"lost: {deed.kind} {deed.marker} was acknowledged and is not there")
    elif deed.state == REFUSED:
        result.refused += 1
        if times:
            result.findings.append(f"half-made: {deed.kind} {deed.marker} was refused and is there")
    elif deed.state == BEGUN:
        result.came_through += bool(times)
        result.did_not += not times


def effects_are_there_once() -> list[str]:
    """At rest: every job that was asked for has had all its effects, each of them once."""
    found = []
    with engine().connect() as connection:
        for row in connection.execute(text(_EFFECTS)):
            expected = PARTS if row.job == "many_effects" else 1
            if (row.effects, row.parts) != (expected, expected):
                found.append(f"job {row.job} {row.marker} ({row.state}): {row.effects} effects, {row.parts} of {expected} parts")
    return found
