"""Prevented loss of the demo bank: its written methods and plan, and what became of the candidates of its past."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from data.ids import new_id
from data.operations.prevented_loss import gather_candidates
from data.queries.access import bank_day
from data.session import Session
from data.tables.access import person
from data.tables.losses import loss_method, loss_plan
from models.analytics.period import month_after, months_between

_PROTOCOL = "Протокол комитета по рискам банка «Окский» № 3"
# category → (basis, probability, loss given event, plan of a month in roubles, what the method says in both languages)
_METHODS = {
    "investment": ("expected", "0.20", "0.60", 500_000, (
        "Сумма сделки, которую остановила проверка, умноженная на вероятность потери (20 %) и долю потерь (60 %).",
        "The amount of the deal that the check stopped, times the probability of loss (20%) and the share lost (60%).")),
    "retail": ("expected", "0.05", "0.30", 2_000_000, (
        "Месячный оборот по счёту, в открытии которого отказано, умноженный на вероятность (5 %) и долю потерь (30 %).",
        "The monthly turnover of the account that was refused, times the probability (5%) and the share lost (30%).")),
    "external_fraud": ("full", "1", "1", 1_500_000, (
        "Сумма остановленного платежа или хищения полностью: деньги уже уходили.",
        "The whole amount of the stopped payment or theft: the money was on its way.")),
    "corporate_lending": ("expected", "0.12", "0.45", 8_000_000, (
        "Сумма кредита или залога с отрицательным заключением, умноженная на вероятность дефолта (12 %) и долю потерь (45 %).",
        "The loan or collateral with a negative conclusion, times the probability of default (12%) and the loss given default (45%).")),
    "retail_lending": ("expected", "0.18", "0.70", 700_000, (
        "Сумма кредита заявителя, признанного неблагонадёжным, умноженная на вероятность дефолта (18 %) и долю потерь (70 %).",
        "The loan of an applicant found unreliable, times the probability of default (18%) and the loss given default (70%).")),
    "security": ("expected", "0.15", "0.50", 2_500_000, (
        "Сумма договора или доступа, от которых банк отказался после проверки, умноженная на вероятность ущерба (15 %) и его долю (50 %).",
        "The contract or access the bank declined after a check, times the probability of harm (15%) and the share lost (50%).")),
}  # fmt: skip

# The newest entries are still on the desks whatever their day: a quiet week leaves neither the lead nor the head with an empty list.
_UNDECIDED, _AT_THE_LEAD = 6, 3

# One case in twelve was no loss, and where an event is counted already the rest are doubles; the rest was confirmed a few days later.
_DECIDE = """
WITH ranked AS (
    SELECT id, happened_on, row_number() OVER (PARTITION BY object_key, event_key ORDER BY happened_on, number) AS place,
           first_value(id) OVER (PARTITION BY object_key, event_key ORDER BY happened_on, number) AS first_id,
           row_number() OVER (PARTITION BY object_key ORDER BY happened_on, number) AS of_object, abs(hashtext(number)) % 12 = 0 AS is_none
    FROM prevented_loss WHERE state = 'candidate' AND happened_on < :until AND id NOT IN (
        SELECT id FROM prevented_loss WHERE state = 'candidate' ORDER BY happened_on DESC, number DESC LIMIT :left)
)
UPDATE prevented_loss p SET
    state = CASE WHEN r.place > 1 THEN 'double' WHEN r.is_none AND r.place = 1 THEN 'rejected' ELSE 'confirmed' END,
    double_of = CASE WHEN r.place > 1 THEN r.first_id END,
    evidence = CASE WHEN p.service LIKE '%check' THEN 'Заключение и выписки приложены к делу, подразделение отказалось от сделки.'
                    WHEN p.service = 'account_opening' THEN 'Решение об отказе в открытии счёта и основания приложены к делу.'
                    ELSE 'Акт и материалы дела, подтверждение подразделения об остановленной операции.' END,
    reason = CASE WHEN r.place > 1 THEN 'То же событие, что в первой записи.'
                  WHEN r.is_none THEN 'Сделка не планировалась, терять было нечего.' ELSE '' END,
    distinct_reason = CASE WHEN r.place = 1 AND r.of_object > 1 AND NOT r.is_none
                           THEN 'Другая сделка того же субъекта, новый договор.' ELSE '' END,
    submitted_by = :lead, submitted_at = (p.happened_on + 1)::timestamp + interval '9 hours', decided_by = :head,
    decided_at = (p.happened_on + 3)::timestamp + interval '13 hours', changed_at = (p.happened_on + 3)::timestamp + interval '13 hours',
    revision = 3
FROM ranked r WHERE r.id = p.id
"""
_HAND_IN = """
UPDATE prevented_loss SET state = 'submitted', submitted_by = :lead, submitted_at = :now - interval '5 hours', revision = 2,
    evidence = 'Заключение и материалы проверки приложены к делу; подразделение подтвердило отказ от сделки.'
WHERE state = 'candidate' AND happened_on < :until AND abs(hashtext(number)) % 3 > 0 AND id NOT IN (
    SELECT id FROM prevented_loss WHERE state = 'candidate' ORDER BY happened_on DESC, number DESC LIMIT :left)
"""


def seed_losses(session: Session, *, begin: datetime) -> int:
    """Methods in force from the beginning, a plan for every month, candidates of the whole past, most of them decided. Returns how many."""
    named = select(person.c.id, person.c.login).where(person.c.login.in_(["kim", "orlov", "lebedev"]))
    people = {row.login: UUID(str(row.id)) for row in session.rows(named)}
    first, today = bank_day(begin), bank_day(session.now)
    session.execute(insert(loss_method).on_conflict_do_nothing(), [
        {
            "id": new_id(), "category": category, "number": 1, "basis": basis, "probability": probability, "loss_given_event": share,
            "repeat_days": 180, "wording": {"ru": words[0], "en": words[1]}, "source": _PROTOCOL, "state": "published", "first_day": first,
            "author_id": people["kim"], "created_at": begin, "publisher_id": people["orlov"], "published_at": begin,
        }
        for category, (basis, probability, share, _plan, words) in _METHODS.items()
    ])  # fmt: skip
    session.execute(insert(loss_plan).on_conflict_do_nothing(), [
        {"category": category, "month": month, "kopecks": plan * 100, "changed_by": people["orlov"], "changed_at": begin}
        for category, (_basis, _probability, _share, plan, _words) in _METHODS.items()
        for month in months_between(first.replace(day=1), _end_of_plan(today))
    ])  # fmt: skip
    found = gather_candidates(session)
    who = {"lead": people["lebedev"], "head": people["orlov"], "now": session.now}
    session.execute(text(_DECIDE), {**who, "until": today - timedelta(days=6), "left": _UNDECIDED})
    session.execute(text(_HAND_IN), {**who, "until": today - timedelta(days=1), "left": _AT_THE_LEAD})
    return found


def _end_of_plan(today: date) -> date:
    """The plan stands for the current quarter and the next."""
    return month_after(today.replace(day=1), 6)
