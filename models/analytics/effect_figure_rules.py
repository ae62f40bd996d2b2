"""What each measure of effect and each figure of return means, in the words a reader sees behind the sign ƒ."""

from __future__ import annotations

from collections.abc import Mapping

from models.analytics.effect import Measure
from models.analytics.figure_rules import Better, FigureRule, Unit


def _rule(key: str, ru: tuple[str, str], en: tuple[str, str], *, unit: Unit, better: Better = "less") -> FigureRule:
    """Name and formula in Russian, then in English."""
    return FigureRule(key, {"ru": ru[0], "en": en[0]}, {"ru": ru[1], "en": en[1]}, unit, better)


_AGAINST_RU = " Изменение: (сейчас − до) / до; ускорение: до / сейчас − 1."
_AGAINST_EN = " Change: (now − before) / before; faster by: before / now − 1."
_TOGETHER_RU = " По всем услугам вместе — среднее услуг с обеими сторонами, с весом закрытых дел."
_TOGETHER_EN = " Over all services: the mean of those with both sides, weighted by closed cases."

EFFECT_FIGURES: Mapping[str, FigureRule] = {
    rule.key: rule
    for rule in (
        _rule(
            Measure.HANDLING,
            (
                "Время решения",
                "Медиана рабочих часов от открытия до решения без пауз по делам услуги, закрытым в периоде, против базового значения."
                + _TOGETHER_RU + _AGAINST_RU,
            ),
            (
                "Resolution time",
                "Median working hours from opening to resolution without pauses, over the service's cases closed in the period, against"
                " its baseline." + _TOGETHER_EN + _AGAINST_EN,
            ),
            unit="hours",
        ),
        _rule(
            Measure.REACTION,
            ("Реакция на инциденты", "Медиана часов от открытия инцидента до первого действия. Пока инциденты в Кордоне не ведутся,"
             " сравнивать не с чем."),
            ("Reaction to incidents", "Median hours from the opening of an incident to the first action. As long as Kordon keeps no"
             " incidents there is nothing to compare."),
            unit="hours",
        ),
        _rule(
            Measure.LABOUR,
            (
                "Труд на дело",
                "Минуты работы над делами услуги, закрытыми в периоде, делённые на число этих дел. Это труд людей, а не прошедшее время."
                + _TOGETHER_RU + _AGAINST_RU,
            ),
            (
                "Labour per case",
                "Minutes worked on the service's cases closed in the period, divided by the number of these cases. It is people's work,"
                " not time that passes." + _TOGETHER_EN + _AGAINST_EN,
            ),
            unit="hours",
        ),
        _rule(
            Measure.REPORT_ERRORS,
            ("Ошибки отчётности", "Строки, нарушающие правила сверки, делённые на проверенные строки, по всем сверкам периода."),
            ("Reporting errors", "Rows that break a rule of reconciliation divided by the rows checked, over all reconciliations of the"
             " period."),
            unit="share",
        ),
        _rule(
            Measure.REPORT_TIME,
            ("Подготовка отчёта", "Медиана времени от открытия страницы или меню отчёта до заказа, как его измерил браузер."
             " Кто заказал отчёт командой или по расписанию, не измеряется." + _AGAINST_RU),
            ("Report preparation", "Median time from opening the page or the menu of the report to the order, as the browser measured"
             " it. Reports made by command or on schedule are not measured." + _AGAINST_EN),
            unit="hours",
        ),
        _rule(
            Measure.REPORT_CLICKS,
            ("Нажатий до отчёта", "Медиана нажатий от открытия страницы или меню отчёта до заказа, включая само нажатие «Отчёт»."),
            ("Clicks to a report", "Median clicks from opening the page or the menu of the report to the order, the click that orders"
             " included."),
            unit="cases",
        ),
        _rule(
            Measure.BUDGET,
            ("Затраты службы в месяц", "Средние затраты всех пулов за месяц по месяцам периода, в которых затраты внесены."),
            ("Costs of the service a month", "Mean costs of all pools in a month, over the months of the period that have costs."),
            unit="money",
        ),
    )
}  # fmt: skip

ROI_FIGURES: Mapping[str, FigureRule] = {
    rule.key: rule
    for rule in (
        _rule(
            "roi",
            ("Окупаемость, ROI", "(Выгоды − затраты) / затраты за весь горизонт. Прошедшие месяцы — факт, будущие — план по"
             " сценарию; за прошедший месяц без факта берётся план."),
            ("Return, ROI", "(Benefits − costs) / costs over the whole horizon. Months that are over count as they were,"
             " months ahead as planned under the scenario; a month that nobody has told about counts as planned."),
            unit="share", better="more",
        ),
        _rule(
            "pay_back",
            ("Срок окупаемости", "Месяц, с которого накопленная сумма выгод за вычетом затрат не ниже нуля и уже не опускается; внутри"
             " месяца деньги считаются равномерными."),
            ("Pay-back", "The month from which the cumulative sum of benefits less costs is not below zero and stays so; money is taken"
             " as even within a month."),
            unit="hours",
        ),
        _rule(
            "discounted_pay_back",
            ("Дисконтированный срок", "То же по суммам, дисконтированным по годовой ставке сценария: месяц k делится на"
             " (1 + ставка)^((k − 1) / 12)."),
            ("Discounted pay-back", "The same of sums discounted at the yearly rate of the scenario: month k is divided by"
             " (1 + rate)^((k − 1) / 12)."),
            unit="hours",
        ),
        _rule(
            "present_value",
            ("Приведённая стоимость, NPV", "Сумма месячных разниц выгод и затрат, дисконтированных по годовой ставке сценария."),
            ("Net present value, NPV", "The sum of the monthly differences of benefits and costs, discounted at the yearly rate of the"
             " scenario."),
            unit="money", better="more",
        ),
        _rule(
            "internal_rate",
            ("Норма доходности, IRR", "Годовая ставка, при которой приведённая стоимость равна нулю. Есть, только если"
             " месячные разницы один раз меняют знак с минуса на плюс."),
            ("Internal rate, IRR", "The yearly rate at which the present value is zero. It exists only where the monthly"
             " differences change their sign once, from costs to benefits."),
            unit="share", better="more",
        ),
        _rule(
            "budget",
            ("Бюджет: план и факт", "Затраты и выгоды прошедших месяцев, о которых известен факт, против плана этих же месяцев."),
            ("Budget: plan and fact", "Costs and benefits of the months that are over and told, against the plan of the same months."),
            unit="money",
        ),
    )
}  # fmt: skip
