"""What each figure of the dashboard of prevented loss means, in the words a reader sees behind the sign ƒ."""

from __future__ import annotations

from collections.abc import Mapping

from models.analytics.figure_rules import Better, FigureRule, Unit


def _rule(key: str, ru: tuple[str, str], en: tuple[str, str], *, unit: Unit, better: Better = "neither", live: bool = False) -> FigureRule:
    """Name and formula in Russian, then in English."""
    return FigureRule(key, {"ru": ru[0], "en": en[0]}, {"ru": ru[1], "en": en[1]}, unit, better, live)


LOSS_FIGURES: Mapping[str, FigureRule] = {
    rule.key: rule
    for rule in (
        _rule(
            "confirmed",
            (
                "Предотвращённый ущерб",
                "Сумма подтверждённых вторым лицом записей реестра, день которых лежит в периоде, вместе с "
                "исправлениями. Одна запись: сумма под угрозой × вероятность × доля потерь по методике категории, "
                "действовавшей в день события.",
            ),
            (
                "Prevented loss",
                "The sum of the entries of the register that a second person has confirmed and whose day lies in the "
                "period, corrections included. One entry: amount at stake × probability × loss given event by the "
                "method of its category in force on the day of the event.",
            ),
            unit="money", better="more",
        ),
        _rule(
            "losses",
            (
                "Подтверждено событий",
                "Подтверждённые записи периода без исправлений. Одно событие с одним объектом считается один раз.",
            ),
            (
                "Events confirmed",
                "Confirmed entries of the period, corrections left out. One event of one object is counted once.",
            ),
            unit="cases", better="more",
        ),
        _rule(
            "plan",
            (
                "Выполнение плана",
                "Предотвращённый ущерб периода, делённый на план его начавшихся месяцев. План задаёт руководитель "
                "службы по категориям.",
            ),
            (
                "Plan fulfilled",
                "Prevented loss of the period divided by the plan of those of its months that have begun. The head of"
                " the service sets the plan by category.",
            ),
            unit="share", better="more",
        ),
        _rule(
            "submitted",
            (
                "Ждёт подтверждения",
                "Записи с доказательствами, переданные на решение второму лицу, на эту минуту. В сумму ущерба они не "
                "входят.",
            ),
            (
                "Waiting for confirmation",
                "Entries with evidence that a second person has yet to decide about, as of now. They are not part of "
                "any sum.",
            ),
            unit="money", live=True,
        ),
        _rule(
            "candidates",
            (
                "Кандидаты",
                "Проверки с отрицательным итогом и суммой под угрозой, которые ещё никто не передал на подтверждение."
                " Возникают сами.",
            ),
            (
                "Candidates",
                "Checks that ended badly with an amount at stake and that nobody has handed in yet. They arise by "
                "themselves.",
            ),
            unit="money", live=True,
        ),
        _rule(
            "corrections",
            (
                "Исправления",
                "Подтверждённые исправления периода: разница между исправленной и прежней суммой, в день "
                "подтверждения исправления.",
            ),
            (
                "Corrections",
                "Confirmed corrections of the period: the difference between the corrected and the former amount, on "
                "the day of the correction.",
            ),
            unit="money",
        ),
        _rule(
            "rejected",
            (
                "Отклонено",
                "Записи периода, которые второе лицо не признало предотвращённым ущербом.",
            ),
            (
                "Rejected",
                "Entries of the period that the second person did not accept as prevented loss.",
            ),
            unit="cases",
        ),
        _rule(
            "doubles",
            (
                "Повторы",
                "Записи периода о событии, которое уже учтено другой записью.",
            ),
            (
                "Doubles",
                "Entries of the period about an event that another entry already counts.",
            ),
            unit="cases",
        ),
    )
}
