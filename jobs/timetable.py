"""What happens by the clock. Read it from top to bottom; the page "Jobs" shows the same.

The timetable only puts jobs into the queue. A job of an earlier slot that still waits is not put there twice, and two runs of the same
line never overlap. Missed slots (nobody was leading) are made good by one firing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from data.queries.analytics.report_schedules import deliveries_are_due
from data.queries.jobs import figures_are_stale, letters_are_due, notifications_wait_for_mail
from data.session import Session
from data.settings import read_settings

_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # slots of every process lie on one grid
_LONGEST_LOOK_BACK = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Every:
    """At fixed seconds of the day."""

    seconds: int

    def trigger(self) -> BaseTrigger:
        return IntervalTrigger(seconds=self.seconds, start_date=_BEGINNING, timezone=UTC)

    def as_document(self) -> dict[str, Any]:
        return {"every_seconds": self.seconds}


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day by the bank's clock."""

    hour: int
    minute: int

    def trigger(self) -> BaseTrigger:
        return CronTrigger(hour=self.hour, minute=self.minute, timezone=read_settings().zone)

    def as_document(self) -> dict[str, Any]:
        return {"daily_at": f"{self.hour}:{self.minute:02}"}


@dataclass(frozen=True, slots=True)
class Line:
    """One job of the timetable. `when` looks (cheaply) whether there is anything to do; `every_slot` gives each slot a job of its own."""

    name: str
    rhythm: Every | Daily
    task: str
    why: str
    when: Callable[[Session], bool] | None = None
    every_slot: bool = False

    def first_slot(self, last: datetime | None, now: datetime) -> datetime | None:
        """Where to go on: at the slot after the last one that fired. A slot in the past fires at once, for all that were missed."""
        trigger = self.rhythm.trigger()
        if last is None:
            return _next(trigger, None, now)
        if isinstance(self.rhythm, Every):
            # Days of missed seconds need not be walked through one by one.
            step = timedelta(seconds=self.rhythm.seconds)
            return max(last + step, _BEGINNING + (now - _BEGINNING) // step * step)
        return _next(trigger, last, max(last + timedelta(microseconds=1), now - _LONGEST_LOOK_BACK))


    def slot_at(self, moment: datetime) -> datetime:
        """The slot that lies nearest to this moment."""
        if not isinstance(self.rhythm, Every):
            return moment
        step = timedelta(seconds=self.rhythm.seconds)
        return _BEGINNING + round((moment - _BEGINNING) / step) * step


TIMETABLE: tuple[Line, ...] = (
    Line("deadlines", Every(15), "sweep_deadlines", "remind of deadlines that come near, escalate those that have passed"),
    Line("timers", Every(15), "fire_due_timers", "let cases go on whose waiting time is over"),
    Line("resumes", Every(300), "resume_due_cases", "bring back paused cases on the morning of their day"),
    Line("figures", Every(1), "refresh_rollups", "count figures of dashboards again where something has changed", when=figures_are_stale),
    Line("losses", Every(30), "gather_candidates", "note what checks may have prevented, as candidates of the register"),
    Line("notices", Every(20), "mail_notifications", "write letters for notifications that cannot wait", when=notifications_wait_for_mail),
    Line("mail", Every(10), "send_mail", "hand the letters of the outbox to the mail server", when=letters_are_due),
    Line("reports", Every(60), "deliver_reports", "make the reports that are due and write their letters", when=deliveries_are_due),
    Line("efforts", Every(60), "write_efforts", "write the minutes of what was done in cases"),
    Line("seals", Every(60), "seal_audit", "seal the newest rows of the audit trail"),
    Line("reconciliation", Daily(2, 20), "reconcile", "check Kordon's own figures against their rows"),
    Line("tidying", Daily(3, 10), "tidy_up", "remove old runs, sessions, sign-in attempts, drafts, uploads never sent"),
)


def _next(trigger: BaseTrigger, last: datetime | None, now: datetime) -> datetime | None:
    found: datetime | None = trigger.get_next_fire_time(last, now)
    return None if found is None else found.astimezone(UTC)
