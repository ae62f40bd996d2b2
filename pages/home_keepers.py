"""The first page of those who keep the hub: is everything running, what stands on which version, what has been done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.access.trail_names import action_words
from pages.components.figures import Change, Figure, strip
from pages.components.icons import Icon, icon
from pages.components.page import page, section
from pages.components.states import empty
from pages.components.tables import Column, short_table
from pages.formats import current_zone, date_short, moment, number
from pages.home import as_of, day_title
from pages.paths import Path, to
from pages.services.words import promise_words
from pages.translations import _, ngettext, text_of


@dataclass(frozen=True, slots=True)
class WorkLink:
    """A line of somebody's own work: where it leads, what it is, how much of it there is."""

    icon: Icon
    title: str
    words: str
    href: str


def _home(state: Any, *body: Component, now: datetime) -> Component:
    return page(day_title(now.astimezone(current_zone()).date()), state=state, actions=as_of(now), body=list(body))


def work_list(links: Sequence[WorkLink]) -> Component:
    """Where the work of this person is done."""
    return html.Ul([html.Li(_work_row(link)) for link in links], className="works")


def _work_row(link: WorkLink) -> Component:
    words = [html.Span(link.title, className="svc-name"), html.Span(link.words, className="svc-sum")]
    body = [
        icon(link.icon, class_name="svc-icon"),
        html.Span(words, className="svc-words"),
        icon(Icon.CHEVRON_RIGHT, size=12, class_name="t3"),
    ]
    return dcc.Link(body, href=link.href, className="svc")


def own_requests_link(opened: int) -> WorkLink:
    words = ngettext("{n} is open", "{n} are open", opened) if opened else _("nothing is open; order a check or ask a question")
    return WorkLink(Icon.CARD_LIST, _("My requests"), words, str(Path.REQUESTS))


def admin_home(
    people: Mapping[str, int], *, here: int, failed: int, waiting: int, lost: int, state: Any, links: Sequence[WorkLink], now: datetime
) -> Component:
    """Is it running, and who waits for help? `people`: accounts by state; `waiting`: jobs; `lost`: letters given up."""
    users, jobs = str(Path.USERS), str(Path.JOBS)
    figures = [
        Figure(
            _("May sign in"), number(people["active"]), href=users,
            change=Change(base=_("{n} in the last half hour", n=number(here))),
        ),
        Figure(
            _("Locked out"), number(people["waiting"]), tone="soon" if people["waiting"] else "", href=users,
            change=Change(base=_("after wrong passwords")),
        ),
        Figure(_("Jobs waiting"), number(waiting), href=jobs, change=Change(base=_("in the queue now"))),
        Figure(_("Jobs failed"), number(failed), tone="late" if failed else "", href=jobs, change=Change(base=_("in 24 hours"))),
        Figure(_("Letters not sent"), number(lost), tone="late" if lost else "", href=jobs, change=Change(base=_("given up"))),
    ]  # fmt: skip
    return _home(state, strip(figures, key="admin"), work_list(links), now=now)


def designer_home(lines: Sequence[Any], *, links: Sequence[WorkLink], now: datetime) -> Component:
    """Services as versions. `lines` are `ServiceLine`s."""
    drafts, older = sum(line.drafts for line in lines), sum(line.older for line in lines)
    told = [ngettext("{n} service is in use", "{n} services are in use", len(lines)), ", "]
    told.append(ngettext("{n} draft", "{n} drafts", drafts) if drafts else _("no drafts"))
    if older:
        told += ["; ", ngettext("{n} case runs on an earlier version", "{n} cases run on an earlier version", older)]
    heads = [
        Column(_("Service")), Column(_("Version"), "9%", is_number=True), Column(_("Published"), "11%"),
        Column(_("Promised time"), "16%"),
        Column(_("Open cases"), "12%", is_number=True), Column(_("On earlier versions"), "17%", is_number=True),
    ]  # fmt: skip
    rows = [
        [
            html.Span(text_of(line.name), className="fw"), number(line.version), _day(line.published_at),
            promise_words(line.minutes, by_the_clock=line.by_the_clock), number(line.open), number(line.older) if line.older else "",
        ]
        for line in lines
    ]  # fmt: skip
    table: Component = (
        short_table(heads, rows, caption=_("Services")) if lines else empty(_("No service is published yet."), sign=Icon.DIAGRAM)
    )
    head = html.Div(section(_("Services"), small=_("running cases stay on the version they began with")), className="pad blk-head")
    return _home([*told, "."], head, table, work_list(links), now=now)


def _day(moment_of: datetime | None) -> str:
    return date_short(moment_of.astimezone(current_zone()).date() if moment_of else None)


def auditor_home(lines: Sequence[Any], *, today: int, seal: Any, checked: Any, now: datetime) -> Component:
    """What has been done, and does the trail hold? `lines` are `ActionLine`s, `seal` the newest one, `checked` the last verification."""
    here = str(Path.AUDIT)
    by_name = {line.action: line for line in lines}
    whole = bool((checked.after or {}).get("is_whole")) if checked else True
    figures = [
        Figure(_("Rows today"), number(today), href=to(Path.AUDIT, search={"period": "today"})),
        _lately(_("Closed records viewed"), "viewed", by_name),
        _lately(_("Sign-ins refused"), "sign_in_refused", by_name),
        Figure(
            _("Rows under seal"), number(seal.rows) if seal else "0", href=here,
            change=Change(base=_("seal No. {number} of {when}", number=seal.number, when=moment(seal.sealed_at, now=now)) if seal else ""),
        ),
        Figure(
            _("Last verification"), (_("whole") if whole else _("damaged")) if checked else "—", tone="" if whole else "late", href=here,
            change=Change(base=moment(checked.at, now=now) if checked else _("never checked on screen")),
        ),
    ]  # fmt: skip
    heads = [Column(_("Action")), Column(_("7 days"), "120px", is_number=True), Column(_("7 days before"), "150px", is_number=True)]
    rows = [
        [
            dcc.Link(action_words(line.action), href=to(Path.AUDIT, search={"action": line.action}), className="fw subj"),
            number(line.now), number(line.before),
        ]
        for line in lines
    ]  # fmt: skip
    table: Component = short_table(heads, rows, caption=_("What was done")) if rows else empty(_("Nothing was done in two weeks."))
    head = html.Div(
        section(_("What was done"), small=_("in 7 days, the most frequent first"), more=(_("All"), here)), className="pad blk-head"
    )
    state = _("Who did what, when and why; nothing of it can be changed unseen.")
    return _home(state, strip(figures, key="audit"), head, table, now=now)


def _lately(label: str, action: str, lines: Mapping[str, Any]) -> Figure:
    """How often in seven days, against the seven before."""
    line = lines.get(action)
    return Figure(
        label, number(line.now if line else 0), href=to(Path.AUDIT, search={"action": action}),
        change=Change(base=_("in 7 days; {before} a week before", before=number(line.before if line else 0))),
    )  # fmt: skip
