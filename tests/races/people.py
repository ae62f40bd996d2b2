"""Two who change the same people or the same shelf of views."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from uuid import UUID

from sqlalchemy import func, select, update

from data.operations.access_people import create_person, lock_person
from data.operations.access_structure import create_unit
from data.operations.saved_views import save_view
from data.session import Session, reading, transaction
from data.tables.access import person, unit
from data.tables.processes import saved_view
from models.access.actor import SYSTEM, Role
from models.access.people import PersonForm
from tests.data.people import make_person
from tests.races.ground import Deed, Ground, Kind, Outcome, Race

_NUMBERS = count(1)


def _one_name_for_two_views(ground: Ground, many: int) -> list[Race]:
    """The same person saves a view of the same name in two windows."""

    def race() -> Race:
        name, login = f"Вид {next(_NUMBERS)}", _newcomer(ground, Role.OFFICER)

        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            with reading(SYSTEM) as session:
                if session.scalar(select(func.count()).select_from(saved_view).where(saved_view.c.name == name)) != 1:
                    yield "the view is there twice or not at all"

        save = Deed(login, lambda s: save_view(s, "queue", name, query=""))
        return Race((save, save), judge)

    return [race() for _one in range(many)]


def _one_login_for_two_people(ground: Ground, many: int) -> list[Race]:
    def race() -> Race:
        login = f"newcomer{next(_NUMBERS)}"

        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            with reading(SYSTEM) as session:
                if session.scalar(select(func.count()).select_from(person).where(person.c.login == login)) != 1:
                    yield "the account is there twice or not at all"

        def create(session: Session) -> None:
            create_person(session, PersonForm(login=login, full_name="Новикова Анна", roles=frozenset({Role.REQUESTER}), capacity=10))

        return Race((Deed("sorokin", create), Deed("sorokin", create)), judge)

    return [race() for _one in range(many)]


def _administrators_close_each_other(ground: Ground, many: int) -> list[Race]:
    """The last two: whatever they do to each other, one remains who can let people in."""

    def race() -> Race:
        first, second = _newcomer(ground, Role.ADMIN), _newcomer(ground, Role.ADMIN)
        with transaction(SYSTEM) as session:
            session.execute(update(person).where(person.c.roles.contains(["admin"]), person.c.login.not_in([first, second])).values(is_active=False))

        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            with transaction(SYSTEM) as session:
                left = session.scalar(select(func.count()).select_from(person).where(person.c.roles.contains(["admin"]), person.c.is_active))
                session.execute(update(person).where(person.c.login == "sorokin").values(is_active=True))
            if left != 1:
                yield f"{left} administrators are left"

        def close(who: str, whom: str) -> Deed:
            return Deed(who, lambda s: lock_person(s, ground.stage.bank.people[whom], reason="Спор"))

        return Race((close(first, second), close(second, first)), judge)

    return [race()] if many else []  # one at a time: the two are the last ones


def _one_code_for_two_units(ground: Ground, many: int) -> list[Race]:
    def race() -> Race:
        code = f"unit{next(_NUMBERS)}"

        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            with reading(SYSTEM) as session:
                if session.scalar(select(func.count()).select_from(unit).where(unit.c.code == code)) != 1:
                    yield "the unit is there twice or not at all"

        create = Deed("sorokin", lambda s: create_unit(s, code=code, name={"ru": code, "en": code}))
        return Race((create, create), judge)

    return [race() for _one in range(many)]


def _newcomer(ground: Ground, role: Role) -> str:
    login = f"{role.value}{next(_NUMBERS)}"
    ground.stage.bank.people[login] = UUID(str(make_person(login, role)))
    return login


PEOPLE = (
    Kind("view × view of the same name", _one_name_for_two_views),
    Kind("account × the same login", _one_login_for_two_people),
    Kind("unit × the same code", _one_code_for_two_units),
    Kind("two last administrators", _administrators_close_each_other),
)
