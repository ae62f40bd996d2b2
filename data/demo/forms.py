"""What internal clients type when they order a service: start forms in normal form, with the files they attach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from data.demo.files import FilePlan
from data.demo.ground import Ground, Who
from data.demo.inventory import Inventory, one_of, pick, roubles


@dataclass(slots=True)
class Form:
    """`facts`: what later texts of the case speak of."""

    values: dict[str, Any]
    files: Mapping[str, Sequence[FilePlan]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Asking:
    """Who orders what, when (the bank's wall clock)."""

    rng: Random
    inventory: Inventory
    ground: Ground
    who: Who
    now: datetime

    def day(self, ahead: int) -> str:
        return (self.now.date() + timedelta(days=ahead)).isoformat()

    def file(self, *names: str) -> FilePlan:
        return FilePlan(self.rng.choice(names), self.rng.randint(0, 3))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


_SUBJECTS: dict[str, tuple[str, ...]] = {
    "supplier": ("Поставка серверного оборудования", "Ремонт офиса «{office}»", "Клининг отделений на год", "Поставка бумаги и расходных материалов", "Изготовление пластиковых карт", "Обслуживание банкоматов"),
    "borrower": ("Кредит на пополнение оборотных средств", "Кредитная линия на закупку сырья", "Инвестиционный кредит на цех", "Овердрафт по расчётному счёту"),
    "tenant": ("Аренда помещения под офис", "Субаренда склада", "Аренда места под банкомат"),
    "partner": ("Агентский договор по ипотеке", "Совместная программа с застройщиком", "Партнёрская программа для автосалонов"),
    "collateral": ("Залог складского комплекса", "Залог товаров в обороте", "Залог оборудования"),
}  # fmt: skip
_COMMENTS = ("Решение комитета в четверг, важно успеть.", "Клиент новый, пришёл по рекомендации партнёра.", "Работали с ними два года назад, замечаний не было.", "Просят сразу большой аванс, это настораживает.", "Встречались в их офисе, впечатление нормальное.")
_POSITIONS = ("Кассир", "Менеджер по работе с клиентами", "Кредитный аналитик", "Водитель-инкассатор", "Специалист операционного отдела", "Руководитель офиса", "Администратор баз данных", "Юрисконсульт")
_ACTIVITIES = ("Оптовая торговля стройматериалами", "Грузоперевозки", "Разработка программ", "Розничная торговля продуктами", "Ремонт и отделка", "Общественное питание", "Металлообработка", "Оптовая торговля тканями", "Услуги по подбору персонала")
_WHAT = {
    "external_fraud": ("Клиентке позвонили «из службы безопасности банка», она перевела деньги на «безопасный счёт». Обратилась через час.", "По поддельной доверенности пытались снять деньги со счёта клиента.", "Клиент получил письмо от нашего имени с просьбой подтвердить операцию кодом."),
    "internal_fraud": ("При пересчёте кассы обнаружена недостача, камера у окна была отвёрнута.", "Сотрудник смотрел счета клиентов, которые к нему не относятся.", "В кредитном деле подменена справка о доходах."),
    "data_leak": ("Файл со списком клиентов отправлен на личную почту.", "В мусорном баке у офиса найдены анкеты клиентов."),
    "cyber": ("На рабочем месте открылось вложение, после него компьютер перезагрузился и попросил пароль.", "Банкомат перезагружается и выдаёт деньги без карты."),
    "theft": ("Ночью вскрыли банкомат в торговом центре.", "Из переговорной пропал ноутбук."),
    "threat": ("Посетитель угрожает сотрудникам из-за отказа в кредите.", "Неизвестный оставил сумку у входа и ушёл."),
    "other": ("Забыли закрыть хранилище на ночь, утром обнаружила охрана.", "Сработала сигнализация, причина неизвестна."),
}  # fmt: skip
_QUESTIONS = {
    "client": ("Клиент просит снять крупную сумму и всё время говорит с кем-то по телефону. Что делать?", "Клиент отказывается показать паспорт, говорит, что «так всегда работали»."),
    "call": ("Позвонили «из Центробанка», просили список сотрудников смены. Правильно ли, что отказал{a}?", "Пришло письмо от директора с чужого адреса, просит срочно оплатить счёт."),
    "document": ("Подскажите, такая печать на справке настоящая? Шрифт отличается от прошлой.", "Паспорт выдан подразделением, которого нет в справочнике. Принимать?"),
    "payment": ("Платёж за «консультационные услуги» втрое больше обычного, получатель новый. Проводить?", "Компания за день получила двенадцать переводов от физлиц и сразу снимает."),
    "rules": ("Можно ли отправить выписку клиенту на почту, если он просит по телефону?", "Кому показывать пропуск подрядчика, если охраны нет на месте?"),
    "other": ("На парковке второй день стоит машина без номеров, смотрит в сторону кассы.", "Клиент просит взять на хранение конверт."),
}  # fmt: skip
_REQUESTS = (
    ("Движение по счёту за год", "Выписка по счёту с назначениями платежей за последние двенадцать месяцев."),
    ("Записи камер за неделю", "Записи камер кассового зала за прошлую неделю, смена с 9 до 14."),
    ("Кредитное дело", "Копия кредитного дела с приложениями и решением комитета."),
    ("Объяснение по доступам", "Кто и когда выдал доступ к базе, номер заявки."),
    ("Сведения о сотруднике", "Должностная инструкция и график смен за последний квартал."),
)  # fmt: skip
_SUBJECTS_OF_MATTERS = ("Недостача в кассе офиса «{office}»", "Подмена справки о доходах", "Передача сведений о клиентах", "Завышение оценки залога", "Нарушение порядка закупки", "Доступ под чужой учётной записью")
_STORIES = ("При внезапной проверке выявлено расхождение {sum} тыс. ₽. Сотрудник объяснить его не смог.", "По жалобе клиента установлено, что документы подписаны не им.", "Мониторинг показал обращения к данным клиентов вне рабочего времени.")


def company_check(ask: Asking) -> Form:
    company, rng = ask.inventory.company(), ask.rng
    purpose = one_of(rng, {"supplier": 42, "borrower": 30, "tenant": 8, "partner": 8, "collateral": 12})
    low, high = (1e6, 1.2e9) if purpose in {"borrower", "collateral"} else (4e4, 6e7)
    values: dict[str, Any] = {
        "company": company.form, "purpose": purpose, "subject": pick(rng, _SUBJECTS[purpose], office=rng.choice(("Автозаводский", "Сормовский"))),
        "amount": roubles(rng, low, high),
    }  # fmt: skip
    if purpose in {"supplier", "tenant"}:
        values["advance"] = rng.choice((0, 10, 20, 30, 30, 50, 70, 100))
    if ask.chance(0.35):
        values["account"] = ask.inventory.account()
    if ask.chance(0.7):
        values["address"] = company.address
    if ask.chance(0.5):
        values["contact"] = {"name": company.director}
        values["phone"] = ask.inventory.phone()
    if ask.chance(0.3):
        values["needed_by"] = ask.day(rng.randint(2, 12))
    if ask.chance(0.35):
        values["comment"] = rng.choice(_COMMENTS)
    files = {"papers": [ask.file("Проект договора.pdf", "Устав.pdf", "Отчётность за год.xlsx", "Карточка контрагента.pdf")]} if ask.chance(0.6) else {}
    return Form(values, files, {"other": ask.inventory.company().name, "address": company.address})


def person_check(ask: Asking) -> Form:
    rng, human = ask.rng, ask.inventory.human()
    shares = {"candidate": 80, "employee": 15, "counterparty": 5} if ask.who.unit_code == "hr" else {"guarantor": 38, "borrower": 42, "candidate": 6, "counterparty": 14}
    purpose = one_of(rng, shares)
    values: dict[str, Any] = {"person": human.form, "purpose": purpose}
    files: dict[str, Sequence[FilePlan]] = {}
    if purpose in {"candidate", "employee"}:
        values |= {"position": rng.choice(_POSITIONS), "material_duty": ask.chance(0.3)}
        files["consent"] = [ask.file("Согласие на обработку данных.pdf")]
    else:
        values["amount"] = roubles(rng, 2e5, 8e7)
    if ask.chance(0.6):
        values["snils"] = human.snils
    if ask.chance(0.5):
        values["phone"] = human.phone
    if ask.chance(0.4):
        values["address"] = human.address
    if ask.chance(0.2):
        values["comment"] = rng.choice(("Выходит на работу в понедельник.", "Заменяет уволившегося кассира.", "Поручитель — супруг заёмщика."))
    return Form(values, files, {"other": ask.inventory.company().name})


def account_opening(ask: Asking) -> Form:
    rng = ask.rng
    kind = one_of(rng, {"company": 55, "sole": 30, "individual": 15})
    turnover = roubles(rng, 1e5, 2e8)
    values: dict[str, Any] = {"client_kind": kind, "turnover": turnover, "cash_share": rng.choice((0, 5, 5, 10, 20, 30, 50, 80)), "phone": ask.inventory.phone()}
    if kind == "individual":
        human = ask.inventory.human()
        values |= {"person": human.form, "address": human.address}
    else:
        company = ask.inventory.company() if kind == "company" else ask.inventory.sole_trader()
        values |= {"company": company.form, "activity": rng.choice(_ACTIVITIES), "age_months": int(1 + 140 * rng.random() ** 1.5), "address": company.address}
        if kind == "company":
            owner = ask.inventory.human()
            values |= {"representative": {"name": company.director}, "beneficial_owner": owner.form}
    values["countries"] = [["russia"], ["russia"], ["russia"], ["russia", "eaeu"], ["russia", "china"], ["russia", "uae"], ["other"]][rng.randint(0, 6)]
    if turnover >= 1_000_000_000 or ask.chance(0.4):
        values["funds_source"] = rng.choice(("Выручка от основной деятельности", "Займ учредителя", "Продажа недвижимости", "Собственные средства"))
    if ask.chance(0.3):
        values["comment"] = rng.choice(("Отвечал уверенно, документы с собой.", "Пришёл с сопровождающим, тот подсказывал ответы.", "Торопился, просил открыть сегодня."))
    return Form(values, {"papers": [ask.file("Анкета клиента.pdf"), ask.file("Устав.pdf", "Паспорт.pdf", "Решение о назначении.pdf")]}, {"other": ask.inventory.company().name})


def field_visit(ask: Asking) -> Form:
    rng, company = ask.rng, ask.inventory.company()
    kind = one_of(rng, {"collateral": 45, "office": 20, "warehouse": 20, "construction": 10, "home": 5})
    values: dict[str, Any] = {"object_kind": kind, "address": company.address, "amount": roubles(rng, 1e6, 6e8)}
    if kind != "home":
        values |= {"company": company.form, "contact": {"name": company.director}, "phone": ask.inventory.phone()}
    if ask.chance(0.7):
        values["questions"] = rng.choice(("Сверить оборудование с описью, снять таблички.", "Есть ли вывеска, сотрудники, транспорт.", "Оценить готовность: на каком этапе стройка.", "Кто ещё находится по этому адресу."))
    files = {"papers": [ask.file("Опись залога.xlsx", "Договор залога.pdf")]} if kind == "collateral" else {}
    return Form(values, files)


def incident_report(ask: Asking) -> Form:
    rng = ask.rng
    kind = one_of(rng, {"external_fraud": 45, "internal_fraud": 8, "data_leak": 8, "cyber": 14, "theft": 9, "threat": 6, "other": 10})
    happened = ask.now - timedelta(minutes=rng.randint(15, 900))
    values: dict[str, Any] = {
        "what": rng.choice(_WHAT[kind]), "kind": kind, "happened_at": happened.replace(second=0, microsecond=0, tzinfo=None).isoformat(timespec="minutes"),
        "place": rng.choice(("Офис «Автозаводский»", "Офис «Сормовский»", "Головной офис, 2 этаж", "Банкомат в ТЦ «Небо»", "Удалённое рабочее место")),
        "ongoing": ask.chance(0.18),
    }  # fmt: skip
    if kind == "threat":
        values["people_hurt"] = ask.chance(0.2)
    if kind in {"external_fraud", "internal_fraud", "theft", "cyber"} and ask.chance(0.8):
        values["amount"] = roubles(rng, 1e4, 9e6)
    if kind in {"external_fraud", "data_leak"}:
        values["clients"] = rng.choice((1, 1, 1, 2, 3, 12, 140))
    files = {"files": [ask.file("Снимок экрана.png", "Письмо.txt", "Фото.png")]} if ask.chance(0.4) else {}
    return Form(values, files)


def investigation(ask: Asking) -> Form:
    rng = ask.rng
    office = rng.choice(("Автозаводский", "Сормовский"))
    values: dict[str, Any] = {
        "subject": pick(rng, _SUBJECTS_OF_MATTERS, office=office), "what": pick(rng, _STORIES, sum=rng.randint(40, 900)),
        "basis": one_of(rng, {"incident": 20, "audit": 30, "complaint": 20, "memo": 20, "signal": 10}),
        "discovered_on": ask.day(-rng.randint(0, 6)), "occurred_on": ask.day(-rng.randint(7, 90)), "loss": rng.choice((0, roubles(rng, 3e4, 6e6))),
    }  # fmt: skip
    if ask.who.unit_id:
        values["unit"] = ask.who.unit_id
    return Form(values, {"papers": [ask.file("Служебная записка.pdf", "Акт пересчёта.pdf")]})


def consultation(ask: Asking) -> Form:
    rng = ask.rng
    topic = one_of(rng, {"client": 22, "call": 24, "document": 16, "payment": 18, "rules": 12, "other": 8})
    waiting = topic in {"client", "payment", "document"} and ask.chance(0.4)
    values: dict[str, Any] = {"topic": topic, "question": pick(rng, _QUESTIONS[topic], a="а" if ask.who.is_woman else ""), "waiting_client": waiting}
    if waiting:
        values["phone"] = ask.inventory.phone()
    if topic == "payment" or (topic in {"client", "document"} and ask.chance(0.4)):
        values["amount"] = roubles(rng, 2e4, 2e7)
    files = {"files": [ask.file("Письмо.txt", "Снимок экрана.png")]} if topic in {"call", "document"} and ask.chance(0.5) else {}
    return Form(values, files)


def unit_request(ask: Asking) -> Form:
    rng = ask.rng
    subject, question = rng.choice(_REQUESTS)
    ground = one_of(rng, {"check": 45, "incident": 20, "investigation": 12, "regulator": 10, "other": 13})
    there = rng.choice([code for code in ("corporate", "retail", "risk", "operations", "hr", "investment") if code != ask.who.unit_code])
    values: dict[str, Any] = {"to_unit": ask.ground.units[there], "subject": subject, "question": question, "ground": ground}
    if ground == "regulator":
        values["needed_by"] = ask.day(rng.randint(3, 10))
    if ask.chance(0.3):
        values["amount"] = roubles(rng, 1e5, 3e7)
    return Form(values, {}, {"unit": ask.ground.unit_names[ask.ground.units[there]]["ru"]})


FORMS: dict[str, Callable[[Asking], Form]] = {
    "company_check": company_check, "person_check": person_check, "account_opening": account_opening, "field_visit": field_visit,
    "incident_report": incident_report, "investigation": investigation, "consultation": consultation, "unit_request": unit_request,
}  # fmt: skip

# Who orders what: units of the bank.
ASKING_UNITS: dict[str, tuple[str, ...]] = {
    "company_check": ("corporate", "corporate", "risk", "operations", "investment", "avtozavod"),
    "person_check": ("hr", "hr", "risk", "corporate", "avtozavod", "sormovo"),
    "account_opening": ("avtozavod", "avtozavod", "sormovo", "sormovo", "corporate"),
    "field_visit": ("risk", "risk", "corporate"),
    "incident_report": ("avtozavod", "sormovo", "operations", "hr", "corporate", "risk", "retail"),
    "investigation": ("retail", "corporate", "risk", "operations"),
    "consultation": ("avtozavod", "avtozavod", "sormovo", "sormovo", "operations", "retail"),
    "unit_request": ("risk", "corporate", "operations", "retail", "investment"),
}  # fmt: skip
