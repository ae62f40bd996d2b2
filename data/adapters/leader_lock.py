"""Who of many processes is the leader: the one whose connection holds an advisory lock of the database.

The lock lives exactly as long as its connection: a killed leader loses it at once, a machine that vanished after its keep-alives ran out, a
process that stands still or sits behind a dead line after it has not asked for a while.
Therefore the connection is direct (no pool, no bouncer in transaction mode) and is used for nothing else.
"""

from __future__ import annotations

import logging
from contextlib import suppress

import psycopg

from data.adapters.queue import driver_url

log = logging.getLogger(__name__)

_NUMBER = 5_672_310  # any number of its own, the same in every version of Kordon
_SECONDS = 5
_SILENT_SECONDS = 15  # the leader asks every second


class LeaderLock:
    """`acquire` until it is true, then `is_held` every second: as soon as it is false, somebody else may be leading."""

    def __init__(self) -> None:
        self._connection: psycopg.Connection[tuple[object, ...]] | None = None

    def acquire(self) -> bool:
        """Try to become the leader; False when there is one, or no database."""
        try:
            if self._connection is None or self._connection.closed:
                self._connection = _connect()
            row = self._connection.execute("SELECT pg_try_advisory_lock(%s)", (_NUMBER,)).fetchone()
        except psycopg.OperationalError as error:
            log.warning("the database does not answer: %s", str(error).strip())
            self.release()
            return False
        return row is not None and bool(row[0])

    def is_held(self) -> bool:
        """Does the connection still live? The lock lives with it."""
        if self._connection is None:
            return False
        try:
            self._connection.execute("SELECT 1")
        except psycopg.OperationalError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Let others lead, at once: the server notices a closed connection only a moment later."""
        if self._connection is not None:
            with suppress(psycopg.OperationalError):
                self._connection.execute("SELECT pg_advisory_unlock_all()")
            self._connection.close()
            self._connection = None


def _connect() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        driver_url(), autocommit=True, connect_timeout=_SECONDS, application_name="kordon leader",
        keepalives_idle=_SECONDS, keepalives_interval=2, keepalives_count=3, tcp_user_timeout=_SECONDS * 1000,
        options=f"-c tcp_keepalives_idle={_SECONDS} -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
        f" -c statement_timeout={_SECONDS * 1000} -c idle_session_timeout={_SILENT_SECONDS * 1000}",
    )  # fmt: skip
