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

# The person and all that belongs to it or to the absent it stands in for, in one look: every request asks.
_WHOLE = """
    WITH RECURSIVE me AS ({me}),
    absent AS (
        SELECT p.id, p.roles FROM me JOIN substitution s ON s.substitute_id = me.id JOIN person p ON p.id = s.absent_id
        WHERE s.cancelled_at IS NULL AND :today BETWEEN s.first_day AND s.last_day AND p.is_active
    ),
    selves AS (SELECT id FROM me UNION SELECT id FROM absent),
    headed AS (
        SELECT u.head_id AS self_id, u.id FROM unit u JOIN selves ON u.head_id = selves.id
        UNION SELECT h.self_id, u.id FROM unit u JOIN headed h ON u.parent_id = h.id
    )
    SELECT me.*,
           (SELECT json_agg(json_build_array(id, roles)) FROM absent) AS absent,
           (SELECT json_agg(json_build_array(m.person_id, m.group_id, m.is_lead))
            FROM membership m JOIN selves ON m.person_id = selves.id) AS memberships,
           (SELECT json_agg(json_build_array(self_id, id)) FROM headed) AS headed
    FROM me
"""
_BY_ID = text(_WHOLE.format(me="SELECT * FROM person WHERE id = :person AND is_active"))
_BY_LOGIN = text(_WHOLE.format(me="SELECT * FROM person WHERE login = :login AND is_active"))
_SIGNED_IN = """
    SELECT p.*, w.secret_hash, w.created_at AS signed_in_at, w.seen_at, w.ended_at
    FROM web_session w JOIN person p ON p.id = w.person_id WHERE w.id = :session AND p.is_active
"""
_BY_SESSION = text(_WHOLE.format(me=_SIGNED_IN))


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
    row = session.first(_BY_ID, {"person": person_id, "today": bank_day(session.now)})
    return None if row is None else _actor(row, ip=ip, session_id=session_id)


def actor_of_login(session: Session, login: str) -> Actor | None:
    """The same by login, for commands that act as a demo person."""
    row = session.first(_BY_LOGIN, {"login": login, "today": bank_day(session.now)})
    return None if row is None else _actor(row)


def _actor(row: Row[Any], *, ip: str = "", session_id: UUID | None = None) -> Actor:
    own = known_roles(row.roles)
    absent = {UUID(other): known_roles(codes) for other, codes in row.absent or ()}
    absent = {other: held for other, held in absent.items() if may_stand_in(own, absent=held)}
    selves = {str(row.id), *map(str, absent)}
    roles = own.union(*(roles_handed_over(held, substitute=own) for held in absent.values()))
    memberships = [(group, is_lead) for whose, group, is_lead in row.memberships or () if whose in selves]
    headed = [unit for whose, unit in row.headed or () if whose in selves]
    return Actor(
        user_id=row.id,
        name=row.full_name,
        name_en=row.full_name_en,
        roles=roles,
        unit_id=row.unit_id,
        unit_ids=frozenset(map(UUID, headed)) if Role.UNIT_HEAD in roles else frozenset(),
        group_ids=frozenset(UUID(group) for group, _is_lead in memberships),
        lead_of=frozenset(UUID(group) for group, is_lead in memberships if is_lead),
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
        row, now = session.first(_BY_SESSION, {"session": session_id, "today": bank_day(session.now)}), session.now
    if row is None or not hmac.compare_digest(row.secret_hash, hash_secret(secret)):
        return None
    if not is_open(
        created_at=row.signed_in_at, seen_at=row.seen_at, ended_at=row.ended_at, session_minutes=read_settings().session_minutes, now=now
    ):
        return None
    actor = _actor(row, ip=ip, session_id=session_id)
    if slide and now - row.seen_at >= TOUCH_EVERY:
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
