"""What each figure of the dashboard of labour means, in the words a reader sees behind the sign ƒ."""

from __future__ import annotations

from collections.abc import Mapping

from models.analytics.figure_rules import Better, FigureRule, Unit


def _rule(key: str, ru: tuple[str, str], en: tuple[str, str], *, unit: Unit, better: Better = "neither", live: bool = False) -> FigureRule:
    """Name and formula in Russian, then in English."""
    return FigureRule(key, {"ru": ru[0], "en": en[0]}, {"ru": ru[1], "en": en[1]}, unit, better, live)


WORKLOAD_FIGURES: Mapping[str, FigureRule] = {
    rule.key: rule
    for rule in (
        _rule(
            "load",
            (
                "Загрузка",
                "Учтённое рабочее время, делённое на положенное: норма производственного календаря без отпусков, "
                "болезней и других отсутствий. "
                "Командировка и обучение — работа.",
            ),
            (
                "Load",
                "Time entered divided by time owed: the norm of the production calendar without holidays, illness and other leave. "
                "A business trip and training are work.",
            ),
            unit="share",
        ),
        _rule(
            "minutes",
            (
                "Учтено",
                "Сумма записей о труде за дни периода: действия в делах по нормам времени, таймер и записи от руки, без зачёркнутых.",
            ),
            (
                "Time entered",
                "The sum of entries of labour on the days of the period: actions in cases by their rules, the timer and entries by hand, "
                "crossed out ones left out.",
            ),
            unit="hours",
        ),
        _rule(
            "project_share",
            ("На проекты", "Время на проекты, делённое на всё учтённое время."),
            ("On projects", "Time on projects divided by all time entered."),
            unit="share",
        ),
        _rule(
            "absent_days",
            ("Дни отсутствия", "Рабочие дни календаря, в которые кого-то не было, любого вида, по данным кадров."),
            ("Days absent", "Working days of the calendar on which somebody was absent, of any kind, by the personnel system."),
            unit="cases", better="less",
        ),
        _rule(
            "open_work",
            (
                "Труд впереди",
                "Открытые дела, умноженные на средний труд одного закрытого дела их услуги за последние три месяца. В "
                "рабочих днях — делённые на "
                "средний день команды: положенное время без доли проектов.",
            ),
            (
                "Labour ahead",
                "Open cases times the mean labour of a closed case of their service over the last three months. In "
                "working days: divided by "
                "the mean day of the crew, time owed without the share of projects.",
            ),
            unit="hours", better="less", live=True,
        ),
        _rule(
            "forecast",
            (
                "Прогноз загрузки",
                "Труд по делам недели, делённый на время команды для дел. Дело кончается, когда со дня его открытия "
                "прошла медиана длительности "
                "его услуги, просроченное — сейчас; новые дела приходят в темпе последних трёх месяцев.",
            ),
            (
                "Expected load",
                "Labour on the cases of a week divided by the crew's time for cases. A case ends when the median "
                "duration of its service has "
                "passed since its opening, an overdue one now; new cases come at the pace of the last three months.",
            ),
            unit="share", live=True,
        ),
    )
}  # fmt: skip
