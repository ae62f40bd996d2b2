"""The people of the demo bank. All names, units and companies are invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, insert, select, update

from data.demo.sign_in import PASSWORD
from data.ids import new_id
from data.operations.access import hash_password
from data.operations.founding import SHIPPED_GROUPS
from data.session import Session
from data.tables.access import business_line, membership, person, unit, work_group

LINES = {
    "corporate": ("Корпоративный бизнес", "Corporate business"),
    "retail": ("Розничный бизнес", "Retail business"),
    "investment": ("Инвестиции", "Investments"),
    "risk": ("Риски и взыскание", "Risk and collection"),
    "operations": ("Операционный блок", "Operations"),
}

# code → (name, parent, business line)
UNITS = {
    "bank": (("Банк «Окский»", "Oksky Bank"), None, None),
    "corporate": (("Департамент корпоративного бизнеса", "Corporate department"), "bank", "corporate"),
    "retail": (("Департамент розничного бизнеса", "Retail department"), "bank", "retail"),
    "avtozavod": (("Офис «Автозаводский»", "Avtozavodsky office"), "retail", "retail"),
    "sormovo": (("Офис «Сормовский»", "Sormovsky office"), "retail", "retail"),
    "investment": (("Управление инвестиций", "Investment division"), "bank", "investment"),
    "risk": (("Управление рисков", "Risk division"), "bank", "risk"),
    "operations": (("Операционное управление", "Operations division"), "bank", "operations"),
    "hr": (("Управление персонала", "Personnel division"), "operations", "operations"),
    "security": (("Служба безопасности", "Security service"), "bank", None),
}

@dataclass(frozen=True, slots=True)
class Persona:
    """A person of the demo bank. `leads` and `works` are codes of groups; `hint` puts the login on the sign-in page."""

    login: str
    name: str
    name_en: str
    position: str
    roles: tuple[str, ...]
    unit: str
    works: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    hint: bool = False
    capacity: int = 25


PEOPLE = (
    Persona("zaitseva", "Зайцева Елена Викторовна", "Elena Zaitseva", "Менеджер по работе с клиентами", ("requester",), "avtozavod", hint=True),
    Persona("morozov", "Морозов Павел Игоревич", "Pavel Morozov", "Руководитель розницы", ("unit_head",), "retail", hint=True),
    Persona("belova", "Белова Марина Сергеевна", "Marina Belova", "Главный специалист", ("officer",), "security", works=("company_checks", "duty"), hint=True, capacity=32),
    Persona("lebedev", "Лебедев Григорий Романович", "Grigory Lebedev", "Руководитель группы проверок", ("lead",), "security", leads=("company_checks", "person_checks", "aml"), hint=True),
    Persona("orlov", "Орлов Андрей Валентинович", "Andrey Orlov", "Руководитель службы безопасности", ("head",), "security", hint=True),
    Persona("klimov", "Климов Пётр Алексеевич", "Pyotr Klimov", "Член правления", ("executive",), "bank", hint=True),
    Persona("kim", "Ким Ольга Денисовна", "Olga Kim", "Методолог", ("designer",), "security", hint=True),
    Persona("sorokin", "Сорокин Илья Максимович", "Ilya Sorokin", "Администратор", ("admin",), "operations", hint=True),
    Persona("fedorova", "Фёдорова Анна Юрьевна", "Anna Fedorova", "Аудитор", ("auditor",), "bank", hint=True),
    Persona("petrenko", "Петренко Олег Игнатьевич", "Oleg Petrenko", "Оценщик, «Оценка Плюс»", ("external",), "bank", hint=True),
    Persona("titova", "Титова Светлана Владимировна", "Svetlana Titova", "Ведущий специалист", ("officer",), "security", works=("company_checks", "aml"), capacity=28),
    Persona("nazarov", "Назаров Руслан Андреевич", "Ruslan Nazarov", "Ведущий специалист", ("officer",), "security", works=("person_checks", "aml", "duty"), capacity=28),
    Persona("gusev", "Гусев Иван Олегович", "Ivan Gusev", "Специалист выездной группы", ("officer",), "security", works=("field", "incidents"), capacity=20),
    Persona("lapin", "Лапин Денис Евгеньевич", "Denis Lapin", "Старший дознаватель", ("officer",), "security", works=("incidents", "investigations", "liaison"), capacity=24),
    Persona("yusupova", "Юсупова Алсу Рашидовна", "Alsu Yusupova", "Специалист", ("officer",), "security", works=("person_checks", "company_checks", "liaison"), capacity=28),
    Persona("rodin", "Родин Сергей Павлович", "Sergey Rodin", "Специалист выездной группы", ("officer",), "security", works=("field", "duty"), capacity=20),
    Persona("vershinina", "Вершинина Нина Аркадьевна", "Nina Vershinina", "Руководитель группы расследований", ("lead",), "security",
            leads=("incidents", "investigations", "field", "liaison", "duty")),
    Persona("kotova", "Котова Дарья Сергеевна", "Darya Kotova", "Кредитный менеджер", ("requester",), "corporate"),
    Persona("baranov", "Баранов Алексей Ильич", "Alexey Baranov", "Директор по корпоративному бизнесу", ("unit_head",), "corporate"),
    Persona("sidorenko", "Сидоренко Виктор Львович", "Viktor Sidorenko", "Кредитный менеджер", ("requester",), "corporate"),
    Persona("ermakova", "Ермакова Юлия Олеговна", "Yulia Ermakova", "Специалист по залогам", ("requester",), "risk"),
    Persona("grachev", "Грачёв Максим Петрович", "Maxim Grachev", "Начальник управления рисков", ("unit_head",), "risk"),
    Persona("polyakova", "Полякова Инна Дмитриевна", "Inna Polyakova", "Специалист по подбору", ("requester",), "hr"),
    Persona("tarasov", "Тарасов Кирилл Вадимович", "Kirill Tarasov", "Инвестиционный аналитик", ("requester",), "investment"),
    Persona("vlasova", "Власова Татьяна Борисовна", "Tatyana Vlasova", "Операционист", ("requester",), "sormovo"),
    Persona("zhukov", "Жуков Роман Эдуардович", "Roman Zhukov", "Начальник операционного управления", ("unit_head",), "operations"),
    Persona("belyaeva", "Беляева Оксана Романовна", "Oksana Belyaeva", "Менеджер по работе с клиентами", ("requester",), "avtozavod"),
    Persona("chernov", "Чернов Артём Викторович", "Artyom Chernov", "Старший менеджер", ("requester",), "sormovo"),
    Persona("nikitina", "Никитина Вера Павловна", "Vera Nikitina", "Менеджер по открытию счетов", ("requester",), "sormovo"),
    Persona("frolov", "Фролов Степан Андреевич", "Stepan Frolov", "Менеджер корпоративных клиентов", ("requester",), "corporate"),
    Persona("guseva", "Гусева Ирина Леонидовна", "Irina Guseva", "Специалист по открытию счетов", ("requester",), "corporate"),
    Persona("kazakov", "Казаков Тимур Ринатович", "Timur Kazakov", "Кредитный аналитик", ("requester",), "risk"),
    Persona("osipova", "Осипова Наталья Фёдоровна", "Natalya Osipova", "Специалист по взысканию", ("requester",), "risk"),
    Persona("melnikov", "Мельников Юрий Константинович", "Yury Melnikov", "Закупки", ("requester",), "operations"),
    Persona("rybakova", "Рыбакова Лидия Степановна", "Lidiya Rybakova", "Ведущий специалист по закупкам", ("requester",), "operations"),
    Persona("sokolova", "Соколова Полина Егоровна", "Polina Sokolova", "Рекрутер", ("requester",), "hr"),
    Persona("vinogradov", "Виноградов Глеб Ильич", "Gleb Vinogradov", "Начальник управления инвестиций", ("unit_head",), "investment"),
    Persona("dyakova", "Дьякова Мария Антоновна", "Maria Dyakova", "Портфельный управляющий", ("requester",), "investment"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bank:
    """Ids of what was founded, by login and by code."""

    people: dict[str, UUID]
    units: dict[str, UUID]
    groups: dict[str, UUID]


def found_bank(session: Session, *, since: datetime | None = None, ids: Mapping[str, UUID] | None = None) -> Bank:
    """Insert units, groups and people; units and groups of the same code that are there already are used as they are.

    `since`: the day everybody was hired. `ids`: person's id by login, so that whose turn it is does not depend on chance.
    """
    created = since or session.now
    lines = _ensure(session, business_line, {code: {"name": _both(names)} for code, names in LINES.items()})
    units = _ensure(session, unit, {code: {"name": _both(names)} for code, (names, _parent, _line) in UNITS.items()})
    for code, (_names, parent, line) in UNITS.items():
        links = {"parent_id": units[parent] if parent else None, "business_line_id": lines[line] if line else None}
        session.execute(update(unit).where(unit.c.id == units[code], unit.c.parent_id.is_(None)).values(**links))
    groups = _ensure(session, work_group, {code: {"name": _both(names), "is_closed": closed} for code, (names, closed) in SHIPPED_GROUPS.items()})
    people = {one.login: ids[one.login] if ids else new_id() for one in PEOPLE}
    hashed = hash_password(PASSWORD)
    session.execute(
        insert(person),
        [
            {
                "id": people[one.login], "login": one.login, "full_name": one.name, "full_name_en": one.name_en, "position": one.position,
                "email": f"{one.login}@oksky.example", "phone": f"+7831200{10 + number:02d}{(number * 37) % 90 + 10}",
                "roles": list(one.roles), "unit_id": units[one.unit], "password_hash": hashed,
                "capacity": one.capacity, "demo_hint": one.roles[0] if one.hint else "", "created_at": created,
            }
            for number, one in enumerate(PEOPLE)
        ],
    )  # fmt: skip
    session.execute(
        insert(membership),
        [
            {"group_id": groups[code], "person_id": people[one.login], "is_lead": code in one.leads}
            for one in PEOPLE
            for code in sorted({*one.works, *one.leads})
        ],
    )
    for one in PEOPLE:
        if "unit_head" in one.roles:
            session.execute(update(unit).where(unit.c.id == units[one.unit]).values(head_id=people[one.login]))
    session.execute(update(unit).where(unit.c.code == "security").values(head_id=people["orlov"]))
    return Bank(people, units, groups)


def _ensure(session: Session, table: Table, rows: Mapping[str, Mapping[str, object]]) -> dict[str, UUID]:
    """Ids by code; what is missing is inserted."""
    known = {row.code: row.id for row in session.rows(select(table.c.code, table.c.id).where(table.c.code.in_(rows)))}
    for code in rows.keys() - known.keys():
        known[code] = new_id()
        session.execute(insert(table), {"id": known[code], "code": code, **rows[code]})
    return known


def _both(names: tuple[str, str]) -> dict[str, str]:
    return {"ru": names[0], "en": names[1]}
