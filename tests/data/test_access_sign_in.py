"""Signing in and out, sessions, passwords."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from data.ids import new_id
from data.operations.access import Ticket, change_password, end_session, end_sessions_of, forget_attempts, sign_in, sign_out
from data.queries.access import actor_of_cookie, demo_hints
from data.session import reading, transaction
from data.tables.access import audit_event, person, sign_in_attempt, substitution, web_session
from models.access.actor import SYSTEM, Role
from models.access.password import PasswordTooShort, WrongPassword
from models.access.permissions import Permission, may
from models.access.sign_in import ADDRESS_FAILURES, SessionGone, SignInLocked, SignInRefused
from tests.data.people import PASSWORD, as_actor, make_group, make_person, make_unit

MORNING = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def _come_in(login: str = "anna", password: str = PASSWORD, *, ip: str = "10.0.0.7", at: datetime = MORNING) -> Ticket:
    with transaction(SYSTEM, at=at) as session:
        return sign_in(session, login=login, password=password, ip=ip, agent="Firefox")


def _fail(times: int, *, login: str = "anna", at: datetime = MORNING, ip: str = "10.0.0.7") -> None:
    for _attempt in range(times):
        with pytest.raises(SignInRefused):
            _come_in(login, "wrong", at=at, ip=ip)


def _actions() -> list[str]:
    with reading(SYSTEM) as session:
        return list(session.execute(select(audit_event.c.action).order_by(audit_event.c.seq)).scalars())


def test_the_right_password_opens_a_session(database: str) -> None:
    anna = make_person("anna", Role.OFFICER, name="Анна Орлова", password=PASSWORD)
    ticket = _come_in(" ANNA ")
    actor = actor_of_cookie(ticket.cookie, ip="10.0.0.8", at=MORNING)
    assert actor is not None
    assert (actor.user_id, actor.name, actor.roles, actor.ip) == (anna, "Анна Орлова", {Role.OFFICER}, "10.0.0.8")
    assert actor.session_id == ticket.actor.session_id
    assert _actions() == ["signed_in"]


def test_a_wrong_password_is_refused_and_kept(database: str) -> None:
    make_person("anna", password=PASSWORD)
    _fail(1)
    with reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(sign_in_attempt)) == 1
        assert session.scalar(select(person.c.failed_sign_ins)) == 1
    assert _actions() == ["sign_in_refused"]


def test_an_unknown_login_is_refused_like_a_wrong_password(database: str) -> None:
    _fail(5, login="nobody")
    with pytest.raises(SignInLocked):
        _come_in("nobody", "wrong")


def test_a_closed_account_is_refused_even_with_the_right_password(database: str) -> None:
    make_person("anna", password=PASSWORD, is_active=False)
    with pytest.raises(SignInRefused):
        _come_in()


def test_five_wrong_passwords_lock_for_a_minute_and_each_further_one_twice_as_long(database: str) -> None:
    make_person("anna", password=PASSWORD)
    _fail(5)
    with pytest.raises(SignInLocked) as locked:
        _come_in()
    assert locked.value.minutes == 1
    later = MORNING + timedelta(minutes=1)
    _fail(1, at=later)
    with pytest.raises(SignInLocked) as locked:
        _come_in(at=later + timedelta(seconds=10))
    assert locked.value.minutes == 2
    assert _come_in(at=later + timedelta(minutes=2)).actor.login == "anna"


def test_attempts_while_locked_do_not_lengthen_the_wait(database: str) -> None:
    make_person("anna", password=PASSWORD)
    _fail(5)
    for _attempt in range(10):
        with pytest.raises(SignInLocked):
            _come_in(at=MORNING + timedelta(seconds=30))
    assert _come_in(at=MORNING + timedelta(minutes=1)).actor.login == "anna"


def test_a_success_starts_the_count_again(database: str) -> None:
    make_person("anna", password=PASSWORD)
    _fail(4)
    _come_in(at=MORNING + timedelta(seconds=1))
    _fail(4, at=MORNING + timedelta(seconds=2))
    assert _come_in(at=MORNING + timedelta(seconds=3)).actor.login == "anna"


def test_an_administrator_can_let_a_locked_login_in_at_once(database: str) -> None:
    make_person("anna", password=PASSWORD)
    _fail(5)
    with transaction(SYSTEM, at=MORNING) as session:
        forget_attempts(session, "anna")
    assert _come_in().actor.login == "anna"


def test_an_address_that_guesses_many_logins_is_locked(database: str) -> None:
    make_person("anna", password=PASSWORD)
    with transaction(SYSTEM, at=MORNING) as session:
        session.execute(
            sign_in_attempt.insert(),
            [{"id": new_id(), "login": f"x{i}", "ip": "10.9.9.9", "at": MORNING, "succeeded": False, "refusal": "password"} for i in range(ADDRESS_FAILURES)],
        )
    with pytest.raises(SignInLocked):
        _come_in(ip="10.9.9.9")
    assert _come_in(ip="10.0.0.7").actor.login == "anna"


@pytest.mark.parametrize("cookie", ["", "nonsense", "0" * 32, f"{'0' * 32}.secret", "a.b.c"])
def test_a_made_up_cookie_is_nobody(database: str, cookie: str) -> None:
    assert actor_of_cookie(cookie, ip="") is None


def test_a_cookie_with_another_secret_is_nobody(database: str) -> None:
    make_person("anna", password=PASSWORD)
    cookie = _come_in().cookie
    assert actor_of_cookie(cookie[:-3] + "abc", ip="", at=MORNING) is None


def test_the_secret_itself_is_not_in_the_database(database: str) -> None:
    make_person("anna", password=PASSWORD)
    secret = _come_in().cookie.split(".")[1]
    with reading(SYSTEM) as session:
        assert secret.encode() not in session.scalar(select(web_session.c.secret_hash))


def test_a_session_slides_and_ends_after_silence(database: str) -> None:
    make_person("anna", password=PASSWORD)
    cookie = _come_in().cookie
    for minutes in (20, 40, 60):
        assert actor_of_cookie(cookie, ip="", at=MORNING + timedelta(minutes=minutes)) is not None
    assert actor_of_cookie(cookie, ip="", at=MORNING + timedelta(minutes=91)) is None


def test_a_session_is_touched_at_most_once_a_minute(database: str) -> None:
    make_person("anna", password=PASSWORD)
    cookie = _come_in().cookie
    actor_of_cookie(cookie, ip="", at=MORNING + timedelta(seconds=59))
    with reading(SYSTEM) as session:
        assert session.scalar(select(web_session.c.seen_at)) == MORNING
    actor_of_cookie(cookie, ip="", at=MORNING + timedelta(seconds=60))
    with reading(SYSTEM) as session:
        assert session.scalar(select(web_session.c.seen_at)) == MORNING + timedelta(seconds=60)


def test_a_screen_that_refreshes_itself_does_not_keep_a_session_open(database: str) -> None:
    make_person("anna", password=PASSWORD)
    cookie = _come_in().cookie
    for minutes in (10, 20, 29):
        assert actor_of_cookie(cookie, ip="", slide=False, at=MORNING + timedelta(minutes=minutes)) is not None
    assert actor_of_cookie(cookie, ip="", slide=False, at=MORNING + timedelta(minutes=30)) is None


def test_with_a_given_password_one_may_only_change_it(database: str) -> None:
    make_person("admin", Role.ADMIN, password=PASSWORD, must_change_password=True)
    actor = _come_in("admin").actor
    assert [permission for permission in Permission if may(actor, permission)] == [Permission.USE]


def test_even_a_busy_session_ends_after_twelve_hours(database: str) -> None:
    make_person("anna", password=PASSWORD)
    cookie = _come_in().cookie
    with transaction(SYSTEM) as session:
        session.execute(update(web_session).values(seen_at=MORNING + timedelta(hours=11, minutes=59)))
    assert actor_of_cookie(cookie, ip="", at=MORNING + timedelta(hours=12)) is None


def test_signing_out_ends_the_session_and_twice_does_no_harm(database: str) -> None:
    make_person("anna", password=PASSWORD)
    ticket = _come_in()
    for _time in range(2):
        with transaction(ticket.actor, at=MORNING) as session:
            sign_out(session)
    assert actor_of_cookie(ticket.cookie, ip="", at=MORNING) is None
    assert _actions() == ["signed_in", "signed_out"]


def test_closing_the_account_ends_what_is_open(database: str) -> None:
    make_person("anna", password=PASSWORD)
    cookie = _come_in().cookie
    with transaction(SYSTEM) as session:
        session.execute(update(person).values(is_active=False))
    assert actor_of_cookie(cookie, ip="", at=MORNING) is None


def test_one_may_end_another_session_of_ones_own_but_not_somebody_elses(database: str) -> None:
    make_person("anna", password=PASSWORD)
    make_person("boris", password=PASSWORD)
    here, there, foreign = _come_in(), _come_in(), _come_in("boris")
    assert there.actor.session_id
    assert foreign.actor.session_id
    with transaction(here.actor, at=MORNING) as session:
        end_session(session, there.actor.session_id)
    with pytest.raises(SessionGone), transaction(here.actor, at=MORNING) as session:
        end_session(session, foreign.actor.session_id)
    assert [actor_of_cookie(ticket.cookie, ip="", at=MORNING) is None for ticket in (here, there, foreign)] == [False, True, False]


def test_a_new_password_ends_the_other_sessions(database: str) -> None:
    make_person("anna", password=PASSWORD, must_change_password=True)
    here, there = _come_in(), _come_in()
    assert here.must_change_password
    with transaction(here.actor, at=MORNING) as session:
        change_password(session, present=PASSWORD, new="сосны-и-туман-42")
    assert actor_of_cookie(here.cookie, ip="", at=MORNING) is not None
    assert actor_of_cookie(there.cookie, ip="", at=MORNING) is None
    assert not _come_in(password="сосны-и-туман-42").must_change_password


def test_a_password_change_needs_the_present_one_and_a_good_new_one(database: str) -> None:
    anna = as_actor(make_person("anna", password=PASSWORD))
    with pytest.raises(WrongPassword) as wrong, transaction(anna) as session:
        change_password(session, present="wrong", new="сосны-и-туман-42")
    assert wrong.value.field == "present"
    with pytest.raises(PasswordTooShort) as short, transaction(anna) as session:
        change_password(session, present=PASSWORD, new="short")
    assert short.value.field == "new"


def test_all_sessions_of_a_person_can_be_ended_at_once(database: str) -> None:
    anna = make_person("anna", password=PASSWORD)
    tickets = [_come_in(), _come_in()]
    with transaction(SYSTEM, at=MORNING) as session:
        assert end_sessions_of(session, anna) == 2
    assert all(actor_of_cookie(ticket.cookie, ip="", at=MORNING) is None for ticket in tickets)


def test_a_substitute_has_the_work_of_the_absent_on_the_days_agreed_and_not_after(database: str) -> None:
    anna, boris = make_person("anna", Role.OFFICER, password=PASSWORD), make_person("boris", Role.LEAD, Role.DESIGNER)
    group = make_group("checks", leads=(boris,))
    with transaction(SYSTEM, at=MORNING) as session:
        days = {"first_day": date(2026, 3, 1), "last_day": date(2026, 3, 2)}
        session.execute(substitution.insert(), {"id": new_id(), "absent_id": boris, "substitute_id": anna, "created_at": MORNING, **days})
    ticket = _come_in()
    assert ticket.actor.acts_for == {boris}
    assert ticket.actor.lead_of == {group}
    assert ticket.actor.roles == {Role.OFFICER, Role.LEAD}, "work is handed over, design rights are not"
    # 21:30 UTC on the 2nd is already the 3rd in Moscow.
    tomorrow = _come_in(at=MORNING.replace(hour=21, minute=30)).actor
    assert (tomorrow.acts_for, tomorrow.lead_of, tomorrow.roles) == (frozenset(), frozenset(), {Role.OFFICER})


def test_the_head_of_a_unit_has_everything_under_it(database: str) -> None:
    vera = make_person("vera", Role.UNIT_HEAD)
    top = make_unit("retail", head_id=vera)
    middle = make_unit("cards", parent_id=top)
    low = make_unit("cards-north", parent_id=middle)
    make_unit("corporate")
    assert as_actor(vera).unit_ids == {top, middle, low}


def test_sign_in_hints_are_shown_in_demo_mode_only(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_person("anna", Role.OFFICER, demo_hint="1 работает с делами")
    make_person("boris")
    with reading(SYSTEM) as session:
        assert [hint.login for hint in demo_hints(session)] == ["anna"]
    monkeypatch.setenv("KORDON_DEMO", "0")
    with reading(SYSTEM) as session:
        assert demo_hints(session) == []
