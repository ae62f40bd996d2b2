"""Invented people, companies and addresses with identifiers whose check digits are right. Nobody here exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from models.parties.identifiers import account_with_key, inn_check_digits, ogrn_check_digit, snils_check_digits

_MEN = ("Александр", "Алексей", "Андрей", "Антон", "Артём", "Борис", "Вадим", "Виктор", "Владимир", "Геннадий", "Денис", "Дмитрий",
"Евгений",
        "Иван", "Игорь", "Ильдар", "Кирилл", "Константин", "Леонид", "Максим", "Михаил", "Никита", "Николай", "Олег", "Павел", "Пётр",
        "Рустам",
        "Семён", "Сергей", "Станислав", "Тимофей", "Фёдор", "Юрий", "Ярослав")  # fmt: skip
_WOMEN = ("Алёна", "Алина", "Анастасия", "Анна", "Вера", "Виктория", "Галина", "Гульнара", "Дарья", "Евгения", "Екатерина", "Елена",
"Жанна",
          "Зоя", "Инна", "Ирина", "Карина", "Ксения", "Лариса", "Людмила", "Марина", "Мария", "Надежда", "Наталья", "Нина", "Ольга",
          "Полина",
          "Светлана", "София", "Тамара", "Татьяна", "Эльвира", "Юлия", "Яна")  # fmt: skip
_FATHERS = ("Александров", "Алексеев", "Андреев", "Борисов", "Вадимов", "Викторов", "Владимиров", "Геннадьев", "Дмитриев", "Евгеньев",
"Иванов",
            "Игорев", "Константинов", "Леонидов", "Максимов", "Михайлов", "Николаев", "Олегов", "Павлов", "Петров", "Романов", "Сергеев",
            "Степанов", "Фёдоров", "Эдуардов", "Юрьев")  # fmt: skip
_SURNAMES = ("Агапов", "Афанасьев", "Балашов", "Белозёров", "Богданов", "Бурмистров", "Васнецов", "Веретенников", "Воронцов", "Гаврилов",
"Голубев",
             "Горшков", "Данилов", "Дементьев", "Ермолаев", "Жаров", "Завьялов", "Игнатов", "Измайлов", "Калугин", "Карташов", "Кашин",
             "Князев",
             "Колпаков", "Кондратьев", "Королёв", "Кочетков", "Кудряшов", "Лаврентьев", "Логинов", "Лукин", "Макаров", "Малышев", "Маслов",
             "Мещеряков", "Миронов", "Мочалов", "Мухин", "Наумов", "Нефёдов", "Овчинников", "Панфилов", "Пахомов", "Плотников", "Прохоров",
             "Пугачёв", "Родионов", "Рябов", "Савельев", "Самойлов", "Селиванов", "Серов", "Симонов", "Скворцов", "Смирнов", "Соловьёв",
             "Терентьев", "Тихонов", "Трофимов", "Тюрин", "Уваров", "Филатов", "Хохлов", "Царёв", "Чижов", "Шаров", "Шилов", "Щербаков",
             "Юдин",
             "Яшин")  # fmt: skip
_STEMS = ("Агро", "Авто", "Био", "Волга", "Вектор", "Гидро", "Диалог", "Евро", "Инжи", "Кам", "Лес", "Лог", "Мед", "Мет", "Неф",
"Нижпром", "Ока",
          "Полимер", "Приволж", "Пром", "Регион", "Рем", "Рос", "Сиб", "Снаб", "Спец", "Строй", "Тепло", "Тех", "Транс", "Урал", "Фарм",
          "Хим",
          "Цемент", "Эко", "Электро", "Энерго")  # fmt: skip
_TAILS = ("альянс", "база", "инвест", "индустрия", "комплект", "контракт", "логистика", "маркет", "монтаж", "опт", "партнёр", "поставка",
"проект",
          "ресурс", "сервис", "снаб", "строй", "торг", "трейд", "холдинг", "центр")  # fmt: skip
_PROPER = ("Северный причал", "Берёзовая роща", "Три бобра", "Красный пахарь", "Городецкая мельница", "Чистые пруды", "Новая линия",
"Старый мост",
           "Канавинский хлеб", "Лесная сказка", "Тёплый дом", "Балахнинская бумага", "Окский берег", "Мастер-Кровля",
           "Верхневолжский тракт",
           "Семёновская роспись", "Добрый пекарь", "Золотая нива", "Печерские сады", "Стрелка", "Бор-Стекло", "Кулибин", "Заречье",
           "Вертикаль",
           "Маяк", "Родник", "Сокол", "Прогресс-НН", "Айсберг", "Гранит")  # fmt: skip
_TOWNS = (("г. Нижний Новгород", 60), ("г. Бор", 8), ("г. Кстово", 8), ("г. Дзержинск", 10), ("г. Арзамас", 5), ("г. Городец", 4),
("г. Павлово", 4),
          ("г. Владимир", 4), ("г. Чебоксары", 4), ("г. Казань", 4), ("г. Москва", 6))  # fmt: skip
_STREETS = ("ул. Белинского", "ул. Большая Покровская", "пр-т Гагарина", "ул. Родионова", "ул. Горная", "пр-т Ленина", "ул. Минина",
"ул. Заводская",
            "ул. Ванеева", "Московское шоссе", "ул. Коминтерна", "ул. Полтавская", "ул. Ошарская", "ул. Речников", "пер. Холодный",
            "ул. Адмирала Васюнина",
            "ул. Новикова-Прибоя", "Комсомольское шоссе", "ул. Бекетова", "ул. Луганская", "ул. Лесная", "ул. Строителей")  # fmt: skip
_BIKS = ("042202603", "042202747", "044525225", "042202837", "044525187", "042202705")


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    inn: str
    ogrn: str
    director: str
    address: str

    @property
    def form(self) -> dict[str, str]:
        return {"name": self.name, "inn": self.inn, "ogrn": self.ogrn}


@dataclass(frozen=True, slots=True)
class Human:
    name: str
    birth_date: str
    inn: str
    snils: str
    phone: str
    address: str

    @property
    def form(self) -> dict[str, str]:
        return {"name": self.name, "birth_date": self.birth_date, "inn": self.inn}


@dataclass(slots=True)
class Inventory:
    """The world around the bank. The same companies come again, some of them often: they are drawn with a leaning to the first ones."""

    rng: Random
    companies: list[Company] = field(default_factory=list)
    sole_traders: list[Company] = field(default_factory=list)
    humans: list[Human] = field(default_factory=list)

    @classmethod
    def invent(cls, rng: Random, *, size: int) -> Inventory:
        made = cls(rng)
        made.humans = [made._human() for _ in range(size)]
        made.companies = [made._company() for _ in range(size)]
        made.sole_traders = [made._sole_trader(one) for one in made.humans[: max(10, size // 5)]]
        return made

    def company(self) -> Company:
        return self.companies[int(len(self.companies) * self.rng.random() ** 1.6)]

    def sole_trader(self) -> Company:
        return self.rng.choice(self.sole_traders)

    def human(self) -> Human:
        return self.humans[int(len(self.humans) * self.rng.random() ** 1.2)]

    def address(self) -> str:
        towns, weights = zip(*_TOWNS, strict=True)
        town = self.rng.choices(towns, weights)[0]
        room = self.rng.random()
        tail = f", офис {self.rng.randint(1, 620)}" if room < 0.5 else f", кв. {self.rng.randint(1, 210)}" if room < 0.65 else ""
        letter = self.rng.choice(("", "", "", "", "А", "Б", "/2"))
        return f"{town}, {self.rng.choice(_STREETS)}, д. {self.rng.randint(1, 190)}{letter}{tail}"

    def phone(self) -> str:
        return f"+79{self.rng.randint(0, 99_999_9999):09d}"

    def account(self) -> dict[str, str]:
        bik = self.rng.choice(_BIKS)
        return {"bik": bik, "account": account_with_key(f"40702810{self.rng.randint(0, 9)}{self.rng.randint(0, 99_999_999_999):011d}", bik)}

    def _human(self) -> Human:
        rng = self.rng
        name = human_name(rng)
        inn = f"52{rng.randint(10, 63)}{rng.randint(0, 999_999):06d}"
        number = f"{rng.randint(2_000_000, 199_999_999):09d}"
        born = f"{rng.randint(1961, 2003)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        return Human(name, born, inn + inn_check_digits(inn), number + snils_check_digits(number), self.phone(), self.address())

    def _company(self) -> Company:
        rng = self.rng
        kind = rng.choices(("ООО", "АО", "ПАО"), (90, 9, 1))[0]
        name = rng.choice(_PROPER) if rng.random() < 0.2 else rng.choice(_STEMS) + rng.choice(_TAILS)
        if rng.random() < 0.25:
            name += rng.choice((" НН", "-Волга", "-52", " Плюс", "-Центр", " Групп"))
        inn = f"52{rng.randint(10, 63)}{rng.randint(0, 99_999):05d}"
        ogrn = f"1{rng.randint(2, 25):02d}52{rng.randint(0, 9_999_999):07d}"
        director = human_name(rng)
        return Company(f"{kind} «{name}»", inn + inn_check_digits(inn), ogrn + ogrn_check_digit(ogrn), director, self.address())

    def _sole_trader(self, who: Human) -> Company:
        ogrn = f"3{self.rng.randint(4, 25):02d}52{self.rng.randint(0, 999_999_999):09d}"
        return Company(f"ИП {who.name}", who.inn, ogrn + ogrn_check_digit(ogrn), who.name, who.address)


def human_name(rng: Random) -> str:
    """Surname, name and patronymic that agree in gender."""
    surname, father = rng.choice(_SURNAMES), rng.choice(_FATHERS)
    if rng.random() < 0.55:
        return f"{surname} {rng.choice(_MEN)} {father}ич"
    return f"{surname}а {rng.choice(_WOMEN)} {father}на"


def roubles(rng: Random, low: float, high: float, *, lean: float = 2.5) -> int:
    """An amount in kopecks, round as people name them; small ones are commoner."""
    value = low * (high / low) ** (rng.random() ** lean)
    step = 10 ** max(0, len(str(int(value))) - 2)
    return int(value // step * step) * 100


def one_of(rng: Random, weighted: Mapping[str, float]) -> str:
    """A key by its weight."""
    return rng.choices(list(weighted), list(weighted.values()))[0]


def pick(rng: Random, texts: tuple[str, ...], **values: Any) -> str:
    """One of the texts with its {gaps} filled."""
    text = rng.choice(texts)
    return text.format(**values) if values else text
