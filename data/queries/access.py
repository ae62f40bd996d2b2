"""Who is signed in, what belongs to them today, and which people, groups and units one may see."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select, text, update

from data.session import Session, reading, transaction
from data.settings import read_settings
from data.tables.access import person, web_session
from models.access.actor import SYSTEM, Actor, Role
from models.access.sign_in import TOUCH_EVERY, is_open
from models.access.substitution import may_stand_in, roles_handed_over

_ABSENT = text(
    """
    SELECT p.id, p.roles FROM substitution s JOIN person p ON p.id = s.absent_id
    WHERE s.substitute_id = :person AND s.cancelled_at IS NULL AND :today BETWEEN s.first_day AND s.last_day AND p.is_active
    """
)
_BELONGINGS = text(
    """
    WITH RECURSIVE headed AS (
        SELECT u.id FROM unit u WHERE u.head_id = ANY(:selves)
        UNION SELECT u.id FROM unit u JOIN headed h ON u.parent_id = h.id
    )
    SELECT ARRAY(SELECT DISTINCT group_id FROM membership WHERE person_id = ANY(:selves)) AS group_ids,
           ARRAY(SELECT DISTINCT group_id FROM membership WHERE is_lead AND person_id = ANY(:selves)) AS lead_of,
           ARRAY(SELECT id FROM headed) AS unit_ids
    """
)


@dataclass(frozen=True, slots=True)
class DemoHint:
    """A sign-in of the demo bank: whose it is and what one sees with it."""

    login: str
    name: str
    position: str
    roles: tuple[Role, ...]
    hint: str


def bank_day(now: datetime) -> date:
    """The date of this instant in the bank's zone."""
    return now.astimezone(ZoneInfo(read_settings().zone)).date()


def hash_secret(secret: str) -> bytes:
    """How a session's secret is kept: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


def known_roles(codes: list[str]) -> frozenset[Role]:
    """Roles of a person's row."""
    return frozenset(Role(code) for code in codes)


def actor_of_person(session: Session, person_id: UUID, *, ip: str = "", session_id: UUID | None = None) -> Actor | None:
    """The person as an actor today, with everything taken over from the absent. None for a closed or unknown account."""
    row = session.first(select(person).where(person.c.id == person_id, person.c.is_active))
    return None if row is None else _actor(session, row, ip=ip, session_id=session_id)


def actor_of_login(session: Session, login: str) -> Actor | None:
    """The same by login, for commands that act as a demo person."""
    row = session.first(select(person).where(person.c.login == login, person.c.is_active))
    return None if row is None else _actor(session, row, ip="", session_id=None)


def _actor(session: Session, row: Row[Any], *, ip: str, session_id: UUID | None) -> Actor:
    own = known_roles(row.roles)
    absent = {other.id: known_roles(other.roles) for other in session.rows(_ABSENT, {"person": row.id, "today": bank_day(session.now)})}
    absent = {other: held for other, held in absent.items() if may_stand_in(own, absent=held)}
    belongings = session.first(_BELONGINGS, {"selves": [row.id, *absent]})
    assert belongings is not None  # a SELECT without FROM always has its row
    roles = own.union(*(roles_handed_over(held, substitute=own) for held in absent.values()))
    return Actor(
        user_id=row.id,
        name=row.full_name,
        name_en=row.full_name_en,
        roles=roles,
        unit_id=row.unit_id,
        unit_ids=frozenset(belongings.unit_ids) if Role.UNIT_HEAD in roles else frozenset(),
        group_ids=frozenset(belongings.group_ids),
        lead_of=frozenset(belongings.lead_of),
        acts_for=frozenset(absent),
        lang=row.lang or read_settings().lang,
        theme=row.theme,
        login=row.login,
        ip=ip,
        session_id=session_id,
        must_change_password=row.must_change_password,
    )


def actor_of_cookie(cookie_value: str, *, ip: str, at: datetime | None = None, slide: bool = True) -> Actor | None:
    """Whose cookie this is; None when the session has ended, has been silent too long, or the account is closed.

    Opens its own look, because nobody is known before it; once a minute it notes that the session is alive,
    unless `slide` is off: a screen that refreshes itself keeps nobody signed in.
    """
    identifier, _dot, secret = cookie_value.partition(".")
    try:
        session_id = UUID(hex=identifier)
    except ValueError:
        return None
    with reading(SYSTEM, at=at) as session:
        open_session = session.first(select(web_session).where(web_session.c.id == session_id))
        if open_session is None or not hmac.compare_digest(open_session.secret_hash, hash_secret(secret)):
            return None
        if not is_open(
            created_at=open_session.created_at, seen_at=open_session.seen_at, ended_at=open_session.ended_at,
            session_minutes=read_settings().session_minutes, now=session.now,
        ):  # fmt: skip
            return None
        actor = actor_of_person(session, open_session.person_id, ip=ip, session_id=session_id)
        now = session.now
    if slide and actor is not None and now - open_session.seen_at >= TOUCH_EVERY:
        with transaction(actor, at=now) as session:
            alive = update(web_session).where(web_session.c.id == session_id, web_session.c.ended_at.is_(None), web_session.c.seen_at < now)
            session.execute(alive.values(seen_at=now))
    return actor


def demo_hints(session: Session) -> list[DemoHint]:
    """Sign-ins shown on the first page, in demo mode only."""
    if not read_settings().demo:
        return []
    rows = session.rows(select(person).where(person.c.demo_hint != "", person.c.is_active).order_by(person.c.demo_hint, person.c.login))
    return [DemoHint(row.login, row.full_name, row.position, tuple(Role(code) for code in row.roles), row.demo_hint) for row in rows]
