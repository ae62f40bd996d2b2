"""What stands on the sheet of a month and among the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.allocation import IDLE, NO_UNIT, NOBODY
from models.analytics.period import month_after
from pages.analytics.allocations_body import driver_words, nobody_words
from pages.analytics.costs import act_id
from pages.components.buttons import button
from pages.components.icons import Icon, icon
from pages.components.marks import tag
from pages.components.page import block, note, section
from pages.components.states import empty
from pages.components.tables import Column, short_table
from pages.formats import date_short, moment, money, month_label, number, percent, short_name
from pages.paths import Path, to
from pages.translations import _, ngettext, text_of


def month_name(month: date) -> str:
    words = month_label(month)
    return words[:1].upper() + words[1:]


def state_line(sheet: Any) -> str:
    """What the month is, and what it waits for."""
    name = month_name(sheet.found.month)
    if sheet.found.closed_at is not None:
        return _("{month} is closed. What comes for it now counts in a later month and says so.", month=name)
    if sheet.hinders is None:
        return _("{month} is over and can be closed.", month=name)
    if sheet.hinders != sheet.found.month:
        return _("{month} is open. Before it {other} is to be closed.", month=name, other=month_label(sheet.hinders))
    if not sheet.found.pools:
        return _("{month} is open and has no costs yet.", month=name)
    missing = sum(pool.key_id is None for pool in sheet.found.pools if pool.has_costs)
    if missing:
        return name + ": " + ngettext("{n} pool has no key in force.", "{n} pools have no key in force.", missing)
    return _("{month} is not over yet: what you see is a preview.", month=name)


def actions(sheet: Any) -> list[Component]:
    """The months, a cost, the closing."""
    month, shown = sheet.found.month, []
    for step, sign, words in ((-1, Icon.CHEVRON_LEFT, _("Earlier month")), (1, Icon.CHEVRON_RIGHT, _("Later month"))):
        href = to(Path.COSTS, search={"month": f"{month_after(month, step):%Y-%m}"})
        shown.append(dcc.Link(icon(sign, size=12, label=words), href=href, className="icb", title=words))
    name = html.Span([icon(Icon.CALENDAR), html.B(month_name(month))], className="pill pill-l")
    parts = [html.Div([shown[0], name, shown[1]], className="period-k"), button(_("From a file"), id=act_id("import"), sign=Icon.UPLOAD)]
    parts.append(button(_("Enter a cost"), id=act_id("enter"), sign=Icon.PLUS))
    if sheet.found.closed_at is None and sheet.hinders is None:
        parts.append(button(_("Close the month"), id=act_id("close", f"{month:%Y-%m}"), kind="primary", sign=Icon.LOCK))
    return parts


def month_body(sheet: Any, *, now: datetime) -> list[Component]:
    found = sheet.found
    if not found.pools:
        return [empty(_("No costs in this month yet. Enter the first one."), sign=Icon.CASH)]
    return [*_seal(sheet, now), _pools(found), _bearers(sheet), _entries(sheet)]


def _seal(sheet: Any, now: datetime) -> list[Component]:
    if sheet.found.closed_at is None:
        return []
    when = moment(sheet.found.closed_at, now=now)
    words = _("Closed {when}, {name}. Seal {seal}.", when=when, name=short_name(sheet.closed_by) or _("Kordon"), seal=sheet.seal[:12])
    if sheet.is_whole:
        return [note([words, " ", _("Checked just now: everything is as it was sealed.")], sign=icon(Icon.LOCK))]
    return [
        note(
            [words, " ", _("It no longer fits: shares, costs or keys were changed after closing.")], kind="danger", sign=icon(Icon.WARNING)
        )
    ]


def _pools(found: Any) -> Component:
    rows = []
    for pool in found.pools:
        sums = {key: sum(one.kopecks for one in pool.shares if one.unit == key) for key in NOBODY}
        units = sum(one.kopecks for one in pool.shares if one.unit not in NOBODY)
        whole = units + sum(sums.values())
        check: Any = tag(_("no key in force"), kind="warn") if pool.key_id is None and pool.has_costs else tag(_("equal"), kind="ok")
        if pool.key_id is not None and whole != pool.kopecks:
            check = tag(_("not equal"), kind="danger")
        rows.append([
            text_of(pool.name), driver_words(pool.driver), money(units, exact=True), money(sums[IDLE], exact=True),
            money(sums[NO_UNIT], exact=True), money(pool.kopecks, exact=True), check,
        ])  # fmt: skip
    titles = [
        Column(_("Pool")), Column(_("Shared"), "250px"), Column(_("Borne by units"), "145px", is_number=True),
        Column(_("Idle capacity"), "145px", is_number=True), Column(_("Work without a unit"), "155px", is_number=True),
        Column(_("Costs"), "145px", is_number=True), Column(_("Sum"), "130px"),
    ]  # fmt: skip
    return block(section([_("Pools of the month")], small=money(found.kopecks, exact=True)), short_table(titles, rows, caption=_("Pools")))


def bearers(month: Any) -> dict[str, int]:
    """Kopecks by whoever bears them."""
    found: dict[str, int] = {}
    for pool in month.pools:
        for one in pool.shares:
            found[one.unit] = found.get(one.unit, 0) + one.kopecks
    return found


def bearers_table(now: Mapping[str, int], before: Mapping[str, int], units: Mapping[str, Mapping[str, str]], *, total: int) -> Component:
    """Who bears how much, beside what it is compared with; the last row is the whole."""
    order = sorted({*now, *before}, key=lambda code: (code in NOBODY, -now.get(code, 0), code))
    rows: list[list[Any]] = []
    for code in order:
        value, was = now.get(code, 0), before.get(code, 0)
        name = nobody_words(code) or text_of(units.get(code) or {}) or code
        share = percent(value / total, digits=1) if total else ""
        rows.append(
            [name, money(value, exact=True), money(value - was, exact=True, signed=True) if value != was else _("no change"), share]
        )
    rows.append([html.B(_("Total")), html.B(money(sum(now.values()), exact=True)),
                 money(sum(now.values()) - sum(before.values()), exact=True, signed=True), ""])  # fmt: skip
    titles = [
        Column(_("Unit")), Column(_("Bears"), "150px", is_number=True), Column(_("change"), "150px", is_number=True),
        Column(_("share"), "80px", is_number=True),
    ]  # fmt: skip
    return short_table(titles, rows, caption=_("Who bears it"))


def _bearers(sheet: Any) -> Component:
    now, before = bearers(sheet.found), bearers(sheet.before)
    small = _("beside {month}", month=month_label(sheet.before.month))
    return block(section([_("Who bears it")], small=small), bearers_table(now, before, sheet.units, total=sheet.found.kopecks))


def _entries(sheet: Any) -> Component:
    rows = []
    for one in sheet.entries:
        late = tag(_("of {month}", month=month_label(one.of_month)), kind="warn") if one.of_month != one.month else ""
        rows.append([
            text_of(one.pool), html.Span([one.document or "—", " ", late]), one.account, one.description,
            short_name(one.by or "") if one.source == "manual" else _("imported"), money(one.kopecks, exact=True),
        ])  # fmt: skip
    titles = [
        Column(_("Pool"), "230px"), Column(_("Document"), "240px"), Column(_("Account"), "90px"), Column(_("What for")),
        Column(_("Entered by"), "140px"), Column(_("Amount"), "150px", is_number=True),
    ]  # fmt: skip
    small = ngettext("{n} entry", "{n} entries", sheet.entries_count)
    if sheet.entries_count > len(sheet.entries):
        small += ", " + _("the latest {n} are shown", n=number(len(sheet.entries)))
    return block(section([_("Entries")], small=small), short_table(titles, rows, caption=_("Entries")))


def close_words(sheet: Any, *, locks_weeks: bool) -> list[Component]:
    """What closing does, before it is done."""
    now = bearers(sheet.found)
    units = sum(kopecks for code, kopecks in now.items() if code not in NOBODY)
    weeks = _("Approved weeks of the month are locked.") if locks_weeks else _("The weeks stay: the head of the service locks them.")
    return [
        html.P(_("{month}: {total}. Borne by units: {units}; idle capacity: {idle}; work without a unit: {none}.",
                 month=month_name(sheet.found.month), total=money(sheet.found.kopecks, exact=True), units=money(units, exact=True),
                 idle=money(now.get(IDLE, 0), exact=True), none=money(now.get(NO_UNIT, 0), exact=True)), className="dialog-words"),
        html.P(_("The shares are frozen under a seal. A closed month is never opened again: what comes later counts in a later month."),
               className="dialog-words"),
        html.P(weeks, className="dialog-words"),
    ]  # fmt: skip


def keys_body(pools: Sequence[Any], *, identities: frozenset[UUID], units: Mapping[str, Any]) -> list[Component]:
    """Pool after pool with the versions of its key."""
    ways = html.Div([
        button(_("New version"), id=act_id("key"), kind="primary", sign=Icon.PLUS, small=True),
        button(_("New pool"), id=act_id("pool"), small=True),
    ], className="row-f pad")  # fmt: skip
    shown: list[Component] = [ways]
    for one in pools:
        lines = [_version(key, identities, units) for key in one.keys]
        none = empty(_("No key yet: a month with costs of this pool cannot be closed."), compact=True, sign=Icon.PIE)
        shown.append(html.Section([html.H2(text_of(one.pool.name), className="nt-day pad"), *(lines or [none])]))
    return shown


def _version(key: Any, identities: frozenset[UUID], units: Mapping[str, Any]) -> Component:
    is_draft = key.state == "draft"
    head: list[Any] = [
        html.Span(_("Version {n}", n=key.number), className="fw nw"), tag(_("draft"), kind="warn") if is_draft else tag(_("published")),
        html.Span(driver_words(key.driver), className="fw ell"), html.Span(className="sp"),
        html.Span(_("from {month}", month=month_label(key.first_month)), className="t2 nw"),
    ]  # fmt: skip
    if is_draft:
        head += [button(_("Preview"), id=act_id("preview", str(key.id)), small=True),
                 button(_("Throw away"), id=act_id("discard", str(key.id)), small=True)]  # fmt: skip
        if key.author_id not in identities:
            head.append(button(_("Publish"), id=act_id("publish", str(key.id)), kind="primary", small=True))
    given = key.parameters or {}
    parts = [
        f"{text_of(units.get(code) or {}) or code} {percent(float(value), digits=None)}" for code, value in given.get("shares", {}).items()
    ]
    parts += [f"{code} × {value}" for code, value in given.get("weights", {}).items()]
    who = [
        _("written by {name}", name=short_name(key.author)) if key.author else "",
        _("published by {name}", name=short_name(key.publisher)) if key.publisher else "",
        date_short(key.published_at.date()) if key.published_at else "",
    ]
    lines = [html.Div(head, className="row-f"), html.P(key.words), html.P(", ".join(parts), className="t2"),
             html.P(" · ".join(part for part in who if part), className="t3 s12")]  # fmt: skip
    return html.Div([line for line in lines if line.children], className="loss-version")
