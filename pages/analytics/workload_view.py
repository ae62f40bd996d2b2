"""Everything the dashboard of labour says, as plain data; the questions a page asks of it, and its sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models.analytics.workload_figure_rules import WORKLOAD_FIGURES
from pages.analytics.findings import Sentence
from pages.analytics.view import PeriodView, Verdict, days_label
from pages.formats import percent, percentage_points, short_name
from pages.translations import _, ngettext, text_of
from pages.workforce.words import hours

OVERLOADED, UNDERLOADED = 1.1, 0.5
_FULL = 1.0


@dataclass(frozen=True)
class WorkloadView(PeriodView):
    """Wraps the document of `figures workload` (docs/figures.md). All labour is minutes."""

    @property
    def people(self) -> Sequence[Mapping[str, Any]]:
        """Those who owe or have entered anything, by name."""
        return [row for row in self.figures["people"] if row["minutes"] or row["owed_minutes"]]

    @property
    def ahead(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.figures["ahead"]
        return found

    @property
    def weeks_ahead(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.ahead["weeks"]
        return found

    @property
    def is_empty(self) -> bool:
        return not self.figures["minutes"] and not self.figures["owed_minutes"] and not self.ahead["open_cases"]

    def before(self, key: str) -> Any:
        previous = self.document["previous"]
        return previous[key] if previous else None

    def service(self, code: str) -> str:
        """The service in the reader's words; labour without a case is that of projects."""
        return text_of(self.document["services"].get(code) or {}) or code or _("Projects and other work")


def workload_name(key: str) -> str:
    return text_of(WORKLOAD_FIGURES[key].name)


def person_name(row: Mapping[str, Any]) -> str:
    name = text_of(row["name"])
    return short_name(name) if len(name.split()) == 3 else name


def expected_load(week: Mapping[str, Any]) -> float | None:
    """Labour on cases ÷ the crew's time for cases."""
    expected = week["carried_minutes"] + week["arriving_minutes"]
    return expected / week["capacity_minutes"] if week["capacity_minutes"] else None


def stretch_words(week: Mapping[str, Any]) -> str:
    """«30 ноября – 6 декабря 2026 г.»"""
    return days_label(date.fromisoformat(week["first_day"]), date.fromisoformat(week["day_after"]) - timedelta(days=1))


def change_of_share(now: float | None, before: float | None) -> tuple[str, Verdict]:
    """«+3,2 п. п.»: neither more nor less load is good by itself."""
    if now is None or before is None:
        return "", "same"
    words = percentage_points(now - before)
    return (words if any(digit in words for digit in "123456789") else _("no change")), "same"


def sentences(view: WorkloadView) -> list[Sentence]:
    """At most three sentences that are counted, none that is invented."""
    found = [_overloaded(view), _fullest(view), _not_entered(view), _unknown(view)]
    return [sentence for sentence in found if sentence is not None][:3]


def _overloaded(view: WorkloadView) -> Sentence | None:
    over = sorted((row for row in view.people if (row["load"] or 0) > OVERLOADED), key=lambda row: -row["load"])
    if not over:
        return None
    text = ngettext(
        "**{n} person** worked more than {share} of the time owed: {name}, **{load}**.",
        "**{n} people** worked more than {share} of the time owed, most of all {name}: **{load}**.",
        len(over), share=percent(OVERLOADED), name=person_name(over[0]), load=percent(over[0]["load"]),
    )  # fmt: skip
    return Sentence(text, "bad", f"person:{over[0]['login']}", 0)


def _fullest(view: WorkloadView) -> Sentence | None:
    weeks = [(load, week) for week in view.weeks_ahead if (load := expected_load(week)) is not None]
    if not weeks:
        return None
    load, week = max(weeks, key=lambda pair: pair[0])
    words = {"days": stretch_words(week), "load": percent(load)}
    if load > _FULL:
        return Sentence(_("{days} will be too full: cases need **{load}** of the crew's time for them.", **words), "bad")
    return Sentence(_("The weeks ahead can be managed: at most **{load}** of the crew's time for cases, in {days}.", **words), "good")


def _not_entered(view: WorkloadView) -> Sentence | None:
    few = [row for row in view.people if row["owed_minutes"] and row["load"] < UNDERLOADED]
    if not few:
        return None
    text = ngettext(
        "**{n} person** has entered less than {share} of the time owed.", "**{n} people** have entered less than {share} of the time owed.",
        len(few), share=percent(UNDERLOADED),
    )  # fmt: skip
    return Sentence(text, "neutral")


def _unknown(view: WorkloadView) -> Sentence | None:
    count = view.ahead["unknown_cases"]
    if not count:
        return None
    text = ngettext(
        "**{n} open case** is left out of what lies ahead: nothing of its service was closed in three months.",
        "**{n} open cases** are left out of what lies ahead: nothing of their services was closed in three months.",
        count,
    )  # fmt: skip
    return Sentence(text, "neutral")


def days_of_work_words(view: WorkloadView) -> str:
    """«≈ 6 рабочих дней команды»"""
    days = view.ahead["days_of_work"]
    if days is None:
        return ""
    return ngettext("≈ {n} working day of the crew", "≈ {n} working days of the crew", max(1, round(days)))


def entries_words(total: int, minutes: int) -> str:
    """«24 записи, 31 ч 20 мин»"""
    return ngettext("{n} entry, {time}", "{n} entries, {time}", total, time=hours(minutes))
