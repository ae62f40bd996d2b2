"""Everything the dashboard of effect says, as plain data; values, changes and doubts in words, and its sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.analytics.effect import FEW_ROWS, SHORTEST_DAYS, Doubt, Measure
from models.analytics.effect_figure_rules import EFFECT_FIGURES
from pages.analytics.findings import Sentence
from pages.analytics.view import PeriodView, Verdict, hours_text
from pages.formats import ABSENT, duration, money_compact, number, percent
from pages.translations import _, ngettext, text_of

_FLAT = 0.005
_SECONDS_UP_TO = 2  # minutes; below it seconds say more


@dataclass(frozen=True)
class EffectView(PeriodView):
    """Wraps the document of `figures effect` (docs/figures.md)."""

    @property
    def measures(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.figures["measures"]
        return found

    @property
    def services(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.figures["services"]
        return found

    @property
    def initiatives(self) -> Mapping[str, Any]:
        """The figures of return under the usual scenario."""
        found: Mapping[str, Any] = self.figures["initiatives"]
        return found

    def measure(self, measure: Measure) -> Mapping[str, Any]:
        return next(row for row in self.measures if row["measure"] == measure)

    def service(self, code: str) -> str:
        return text_of(self.document["services"].get(code) or {}) or code

    @property
    def is_empty(self) -> bool:
        return all(row["before"] is None and row["now"] is None for row in (*self.measures, *self.services))


def measure_name(measure: str) -> str:
    return text_of(EFFECT_FIGURES[measure].name)


def value_parts(measure: str, value: float | None) -> tuple[str, str]:
    """A value and its unit, for a tile that sets the unit smaller."""
    if value is None:
        return ABSENT, ""
    words = value_text(measure, value).split("\u00a0")
    unit = " ".join(words[1:])
    return (words[0], unit) if len(words) <= 2 else (value_text(measure, value), "")


def value_text(measure: str, value: float | None) -> str:
    """«14,3 ч», «2 ч 18 мин», «43 с», «1,1 %», «3 нажатия», «6,8 млн ₽»."""
    if value is None:
        return ABSENT
    match Measure(measure):
        case Measure.HANDLING | Measure.REACTION:
            return _("{n} h", n=hours_text(value)).replace(" ", "\u00a0")
        case Measure.REPORT_ERRORS:
            return percent(value, digits=2 if value < 0.01 else 1)
        case Measure.REPORT_CLICKS:
            return ngettext("{n} click", "{n} clicks", round(value)).replace(" ", "\u00a0")
        case Measure.BUDGET:
            return money_compact(round(value))
        case _:
            if value < _SECONDS_UP_TO:
                return _("{n} s", n=number(round(value * 60))).replace(" ", "\u00a0")
            return duration(value)


def change_text(row: Mapping[str, Any]) -> tuple[str, Verdict]:
    """«−55 %» and whether it is good: of all these measures less is better. Empty when there is nothing to compare."""
    change = row["change"]
    if change is None:
        return "", "same"
    if abs(change) < _FLAT:
        return _("no change"), "same"
    digits = 1 if abs(change) > 0.985 and abs(change) < 1 else 0
    return percent(change, digits=digits, signed=True), "good" if change < 0 else "bad"


def doubt_words(row: Mapping[str, Any]) -> list[str]:
    """Why a comparison is to be taken with care, a sentence each."""
    if row["measure"] == Measure.REACTION and row["now"] is None:
        first = [_("Kordon keeps no incidents yet, so there is nothing to compare.")]
        return first + [_doubts()[Doubt(one)] for one in row["doubts"] if one != Doubt.NOTHING_NOW]
    return [_doubts()[Doubt(one)] for one in row["doubts"]]


def _doubts() -> Mapping[Doubt, str]:
    return {
        Doubt.NO_BASELINE: _("Nobody has entered what was before."),
        Doubt.NOTHING_NOW: _("Nothing was measured in this period."),
        Doubt.FEW_ROWS: _("Few rows now: below {n} a median says little.", n=FEW_ROWS),
        Doubt.FEW_BASELINE_ROWS: _("The baseline rests on few rows."),
        Doubt.BASELINE_ROWS_UNKNOWN: _("Nobody knows on how many rows the baseline rests."),
        Doubt.SHORT_BASELINE: _("The baseline covers less than {n} days.", n=SHORTEST_DAYS),
    }


def sentences(view: EffectView) -> list[Sentence]:
    """At most three sentences that are counted, none that is invented."""
    found = [_handling(view), _reports(view), _doubtful(view)]
    return [sentence for sentence in found if sentence is not None]


def _handling(view: EffectView) -> Sentence | None:
    row = view.measure(Measure.HANDLING)
    if row["change"] is None or not row["speed_up"]:
        return None
    words = {"before": value_text(row["measure"], row["before"]), "now": value_text(row["measure"], row["now"])}
    if row["change"] < 0:
        faster = percent(row["speed_up"], digits=0)
        return Sentence(_("Cases are resolved **{faster}** faster: **{now}** instead of {before}.", faster=faster, **words), "good")
    return Sentence(_("Cases are resolved more slowly than before the hub: **{now}** instead of {before}.", **words), "bad")


def _reports(view: EffectView) -> Sentence | None:
    time, clicks = view.measure(Measure.REPORT_TIME), view.measure(Measure.REPORT_CLICKS)
    if time["before"] is None or time["now"] is None or clicks["now"] is None:
        return None
    text = _(
        "A report takes **{now}** and **{clicks}** instead of {before}.", now=value_text(time["measure"], time["now"]),
        clicks=value_text(clicks["measure"], clicks["now"]), before=value_text(time["measure"], time["before"]),
    )  # fmt: skip
    return Sentence(text, "good" if time["now"] < time["before"] else "bad", time["measure"], time["rows"])


def _doubtful(view: EffectView) -> Sentence | None:
    doubtful = [row for row in view.measures if row["doubts"]]
    if not doubtful:
        return None
    text = ngettext(
        "**{n} comparison of {all}** is to be taken with care: see its note.",
        "**{n} comparisons of {all}** are to be taken with care: see their notes.", len(doubtful), all=len(view.measures),
    )  # fmt: skip
    return Sentence(text, "neutral")
