"""`/live`: one stream of server-sent events per open screen, telling that something has changed, never what.

One asyncio connection per process listens to PostgreSQL; a stream costs a small queue, no thread. Who may hear what is asked once,
when the stream opens; the screen then reads through the ordinary guarded ways.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from uuid import UUID

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from callbacks.web.cookies import cookies_of
from data.live import CHANNEL
from data.notifications import listen
from data.queries.access import actor_of_cookie
from data.queries.processes.reading import may_read_case
from data.session import reading
from data.settings import Settings
from models.access.actor import Actor
from models.access.permissions import Permission, may
from models.errors import KordonError

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 20
LONGEST_STREAM_SECONDS = 900  # then the browser comes again, and so do the questions who this is and what they may hear
MOST_TOPICS = 30
_NEEDED = {
    "cases": Permission.ORDER_SERVICES, "figures": Permission.SEE_DASHBOARDS, "board": Permission.WORK_PROJECTS, "jobs": Permission.USE,
}  # fmt: skip


@dataclass(eq=False, slots=True)
class Listener:
    """One open screen: what it wants to hear, and what it has not been told yet."""

    topics: frozenset[str]
    waiting: set[str] = field(default_factory=set)
    something: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, topics: set[str]) -> None:
        heard = self.topics & topics
        if heard:
            self.waiting |= heard
            self.something.set()


class Streams:
    """All streams of this process and the one connection that feeds them."""

    def __init__(self, settings: Settings) -> None:
        self._cookies = cookies_of(settings)
        self._listeners: set[Listener] = set()
        self._closing = asyncio.Event()

    @contextlib.asynccontextmanager
    async def lifespan(self, _application: Starlette) -> AsyncIterator[None]:
        feeding = asyncio.create_task(self._feed())
        try:
            yield
        finally:
            self.close()
            feeding.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await feeding

    def close(self) -> None:
        """End all streams: the server is going down and would otherwise wait for them."""
        self._closing.set()
        for listener in self._listeners:
            listener.something.set()

    async def _feed(self) -> None:
        """Hand notifications on. After a lost connection everything may have changed, so everybody is told everything."""
        async for payload in listen(CHANNEL):
            topics = set(orjson.loads(payload)) if payload else None
            for listener in tuple(self._listeners):
                listener.tell(set(listener.topics) if topics is None else topics)

    async def serve(self, request: Request) -> Response:
        """`GET /live?topics=cases,case:<id>`"""
        cookie = request.cookies.get(self._cookies.session, "")
        ip = request.client.host if request.client else ""
        # A stream comes again by itself: it must not keep an absent person signed in.
        actor = await asyncio.to_thread(actor_of_cookie, cookie, ip=ip, slide=False) if cookie else None
        if actor is None:
            return JSONResponse({"error": "not_signed_in"}, status_code=401)
        wanted = [topic for topic in request.query_params.get("topics", "").split(",") if topic][:MOST_TOPICS]
        topics = await asyncio.to_thread(allowed_topics, actor, wanted)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}
        return StreamingResponse(self._stream(topics), media_type="text/event-stream", headers=headers)

    async def _stream(self, topics: frozenset[str]) -> AsyncIterator[bytes]:
        listener = Listener(topics)
        self._listeners.add(listener)
        ends = asyncio.get_running_loop().time() + LONGEST_STREAM_SECONDS
        try:
            yield b"retry: 2000\nevent: hello\ndata: " + orjson.dumps(sorted(topics)) + b"\n\n"
            while not self._closing.is_set() and asyncio.get_running_loop().time() < ends:
                try:
                    async with asyncio.timeout(HEARTBEAT_SECONDS):
                        await listener.something.wait()
                except TimeoutError:
                    yield b"event: beat\ndata: \n\n"
                    continue
                listener.something.clear()
                told, listener.waiting = listener.waiting, set()
                if told:
                    yield b"data: " + orjson.dumps(sorted(told)) + b"\n\n"
        finally:
            self._listeners.discard(listener)


def allowed_topics(actor: Actor, wanted: list[str]) -> frozenset[str]:
    """What this actor may hear of what the screen asks for; their own notifications always."""
    granted = {f"user:{actor.user_id}"}
    for topic in wanted:
        kind, _colon, name = topic.partition(":")
        if (not name and kind in _NEEDED and may(actor, _NEEDED[kind])) or (kind == "case" and _may_read_case(actor, name)):
            granted.add(topic)
    return frozenset(granted)


def _may_read_case(actor: Actor, name: str) -> bool:
    try:
        with reading(actor) as session:
            return bool(may_read_case(session, UUID(name)))
    except (ValueError, KordonError):
        return False
