"""Every task that a worker can be asked for."""

from __future__ import annotations

from jobs import access, analytics, processes, services, upkeep, workforce

TASKS = (*processes.TASKS, *access.TASKS, *analytics.TASKS, *services.TASKS, *upkeep.TASKS, *workforce.TASKS)
