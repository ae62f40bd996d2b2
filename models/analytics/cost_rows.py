"""A cost as a ledger writes it: which column means what, and what a row says. Also the account card («карточка счёта») of 1C."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from models.analytics.bookkeeping import LARGEST_AMOUNT

# Titles of columns, in small letters without «ё». `day`: a day or a month.
TITLES: Mapping[str, tuple[str, ...]] = {
    "pool": ("пул", "pool", "статья затрат", "статья", "аналитика дт"),
    "day": ("месяц", "month", "период", "дата", "date"),
    "amount": ("сумма", "amount", "сумма дт", "сумма, руб", "сумма, ₽", "дебет"),
    "document": ("документ", "document"),
    "account": ("счет", "account", "счет дт"),
    "description": ("содержание", "описание", "description", "комментарий", "назначение"),
}
OF_1C = frozenset({"дебет", "аналитика дт", "счет дт", "сумма дт"})
NEEDED = ("pool", "day", "amount")
MOST_LINES_BEFORE_HEAD = 20
_TOTALS = re.compile(r"(сальдо|обороты|итого|всего|total)\b", re.IGNORECASE)
_MONTHS = {
    name: number
    for number, names in enumerate((
        ("январь", "january"), ("февраль", "february"), ("март", "march"), ("апрель", "april"), ("май", "may"), ("июнь", "june"),
        ("июль", "july"), ("август", "august"), ("сентябрь", "september"), ("октябрь", "october"), ("ноябрь", "november"),
        ("декабрь", "december"),
    ), start=1)
    for name in names
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each meaning stands; `is_1c`: the titles are those of 1C."""

    places: Mapping[str, int]
    is_1c: bool


@dataclass(frozen=True, slots=True)
class CostRow:
    """What a row says; `pool` is the code of a pool that is there."""

    pool: str
    month: date
    kopecks: int
    document: str
    account: str
    description: str


def columns_of(cells: Sequence[str]) -> Columns | None:
    """The meaning of the columns under these titles; None when it is no heading of costs.

    1C writes «Дебет» over two columns, the account and the sum; the second one has no title.
    """
    titles = [" ".join(cell.lower().replace("ё", "е").split()) for cell in cells]
    places: dict[str, int] = {}
    for meaning, known in TITLES.items():
        found = [titles.index(title) for title in known if title in titles]
        if found:
            places[meaning] = found[0]
    if any(meaning not in places for meaning in NEEDED):
        return None
    at = places["amount"]
    if titles[at] == "дебет" and at + 1 < len(titles) and not titles[at + 1]:
        places["amount"], places["account"] = at + 1, at
    return Columns(places, bool(OF_1C & set(titles)))


def is_total(cells: Sequence[str]) -> bool:
    """«Обороты за период», «Сальдо на конец», «Итого»: a line of the ledger that is no entry."""
    first = next((cell for cell in cells if cell), "")
    return bool(_TOTALS.match(first))


def read_row(cells: Sequence[str], columns: Columns, pools: Mapping[str, str]) -> CostRow | str:
    """The cost, or the key of why the row cannot be used. `pools`: name or code in small letters → code."""

    def told(meaning: str) -> str:
        place = columns.places.get(meaning)
        return cells[place] if place is not None and place < len(cells) else ""

    month, kopecks, pool = read_month(told("day")), read_kopecks(told("amount")), _pool(told("pool"), pools)
    if month is None:
        return "wrong_month"
    if kopecks is None:
        return "wrong_amount"
    if pool is None:
        return "unknown_pool"
    return CostRow(pool, month, kopecks, told("document")[:120], told("account")[:40], told("description")[:300])


def _pool(words: str, pools: Mapping[str, str]) -> str | None:
    """1C puts several lines of analytics into one cell: any of them may be the pool."""
    for line in words.splitlines() or [words]:
        found = pools.get(" ".join(line.lower().split()))
        if found is not None:
            return found
    return None


def read_month(words: str) -> date | None:
    """05.10.2026, 10.2026, 2026-10, 2026-10-05, «октябрь 2026 г.» → the first day of the month."""
    text = words.strip().lower().removesuffix("г.").strip()
    for pattern in (r"(?:\d{1,2}\.)?(?P<m>\d{1,2})\.(?P<y>\d{4})(?: .*)?", r"(?P<y>\d{4})-(?P<m>\d{2})(?:-\d{2})?(?:[ t].*)?"):
        if match := re.fullmatch(pattern, text):
            month, year = int(match["m"]), int(match["y"])
            return date(year, month, 1) if 1 <= month <= 12 and 2000 <= year < 2100 else None
    if match := re.fullmatch(r"([а-яa-z]+)\s+(\d{4})", text):
        number, year = _MONTHS.get(match[1]), int(match[2])
        return date(year, number, 1) if number and 2000 <= year < 2100 else None
    return None


def read_kopecks(words: str) -> int | None:
    """«1 234 567,50», «-300.00», «(300)» → kopecks; None for anything else, for nothing, and for fractions of a kopeck."""
    bare = re.sub(r"[\s\u00a0\u202f₽'’]|руб\.?", "", words.lower()).replace("−", "-").replace("–", "-")
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    if "," in bare and "." in bare:  # the last of the two is the decimal one
        bare = bare.replace("," if bare.rindex(".") > bare.rindex(",") else ".", "")
    try:
        exact = Decimal(bare.replace(",", ".")) * 100
    except InvalidOperation:
        return None
    if not exact.is_finite() or exact != exact.to_integral_value() or not 0 < abs(exact) < LARGEST_AMOUNT:
        return None
    return int(exact)
