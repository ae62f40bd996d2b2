"""Standing in for somebody absent: who may, when, and which rights come with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from models.access.actor import Role
from models.errors import Conflict, Forbidden, InvalidInput

LONGEST = timedelta(days=366)

# Work can be handed over; watching over the system or over others cannot.
_HANDED_OVER = frozenset({Role.UNIT_HEAD, Role.OFFICER, Role.LEAD, Role.HEAD})
_CASE_WORK = frozenset({Role.OFFICER, Role.LEAD, Role.HEAD})
_CANNOT_STAND_IN = frozenset({Role.EXTERNAL, Role.ADMIN, Role.AUDITOR})


class SubstitutionForOneself(InvalidInput):
    """Nobody stands in for himself."""

    code = "substitution_for_oneself"


class SubstitutionDatesWrong(InvalidInput):
    """The last day is before the first, or the absence is longer than a year."""

    code = "substitution_dates_wrong"


class SubstitutionInThePast(InvalidInput):
    """The absence is over already."""

    code = "substitution_in_the_past"


class CannotStandIn(InvalidInput):
    """Closed accounts, external users, administrators and auditors take over nobody's work; cases go only to people who work cases."""

    code = "cannot_stand_in"


class SubstitutionOverlaps(Conflict):
    """The same two people have a substitution on some of these days already."""

    code = "substitution_overlaps"


class NotYourSubstitution(Forbidden):
    """One arranges one's own absence; others' the lead of their group, the head of the service or an administrator."""

    code = "not_your_substitution"


def may_stand_in(substitute: Iterable[Role], *, absent: Iterable[Role]) -> bool:
    """May somebody with these roles take over the work of somebody with those? Case work goes only to people who work cases."""
    own = frozenset(substitute)
    return not own & _CANNOT_STAND_IN and (not _CASE_WORK & frozenset(absent) or bool(_CASE_WORK & own))


def roles_handed_over(absent: Iterable[Role], *, substitute: Iterable[Role]) -> frozenset[Role]:
    """Which of the absent person's roles the substitute has on top of his own: those about work, and none if he may not stand in."""
    held = frozenset(absent)
    return _HANDED_OVER & held if may_stand_in(substitute, absent=held) else frozenset()


def check_dates(first_day: date, last_day: date, *, today: date) -> None:
    """Raise what is wrong with the dates of an absence (both days included)."""
    if last_day < first_day or last_day - first_day > LONGEST:
        raise SubstitutionDatesWrong(field="last_day")
    if last_day < today:
        raise SubstitutionInThePast(field="last_day")
