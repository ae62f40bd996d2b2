"""What a period has to say, in at most four sentences with the strongest words in bold; for the screen and for the report alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pages.analytics.view import View, hours_text, load_name
from pages.formats import number, percent, percentage_points
from pages.translations import _, ngettext

Mood = Literal["good", "bad", "neutral"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """`**so**` is strong. `rows` names the figure whose rows prove it, `count` how many there are."""

    text: str
    mood: Mood
    rows: str = ""
    count: int = 0
    service: str = ""


def findings(view: View) -> list[Sentence]:
    """The sentences of a period; nothing is said about what there is no data for."""
    found = [_flow(view), _deadlines(view), _worst_service(view), _overload(view)]
    return [sentence for sentence in found if sentence is not None]


def _flow(view: View) -> Sentence | None:
    opened, closed = view.value("opened"), view.value("closed")
    if not opened and not closed:
        return None
    if closed >= opened:
        text = _("Closed **{closed}**, opened **{opened}**: the queue did not grow.", closed=number(closed), opened=number(opened))
        return Sentence(text, "good", "closed", closed)
    text = _("Opened **{opened}**, closed **{closed}**: the queue grew by **{more}**.", opened=number(opened), closed=number(closed),
             more=number(opened - closed))  # fmt: skip
    return Sentence(text, "bad", "opened", opened)


def _deadlines(view: View) -> Sentence | None:
    now, before, broken = view.value("sla_compliance"), view.before("sla_compliance"), view.value("sla_broken")
    if now is None:
        return None
    good = view.target is None or now >= view.target
    if view.target is None:
        text = _("Closed in time: **{share}**.", share=percent(now, digits=1))
    elif good:
        text = _("Closed in time: **{share}**, above the target of {target}.", share=percent(now, digits=1),
                 target=percent(view.target, digits=None))  # fmt: skip
    else:
        text = _("Closed in time: **{share}**, {gap} below the target of {target}.", share=percent(now, digits=1),
            target=percent(view.target, digits=None),
                 gap=percentage_points(view.target - now).lstrip("+"))  # fmt: skip
    if before is not None and abs(now - before) >= 0.0005:
        text += " " + _("That is {change} against the period before.", change=percentage_points(now - before))
    return Sentence(text, "good" if good else "bad", "sla_broken", broken)


def _worst_service(view: View) -> Sentence | None:
    rows = [row for row in view.figures["by_service"] if row["sla_broken"]]
    if view.value("sla_broken") < 2 or len(view.figures["by_service"]) < 2:
        return None
    worst = max(rows, key=lambda row: (row["sla_broken"], row["service"]))
    text = ngettext(
        "Most often late: {service}, **{n} missed deadline of {all}**; half of its cases take up to {hours} h.",
        "Most often late: {service}, **{n} missed deadlines of {all}**; half of its cases take up to {hours} h.",
        worst["sla_broken"], service=view.service(worst["service"]), all=number(view.value("sla_broken")),
        hours=hours_text(worst["median_handling_hours"]),
    )  # fmt: skip
    return Sentence(text, "bad", "sla_broken", worst["sla_broken"], worst["service"])


def _overload(view: View) -> Sentence | None:
    overdue = view.value("overdue")
    loaded = [load for load in view.figures["workload_officers"] if load["capacity"] is not None and load["open"] > load["capacity"]]
    if loaded:
        most = max(loaded, key=lambda load: load["open"] / max(load["capacity"], 1))
        text = ngettext(
            "**{n} person** carries more than their capacity, most of all {name}: **{open} of {capacity}**.",
            "**{n} people** carry more than their capacity, most of all {name}: **{open} of {capacity}**.",
            len(loaded), name=load_name(most), open=number(most["open"]), capacity=number(most["capacity"]),
        )  # fmt: skip
        return Sentence(text, "bad", f"officer:{most['key']}", most["open"])
    if overdue:
        text = ngettext("**{n} case** is overdue now.", "**{n} cases** are overdue now.", overdue)
        return Sentence(text, "bad", "overdue", overdue)
    return None
