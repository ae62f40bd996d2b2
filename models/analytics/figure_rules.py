"""What each figure of the operations dashboard means, in the words a reader sees behind the sign ƒ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Unit = Literal["cases", "share", "hours", "points", "money"]
Better = Literal["more", "less", "neither"]


@dataclass(frozen=True, slots=True)
class FigureRule:
    """One figure in words. `better` says which direction is good for the bank; `live` figures are as of now, whatever the period."""

    key: str
    name: Mapping[str, str]
    formula: Mapping[str, str]
    unit: Unit
    better: Better = "neither"
    live: bool = False


def _rule(
    key: str, *, ru: str, en: str, rule_ru: str, rule_en: str, unit: Unit = "cases", better: Better = "neither", live: bool = False
) -> FigureRule:
    return FigureRule(key, {"ru": ru, "en": en}, {"ru": rule_ru, "en": rule_en}, unit, better, live)


FIGURES: Mapping[str, FigureRule] = {
    rule.key: rule
    for rule in (
        _rule("opened", ru="Открыто", en="Opened",
              rule_ru="Дела, открытые в периоде. За всё время это число всех дел.",
              rule_en="Cases opened in the period. Over all time this is the number of all cases."),
        _rule("closed", ru="Закрыто", en="Closed",
              rule_ru="Дела, закрытые в периоде с любым итогом: выполненные, отклонённые и отозванные.",
              rule_en="Cases closed in the period with any outcome: done, refused and withdrawn.", better="more"),
        _rule("open_at_end", ru="В работе", en="In work",
              rule_ru="Дела, открытые до конца периода и к его концу не закрытые. В текущем периоде — на сейчас.",
              rule_en="Cases opened before the end of the period and not closed by then. In the current period: as of "
                      "now.", better="less"),
        _rule("open", ru="Открыто сейчас", en="Open now",
              rule_ru="Все незакрытые дела на эту минуту, включая паузу и ожидание.",
              rule_en="All cases not closed at this minute, those on hold and waiting included.", better="less", live=True),
        _rule("overdue", ru="Просрочено", en="Overdue",
              rule_ru="Открытые дела, срок которых прошёл. Дела на паузе не входят: их срок стоит.",
              rule_en="Open cases past their due time. Cases on hold are left out: their clock stands still.", better="less", live=True),
        _rule("at_risk", ru="Под риском", en="At risk",
              rule_ru="Открытые дела, у которых наступил первый порог напоминания, а срок ещё не прошёл. Без порогов "
                      "— прошло 80 % времени до срока.",
              rule_en="Open cases past their first reminder and not yet past their due time. Without reminders: 80% "
                      "of the time has passed.",
              better="less", live=True),
        _rule("sla_compliance", ru="В срок", en="In time",
              rule_ru="Доля дел, закрытых в срок, среди дел, закрытых в периоде с известной отметкой о сроке. "
                      "Отозванные в срок не считаются, отозванные после срока — нарушены.",
              rule_en="Cases closed in time as a share of the cases closed in the period whose deadline mark is known. "
                      "Requests withdrawn in time do not count; those withdrawn late count as missed.",
              unit="share", better="more"),
        _rule("sla_broken", ru="Нарушен срок", en="Deadline missed",
              rule_ru="Дела, закрытые в периоде позже срока.", rule_en="Cases closed in the period after their due time.", better="less"),
        _rule("sla_broken_share", ru="Доля нарушений срока", en="Share of missed deadlines",
              rule_ru="Единица минус доля закрытых в срок.", rule_en="One minus the share closed in time.", unit="share", better="less"),
        _rule("median_reaction", ru="Реакция", en="Reaction",
              rule_ru="Медиана времени от открытия до первого действия по делам, открытым в периоде. Рабочие часы по календарю услуги, "
                      "у загруженных журналов — по часам.",
              rule_en="Median time from opening to the first action, over cases opened in the period. Working hours "
                      "of the service's calendar; "
                      "by the clock for imported logs.", unit="hours", better="less"),
        _rule("median_handling", ru="Время решения", en="Resolution time",
              rule_ru="Медиана времени от открытия до решения без пауз по делам, закрытым в периоде. Рабочие часы по календарю услуги, "
                      "у загруженных журналов — по часам.",
              rule_en="Median time from opening to resolution without pauses, over cases closed in the period. "
                      "Working hours of the service's "
                      "calendar; by the clock for imported logs.", unit="hours", better="less"),
        _rule("median_duration", ru="Длительность дела", en="Duration",
              rule_ru="Медиана времени от открытия до закрытия по часам, со всеми ночами, выходными и паузами, по "
                      "делам, закрытым в периоде.",
              rule_en="Median time from opening to closing by the clock, nights, weekends and pauses included, over "
                      "cases closed in the period.",
              unit="hours", better="less"),
        _rule("rating", ru="Оценка", en="Rating",
              rule_ru="Среднее оценок заказчиков от 1 до 5 по делам, закрытым в периоде и оценённым.",
              rule_en="Mean of the requesters' ratings, 1 to 5, over rated cases closed in the period.", unit="points", better="more"),
        _rule("rework", ru="Возвраты на доработку", en="Returns for rework",
              rule_ru="Задачи, законченные в периоде, на шаге, который это дело уже проходило.",
              rule_en="Tasks finished in the period on a step the case had been through before.", better="less"),
        _rule("withdrawn", ru="Отозвано", en="Withdrawn",
              rule_ru="Дела, которые заказчик отозвал в периоде.", rule_en="Cases withdrawn by the requester in the period."),
        _rule("refused", ru="Отклонено", en="Refused",
              rule_ru="Дела, закрытые в периоде отказом.", rule_en="Cases closed in the period by a refusal."),
        _rule("ageing", ru="Возраст открытых дел", en="Age of open cases",
              rule_ru="Открытые сейчас дела по числу полных суток с открытия.",
              rule_en="Cases open now, by whole days since they were opened.", live=True),
        _rule("workload", ru="Нагрузка", en="Workload",
              rule_ru="Открытые сейчас дела по ответственным и группам; ёмкость — сколько дел человек ведёт без спешки.",
              rule_en="Cases open now by owner and by group; capacity is how many one carries without haste.", live=True),
        _rule("funnel", ru="Воронка", en="Funnel",
              rule_ru="Сколько дел впервые прошли шаг в периоде и медиана времени на шаге: рабочего, если услуга ведёт календарь.",
              rule_en="How many cases first passed the step in the period, and the median time in the step: working "
                      "time if the service keeps a calendar."),
    )
}  # fmt: skip
