"""The bank's mail server, by SMTP."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from data.operations.mail import Letter, MailServerUnavailable, Refusal
from data.settings import Settings
from models.analytics.reports import MEDIA

_SECONDS = 20


@contextmanager
def mail_server(settings: Settings) -> Iterator[SmtpServer]:
    """A connection for a batch of letters. Raises `MailServerUnavailable` with the server's own words."""
    try:
        connection = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=_SECONDS)
    except OSError as error:
        raise MailServerUnavailable(f"{settings.smtp_host}:{settings.smtp_port}: {_words(error)}") from error
    try:
        if settings.smtp_tls:
            connection.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            connection.login(settings.smtp_user, settings.smtp_password)
    except (OSError, smtplib.SMTPException) as error:
        connection.close()
        raise MailServerUnavailable(_words(error)) from error
    try:
        yield SmtpServer(connection, settings.mail_from)
    finally:
        _say_goodbye(connection)


class SmtpServer:
    """An open connection that hands over one letter after another."""

    def __init__(self, connection: smtplib.SMTP, sender: str) -> None:
        self._connection = connection
        self._sender = sender

    def send(self, letter: Letter) -> Mapping[str, Refusal]:
        """See `data.operations.mail.MailServer`. smtplib returns a partial refusal and raises a complete one: here both are returned."""
        try:
            sender = parseaddr(self._sender)[1]
            answers = self._connection.send_message(message_of(letter, self._sender), from_addr=sender, to_addrs=letter.addresses)
        except smtplib.SMTPRecipientsRefused as error:
            answers = error.recipients
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            return {address: _refusal(error.smtp_code, error.smtp_error) for address in letter.addresses}
        except (OSError, smtplib.SMTPException) as error:
            raise MailServerUnavailable(_words(error)) from error
        return {address: _refusal(code, words) for address, (code, words) in answers.items()}


def message_of(letter: Letter, sender: str) -> EmailMessage:
    """The letter on the wire. Message-ID and date come from the row: sent twice, it is still one letter."""
    message = EmailMessage(policy=SMTP)  # this policy refuses line breaks in headers
    message["From"] = sender
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = f"<{letter.id}@{parseaddr(sender)[1].rpartition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"  # absence notices do not answer
    message.set_content(letter.body, cte="quoted-printable")
    if letter.attachment is not None:
        media, _slash, kind = MEDIA[letter.attachment.kind].partition("/")
        message.add_attachment(letter.attachment.content, maintype=media, subtype=kind, filename=letter.attachment.name)
    return message


def _refusal(code: int, words: bytes | str) -> Refusal:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    return Refusal(f"{code} {said}".strip(), is_lasting=code >= 500)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _refusal(error.smtp_code, error.smtp_error).words
    return str(error) or type(error).__name__


def _say_goodbye(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()  # it has gone without a word; the letters' answers are noted already
