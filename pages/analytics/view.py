"""Everything the operations dashboard and its report say, as plain data: what is stored with a report is exactly what it was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Literal

from models.analytics.figure_rules import FIGURES
from models.analytics.period import PeriodKind
from pages.formats import ABSENT, date_long, day_month, month_label, number, percent, percentage_points, quarter_label, short_name
from pages.translations import _, ngettext, text_of

Verdict = Literal["good", "bad", "same"]
FILTER_NAMES = ("source", "service", "group", "unit", "business_line")
NOBODY = "none"
# Which key of the figures document holds a figure of `figure_rules`.
KEY_OF = {
    "median_reaction": "median_reaction_hours",
    "median_handling": "median_handling_hours",
    "median_duration": "median_duration_hours",
}


@dataclass(frozen=True)
class PeriodView:
    """What all dashboards have in common: figures of a period, what it is compared with, what was chosen."""

    document: Mapping[str, Any]

    @property
    def figures(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.document["figures"]
        return found

    @property
    def code(self) -> str:
        return str(self.document["period"]["code"])

    @property
    def kind(self) -> PeriodKind:
        return PeriodKind(self.document["period"]["kind"])

    @cached_property
    def first_day(self) -> date:
        return date.fromisoformat(self.document["period"]["first_day"])

    @cached_property
    def last_day(self) -> date:
        """The last day counted: today in a period that is not over."""
        return date.fromisoformat(self.document["period"]["day_after"]) - timedelta(days=1)

    @property
    def is_over(self) -> bool:
        return bool(self.document["period"]["is_over"])

    @cached_property
    def as_of(self) -> datetime:
        return datetime.fromisoformat(self.document["data_as_of"])

    @property
    def months(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.figures["by_month"]
        return found

    def filters(self) -> list[tuple[str, str]]:
        """What is chosen, in words: («Услуга», «Проверка юрлица, Выезд»)."""
        return [
            (filter_label(key), ", ".join(filter_value(key, value, name) for value, name in named))
            for key, named in self.document["where_names"]
        ]

    def period_label(self) -> str:
        """«Ноябрь 2026» and the like."""
        if self.kind is PeriodKind.ALL:
            return _("All time")
        words = self._named(self.first_day)
        return words[:1].upper() + words[1:]

    def stretch_label(self) -> str:
        """«1–18 ноября 2026 г.»: the days that are counted."""
        return self._named(self.first_day) if self._is_whole else days_label(self.first_day, self.last_day)

    def compared_label(self) -> str:
        """The days it is compared with, empty when nothing was before."""
        compared = self.document["compared_with"]
        if not compared:
            return ""
        first, after = date.fromisoformat(compared["first_day"]), date.fromisoformat(compared["day_after"])
        return self._named(first) if self._is_whole else days_label(first, after - timedelta(days=1))

    @property
    def _is_whole(self) -> bool:
        """A finished quarter or year is said by its name."""
        return self.is_over and self.kind in {PeriodKind.QUARTER, PeriodKind.YEAR}

    def _named(self, day: date) -> str:
        if self.kind is PeriodKind.YEAR:
            return str(day.year)
        return quarter_label(day) if self.kind is PeriodKind.QUARTER else month_label(day)


@dataclass(frozen=True)
class View(PeriodView):
    """The operations dashboard: wraps its document (docs/figures.md) with the questions a page asks of it."""

    @property
    def previous(self) -> Mapping[str, Any] | None:
        found: Mapping[str, Any] | None = self.document["previous"]
        return found

    @property
    def target(self) -> float | None:
        """The share of cases in time that the bank aims at."""
        found = self.document["targets"].get("sla_compliance")
        return None if found is None else float(found)

    @property
    def rules(self) -> Sequence[Mapping[str, Any]]:
        """What each figure meant when the document was made: `key`, `name`, `formula`."""
        found: Sequence[Mapping[str, Any]] = self.document["rules"]
        return found

    def name_of(self, figure: str) -> str:
        return text_of(next(rule["name"] for rule in self.rules if rule["key"] == figure))

    def value(self, figure: str) -> Any:
        return self.figures.get(KEY_OF.get(figure, figure))

    def before(self, figure: str) -> Any:
        return self.previous.get(KEY_OF.get(figure, figure)) if self.previous else None

    def service(self, code: str) -> str:
        """The service in the reader's words."""
        return text_of(self.document["services"].get(code) or {}) or code


def filter_label(key: str) -> str:
    """The name of a filter."""
    return {
        "category": _("Category"), "source": _("Source"), "service": _("Service"), "group": _("Group"), "unit": _("Unit"),
        "business_line": _("Business line"), "initiative": _("Initiative"), "losses": _("Prevented loss"), "benefit": _("Benefits ahead"),
        "cost": _("Costs ahead"), "delay": _("Delay of benefits"), "rate": _("Discount rate a year"),
    }[key]  # fmt: skip


def filter_value(key: str, value: str, name: Mapping[str, str]) -> str:
    """What is chosen in words; of a scenario the number with its unit."""
    if key in ("benefit", "cost", "rate"):
        return percent(int(value) / 100, digits=0)
    if key == "delay":
        return ngettext("{n} month", "{n} months", int(value))
    return _("counted in") if key == "losses" else text_of(name) or value


def days_label(first: date, last: date) -> str:
    """«1–18 ноября 2026 г.»; whole dates when the months differ."""
    if (first.year, first.month) == (last.year, last.month) and first != last:
        return f"{first.day}–{date_long(last)}"
    if first == last:
        return date_long(first)
    return f"{day_month(first) if first.year == last.year else date_long(first)} – {date_long(last)}"


def figure_name(key: str) -> str:
    return text_of(FIGURES[key].name)


def hours_text(hours: float | None) -> str:
    """«5,8», «0,4», «173,9», «1 204»: hours of a tile, as exact as they are useful."""
    if hours is None:
        return ABSENT
    return number(hours, digits=0 if hours >= 1000 else 1)


def value_text(key: str, value: Any) -> tuple[str, str]:
    """A figure and its unit."""
    unit = FIGURES[key].unit
    if value is None:
        return ABSENT, ""
    if unit == "share":
        shown = percent(value, digits=1)
        return shown.rstrip("%").rstrip(), "%"
    if unit == "hours":
        return hours_text(value), _("h")
    if unit == "points":
        return number(value, digits=2), _("of 5")
    return number(value), ""


def change_text(key: str, value: Any, before: Any) -> tuple[str, Verdict]:
    """The change in words and whether it is good for the bank: ("+15 %", "good"). Empty when there is nothing to compare."""
    if value is None or before is None:
        return "", "same"
    rule = FIGURES[key]
    difference = value - before
    if rule.unit == "share":
        words = percentage_points(difference)
    elif rule.unit in {"hours", "points"} or before == 0:
        words = percent(difference / before, digits=0, signed=True) if before else number(difference, digits=0, signed=True)
    else:
        words = percent(difference / before, digits=0, signed=True) if abs(before) >= 20 else number(difference, signed=True)
    is_flat = abs(difference) < 1e-9 or not any(digit in words for digit in "123456789")
    if is_flat:
        return _("no change"), "same"
    if rule.better == "neither":
        return words, "same"
    return words, "good" if (difference > 0) == (rule.better == "more") else "bad"


def load_name(load: Mapping[str, Any], *, short: bool = True) -> str:
    """A person or a group; work that nobody has is said so."""
    if load["key"] == NOBODY:
        return _("Not assigned")
    name = text_of(load["name"])
    return short_name(name) if short and len(name.split()) == 3 else name


def bucket_name(bucket: str) -> str:
    """«0–1», «31+» days."""
    return bucket.replace("-", "–")
