"""Waiting after wrong passwords, sessions, passwords, substitutions: the rules alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.access.actor import Role
from models.access.password import (
    COMMONEST,
    SHORTEST,
    PasswordLikeLogin,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    check_password,
)
from models.access.sign_in import LONGEST_SESSION, LONGEST_WAIT, is_open, locked_until, minutes_left, wait_after
from models.access.substitution import (
    SubstitutionDatesWrong,
    SubstitutionInThePast,
    check_dates,
    may_stand_in,
    roles_handed_over,
)
from models.errors import InvalidInput

NOON = datetime(2026, 3, 2, 9, tzinfo=UTC)
_roles = st.frozensets(st.sampled_from(Role))


@given(st.integers(0, 10_000))
def test_more_failures_never_wait_less_and_never_more_than_an_hour(failures: int) -> None:
    assert timedelta(0) <= wait_after(failures) <= wait_after(failures + 1) <= LONGEST_WAIT


def test_four_wrong_passwords_cost_nothing_and_the_fifth_a_minute() -> None:
    assert locked_until(4, NOON) is None
    assert locked_until(5, NOON) == NOON + timedelta(minutes=1)


@given(st.integers(1, 100_000))
def test_one_is_never_told_to_wait_less_than_the_truth(seconds: int) -> None:
    minutes = minutes_left(NOON + timedelta(seconds=seconds), NOON)
    assert minutes >= 1
    assert timedelta(seconds=seconds) <= timedelta(minutes=minutes) < timedelta(seconds=seconds + 60)


@given(st.integers(0, 10_000), st.integers(0, 100_000))
def test_a_session_is_open_only_within_silence_and_working_day(silent: int, old: int) -> None:
    created, seen = NOON - timedelta(seconds=old), NOON - timedelta(seconds=min(silent, old))
    opened = is_open(created_at=created, seen_at=seen, ended_at=None, session_minutes=30, now=NOON)
    assert opened == (min(silent, old) < 1800 and timedelta(seconds=old) < LONGEST_SESSION)
    assert not is_open(created_at=created, seen_at=seen, ended_at=NOON, session_minutes=30, now=NOON)


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("короткий", PasswordTooShort), ("x" * 201, PasswordTooLong), ("Password1234", PasswordTooCommon), ("ababababababab", PasswordTooCommon),
        ("a.orlova-2026", PasswordLikeLogin),
    ],
)  # fmt: skip
def test_a_bad_password_is_refused_with_its_reason(password: str, error: type[InvalidInput]) -> None:
    with pytest.raises(error):
        check_password(password, login="a.orlova-20")


@pytest.mark.parametrize("password", ["колокол-над-рекой", "correct horse battery", "a.orlova пьёт чай с мёдом"])
def test_a_long_phrase_is_welcome(password: str) -> None:
    check_password(password, login="a.orlova")


def test_the_list_of_commonest_holds_only_what_the_length_lets_through() -> None:
    assert {word for word in COMMONEST if len(word) < SHORTEST or word != word.casefold()} == set()


@given(_roles, _roles)
def test_a_substitute_gets_work_and_nothing_that_watches_over_it(absent: frozenset[Role], substitute: frozenset[Role]) -> None:
    taken = roles_handed_over(absent, substitute=substitute)
    assert taken <= absent
    assert not taken & {Role.ADMIN, Role.AUDITOR, Role.DESIGNER, Role.EXECUTIVE, Role.EXTERNAL, Role.REQUESTER}
    if not may_stand_in(substitute, absent=absent):
        assert taken == frozenset()


@pytest.mark.parametrize(
    ("substitute", "absent", "may"),
    [
        (Role.OFFICER, Role.HEAD, True), (Role.REQUESTER, Role.OFFICER, False), (Role.REQUESTER, Role.UNIT_HEAD, True),
        (Role.ADMIN, Role.REQUESTER, False), (Role.AUDITOR, Role.OFFICER, False), (Role.EXTERNAL, Role.REQUESTER, False),
    ],
)  # fmt: skip
def test_cases_go_only_to_people_who_work_cases(substitute: Role, absent: Role, may: bool) -> None:
    assert may_stand_in({substitute}, absent={absent}) == may


@pytest.mark.parametrize(
    ("first", "last", "error"),
    [(5, 4, SubstitutionDatesWrong), (1, 1, SubstitutionInThePast), (2, 2, None), (1, 9, None)],
)
def test_dates_of_an_absence_are_checked(first: int, last: int, error: type[InvalidInput] | None) -> None:
    dates = date(2026, 3, first), date(2026, 3, last)
    if error is None:
        check_dates(*dates, today=date(2026, 3, 2))
        return
    with pytest.raises(error):
        check_dates(*dates, today=date(2026, 3, 2))


def test_an_absence_of_more_than_a_year_is_a_typing_error() -> None:
    with pytest.raises(SubstitutionDatesWrong):
        check_dates(date(2026, 3, 2), date(2027, 3, 4), today=date(2026, 3, 2))
