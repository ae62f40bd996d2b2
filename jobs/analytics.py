"""Figures by the clock."""

from __future__ import annotations

from data.operations.analytics import refresh_rollups
from jobs.task import in_one_transaction

TASKS = (in_one_transaction("refresh_rollups", lambda session, _arguments: refresh_rollups(session)),)
