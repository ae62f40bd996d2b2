"""A mail server that does what it is told: takes letters, refuses them, takes half, hangs up after it has taken one, is not there."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import SMTP
from enum import Enum
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import Envelope
from aiosmtpd.smtp import Session as Talk


class Mood(Enum):
    """What it does with the next letters."""

    TAKES = "takes"
    REFUSES = "refuses for now"
    HALF_REFUSES = "refuses one of two addresses for now"
    NEVER_TAKES_ONE = "refuses one of two addresses for good"
    HANGS_UP = "takes the letter and hangs up without a word"


class Mailbox:
    """What came in: per Message-ID its subjects, and how often each address got it."""

    def __init__(self, port: int) -> None:
        self.mood = Mood.TAKES
        self.port = port
        self.subjects: dict[str, set[str]] = {}
        self.deliveries: Counter[tuple[str, str]] = Counter()
        self._turn = threading.Lock()
        self._controller: Controller | None = None

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    # what aiosmtpd calls

    async def handle_RCPT(self, _server: Server, _talk: Talk, envelope: Envelope, address: str, _options: list[Any]) -> str:
        if self.mood is Mood.REFUSES:
            return "451 come later"
        if address.startswith("second") and self.mood is Mood.HALF_REFUSES:
            return "450 this one later"
        if address.startswith("second") and self.mood is Mood.NEVER_TAKES_ONE:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Server, _talk: Talk, envelope: Envelope) -> str:
        letter = message_from_bytes(bytes(envelope.content or b""), policy=SMTP)
        with self._turn:
            self.subjects.setdefault(str(letter["Message-ID"]), set()).add(str(letter["Subject"]))
            for address in envelope.rcpt_tos:
                self.deliveries[str(letter["Message-ID"]), address] += 1
        if self.mood is Mood.HANGS_UP and server.transport is not None:
            server.transport.abort()
        return "250 taken"


@contextmanager
def mailbox(port: int) -> Iterator[Mailbox]:
    box = Mailbox(port)
    box.open()
    try:
        yield box
    finally:
        box.close()
