"""Numbers, money, dates and times in the words and marks of the reader's language.

Nothing here asks for the time: "today" is an argument. Times are stored in UTC and shown in the bank's zone, which the edge
sets once (`set_zone`) as it sets the language. An absent value is a dash, never an empty cell that looks like a fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from pages.translations import _, current_language, ngettext

NBSP = "\u00a0"
MINUS = "−"
ABSENT = "—"
MINUTES_OF_A_DAY = 24 * 60

_zone: ContextVar[str] = ContextVar("zone", default="Europe/Moscow")


def set_zone(name: str) -> None:
    """The zone in which this bank reads the clock."""
    _zone.set(ZoneInfo(name).key)


def current_zone() -> ZoneInfo:
    return ZoneInfo(_zone.get())


# --- numbers -----------------------------------------------------------------------------------------------------------------


def number(value: float | Decimal | None, *, digits: int | None = None, signed: bool = False) -> str:
    """1234567.5 → «1 234 567,5». Without `digits` at most two decimals are shown and trailing zeros are dropped."""
    if value is None:
        return ABSENT
    exact = _rounded(value, 2 if digits is None else digits)
    pattern = "#,##0.##" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    text = format_decimal(abs(exact), format=pattern, locale=current_language())
    return _sign(exact, signed=signed) + text


def percent(share: float | Decimal | None, *, digits: int | None = 0, signed: bool = False) -> str:
    """0.4 → «40 %» and "40%". `digits`: None for as many as there are."""
    if share is None:
        return ABSENT
    return number(_decimal(share) * 100, digits=digits, signed=signed) + (f"{NBSP}%" if current_language() == "ru" else "%")


def percentage_points(share: float | Decimal | None, *, digits: int = 1) -> str:
    """A difference of two shares: 0.018 → «+1,8 п. п.» and "+1.8 pp"."""
    if share is None:
        return ABSENT
    return _("{points} pp", points=number(_decimal(share) * 100, digits=digits, signed=True))


def money(kopecks: int | None, *, exact: bool = False, signed: bool = False) -> str:
    """123456750 → «1 234 567,5 ₽». `exact` always shows both digits of the kopecks: columns and documents want them."""
    if kopecks is None:
        return ABSENT
    roubles = Decimal(kopecks) / 100
    text = number(abs(roubles), digits=2 if exact else None)
    sign = _sign(roubles, signed=signed)
    return f"{sign}{text}{NBSP}₽" if current_language() == "ru" else f"{sign}₽{text}"


def roubles_to_type(kopecks: int | None) -> str:
    """What stands in a field for an amount: 123456750 → «1234567,50», nothing for None."""
    if kopecks is None:
        return ""
    return str(kopecks // 100) if kopecks % 100 == 0 else f"{kopecks // 100},{kopecks % 100:02}"


def money_parts(kopecks: int | None, *, signed: bool = False) -> tuple[str, str]:
    """A short figure and its unit, for a tile that sets the unit smaller: («214,6», «млн ₽») and ("₽214.6", "M")."""
    if kopecks is None:
        return ABSENT, ""
    roubles = Decimal(kopecks) / 100
    step = 0
    # 999 960 is "1 million" once it is rounded, so the rounded figure decides about the unit.
    while step < 4 and abs(_rounded(roubles / 1000**step, 1 if step else 0)) >= 1000:
        step += 1
    figure = _rounded(roubles / 1000**step, 1 if step else 0)
    text, sign = number(abs(figure), digits=1 if figure % 1 else 0), _sign(figure, signed=signed)
    if current_language() == "ru":
        unit = ("", "тыс.", "млн", "млрд", "трлн")[step]
        return sign + text, f"{unit}{NBSP}₽" if unit else "₽"
    return f"{sign}₽{text}", ("", "K", "M", "B", "T")[step]


def money_compact(kopecks: int | None, *, signed: bool = False) -> str:
    """«214,6 млн ₽» and "₽214.6M"."""
    figure, unit = money_parts(kopecks, signed=signed)
    return (f"{figure}{NBSP}{unit}" if current_language() == "ru" else figure + unit) if unit else figure


def file_size(octets: int) -> str:
    """1234567 → «1,2 МБ»."""
    units = ("Б", "КБ", "МБ", "ГБ", "ТБ") if current_language() == "ru" else ("B", "KB", "MB", "GB", "TB")
    step = 0
    while step < 4 and _rounded(Decimal(octets) / 1024**step, 1 if step else 0) >= 1024:
        step += 1
    figure = _rounded(Decimal(octets) / 1024**step, 1 if step else 0)
    return f"{number(figure, digits=1 if figure % 1 and figure < 100 else 0)}{NBSP}{units[step]}"


# --- dates -------------------------------------------------------------------------------------------------------------------


def date_long(day: date | None) -> str:
    """«5 марта 2026 г.» and "5 March 2026"."""
    return ABSENT if day is None else _date(day, "d MMMM y 'г'." if current_language() == "ru" else "d MMMM y")


def date_short(day: date | None) -> str:
    """«05.03.2026» and "5 Mar 2026": the English one names the month, because 05/03 means two different days."""
    return ABSENT if day is None else _date(day, "dd.MM.y" if current_language() == "ru" else "d MMM y")


def day_month(day: date | None, *, today: date | None = None) -> str:
    """«18 ноября»; with the year as soon as it is not the year of `today`."""
    if day is None:
        return ABSENT
    return date_long(day) if today is not None and _day(day).year != today.year else _date(day, "d MMMM")


def month_label(day: date) -> str:
    """«ноябрь 2026» and "November 2026"."""
    return _date(day, "LLLL y")


def month_short(day: date) -> str:
    """«ноя» and "Nov": a tick of a chart."""
    return _date(day, "LLL").rstrip(".")[:3]


def month_name(day: date) -> str:
    """«Ноябрь» and "November": the head of a month in a calendar."""
    return _date(day, "LLLL").capitalize()


def weekday_names() -> list[str]:
    """«пн» … «вс»: the week begins on Monday in both languages."""
    monday = date(2024, 1, 1)
    return [_date(monday + timedelta(days=number), "ccc").rstrip(".")[:3] for number in range(7)]


def quarter_label(day: date) -> str:
    """«IV квартал 2026» and "Q4 2026"."""
    quarter, year = (_day(day).month - 1) // 3, _day(day).year
    return f"{('I', 'II', 'III', 'IV')[quarter]}{NBSP}квартал {year}" if current_language() == "ru" else f"Q{quarter + 1}{NBSP}{year}"


def clock(when: datetime) -> str:
    """The hour and the minute in the bank's zone: «9:05»."""
    local = when.astimezone(current_zone())
    return f"{local.hour}:{local.minute:02}"


def moment(when: datetime | None, *, now: datetime) -> str:
    """«сегодня в 14:12», «вчера в 9:05», «18 ноября в 9:05», with the year if it is another one."""
    if when is None:
        return ABSENT
    day, today = _day(when), _day(now)
    if day == today:
        return _("today at {time}", time=clock(when))
    if day == today - timedelta(days=1):
        return _("yesterday at {time}", time=clock(when))
    if day == today + timedelta(days=1):
        return _("tomorrow at {time}", time=clock(when))
    return _("{date} at {time}", date=day_month(day, today=today), time=clock(when))


def moment_long(when: datetime | None, *, zone: str | None = None) -> str:
    """«5 марта 2026 г., 14:12»: the time of a document, which is read on any day and may bring its own zone."""
    if when is None:
        return ABSENT
    local = when.astimezone(ZoneInfo(zone) if zone else current_zone())
    return f"{date_long(local.date())}, {local.hour}:{local.minute:02}"


# --- how long ----------------------------------------------------------------------------------------------------------------


def duration(minutes: float | None, *, minutes_of_a_day: int = MINUTES_OF_A_DAY) -> str:
    """«40 мин», «3 ч 10 мин», «1 день 4 ч», «2 дня». Working time counts days of fewer minutes."""
    return ABSENT if minutes is None else _duration(minutes, minutes_of_a_day).replace(" ", NBSP)


def _duration(minutes: float, minutes_of_a_day: int) -> str:
    whole = int(_rounded(abs(minutes), 0))
    if whole == 0:
        return _("less than a minute")
    if whole < minutes_of_a_day:
        hours, rest = divmod(whole, 60)
        parts = [_("{n} h", n=hours)] if hours else []
        return NBSP.join([*parts, _("{n} min", n=rest)] if rest else parts)
    if whole < 2 * minutes_of_a_day:
        hours = (whole - minutes_of_a_day) // 60
        return NBSP.join([ngettext("{n} day", "{n} days", 1)] + ([_("{n} h", n=hours)] if hours else []))
    days = int(_rounded(Decimal(whole) / minutes_of_a_day, 0))
    return ngettext("{n} day", "{n} days", days)


def time_left(minutes: float, *, minutes_of_a_day: int = MINUTES_OF_A_DAY) -> str:
    """The words of an SLA clock: «осталось 40 мин», «просрочено 3 ч 10 мин»."""
    words = duration(minutes, minutes_of_a_day=minutes_of_a_day)
    return _("{duration} late", duration=words) if minutes < 0 else _("{duration} left", duration=words)


def paused_until(day: date | None, *, today: date) -> str:
    """The words of an SLA clock that stands still: «до 20 ноября», «на паузе» when nobody said how long."""
    return _("on hold") if day is None else _("until {date}", date=day_month(day, today=today))


# --- names and lists ---------------------------------------------------------------------------------------------------------


def short_name(full_name: str) -> str:
    """«Орлов Александр Викторович» → «Орлов А. В.», «Andrey Orlov» stays whole; the parts never part at the end of a line."""
    if not _is_russian(full_name):
        return full_name.replace(" ", NBSP)
    surname, *given = full_name.split()[:3]
    return NBSP.join([surname, *(f"{name[0].upper()}." for name in given)])


def initials(full_name: str) -> str:
    """Two letters for a round portrait, the given name first: «Климов Павел» → «ПК», «Pavel Klimov» → “PK”."""
    if not _is_russian(full_name):
        words = full_name.split()
        return "".join(word[0].upper() for word in [*words[:1], *words[1:][-1:]])
    surname, *given = full_name.split()[:2]
    return "".join(name[0].upper() for name in [*given, surname])


def _is_russian(name: str) -> bool:
    """Is it written in Cyrillic? Then the surname stands first."""
    return any("а" <= letter <= "я" or letter == "ё" for letter in name.lower())


def listing(things: Sequence[str]) -> str:
    """«а, б и в»."""
    return format_list(list(things), locale=_date_locale()) if things else ""


# --- within ------------------------------------------------------------------------------------------------------------------


def _decimal(value: float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _rounded(value: float | Decimal, digits: int) -> Decimal:
    """Half away from zero, as people round; a figure must not depend on how binary fractions fall."""
    return _decimal(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _sign(value: Decimal, *, signed: bool) -> str:
    if value < 0:
        return MINUS
    return "+" if signed and value > 0 else ""


def _day(when: date | datetime) -> date:
    return when.astimezone(current_zone()).date() if isinstance(when, datetime) else when


def _date_locale() -> str:
    return "ru" if current_language() == "ru" else "en_GB"


def _date(day: date | datetime, pattern: str) -> str:
    return format_date(_day(day), format=pattern, locale=_date_locale()).replace(" ", NBSP)
