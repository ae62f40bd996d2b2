"""What is drawn of a week: its state, its days with what was done on each, the clock, the panel of one thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from models.workforce.effort import DAYS_OF_A_WEEK, is_closed, monday_of
from pages.access.trail_names import action_words
from pages.components.buttons import button, icon_button
from pages.components.icons import Icon, icon
from pages.components.marks import tag
from pages.components.page import note
from pages.components.states import empty, failure
from pages.formats import clock, date_long, moment, weekday_names
from pages.paths import Path, to, to_case
from pages.translations import _, text_of
from pages.workforce.week import act_id
from pages.workforce.words import ABSENCES, ORIGINS, WEEK_STATES, hours, hours_short, note_words, week_words


def state_line(week: Any, *, today: date) -> list[Any]:
    """«16–22 ноября: 31 ч 20 мин из 40 ч. Сдана»; `week` is `Week`."""
    word, sign, tone = WEEK_STATES[week.state]
    sums = _("{week}: {done} of {owed}.", week=week_words(week.monday, today=today), done=hours(week.minutes), owed=hours(week.owed))
    return [sums, " ", html.Span([icon(sign), html.Span(_(word))], className=f"st {tone}".strip())]


def actions(week: Any, *, today: date, path: Path = Path.WEEK) -> list[Component]:
    """To the weeks beside, to this one; what can be done with it."""
    parts: list[Component] = [week_steps(week.monday, today=today, path=path)]
    if not is_closed(week.state):
        parts.append(button(_("Add"), id=act_id("add"), sign=Icon.PLUS))
        if week.monday <= today:
            parts.append(button(_("Hand in the week"), id=act_id("submit"), kind="primary"))
    return parts


def week_steps(monday: date, *, today: date, path: Path, more: Mapping[str, str] | None = None) -> Component:
    """The weeks before and after, and the way back to this one."""

    def step(day: date, sign: Icon, words: str) -> Component:
        address = to(path, search={**(more or {}), "week": day.isoformat()})
        return dcc.Link(icon(sign, label=words), href=address, className="btn btn-outline-secondary ic", title=words)

    now = monday_of(today)
    back = [] if monday == now else [dcc.Link(_("This week"), href=to(path, search=dict(more or {})), className="btn btn-link")]
    return html.Nav(
        [
            *back, step(monday - timedelta(days=DAYS_OF_A_WEEK), Icon.CHEVRON_LEFT, _("The week before")),
            step(monday + timedelta(days=DAYS_OF_A_WEEK), Icon.CHEVRON_RIGHT, _("The week after")),
        ],
        className="row-f", **{"aria-label": _("Weeks")},
    )  # fmt: skip


def week_note(week: Any) -> Any:
    """Why a week came back, or why nothing changes any more."""
    if week.comment:
        return html.Div(note(_("Returned: {comment}", comment=week.comment), kind="warn", sign=icon(Icon.RETRY)), className="wk-note")
    return None


def clock_line(timer: Any | None, *, now: datetime) -> Any:
    """The running clock; `timer` is `Timer` or None."""
    if timer is None:
        return None
    name = text_of(timer.project_name) if timer.project_name else timer.number
    gone = max(0, int((now - timer.started_at).total_seconds()) // 60)
    words = _("Timer since {moment}, {time}", moment=moment(timer.started_at, now=now), time=hours(gone))
    what = html.B(name) if timer.project_name else dcc.Link(timer.number, href=to_case(timer.number))
    return [
        html.Span(icon(Icon.CLOCK), className="c-acc"), html.Span([what, " ", html.Span(timer.title, className="t2")], className="ell"),
        html.Span(words, className="t2 nw"),
        button(_("Stop and write down"), id=act_id("stop"), kind="primary", small=True),
        button(_("Discard"), id=act_id("discard"), kind="link", small=True),
    ]  # fmt: skip


def days_view(week: Any, *, today: date) -> Component:
    """Seven columns; on a phone one below the other."""
    columns = [_day(day, name, today=today) for day, name in zip(week.days, weekday_names(), strict=True)]
    parts: list[Component] = [html.Ol(columns, className="wk-days")]
    if not any(day.entries for day in week.days):
        words = _("Nothing has been written down this week. Work in cases writes itself; the rest you add.")
        parts.append(empty(words, sign=Icon.CALENDAR_WEEK, compact=True))
    return html.Div([*parts, _legend()])


def _legend() -> Component:
    return html.Ul([html.Li([icon(sign, size=12), _(words)]) for sign, words in ORIGINS.values()], className="wk-legend")


def _day(day: Any, name: str, *, today: date) -> Component:
    things = grouped(day.entries)
    is_off = not day.norm
    classes = "wk-day" + (" today" if day.day == today else "") + (" off" if is_off else "")
    against = hours_short(day.owed) if day.owed else ""
    head = [
        html.Span([html.Span(name, className="t2"), " ", html.B(str(day.day.day))]),
        html.Span([html.B(hours_short(day.minutes)), html.Span(f" / {against}" if against else "", className="t3")], className="num nw"),
    ]
    absence = [tag(_(ABSENCES[day.absence]), kind="acc")] if day.absence else []
    share = min(100, round(100 * day.minutes / day.owed)) if day.owed else 0
    return html.Li(
        [
            html.H2(head, title=date_long(day.day)),
            html.Div(html.I(style={"width": f"{share}%"}), className="wk-bar", **{"aria-hidden": "true"}),
            *absence,
            *[_thing(day.day, what, entries) for what, entries in things.items()],
        ],
        className=classes,
    )


def grouped(entries: Iterable[Any]) -> dict[str, list[Any]]:
    """Entries of the same case or project together, what took longest first; what does not count stands behind."""
    things: dict[str, list[Any]] = {}
    for entry in entries:
        things.setdefault(entry.what, []).append(entry)
    return dict(sorted(things.items(), key=lambda thing: -counted(thing[1])))


def counted(entries: Iterable[Any]) -> int:
    return sum(entry.minutes for entry in entries if not entry.is_cancelled)


def thing_name(entry: Any) -> str:
    """A case by its number, a project by its name."""
    return text_of(entry.project_name) if entry.project_id else entry.number


def _thing(day: date, what: str, entries: Sequence[Any]) -> Component:
    first, minutes = entries[0], counted(entries)
    signs = [icon(ORIGINS[origin][0], size=12, label=_(ORIGINS[origin][1])) for origin in ORIGINS if any(
        entry.origin == origin and not entry.is_cancelled for entry in entries)]  # fmt: skip
    return html.Button(
        [
            _two(html.Span(thing_name(first), className="ell fw"), html.Span(hours_short(minutes), className="num")),
            _two(html.Span(first.title, className="ell t2 s12"), html.Span(signs, className="t3 nw")),
        ],
        id=act_id("things", f"{day.isoformat()}|{what}"), type="button", className="wk-thing" + ("" if minutes else " gone"),
        title=f"{thing_name(first)} {first.title}".strip(),
    )  # fmt: skip


def _two(left: Component, right: Component) -> Component:
    return html.Span([left, right], className="wk-thing-head")


def panel(day: date, entries: Sequence[Any], *, is_open: bool) -> list[Component]:
    """Every entry of one thing on one day, also what was corrected."""
    if not entries:
        return [empty(_("Nothing is written here any more."), compact=True)]
    first = entries[0]
    link = [dcc.Link(_("Open the case"), href=to_case(first.number), className="btn btn-outline-secondary btn-sm")] if first.number else []
    head = html.Div([html.Span(f"{date_long(day)} · {hours(counted(entries))}"), *link], className="wk-panel-head")
    replaced = {entry.replaces_id for entry in entries if entry.replaces_id}
    rows = [_entry(entry, is_open=is_open, is_replaced=entry.id in replaced) for entry in entries]
    return [head, html.Ul(rows, className="wk-entries", tabIndex=0)]


def _entry(entry: Any, *, is_open: bool, is_replaced: bool) -> Component:
    sign, words = ORIGINS[entry.origin]
    what = action_words(entry.event) if entry.event else entry.reason or _(words).capitalize()
    more = [note_words(entry.note) if entry.note else "", entry.reason if entry.event else "", _("replaced") if is_replaced else ""]
    told = " · ".join([*([clock(entry.at)] if entry.at else []), _(words), *(part for part in more if part)])
    act = [icon_button(Icon.PENCIL, _("Correct: {what}", what=what), id=act_id("fix", f"{entry.id}|{entry.minutes}"), small=True)]
    return html.Li(
        [
            html.Span(icon(sign, size=14), className="t3"),
            html.Div([html.Div(what, className="fw ell", title=what), html.Div(told, className="s12 t2")]),
            html.Span(hours_short(entry.minutes), className="num"),
            *(act if is_open and not entry.is_cancelled else [html.Span()]),
        ],
        className="gone" if entry.is_cancelled else "",
    )


def no_calendar(words: str) -> Component:
    """A week into which nobody can count."""
    return failure(words, advice=_("A designer or an administrator enters the year on the page “Calendars”."))


def submit_words(week: Any, *, today: date) -> list[Component]:
    """What handing in does."""
    short = week.owed - week.minutes
    sums = _("{week}: {done} of {owed}.", week=week_words(week.monday, today=today), done=hours(week.minutes), owed=hours(week.owed))
    parts: list[Component] = [html.P(sums)]
    if week.monday + timedelta(days=DAYS_OF_A_WEEK) > today and short > 0:
        parts.append(html.P(_("The week is not over yet: what you do until Sunday will go to the first day of the next one.")))
    parts.append(html.P(_("After that nothing changes in this week until your lead returns it."), className="t2"))
    return parts


