"""The board of the demo bank: sprints of two weeks that were worked off, one that runs, what waits. Written straight into the tables."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from data.ids import new_id
from data.queries.access import bank_day
from data.session import Session
from data.settings import read_settings
from data.tables.access import person
from data.tables.projects import backlog_item, sprint, sprint_log
from data.tables.workforce import project
from models.workforce.effort import monday_of

_SPRINTS, _DAYS = 4, 14  # closed ones before the running one; length in days
_GOALS = (
    "Навести порядок в доступах подрядчиков", "Обновить регламент проверок юрлиц", "Подготовить переезд видеонаблюдения",
    "Собрать карту критичных поставщиков", "Запустить пилот голосового робота", "Перенести архив дел и сверить реестры",
)  # fmt: skip
_TITLES = (
    "Согласовать перечень камер с филиалами", "Описать матрицу доступов", "Сверить реестр пропусков с кадрами",
    "Провести учение по эвакуации",
    "Настроить выгрузку из СПАРК",
    "Подготовить памятку для офисов", "Разобрать замечания аудита", "Проверить договоры охраны",
    "Обучить дежурную смену", "Собрать статистику ложных тревог", "Обновить шаблон заключения", "Закупить носители для архива",
    "Провести интервью с риск-подразделением", "Настроить правила сценариев", "Пересмотреть лимиты доступа", "Разметить записи звонков",
    "Подготовить отчёт комитету", "Проверить резервные каналы связи", "Описать порядок изъятия техники",
    "Актуализировать контакты подрядчиков",
    "Проверить журналы серверной", "Согласовать план обходов", "Свести требования к подрядчику", "Опросить владельцев систем",
    "Протестировать тревожные кнопки", "Сформировать перечень критичных данных",
)  # fmt: skip
_PEOPLE = ("rodin", "belova", "gusev", "lapin", "titova", "vershinina", "lebedev")


def seed_board(session: Session) -> None:
    """Nothing when a sprint is there already, or no project."""
    projects = [row.id for row in session.rows(select(project.c.id).order_by(project.c.code))]
    if not projects or session.first(select(sprint.c.id).limit(1)) is not None:
        return
    making = _Board(session, projects)
    monday = monday_of(bank_day(session.now))
    this = monday - timedelta(days=7 * (monday.isocalendar().week % 2))
    for number in range(_SPRINTS, -1, -1):
        making.add_sprint(this - timedelta(days=_DAYS * number), goal=_GOALS[_SPRINTS - number], is_running=number == 0)
    making.add_planned(this + timedelta(days=_DAYS), goal=_GOALS[-1])
    making.write()


class _Board:
    def __init__(self, session: Session, projects: list[UUID]) -> None:
        self.session, self.projects, self.dice = session, projects, Random(20261127)
        self.today, self.zone = bank_day(session.now), ZoneInfo(read_settings().zone)
        found = session.rows(select(person.c.id).where(person.c.login.in_(_PEOPLE)).order_by(person.c.login))
        self.people = [row.id for row in found]
        self.sprints: list[dict[str, Any]] = []
        self.cards: list[dict[str, Any]] = []
        self.log: list[dict[str, Any]] = []

    def add_sprint(self, first: date, *, goal: str, is_running: bool) -> None:
        """Cards come in on the first day and are done one after another; of a running sprint those whose day has come."""
        number, last = new_id(), first + timedelta(days=_DAYS - 3)
        ended = self._at(last, 17) if not is_running else None
        self.sprints.append({
            "id": number, "goal": goal, "first_day": first, "last_day": last, "state": "running" if is_running else "closed",
            "closed_at": ended,
        })  # fmt: skip
        count = 9
        for place in range(count):
            done_on = first + timedelta(days=round((place + 1) * (_DAYS - 4) / count) + self.dice.randrange(2))
            done_on -= timedelta(days=max(0, done_on.weekday() - 4))
            is_done = done_on < self.today if is_running else True
            at = place / count
            begun = "doing" if at < 0.8 and self.dice.random() < 0.5 else "todo"
            stage = "done" if is_done else "review" if done_on == self.today else begun
            card = self._card(first, sprint_id=number, stage=stage, done_at=self._at(done_on, 16) if stage == "done" else None)
            self._line(number, card, first, "taken", card["minutes"], card["minutes"])
            if stage == "done":
                self._line(number, card, done_on, "moved", 0, -card["minutes"])

    def add_planned(self, first: date, *, goal: str) -> None:
        number = new_id()
        days = {"first_day": first, "last_day": first + timedelta(days=_DAYS - 3)}
        self.sprints.append({"id": number, "goal": goal, "state": "planned", "closed_at": None, **days})
        for _place in range(3):
            card = self._card(self.today, sprint_id=number)
            self._line(number, card, self.today, "taken", card["minutes"], card["minutes"])
        for _place in range(7):
            self._card(self.today, sprint_id=None, assigned=False)

    def write(self) -> None:
        for table, rows in ((sprint, self.sprints), (backlog_item, self.cards), (sprint_log, self.log)):
            self.session.execute(insert(table), rows)

    def _card(
        self, day: date, *, sprint_id: UUID | None, stage: str = "todo", done_at: datetime | None = None, assigned: bool = True
    ) -> dict[str, Any]:
        place = len(self.cards)
        card = {
            "id": new_id(), "title": _TITLES[place % len(_TITLES)], "project_id": self.projects[place % len(self.projects)],
            "assignee_id": self.people[place % len(self.people)] if assigned and self.people else None, "stage": stage,
            "minutes": 60 * self.dice.choice((2, 3, 4, 6, 8)), "rank": place + 1, "sprint_id": sprint_id, "added_at": self._at(day, 9),
            "done_at": done_at,
        }  # fmt: skip
        self.cards.append(card)
        return card

    def _line(self, number: UUID, card: dict[str, Any], day: date, kind: str, scope: int, left: int) -> None:
        self.log.append({
            "id": new_id(), "sprint_id": number, "item_id": card["id"], "at": self._at(day, 10), "day": day, "kind": kind,
            "scope_minutes": scope, "left_minutes": left, "by_id": card["assignee_id"],
        })  # fmt: skip

    def _at(self, day: date, hour: int) -> datetime:
        return min(datetime.combine(day, time(hour), self.zone), self.session.now)
