"""More people for a bank of hundreds of thousands of cases: the cast alone would carry thousands each."""

from __future__ import annotations

from datetime import datetime
from random import Random
from uuid import UUID

from sqlalchemy import insert, select

from data.demo.cast import UNITS
from data.demo.clock import seconds_of
from data.demo.copying import echo_id
from data.demo.ground import ECHO_ID, Ids
from data.demo.inventory import human_name
from data.operations.founding import SHIPPED_GROUPS
from data.session import Session
from data.tables.access import membership, person, unit, work_group

_CASES_PER_OFFICER, _CASES_PER_REQUESTER = 2_500, 1_200
_HELD = {"company_checks": 32, "person_checks": 22, "aml": 24, "duty": 8, "incidents": 5, "liaison": 4, "field": 4, "investigations": 1}


def hire_crowd(session: Session, wanted: int, *, since: datetime, rng: Random, ids: Ids, echoes: int) -> int:
    """Officers and internal clients in proportion to the cases, in each of the sister offices; nobody of them can sign in.

    The ids of an office's people differ from those of the next one by their mark only. Returns how many.
    """
    units = {row.code: row.id for row in session.rows(select(unit))}
    groups = {row.code: row.id for row in session.rows(select(work_group))}
    offices = [code for code in UNITS if code not in {"bank", "security"}]
    if session.first(select(person.c.id).where(person.c.login.like("s%-0000"))) is not None:
        return 0
    officers, clients = wanted // _CASES_PER_OFFICER, wanted // _CASES_PER_REQUESTER
    people, members = [], []
    for number in range(officers + clients):
        identifier, is_officer = ids.at(seconds_of(since)), number < officers
        place = "security" if is_officer else rng.choice(offices)
        group = rng.choices(list(_HELD), list(_HELD.values()))[0]
        for echo in range(echoes):
            own = UUID(identifier.replace(ECHO_ID, echo_id(echo)))
            login = f"s{echo}-{number:04d}"
            people.append({
                "id": own, "login": login, "full_name": human_name(rng), "position": "Специалист" if is_officer else "Менеджер",
                "email": f"{login}@oksky.example", "roles": ["officer" if is_officer else "requester"], "unit_id": units[place],
                "created_at": since, "capacity": 40,
            })  # fmt: skip
            if is_officer:
                members.append({"group_id": groups[group], "person_id": own})
    if people:
        session.execute(insert(person), people)
    if members:
        session.execute(insert(membership), members)
    return len(people)


assert set(_HELD) == set(SHIPPED_GROUPS)
