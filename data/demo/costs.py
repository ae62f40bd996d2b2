"""Costs of the demo bank's security service: four pools, their keys, a year of months, all but the last two closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from data.ids import new_id
from data.importers.costs import import_costs
from data.operations.cost_months import close_month
from data.operations.disputes import accept_dispute, open_dispute, refuse_dispute
from data.queries.access import actor_of_login, bank_day
from data.queries.analytics.costs import month_of_costs
from data.queries.analytics.disputes import disputes
from data.queries.analytics.measures import bank_zone
from data.session import Session
from data.tables.access import person
from data.tables.costs import allocation_key, cost_entry, cost_pool
from models.access.actor import Actor
from models.analytics.period import instant, month_after

_MONTHS = 12
# code → (names, roubles a month, driver, parameters, what the key says)
_POOLS = {
    "payroll": (("Оплата труда службы", "Payroll of the service"), 4_860_000, "two_step", {},
                "Минуты работы по услугам, затем закрытые дела подразделений."),
    "sources": (("Лицензии и источники данных", "Licences and data sources"), 940_000, "weighted",
                {"weights": {"company_check": "2", "account_opening": "1.5", "consultation": "0.2"}},
                "Закрытые дела; проверка юрлица обращается к источникам вдвое чаще."),
    "telephony": (("Телефония и робот", "Telephony and robot"), 380_000, "requests", {}, "Закрытые дела подразделений."),
    "premises": (("Помещения и транспорт", "Premises and transport"), 620_000, "fixed",
                 {"shares": {"corporate": "0.35", "retail": "0.30", "risk": "0.15", "operations": "0.12", "investment": "0.08"}},
                 "Доли по соглашению с подразделениями на год."),
}  # fmt: skip


def seed_costs(session: Session, *, begin: datetime) -> None:
    """Nothing when the bank keeps pools already."""
    if session.first(select(cost_pool.c.id).limit(1)) is not None:
        return
    named = select(person.c.id, person.c.login).where(person.c.login.in_(["lebedev", "orlov"]))
    people = {row.login: UUID(str(row.id)) for row in session.rows(named)}
    this = bank_day(session.now).replace(day=1)
    first = max(month_after(this, -_MONTHS), month_after(bank_day(begin).replace(day=1), 1))
    dice, from_file = Random(20261126), list[dict[str, Any]]()
    for place, (code, (names, roubles, driver, parameters, words)) in enumerate(_POOLS.items()):
        pool = new_id()
        session.execute(insert(cost_pool).values(id=pool, code=code, name={"ru": names[0], "en": names[1]}, position=place))
        session.execute(insert(allocation_key).values(
            id=new_id(), pool_id=pool, number=1, first_month=first, driver=driver, parameters=parameters, words=words, state="published",
            author_id=people["lebedev"], created_at=begin, publisher_id=people["orlov"], published_at=begin,
        ))  # fmt: skip
        entries = [
            _entry(pool, code, month, roubles, dice, min(_after(month, days=2, hour=10), session.now), people["lebedev"])
            for month in _months(first, this)
        ]
        from_file += [entry for entry in entries if entry["month"] == month_after(this, -1)]
        session.execute(insert(cost_entry), [entry for entry in entries if entry["month"] != month_after(this, -1)])
    _from_a_file(session, from_file)
    head = actor_of_login(session, "orlov")
    assert head is not None
    for month in _months(first, month_after(this, -2)):
        close_month(replace(session, actor=head, now=_after(month, days=4, hour=15)), month)
    _dispute(session, [month for month in (month_after(this, -4), month_after(this, -3), month_after(this, -2)) if month >= first], head)


# What the head of retail objects to in the last closed months: pool, claim, answer, part of the share that is granted (None: not answered).
_DISPUTES = (
    ("telephony", "Две недели робот обзванивал базу корпоративного блока, а звонки записаны на розницу.",
     "Проверили журнал робота: 40 % звонков периода сделаны для корпоративного блока.", 0.4),
    ("sources", "Запросы к источникам по открытию счетов уже оплачены нашим договором.",
     "Договор розницы покрывает другие источники; выписки по счетам берёт служба.", 0.0),
    ("payroll", "Проверки физлиц по акции «Быстрый счёт» заказывал блок рисков, не розница.", "", None),
)  # fmt: skip


def _dispute(session: Session, months: list[date], head: Actor) -> None:
    """Opened a week after the month was closed, answered two days later; what is granted counts in the first month open then."""
    objector = actor_of_login(session, "morozov")
    assert objector is not None
    for month, (pool, claim, answer, part) in zip(months, _DISPUTES, strict=False):
        opened, answered = (replace(session, actor=who, now=min(_after(month, days=days, hour=11), session.now))
                            for who, days in ((objector, 11), (head, 13)))  # fmt: skip
        borne = {(one.code, share.unit) for one in month_of_costs(session, month).pools for share in one.shares if share.kopecks > 0}
        if (pool, "retail") not in borne:
            continue  # a small bank: nobody there bears anything of it
        made = open_dispute(opened, month, "retail", pool, claim)
        if part:
            share = next(one for one in disputes(answered) if one.id == made)
            accept_dispute(answered, made, answer, kopecks=round(share.kopecks * part), onto="corporate", revision=share.revision)
        elif part is not None:
            refuse_dispute(answered, made, answer, revision=1)


def _from_a_file(session: Session, entries: list[dict[str, Any]]) -> None:
    """The last month's costs came out of the ledger, as a table the lead brought in."""
    if not entries:
        return
    month: date = entries[0]["month"]
    lead = actor_of_login(session, "lebedev")
    assert lead is not None
    lines = ["Статья затрат;Месяц;Сумма;Документ;Счёт", *(
        f"{names[0]};{month:%m.%Y};{entry['kopecks'] // 100},{entry['kopecks'] % 100:02};{entry['document']};{entry['account']}"
        for entry, (names, *_rest) in zip(entries, _POOLS.values(), strict=True)
    )]  # fmt: skip
    when = min(_after(month, days=2, hour=10), session.now)
    import_costs(replace(session, actor=lead, now=when), "\n".join(lines).encode("cp1251"), file_name=f"Затраты СБ {month:%m.%Y}.csv")


def _entry(pool: UUID, code: str, month: date, roubles: int, dice: Random, now: datetime, who: UUID) -> dict[str, Any]:
    """A month costs a few per cent more or less than the one before, to the kopeck."""
    kopecks = round(roubles * 100 * dice.uniform(0.95, 1.06)) + dice.randrange(100)
    return {
        "id": new_id(), "pool_id": pool, "month": month, "of_month": month, "kopecks": kopecks, "account": "70606", "source": "manual",
        "document": f"Ведомость {month:%m.%Y}", "source_key": f"demo-{code}-{month:%Y-%m}", "entered_by": who, "entered_at": now,
    }  # fmt: skip


def _after(month: date, *, days: int, hour: int) -> datetime:
    """So many days after the month is over, at this hour of the bank."""
    return instant(month_after(month, 1) + timedelta(days=days), bank_zone()) + timedelta(hours=hour, minutes=7)


def _months(first: date, last: date) -> list[date]:
    found = []
    while first <= last:
        found.append(first)
        first = month_after(first, 1)
    return found
