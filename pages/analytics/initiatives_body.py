"""The list of initiatives, and one of them: who answers for it, its sources, its cash month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.analytics.initiatives import act_id, open_id
from pages.analytics.roi_view import rate_words
from pages.components.buttons import button
from pages.components.icons import Icon
from pages.components.marks import tag
from pages.components.page import block, note, section
from pages.components.states import empty
from pages.components.tables import Column, short_table
from pages.formats import money_compact, month_label, percent, short_name
from pages.paths import Path, to
from pages.translations import _, ngettext, text_of

Names = Mapping[str, Mapping[str, Mapping[str, str]]]  # of sources: kind → ref → name
_QUIET = "btn btn-link btn-sm"


def state_words(known: Sequence[Any]) -> str:
    waiting = sum(one.row.state == "draft" for one in known)
    if not known:
        return _("There is no initiative yet. What is to pay back is written down here, with its costs and benefits.")
    if not waiting:
        return _("Everything that is written down counts or is stopped.")
    return ngettext("{n} initiative waits for a second person.", "{n} initiatives wait for a second person.", waiting)


def initiatives_body(known: Sequence[Any], chosen: Any | None, names: Names, *, identities: Sequence[Any]) -> list[Component]:
    """`known` are `Initiative`s; `identities`: whom the reader acts as, because nobody confirms his own."""
    if not known:
        return [empty(_("No initiative yet."), sign=Icon.PAY_BACK)]
    columns = [
        Column(_("Initiative")), Column(_("State"), "140px"), Column(_("Answers for it"), "150px"), Column(_("First month"), "130px"),
        Column(_("Months"), "84px", is_number=True), Column(_("Costs so far"), "138px", is_number=True),
        Column(_("Benefit so far"), "150px", is_number=True),
    ]  # fmt: skip
    rows = [_row(one, is_chosen=chosen is not None and one.row.code == chosen.row.code) for one in known]
    parts = [block(short_table(columns, rows, caption=_("Initiatives")))]
    return [*parts, *(_one(chosen, names, identities=identities) if chosen is not None else [])]


def rate_block(rate: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Component:
    """At what rate later sums are discounted, and by whose decision; `others`: decisions that do not hold now."""
    lines = [html.P(rate_words(one), className="t3 s12") for one in others]
    title = [html.P(_("Not in force: of earlier days or of days to come"), className="init-rate t2 s12")] if lines else []
    change = button(_("Enter the rate"), id=open_id("rate"), small=True)
    return block(section([_("Discount rate")], aside=change), html.P(rate_words(rate), className="init-rate"), *title, *lines,
                 class_name="init-k")


def _row(one: Any, *, is_chosen: bool) -> list[Any]:
    name = text_of(one.row.name)
    link = dcc.Link(name, href=to(Path.INITIATIVES, search={"initiative": one.row.code}), className="fw subj ell", title=name)
    over = [month.in_flow(with_losses=False) for month in one.months if month.is_over]
    return [
        html.Span([link], **({"aria-current": "true"} if is_chosen else {})), _state(one.row.state), short_name(one.row.owner or ""),
        month_label(one.row.first_month), str(one.row.horizon), money_compact(sum(month.cost for month in over)),
        money_compact(sum(month.benefit for month in over)),
    ]  # fmt: skip


def _state(state: str) -> Component:
    words = {"draft": _("waits"), "confirmed": _("counts"), "stopped": _("stopped")}[state]
    return tag(words, kind={"draft": "warn", "confirmed": "ok"}.get(state, ""))


def _one(one: Any, names: Names, *, identities: Sequence[Any]) -> list[Component]:
    row = one.row
    acts: list[Component] = [button(_("Edit"), id=open_id("edit", row.code), small=True)]
    revision = str(row.revision)
    if row.state == "draft" and row.author_id not in identities:
        acts.append(button(_("Confirm"), id=act_id("confirm", row.code, revision), kind="primary", small=True))
    if row.state != "stopped":
        acts.append(button(_("Stop"), id=act_id("stop", row.code, revision), small=True))
    words: list[Component] = [html.P(row.description)] if row.description else []
    if row.state == "draft":
        mine = row.author_id in identities
        told = _("It counts once a second person confirms it.") if mine else _("Written by {name}", name=short_name(row.author or ""))
        words.append(note(told))
    elif row.state == "confirmed":
        words.append(html.P(_("Confirmed by {name}", name=short_name(row.confirmer or "")), className="t3 s12"))
    head = section([text_of(row.name)], small=row.code, aside=html.Div(acts, className="row-f"))
    return [block(head, *words, class_name="init-k"), _sources(one, names), _months(one)]


def _sources(one: Any, names: Names) -> Component:
    kinds = {"pool": _("Costs of a pool"), "labour": _("Saved labour of a service"), "prevented": _("Prevented loss of a category")}
    rows = [
        [
            kinds[each.kind], text_of(names[each.kind].get(each.ref) or {}) or each.ref, percent(float(each.share), digits=None),
            html.Button(
                _("Take out"), type="button", id=act_id("unlink", one.row.code, f"{each.kind}:{each.ref}"), className=_QUIET
            ),
        ]
        for each in one.sources
    ]  # fmt: skip
    adding = button(_("Add a source"), id=open_id("source", one.row.code), sign=Icon.PLUS, small=True)
    head = section([_("What is read live")], small=_("share of what belongs to this initiative"), aside=adding)
    columns = [Column(_("Source"), "34%"), Column(_("Of what")), Column(_("Share, %"), "90px", is_number=True), Column("", "110px")]
    nothing = empty(_("Nothing is read live: only what is entered by hand counts."), compact=True, sign=Icon.CALCULATOR)
    return block(head, short_table(columns, rows, caption=_("What is read live")) if rows else nothing)


def _months(one: Any) -> Component:
    columns = [
        Column(_("Month"), "140px"), Column(_("Planned cost"), is_number=True), Column(_("Planned benefit"), is_number=True),
        Column(_("Entered cost"), is_number=True), Column(_("Entered benefit"), is_number=True), Column(_("Live cost"), is_number=True),
        Column(_("Live benefit"), is_number=True), Column(_("Source"), "16%"), Column("", "90px"),
    ]  # fmt: skip
    rows = [
        [
            html.Span(month_label(month.month), className="" if month.is_over else "t3"),
            *("" if kopecks is None else money_compact(kopecks) for kopecks in (
                month.planned_cost, month.planned_benefit, month.actual_cost, month.actual_benefit, month.live_cost, month.live_benefit)),
            html.Span(month.source, className="ell", title=month.source),
            html.Button(_("Enter"), type="button", id=open_id("cash", one.row.code, f"{month.month:%Y-%m}"), className=_QUIET),
        ]
        for month in one.months
    ]  # fmt: skip
    small = _("another plan asks for a second person anew, facts do not")
    return block(section([_("Cash by month")], small=small), short_table(columns, rows, caption=_("Cash by month")))
