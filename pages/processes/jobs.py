"""Background work: is it alive, what comes next, what has become of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.buttons import button, icon_button
from pages.components.filters import seg
from pages.components.icons import Icon, icon
from pages.components.page import block, columns, page, section
from pages.components.presses import presses
from pages.components.states import empty, skeleton_rows
from pages.components.tables import Column, short_table
from pages.formats import ABSENT, moment, number
from pages.processes import job_words
from pages.processes.job_rows import LetterRow, LineRow, ProcessRow, RunRow
from pages.translations import _, ngettext

MINUTE = timedelta(minutes=1)
PAGE_OF_RUNS = 25


class ids(StrEnum):
    STATE = "jobs-state"
    STRIP = "jobs-strip"
    TIMETABLE = "jobs-timetable"
    WHICH = "jobs-which"
    HISTORY = "jobs-history"
    SHOWN = "jobs-shown"
    MORE = "jobs-more"
    PROCESSES = "jobs-processes"
    MAIL = "jobs-mail"
    DONE = "jobs-done"


ACTS = "jobs-act"


def act_id(act: str, subject: str) -> dict[str, str]:
    """A button that does something (`cancel`, `retry`, `run`, `send`) to a run, a line of the timetable or a letter."""
    return {"type": ACTS, "act": act, "subject": subject}


def layout() -> Component:
    which = seg(
        [("worth_reading", _("Worth reading")), ("open", _("Under way")), ("failed", _("Failed")), ("all", _("All"))],
        id=ids.WHICH, chosen="worth_reading", label=_("Which runs to show"),
    )  # fmt: skip
    left = html.Div(
        [
            block(section(_("Timetable")), html.Div(skeleton_rows(8), id=ids.TIMETABLE), class_name="jobs-blk"),
            block(
                section(_("History"), aside=which),
                html.Div(skeleton_rows(6), id=ids.HISTORY),
                html.Div(button(_("Show older"), id=ids.MORE, kind="link", small=True), className="jobs-more"),
                class_name="jobs-blk",
            ),
        ]
    )
    right = html.Div(
        [
            block(section(_("Processes")), html.Div(skeleton_rows(2), id=ids.PROCESSES)),
            block(section(_("Outgoing mail")), html.Div(skeleton_rows(3), id=ids.MAIL)),
        ]
    )
    return page(
        _("Background work"),
        state="",
        state_id=ids.STATE,
        live="jobs",
        body=[
            presses(ACTS),
            html.Div(id=ids.STRIP, className="strip jobs-strip"),
            columns(left, right, widths="minmax(0, 1fr) 320px"),
            dcc.Store(id=ids.SHOWN, data=PAGE_OF_RUNS),
            dcc.Store(id=ids.DONE),
        ],
    )


def state_line(*, processes: Sequence[ProcessRow], waiting: int, failed: int, now: datetime, oldest_at: datetime | None) -> list[Any]:
    """Is it alive? The answer in one line."""
    alive = [process for process in processes if process.is_alive]
    if not alive:
        return [html.B(_("No jobs process is running: deadlines, figures and mail stand still."), className="c-danger")]
    leader = next((process for process in alive if process.is_leader), None)
    workers = sum(process.workers for process in alive)
    parts: list[Any] = [
        _("The timetable is led by {host}.", host=leader.host)
        if leader
        else html.B(_("Nobody leads the timetable."), className="c-danger"),
        " ",
        ngettext("{n} job can run at once.", "{n} jobs can run at once.", workers),
    ]
    if waiting and oldest_at and now - oldest_at > MINUTE:
        parts += [" ", html.B(_("The queue does not keep up: the first job has waited since {moment}.", moment=moment(oldest_at, now=now)))]
    if failed:
        parts += [" ", html.B(ngettext("{n} job failed in 24 hours.", "{n} jobs failed in 24 hours.", failed), className="c-danger")]
    return parts


def strip(figures: Sequence[tuple[str, int, str]]) -> list[Component]:
    """Figures side by side: label, number, tone."""
    return [
        html.Div([html.Div(label, className="l"), html.Div(number(count), className=f"v {tone if count else ''}".strip())], className="fig")
        for label, count, tone in figures
    ]


def timetable_table(lines: Sequence[LineRow], *, now: datetime) -> Component:
    """What happens by the clock."""
    if not lines:
        return empty(_("The timetable appears as soon as a jobs process runs."), sign=Icon.CLOCK_HISTORY, compact=True)
    rows = [
        [
            _two_lines(job_words.job_name(line.task), job_words.job_purpose(line.task)),
            job_words.rhythm_words(line.rhythm),
            _last_run(line, now=now),
            _next_run(line, now=now),
            icon_button(Icon.PLAY, _("Run now: {job}", job=job_words.job_name(line.task)), id=act_id("run", line.job), small=True),
        ]
        for line in lines
    ]
    titles = [
        Column(_("Job")),
        Column(_("How often"), "138px"),
        Column(_("Last run"), "184px"),
        Column(_("Next"), "128px"),
        Column(_unseen_head(), "56px"),
    ]
    return short_table(titles, rows, caption=_("Timetable"))


def _unseen_head() -> Any:
    return html.Span(_("What to do"), className="visually-hidden")


def _last_run(line: LineRow, *, now: datetime) -> Component | str:
    if line.is_running:
        return _state(_("running now"), Icon.ARROW_REPEAT, "c-acc")
    if line.last_state is None or line.last_at is None:
        return _("not yet")
    word, sign, tone = job_words.state_face(line.last_state)
    said = job_words.result_words(line.task, line.last_result) if line.last_state == "done" else word
    when = html.Div(moment(line.last_at, now=now), className="s12 t3")
    return html.Div([_state(said, sign, tone, title=job_words.error_words(line.last_error) or said), when])


def _state(text: str, sign: Icon, tone: str, *, title: str = "") -> Component:
    """Icon and words. Only what needs somebody is coloured as a whole."""
    calm = tone == "c-ok"
    face = [icon(sign, size=14, class_name=tone if calm else ""), html.Span(text, className="ell")]
    return html.Div(face, className="job-state" if calm else f"job-state {tone}", title=title)


def _next_run(line: LineRow, *, now: datetime) -> str:
    if line.next_at is None:
        return ABSENT
    return _("soon") if line.next_at - now < MINUTE else moment(line.next_at, now=now)


def history_table(runs: Sequence[RunRow], *, now: datetime, which: str) -> Component:
    """Runs, the newest first."""
    if not runs:
        text = {
            "open": _("Nothing waits and nothing runs."),
            "failed": _("Nothing has failed."),
        }.get(which, _("Nothing has run yet."))
        return empty(text, sign=Icon.CHECK_CIRCLE, compact=True)
    rows = [[moment(run.queued_at, now=now), _what(run), _outcome(run, now=now), _took(run, now=now), _actions(run)] for run in runs]
    titles = [
        Column(_("When"), "154px"),
        Column(_("Job"), "190px"),
        Column(_("Result")),
        Column(_("Took"), "104px"),
        Column(_unseen_head(), "128px"),
    ]
    return short_table(titles, rows, caption=_("History"))


def _what(run: RunRow) -> Component:
    who = _("by timetable") if run.scheduled else run.asked_by or _("by Kordon")
    return _two_lines(job_words.job_name(run.job), who)


def _two_lines(name: Any, detail: str) -> Component:
    return html.Div([html.Div(name, className="fw ell"), html.Div(detail, className="s12 t3 ell", title=detail)])


def _outcome(run: RunRow, *, now: datetime) -> Component:
    word, sign, tone = job_words.state_face(run.state)
    if run.state == "running":
        return _under_way(run, now=now)
    said = job_words.result_words(run.job, run.result) if run.state == "done" else word
    head = _state(said, sign, tone, title=said)
    trouble = job_words.error_words(run.error)
    if not trouble:
        return head
    words = _("Will be tried again. {trouble}", trouble=trouble) if run.state == "queued" else trouble
    return html.Div([head, html.Div(words, className="s12 t2 job-trouble")])


def _under_way(run: RunRow, *, now: datetime) -> Component:
    running = (now - run.started_at).total_seconds() if run.started_at else 0.0
    words = _("stops at its next step") if run.cancel_asked else job_words.progress_words(run.done, run.total, seconds_running=running)
    parts: list[Any] = [_state(words, Icon.ARROW_REPEAT, "c-acc")]
    if run.total:
        share = min(100, round(100 * run.done / run.total))
        parts.append(_bar(share))
    text = str(run.message.get("text", ""))
    if text:
        parts.append(html.Div(_(text, **{key: value for key, value in run.message.items() if key != "text"}), className="s12 t3"))
    return html.Div(parts)


def _bar(share: int) -> Component:
    named = {"aria-label": _("Progress"), "aria-valuenow": str(share), "aria-valuemin": "0", "aria-valuemax": "100"}
    return html.Div(html.I(style={"width": f"{share}%"}), className="job-progress", role="progressbar", **named)


def _took(run: RunRow, *, now: datetime) -> str:
    if run.started_at is None:
        return ABSENT
    return job_words.run_time_words(((run.finished_at or now) - run.started_at).total_seconds())


def _actions(run: RunRow) -> Component | str:
    if run.state in {"queued", "running"}:
        return button(_("Stop"), id=act_id("cancel", run.id), small=True, disabled=run.cancel_asked)
    if run.state in {"failed", "cancelled"}:
        return button(_("Retry"), id=act_id("retry", run.id), small=True, sign=Icon.RETRY)
    return " "


def processes_list(processes: Sequence[ProcessRow], *, now: datetime) -> Component:
    """Who works, and when each gave the last sign of life."""
    if not processes:
        return empty(_("No jobs process has been started. Start one with “python app.py jobs”."), sign=Icon.JOBS, compact=True)
    return html.Ul([_process(process, now=now) for process in processes], className="job-list")


def _process(process: ProcessRow, *, now: datetime) -> Component:
    silent = int((now - process.beat_at).total_seconds())
    if process.is_alive:
        sign, tone = Icon.CHECK_CIRCLE, "c-ok"
        life = _("alive, since {moment}", moment=moment(process.started_at, now=now))
    else:
        sign, tone = Icon.WARNING, "c-warn"
        life = _("silent for {time}", time=job_words.run_time_words(silent))
    workers = ngettext("{n} worker", "{n} workers", process.workers)
    part = _("leads the timetable, {workers}", workers=workers) if process.is_leader and process.is_alive else workers
    return html.Li(
        [
            html.Span(icon(sign, size=14), className=tone),
            html.Div(
                [
                    html.Div([process.host, html.Span(f" · {process.pid}", className="t3")], className="fw ell"),
                    html.Div(part, className="s12 t2"),
                    html.Div(life, className="s12 t3"),
                ]
            ),
        ]
    )


def mail_list(letters: Sequence[LetterRow], *, waiting: int, sent: int, has_server: bool, now: datetime) -> Component:
    """Letters that need a look, under one line that says how it stands."""
    if not has_server:
        line = ngettext(
            "No mail server is set. {n} letter waits.", "No mail server is set. {n} letters wait.", waiting
        ) if waiting else _("No mail server is set: notifications stay in Kordon.")  # fmt: skip
    elif waiting:
        line = ngettext("{n} letter is on its way.", "{n} letters are on their way.", waiting)
    else:
        line = ngettext("All letters have been sent, {n} in 24 hours.", "All letters have been sent, {n} in 24 hours.", sent)
    items = [_letter(letter, now=now) for letter in letters]
    return html.Div([html.P(line, className="t2 job-mail-line"), *([html.Ul(items, className="job-list")] if items else [])])


def _letter(letter: LetterRow, *, now: datetime) -> Component:
    lost = letter.given_up_at is not None
    tries = ngettext("{n} attempt", "{n} attempts", letter.attempts)
    again = moment(letter.next_attempt_at, now=now)
    fate = _("given up, {tries}", tries=tries) if lost else _("{tries}, again {moment}", tries=tries, moment=again)
    act = [button(_("Send again"), id=act_id("send", letter.id), small=True)] if lost else []
    return html.Li(
        [
            html.Span(icon(Icon.CROSS_CIRCLE if lost else Icon.CLOCK, size=14), className="c-danger" if lost else "c-warn"),
            html.Div(
                [
                    html.Div(letter.recipient, className="fw ell", title=letter.recipient),
                    html.Div(letter.error, className="s12 t2 job-trouble"),
                    html.Div(fate, className="s12 t3"),
                    *act,
                ]
            ),
        ]
    )
