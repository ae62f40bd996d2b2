"""Everything the dashboard of prevented loss says, as plain data; the questions a page asks of it, and its sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.analytics.loss_figure_rules import LOSS_FIGURES
from pages.analytics.findings import Sentence
from pages.analytics.view import PeriodView, Verdict
from pages.formats import money_compact, percent
from pages.translations import _, ngettext, text_of

_FLAT = 0.005
_MANY_TIMES = 9.995  # beyond +999 % a share says nothing


@dataclass(frozen=True)
class LossView(PeriodView):
    """Wraps the document of `figures prevented-loss` (docs/figures.md). Money is kopecks."""

    @property
    def categories(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.figures["by_category"]
        return found

    def category(self, code: str) -> str:
        """The category in the reader's words."""
        return text_of(self.document["categories"].get(code) or {}) or code

    def service(self, code: str) -> str:
        return text_of(self.document["services"].get(code) or {}) or code

    def line(self, code: str) -> str:
        """A business line; what belongs to none is said so."""
        return text_of(self.document["names"]["business_line"].get(code) or {}) or _("not given")

    @property
    def is_empty(self) -> bool:
        told = self.figures
        return not any(told[name] for name in ("losses", "kopecks", "candidates", "submitted", "rejected", "doubles"))

    @property
    def plan_share(self) -> float | None:
        """Prevented as a share of the plan; None without a plan."""
        plan = self.figures["plan_kopecks"]
        return self.figures["kopecks"] / plan if plan else None


def loss_name(key: str) -> str:
    return text_of(LOSS_FIGURES[key].name)


def change_of(now: int, before: int | None) -> tuple[str, Verdict]:
    """«+15 %» and whether it is good: more prevented is. From next to nothing, the sum itself is the change."""
    if before is None or (now == 0 and before == 0):
        return "", "same"
    growth = (now - before) / before if before > 0 else None
    words = money_compact(now - before, signed=True) if growth is None or growth > _MANY_TIMES else percent(growth, digits=0, signed=True)
    if before > 0 and abs(now - before) / before < _FLAT:
        return _("no change"), "same"
    return words, "good" if now > before else "bad"


def sentences(view: LossView) -> list[Sentence]:
    """At most three sentences that are counted, none that is invented."""
    found = [_against_before(view), _against_plan(view), _waiting(view)]
    return [sentence for sentence in found if sentence is not None]


def _against_before(view: LossView) -> Sentence | None:
    told = view.figures
    now, before, count = told["kopecks"], told["previous_kopecks"], told["losses"]
    if before is None or now == before:
        if not now:
            return None
        return Sentence(_("Prevented **{sum}**.", sum=money_compact(now)), "neutral", "confirmed", count)
    rows = [row for row in view.categories if row["previous_kopecks"] is not None]
    moved = max(rows, key=lambda row: (row["kopecks"] - row["previous_kopecks"]) * (1 if now > before else -1))
    by = money_compact(moved["kopecks"] - moved["previous_kopecks"], signed=True)
    if now > before:
        text = _(
            "Prevented loss grew by **{more}**; most of it came from “{category}”: **{by}**.",
            more=money_compact(now - before), category=view.category(moved["category"]), by=by,
        )  # fmt: skip
        return Sentence(text, "good", "confirmed", count)
    text = _(
        "Prevented loss fell by **{less}**; most of it is missing in “{category}”: **{by}**.",
        less=money_compact(before - now), category=view.category(moved["category"]), by=by,
    )  # fmt: skip
    return Sentence(text, "bad", "confirmed", count)


def _against_plan(view: LossView) -> Sentence | None:
    share, plan = view.plan_share, view.figures["plan_kopecks"]
    if share is None:
        return None
    words = {"share": percent(share, digits=0), "plan": money_compact(plan)}
    if share >= 1:
        return Sentence(_("The plan of {plan} is fulfilled by **{share}**.", **words), "good")
    missing = money_compact(plan - view.figures["kopecks"])
    return Sentence(
        _("**{share}** of the plan of {plan}; **{missing}** is missing.", missing=missing, **words), "bad" if view.is_over else "neutral"
    )


def _waiting(view: LossView) -> Sentence | None:
    count, kopecks = view.figures["submitted"], view.figures["submitted_kopecks"]
    if not count:
        return None
    text = ngettext(
        "**{n} entry** for {sum} waits for confirmation and is not counted yet.",
        "**{n} entries** for {sum} wait for confirmation and are not counted yet.",
        count, sum=money_compact(kopecks),
    )  # fmt: skip
    return Sentence(text, "neutral", "submitted", count)


def entries(count: int) -> str:
    return ngettext("{n} entry", "{n} entries", count)

