"""The audit trail by the clock."""

from __future__ import annotations

from data.operations.audit_seals import export_seals, seal_audit
from data.operations.job_runs import Progress
from data.session import reading
from jobs.task import in_parts
from models.access.actor import SYSTEM


def _seal(progress: Progress) -> int:
    with progress.transaction() as session:
        seal = seal_audit(session)
    with reading(SYSTEM) as session:  # only what is committed leaves the database
        export_seals(session)
    return 0 if seal is None else seal.events


TASKS = (in_parts("seal_audit", _seal),)
