"""The page "Background work": shows how it stands, cancels, retries, runs out of turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dash import Input, Output, State, ctx

from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.jobs import cancel_job, retry_job, run_now
from data.operations.mail import send_again
from data.queries import jobs as queries
from data.session import reading, transaction
from models.access.permissions import Permission
from pages import shell
from pages.components.presses import pressed
from pages.processes.job_rows import LetterRow, LineRow, ProcessRow, RunRow
from pages.processes.jobs import (
    ACTS,
    PAGE_OF_RUNS,
    history_table,
    ids,
    mail_list,
    processes_list,
    state_line,
    strip,
    timetable_table,
)
from pages.translations import _

_MOST_RUNS = 500


@on(
    Output(ids.STATE, "children"), Output(ids.STRIP, "children"), Output(ids.TIMETABLE, "children"),
    Output(ids.PROCESSES, "children"), Output(ids.MAIL, "children"),
    Input(shell.ids.LIVE_JOBS, "data"), Input(ids.DONE, "data"),
    permission=Permission.MANAGE_JOBS,
)  # fmt: skip
def show_state(_live: Any, _done: Any) -> tuple[Any, ...]:
    with reading(current_actor()) as session:
        now, queue, outbox = session.now, queries.queue_state(session), queries.outbox_state(session)
        lines = [_line(row) for row in queries.timetable(session)]
        processes = [process_row(row) for row in queries.job_processes(session)]
        letters = [
            LetterRow(str(row.id), row.recipient, row.attempts, row.last_error, row.next_attempt_at, row.given_up_at)
            for row in queries.letters_in_trouble(session)
        ]
    waiting_letters = outbox.waiting + outbox.postponed
    figures = [
        (_("In the queue"), queue.waiting, ""), (_("Running"), queue.running, ""), (_("Failed in 24 hours"), queue.failed, "c-danger"),
        (_("Letters waiting"), waiting_letters, ""), (_("Letters given up"), outbox.given_up, "c-danger"),
    ]  # fmt: skip
    return (
        state_line(processes=processes, waiting=queue.waiting, failed=queue.failed, now=now, oldest_at=queue.oldest_at),
        strip(figures),
        timetable_table(lines, now=now),
        processes_list(processes, now=now),
        mail_list(letters, waiting=waiting_letters, sent=outbox.sent, has_server=outbox.has_server, now=now),
    )


@on(
    Output(ids.HISTORY, "children"), Output(ids.MORE, "style"),
    Input(shell.ids.LIVE_JOBS, "data"), Input(ids.DONE, "data"), Input(ids.WHICH, "value"), Input(ids.SHOWN, "data"),
    permission=Permission.MANAGE_JOBS,
)  # fmt: skip
def show_history(_live: Any, _done: Any, which: str, shown: int) -> tuple[Any, ...]:
    chosen: queries.Which = which if which in {"open", "failed", "all"} else "worth_reading"  # type: ignore[assignment]
    wanted = min(int(shown or PAGE_OF_RUNS), _MOST_RUNS)
    with reading(current_actor()) as session:
        now, rows = session.now, queries.run_history(session, chosen, limit=wanted + 1)
    table = history_table([_run(row) for row in rows[:wanted]], now=now, which=chosen)
    return table, {} if len(rows) > wanted else {"display": "none"}


@on(
    Output(ids.SHOWN, "data"), Input(ids.MORE, "n_clicks"), Input(ids.WHICH, "value"), State(ids.SHOWN, "data"),
    permission=Permission.MANAGE_JOBS, prevent_initial_call=True,
)  # fmt: skip
def show_more(_clicks: int | None, _which: str, shown: int) -> int:
    return min(int(shown), _MOST_RUNS) + PAGE_OF_RUNS if ctx.triggered_id == ids.MORE else PAGE_OF_RUNS


@on(
    Output(ids.DONE, "data"),
    Input(pressed(ACTS), "data"),
    permission=Permission.MANAGE_JOBS, prevent_initial_call=True,
)  # fmt: skip
def act(button: Mapping[str, Any]) -> str:
    kind, subject = str(button["act"]), str(button["subject"])
    with transaction(current_actor()) as session:
        if kind == "cancel":
            gone = cancel_job(session, UUID(subject)) == "cancelled"
            words = _("The job is cancelled.") if gone else _("The job stops at its next step; what is done stays done.")
        elif kind == "retry":
            retry_job(session, UUID(subject))
            words = _("The job is in the queue again.")
        elif kind == "send":
            send_again(session, UUID(subject))
            words = _("The letter goes out again.")
        else:
            task = next(row.task for row in queries.timetable(session) if row.job == subject)
            run_now(session, subject, task)
            words = _("The job is in the queue.")
    say(words)
    return f"{kind}:{subject}:{button['at']}"


def _line(row: Any) -> LineRow:
    return LineRow(
        row.job, row.task, row.rhythm, row.next_at, row.is_running, row.last_state, row.last_finished_at,
        row.last_result or {}, row.last_error,
    )  # fmt: skip


def process_row(row: Any) -> ProcessRow:
    return ProcessRow(row.host, row.pid, row.workers, row.is_leader, row.is_alive, row.started_at, row.beat_at)


def _run(row: Any) -> RunRow:
    return RunRow(
        id=str(row.id), job=row.job, state=row.state, scheduled=bool(row.scheduled_as), asked_by=row.asked_by_name,
        queued_at=row.queued_at, started_at=row.started_at, finished_at=row.finished_at, done=row.done, total=row.total,
        message=row.message, result=row.result, error=row.error, cancel_asked=row.cancel_asked,
    )  # fmt: skip
