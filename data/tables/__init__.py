"""The tables. Money is bigint kopecks, time is timestamptz (UTC), ids are UUIDv7 made by the application; every constraint has a name."""

from data.tables import access, analytics, jobs, processes, services
from data.tables.base import metadata

__all__ = ["access", "analytics", "jobs", "metadata", "processes", "services"]
