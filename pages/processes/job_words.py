"""Background work in words: what a job does, how often, what came of it, what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from models.errors import KordonError
from pages.components.icons import Icon
from pages.errors import words_of
from pages.formats import duration, number
from pages.translations import N_, _, ngettext

JOBS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "sweep_deadlines": (N_("Deadlines"), N_("Reminds of those that come near, escalates those that have passed")),
        "fire_due_timers": (N_("Timers"), N_("Lets cases go on whose waiting time is over")),
        "resume_due_cases": (N_("End of pauses"), N_("Brings paused cases back on the morning of their day")),
        "refresh_rollups": (N_("Figures"), N_("Counts dashboards again where something has changed")),
        "reconcile": (N_("Reconciliation"), N_("Checks Kordon's own figures against their rows")),
        "deliver_reports": (N_("Reports by mail"), N_("Makes the reports that are due and writes their letters")),
        "gather_candidates": (N_("Prevented loss"), N_("Notes what checks may have prevented, as candidates of the register")),
        "mail_notifications": (N_("Letters about notifications"), N_("Writes to those who cannot wait until they look")),
        "send_mail": (N_("Sending of mail"), N_("Hands letters over to the mail server")),
        "write_efforts": (N_("Labour"), N_("Writes the minutes of what was done in cases")),
        "seal_audit": (N_("Seals of the audit trail"), N_("Seals the newest rows, so that no change goes unnoticed")),
        "tidy_up": (N_("Tidying"), N_("Removes old runs, sessions, sign-in attempts and drafts")),
        "recompute_due_dates": (N_("Recomputing of deadlines"), N_("Gives open cases new deadlines after an edit of the calendar")),
        "render_answer": (N_("PDF of an answer"), N_("Prints a delivered answer and attaches it to the case")),
    }
)
_STATES: Mapping[str, tuple[str, Icon, str]] = MappingProxyType(
    {
        "queued": (N_("waits"), Icon.CLOCK, "t3"),
        "running": (N_("running"), Icon.ARROW_REPEAT, "c-acc"),
        "done": (N_("done"), Icon.CHECK_CIRCLE, "c-ok"),
        "failed": (N_("failed"), Icon.CROSS_CIRCLE, "c-danger"),
        "cancelled": (N_("cancelled"), Icon.CROSS_CIRCLE, "t3"),
    }
)


def job_name(job: str) -> str:
    """What people call it; a job that this version does not know keeps its own name."""
    return _(JOBS[job][0]) if job in JOBS else job


def job_purpose(job: str) -> str:
    return _(JOBS[job][1]) if job in JOBS else ""


def rhythm_words(rhythm: Mapping[str, Any]) -> str:
    """«каждые 15 с», «ежедневно в 3:10»."""
    if "daily_at" in rhythm:
        return _("daily at {time}", time=rhythm["daily_at"])
    seconds = int(rhythm.get("every_seconds", 0))
    if seconds == 1:
        return _("every second")
    if seconds == 60:
        return _("every minute")
    return _("every {n} min", n=seconds // 60) if seconds % 60 == 0 else _("every {n} s", n=seconds)


def state_face(state: str) -> tuple[str, Icon, str]:
    """Word, icon and class of a run's state."""
    text, sign, tone = _STATES[state]
    return _(text), sign, tone


_RESULTS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "items": lambda n: ngettext("{n} item", "{n} items", n),
        "moved": lambda n: ngettext("{n} reminder", "{n} reminders", n),
        "late": lambda n: ngettext("{n} of them late", "{n} of them late", n),
        "sent": lambda n: ngettext("{n} letter sent", "{n} letters sent", n),
        "postponed": lambda n: ngettext("{n} postponed", "{n} postponed", n),
        "given_up": lambda n: ngettext("{n} given up", "{n} given up", n),
        "runs": lambda n: ngettext("{n} run removed", "{n} runs removed", n),
        "lost_runs": lambda n: ngettext("{n} lost run closed", "{n} lost runs closed", n),
        "firings": lambda n: ngettext("{n} mark of the timetable removed", "{n} marks of the timetable removed", n),
        "sign_in_attempts": lambda n: ngettext("{n} sign-in attempt removed", "{n} sign-in attempts removed", n),
        "sessions": lambda n: ngettext("{n} session removed", "{n} sessions removed", n),
        "late_entries": lambda n: ngettext("{n} for a week handed in", "{n} for a week handed in", n),
        "over": lambda n: ngettext("{n} beyond 24 hours", "{n} beyond 24 hours", n),
        "made": lambda n: ngettext("{n} report made", "{n} reports made", n),
        "refused": lambda n: ngettext("{n} refused", "{n} refused", n),
        "drafts": lambda n: ngettext("{n} draft removed", "{n} drafts removed", n),
    }
)
_ITEMS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "fire_due_timers": lambda n: ngettext("{n} case went on", "{n} cases went on", n),
        "resume_due_cases": lambda n: ngettext("{n} case resumed", "{n} cases resumed", n),
        "refresh_rollups": lambda n: ngettext("{n} month counted", "{n} months counted", n),
        "reconcile": lambda n: ngettext("{n} row broke a rule", "{n} rows broke a rule", n),
        "gather_candidates": lambda n: ngettext("{n} candidate", "{n} candidates", n),
        "mail_notifications": lambda n: ngettext("{n} letter written", "{n} letters written", n),
        "write_efforts": lambda n: ngettext("{n} entry written", "{n} entries written", n),
        "seal_audit": lambda n: ngettext("{n} row sealed", "{n} rows sealed", n),
        "recompute_due_dates": lambda n: ngettext("{n} case recomputed", "{n} cases recomputed", n),
        "render_answer": lambda _n: _("attached to the case"),
    }
)


def result_words(job: str, result: Mapping[str, Any]) -> str:
    """«12 напоминаний, из них 3 о просроченном»."""
    parts = []
    for key, count in result.items():
        say = _ITEMS.get(job) if key == "items" else None
        say = say or _RESULTS.get(key)
        if say is not None and isinstance(count, int):
            parts.append(say(count))
    return ", ".join(parts) if parts else _("nothing to do")


def error_words(error: Mapping[str, Any] | None) -> str:
    """What went wrong, for a person who can do something about it."""
    if not error:
        return ""
    kind = error.get("kind")
    if kind == "worker_died":
        return _("The process that did it was killed again and again. Look into the log of the jobs process.")
    if kind == "lost":
        return _("The queue no longer knows this job: the database was probably restored from a copy.")
    if kind == "kordon":
        kept = KordonError(**{name: value for name, value in error.get("params", {}).items() if name != "field"})
        kept.code = str(error.get("code", ""))  # type: ignore[misc]  # the words belong to the code, the class is gone
        return words_of(kept)
    return _("A defect in the programme. Its number in the log: {reference}", reference=error.get("reference", "—"))


def progress_words(done: int, total: int | None, *, seconds_running: float) -> str:
    """«120 из 400, осталось 2 мин»."""
    if not total:
        return ngettext("{n} done", "{n} done", done) if done else _("has begun")
    words = _("{done} of {total}", done=number(done), total=number(total))
    if not done or done >= total:
        return words
    left = seconds_running * (total - done) / done
    return f"{words}, " + _("{duration} left", duration=duration(left / 60))


def run_time_words(seconds: float) -> str:
    """How long a run took."""
    if seconds < 1:
        return _("under 1 s")
    return ngettext("{n} s", "{n} s", round(seconds)) if seconds < 60 else duration(seconds / 60)

