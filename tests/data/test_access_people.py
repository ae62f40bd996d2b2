"""Accounts, structure, substitutions: what is kept, who may, and that nothing is lost between two administrators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from data.ids import new_id
from data.operations.access import sign_in
from data.operations.access_people import create_person, edit_person, lock_person, reset_password, unlock_person
from data.operations.access_structure import create_business_line, create_group, create_unit, edit_business_line, edit_group, edit_unit
from data.operations.access_substitutions import add_substitution, cancel_substitution
from data.queries.access import actor_of_cookie
from data.queries.access_accounts import (
    PeopleFilter,
    coming_substitutions,
    own_sessions,
    people_counts,
    people_rows,
    person_details,
    substitutions_of,
)
from data.queries.access_people import all_groups, business_lines, people_directory, unit_tree
from data.session import Session, reading, transaction
from data.tables.access import audit_event
from models.access.actor import SYSTEM, Actor, Role
from models.access.people import EditedMeanwhile, LastAdministrator, LoginTaken, OwnAccount, PersonForm, RolesExclude
from models.access.permissions import Permission, may
from models.access.sign_in import SignInRefused
from models.access.substitution import CannotStandIn, NotYourSubstitution, SubstitutionForOneself, SubstitutionOverlaps
from models.errors import Conflict, Forbidden, InvalidFields, NotFound
from tests.data.people import PASSWORD, as_actor, make_group, make_person, make_unit

NAMES = {"ru": "Проверки", "en": "Checks"}
FORM = PersonForm(login="boris", full_name="Борис Ёлкин", roles=frozenset({Role.OFFICER}), email="b@bank.example")
DAYS = {"first_day": date(2026, 3, 2), "last_day": date(2026, 3, 6)}
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def admin(database: str) -> Actor:
    return as_actor(make_person("admin", Role.ADMIN))


def _create(admin: Actor, form: PersonForm = FORM) -> tuple[UUID, str]:
    with transaction(admin) as session:
        return create_person(session, form)


def _edit(admin: Actor, person_id: UUID, form: PersonForm, revision: int = 1) -> int:
    with transaction(admin) as session:
        return edit_person(session, person_id, form, revision=revision)


def _trail() -> list[tuple[str, Any, Any]]:
    with reading(SYSTEM) as session:
        return [(row.action, row.before, row.after) for row in session.rows(select(audit_event).order_by(audit_event.c.seq))]


def _sign_in(login: str, password: str) -> str:
    with transaction(SYSTEM) as session:
        return sign_in(session, login=login, password=password, ip="10.0.0.7", agent="Firefox").cookie


# Accounts


def test_a_new_person_signs_in_with_the_shown_password_and_must_change_it(admin: Actor) -> None:
    group = make_group("checks")
    person_id, password = _create(admin, replace(FORM, groups={group: True}))
    with transaction(SYSTEM) as session:
        ticket = sign_in(session, login="boris", password=password, ip="", agent="")
    assert ticket.must_change_password
    assert ticket.actor.lead_of == {group}
    action, before, after = _trail()[0]
    assert (action, before, after["leads"]) == ("person_created", None, ["checks"])
    assert password not in str(_trail())
    with reading(admin) as session:
        assert person_details(session, person_id).groups == {group: True}


def test_everything_wrong_in_a_form_is_told_at_once(admin: Actor) -> None:
    wrong = PersonForm(login="Борис", full_name=" ", roles=frozenset({Role.ADMIN, Role.OFFICER}), email="nobody", capacity=0)
    with pytest.raises(InvalidFields) as told:
        _create(admin, wrong)
    assert set(told.value.errors) == {"login", "full_name", "roles", "email", "capacity"}
    assert isinstance(told.value.errors["roles"], RolesExclude)


def test_a_login_is_given_once(admin: Actor) -> None:
    _create(admin)
    with pytest.raises(InvalidFields) as told:
        _create(admin)
    assert isinstance(told.value.errors["login"], LoginTaken)


def test_an_edit_keeps_only_what_changed_in_the_trail(admin: Actor) -> None:
    person_id, _password = _create(admin)
    assert _edit(admin, person_id, replace(FORM, phone="+7 900 000-00-00")) == 2
    assert _trail()[-1] == ("person_edited", {"phone": ""}, {"phone": "+7 900 000-00-00"})


def test_the_second_of_two_editors_is_shown_what_is_stored_now(admin: Actor) -> None:
    person_id, _password = _create(admin)
    _edit(admin, person_id, replace(FORM, phone="1"))
    with pytest.raises(EditedMeanwhile) as told:
        _edit(admin, person_id, replace(FORM, phone="2"))
    assert told.value.theirs["phone"] == "1"
    assert _edit(admin, person_id, replace(FORM, phone="2"), told.value.revision) == 3


def test_changed_roles_end_the_sessions_and_other_changes_do_not(admin: Actor) -> None:
    person_id = make_person("boris", Role.OFFICER, password=PASSWORD)
    cookie = _sign_in("boris", PASSWORD)
    _edit(admin, person_id, replace(FORM, phone="1"))
    assert actor_of_cookie(cookie, ip="") is not None
    _edit(admin, person_id, replace(FORM, phone="1", roles=frozenset({Role.REQUESTER})), 2)
    assert actor_of_cookie(cookie, ip="") is None


def test_a_locked_person_is_out_at_once_and_comes_back_when_unlocked(admin: Actor) -> None:
    person_id = make_person("boris", Role.OFFICER, password=PASSWORD)
    cookie = _sign_in("boris", PASSWORD)
    with transaction(admin) as session:
        lock_person(session, person_id, reason="Уволен")
    assert actor_of_cookie(cookie, ip="") is None
    with pytest.raises(SignInRefused):
        _sign_in("boris", PASSWORD)
    with pytest.raises(Conflict), transaction(admin) as session:
        lock_person(session, person_id, reason="")
    with transaction(admin) as session:
        unlock_person(session, person_id)
    assert _sign_in("boris", PASSWORD)


def test_a_reset_password_ends_the_old_one(admin: Actor) -> None:
    person_id = make_person("boris", password=PASSWORD)
    cookie = _sign_in("boris", PASSWORD)
    with transaction(admin) as session:
        fresh = reset_password(session, person_id)
    assert actor_of_cookie(cookie, ip="") is None
    with pytest.raises(SignInRefused):
        _sign_in("boris", PASSWORD)
    assert _sign_in("boris", fresh)


def test_nobody_changes_his_own_roles_groups_or_state(admin: Actor) -> None:
    make_person("second", Role.ADMIN)
    assert admin.user_id
    own = PersonForm(login="admin", full_name="Admin", roles=frozenset({Role.ADMIN}))
    assert _edit(admin, admin.user_id, replace(own, phone="1")) == 2, "the rest of the own account may be edited"
    group = make_group("checks")
    for form in (replace(own, roles=frozenset({Role.ADMIN, Role.DESIGNER})), replace(own, groups={group: False})):
        with pytest.raises(OwnAccount):
            _edit(admin, admin.user_id, form, 2)
    for act in (lambda s: lock_person(s, admin.user_id, reason=""), lambda s: unlock_person(s, admin.user_id), lambda s: reset_password(s, admin.user_id)):
        with pytest.raises(OwnAccount), transaction(admin) as session:
            act(session)


def test_the_last_administrator_stays(admin: Actor) -> None:
    """Two administrators, one of them closed: the open one cannot be removed by the system's own hand either."""
    make_person("closed", Role.ADMIN, is_active=False)
    assert admin.user_id
    with pytest.raises(LastAdministrator), transaction(SYSTEM) as session:
        lock_person(session, admin.user_id, reason="")
    with pytest.raises(LastAdministrator), transaction(SYSTEM) as session:
        edit_person(session, admin.user_id, PersonForm(login="admin", full_name="Admin", roles=frozenset({Role.REQUESTER})), revision=1)


# Structure


def test_units_make_a_tree_without_circles(admin: Actor) -> None:
    with transaction(admin) as session:
        top = create_unit(session, code="retail", name=NAMES)
        low = create_unit(session, code="cards", name=NAMES, parent_id=top)
        create_unit(session, code="audit", name=NAMES)
    make_person("boris", unit_id=low)
    with reading(admin) as session:
        assert [(line.code, line.depth, line.people) for line in unit_tree(session)] == [("audit", 0, 0), ("retail", 0, 0), ("cards", 1, 1)]
    with pytest.raises(InvalidFields) as told, transaction(admin) as session:
        edit_unit(session, top, code="retail", name=NAMES, revision=1, parent_id=low)
    assert set(told.value.errors) == {"parent_id"}


def test_a_group_is_edited_with_its_members(admin: Actor) -> None:
    anna, boris = make_person("anna", Role.LEAD), make_person("boris", Role.OFFICER)
    with transaction(admin) as session:
        group = create_group(session, code="checks", name=NAMES)
        edit_group(session, group, code="checks", name=NAMES, revision=1, members={anna: True, boris: False}, is_closed=True)
    with reading(admin) as session:
        (line,) = all_groups(session)
    assert line.is_closed
    assert [(member.name, member.is_lead) for member in line.members] == [("Anna", True), ("Boris", False)]
    assert _trail()[-1] == ("work_group_edited", {"is_closed": False, "leads": [], "members": []}, {"is_closed": True, "leads": ["anna"], "members": ["anna", "boris"]})
    with pytest.raises(EditedMeanwhile), transaction(admin) as session:
        edit_group(session, group, code="checks", name=NAMES, revision=1, members={})
    assert admin.user_id
    with pytest.raises(OwnAccount), transaction(admin) as session:
        edit_group(session, group, code="checks", name=NAMES, revision=2, members={admin.user_id: True})


def test_a_business_line_has_a_code_of_its_own(admin: Actor) -> None:
    with transaction(admin) as session:
        line = create_business_line(session, code="retail", name=NAMES)
        edit_business_line(session, line, code="retail", name={"ru": "Розница", "en": "Retail"}, revision=1)
    with pytest.raises(InvalidFields), transaction(admin) as session:
        create_business_line(session, code="retail", name=NAMES)
    with reading(admin) as session:
        assert [(found.code, found.name["en"], found.revision) for found in business_lines(session)] == [("retail", "Retail", 2)]


# Substitution


def test_one_arranges_ones_own_absence_and_takes_it_back(database: str) -> None:
    anna, boris = make_person("anna", Role.OFFICER), make_person("boris", Role.OFFICER)
    with transaction(as_actor(anna), at=NOW) as session:
        made = add_substitution(session, absent_id=anna, substitute_id=boris, **DAYS)
    with reading(as_actor(boris), at=NOW) as session:
        (line,) = substitutions_of(session, boris)
    assert (line.absent_name, line.substitute_name, line.is_now) == ("Anna", "Boris", False)
    with transaction(as_actor(anna), at=NOW) as session:
        cancel_substitution(session, made)
    with reading(as_actor(anna), at=NOW) as session:
        assert substitutions_of(session, anna) == []
    assert [action for action, *_rest in _trail()] == ["substitution_added", "substitution_cancelled"]


def test_the_same_two_people_are_not_arranged_twice_for_one_day(database: str) -> None:
    anna, boris = make_person("anna", Role.OFFICER), make_person("boris", Role.OFFICER)
    with transaction(as_actor(anna), at=NOW) as session:
        add_substitution(session, absent_id=anna, substitute_id=boris, **DAYS)
    with pytest.raises(SubstitutionOverlaps), transaction(as_actor(anna), at=NOW) as session:
        add_substitution(session, absent_id=anna, substitute_id=boris, first_day=date(2026, 3, 6), last_day=date(2026, 3, 9))


@pytest.mark.parametrize("values", [{"roles": ["requester"]}, {"roles": ["admin"]}, {"roles": ["officer"], "is_active": False}])
def test_work_is_not_handed_to_somebody_who_may_not_do_it(database: str, values: dict[str, Any]) -> None:
    anna = make_person("anna", Role.OFFICER)
    boris = make_person("boris", **values)
    with pytest.raises(CannotStandIn), transaction(as_actor(anna), at=NOW) as session:
        add_substitution(session, absent_id=anna, substitute_id=boris, **DAYS)


def test_nobody_stands_in_for_himself(database: str) -> None:
    anna = make_person("anna", Role.OFFICER)
    with pytest.raises(SubstitutionForOneself), transaction(as_actor(anna), at=NOW) as session:
        add_substitution(session, absent_id=anna, substitute_id=anna, **DAYS)


def test_others_absences_are_arranged_by_their_lead_the_head_and_an_administrator_only(database: str) -> None:
    anna, boris = make_person("anna", Role.OFFICER), make_person("boris", Role.OFFICER)
    lead, other_lead = make_person("lead", Role.LEAD), make_person("other", Role.LEAD)
    make_group("checks", members=(anna, boris), leads=(lead,))
    make_group("visits", leads=(other_lead,))
    for somebody in (boris, other_lead):
        with pytest.raises(NotYourSubstitution), transaction(as_actor(somebody), at=NOW) as session:
            add_substitution(session, absent_id=anna, substitute_id=boris, **DAYS)
    for somebody in (lead, make_person("head", Role.HEAD), make_person("admin", Role.ADMIN)):
        with transaction(as_actor(somebody), at=NOW) as session:
            cancel_substitution(session, add_substitution(session, absent_id=anna, substitute_id=boris, **DAYS))


def test_a_lead_sees_the_absences_of_his_groups_only(database: str) -> None:
    anna, boris, lead = make_person("anna", Role.OFFICER), make_person("boris", Role.OFFICER), make_person("lead", Role.LEAD)
    make_group("checks", members=(anna,), leads=(lead,))
    with transaction(SYSTEM, at=NOW) as session:
        add_substitution(session, absent_id=anna, substitute_id=boris, **DAYS)
        add_substitution(session, absent_id=boris, substitute_id=anna, **DAYS)
    with reading(as_actor(lead), at=NOW) as session:
        assert [line.absent_name for line in coming_substitutions(session)] == ["Anna"]
    with reading(as_actor(make_person("head", Role.HEAD)), at=NOW) as session:
        assert len(coming_substitutions(session)) == 2


# Reading


def test_the_directory_finds_by_the_beginning_of_any_word_and_knows_no_ё(database: str) -> None:
    make_person("b.elkin", name="Борис Ёлкин", position="Инспектор")
    make_person("closed", name="Борис Ёлкин", is_active=False)
    make_person("outside", Role.EXTERNAL, name="Борис Ёлкин")
    anna = as_actor(make_person("anna", name="Анна Орлова"))
    with reading(anna) as session:
        for words in ("елк", "бор ёл", "b.elk", "инсп"):
            assert [line.name for line in people_directory(session, search=words)] == ["Борис Ёлкин"], words
        for words in ("лкин", "100%", "_"):
            assert people_directory(session, search=words) == [], words


def test_the_list_of_accounts_goes_on_from_where_it_stopped(admin: Actor) -> None:
    for number in range(5):
        make_person(f"p{number}", name="Пётр" if number < 3 else "Яна")
    found, after = [], None
    while True:
        with reading(admin) as session:
            rows, after = people_rows(session, PeopleFilter(role=Role.REQUESTER), after=after, limit=2)
        found += [row.login for row in rows]
        if after is None:
            break
    assert sorted(found) == ["p0", "p1", "p2", "p3", "p4"]
    assert set(found[3:]) == {"p3", "p4"}


def test_accounts_are_filtered_and_counted_by_state(admin: Actor) -> None:
    make_person("closed", is_active=False)
    make_person("waiting", locked_until=datetime(2100, 1, 1, tzinfo=UTC))
    with reading(admin) as session:
        assert people_counts(session) == {"all": 3, "active": 2, "closed": 1, "waiting": 1}
        for state in ("closed", "waiting"):
            assert [row.login for row in people_rows(session, PeopleFilter(state=state))[0]] == [state]


def test_one_sees_ones_own_sessions_and_which_is_this_one(database: str) -> None:
    make_person("anna", password=PASSWORD)
    _sign_in("anna", PASSWORD)
    actor = actor_of_cookie(_sign_in("anna", PASSWORD), ip="")
    assert actor
    with reading(actor) as session:
        assert [found.is_this for found in own_sessions(session)].count(True) == 1
        assert len(own_sessions(session)) == 2


# Who may: every function of this domain × every role

_ID = UUID(int=1)
FOR_ADMINISTRATORS: dict[str, Callable[[Session], Any]] = {
    "create_person": lambda s: create_person(s, FORM),
    "edit_person": lambda s: edit_person(s, _ID, FORM, revision=1),
    "lock_person": lambda s: lock_person(s, _ID, reason=""),
    "unlock_person": lambda s: unlock_person(s, _ID),
    "reset_password": lambda s: reset_password(s, _ID),
    "create_unit": lambda s: create_unit(s, code="x", name=NAMES),
    "edit_unit": lambda s: edit_unit(s, _ID, code="x", name=NAMES, revision=1),
    "create_group": lambda s: create_group(s, code="x", name=NAMES),
    "edit_group": lambda s: edit_group(s, _ID, code="x", name=NAMES, revision=1, members={}),
    "create_business_line": lambda s: create_business_line(s, code="x", name=NAMES),
    "edit_business_line": lambda s: edit_business_line(s, _ID, code="x", name=NAMES, revision=1),
    "people_rows": lambda s: people_rows(s, PeopleFilter()),
    "people_counts": people_counts,
    "person_details": lambda s: person_details(s, _ID),
    "substitutions_of": lambda s: substitutions_of(s, _ID),
}
FOR_INSIDERS: dict[str, Callable[[Session], Any]] = {
    "people_directory": people_directory,
    "all_groups": all_groups,
    "unit_tree": unit_tree,
    "business_lines": business_lines,
}


@pytest.mark.parametrize("role", [*Role, None])
def test_every_function_asks_who_calls(database: str, role: Role | None) -> None:
    actor = Actor(user_id=new_id(), name="Somebody", roles=frozenset({role} if role else ()))
    for name, act in FOR_ADMINISTRATORS.items():
        assert _is_refused(actor, act) != may(actor, Permission.MANAGE_USERS), name
    for name, act in FOR_INSIDERS.items():
        assert _is_refused(actor, act) == (role in (None, Role.EXTERNAL)), name


def _is_refused(actor: Actor, act: Callable[[Session], Any]) -> bool:
    try:
        with transaction(actor) as session:
            act(session)
    except Forbidden:
        return True
    except NotFound:
        return False
    return False


def test_a_stranger_to_the_account_is_not_found_by_administrators_only(admin: Actor) -> None:
    make_unit("retail")
    with pytest.raises(NotFound), reading(admin) as session:
        person_details(session, _ID)
