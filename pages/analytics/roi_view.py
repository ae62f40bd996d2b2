"""Everything the dashboard of return says, as plain data; shares, months and missing figures in words, and its sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.analytics.effect_figure_rules import ROI_FIGURES
from pages.analytics.findings import Sentence
from pages.analytics.view import PeriodView
from pages.formats import ABSENT, date_long, money_compact, money_parts, number, percent
from pages.translations import _, ngettext, text_of

TILES = ("roi", "pay_back", "discounted_pay_back", "present_value", "internal_rate")


@dataclass(frozen=True)
class RoiView(PeriodView):
    """Wraps the document of `figures roi` (docs/figures.md). Money is kopecks, times are months."""

    @property
    def together(self) -> Mapping[str, Any]:
        """The figures of what is chosen, under the scenario."""
        found: Mapping[str, Any] = self.figures["together"]
        return found

    @property
    def initiatives(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.figures["initiatives"]
        return found

    @property
    def is_changed(self) -> bool:
        """Is the scenario another than the usual one?"""
        return bool(self.figures["scenario"] != self.figures["base"])

    @property
    def chosen(self) -> Mapping[str, Any] | None:
        return next((row for row in self.initiatives if row["code"] == self.figures["initiative"]), None)

    @property
    def chosen_name(self) -> str:
        """What the figures together speak of."""
        code = self.figures["initiative"]
        return self.name(code) if code else _("All initiatives together")

    def name(self, code: str) -> str:
        return text_of(self.document["names"]["initiative"].get(code) or {}) or code

    def source(self, kind: str, ref: str) -> str:
        """A source in the reader's words."""
        names = self.document["services"] if kind == "labour" else self.document["names"].get(kind, {})
        thing = text_of(names.get(ref) or {}) or ref
        return {
            "pool": _("costs of the pool “{name}”", name=thing),
            "labour": _("saved labour: {name}", name=thing),
            "prevented": _("prevented loss: {name}", name=thing),
        }[kind]


def roi_name(key: str) -> str:
    return text_of(ROI_FIGURES[key].name)


def share_text(share: float | None) -> str:
    return ABSENT if share is None else percent(share, digits=0)


def months_text(months: float | None) -> str:
    """«26 месяцев»: the month in which it comes, counted from the first one; at once where it never was below zero."""
    if months is None:
        return ABSENT
    whole = int(-(-months // 1))
    return ngettext("{n} month", "{n} months", whole) if whole else _("at once")


def figure_text(key: str, value: Any) -> str:
    """A figure of return in words, without a value a dash."""
    if key == "present_value":
        return ABSENT if value is None else money_compact(value)
    return share_text(value) if key in ("roi", "internal_rate") else months_text(value)


def figure_parts(key: str, value: Any) -> tuple[str, str]:
    """The same as a tile has it: the number and its unit."""
    words = figure_text(key, value)
    if value is None:
        return words, ""
    if key == "present_value":
        return money_parts(value)
    if key in ("roi", "internal_rate"):
        return words.rstrip("%").rstrip(), "%"
    number_part, _space, unit = words.replace("\u00a0", " ").partition(" ")
    return (number_part, unit) if number_part.isdecimal() else (words, "")


def rate_words(rate: Mapping[str, Any]) -> str:
    """Whence the usual rate of discounting is known."""
    percents = percent(rate["percent"] / 100, digits=0)
    if rate["first_day"] is None:
        return _("{rate} a year: the usual one, the bank has not entered its own.", rate=percents)
    day = date.fromisoformat(str(rate["first_day"]))
    return _("{rate} a year from {day} on: {source}", rate=percents, day=date_long(day), source=rate["source"])


def why_words(why: str) -> str:
    """Why a figure does not exist."""
    return {
        "no_cash": _("There is no cash yet."),
        "no_costs": _("Without costs there is nothing to return."),
        "not_paid_back": _("It does not pay back within the horizon."),
        "no_single_rate": _("There is no single rate: the differences do not change their sign exactly once, or it lies beyond measure."),
    }.get(why, "")


def words_under(view: RoiView, key: str) -> str:
    """What stands under a figure: why it is absent, what was planned, or what it rests on."""
    told, planned = view.together, view.figures["as_planned"]
    if told[key] is None:
        return why_words(told["why"].get(key, ""))
    if view.is_changed:
        return _("as planned") if told[key] == planned[key] else _("planned {value}", value=figure_text(key, planned[key]))
    if key in ("present_value", "discounted_pay_back"):
        return _("at {rate} a year", rate=percent(view.figures["scenario"]["rate"] / 100, digits=0))
    return _("costs {sum}", sum=money_compact(told["costs"])) if key == "roi" else ""


def sentences(view: RoiView) -> list[Sentence]:
    """At most three sentences that are counted, none that is invented."""
    found = [_return(view), _scenario(view), _facts(view), _losses(view)]
    return [sentence for sentence in found if sentence is not None][:3]


def _return(view: RoiView) -> Sentence | None:
    told = view.together
    if told["roi"] is None:
        return None
    words = {"roi": percent(told["roi"], digits=0), "costs": money_compact(told["costs"]), "benefits": money_compact(told["benefits"])}
    if told["pay_back"] is None:
        return Sentence(_("Costs of **{costs}** bring **{benefits}**: within the horizon they do not pay back.", **words), "bad")
    month = months_text(told["pay_back"])
    text = _("Costs of {costs} bring **{benefits}**: a return of **{roi}**, paid back in **{month}**.", month=month, **words)
    return Sentence(text, "good")


def _scenario(view: RoiView) -> Sentence | None:
    if not view.is_changed:
        return None
    planned = view.figures["as_planned"]
    more = view.together["benefits"] - view.together["costs"] - (planned["benefits"] - planned["costs"])
    text = _("Under this scenario the difference of benefits and costs changes by **{sum}**.", sum=money_compact(more, signed=True))
    return Sentence(text, "good" if more > 0 else "bad" if more < 0 else "neutral")


def _facts(view: RoiView) -> Sentence | None:
    told = view.figures
    if not told["months_over"]:
        return Sentence(_("Nothing has happened yet: all of it is a plan."), "neutral")
    untold = told["months_over"] - told["months_told"]
    if untold:
        text = ngettext(
            "**{n} month** that is over has no facts and counts as planned.",
            "**{n} months** that are over have no facts and count as planned.", untold,
        )  # fmt: skip
        return Sentence(text, "bad")
    text = _(
        "So far: costs **{cost}** against a plan of {planned_cost}, benefits **{benefit}** against {planned_benefit}.",
        cost=money_compact(told["actual_cost"]), planned_cost=money_compact(told["planned_cost"]),
        benefit=money_compact(told["actual_benefit"]), planned_benefit=money_compact(told["planned_benefit"]),
    )  # fmt: skip
    return Sentence(text, "good" if told["actual_benefit"] >= told["planned_benefit"] else "neutral")


def _losses(view: RoiView) -> Sentence | None:
    kopecks = view.figures["prevented"]
    if not kopecks or view.figures["losses"]:
        return None
    return Sentence(_("Prevented loss of **{sum}** stands apart and is not counted in.", sum=money_compact(kopecks)), "neutral")


def confidence(view: RoiView) -> str:
    """What the figures rest on: months that happened, months that are a plan."""
    told = view.figures
    return _(
        "Months told: {told} of {over}; still a plan: {ahead}", told=number(told["months_told"]), over=number(told["months_over"]),
        ahead=number(told["months_ahead"]),
    )  # fmt: skip
