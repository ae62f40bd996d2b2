"""Kordon's own housekeeping, once a night."""

from __future__ import annotations

from data.operations.job_runs import Progress
from data.operations.processes import content_without_rows, discard_old_drafts, forget_lost_uploads, remove_content
from data.operations.upkeep import TIDYINGS
from jobs.task import in_parts


def _tidy_up(progress: Progress) -> dict[str, int]:
    removed = {}
    for number, (what, remove) in enumerate(TIDYINGS.items(), start=1):
        with progress.transaction() as session:
            removed[what] = remove(session)
        progress.step(number, len(TIDYINGS))
    with progress.transaction() as session:
        removed["drafts"] = discard_old_drafts(session) or 0
    with progress.transaction() as session:
        forgotten = forget_lost_uploads(session)
    remove_content(forgotten)
    with progress.transaction() as session:
        unknown = content_without_rows(session)
    remove_content(unknown)
    removed["uploads"] = len(forgotten) + len(unknown)
    return removed


TASKS = (in_parts("tidy_up", _tidy_up),)
