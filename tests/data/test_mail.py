"""Letters: kept with the change, handed over one by one, refused in part, tried again, given up with words."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Row, select

from data.adapters.smtp import mail_server, message_of
from data.ids import new_id
from data.operations.job_runs import begin_run
from data.operations.jobs import enqueue
from data.operations.mail import (
    MOST_ATTEMPTS,
    AddressIsWrong,
    Letter,
    Refusal,
    note_answer,
    pause_after,
    send_again,
    send_letters,
    take_due_letters,
    write_letter,
)
from data.session import reading, transaction
from data.settings import Settings, read_settings
from data.tables.services import outbox
from jobs.services import TASKS
from models.access.actor import SYSTEM, Actor, Role

ADMIN = Actor(user_id=new_id(), name="Админ", roles=frozenset({Role.ADMIN}))


class Catcher:
    """A mail server that keeps what it is given and refuses whom it is told to."""

    def __init__(self) -> None:
        self.caught: list[tuple[list[str], EmailMessage]] = []
        self.refusals: dict[str, str] = {}
        self.data_answer = "250 accepted"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.data_answer.startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.caught.append((list(envelope.rcpt_tos), message))
        return self.data_answer


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _listening(catcher: Catcher, port: int = 0) -> Iterator[Settings]:
    port = port or _free_port()
    controller = Controller(catcher, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield read_settings({"KORDON_SMTP_HOST": "127.0.0.1", "KORDON_SMTP_PORT": str(port), "KORDON_MAIL_FROM": "Kordon <kordon@bank.example>"})
    finally:
        controller.stop()


@pytest.fixture
def catcher() -> Catcher:
    return Catcher()


@pytest.fixture
def settings(catcher: Catcher) -> Iterator[Settings]:
    with _listening(catcher) as found:
        yield found


def _write(recipient: str = "orlov@bank.example", subject: str = "ПЮ-00012: ответ готов") -> UUID:
    with transaction(SYSTEM) as session:
        return write_letter(session, recipient=recipient, subject=subject, body="Здравствуйте.\n\nОтвет готов.\n")


def _send(settings: Settings) -> dict[str, int]:
    with transaction(SYSTEM) as session:
        letters = take_due_letters(session)
    with mail_server(settings) as server:
        return send_letters(server, letters)


def _letters() -> list[Row[Any]]:
    with reading(SYSTEM) as session:
        return list(session.rows(select(outbox).order_by(outbox.c.recipient)))


def test_a_letter_arrives_as_it_was_written(database: str, catcher: Catcher, settings: Settings) -> None:
    letter_id = _write()
    assert _send(settings) == {"sent": 1, "postponed": 0, "given_up": 0}
    [(recipients, message)] = catcher.caught
    assert recipients == ["orlov@bank.example"]
    assert message["Subject"] == "ПЮ-00012: ответ готов"
    assert message["Message-ID"] == f"<{letter_id}@bank.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r\n", "\n") == "Здравствуйте.\n\nОтвет готов.\n"
    assert _letters()[0].sent_at is not None


def test_a_letter_of_a_transaction_that_failed_is_never_sent(database: str, settings: Settings) -> None:
    def write_and_fail() -> None:
        with transaction(SYSTEM) as session:
            write_letter(session, recipient="orlov@bank.example", subject="", body="")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert _send(settings)["sent"] == 0


def test_a_letter_taken_by_one_sender_is_out_of_sight_for_another(database: str) -> None:
    _write()
    with transaction(SYSTEM) as session:
        assert len(take_due_letters(session)) == 1
    with transaction(SYSTEM) as session:
        assert take_due_letters(session) == []


def test_a_letter_whose_sender_died_goes_out_again_as_the_same_letter(database: str, catcher: Catcher, settings: Settings) -> None:
    _write()
    with transaction(SYSTEM) as session:
        dead = take_due_letters(session)
    with mail_server(settings) as server:
        server.send(dead[0])  # accepted by the server, and then the sender was killed
    with transaction(SYSTEM, at=datetime.now(UTC) + timedelta(minutes=6)) as session:
        again = take_due_letters(session)
    with mail_server(settings) as server:
        send_letters(server, again)
    assert len({message["Message-ID"] for _recipients, message in catcher.caught}) == 1
    assert len(catcher.caught) == 2


def test_a_refused_half_of_the_recipients_does_not_stop_the_other_half(database: str, catcher: Catcher, settings: Settings) -> None:
    catcher.refusals = {"gone@bank.example": "550 no such user", "busy@bank.example": "451 try later"}
    _write("busy@bank.example, gone@bank.example, orlov@bank.example")
    assert _send(settings) == {"sent": 1, "postponed": 0, "given_up": 0}
    assert [recipients for recipients, _message in catcher.caught] == [["orlov@bank.example"]]
    busy, sent, gone = _letters()
    assert (sent.recipient, sent.sent_at is not None) == ("busy@bank.example, gone@bank.example, orlov@bank.example", True)
    assert (busy.recipient, busy.given_up_at, busy.sent_at) == ("busy@bank.example", None, None)
    assert (gone.recipient, gone.given_up_at is not None, gone.last_error) == ("gone@bank.example", True, "gone@bank.example: 550 no such user")


def test_one_refused_letter_does_not_stop_the_next(database: str, catcher: Catcher, settings: Settings) -> None:
    catcher.refusals = {"gone@bank.example": "550 no such user"}
    _write("gone@bank.example")
    _write("orlov@bank.example")
    assert _send(settings) == {"sent": 1, "postponed": 0, "given_up": 1}


def test_a_server_that_does_not_take_the_text_is_tried_again(database: str, catcher: Catcher, settings: Settings) -> None:
    catcher.data_answer = "452 disk is full"
    _write()
    assert _send(settings) == {"sent": 0, "postponed": 1, "given_up": 0}
    [row] = _letters()
    assert "452 disk is full" in row.last_error
    assert row.next_attempt_at > datetime.now(UTC)


def test_letters_wait_while_the_server_is_down_and_leave_when_it_is_back(
    database: str, catcher: Catcher, monkeypatch: pytest.MonkeyPatch, send_mail: Callable[[], None]
) -> None:
    port = _free_port()
    monkeypatch.setenv("KORDON_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("KORDON_SMTP_PORT", str(port))
    _write()
    send_mail()
    [row] = _letters()
    assert (row.sent_at, row.given_up_at, row.attempts) == (None, None, 1)
    assert "refused" in row.last_error.lower()
    with transaction(SYSTEM) as session:
        session.execute(outbox.update().values(next_attempt_at=session.now))  # the pause is over
    with _listening(catcher, port):
        send_mail()
    [row] = _letters()
    assert (row.sent_at is not None, row.attempts, row.last_error) == (True, 2, "")


@pytest.fixture
def send_mail(database: str) -> Callable[[], None]:
    """The job as a worker calls it."""
    def send() -> None:
        with transaction(SYSTEM) as session:
            run_id = enqueue(session, "send_mail")
        with transaction(SYSTEM) as session:
            begun = begin_run(session, run_id, worker="test")
        assert begun is not None
        next(task for task in TASKS if task.name == "send_mail").carry_out(begun, threading.Event())

    return send


def test_without_a_mail_server_letters_wait_untouched(database: str, monkeypatch: pytest.MonkeyPatch, send_mail: Callable[[], None]) -> None:
    monkeypatch.delenv("KORDON_SMTP_HOST", raising=False)
    _write()
    send_mail()
    assert _letters()[0].attempts == 0


def test_a_letter_is_given_up_after_many_attempts_and_can_be_sent_again_by_hand(database: str) -> None:
    letter_id = _write()
    letter = Letter(letter_id, "orlov@bank.example", "", "", MOST_ATTEMPTS, datetime.now(UTC))
    with transaction(SYSTEM) as session:
        session.execute(outbox.update().values(attempts=MOST_ATTEMPTS))
        assert note_answer(session, letter, {"orlov@bank.example": Refusal("451 try later", is_lasting=False)}) == "given_up"
    assert _letters()[0].given_up_at is not None
    with transaction(ADMIN) as session:
        send_again(session, letter_id)
    assert (_letters()[0].given_up_at, _letters()[0].attempts) == (None, 0)


@pytest.mark.parametrize(
    "recipient",
    ["", "orlov", "orlov@", "a@b, ", "orlov@bank.example\nBcc: all@bank.example", "orlov@bank.example\r\n\r\nbody", "<orlov@bank.example>", "a b@bank.example"],
)
def test_nothing_but_addresses_gets_into_a_header(database: str, recipient: str) -> None:
    with transaction(SYSTEM) as session, pytest.raises(AddressIsWrong):
        write_letter(session, recipient=recipient, subject="", body="")


@given(st.text(max_size=80), st.text(max_size=200))
def test_no_subject_adds_a_header_or_a_line(subject: str, body: str) -> None:
    plain = message_of(_letter("Тема", "Текст"), "kordon@bank.example")
    clean = " ".join(subject.split())
    made = message_from_bytes(message_of(_letter(clean, body), "kordon@bank.example").as_bytes(), policy=policy.default)
    assert made.keys() == plain.keys()


def test_a_subject_is_written_in_one_line(database: str, catcher: Catcher, settings: Settings) -> None:
    _write(subject="Тема\r\nBcc: all@bank.example")
    _send(settings)
    [(recipients, message)] = catcher.caught
    assert recipients == ["orlov@bank.example"]
    assert message["Bcc"] is None
    assert message["Subject"] == "Тема Bcc: all@bank.example"


def test_pauses_grow_to_an_hour() -> None:
    assert [pause_after(attempt) // timedelta(minutes=1) for attempt in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_server_that_hangs_up_between_two_letters_costs_neither(database: str, catcher: Catcher, settings: Settings) -> None:
    catcher.data_answer = "421 closing"
    _write()
    _write("belova@bank.example")
    assert _send(settings) == {"sent": 0, "postponed": 2, "given_up": 0}


def _letter(subject: str, body: str) -> Letter:
    return Letter(UUID(int=1), "orlov@bank.example", subject, body, 1, datetime(2026, 3, 2, 10, tzinfo=UTC))
