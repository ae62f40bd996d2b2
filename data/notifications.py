"""Listen to PostgreSQL's notifications from an asyncio part, for as long as it runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import psycopg
from psycopg import sql

from data.connection import database_url

log = logging.getLogger(__name__)

_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 15.0


async def listen(channel: str) -> AsyncIterator[str | None]:
    """Payloads as they come, on one connection that is made anew whenever it is lost.

    None means "connected": what was sent before it, nobody has heard.
    """
    wait = _FIRST_WAIT_SECONDS
    while True:
        try:
            address = database_url().replace("postgresql+psycopg://", "postgresql://")
            async with await psycopg.AsyncConnection.connect(address, autocommit=True, application_name="kordon live") as connection:
                await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                wait = _FIRST_WAIT_SECONDS
                yield None
                async for notification in connection.notifies():
                    yield notification.payload
        except (psycopg.Error, OSError) as error:
            log.warning("listening again in %.1f s: %s", wait, error)
        await asyncio.sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT_SECONDS)
