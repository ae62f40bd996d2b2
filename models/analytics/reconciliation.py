"""What Kordon checks about its own figures, in words, and which dashboards a failing check marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

OPERATIONS, LOSSES, REPORTS, ALLOCATIONS, WORKLOAD = "operations", "prevented-loss", "reports", "allocations", "workload"
EFFECT = "effect roi"


@dataclass(frozen=True, slots=True)
class ReconciliationRule:
    """`name` and `meaning` in both languages; `touches`: the dashboards whose figures cannot be trusted while it fails."""

    key: str
    name: Mapping[str, str]
    meaning: Mapping[str, str]
    touches: frozenset[str]


def _rule(key: str, touches: str, ru: tuple[str, str], en: tuple[str, str]) -> ReconciliationRule:
    return ReconciliationRule(key, {"ru": ru[0], "en": en[0]}, {"ru": ru[1], "en": en[1]}, frozenset(touches.split()))


RULES: Mapping[str, ReconciliationRule] = {
    rule.key: rule
    for rule in (
        _rule(
            "closed_after_opened",
            OPERATIONS,
            ("Дело закрыто после открытия", "День закрытия не раньше дня открытия."),
            ("A case is closed after it was opened", "The moment of closing is not before that of opening."),
        ),
        _rule(
            "reacted_in_between",
            OPERATIONS,
            ("Реакция между открытием и закрытием", "Первое действие не раньше открытия и не позже закрытия."),
            ("The reaction lies between opening and closing", "The first action is not before the opening and not after the closing."),
        ),
        _rule(
            "deadline_mark",
            OPERATIONS,
            ("Отметка о сроке верна", "«В срок» стоит ровно тогда, когда часы остановились не позже срока."),
            ("The deadline mark is right", "“In time” stands exactly where the clock stopped by the due time."),
        ),
        _rule(
            "handling_time",
            OPERATIONS,
            ("Время решения возможно", "Рабочих минут не больше, чем прошло по часам, и не меньше нуля."),
            ("The resolution time is possible", "No more working minutes than have passed by the clock, and not below zero."),
        ),
        _rule(
            "tasks_of_closed",
            OPERATIONS,
            ("У закрытого дела нет открытых задач", "С закрытием дела все его задачи закончены или отменены."),
            ("A closed case has no open tasks", "With a case all its tasks are done or cancelled."),
        ),
        _rule(
            "tasks_of_open",
            OPERATIONS,
            ("Открытое дело чего-то ждёт", "У каждого открытого дела есть открытая задача."),
            ("An open case waits for something", "Every open case has an open task."),
        ),
        _rule(
            "closing_is_told",
            OPERATIONS,
            ("Закрытие записано в ленте", "У закрытого дела есть событие о закрытии или отзыве."),
            ("The closing is on the time line", "A closed case has its event of closing or withdrawal."),
        ),
        _rule(
            "tasks_end_after_begin",
            OPERATIONS,
            ("Задача закончена после начала", "Конец задачи не раньше её начала."),
            ("A task ends after it began", "The end of a task is not before its beginning."),
        ),
        _rule(
            "rating_of_closed",
            OPERATIONS,
            ("Оценены только закрытые дела", "Оценка стоит у закрытых и не отозванных дел."),
            ("Only closed cases are rated", "A rating stands at cases that are closed and not withdrawn."),
        ),
        _rule(
            "outcome_is_known",
            f"{OPERATIONS} {LOSSES}",
            ("Итог есть в определении", "Итог дела есть в его версии процесса, и признак отрицательного итога тот же."),
            ("The outcome is in the definition", "The outcome stands in the case's version of the process, with the same negative mark."),
        ),
        _rule(
            "subcase_after_parent",
            OPERATIONS,
            ("Подчинённое дело моложе главного", "Подчинённое дело открыто не раньше главного."),
            ("A sub-case is younger than its parent", "A sub-case is not opened before its parent."),
        ),
        _rule(
            "rollups_equal_rows",
            OPERATIONS,
            ("Сводные числа равны строкам", "Число фактов и каждое их значение в сводке те же, что в самих делах."),
            ("Prepared figures equal the rows", "The number of facts and each of their values are those of the cases themselves."),
        ),
        _rule(
            "months_equal_days",
            OPERATIONS,
            ("Месяцы равны сумме дней", "Сводка месяца равна сумме сводок его дней."),
            ("Months equal their days", "The prepared month is the sum of its prepared days."),
        ),
        _rule(
            "loss_arithmetic",
            LOSSES,
            ("Ущерб посчитан по методике", "Сумма записи равна сумме под угрозой × вероятность × доля."),
            ("A loss is counted by its method", "The sum of an entry is amount at stake × probability × share."),
        ),
        _rule(
            "loss_decision",
            LOSSES,
            ("Подтверждено по порядку", "У подтверждённой записи есть доказательства, и решение не раньше передачи."),
            ("Confirmed in order", "A confirmed entry has its evidence, and was decided after it was handed in."),
        ),
        _rule(
            "loss_source",
            LOSSES,
            ("Источник ущерба на месте", "Дело подтверждённой записи закрыто с отрицательным итогом."),
            ("The source of a loss is there", "The case of a confirmed entry is closed with a negative outcome."),
        ),
        _rule(
            "loss_method",
            LOSSES,
            ("Методика той категории и того дня", "Методика записи — её категории, введена в действие и действовала в день события."),
            (
                "The method is of that category and day",
                "The method of an entry is of its category, published, and was in force on its day.",
            ),
        ),
        _rule(
            "loss_once",
            LOSSES,
            ("Ни одно событие не учтено дважды", "Одно дело и одно событие с объектом подтверждены не более чем одной записью."),
            ("No event counts twice", "One case, and one event of one object, is confirmed by one entry at most."),
        ),
        _rule(
            "loss_corrections",
            LOSSES,
            ("Исправления исправляют учтённое", "Исправляется подтверждённая запись, и итог не уходит ниже нуля."),
            ("Corrections correct what counts", "A correction is of a confirmed entry, and the rest is not below zero."),
        ),
        _rule(
            "loss_doubles",
            LOSSES,
            ("Повтор указывает на запись", "Повтор указывает на другую запись о том же объекте."),
            ("A double points at an entry", "A double points at another entry about the same object."),
        ),
        _rule(
            "loss_candidates",
            LOSSES,
            ("Ни один кандидат не пропущен", "Каждое дело, которому по правилам полагается запись, есть в реестре."),
            ("No candidate is missing", "Every case that has to be an entry by the rules is in the register."),
        ),
        _rule(
            "allocation_equals_pools",
            ALLOCATIONS,
            ("Доли равны пулам", "В закрытом месяце сумма долей каждого пула равна его затратам до копейки."),
            ("Shares equal their pools", "In a closed month the shares of every pool add up to its costs to the kopeck."),
        ),
        _rule(
            "closed_month_seal",
            ALLOCATIONS,
            ("Закрытые месяцы не изменены", "Печать закрытого месяца сходится с его долями и затратами."),
            ("Closed months are unchanged", "The seal of a closed month fits its shares and its costs."),
        ),
        _rule(
            "closed_months_there",
            ALLOCATIONS,
            ("Ни один закрытый месяц не исчез", "Каждый месяц, закрытый по журналу или имеющий доли, есть среди закрытых."),
            ("No closed month is gone", "Every month that was closed by the trail, or has shares, is among the closed ones."),
        ),
        _rule(
            "costs_equal_imports",
            ALLOCATIONS,
            ("Затраты равны загруженным файлам", "Число и сумма затрат каждого файла те же, что при загрузке."),
            ("Costs equal the imported files", "Number and sum of the costs of every file are those of its import."),
        ),
        _rule(
            "labour_days_equal_rows",
            WORKLOAD,
            ("Подготовленный труд равен строкам", "Минуты каждого человека по дням и услугам совпадают с суммой его записей."),
            ("Prepared labour equals its rows", "Minutes of every person by day and service are the sum of the entries."),
        ),
        _rule(
            "labour_units_equal_rows",
            ALLOCATIONS,
            ("Подготовленный труд подразделений равен строкам", "Минуты для каждого подразделения по дням и услугам — сумма записей."),
            ("Prepared labour of units equals its rows", "Minutes for every unit by day and service are the sum of the entries."),
        ),
        _rule(
            "closed_labour_equals_rows",
            EFFECT,
            ("Подготовленный труд закрытых дел равен строкам", "Дела и минуты по дню закрытия и услуге совпадают с записями."),
            ("Prepared labour of closed cases equals its rows", "Cases and minutes by day of closing and service are those of the rows."),
        ),
        _rule(
            "effect_equals_rows",
            EFFECT,
            ("Эффект равен строкам", "Время решения и труд на дело по услугам и месяцам те же, что по самим делам и записям."),
            ("Effect equals the rows", "Resolution time and labour a case by service and month are those of the cases and efforts."),
        ),
        _rule(
            "initiative_shares",
            EFFECT,
            ("Доли инициатив не больше целого", "Инициативы вместе берут из пула, услуги или категории не больше 100 %."),
            ("Shares of initiatives fit the whole", "Initiatives together take no more than 100% of a pool, service or category."),
        ),
        _rule(
            "initiative_cash",
            EFFECT,
            ("Деньги инициатив в своих месяцах", "Месяц лежит в сроке инициативы, факт внесён не раньше его начала."),
            ("Cash of initiatives in its months", "A month lies within the horizon of its initiative, facts do not come before it."),
        ),
        _rule(
            "sprint_log_equals_cards",
            WORKLOAD,
            ("Журнал спринта равен карточкам", "Оставшиеся минуты журнала каждого спринта — сумма оценок его незакрытых карточек."),
            ("The log of a sprint equals its cards", "What is left by the log of every sprint is the sum of its open cards."),
        ),
        _rule(
            "effort_of_a_day",
            f"{WORKLOAD} {ALLOCATIONS}",
            ("В сутках не больше 24 часов", "Трудозатраты человека за день не превышают суток."),
            ("A day has 24 hours", "The effort of a person on a day is not more than a day."),
        ),
        _rule(
            "effort_of_actors",
            f"{WORKLOAD} {ALLOCATIONS}",
            ("Трудозатраты того, кто действовал", "Запись, сделанная по действию, принадлежит тому, кто действовал, и его делу."),
            ("Effort of whoever acted", "An entry made by an action belongs to whoever acted and to the case of the action."),
        ),
        _rule(
            "report_seal",
            REPORTS,
            ("Отчёты не изменены", "Файл отчёта и его размер те же, что при создании."),
            ("Reports are unchanged", "The file of a report and its size are those of its making."),
        ),
        _rule(
            "report_equals_rows",
            f"{REPORTS} {OPERATIONS}",
            ("Отчёт равен строкам", "Число закрытых дел в отчёте о завершённом периоде то же, что в делах сейчас."),
            ("A report equals the rows", "The number of closed cases in a report on a finished period is that of the cases now."),
        ),
    )
}


def error_share(checked: int, failed: int) -> float | None:
    """Failed rows as a share of the checked ones, 0 … 1. None when nothing was checked."""
    return failed / checked if checked else None


def touched(failing: Iterable[str]) -> frozenset[str]:
    """The dashboards that these failing rules mark."""
    return frozenset(place for key in failing if key in RULES for place in RULES[key].touches)
