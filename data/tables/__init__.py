"""The tables. Money is bigint kopecks, time is timestamptz (UTC), ids are UUIDv7 made by the application; every constraint has a name."""

from data.tables import access, analytics, costs, effect, jobs, losses, processes, projects, services, workforce
from data.tables.base import metadata

__all__ = ["access", "analytics", "costs", "effect", "jobs", "losses", "metadata", "processes", "projects", "services", "workforce"]
