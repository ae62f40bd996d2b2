"""What an installation needs before anybody can work: calendars, groups, the shipped services, somebody who may sign in."""

from __future__ import annotations

from sqlalchemy import insert, select, text

from data.ids import new_id
from data.operations.access_people import create_person
from data.operations.calendars import seed_calendars
from data.operations.loss_methods import install_loss_register
from data.operations.processes.definitions import install_shipped_definitions
from data.operations.workforce.rules import install_shipped_rules
from data.session import Session, transaction
from data.tables.access import person, work_group
from models.access.actor import SYSTEM, Role
from models.access.people import PersonForm

FIRST_LOGIN = "admin"
_ONE_AT_A_TIME = 5_672_304  # advisory lock

# The groups that the shipped services speak of: code → (names, closed to everybody but its members and the head).
SHIPPED_GROUPS = {
    "company_checks": (("Проверки юрлиц", "Company checks"), False),
    "person_checks": (("Проверки физлиц", "Personal checks"), False),
    "aml": (("Финансовый мониторинг", "Financial monitoring"), False),
    "field": (("Выездная группа", "Field group"), False),
    "incidents": (("Инциденты", "Incidents"), False),
    "investigations": (("Служебные проверки", "Internal investigations"), True),
    "liaison": (("Взаимодействие", "Liaison"), False),
    "duty": (("Дежурная часть", "Duty desk"), False),
}


def prepare_installation() -> None:
    """Put in what is missing of calendars, groups and shipped services. Nothing the bank has changed is touched; safe at every start."""
    with transaction(SYSTEM) as session:
        _take_turns(session)
        seed_calendars(session)
        _add_groups(session)
        install_shipped_definitions(session)
        install_loss_register(session)
        install_shipped_rules(session)


def make_first_administrator() -> tuple[str, str] | None:
    """In a database without people: (login, password shown once) of somebody who may let the others in. None if there are people."""
    with transaction(SYSTEM) as session:
        _take_turns(session)
        if session.first(select(person.c.id).limit(1)) is not None:
            return None
        form = PersonForm(login=FIRST_LOGIN, full_name="Администратор", full_name_en="Administrator", roles=frozenset({Role.ADMIN}))
        _person_id, password = create_person(session, form)
        return FIRST_LOGIN, password


def _take_turns(session: Session) -> None:
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ONE_AT_A_TIME})


def _add_groups(session: Session) -> None:
    known = {row.code for row in session.rows(select(work_group.c.code))}
    missing = [
        {"id": new_id(), "code": code, "name": {"ru": names[0], "en": names[1]}, "is_closed": closed}
        for code, (names, closed) in SHIPPED_GROUPS.items()
        if code not in known
    ]
    if missing:
        session.execute(insert(work_group), missing)
