"""Minutes of work: what writes them, how many a day can hold, when they may still be changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from models.access.actor import Role
from models.errors import Conflict, InvalidInput

MINUTES_OF_A_DAY = 24 * 60
LONGEST_TIMER = timedelta(hours=12)  # who forgets a running clock has not worked for three days
DAYS_OF_A_WEEK = 7
LONGEST_REASON = 500

# Whose actions are labour of the security service.
SERVICE_ROLES = (Role.OFFICER, Role.LEAD, Role.HEAD)

# What was said stands on the time line as the message itself; the event beside it is there for its labour.
SAID_EVENTS = ("message_written", "note_written")

# Events that a person brings about by working. What the core does by itself behind them (a score, an answer composed, a next step
# entered, a deadline passed) is nobody's labour and can have no rule.
EFFORT_EVENTS = (
    "task_taken", "task_completed", "task_reassigned", "fields_changed", "question_asked", "answer_edited", "approval_decided",
    "approval_forwarded", "documents_added", "participant_added", "case_opened", "case_paused", "case_resumed", "case_withdrawn",
    "subcase_opened", *SAID_EVENTS,
)  # fmt: skip


class Origin(StrEnum):
    """Who wrote an entry: a rule, a clock, a hand."""

    RULE = "rule"
    TIMER = "timer"
    MANUAL = "manual"


class WeekState(StrEnum):
    """Open weeks change; from the moment one is handed in it stands still until it is returned."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    LOCKED = "locked"


class MinutesWrong(InvalidInput):
    """An entry lies between one minute and a whole day."""

    code: ClassVar[str] = "minutes_wrong"


class DayFull(InvalidInput):
    """A day has 24 hours; `left` minutes of it are free."""

    code: ClassVar[str] = "day_full"


class DayInTheFuture(InvalidInput):
    """Labour is written down when it has been done."""

    code: ClassVar[str] = "day_in_the_future"


class EffortReasonNeeded(InvalidInput):
    """What is entered or corrected by hand says why."""

    code: ClassVar[str] = "effort_reason_needed"


class EffortReasonTooLong(InvalidInput):
    """A reason is a sentence, not a document."""

    code: ClassVar[str] = "effort_reason_too_long"


class WeekHandedIn(Conflict):
    """This week has been handed in, approved or locked; a correction goes through its return."""

    code: ClassVar[str] = "week_handed_in"


class WeekNotOver(InvalidInput):
    """A week of the future cannot be handed in."""

    code: ClassVar[str] = "week_not_over"


class TimerRuns(Conflict):
    """One clock a person: stop the one that runs."""

    code: ClassVar[str] = "timer_runs"


class NoTimerRuns(Conflict):
    """The clock has been stopped already, perhaps in another window."""

    code: ClassVar[str] = "no_timer_runs"


class EffortChangedMeanwhile(Conflict):
    """The entry has been corrected already."""

    code: ClassVar[str] = "effort_changed_meanwhile"


class WorkTargetNeeded(InvalidInput):
    """Labour belongs to a case or to a project, to one of them."""

    code: ClassVar[str] = "work_target_needed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes of one day."""

    day: date
    minutes: int


def monday_of(day: date) -> date:
    """The Monday that a day's week begins with."""
    return day - timedelta(days=day.weekday())


def is_closed(state: str) -> bool:
    """May entries of a week in this state no longer be changed?"""
    return state != WeekState.OPEN


def check_minutes(minutes: int, *, held: int = 0) -> int:
    """The minutes as they may stand beside `held` minutes of the same day. Raises `MinutesWrong`, `DayFull`."""
    if not 1 <= minutes <= MINUTES_OF_A_DAY:
        raise MinutesWrong(field="minutes", given=minutes)
    if held + minutes > MINUTES_OF_A_DAY:
        raise DayFull(field="minutes", left=max(0, MINUTES_OF_A_DAY - held))
    return minutes


def check_reason(reason: str) -> str:
    """The reason without stray blanks. Raises `EffortReasonNeeded`, `EffortReasonTooLong`."""
    words = " ".join(reason.split())
    if not words:
        raise EffortReasonNeeded(field="reason")
    if len(words) > LONGEST_REASON:
        raise EffortReasonTooLong(field="reason", most=LONGEST_REASON)
    return words


def timer_stretches(started: datetime, stopped: datetime) -> tuple[list[Stretch], bool]:
    """What a clock measured, cut at midnight, and whether it ran too long to be believed (then `LONGEST_TIMER` counts).

    Both instants are in the bank's zone. Begun minutes count whole; a clock that runs backwards gives one minute.
    """
    is_cut = stopped - started > LONGEST_TIMER
    end = min(stopped, started + LONGEST_TIMER)
    stretches: list[Stretch] = []
    begin = started
    while begin.date() < end.date():
        midnight = datetime.combine(begin.date() + timedelta(days=1), datetime.min.time(), tzinfo=begin.tzinfo)
        stretches.append(Stretch(begin.date(), _minutes(midnight - begin)))
        begin = midnight
    last = _minutes(end - begin)
    if last or not stretches:
        stretches.append(Stretch(begin.date(), max(1, last)))
    return [stretch for stretch in stretches if stretch.minutes], is_cut


def _minutes(length: timedelta) -> int:
    return max(0, -(-int(length.total_seconds()) // 60))


def first_open_day(day: date, closed_mondays: Iterable[date]) -> date:
    """Where something of this day goes: the day itself, or the first Monday behind the closed weeks it lies in."""
    closed = set(closed_mondays)
    if monday_of(day) not in closed:
        return day
    monday = monday_of(day)
    while monday in closed:
        monday += timedelta(days=DAYS_OF_A_WEEK)
    return monday


class WorkTargetUnknown(InvalidInput):
    """There is no such case or running project, or this person may not open it."""

    code: ClassVar[str] = "work_target_unknown"


class WeekChangedMeanwhile(Conflict):
    """Something was decided about this week since it was opened."""

    code: ClassVar[str] = "week_changed_meanwhile"


class OwnWeek(Conflict):
    """Nobody decides about his own week."""

    code: ClassVar[str] = "own_week"


class WeekNotHandedIn(Conflict):
    """Only a week that is handed in can be approved or returned."""

    code: ClassVar[str] = "week_not_handed_in"


class WeekLocked(Conflict):
    """The month of this week is closed: nothing changes any more."""

    code: ClassVar[str] = "week_locked"
