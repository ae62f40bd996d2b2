"""Cases by the clock: deadlines, timers, pauses that end, calendars that changed."""

from __future__ import annotations

from collections.abc import Callable

from data.operations.job_runs import Progress
from data.operations.processes import fire_due_timers, recompute_due_dates, resume_due_cases, sweep_deadlines
from data.session import Session
from jobs.task import in_one_transaction, in_parts


def _until_none_is_left(some: Callable[[Session], int]) -> Callable[[Progress], int]:
    def work(progress: Progress) -> int:
        done = 0
        while True:
            with progress.transaction() as session:
                count = some(session)
            if not count:
                return done
            done += count
            progress.step(done)

    return work


TASKS = (
    in_one_transaction("sweep_deadlines", lambda session, _arguments: sweep_deadlines(session)),
    in_parts("fire_due_timers", _until_none_is_left(fire_due_timers)),
    in_parts("resume_due_cases", _until_none_is_left(resume_due_cases)),
    in_one_transaction("recompute_due_dates", lambda session, arguments: recompute_due_dates(session, arguments["calendar"])),
)
