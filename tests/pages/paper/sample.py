"""An invented report in two languages, as rich as a real one: every kind of block and every kind of chart."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from pages.paper.letter import Letter
from pages.paper.model import Chart, Column, Definition, Finding, Paragraph, ReportModel, Section, Table, Tile
from pages.translations import Language

_LINES = (
    ("Корпоративные кредиты", "Corporate lending", 86.2, 71.4),
    ("Розничные кредиты", "Retail lending", 48.9, 52.6),
    ("Внешнее мошенничество", "External fraud", 37.4, 24.1),
    ("Инвестиционный бизнес", "Investment business", 22.0, 18.6),
    ("Операционная и информационная безопасность", "Operational and information security", 12.7, 13.9),
    ("Розничный бизнес", "Retail business", 7.4, 6.2),
)


def report(lang: Language = "ru") -> ReportModel:
    ru = lang == "ru"
    return ReportModel(
        title="Работа службы безопасности" if ru else "Security service performance",
        subtitle="Предотвращённый ущерб, сроки и затраты" if ru else "Prevented loss, deadlines and costs",
        lang=lang,
        organisation="АО «Пример Банк»" if ru else "Example Bank JSC",
        period_label="Ноябрь 2026" if ru else "November 2026",
        compared_with="Октябрь 2026" if ru else "October 2026",
        audience="Правление банка" if ru else "Management board",
        author="Орлов А. В." if ru else "A. Orlov",
        data_as_of=datetime(2026, 11, 30, 20, 59, tzinfo=UTC),
        generated_at=datetime(2026, 12, 1, 5, 0, tzinfo=UTC),
        filters=(("Подразделения", "все"), ("Услуги", "все")) if ru else (("Units", "all"), ("Services", "all")),
        tiles=_tiles(ru),
        findings=_findings(ru),
        sections=(_effect(ru), _work(ru)),
        definitions=_definitions(ru),
    )


def _tiles(ru: bool) -> tuple[Tile, ...]:
    if ru:
        return (
            Tile("Предотвращённый ущерб", "214,6", "млн ₽", "+15 %", "к 186,5 в октябре", "цель 200", "good"),
            Tile("Выполнено в срок", "96,4", "%", "+1,8 п. п.", "к 94,6 в октябре", "цель 95 %", "good"),
            Tile("Проверка юридического лица", "5,8", "ч", "−71 %", "к базе 20,1 ч", "", "good"),
            Tile("Возвращено долгов", "41,3", "млн ₽", "−6 %", "к 43,9 в октябре", "", "bad"),
            Tile("Затраты службы", "18,9", "млн ₽", "", "на 4 % ниже плана 19,7"),
            Tile("Окупаемость", "17", "месяцев", "", "с начала работы", "план 18"),
        )
    return (
        Tile("Prevented loss", "₽214.6", "M", "+15%", "on 186.5 in October", "target 200", "good"),
        Tile("Done on time", "96.4", "%", "+1.8 pp", "on 94.6 in October", "target 95%", "good"),
        Tile("Check of a company", "5.8", "h", "−71%", "against 20.1 h before", "", "good"),
        Tile("Debts recovered", "₽41.3", "M", "−6%", "on 43.9 in October", "", "bad"),
        Tile("Cost of the service", "₽18.9", "M", "", "4% below the plan of 19.7"),
        Tile("Pay-back", "17", "months", "", "since the start", "planned 18"),
    )


def _findings(ru: bool) -> tuple[Finding, ...]:
    if ru:
        return (
            Finding(
                "Предотвращённый ущерб вырос на **28,1 млн ₽**, больше всего дали отказы по корпоративным кредитам: **+14,8 млн ₽**.",
                "good",
            ),
            Finding("Срок держится выше цели **третью неделю**; чаще всего опаздывают выезды: **8 из 31** опоздания.", "good"),
            Finding("Возвращено на **2,6 млн ₽** меньше, чем в октябре: не состоялись две крупные сделки по залогам.", "bad"),
            Finding("Два сотрудника работают выше нормы вторую неделю; очередь проверок юридических лиц перераспределена.", "neutral"),
        )
    return (
        Finding("Prevented loss grew by **₽28.1M**; refusals in corporate lending gave most of it: **+₽14.8M**.", "good"),
        Finding("Deadlines have been kept above target for **three weeks**; visits are late most often: **8 of 31** delays.", "good"),
        Finding("Recovery fell by **₽2.6M** against October: two large sales of collateral did not take place.", "bad"),
        Finding("Two people have been above their norm for a second week; the queue of company checks was shared out again.", "neutral"),
    )


def _effect(ru: bool) -> Section:
    names = [line[0 if ru else 1] for line in _LINES]
    rows = tuple(
        (name, _one(now, ru), _one(before, ru), f"{(now / before - 1) * 100:+.0f}".replace("-", "−") + (" %" if ru else "%"))
        for name, (_ru, _en, now, before) in zip(names, _LINES, strict=True)
    )
    return Section(
        "Предотвращённый ущерб" if ru else "Prevented loss",
        (
            Chart("По категориям" if ru else "By category", prevented_by_category(ru),
                  "Корпоративные кредиты дали 86,2 из 214,6 млн ₽." if ru else "Corporate lending gave 86.2 of 214.6 million roubles.",
                  unit="млн ₽" if ru else "₽ million", height_mm=62),
            Chart("Выполнено в срок" if ru else "Done on time", on_time(ru),
                  "Доля в срок выросла с 91,2 до 96,4 % при цели 95 %." if ru else "Work on time rose from 91.2% to 96.4%; the target is 95%.",
                  unit="% дел" if ru else "% of cases", width="half", height_mm=52),
            Chart("Окупаемость" if ru else "Pay-back", pay_back(ru),
                  "Накопленный эффект стал положительным на 17-м месяце." if ru else "The cumulative effect turned positive in month 17.",
                  unit="млн ₽ нарастающим итогом" if ru else "₽ million, cumulative", width="half", height_mm=52),
            Table(
                "Категории к прошлому месяцу" if ru else "Categories against the previous month",
                tuple(
                    Column(title, kind, share)  # type: ignore[arg-type]
                    for title, kind, share in (
                        ("Категория" if ru else "Category", "text", 3),
                        ("Ноябрь, млн ₽" if ru else "November, ₽ million", "number", 1),
                        ("Октябрь, млн ₽" if ru else "October, ₽ million", "number", 1),
                        ("Изменение" if ru else "Change", "number", 1),
                    )
                ),
                rows,
                ("Всего", "214,6", "186,8", "+15 %") if ru else ("Total", "214.6", "186.8", "+15%"),
                "Суммы подтверждены вторым лицом." if ru else "All sums are confirmed by a second person.",
            ),
        ),
        "Подтверждено **86 случаев** на 214,6 млн ₽." if ru else "**86 cases** worth ₽214.6M are confirmed.",
    )  # fmt: skip


def _work(ru: bool) -> Section:
    columns = (
        Column("Номер" if ru else "Number"), Column("Заявка" if ru else "Request", share=2), Column("Подразделение" if ru else "Unit", share=1),
        Column("Сумма, ₽" if ru else "Sum, ₽", "number"), Column("Срок, ч" if ru else "Time, h", "number"),
    )  # fmt: skip
    subject = ("Проверка компании «Каскад-М»", "Check of Kaskad-M LLC")[not ru]
    unit = ("Корпоративный бизнес", "Corporate business")[not ru]
    rows = tuple((f"2026-{1040 + at}", subject, unit, _grouped(318_400 + at * 41_333, ru), str(3 + at * 7 % 11)) for at in range(42))
    return Section(
        "Нагрузка и затраты" if ru else "Load and costs",
        (
            Chart("Когда приходят заявки" if ru else "When requests come in", arrivals(ru),
                  "Больше всего заявок приходит с 10 до 12 часов." if ru else "Most requests come in between 10 and 12.",
                  unit="в среднем за час" if ru else "average per hour", height_mm=58),
            Chart("Затраты на подразделения" if ru else "Costs by unit", costs(ru),
                  "Корпоративный бизнес несёт 36 % затрат." if ru else "Corporate business bears 36% of the costs.",
                  unit="млн ₽" if ru else "₽ million", height_mm=60,
                  note="Не распределённое показано отдельно." if ru else "What is not allocated is shown apart."),
            Paragraph("Затраты разнесены по часам и числу заявок, сумма долей равна затратам **до копейки**."
                      if ru else "Costs are allocated by hours and requests; the shares add up to the pool **to the kopeck**."),
            Table("Крупнейшие отказы" if ru else "Largest refusals", columns, rows),
        ),
    )  # fmt: skip


def _definitions(ru: bool) -> tuple[Definition, ...]:
    if ru:
        return (
            Definition(
                "Предотвращённый ущерб",
                "Сумма отказов и остановленных операций по написанной методике, подтверждённая вторым лицом. Одно событие считается один раз.",
                "методика № 4 от 12 января 2026 г.",
            ),
            Definition("Выполнено в срок", "Доля дел, закрытых до срока в рабочем времени; паузы с причиной не считаются."),
            Definition("Окупаемость", "Первый месяц, в котором накопленный эффект превысил накопленные затраты."),
        )
    return (
        Definition(
            "Prevented loss",
            "The sum of refusals and stopped payments under the written method, confirmed by a second person. An event counts once.",
            "method 4 of 12 January 2026",
        ),
        Definition("Done on time", "The share of cases closed before their due time, in working time; pauses with a reason do not count."),
        Definition("Pay-back", "The first month in which the cumulative effect exceeds the cumulative costs."),
    )


def prevented_by_category(ru: bool = True) -> dict[str, Any]:
    names = [line[0 if ru else 1] for line in _LINES]
    return {
        "data": [
            {"type": "bar", "orientation": "h", "name": "ноябрь" if ru else "November", "y": names, "x": [line[2] for line in _LINES],
             "text": [_one(line[2], ru) for line in _LINES], "textposition": "outside", "marker": {"color": "var(--k-c1)"}},
            {"type": "scatter", "mode": "markers", "name": "октябрь" if ru else "October", "y": names, "x": [line[3] for line in _LINES],
             "marker": {"symbol": "line-ns", "size": 16, "color": "var(--k-ink)", "line": {"width": 2, "color": "var(--k-ink)"}}},
        ],
        "layout": {"yaxis": {"autorange": "reversed"}, "xaxis": {"visible": False}},
    }  # fmt: skip


def on_time(ru: bool = True) -> dict[str, Any]:
    values = [91.2, 92.0, 91.4, 92.8, 93.6, 92.9, 93.9, 94.4, 94.1, 95.4, 96.4]
    return {
        "data": [
            {"type": "scatter", "mode": "lines", "x": [f"2026-{month:02}-01" for month in range(1, 12)], "y": values,
             "line": {"color": "var(--k-c1)", "width": 2}, "name": "В срок" if ru else "On time"},
            {"type": "scatter", "mode": "markers+text", "x": ["2026-11-01"], "y": [96.4], "text": [_one(96.4, ru)], "showlegend": False,
             "textposition": "top center", "marker": {"color": "var(--k-c1)", "size": 7}},
        ],
        "layout": {
            "yaxis": {"range": [90, 98]},
            "shapes": [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 95, "y1": 95,
                        "line": {"dash": "4px,3px", "width": 1.5, "color": "var(--k-c-target)"}}],
            "annotations": [{"text": "цель 95" if ru else "target 95", "xref": "paper", "x": 0, "y": 95, "yanchor": "bottom", "showarrow": False}],
        },
    }  # fmt: skip


def pay_back(ru: bool = True) -> dict[str, Any]:
    months = list(range(25))
    return {
        "data": [{"type": "scatter", "mode": "lines", "x": months, "y": [-18.6 + month**1.7 * 0.1505 for month in months],
                  "fill": "tozeroy", "line": {"color": "c1", "width": 2}}],
        "layout": {
            "xaxis": {"title": {"text": "месяцы с запуска" if ru else "months since the start"}},
            "shapes": [{"type": "line", "x0": 17, "x1": 17, "yref": "paper", "y0": 0, "y1": 1, "line": {"dash": "dot", "width": 1}}],
            "annotations": [{"text": "<b>17-й месяц</b>" if ru else "<b>month 17</b>", "x": 17, "xshift": -6, "xanchor": "right",
                             "yref": "paper", "y": 1, "yanchor": "top", "showarrow": False, "font": {"color": "ink"}}],
        },
    }  # fmt: skip


def arrivals(ru: bool = True) -> dict[str, Any]:
    days = ["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"] if ru else ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    level = [9, 33, 40, 38, 37, 21, 32, 36, 33, 25, 27, 8, 10]
    z = [[max(0, value - 3 * day if day < 5 else value // 5 - day % 3) for value in level] for day in range(7)]
    hours = [f"{hour}:00" for hour in range(8, 21)]
    return {
        "data": [{"type": "heatmap", "x": hours, "y": days, "z": z, "texttemplate": "%{z}", "colorscale": "sequential"}],
        "layout": {"yaxis": {"autorange": "reversed"}},
    }


def costs(ru: bool = True) -> dict[str, Any]:
    units = (
        ["Корпоративный бизнес", "Розничный бизнес", "Риски и взыскание", "Операционный блок", "Инвестиции", "Не распределено"]
        if ru
        else ["Corporate business", "Retail business", "Risk and recovery", "Operations", "Investments", "Not allocated"]
    )
    parts = (
        ("Персонал", "Staff", "c1", [4.2, 3.0, 2.1, 1.1, 0.7, 0.6]),
        ("Технические средства", "Equipment", "c2", [1.6, 1.2, 0.6, 0.5, 0.3, 0.2]),
        ("Внешние услуги", "Outside services", "c4", [1.04, 0.72, 0.45, 0.27, 0.21, 0.11]),
    )
    return {
        "data": [{"type": "bar", "name": name if ru else english, "x": units, "y": sums, "marker": {"color": colour}}
                 for name, english, colour, sums in parts],
        "layout": {"barmode": "stack"},
    }  # fmt: skip


def _one(value: float, ru: bool) -> str:
    return f"{value:.1f}".replace(".", ",") if ru else f"{value:.1f}"


def _grouped(value: int, ru: bool) -> str:
    return f"{value:,}".replace(",", "\u00a0" if ru else ",")


def letter(lang: Language = "ru") -> Letter:
    ru = lang == "ru"
    if not ru:
        return Letter(
            lang="en", organisation="Example Bank JSC", unit="Security service", number="2026-1042/1", day=date(2026, 11, 18),
            addressee=("M. Sokolova", "Head of lending", "North branch"), subject="Check of Kaskad-M LLC", in_reply_to="2026-1042 of 12 November 2026",
            paragraphs=("We checked the company and the persons related to it.",
                        "A **stop factor was found**: the founder controls a company on the bank’s own list. We recommend to **refuse** the loan.",
                        "The recommendation holds for 30 days; afterwards please order the check again."),
            facts=(("Tax number", "7707083893"), ("Level of risk", "high"), ("Sum at stake", "₽48,000,000")),
            attachments=("Relations of the company, 2 pages",), signer_post="Head of the security service", signer_name="A. Orlov",
            approver="P. Klimov", approved_at=datetime(2026, 11, 18, 11, 12, tzinfo=UTC), executor="N. Belova", confidentiality="Confidential",
        )  # fmt: skip
    return Letter(
        lang="ru", organisation="АО «Пример Банк»", unit="Служба безопасности", number="2026-1042/1", day=date(2026, 11, 18),
        addressee=("Соколовой М. И.", "Начальнику отдела кредитования", "Северный филиал"), subject="О проверке ООО «Каскад-М»",
        in_reply_to="2026-1042 от 12 ноября 2026 г.",
        paragraphs=("Мы проверили компанию и связанных с ней лиц.",
                    "Обнаружен **стоп-фактор**: учредитель контролирует компанию из внутреннего перечня банка. Рекомендуем **отказать** в кредите.",
                    "Рекомендация действует 30 дней; после этого срока закажите проверку заново."),
        facts=(("ИНН", "7707083893"), ("Уровень риска", "высокий"), ("Сумма заявки", "48 000 000 ₽")),
        attachments=("Связи компании, 2 стр.",), signer_post="Руководитель службы безопасности", signer_name="Орлов А. В.",
        approver="Климов П. А.", approved_at=datetime(2026, 11, 18, 11, 12, tzinfo=UTC), executor="Белова Н. С.",
        confidentiality="Конфиденциально",
    )  # fmt: skip
