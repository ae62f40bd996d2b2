"""Sign in and out, sessions, passwords."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, insert, select, text, update

from data.ids import new_id
from data.operations.audit import record
from data.queries.access import actor_of_person, hash_secret
from data.session import Session, transaction
from data.tables.access import person, sign_in_attempt, web_session
from models.access.actor import SYSTEM, Actor
from models.access.password import LONGEST, PasswordUnchanged, WrongPassword, check_password
from models.access.sign_in import (
    ADDRESS_FAILURES,
    ADDRESS_WINDOW,
    FREE_FAILURES,
    MEMORY,
    SessionGone,
    SignInLocked,
    SignInRefused,
    locked_until,
    minutes_left,
)
from models.errors import Forbidden

# argon2id as in RFC 9106 (3 passes), with half of its memory and one lane: forty people sign in at nine o'clock.
_HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True)
class Ticket:
    """An open session: what goes into the cookie, and who came in."""

    cookie: str
    actor: Actor
    must_change_password: bool


def hash_password(password: str) -> str:
    """argon2id of a password, with its own salt."""
    return _HASHER.hash(password)


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    """Checked for unknown logins, so that they take as long as known ones."""
    return _HASHER.hash(secrets.token_urlsafe(24))


def _is_password(hashed: str | None, password: str) -> bool:
    try:
        given = password[: LONGEST + 1].encode(errors="replace")  # half a letter, which no keyboard gives, is no password either
        return _HASHER.verify(hashed or _nobodys_hash(), given) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def sign_in(session: Session, *, login: str, password: str, ip: str, agent: str) -> Ticket:
    """Open a web session for this person.

    Raises `SignInRefused` (never saying whether the login exists) or `SignInLocked`. A refused attempt is kept although this transaction
    is rolled back by the error: it is written in one of its own.
    """
    # What cannot be printed cannot be stored either; it stands for nobody.
    name = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in login.strip().lower()[:200])
    _refuse_busy_address(session, ip)
    _one_guess_at_a_time(session, name, ip)
    row = session.first(select(person).where(person.c.login == name))
    is_right = _is_password(row.password_hash if row else None, password)
    if row is None or not is_right or not row.is_active:
        _keep_refusal(session.now, name, ip, known=row.id if row else None, full_name=row.full_name if row else "")
        raise SignInRefused
    session_id, secret = new_id(), secrets.token_urlsafe(32)
    session.execute(
        insert(web_session),
        {
            "id": session_id, "person_id": row.id, "secret_hash": hash_secret(secret), "created_at": session.now, "seen_at": session.now,
            "ip": ip, "agent": agent[:300],
        },
    )  # fmt: skip
    session.execute(insert(sign_in_attempt), {"id": new_id(), "login": name, "ip": ip, "at": session.now, "succeeded": True})
    values: dict[str, object] = {"failed_sign_ins": 0, "locked_until": None}
    if _HASHER.check_needs_rehash(row.password_hash):
        values["password_hash"] = hash_password(password)
    session.execute(update(person).where(person.c.id == row.id).values(values))
    actor = actor_of_person(session, row.id, ip=ip, session_id=session_id)
    assert actor is not None  # is_active was just read
    session.actor = actor
    record(session, "signed_in", subject_kind="person", subject_id=row.id, subject_name=row.full_name)
    return Ticket(f"{session_id.hex}.{secret}", actor, row.must_change_password)


def _one_guess_at_a_time(session: Session, login: str, ip: str) -> None:
    """Otherwise thirty parallel guesses would all be the first. Raises `SignInLocked`."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 5))"), {"name": login})
    _refuse_locked_login(session, login, ip)


def _refuse_busy_address(session: Session, ip: str) -> None:
    """From half of the limit on the tries of an address go one by one; otherwise all that come at once would be the last allowed one."""
    many, first = _failures_of_address(session, ip)
    if many >= ADDRESS_FAILURES // 2:
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:ip, 6))"), {"ip": ip})
        many, first = _failures_of_address(session, ip)
    if many >= ADDRESS_FAILURES and first is not None:
        raise SignInLocked(minutes_left(first + ADDRESS_WINDOW, session.now))


def _failures_of_address(session: Session, ip: str) -> tuple[int, datetime | None]:
    since = session.now - ADDRESS_WINDOW
    failures = select(func.count().label("many"), func.min(sign_in_attempt.c.at).label("first")).where(
        sign_in_attempt.c.ip == ip, sign_in_attempt.c.at > since, ~sign_in_attempt.c.succeeded
    )
    found = session.rows(failures)[0]
    return found.many, found.first


def _failures_in_a_row(session: Session, login: str) -> tuple[int, datetime | None]:
    attempts = sign_in_attempt.c
    last_success = select(func.max(attempts.at)).where(attempts.login == login, attempts.succeeded).scalar_subquery()
    row = session.rows(
        select(func.count().label("many"), func.max(attempts.at).label("last")).where(
            attempts.login == login, attempts.refusal == "password", attempts.at > session.now - MEMORY,
            attempts.at > func.coalesce(last_success, session.now - MEMORY),
        )
    )[0]  # fmt: skip
    return row.many, row.last


def _refuse_locked_login(session: Session, login: str, ip: str) -> None:
    until = locked_until(*_failures_in_a_row(session, login))
    if until is None or until <= session.now:
        return
    with transaction(SYSTEM, at=session.now) as own:
        refused = {"id": new_id(), "login": login, "ip": ip, "at": session.now, "succeeded": False, "refusal": "locked"}
        own.execute(insert(sign_in_attempt), refused)
    raise SignInLocked(minutes_left(until, session.now))


def _keep_refusal(now: datetime, login: str, ip: str, *, known: UUID | None, full_name: str) -> None:
    with transaction(Actor(user_id=None, name=login, ip=ip), at=now) as own:
        refused = {"id": new_id(), "login": login, "ip": ip, "at": now, "succeeded": False, "refusal": "password"}
        own.execute(insert(sign_in_attempt), refused)
        failures, last = _failures_in_a_row(own, login)
        until = locked_until(failures, last)
        if known:
            own.execute(update(person).where(person.c.id == known).values(failed_sign_ins=failures, locked_until=until))
        action = "sign_in_locked" if until and failures >= FREE_FAILURES else "sign_in_refused"
        record(own, action, subject_kind="person", subject_id=known or "", subject_name=full_name or login, after={"failures": failures})


def sign_out(session: Session) -> None:
    """End the session of this request."""
    if session.actor.session_id is not None:
        end_session(session, session.actor.session_id, action="signed_out")


def end_session(session: Session, session_id: UUID, *, action: str = "session_ended") -> None:
    """End one of one's own sessions (another browser, a forgotten computer). Raises `SessionGone` if it is not open."""
    ended = session.execute(
        update(web_session)
        .where(web_session.c.id == session_id, web_session.c.person_id == session.actor.user_id, web_session.c.ended_at.is_(None))
        .values(ended_at=session.now)
    )
    if not ended.rowcount:
        if action == "signed_out":
            return  # signed out twice: what was wanted is so
        raise SessionGone
    record(session, action, subject_kind="person", subject_id=str(session.actor.user_id), subject_name=session.actor.name)


def end_sessions_of(session: Session, person_id: UUID, *, except_for: UUID | None = None) -> int:
    """End every open session of a person, at once and everywhere. How many there were."""
    sessions = update(web_session).where(web_session.c.person_id == person_id, web_session.c.ended_at.is_(None))
    if except_for is not None:
        sessions = sessions.where(web_session.c.id != except_for)
    session.changed(f"user:{person_id}")
    return session.execute(sessions.values(ended_at=session.now)).rowcount


def change_password(session: Session, *, present: str, new: str) -> None:
    """Choose a new password for oneself; all other sessions of this person end.

    Raises `WrongPassword` at field `present`, or at `new` what is wrong with it. The present one is guessed here no more often than at
    the door (`SignInLocked`): whoever sits before somebody's open screen does not know it.
    """
    mine = select(person).where(person.c.id == session.actor.user_id)
    known = session.first(mine)
    if known is None:
        raise Forbidden
    _one_guess_at_a_time(session, known.login, session.actor.ip)
    if not _is_password(known.password_hash, present):
        _keep_refusal(session.now, known.login, session.actor.ip, known=known.id, full_name=known.full_name)
        raise WrongPassword(field="present")
    row = session.rows(mine.with_for_update())[0]
    if row.password_hash != known.password_hash:  # an administrator gave another one in this moment
        raise WrongPassword(field="present")
    if present == new:
        raise PasswordUnchanged(field="new")
    check_password(new, login=row.login, field="new")
    changed = {"password_hash": hash_password(new), "must_change_password": False}
    session.execute(update(person).where(person.c.id == row.id).values(changed))
    end_sessions_of(session, row.id, except_for=session.actor.session_id)
    record(session, "password_changed", subject_kind="person", subject_id=row.id, subject_name=row.full_name)


def forget_attempts(session: Session, login: str) -> None:
    """Let a locked login try again at once; the refused attempts stay in the audit trail."""
    session.execute(delete(sign_in_attempt).where(sign_in_attempt.c.login == login, ~sign_in_attempt.c.succeeded))
    session.execute(update(person).where(person.c.login == login).values(failed_sign_ins=0, locked_until=None))
