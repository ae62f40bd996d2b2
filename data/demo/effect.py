"""Measured effect of the demo bank: what was before the hub, the initiatives with their cash, reports prepared and checked every week."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from sqlalchemy import insert, select

from data.ids import new_id
from data.queries.access import bank_day
from data.queries.analytics.measures import bank_zone
from data.session import Session
from data.tables.access import person
from data.tables.analytics import reconciliation_run
from data.tables.effect import discount_rate, effect_baseline, initiative, initiative_cash, initiative_source, report_preparation
from models.analytics.effect import Measure
from models.analytics.period import instant, month_after

_LOG = "Журнал заявок службы до Кордона, выгрузка из Jira"
_TIMED = "Хронометраж трудозатрат, отчёт рабочей группы № 7"
_BOARD = "Хронометраж подготовки отчёта правлению, протокол № 12"
# measure, service, value, rows, source
_BASELINES: tuple[tuple[Measure, str, str, int | None, str], ...] = (
    (Measure.HANDLING, "company_check", "7.4", 1_840, _LOG), (Measure.HANDLING, "person_check", "3.6", 2_310, _LOG),
    (Measure.HANDLING, "account_opening", "3.2", 3_120, _LOG), (Measure.HANDLING, "consultation", "1.3", 420, _LOG),
    (Measure.LABOUR, "company_check", "210", 64, _TIMED), (Measure.LABOUR, "person_check", "120", 58, _TIMED),
    (Measure.LABOUR, "account_opening", "140", 71, _TIMED), (Measure.LABOUR, "consultation", "70", 22, _TIMED),
    (Measure.REACTION, "", "15.5", None, "Опрос дежурных смен, служебная записка от руководителя отдела"),
    (Measure.REPORT_ERRORS, "", "0.15", 260, "Акт внутреннего аудита отчётности, приложение 3"),
    (Measure.REPORT_TIME, "", "480", 6, _BOARD), (Measure.REPORT_CLICKS, "", "340", 6, _BOARD),
    (Measure.BUDGET, "", "742000000", 12, "Исполнение бюджета службы за год до внедрения, форма 0409"),
)  # fmt: skip

# code → names, words, horizon, roubles: once, a month, benefit of the first month, growth of the benefit a month, sources
_INITIATIVES = {
    "hub": (
        ("Цифровой хаб «Кордон»", "The Kordon hub"), "Единый контур заявок, проверок и отчётов службы.", 36,
        (14_800_000, 520_000, 420_000, 38_000),
        (("pool", "sources", "0.15"), ("labour", "company_check", "0.7"), ("labour", "person_check", "0.8"),
         ("labour", "account_opening", "1"), ("prevented", "corporate_lending", "0.2"))),
    "voice_robot": (
        ("Голосовой робот", "Voice robot"), "Обзвон должников и напоминания вместо ручных звонков.", 30,
        (3_600_000, 140_000, 240_000, 26_000), (("pool", "telephony", "0.3"),)),
    "registers": (
        ("Автосбор выписок из реестров", "Automatic extracts of registers"), "Выписки ЕГРЮЛ и ФССП собираются сами.", 24,
        (1_900_000, 60_000, 90_000, 6_000), (("labour", "company_check", "0.3"), ("prevented", "security", "0.25"))),
    "documents": (
        ("Распознавание документов", "Document recognition"), "Паспорта и доверенности читаются сами; ждёт подтверждения.", 24,
        (2_700_000, 95_000, 150_000, 12_000), (("labour", "person_check", "0.2"),)),
}  # fmt: skip
_DRAFTS = frozenset({"documents"})


def seed_effect(session: Session, *, begin: datetime) -> None:
    """Nothing when somebody has entered a baseline already."""
    if session.first(select(effect_baseline.c.id).limit(1)) is not None:
        return
    named = select(person.c.id, person.c.login).where(person.c.login.in_(["lebedev", "orlov", "klimov", "rodin"]))
    people = {row.login: UUID(str(row.id)) for row in session.rows(named)}
    first, today = bank_day(begin), bank_day(session.now)
    _baselines(session, people, first, begin)
    session.execute(insert(discount_rate).values(
        id=new_id(), percent=18, first_day=first.replace(day=1), source="Решение финансового комитета № 31, ставка для внутренних проектов",
        entered_by=people["orlov"], entered_at=begin,
    ))  # fmt: skip
    for code in _INITIATIVES:
        _initiative(session, code, people, month_after(first, 1), today, begin)
    _weeks(session, people, first, today)


def _baselines(session: Session, people: dict[str, UUID], first: date, begin: datetime) -> None:
    start, end = month_after(first, -12), month_after(first, 0) - timedelta(days=1)
    session.execute(insert(effect_baseline), [
        {
            "id": new_id(), "measure": measure.value, "service": service, "value": Decimal(value), "rows": rows, "first_day": start,
            "last_day": end, "source": source, "entered_by": people["lebedev"], "entered_at": begin,
        }
        for measure, service, value, rows, source in _BASELINES
    ])  # fmt: skip


def _initiative(session: Session, code: str, people: dict[str, UUID], first: date, today: date, begin: datetime) -> None:
    names, words, horizon, money, sources = _INITIATIVES[code]
    is_draft, made = code in _DRAFTS, new_id()
    start = month_after(today, 1) if is_draft else first
    confirmed = {} if is_draft else {"confirmed_by": people["orlov"], "confirmed_at": begin}
    session.execute(insert(initiative).values(
        id=made, code=code, name={"ru": names[0], "en": names[1]}, description=words, owner_id=people["rodin" if is_draft else "lebedev"],
        first_month=start, horizon=horizon, state="draft" if is_draft else "confirmed", author_id=people["lebedev"],
        created_at=session.now - timedelta(days=2) if is_draft else begin, **confirmed,
    ))  # fmt: skip
    session.execute(insert(initiative_source), [
        {"initiative_id": made, "kind": kind, "ref": ref, "share": Decimal(share)} for kind, ref, share in sources
    ])  # fmt: skip
    dice, this = Random(code), today.replace(day=1)
    session.execute(insert(initiative_cash), [
        _month(made, month_after(start, place), place, money, dice, this, people["lebedev"], session.now) for place in range(horizon)
    ])  # fmt: skip


def _month(
    made: UUID, month: date, place: int, money: tuple[int, int, int, int], dice: Random, this: date, who: UUID, now: datetime
) -> dict[str, object]:
    """The plan as it was agreed; a month that is over has its facts, a few per cent beside the plan."""
    once, monthly, benefit, growth = money
    cost, gain = (once if place == 0 else monthly) * 100, (benefit + growth * place if place else 0) * 100
    is_told = month < this
    facts = (round(cost * dice.uniform(0.97, 1.11)), round(gain * dice.uniform(0.84, 1.13)))
    return {
        "initiative_id": made, "month": month, "planned_cost": cost, "planned_benefit": gain,
        "actual_cost": facts[0] if is_told else None, "actual_benefit": facts[1] if is_told else None,
        "source": f"Акты и ведомость эффекта за {month:%m.%Y}" if is_told else "", "changed_by": who, "changed_at": now,
    }  # fmt: skip


def _weeks(session: Session, people: dict[str, UUID], first: date, today: date) -> None:
    """Every week some reports are prepared, the quicker the longer people know the hub, and the figures are reconciled."""
    dice, zone = Random("weeks"), bank_zone()
    prepared, runs = [], []
    monday, weeks = first - timedelta(days=first.weekday()) + timedelta(days=7), 0
    while monday < today:
        ease = 0.25 + 0.75 * 0.95**weeks
        for who, kind in (("orlov", "management"), ("lebedev", "operations"), ("lebedev", "prevented-loss"), ("klimov", "management")):
            at = instant(monday + timedelta(days=dice.randrange(5)), zone) + timedelta(hours=9, minutes=dice.randrange(480))
            if dice.random() < 0.85 and at < session.now:
                seconds, clicks = round(dice.lognormvariate(4.2, 0.5) * ease) + 4, 1 + min(dice.randrange(4), dice.randrange(5))
                prepared.append({"id": new_id(), "kind": kind, "person_id": people[who], "seconds": seconds, "clicks": clicks, "at": at})
        checked = 18_000 + 260 * weeks + dice.randrange(900)
        runs.append({
            "id": new_id(), "at": instant(monday, zone) + timedelta(hours=3), "first_day": monday - timedelta(days=7), "day_after": monday,
            "checked": checked, "failed": round(checked * 0.031 * ease * dice.uniform(0.4, 1.1)),
        })  # fmt: skip
        monday, weeks = monday + timedelta(days=7), weeks + 1
    if prepared:
        session.execute(insert(report_preparation), prepared)
        session.execute(insert(reconciliation_run), runs)
