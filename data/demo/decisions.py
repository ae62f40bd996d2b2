"""What an officer enters at each step of each service and how he ends it: believable, and allowed by the form and the guards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from data.demo.files import FilePlan
from data.demo.ground import Ground
from data.demo.inventory import Inventory, one_of, pick, roubles
from data.demo.memory import Case, Task
from data.demo.words import ANSWER_EXTRA, CLEAN_NOTES, CONCLUSIONS, CONDITIONS, NOTES, REFUSALS

_COMPANY = ("registry", "address_check", "director", "owners", "lists", "bankruptcy", "court", "debts", "accounts")
_PERSON = ("identity", "lists", "court", "enforcement", "bankruptcy", "business", "affiliation", "news")


@dataclass(slots=True)
class Decision:
    outcome: str
    values: dict[str, Any] = field(default_factory=dict)
    files: Mapping[str, Sequence[FilePlan]] = field(default_factory=dict)
    comment: str = ""


@dataclass(slots=True)
class Desk:
    """An officer at his desk: `who` looks at a task of a case at a moment of the bank's wall clock."""

    rng: Random
    inventory: Inventory
    ground: Ground
    case: Case
    task: Task
    who: str
    now: datetime
    at: int

    @property
    def again(self) -> bool:
        """Has this step come back?"""
        return self.task.visit > 1

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def note(self, key: str, result: str) -> str:
        if result == "clear":
            return self.rng.choice(CLEAN_NOTES) if self.chance(0.25) else ""
        texts = NOTES[key][0 if result == "attention" else 1]
        return pick(self.rng, texts, months=self.rng.randint(2, 9), many=self.rng.randint(14, 160), few=self.rng.randint(2, 6))

    def finding(self, key: str, result: str) -> dict[str, str]:
        return {"result": result, "note": self.note(key, result)}

    def findings(self, keys: Sequence[str]) -> dict[str, Any]:
        """What is not entered yet: clear ones, and what the case's risk makes of a few of them."""
        keys = [key for key in keys if not self.case.fields.get(key)]
        results = dict.fromkeys(keys, "clear")
        risk = self.case.plan.risk if keys else "clear"
        if risk != "clear":
            for key in self.rng.sample(keys, k=min(len(keys), 1 + (self.rng.random() < 0.35))):
                results[key] = "attention"
        if risk == "hit":
            results[self.rng.choice(keys)] = "hit"
        return {key: self.finding(key, result) for key, result in results.items()}

    def file(self, *names: str) -> FilePlan:
        return FilePlan(self.rng.choice(names), self.rng.randint(0, 3))

    def refusal(self, values: dict[str, Any] | None = None) -> Decision:
        return Decision("refuse", values or {}, comment=self.rng.choice(REFUSALS[self.case.code]))


def decide(desk: Desk) -> Decision:
    """How the step ends."""
    return _DECISIONS[(desk.case.code, desk.task.step)](desk)


def _worst(values: Mapping[str, Any], keys: Sequence[str]) -> str:
    results = {values[key]["result"] for key in keys if isinstance(values.get(key), Mapping)}
    return "hit" if "hit" in results else "attention" if "attention" in results else "clear"


def _verdict(desk: Desk, values: dict[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """The conclusion that follows from the findings, as the guards want it."""
    known = {**desk.case.fields, **values}
    worst = _worst(known, keys)
    verdict = "recommended"
    if worst == "hit":
        verdict = "not_recommended" if desk.chance(0.85) else "conditions"
    elif worst == "attention" and desk.chance(0.55):
        verdict = "conditions"
    made: dict[str, Any] = {"verdict": verdict}
    if verdict != "recommended":
        made["conclusion"] = desk.rng.choice(CONCLUSIONS["bad" if verdict == "not_recommended" else "conditions"])
    if verdict == "conditions":
        made["conditions"] = desk.rng.choice(CONDITIONS)
    elif desk.chance(0.3):
        made["answer_text"] = desk.rng.choice(ANSWER_EXTRA) or None
    return {key: value for key, value in made.items() if value is not None}


def _company_check(desk: Desk) -> Decision:
    plan, known = desk.case.plan, desk.case.fields
    if plan.ending == "refuse":
        return desk.refusal()
    values: dict[str, Any]
    if plan.facts.get("visit") and not desk.again:
        values = {"address_check": desk.finding("address_check", "attention")}
        if not known.get("address"):
            values["address"] = plan.facts.get("address") or desk.inventory.address()
        return Decision("visit", values, comment="Адрес вызывает вопросы, прошу выехать и посмотреть на месте.")
    values = desk.findings(_COMPANY)
    if desk.again and plan.facts.get("visit") and not known.get("visit"):
        there = "hit" if plan.risk == "hit" else "clear" if desk.chance(0.6) else "attention"
        values["visit"] = desk.finding("visit", there)
    return Decision("ready", values | _verdict(desk, values, _COMPANY))


def _person_check(desk: Desk) -> Decision:
    known = desk.case.fields
    if desk.case.plan.ending == "refuse":
        return desk.refusal()
    values = desk.findings(_PERSON)
    if known.get("purpose") in {"candidate", "employee"} and not desk.again:
        values["work_history"] = desk.finding("work_history", "attention" if desk.chance(0.12) else "clear")
    return Decision("ready", values | _verdict(desk, values, _PERSON))


def _account_screening(desk: Desk) -> Decision:
    risk = desk.case.plan.risk
    values = {
        "lists": desk.finding("lists", "hit" if risk == "hit" and desk.chance(0.4) else "attention" if desk.chance(0.05) else "clear"),
        "pep": desk.finding("pep", "attention" if desk.chance(0.03) else "clear"),
        "platform_level": one_of(desk.rng, {"green": 20, "yellow": 40, "red": 40} if risk == "hit" else {"green": 82, "yellow": 17, "red": 1}),
    }
    return Decision("ready", values)


def _account_profile(desk: Desk) -> Decision:
    keys = ("forecast",) if desk.case.fields.get("client_kind") == "individual" else ("owners", "registry", "reality", "forecast")
    return Decision("ready", desk.findings(keys))


def _account_decision(desk: Desk) -> Decision:
    known = desk.case.fields
    must_refuse = known.get("bank_level") == "high" and known.get("platform_level") == "red"
    list_hit = (known.get("lists") or {}).get("result") == "hit"
    worst = _worst(known, ("lists", "pep", "owners", "registry", "reality", "forecast"))
    verdict = "refuse" if must_refuse or (worst == "hit" and desk.chance(0.8)) else "conditions" if worst != "clear" or list_hit else "open"
    values: dict[str, Any] = {"verdict": verdict}
    if verdict == "refuse":
        values["ground"] = "red_both" if must_refuse else "list_hit" if list_hit else "art7_5_2"
        values["conclusion"] = "Подозрения, что счёт открывают для транзита: нет персонала, склада и экономического смысла в заявленных операциях."
    elif verdict == "conditions":
        values["conclusion"] = "Риск повышенный, но объяснимый. Нужен усиленный контроль первые три месяца."
        values["conditions"] = desk.rng.choice((
            "Лимит на снятие наличных 300 тыс. ₽ в месяц. Обновить анкету через три месяца.",
            "Без чековой книжки. По каждому платежу за рубеж — контракт.",
        ))  # fmt: skip
    return Decision("ready", values)


def _visit_plan(desk: Desk) -> Decision:
    if desk.case.plan.ending == "refuse" and desk.case.parent is None:
        return desk.refusal()
    crew = desk.ground.present(desk.ground.workers["field"], desk.at) or desk.ground.workers["field"]
    start = desk.now + timedelta(hours=desk.rng.choice((2, 3, 4)))
    if not 9 <= start.hour < 17:
        start = (start + timedelta(days=desk.rng.choice((0, 1)) if start.hour < 9 else 1)).replace(hour=desk.rng.choice((10, 11, 14)), minute=0)
    at = start.replace(second=0, microsecond=0, tzinfo=None).isoformat(timespec="minutes")
    return Decision("scheduled", {"visit_at": at, "crew": desk.rng.choice(crew)})


def _visit_done(desk: Desk) -> Decision:
    case, risk = desk.case, desk.case.plan.risk
    if not desk.again and desk.chance(0.05):
        return Decision("missed", comment=desk.rng.choice(("Объект закрыт, охрана не пускает без пропуска.", "Собственник перенёс встречу на завтра.")))
    values: dict[str, Any] = {
        "found": desk.finding("found", "hit" if risk == "hit" and desk.chance(0.6) else "attention" if risk != "clear" and desk.chance(0.3) else "clear"),
        "condition": desk.finding("condition", "attention" if risk != "clear" else "clear"),
    }
    bad = values["found"]["result"] == "hit"
    if case.fields.get("object_kind") != "home":
        values["activity"] = desk.finding("activity", "hit" if bad else "clear")
        if case.fields.get("object_kind") in {"office", "warehouse", "construction"}:
            values["staff"] = 0 if bad else desk.rng.randint(2, 60)
    values["confirmed"] = not bad
    values["answer_text"] = (
        "По указанному адресу объект не найден. Опрошены охрана и соседи: компания выехала весной." if bad
        else desk.rng.choice((
            "Объект на месте, табличка и сотрудники есть. Оборудование сверено с описью, расхождений нет.",
            "Офис работает, приняли без предупреждения. Площадь соответствует договору.",
            "Склад заполнен примерно на две трети, техника на ходу. Фото приложены.",
        ))
    )  # fmt: skip
    return Decision("done", values, {"photos": [desk.file("Фасад.png", "Склад.png", "Табличка.png") for _ in range(desk.rng.randint(1, 3))]})


_EVENT_TYPES = {
    "external_fraud": "external_fraud", "internal_fraud": "internal_fraud", "data_leak": "clients", "cyber": "external_fraud", "theft": "assets",
    "threat": "employment",
}  # fmt: skip


def _incident_triage(desk: Desk) -> Decision:
    plan, known = desk.case.plan, desk.case.fields
    event = _EVENT_TYPES.get(str(known.get("kind")), "execution")
    if plan.ending == "not_incident":
        values = {"event_type": event, "confirmed": {"result": "clear", "note": ""}, "answer_text": "Проверили: это плановые работы, угрозы нет. Спасибо, что сообщили."}
        return Decision("not_incident", values, comment="Не подтвердилось: плановые работы подрядчика.")
    note = desk.rng.choice(("Подтверждено записью камеры", "Подтверждено журналом операций", "Подтверждено опросом сотрудника"))
    values = {"event_type": event, "confirmed": {"result": "hit" if desk.chance(0.6) else "attention", "note": note}}
    return Decision("investigate" if plan.facts.get("investigate") else "handle", values)


def _incident_contain(desk: Desk) -> Decision:
    values: dict[str, Any] = {
        "contained": {"result": "clear", "note": ""},
        "source_found": {"result": "clear" if desk.chance(0.7) else "attention", "note": ""},
        "actions": desk.rng.choice((
            "Операция остановлена, карта перевыпущена, получатель внесён во внутренний список. Памятка разослана в офисы.",
            "Доступ закрыт, пароли сменены, вложение передано в кибербезопасность. Остальные рабочие места проверены.",
            "Территория осмотрена с полицией, записи сохранены, замки заменены.",
        )),
        "answer_text": desk.rng.choice(("Спасибо, что сообщили сразу: деньги удалось остановить.", "Меры приняты. Если звонки повторятся, сообщите нам.")),
    }  # fmt: skip
    if desk.chance(0.3):
        values["suspects"] = "Неустановленное лицо, звонок с подменного номера."
    files = {"evidence": [desk.file("Выписка из журнала.pdf", "Кадр записи.png")]} if desk.chance(0.4) and not desk.again else {}
    return Decision("done", values, files)


def _incident_loss(desk: Desk) -> Decision:
    amount = int(desk.case.fields.get("amount") or 0)
    if not amount:
        return Decision("done", {"loss": 0})
    if desk.chance(0.62):
        return Decision("done", {"loss": 0, "prevented": amount})
    lost = amount if desk.chance(0.6) else amount // 2
    values: dict[str, Any] = {"loss": lost}
    if amount > lost:
        values["prevented"] = amount - lost
    if desk.chance(0.35):
        values["recovered"] = lost // 3
    return Decision("done", values)


def _matter_plan(desk: Desk) -> Decision:
    known = desk.case.fields
    suspects = [who.id for who in desk.ground.requesters() if who.id != desk.case.requester]
    values: dict[str, Any] = {
        "plan": "1. Изъять документы и записи камер.\n2. Сверить журнал входов со сменами.\n3. Опросить сотрудников смены.\n4. Оценить ущерб и контроль.",
        "employee": known.get("employee") or desk.rng.choice(suspects),
    }
    if not known.get("subject"):
        values["subject"] = "Проверка по инциденту"
    if desk.case.plan.facts.get("expert_id"):
        values["expert"] = desk.case.plan.facts["expert_id"]
    elif desk.chance(0.3) and "lebedev" in desk.ground.logins:
        values["expert"] = desk.ground.logins["lebedev"].id
    return Decision("ready", values)


def _matter_collect(desk: Desk) -> Decision:
    proven = desk.case.plan.risk != "clear"
    loss = int(desk.case.fields.get("loss") or 0)
    values: dict[str, Any] = {
        "fact": {"result": "hit" if proven else "clear", "note": "Подтверждено документами и записью" if proven else ""},
        "intent": {"result": "attention" if proven else "clear", "note": "Умысел не установлен, грубая неосторожность" if proven else ""},
        "control": {"result": "hit" if proven else "clear", "note": "Вторая подпись ставилась без проверки" if proven else ""},
        "loss": loss or (roubles(desk.rng, 3e4, 2e6) if proven and desk.chance(0.5) else 0),
    }  # fmt: skip
    return Decision("collected", values, {"evidence": [desk.file("Акт.pdf", "Выписка из журнала.pdf", "Кадр записи.png")]})


def _matter_conclude(desk: Desk) -> Decision:
    known = desk.case.fields
    proven, loss = desk.case.plan.risk != "clear", int(known.get("loss") or 0)
    values: dict[str, Any] = {
        "verdict": ("confirmed" if desk.chance(0.7) else "partly") if proven else "not_confirmed",
        "conclusion": "Факты подтверждены документами и объяснениями. Причина — формальный контроль второй руки." if proven
        else "Признаков нарушения не установлено. Расхождение возникло из-за ошибки учёта.",
    }  # fmt: skip
    if loss:
        if desk.chance(0.7):
            values["recovered"] = max(1, loss // desk.rng.choice((1, 2, 3)))
        else:
            values["unrecoverable"] = desk.rng.choice(("untraceable", "no_assets", "bankrupt"))
    if proven:
        values["recommendations"] = "1. Ввести двойной пересчёт с записью.\n2. Развести права ввода и подтверждения.\n3. Провести занятие со сменой."
        values["recommendations_due"] = (desk.now.date() + timedelta(days=desk.rng.randint(10, 25))).isoformat()
    return Decision("ready", values)


def _consultation_reply(desk: Desk) -> Decision:
    plan, known = desk.case.plan, desk.case.fields
    if plan.ending == "refuse":
        return desk.refusal({"danger": "none"})
    if plan.ending == "incident" and not desk.again:
        return Decision("incident", {"danger": "attempt", "note": "Попытка социальной инженерии, нужна блокировка."}, comment="Похоже на мошенничество, оформляю инцидент.")
    if plan.facts.get("expert") and not desk.again:
        return Decision("expert", {"danger": "suspicion", "note": "Нужен взгляд финансового мониторинга."})
    danger = known.get("danger") or one_of(desk.rng, {"none": 70, "suspicion": 30})
    values: dict[str, Any] = {"danger": danger, "answer_text": desk.rng.choice(_CONSULTATION_ANSWERS[str(known.get("topic", "other"))])}
    if danger == "suspicion" and not known.get("note"):
        values["note"] = "Похоже на типовую схему, клиента предупредили."
    return Decision("answered", values)


_CONSULTATION_ANSWERS = {
    "client": ("Положите трубку за клиента: предложите перезвонить в банк по номеру с карты. Операцию приостановите до нашего звонка.", "Без документа не обслуживаем, исключений нет. Предложите прийти с паспортом."),
    "call": ("Вы поступили правильно. Банк России не звонит сотрудникам с такими просьбами. Номер занесли в список.", "Не отвечайте и не открывайте вложение. Письмо удалите, отправителя мы заблокировали."),
    "document": ("Печать подлинная, шрифт сменили в январе. Можно принимать.", "Подразделение переименовано, код верный. Принимайте."),
    "payment": ("Запросите договор и акт. Без них не проводите, приостановка до двух рабочих дней по 115-ФЗ.", "Признаки транзита: приостановите выдачу и запросите пояснения, шаблон приложен."),
    "rules": ("Выписку отправляем только на адрес из анкеты и после проверки по кодовому слову.", "Пропуск подрядчика проверяет руководитель офиса и записывает в журнал."),
    "other": ("Спасибо, передали охране: машину проверят сегодня.", "Не принимайте. Предложите клиенту ячейку по договору."),
}  # fmt: skip


def _request_send(desk: Desk) -> Decision:
    if desk.case.plan.ending == "refuse":
        return desk.refusal()
    return Decision("sent", {"sent_to": desk.rng.choice(("Начальнику подразделения, служебной запиской", "Ответственному за архив", "Дежурному аналитику"))})


def _request_reply(desk: Desk) -> Decision:
    if not desk.again and desk.case.plan.facts.get("slow"):
        return Decision("remind")
    if desk.case.plan.ending == "silent":
        return Decision("silent", comment="Две недели без ответа, звонки переводят.")
    values = {"reply": desk.rng.choice(("Выписка получена полностью, расхождений с запросом нет.", "Записи переданы на носителе, просмотрены.", "Копия дела получена, листы прошиты.")), "complete": True}
    return Decision("answered", values)


_DECISIONS: dict[tuple[str, str], Callable[[Desk], Decision]] = {
    ("company_check", "check"): _company_check,
    ("person_check", "check"): _person_check,
    ("account_opening", "screening"): _account_screening,
    ("account_opening", "profile"): _account_profile,
    ("account_opening", "decision"): _account_decision,
    ("field_visit", "plan"): _visit_plan,
    ("field_visit", "visit"): _visit_done,
    ("incident_report", "triage"): _incident_triage,
    ("incident_report", "contain"): _incident_contain,
    ("incident_report", "count_loss"): _incident_loss,
    ("investigation", "planning"): _matter_plan,
    ("investigation", "ask_explanation"): lambda desk: Decision("asked"),
    ("investigation", "record_explanation"): lambda desk: Decision("recorded", {"explanation": {"result": "attention", "note": "Признаёт, что не пересчитал; объясняет очередью"}}),
    ("investigation", "collect"): _matter_collect,
    ("investigation", "conclude"): _matter_conclude,
    ("investigation", "verify"): lambda desk: Decision("verified", {"recommendations_done": True, "verification": "Проверено на месте: инструкция изменена, пересчёт ведут под запись."}),
    ("consultation", "reply"): _consultation_reply,
    ("consultation", "expert"): lambda desk: Decision("done", {"note": "Операция типична для транзита, рекомендую запросить договор."}),
    ("unit_request", "send"): _request_send,
    ("unit_request", "reply"): _request_reply,
}  # fmt: skip
