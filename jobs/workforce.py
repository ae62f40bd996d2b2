"""Labour by the clock."""

from __future__ import annotations

from data.operations.workforce import write_efforts
from jobs.task import in_one_transaction

TASKS = (in_one_transaction("write_efforts", lambda session, _arguments: write_efforts(session)),)
