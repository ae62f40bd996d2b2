"""The body of the dashboard of prevented loss: tiles, sentences, categories against before and plan, the months, who it was for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from models.analytics.loss_figure_rules import LOSS_FIGURES
from pages.analytics.address import Asked
from pages.analytics.dashboard_head import filter_link
from pages.analytics.loss_charts import losses_by_month, losses_summary
from pages.analytics.loss_plan import plan_button
from pages.analytics.loss_view import LossView, change_of, entries, loss_name, sentences
from pages.analytics.losses import ids
from pages.analytics.operations_body import event_words
from pages.analytics.sentences import sentence_list
from pages.components.charts import graph
from pages.components.drawings import legend
from pages.components.figures import Change, Explanation, Figure, explain, strip
from pages.components.icons import Icon
from pages.components.marks import tag
from pages.components.page import section
from pages.components.states import empty
from pages.formats import moment, money, money_compact, money_parts, number, percent, short_name
from pages.paths import Path, to, to_case
from pages.translations import _, ngettext, text_of

_CHART_HEIGHT = 212


def body(view: LossView, asked: Asked, *, sets_plan: bool, opens_register: bool) -> list[Component]:
    """Everything under the filters."""
    if view.is_empty:
        words = _("Nothing was prevented here in this period, and nothing waits. Choose another period or clear the filters.")
        return [empty(words, sign=Icon.SHIELD)]
    blocks = [_categories(view, asked, sets_plan=sets_plan), _months(view, asked), _services(view, asked), _lines(view, asked)]
    return [tiles(view, asked, opens_register=opens_register), _sentences(view, asked), html.Div(blocks, className="quad")]


def tiles(view: LossView, asked: Asked, *, opens_register: bool) -> Component:
    """Five figures; each opens its rows and its formula. Candidates lead to where they are worked on."""
    told = view.figures
    value, unit = money_parts(told["kopecks"])
    change, verdict = change_of(told["kopecks"], told["previous_kopecks"])
    before = told["previous_kopecks"]
    against = _("from {before}", before=money_compact(before)) if before is not None else ""
    share = view.plan_share
    waiting, waiting_unit = money_parts(told["submitted_kopecks"])
    arisen, arisen_unit = money_parts(told["candidates_kopecks"])
    register = to(Path.LOSS_REGISTER, search={"tab": "candidates"}) if opens_register else asked.behind("candidates")
    shown = [
        Figure(
            label=loss_name("confirmed"), value=value, unit=unit, change=Change(change, against, verdict), href=asked.behind("confirmed"),
            spark=[row["kopecks"] for row in view.months], explanation=explanation(view, asked, "confirmed"),
        ),
        Figure(
            label=loss_name("plan"), value=percent(share, digits=0).rstrip("%").rstrip() if share is not None else "—",
            unit="%" if share is not None else "", explanation=explanation(view, asked, "plan"),
            change=Change(base=_("plan {sum}", sum=money_compact(told["plan_kopecks"])) if share is not None else _("no plan is set")),
        ),
        Figure(
            label=loss_name("losses"), value=number(told["losses"]), href=asked.behind("confirmed"),
            explanation=explanation(view, asked, "losses"),
            change=Change(base=_("rejected {n}, doubles {m}", n=number(told["rejected"]), m=number(told["doubles"]))),
        ),
        Figure(
            label=loss_name("submitted"), value=waiting, unit=waiting_unit, href=asked.behind("submitted"),
            change=Change(base=entries(told["submitted"])), explanation=explanation(view, asked, "submitted"),
        ),
        Figure(
            label=loss_name("candidates"), value=arisen, unit=arisen_unit, href=register, change=Change(base=entries(told["candidates"])),
            explanation=explanation(view, asked, "candidates"),
        ),
    ]  # fmt: skip
    return strip(shown, key="losses")


def explanation(view: LossView, asked: Asked, key: str) -> Explanation:
    """What stands behind the ƒ: the rule, the sums, the day, the rows."""
    rule, told = LOSS_FIGURES[key], view.figures
    ledger: list[tuple[str, str]] = []
    if key == "confirmed":
        ledger = [(view.category(row["category"]), money(row["kopecks"])) for row in view.categories if row["kopecks"]]
        if told["corrections"]:
            ledger.append((_("of it corrections"), money(told["corrections"], signed=True)))
        ledger.append((loss_name(key), money(told["kopecks"])))
    elif key == "plan" and view.plan_share is not None:
        ledger = [
            (loss_name("confirmed"), money(told["kopecks"])),
            (_("Plan"), money(told["plan_kopecks"])),
            (loss_name(key), percent(view.plan_share)),
        ]
    facts = [(_("Days"), _("as of now") if rule.live else view.stretch_label()), (_("Data"), moment(view.as_of, now=view.as_of))]
    if view.compared_label() and not rule.live:
        facts.insert(1, (_("Compared with"), view.compared_label()))
    href = "" if key == "plan" else asked.behind("confirmed" if key == "losses" else key)
    return Explanation(
        title=text_of(rule.name), sentence=text_of(rule.formula), ledger=ledger, facts=facts, href=href, link=_("Open the rows")
    )


def _sentences(view: LossView, asked: Asked) -> Component:
    return sentence_list(sentences(view), proof=lambda sentence: (entries(sentence.count), asked.behind(sentence.rows)))


def _block(view: LossView, asked: Asked, *content: Any, title: str, small: str = "", aside: Any = None, key: str) -> Component:
    head = section([title], small=small or None, aside=aside)
    ways = html.Span(explain(explanation(view, asked, "confirmed"), key=f"block-{key}"), className="sec-fx")
    return html.Section([html.Div([head, ways], className="sec-row"), *content])


def _categories(view: LossView, asked: Asked, *, sets_plan: bool) -> Component:
    """Each category as a bar with a tick where the period before was, its sum, its change and its part of the plan."""
    rows = view.categories
    scale = max([1, *(max(row["kopecks"], row["previous_kopecks"] or 0) for row in rows)])
    heads = (_("category"), "", _("prevented"), _("change"), _("of plan"))
    lines = [html.Li([html.Span(head, className="num" if place > 1 else "") for place, head in enumerate(heads)], className="steps-head")]
    lines += [_category(row, view, asked, scale) for row in rows]
    change, verdict = change_of(view.figures["kopecks"], view.figures["previous_kopecks"])
    total = html.A(money_compact(view.figures["kopecks"]), href=asked.behind("confirmed"))
    lines.append(html.Li([
        html.Span(_("Total")), html.Span(), html.Span(total, className="num"), html.Span(change, className=f"num {verdict}"),
        html.Span(_share(view.plan_share), className="num t2"),
    ], className="sum"))  # fmt: skip
    marks = legend([("accent", _("this period")), ("ink", _("the period before"))]) if view.compared_label() else None
    aside = [part for part in (marks, plan_button() if sets_plan else None) if part is not None]
    return _block(
        view,
        asked,
        html.Ul(lines, className="steps cats"),
        title=_("By category"),
        key="categories",
        aside=html.Span(aside, className="asides"),
    )


def _category(row: Mapping[str, Any], view: LossView, asked: Asked, scale: int) -> Component:
    name, now, before = view.category(row["category"]), row["kopecks"], row["previous_kopecks"]
    change, verdict = change_of(now, before)
    tick = [html.U(style={"left": f"{max(before, 0) / scale:.1%}"})] if before is not None else []
    bar = html.Span([html.I(style={"width": f"{max(now, 0) / scale:.1%}"}), *tick], className="bb", **{"aria-hidden": "true"})
    plan = row["plan_kopecks"]
    return html.Li([
        filter_link(asked, "category", row["category"], name), bar,
        html.Span(html.A(money_compact(now), href=asked.behind("confirmed", category=row["category"])), className="num fw"),
        html.Span(change, className=f"num {verdict}"), html.Span(_share(now / plan if plan else None), className="num t2"),
    ])  # fmt: skip


def _share(share: float | None) -> str:
    return "—" if share is None else percent(share, digits=0)


def _months(view: LossView, asked: Asked) -> Component:
    links = [asked.behind("confirmed", period=row["month"]) for row in view.months]
    chart = graph(losses_by_month(view, links), summary=losses_summary(view), id=ids.CHART, height=_CHART_HEIGHT, clickable=True)
    words = event_words(view.figures)
    return _block(view, asked, chart, *words, title=_("By month"), small=_("millions of roubles; the line is the plan"), key="months")


def _services(view: LossView, asked: Asked) -> Component:
    rows = [(view.service(row["key"]), row, asked.behind("confirmed", service=row["key"])) for row in view.figures["by_service"]]
    table = _table(rows, "service", _("service"), view, asked)
    return _block(view, asked, table, title=_("What found it"), small=view.period_label(), key="services")


def _lines(view: LossView, asked: Asked) -> Component:
    rows = [(view.line(row["key"]), row, "") for row in view.figures["by_business_line"]]
    table = _table(rows, "business_line", _("business line"), view, asked)
    return _block(view, asked, table, title=_("Whom it was for"), small=view.period_label(), key="lines")


def _table(rows: Sequence[tuple[str, Mapping[str, Any], str]], key: str, head: str, view: LossView, asked: Asked) -> Component:
    """Name, figures and the address of the entries, row by row; a name narrows the dashboard to what it names (`key`: the filter)."""
    if not rows:
        return empty(_("Nothing was confirmed in this period."), compact=True, sign=Icon.SHIELD)
    lines = [
        html.Li(
            [html.Span(head), html.Span(_("events"), className="num"), html.Span(_("prevented"), className="num")], className="steps-head"
        )
    ]
    for name, row, href in rows:
        worth: Any = html.A(money_compact(row["kopecks"]), href=href) if href else money_compact(row["kopecks"])
        lines.append(
            html.Li(
                [
                    filter_link(asked, key, row["key"], name) if row["key"] else html.Span(name, className="ell", title=name),
                    html.Span(number(row["losses"]), className="num t2"),
                    html.Span(worth, className="num fw"),
                ]
            )
        )
    total = html.A(money_compact(view.figures["kopecks"]), href=asked.behind("confirmed"))
    lines.append(
        html.Li(
            [html.Span(_("Total")), html.Span(number(view.figures["losses"]), className="num"), html.Span(total, className="num")],
            className="sum",
        )
    )
    return html.Ul(lines, className="steps three")


def rows_head(page: Any, view: LossView, asked: Asked) -> Component:
    """How many there are, what they come to, and how many the reader may not open."""
    days = _("as of now") if LOSS_FIGURES[asked.rows].live else view.period_label()
    words = ", ".join(part for part in (days, view.category(asked.rows_category) if asked.rows_category else "") if part)
    lines: list[Any] = [html.P([html.B(entries(page.total)), f" · {money(page.kopecks)} · {words}"], className="behind-head")]
    if page.closed_to_reader:
        hidden = ngettext(
            "{n} of them belongs to a closed group and is not shown.", "{n} of them belong to closed groups and are not shown.",
            page.closed_to_reader,
        )  # fmt: skip
        lines.append(html.P(hidden, className="t3 s12"))
    if not page.total:
        lines.append(empty(_("There are no such entries."), compact=True, sign=Icon.INBOX))
    return html.Div(lines)


def row_items(rows: Sequence[Any], view: LossView) -> list[Component]:
    """One line of two storeys per entry. A reader who may not open cases sees neither objects nor cases."""
    return [_row_item(row, view) for row in rows]


def _row_item(row: Any, view: LossView) -> Component:
    name = row.object_name or view.category(row.category)
    subject: Any = html.Span(short_name(name), className="fw ell")
    if row.id:
        href = to(Path.LOSS_REGISTER, search={"tab": "all", "open": str(row.id)})
        subject = html.A(name, href=href, className="fw subj ell", **{"data-leave": "1"})
    facts = [html.Span(row.number, className="nw"), html.Span(view.category(row.category) if row.object_name else "", className="ell")]
    facts += [html.Span(_("at stake {sum}", sum=money_compact(row.at_stake_kopecks, signed=row.is_correction)), className="nw")]
    if row.case_number:
        facts.append(html.A(row.case_number, href=to_case(row.case_number), className="nw", **{"data-leave": "1"}))
    mark = [tag(_("correction"))] if row.is_correction else []
    worth = html.Span(money(row.loss_kopecks, signed=row.is_correction), className="num fw nw")
    return html.Li(
        [
            html.Div([subject, *mark, html.Span(className="sp"), worth], className="row-f"),
            html.Div([part for part in facts if part.children], className="behind-facts"),
        ]
    )
