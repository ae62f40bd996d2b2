"""The feed of an outside BI: what its views hold, in words. A contract: columns are added, never renamed, dropped or given another meaning.

`data/migrations/sql/feed.sql` makes them; the dictionary on screen and in docs/bi-feed.md is this module. No view holds names of people,
titles of cases, objects of checks or fields of forms: people are ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "integer", "bigint", "numeric(18,2)", "numeric(18,6)", "date", "timestamp with time zone", "boolean"]
SCHEMA = "bi"


@dataclass(frozen=True, slots=True)
class FeedColumn:
    """`meaning` in both languages; `type` as PostgreSQL says it."""

    name: str
    type: Type
    meaning: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FeedView:
    """One row of it is what `meaning` says."""

    name: str
    meaning: Mapping[str, str]
    columns: tuple[FeedColumn, ...]


_TYPES: Mapping[str, Type] = {
    "t": "text", "i": "integer", "n": "bigint", "m": "numeric(18,2)", "q": "numeric(18,6)", "d": "date", "at": "timestamp with time zone",
    "b": "boolean",
}  # fmt: skip


def _view(name: str, ru: str, en: str, *columns: tuple[str, str, str, str]) -> FeedView:
    """Columns as (name, short type, Russian, English)."""
    told = tuple(FeedColumn(column, _TYPES[kind], {"ru": words, "en": meaning}) for column, kind, words, meaning in columns)
    return FeedView(name, {"ru": ru, "en": en}, told)


_UNIT = ("unit", "t", "код подразделения, пусто — не указано", "code of the unit, empty: not given")
_LINE = ("business_line", "t", "код бизнес-направления, пусто — не указано", "code of the business line, empty: not given")
_SERVICE = ("service", "t", "код услуги", "code of the service")
_NAMES = (("name_ru", "t", "название по-русски", "name in Russian"), ("name_en", "t", "название по-английски", "name in English"))

VIEWS: Mapping[str, FeedView] = {
    view.name: view
    for view in (
        _view("service", "Услуга или другой процесс", "A service or another process", ("service", "t", "код", "code"), *_NAMES),
        _view(
            "unit", "Подразделение банка", "A unit of the bank", ("unit", "t", "код", "code"), *_NAMES,
            ("parent_unit", "t", "код вышестоящего, пусто — верхнее", "code of the unit above, empty: at the top"), _LINE,
        ),
        _view("business_line", "Бизнес-направление", "A business line", ("business_line", "t", "код", "code"), *_NAMES),
        _view("work_group", "Группа службы безопасности", "A group of the security service", ("work_group", "t", "код", "code"), *_NAMES),
        _view(
            "security_case", "Дело: заявка, проверка, инцидент, служебное расследование", "A case: request, check, incident, investigation",
            ("case_number", "t", "номер", "number"),
            ("source", "t", "kordon или имя загруженного журнала", "kordon, or the name of an imported log"), _SERVICE,
            ("state", "t", "состояние", "state"),
            ("outcome", "t", "итог, пусто — открыто или без итога", "outcome, empty: open or without one"),
            ("is_negative", "b", "итог отрицательный", "the outcome is negative"), _UNIT, _LINE,
            ("work_group", "t", "код группы, пусто — без группы", "code of the group, empty: none"),
            ("owner_id", "t", "сотрудник, который ведёт, идентификатор", "who is in charge, an id"),
            ("priority", "i", "0 низкий … 3 критический", "0 low … 3 critical"),
            ("risk_level", "t", "low, medium, high или пусто", "low, medium, high or empty"),
            ("amount_rub", "m", "сумма под вопросом, рубли", "amount in question, roubles"),
            ("opened_at", "at", "открыто", "opened"), ("opened_on", "d", "день открытия в зоне банка", "day of opening in the bank's zone"),
            ("due_at", "at", "срок", "due"), ("closed_at", "at", "закрыто", "closed"),
            ("closed_on", "d", "день закрытия в зоне банка", "day of closing in the bank's zone"),
            ("reaction_minutes", "i", "рабочие минуты до первого действия", "working minutes to the first action"),
            ("handling_minutes", "i", "рабочие минуты от открытия до решения без пауз",
             "working minutes from opening to resolution, holds left out"),
            ("paused_minutes", "i", "рабочие минуты на паузе", "working minutes on hold"),
            ("is_in_time", "b", "закрыто в срок; пусто — открыто или срока нет", "closed in time; null: open, or without a deadline"),
            ("rating", "i", "оценка заказчика 1–5", "rating by the requester, 1–5"),
        ),
        _view(
            "case_step", "Задача дела: проход шага", "A task of a case: a visit of a step", ("case_number", "t", "дело", "case"), _SERVICE,
            ("step", "t", "ключ шага", "key of the step"), ("visit", "i", "который раз", "which time"), ("kind", "t", "вид", "kind"),
            ("state", "t", "open, done, cancelled", "open, done, cancelled"),
            ("work_group", "t", "код группы, пусто — без группы", "code of the group, empty: none"),
            ("done_by_id", "t", "кто выполнил, идентификатор", "who did it, an id"), ("entered_at", "at", "начат", "entered"),
            ("due_at", "at", "срок", "due"), ("done_at", "at", "закончен", "done"),
            ("working_minutes", "i", "рабочие минуты шага", "working minutes of the step"),
        ),
        _view(
            "effort", "Запись о труде, которая считается", "An entry of labour that counts",
            ("day", "d", "день в зоне банка", "day in the bank's zone"),
            ("person_id", "t", "сотрудник, идентификатор", "the person, an id"), ("minutes", "i", "минуты", "minutes"),
            ("origin", "t", "rule, timer, manual", "rule, timer, manual"),
            ("case_number", "t", "дело, пусто — проект", "the case, empty: a project"),
            ("service", "t", "код услуги, пусто — без дела", "code of the service, empty: without a case"),
            ("project", "t", "код проекта, пусто — дело", "code of the project, empty: a case"), _UNIT, _LINE,
        ),
        _view(
            "cost", "Затрата службы", "A cost of the service",
            ("month", "d", "месяц, в котором учтена (первое число)", "the month it counts in, its first day"),
            ("of_month", "d", "месяц, к которому относится", "the month it is of"), ("pool", "t", "код пула", "code of the pool"),
            ("pool_name_ru", "t", "пул по-русски", "the pool in Russian"), ("pool_name_en", "t", "пул по-английски", "the pool in English"),
            ("amount_rub", "m", "сумма, рубли", "amount, roubles"), ("account", "t", "счёт", "account"),
            ("document", "t", "документ", "document"),
            ("source", "t", "manual, csv, 1c", "manual, csv, 1c"),
        ),
        _view(
            "allocation", "Доля затрат закрытого месяца под печатью", "A share of the costs of a closed, sealed month",
            ("month", "d", "месяц (первое число)", "the month, its first day"), ("pool", "t", "код пула", "code of the pool"),
            ("unit", "t", "код подразделения; пусто — никто не несёт", "code of the unit; empty: nobody bears it"),
            ("is_idle", "b", "незанятая мощность", "idle capacity"),
            ("service", "t", "код услуги, пусто — без услуги", "code of the service, empty: none"),
            ("driver", "t", "драйвер ключа, пусто — без ключа", "driver of the key, empty: no key"),
            ("quantity", "q", "количество драйвера", "quantity of the driver"),
            ("amount_rub", "m", "сумма, рубли", "amount, roubles"),
            ("is_correction", "b", "исправление прошлого месяца", "a correction of an earlier month"),
        ),
        _view(
            "prevented_loss", "Запись реестра предотвращённого ущерба", "An entry of the register of prevented loss",
            ("number", "t", "номер", "number"), ("category", "t", "код категории", "code of the category"),
            ("state", "t", "candidate, submitted, confirmed, rejected, double", "candidate, submitted, confirmed, rejected, double"),
            ("happened_on", "d", "день события", "day of the event"), ("counted_on", "d", "день учёта", "day it counts on"),
            ("case_number", "t", "дело, пусто — другой источник", "the case, empty: another source"),
            ("service", "t", "код услуги, пусто — без дела", "code of the service, empty: without a case"), _UNIT, _LINE,
            ("at_stake_rub", "m", "под угрозой, рубли", "at stake, roubles"),
            ("loss_rub", "m", "предотвращено, рубли", "prevented, roubles"),
            ("is_correction", "b", "исправление другой записи", "a correction of another entry"), ("decided_at", "at", "решено", "decided"),
        ),
        _view(
            "loss_plan", "План предотвращённого ущерба", "The plan of prevented loss",
            ("category", "t", "код категории", "code of the category"),
            ("month", "d", "месяц (первое число)", "the month, its first day"), ("amount_rub", "m", "план, рубли", "plan, roubles"),
        ),
        _view(
            "reconciliation", "Проверка правила сверки", "A check of a rule of reconciliation", ("at", "at", "когда", "when"),
            ("rule", "t", "ключ правила", "key of the rule"), ("first_day", "d", "с какого дня", "from which day"),
            ("day_after", "d", "до какого дня, не включая", "up to which day, not included"),
            ("checked", "n", "проверено строк", "rows checked"), ("failed", "n", "из них нарушают правило", "of them break the rule"),
        ),
    )
}  # fmt: skip
