"""What the projects of the demo bank want: goals, days, budgets, stages and teams, planned by the lead as leads do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from data.operations.workforce.projects import change_project, finish_stage, set_member, set_stage
from data.queries.access import actor_of_login, bank_day
from data.session import Session
from data.tables.access import person
from data.tables.projects import project_stage
from data.tables.workforce import project
from models.workforce.projects import Plan

# code → goal in both languages, days before and after today, roubles, stages (part of the time each takes), team (login, per cent)
_PLANS = {
    "video": (
        ("Камеры филиалов в одном контуре, архив 90 дней.", "Cameras of all branches in one place, ninety days of archive."),
        150, 20, 6_800_000, (("Проект", 0.2), ("Закупка", 0.25), ("Монтаж", 0.4), ("Приёмка", 0.15)), (("gusev", 35), ("titova", 25)),
    ),
    "training": (
        ("Каждый сотрудник фронта узнаёт социальную инженерию.", "Everybody who meets customers recognises social engineering."),
        60, 120, 3_400_000, (("Программа", 0.35), ("Пилот", 0.25), ("Все офисы", 0.4)), (("vershinina", 50), ("belova", 15)),
    ),
    "scoring": (
        ("Правила проверки контрагентов объяснимы и быстры.", "Rules for checking counterparties that explain themselves and are quick."),
        120, 75, 9_500_000, (("Анализ", 0.3), ("Правила", 0.25), ("Внедрение", 0.3), ("Приёмка", 0.15)),
        (("rodin", 30), ("belova", 20), ("lapin", 40)),
    ),
    "archive": (
        ("Дела на бумаге — в электронный архив, реестры сверены.", "Files of paper in an electronic archive, registers compared."),
        90, 60, 7_600_000, (("Опись", 0.4), ("Сканирование и сверка", 0.6)), (("lebedev", 10), ("titova", 80), ("gusev", 30)),
    ),
}  # fmt: skip


def seed_portfolio(session: Session) -> None:
    """Nothing when a stage is there already."""
    lead = actor_of_login(session, "lebedev")
    if lead is None or lead.user_id is None or session.first(select(project_stage.c.id).limit(1)) is not None:
        return
    own, today = replace(session, actor=lead), bank_day(session.now)
    people = {row.login: row.id for row in session.rows(select(person.c.login, person.c.id).where(person.c.is_active))}
    rows = session.rows(select(project).order_by(project.c.code))
    for row in rows:
        if row.code not in _PLANS:
            continue
        goal, before, ahead, roubles, stages, team = _PLANS[row.code]
        first, last = today - timedelta(days=before), today + timedelta(days=ahead)
        plan = Plan(row.code, dict(row.name), dict(zip(("ru", "en"), goal, strict=True)), first, last, roubles * 100)
        change_project(own, row.id, plan, owner_id=lead.user_id, revision=row.revision)
        _stages(own, row.id, stages, first, last, today)
        for login, share in team:
            if login in people:
                set_member(own, row.id, people[login], share, first, last)


def _stages(session: Session, project_id: UUID, stages: tuple[tuple[str, float], ...], first: date, last: date, today: date) -> None:
    """One after another; what ended a week ago is done."""
    begin, length = first, (last - first).days + 1
    for name, part in stages:
        end = min(last, begin + timedelta(days=max(1, round(length * part)) - 1))
        made = set_stage(session, project_id, name, begin, end)
        if end < today - timedelta(days=7):
            finish_stage(session, project_id, made)
        begin = end + timedelta(days=1)
